"""What readers see of RSS 1.0 (web.resource.org/rss/1.0), read to take over its ids and no longer written."""

from xml.etree.ElementTree import Element

from publisher.feeds.namespaces import CONTENT, DC
from publisher.feeds.rules.elements import text, texts
from publisher.feeds.rules.forms import moment_of
from publisher.feeds.rules.seen import Seen, SeenItem

ROOT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RSS = "{http://purl.org/rss/1.0/}"


def seen(root: Element) -> Seen:
    """What readers see of it; the id of an item is its `rdf:about`."""
    channel = root.find(f"{_RSS}channel")
    channel = Element("channel") if channel is None else channel
    return Seen(
        title=text(channel, f"{_RSS}title"),
        home=text(channel, f"{_RSS}link").strip(),
        own="",
        language=text(channel, f"{{{DC}}}language"),
        updated=moment_of(text(channel, f"{{{DC}}}date")),
        items=tuple(_item(item, number) for number, item in enumerate(root.findall(f"{_RSS}item"), start=1)),
    )


def _item(item: Element, number: int) -> SeenItem:
    url = text(item, f"{_RSS}link").strip() or item.get(_ABOUT, "")
    published = moment_of(text(item, f"{{{DC}}}date"))
    return SeenItem(
        place=f"item {number}",
        id=item.get(_ABOUT, "") or url,
        url=url,
        title=text(item, f"{_RSS}title"),
        summary=text(item, f"{_RSS}description"),
        html=text(item, f"{{{CONTENT}}}encoded"),
        published=published,
        updated=published,
        authors=texts(item, f"{{{DC}}}creator"),
        tags=texts(item, f"{{{DC}}}subject"),
        files=(),
        language=None,
    )
