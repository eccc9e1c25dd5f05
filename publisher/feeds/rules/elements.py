"""Small questions about XML elements."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element


def text(parent: Element, tag: str) -> str:
    """The text of the first such child; empty when there is none."""
    return parent.findtext(tag) or ""


def texts(parent: Element, tag: str) -> tuple[str, ...]:
    """The texts of all such children."""
    return tuple(element.text or "" for element in parent.findall(tag))


def exactly_one(parent: Element, tags: Sequence[str], place: str) -> Iterator[str]:
    """A broken rule for each tag that is missing, empty or repeated."""
    for tag in tags:
        found = texts(parent, tag)
        if len(found) != 1 or not found[0].strip():
            yield f"{place}: needs exactly one {local(tag)} with a text, has {len(found)}"


def at_most_one(parent: Element, tags: Sequence[str], place: str) -> Iterator[str]:
    """A broken rule for each tag that is repeated."""
    for tag in tags:
        if len(parent.findall(tag)) > 1:
            yield f"{place}: has more than one {local(tag)}"


def metadata_last(parent: Element, item_tag: str) -> Iterator[str]:
    """A broken rule when something about the feed stands after its first item, where readers no longer look."""
    tags = [child.tag for child in parent]
    first = tags.index(item_tag) if item_tag in tags else len(tags)
    yield from (f"{local(tag)} stands after the first item" for tag in tags[first:] if tag != item_tag)


def local(tag: str) -> str:
    """The tag without its namespace."""
    return tag.rpartition("}")[2]
