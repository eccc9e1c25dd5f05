"""Make the files of a post while it is read, and keep them apart until it is settled what may stand below out/."""

import fcntl
import marshal
import os
import struct
from array import array
from bisect import bisect_left
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from publisher.errors import OutputError, PublisherError
from publisher.model import Artifact, Post, listing
from publisher.output import Output, Recipe
from publisher.state.cache import under_id

_LENGTH = struct.Struct("!Q")


class Ahead:
    """Files made ahead, each under the key of its recipe, in a file of the folder `state` that has no name: it is gone
    with the last process that has it open.

    Only recipes of `output` that show one post alone are made ahead, and only after `begin`. `spares_bodies` says that
    a post needs no body in the cache then.
    """

    def __init__(self, output: Output, state: Path, *, spares_bodies: bool) -> None:
        self.spares_bodies = spares_bodies
        self._output, self._state = output, state
        self._index = _Index()
        self._file: BinaryIO | None = None

    def begin(self) -> None:
        """Open the file; processes that are forked from now on share it."""
        from tempfile import TemporaryFile

        if self._file is None and self._output.alone:
            try:
                self._file = TemporaryFile(dir=self._state, buffering=0)  # noqa: SIM115 closed by `close`
            except OSError as error:
                raise OutputError(f"{self._state}: cannot make a file here: {error.strerror}.") from error

    def make(self, post: Post, key: str) -> tuple[str, int] | None:
        """Make what shows the post alone; the recipe's key and the place of its files, for `note`.

        `None` where nothing is made ahead, or it cannot be made: that is found again, and told, when its turn comes.
        """
        if self._file is None or self._output.alone is None:
            return None
        recipe = self._output.alone(listing(post, under_id(key, post.id, post.url)))
        try:
            files = self._output.make(recipe, [post])
        except PublisherError:
            return None
        content = marshal.dumps((recipe.key, [(file.path, file.media_type, file.content) for file in files]))
        return recipe.key, self._append(self._file.fileno(), _LENGTH.pack(len(content)) + content)

    def note(self, key: str, place: int) -> None:
        """Remember where the files of a recipe lie that another process may have made."""
        self._index.put(key, place)

    def files(self, output: Output, recipe: Recipe) -> list[Artifact]:
        """The recipe's files if they were made ahead."""
        if self._file is None or output.name != self._output.name:
            return []
        place = self._index.place(recipe.key)
        if place is None:
            return []
        descriptor = self._file.fileno()
        (length,) = _LENGTH.unpack(os.pread(descriptor, _LENGTH.size, place))
        key, files = marshal.loads(os.pread(descriptor, length, place + _LENGTH.size))  # noqa: S302 we wrote it
        if key != recipe.key:  # by chance, of two keys with one mark
            return []
        return [Artifact(path=path, media_type=kind, content=content) for path, kind, content in files]

    def close(self) -> None:
        """Give the file back."""
        if self._file:
            self._file.close()

    def _append(self, descriptor: int, content: bytes) -> int:
        """Write behind what any process wrote; the place of it."""
        rest = memoryview(content)
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX)  # the end must not move meanwhile
            place = os.lseek(descriptor, 0, os.SEEK_END)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            fcntl.lockf(descriptor, fcntl.LOCK_UN)
        except OSError as error:
            text = f"cannot write: {error.strerror}. What was there before is unharmed."
            raise OutputError(f"{self._state}: {text}") from error
        return place


class _Index:
    """Where each key's files lie, in sixteen bytes a key: there may be 50,000. By a rare chance two keys have one mark;
    then one of them leads to the other's files, which bear their key.
    """

    def __init__(self) -> None:
        self._marks, self._places = array("Q"), array("Q")
        self._is_sorted = True

    def put(self, key: str, place: int) -> None:
        self._marks.append(_mark(key))
        self._places.append(place)
        self._is_sorted = False

    def place(self, key: str) -> int | None:
        if not self._is_sorted:
            order = sorted(range(len(self._marks)), key=self._marks.__getitem__)
            self._marks = array("Q", (self._marks[number] for number in order))
            self._places = array("Q", (self._places[number] for number in order))
            self._is_sorted = True
        number = bisect_left(self._marks, mark := _mark(key))
        is_there = number < len(self._marks) and self._marks[number] == mark
        return self._places[number] if is_there else None


def _mark(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
