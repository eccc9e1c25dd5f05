"""Judge a finished feed: every rule of its format, and of good practice, that it breaks; no network."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from publisher.feeds.rules import atom, jsonfeed, rss
from publisher.feeds.rules.seen import Seen, SeenItem, shared_rules

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def broken_rules(content: bytes, url: str) -> list[str]:
    """What is wrong with an RSS, Atom or JSON feed that will stand at the address `url`; nothing for a good one.

    Each text names the place ("item 2") and what would be right. What cannot be read at all is the only rule reported.
    """
    try:
        return list(_broken(content, url))
    except _UnreadableError as error:
        return [str(error)]


def differences(feeds: Mapping[str, bytes]) -> list[str]:
    """Where feeds of the same posts, by name, disagree: ids, titles, addresses, dates or order.

    Raises `ValueError` for one that cannot be read.
    """
    told = {name: [_identity(item) for item in _seen(content).items] for name, content in feeds.items()}
    first_name, *others = told
    return [f"{name} does not tell the posts as {first_name} does" for name in others if told[name] != told[first_name]]


class _UnreadableError(ValueError):
    """Bytes that are no feed; says why."""


def _identity(item: SeenItem) -> tuple[Any, ...]:
    return item.id, item.title, item.url, item.published


def _broken(content: bytes, url: str) -> Iterator[str]:
    if content.startswith(_BYTE_ORDER_MARK):
        yield "the file begins with a byte order mark"
        content = content.removeprefix(_BYTE_ORDER_MARK)
    if _is_json(content):
        yield from jsonfeed.rules(content, _json(content))
    else:
        yield from _prologue_rules(content)
        yield from _xml_rules(_xml(content))
    yield from shared_rules(_seen(content), url)


def _prologue_rules(content: bytes) -> Iterator[str]:
    if not content.startswith(b"<?xml"):
        yield "the file does not begin with an XML declaration"
    if b"encoding='utf-8'" not in content[:100].lower().replace(b'"', b"'"):
        yield "the XML declaration does not say UTF-8"


def _xml_rules(root: ElementTree.Element) -> Iterator[str]:
    return rss.rules(root) if root.tag == "rss" else atom.rules(root)


def _seen(content: bytes) -> Seen:
    if _is_json(content):
        return jsonfeed.seen(_json(content))
    root = _xml(content)
    return rss.seen(root) if root.tag == "rss" else atom.seen(root)


def _is_json(content: bytes) -> bool:
    return content.lstrip().startswith(b"{")


def _json(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except ValueError as error:
        raise _UnreadableError(f"not JSON in UTF-8: {error}") from error
    return dict(document)


def _xml(content: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in content:  # refused before it is read: entities could fill the memory
        raise _UnreadableError("a feed has no DOCTYPE")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - without a DOCTYPE there is nothing to expand
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # the last two: encodings expat does not know
        raise _UnreadableError(f"not well-formed XML: {error}") from error
    if root.tag not in ("rss", atom.FEED):
        raise _UnreadableError(f"neither RSS nor Atom: the root is {root.tag}")
    return root
