"""Give each post one permanent id: decided once, kept through a change of title, slug, date, file name and domain."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

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


def settle(
    posts: Sequence[tuple[Post, bool]], known: Iterable[Identity], paths: Collection[str], now: datetime
) -> tuple[list[Post], list[Identity]]:
    """The public posts with their permanent ids, and the identities to remember.

    Each post comes with whether its author fixed the id by hand. A known file keeps its id; a new file takes over the
    id of one that is gone (not among `paths`) when it has its address or its words; else the address of this moment
    becomes the id. Raises `IdentityError` when two posts claim one id or one address.
    """
    book = _Book(known, paths)
    settled = [replace(post, id=post.id if own_id else book.id_of(post)) for post, own_id in posts]
    _refuse_doubles(settled)
    return settled, [book.identity(post, now) for post in settled]


class _Book:
    """The ids given out so far, by what a post may be known by."""

    def __init__(self, known: Iterable[Identity], paths: Collection[str]) -> None:
        self._by_id = {identity.post_id: identity for identity in known}
        self._by_path = {identity.path: identity for identity in self._by_id.values()}
        gone = [identity for identity in self._by_id.values() if identity.path not in paths]
        self._gone = {name: identity for identity in gone for name in (identity.url, identity.content)}

    def id_of(self, post: Post) -> str:
        identity = self._by_path.get(post.source) or self._gone.get(post.url) or self._gone.get(_content(post))
        if identity:
            return identity.post_id
        if post.url not in self._by_id:
            return post.url
        return tag_uri(post.url, utc(post.published).date(), post.slug)  # the address once meant another post

    def identity(self, post: Post, now: datetime) -> Identity:
        known = self._by_id.get(post.id)
        return Identity(
            post_id=post.id,
            path=post.source,
            url=post.url,
            content=_content(post),
            first_public=known.first_public if known else now,
        )


def _content(post: Post) -> str:
    return blake2b(post.text.encode(), digest_size=16).hexdigest()


def _refuse_doubles(posts: Iterable[Post]) -> None:
    problems = []
    by_url, by_id = dict[str, str](), dict[str, str]()
    for post in posts:
        other = by_url.setdefault(post.url.lower(), post.source)  # some file systems take both cases for one name
        if other != post.source:
            text = f"has the same address as {other}: {post.url}. Give one of them another 'slug'"
            problems.append(Problem(source=post.source, text=text))
        elif (other := by_id.setdefault(post.id, post.source)) != post.source:
            text = f"has the same id as {other}: {post.id}. Give one of them another 'id'"
            problems.append(Problem(source=post.source, text=text))
    if problems:
        raise IdentityError(problems)
