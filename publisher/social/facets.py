"""What of a post on Bluesky is a link or a hashtag: byte ranges, because Bluesky finds none by itself.

Found as Bluesky's own library finds them (atproto, packages/api, rich text detection), and as its app does when the
text is pasted there. Mentions are never made: the words of a post must not reach somebody's account.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from publisher.social import _regex
from publisher.social.endings import all_endings

_ADDRESS = re.compile(r"(?:^|(?<=[\s(]))(?:https?://\S+|(?P<host>[a-z][a-z0-9]*(?:\.[a-z0-9]+)+)\S*)", re.I | re.M)
_MARK_BEHIND = ".,;:!?"
_UNSEEN = r"\u00ad\u2060\u200a-\u200d\u20e2"
_HASHTAG = rf"(?:^|(?<=\s))[#＃](?!\ufe0f)([^\s{_UNSEEN}]*[^\d\s\p{{P}}{_UNSEEN}][^\s{_UNSEEN}]*)"
_LONGEST_TAG = 64  # UTF-16 units; app.bsky.richtext.facet

# A long address is shown by its host and the beginning of its path, as Bluesky's app shows it; in characters.
_PATH_WHOLE, _PATH_SHOWN = 15, 13


class Facet(NamedTuple):
    """A stretch of a text in UTF-8 bytes, and what it is: a link to `uri`, or the hashtag `tag` (without its mark)."""

    start: int
    end: int
    uri: str = ""
    tag: str = ""


def facets(text: str) -> tuple[Facet, ...]:
    """The links and hashtags of the text, in order and apart. (app.bsky.richtext.facet)"""
    found = list(_links(text))
    # "#(https://…" would be both
    tags = [tag for tag in _tags(text) if all(tag.end <= link.start or link.end <= tag.start for link in found)]
    return tuple(sorted((*found, *tags)))


def with_short_links(text: str) -> tuple[str, tuple[Facet, ...]]:
    """The text with each address as an app shows it, and the facets that lead to the whole address."""
    parts, found = list[bytes](), list[Facet]()
    whole, read_to, moved = text.encode(), 0, 0
    for facet in facets(text):
        written = whole[facet.start : facet.end]
        shown = shown_address(written.decode()).encode() if facet.uri else written
        parts += whole[read_to : facet.start], shown
        start = facet.start - moved
        found.append(facet._replace(start=start, end=start + len(shown)))
        moved += len(written) - len(shown)
        read_to = facet.end
    return b"".join((*parts, whole[read_to:])).decode(), tuple(found)


def shown_address(address: str) -> str:
    """The address without its scheme, and of a long path the beginning."""
    host, slash, path = re.sub(r"(?i)^https?://", "", address).partition("/")
    path = slash + path if path else ""
    return host + (f"{path[:_PATH_SHOWN]}..." if len(path) > _PATH_WHOLE else path)


def _links(text: str) -> Iterator[Facet]:
    for found in _ADDRESS.finditer(text):
        host = found["host"]
        if host is not None and host.lower().rpartition(".")[2] not in all_endings():
            continue
        address = found[0][:-1] if found[0][-1] in _MARK_BEHIND else found[0]
        if address.endswith(")") and "(" not in address:
            address = address[:-1]
        uri = address if host is None else f"https://{address}"
        start, end = _bytes(text, found.start(), found.start() + len(address))
        yield Facet(start, end, uri=uri)


def _tags(text: str) -> Iterator[Facet]:
    for found in _regex.compiled(_HASHTAG).finditer(text):
        tag = _regex.compiled(r"\p{P}+$").sub("", found[1])
        if tag and len(tag.encode("utf-16-le")) // 2 <= _LONGEST_TAG:
            start, end = _bytes(text, found.start(), found.start(1) + len(tag))
            yield Facet(start, end, tag=tag)


def _bytes(text: str, *places: int) -> Iterator[int]:
    return (len(text[:place].encode()) for place in places)
