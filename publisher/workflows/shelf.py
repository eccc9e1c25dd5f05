"""Whole posts, from the cache or, where that keeps no body of them, from their files again."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from publisher.model import Listing, Post
from publisher.state.cache import Cache
from publisher.state.packing import pack, unpack
from publisher.workflows.reading import Reader

_FEW = 100  # as many newest posts are asked for by one output after the other; more are a whole blog made anew


class Shelf(NamedTuple):
    """Where whole posts come from. `is_kept`: a few that had to be read again are kept in the cache."""

    cache: Cache
    reader: Reader
    is_kept: bool = True

    def posts(self, listings: Iterable[Listing]) -> Iterator[Post]:
        """The whole posts, in the order asked for, each unpacked or read when its turn comes.

        Raises `OutputError` for a file that changed since it was read: then this run must not go on with it.
        """
        wanted = tuple(listings)
        bodies = self.cache.bodies(post.source for post in wanted)
        missing = {post.source for post in wanted} - bodies.keys()
        if self.is_kept and 0 < len(missing) <= _FEW:
            again = {path: pack(self._again(path)) for path in sorted(missing)}
            self.cache.put_bodies(again)
            bodies |= again
        return (self._whole(post, bodies.get(post.source)) for post in wanted)

    def _whole(self, wanted: Listing, body: bytes | None) -> Post:
        if body is not None:
            return unpack(body, post_id=wanted.id)
        return replace(self._again(wanted.source), id=wanted.id)

    def _again(self, path: str) -> Post:
        return self.reader.again(path, self.cache.key(path))
