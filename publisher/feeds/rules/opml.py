"""Rules of a subscription list in OPML 2.0 (opml.org/spec2.opml)."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publisher.feeds.rules.broken import Broken, advice
from publisher.feeds.rules.elements import exactly_one
from publisher.feeds.rules.forms import is_web_address


def rules(root: Element) -> Iterator[Broken]:
    """Broken rules of a list that feed readers are to import."""
    if root.get("version") != "2.0":
        yield Broken("file", "the version of opml must be 2.0", is_advice=root.get("version") in ("1.0", "1.1"))
    if [child.tag for child in root] != ["head", "body"]:
        yield Broken("file", "opml holds one head, then one body")
    for head in root.findall("head"):
        yield from exactly_one(head, ("title",), "head", required=())
    outlines = [outline for outline in root.iter("outline") if outline.get("xmlUrl") or not len(outline)]
    if not outlines:
        yield Broken("file", "it lists no feed")
    for number, outline in enumerate(outlines, start=1):
        yield from _outline_rules(outline, f"outline {number}")
    for url, times in Counter(outline.get("xmlUrl") for outline in outlines).items():
        if times > 1:
            yield advice("file", f"the feed {url!r} stands {times} times")


def _outline_rules(outline: Element, place: str) -> Iterator[Broken]:
    if outline.get("type") != "rss":
        yield Broken(place, "type must be rss, for any format of feed")
    if not outline.get("text", "").strip():
        yield Broken(place, "needs a text: readers show it as the feed's name")
    if not is_web_address(outline.get("xmlUrl", "")):
        yield Broken(place, f"xmlUrl {outline.get('xmlUrl', '')!r} is not a whole address")
    if not is_web_address(outline.get("htmlUrl", "")):
        is_missing = "htmlUrl" not in outline.attrib
        yield Broken(place, "htmlUrl must be the whole address of the site", is_advice=is_missing)
