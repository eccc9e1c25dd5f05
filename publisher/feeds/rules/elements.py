"""Small questions about XML elements."""

from collections.abc import Collection, Iterator, Sequence
from xml.etree.ElementTree import Element

from publisher.feeds.rules.broken import Broken, advice


def text(parent: Element, tag: str) -> str:
    """The text of the first such child; empty when there is none."""
    return parent.findtext(tag) or ""


def texts(parent: Element, tag: str) -> tuple[str, ...]:
    """The texts of all such children."""
    return tuple(element.text or "" for element in parent.findall(tag))


def exactly_one(parent: Element, tags: Sequence[str], place: str, *, required: Collection[str]) -> Iterator[Broken]:
    """A broken rule for each tag that is missing, empty or repeated; what the format does not require is advice."""
    for tag in tags:
        found = texts(parent, tag)
        if len(found) != 1 or not found[0].strip():
            text = f"needs exactly one {local(tag)} with a text, has {len(found)}"
            yield Broken(place, text, is_advice=tag not in required and len(found) < 2)


def at_most_one(parent: Element, tags: Sequence[str], place: str) -> Iterator[Broken]:
    """A broken rule for each tag that is repeated."""
    for tag in tags:
        if len(parent.findall(tag)) > 1:
            yield Broken(place, f"has more than one {local(tag)}")


def metadata_last(parent: Element, item_tag: str) -> Iterator[Broken]:
    """Advice when something about the feed stands after its first item, where readers no longer look."""
    tags = [child.tag for child in parent]
    first = tags.index(item_tag) if item_tag in tags else len(tags)
    yield from (advice("feed", f"{local(tag)} stands after the first item") for tag in tags[first:] if tag != item_tag)


def only_known(parent: Element, known: Collection[str], namespace: str, place: str) -> Iterator[Broken]:
    """A broken rule for each child in the `namespace` of the format that the format does not know."""
    for child in parent:
        if _namespace(child.tag) == namespace and local(child.tag) not in known:
            yield Broken(place, f"{local(child.tag)} is not an element of the format")


def links_lead_somewhere(parent: Element, tag: str, place: str) -> Iterator[Broken]:
    """A broken rule for each such child without an address (RFC 4287, section 4.2.7)."""
    if not all(link.get("href", "").strip() for link in parent.findall(tag)):
        yield Broken(place, "a link needs an href")


def local(tag: str) -> str:
    """The tag without its namespace."""
    return tag.rpartition("}")[2]


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""
