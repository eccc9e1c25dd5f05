"""Which posts stand in which archive file: filled from the oldest, 100 each, and fixed from then on (RFC 5005)."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

from publisher.model import Listing, Publication

ARCHIVE_POSTS = 100


class ArchiveStart(NamedTuple):
    """Where an archive begins: at the time and id of what was its oldest post then.

    It holds the posts from there up to the next start; the oldest archive also what is older, the newest what is newer.
    `serial` names its file and stays when other archives come or go.
    """

    serial: int
    published_s: int
    post_id: str


class Archive(NamedTuple):
    """The posts of one archive, newest first, and the serials of its neighbours (0 for none)."""

    serial: int
    older: int
    newer: int
    posts: tuple[Listing, ...]


def archive_starts(publication: Publication, known: Sequence[ArchiveStart]) -> tuple[ArchiveStart, ...]:
    """The starts of all archives, oldest first: those `known`, as long as they hold a post, and new ones where needed.

    The newest archive is open and splits at its 101st post, any other beyond 200: so a post that is added, back-dated
    or deleted changes one archive, not all after it. Serials count up from 1. Without posts there is none.
    """
    posts = publication.in_feeds[::-1]
    if not posts:
        return ()
    known = known or [_start(1, posts[0])]
    serials = count(max(start.serial for start in known) + 1)
    return tuple(
        one
        for start, begin, end in _blocks(posts, known)
        # of the oldest archive too the start is not younger than its posts: another that splits off comes after it
        for one in (
            min(start, _start(start.serial, posts[begin]), key=_moment),
            *(_start(next(serials), posts[place]) for place in _splits(begin, end, len(posts))),
        )
    )


def archives(posts: Sequence[Listing], starts: Iterable[ArchiveStart]) -> tuple[Archive, ...]:
    """The archives of `posts` (newest first) that hold a post, oldest first."""
    oldest_first = posts[::-1]
    blocks = _blocks(oldest_first, starts)
    serials = [0, *(start.serial for start, _, _ in blocks), 0]
    return tuple(
        Archive(start.serial, serials[number - 1], serials[number + 1], tuple(oldest_first[begin:end][::-1]))
        for number, (start, begin, end) in enumerate(blocks, start=1)
    )


def _start(serial: int, post: Listing) -> ArchiveStart:
    return ArchiveStart(serial, post.published_s, post.id)


def _blocks(oldest_first: Sequence[Listing], starts: Iterable[ArchiveStart]) -> list[tuple[ArchiveStart, int, int]]:
    """Each start that has posts, with the places of its first post and of the first that is no longer its own."""
    known = sorted(starts, key=_moment)
    begins = [bisect_left(oldest_first, _moment(start), key=_place) for start in known]
    begins[:1] = [0] * len(begins[:1])  # the oldest archive also holds what is older than its start
    ends = [*begins[1:], len(oldest_first)]
    return [(start, begin, end) for start, begin, end in zip(known, begins, ends, strict=False) if begin < end]


def _moment(start: ArchiveStart) -> tuple[int, str]:
    return start.published_s, start.post_id


def _place(post: Listing) -> tuple[int, str]:
    return post.published_s, post.id


def _splits(begin: int, end: int, posts: int) -> range:
    """Where further archives begin among the posts from `begin` to `end`; closing ones keep 100 to 200 posts."""
    if end == posts:
        return range(begin + ARCHIVE_POSTS, end, ARCHIVE_POSTS)
    return range(
        begin + ARCHIVE_POSTS, end - ARCHIVE_POSTS + 1 if end - begin > 2 * ARCHIVE_POSTS else begin, ARCHIVE_POSTS
    )
