"""Give each post one permanent id: decided once, kept through a change of title, slug, date, file name and domain."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from itertools import count
from urllib.parse import unquote

from publisher.errors import IdentityError, Problem
from publisher.links import tag_uri
from publisher.model import Post, utc


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The id of a post that was once public; where it was last seen; `first_public` never changes."""

    post_id: str
    path: str
    url: str
    content: str
    first_public: datetime
    heading: str = ""


def settle(
    posts: Sequence[tuple[Post, bool]], known: Iterable[Identity], paths: Collection[str], now: datetime
) -> tuple[list[Post], list[Identity]]:
    """The public posts with their permanent ids, and the identities to remember.

    Each post comes with whether its author fixed the id by hand. A known file keeps its id; a new file takes over the
    id of one that is gone (not among `paths`) when it has its address or its words; else the address of this moment
    becomes the id. Of several posts that could have one id, the author's word decides, then the file, the address, the
    words. Raises `IdentityError` when two posts claim one id or one address.
    """
    book = _Book(posts, known, paths)
    settled = [replace(post, id=post.id if own_id else book.id_of(post)) for post, own_id in posts]
    _refuse_doubles(settled)
    return settled, [book.identity(post, now) for post in settled]


class _Book:
    """The ids given out so far, by what a post may be known by."""

    def __init__(self, posts: Sequence[tuple[Post, bool]], known: Iterable[Identity], paths: Collection[str]) -> None:
        own_ids = {post.id for post, own_id in posts if own_id}
        self._by_id = {identity.post_id: identity for identity in known}
        self._taken = own_ids | self._by_id.keys()
        free = [identity for identity in self._by_id.values() if identity.post_id not in own_ids]
        self._by_path: dict[str, Identity | None] = {identity.path: identity for identity in free}
        self._by_path |= dict(_moved(posts, free))
        new_urls = {post.url for post, own_id in posts if not own_id and post.source not in self._by_path}
        gone = [identity for identity in free if identity.path not in paths]
        self._gone_by_url = {identity.url: identity for identity in gone}
        self._gone_by_words = {one.content: one for one in gone if one.content and one.url not in new_urls}

    def id_of(self, post: Post) -> str:
        identity = (
            self._by_path.get(post.source)
            or self._gone_by_url.get(post.url)
            or self._gone_by_words.pop(words(post), None)  # of two copies the first has it
        )
        return identity.post_id if identity else next(id_ for id_ in _new_ids(post) if id_ not in self._taken)

    def identity(self, post: Post, now: datetime) -> Identity:
        known = self._by_id.get(post.id) or self._by_path.get(post.source)  # the author may have fixed the id later
        return Identity(
            post_id=post.id,
            path=post.source,
            url=post.url,
            content=words(post),
            heading=heading(post),
            first_public=known.first_public if known else now,
        )


def _moved(posts: Sequence[tuple[Post, bool]], known: Sequence[Identity]) -> Iterator[tuple[str, Identity | None]]:
    """Files that changed places: a known post lies under a new name, and another one has taken its old name."""
    files = {post.source: post for post, _ in posts}
    strangers = files.keys() - {identity.path for identity in known}
    for identity in known:
        successor = files.get(identity.path)
        if not strangers or successor is None or _is_known_as(successor, identity):
            continue
        if found := next((path for path in sorted(strangers) if _is_known_as(files[path], identity)), ""):
            strangers -= {found}
            yield from ((identity.path, None), (found, identity))


def _is_known_as(post: Post, identity: Identity) -> bool:
    # not by its address: that comes from the file's name, which is what changed hands
    return heading(post) == identity.heading or words(post) == identity.content != ""


def _new_ids(post: Post) -> Iterator[str]:
    """What the id may be, best first: the address, unless it once meant another post, then names at its host."""
    yield post.url
    day = utc(post.published).date()
    yield tag_uri(post.url, day, post.slug)
    for number in count(2):
        yield tag_uri(post.url, day, f"{post.slug}-{number}")


def words(post: Post) -> str:
    """A digest of the post's words, to know it by when file and address are new; `""` for a post without any."""
    return _digest(post.text) if post.text.strip() else ""


def heading(post: Post) -> str:
    """A digest of the post's title and date, to know it by when its file, its words and its id changed."""
    return _digest(f"{post.title}\0{utc(post.published).isoformat()}")


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _refuse_doubles(posts: Iterable[Post]) -> None:
    problems = []
    by_url, by_id = dict[str, str](), dict[str, str]()
    for post in posts:
        other = by_url.setdefault(_as_file_name(post.url), post.source)
        if other != post.source:
            text = f"has the same address as {other}: {post.url}. Give one of them another 'slug'"
            problems.append(Problem(source=post.source, text=text))
        elif (other := by_id.setdefault(post.id, post.source)) != post.source:
            text = f"has the same id as {other}: {post.id}. Give one of them another 'id'"
            problems.append(Problem(source=post.source, text=text))
    if problems:
        raise IdentityError(problems)


def _as_file_name(url: str) -> str:
    """What addresses share that some file systems take for one name: both cases, both Unicode forms."""
    return unicodedata.normalize("NFC", unquote(url)).casefold()
