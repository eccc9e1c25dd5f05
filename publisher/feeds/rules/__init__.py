"""Judge a finished feed, ours or a stranger's: every rule of its format, and of good practice, that it breaks.

Nothing here touches the network, and whatever bytes come in, `broken_rules` answers.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from publisher.feeds.rules import atom, jsonfeed, opml, rdf, rss
from publisher.feeds.rules.broken import Broken, advice
from publisher.feeds.rules.chain import chain_rules
from publisher.feeds.rules.reading import (
    WEB_PAGE,
    UnreadableError,
    declared_utf8,
    has_doctype,
    is_json,
    read_json,
    read_xml,
    without_mark,
)
from publisher.feeds.rules.seen import Seen, SeenItem, shared_rules

__all__ = ["Broken", "SeenItem", "broken_chain", "broken_rules", "differences", "items"]

_LARGE = 1_000_000
_TOO_LARGE = 5_000_000  # the W3C validator reads no more


def broken_rules(content: bytes, url: str | None) -> list[Broken]:
    """What is wrong with an RSS 2.0, Atom, JSON feed or OPML list; nothing for a good one.

    `url` is where the file stands, or `None` when nobody knows. What cannot be read at all is the only rule reported.
    Never raises for what the bytes hold.
    """
    try:
        return list(dict.fromkeys(_broken(content, url)))
    except UnreadableError as error:
        return [Broken("file", str(error))]


def items(content: bytes) -> tuple[SeenItem, ...]:
    """What readers see of each post in an RSS, Atom or JSON feed of anybody's, in its order.

    Raises `ValueError` with a reason for what is no feed, is too long, or defines entities.
    """
    return _seen(content).items


def broken_chain(feeds: Mapping[str, bytes], start: str) -> list[Broken]:
    """What is wrong with the archives of a feed (RFC 5005), given all its files by their addresses.

    `start` is the address of the one to subscribe to. Raises `ValueError` for a file that cannot be read.
    """
    return list(chain_rules({url: _seen(content) for url, content in feeds.items()}, start))


def differences(feeds: Mapping[str, bytes]) -> list[str]:
    """Where feeds of the same posts, by name, disagree: ids, titles, addresses, dates or order.

    Raises `ValueError` for one that cannot be read.
    """
    told = {name: [_identity(item) for item in items(content)] for name, content in feeds.items()}
    first_name, *others = told
    return [f"{name} does not tell the posts as {first_name} does" for name in others if told[name] != told[first_name]]


def _identity(item: SeenItem) -> tuple[Any, ...]:
    return item.id, item.title, item.url, item.published


def _broken(content: bytes, url: str | None) -> Iterator[Broken]:
    if without_mark(content) != content:
        yield advice("file", "it begins with a byte order mark")
    if is_json(content):
        feed = read_json(content)
        yield from jsonfeed.rules(content, feed)
        yield from _shared(jsonfeed.seen(feed), content, url)
        return
    root = read_xml(content)
    yield from _prologue_rules(content)
    if root.tag == "opml":
        yield from opml.rules(root)
        return
    yield from _shared(_seen_xml(root), content, url)
    if root.tag == rdf.ROOT:
        yield advice("file", "RSS 1.0 is of the year 2000, and not all its rules are judged here")
    else:
        yield from rss.rules(root) if root.tag == "rss" else atom.rules(root)


def _shared(seen: Seen, content: bytes, url: str | None) -> Iterator[Broken]:
    if len(content) > (_TOO_LARGE if seen.is_archive else _LARGE):
        often = "" if seen.is_archive else ", and every reader fetches it every hour"
        yield advice("file", f"it has {len(content):,} bytes{often}")
    yield from shared_rules(seen, url)


def _prologue_rules(content: bytes) -> Iterator[Broken]:
    if not without_mark(content).startswith(b"<?xml"):
        yield advice("file", "it does not begin with an XML declaration")
    if not declared_utf8(content):
        yield advice("file", "the XML declaration does not say UTF-8")
    if has_doctype(content):
        yield advice("file", "a feed needs no DOCTYPE")


def _seen(content: bytes) -> Seen:
    return jsonfeed.seen(read_json(content)) if is_json(content) else _seen_xml(read_xml(content))


def _seen_xml(root: Element) -> Seen:
    for tag, see in (("rss", rss.seen), (atom.FEED, atom.seen), (rdf.ROOT, rdf.seen)):
        if root.tag == tag:
            return see(root)
    if root.tag.rpartition("}")[2].lower() == "html":
        raise UnreadableError(WEB_PAGE)
    raise UnreadableError(f"neither RSS, Atom nor JSON Feed: the root is {root.tag}")
