"""What a post is known by: an id for ever, and the marks that show it to be the same post after a change."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import count
from typing import NamedTuple
from urllib.parse import unquote

from publisher.errors import IdentityError, Problem
from publisher.links import tag_uri
from publisher.model import Listing, Post, utc

_TARGET = re.compile(r"\]\([^()\s]*\)")


class Claim(NamedTuple):
    """A post as its file shows it, before its permanent id is settled.

    `id` is what the file says: the one its author fixed there (`has_own_id`), else its address. `published_s` is in
    whole unix seconds, `words` the `words_digest` of its text. A draft, or a post whose time has not come, is not
    `is_public`: it is followed if it was public once, and gets no id before it is.
    """

    source: str
    url: str
    slug: str
    id: str
    has_own_id: bool
    title: str
    published_s: int
    words: str
    is_public: bool


class Identity(NamedTuple):
    """The id of a post that was once public, and the marks it had when it was last seen.

    `path` is its file, `title` a digest, `published_s` unix seconds; a mark that is empty is never compared.
    `first_public` (ISO 8601, UTC) is decided once. The author fixed the id by hand where it `has_own_id`. The post
    `is_gone` once a build ended without its file, or with another post in it.
    """

    post_id: str
    path: str
    url: str
    words: str
    title: str
    published_s: int
    first_public: str
    has_own_id: bool = False
    is_gone: bool = False


def words_digest(markdown: str) -> str:
    """A digest of a post's words, to know it by when file and address are new; `""` for a post without any.

    Where its links and pictures lead does not count: they change when a file moves.
    """
    words = _TARGET.sub("]", markdown)
    return _digest(words) if any(map(str.isalnum, words)) else ""


def title_digest(title: str) -> str:
    """A digest of a post's title, never empty."""
    return _digest(title)


def heading(post: Post | Listing) -> str:
    """A digest of title and date: what the ledger knows a mailed post by when its file, words and id changed."""
    return _digest(f"{post.title}\0{utc(post.published).isoformat()}")


def new_ids(claim: Claim) -> Iterator[str]:
    """What the id of a new post may be, best first: its address, then `tag:` names at its host, without end."""
    yield claim.url
    day = datetime.fromtimestamp(claim.published_s, UTC).date()
    yield tag_uri(claim.url, day, claim.slug)
    for number in count(2):
        yield tag_uri(claim.url, day, f"{claim.slug}-{number}")


def refuse_doubles(listings: Collection[Listing]) -> None:
    """Raise `IdentityError` when two posts have one address or one id; it names both files of every such pair.

    Addresses that differ only in case or Unicode form are one: some file systems take them for one folder.
    """
    if _are_all_different(listings):
        return
    by_url, by_id = dict[str, Listing](), dict[str, Listing]()
    at_url, with_id = defaultdict[str, set[Listing]](set), defaultdict[str, set[Listing]](set)
    for post in listings:
        place = _as_file_name(post.url)
        if (other := by_url.setdefault(place, post)) is not post:
            at_url[place] |= {other, post}
        if (other := by_id.setdefault(post.id, post)) is not post:
            with_id[post.id] |= {other, post}
    problems = [_same_url(post, other) for post, other in _pairs(at_url.values())]
    problems += [same_id(post.source, other.source, post.id) for post, other in _pairs(with_id.values())]
    if problems:
        raise IdentityError(problems)


def _are_all_different(listings: Collection[Listing]) -> bool:
    """What `refuse_doubles` finds nearly always, in a glance: there may be 50,000 posts, and each build asks."""
    urls = [post.url for post in listings]
    places = set(urls if _is_plain("".join(urls)) else map(_as_file_name, urls))
    return len(places) == len({post.id for post in listings}) == len(urls)


def same_id(source: str, other: str, post_id: str) -> Problem:
    """Two files claim one id."""
    return Problem(source=source, text=f"has the same id as {other}: {post_id}. Give one of them another 'id'")


def _same_url(post: Listing, other: Listing) -> Problem:
    text = f"has the same address as {other.source}: {post.url}. Give one of them another 'slug'"
    return Problem(source=post.source, text=text)


def _pairs(groups: Iterable[set[Listing]]) -> Iterator[tuple[Listing, Listing]]:
    """Each post of a group beside the first of its group, by the order of their files."""
    for group in groups:
        first, *others = sorted(group)
        yield from ((post, first) for post in others)


def _as_file_name(url: str) -> str:
    """What addresses share that some file systems take for one name: both cases, both Unicode forms."""
    return url if _is_plain(url) else unicodedata.normalize("NFC", unquote(url)).casefold()


def _is_plain(url: str) -> bool:
    """Whether there is one way to write it; what is true of several in a row is true of each."""
    return url.isascii() and "%" not in url and url.islower()


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
