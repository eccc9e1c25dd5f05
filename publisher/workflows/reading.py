"""Read post files into what the cache keeps of them; runs in the processes of a crew, so it touches no database."""

import errno
import os
import stat
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from publisher import __version__
from publisher.content import beside as lying_beside
from publisher.content.beside import FileBeside
from publisher.content.options import Options
from publisher.errors import ContentError, OutputError, Problem
from publisher.feeds.entry import warnings as feed_warnings
from publisher.look import LINK, OTHER, changed_ns
from publisher.model import Post, Site
from publisher.state.cache import Reading, row_of
from publisher.state.identity import words_digest
from publisher.state.packing import pack
from publisher.workflows.ahead import Ahead

if TYPE_CHECKING:
    from publisher.content.posts import PostFile

_OVERWHELMED = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}
_SETTLED_NS = 2_000_000_000  # a file saved this recently could change again without its times showing it


class Suspect(NamedTuple):
    """A post file to be read: how it looks, the key of what is known of it (`""`: nothing), and what it used then."""

    path: str
    look: str
    key: str
    uses: tuple[str, ...]


class Reader(NamedTuple):
    """Reads the posts of one site; `looks` is how every file of the posts folder looks, `now_ns` unix nanoseconds.

    Of a public post that is new `ahead` makes what can be made at once.
    """

    root: Path
    site: Site
    options: Options
    looks: Mapping[str, str]
    now_ns: float
    ahead: Ahead | None = None

    def read_all(self, suspects: list[Suspect]) -> list[Reading]:
        """What each file became."""
        return [self.read(suspect) for suspect in suspects]

    def read(self, suspect: Suspect) -> Reading:
        """What one file became; what is known of it still holds when neither its bytes nor what it uses changed."""
        if suspect.look in (LINK, OTHER):
            return self._refused(suspect)
        try:
            content = _content(self.root / suspect.path)
        except OSError as error:
            _stop_if_overwhelmed(suspect.path, error)
            return _trouble(suspect, "", [Problem(source=suspect.path, text=f"cannot be read: {error.strerror}")])
        look = settled(suspect.look, self.now_ns)
        if suspect.key and self._key(suspect.path, content, suspect.uses) == suspect.key:
            return Reading(path=suspect.path, look=look, is_same=True)
        return self._rendered(suspect, look, content)

    def again(self, path: str, key: str) -> Post:
        """The post in a file that was read under this key; raises `OutputError` if the file became another one."""
        try:
            content = _content(self.root / path)
            file = self._file(path, content)
        except OSError as error:
            _stop_if_overwhelmed(path, error)
            raise OutputError(_changed(path)) from error
        except ContentError as error:
            raise OutputError(_changed(path)) from error
        if self._key(path, content, file.uses) != key:
            raise OutputError(_changed(path))
        return file.post

    def _refused(self, suspect: Suspect) -> Reading:
        what = "a link; links are not followed" if suspect.look == LINK else "no plain file"
        text = f"is {what}, so it is not published. Put the file itself here"
        return _trouble(suspect, suspect.look, [Problem(source=suspect.path, text=text, is_warning=True)])

    def _rendered(self, suspect: Suspect, look: str, content: bytes) -> Reading:
        try:
            file = self._file(suspect.path, content)
        except ContentError as error:
            return _trouble(suspect, look, error.problems)
        except OSError as error:  # something beside it could not be looked at: not remembered, but tried again
            _stop_if_overwhelmed(suspect.path, error)
            text = f"what lies beside it cannot be read: {error.strerror}"
            return _trouble(suspect, "", [Problem(source=suspect.path, text=text)])
        key = self._key(suspect.path, content, file.uses)
        warnings = (*file.warnings, *feed_warnings(file.post))
        words = words_digest(file.post.markdown)
        ahead = self.ahead.make(file.post, key) if self.ahead and self._is_public(file) else None
        is_spared = ahead is not None and self.ahead is not None and self.ahead.spares_bodies
        return Reading(
            path=suspect.path,
            look=look,
            row=row_of(file.post, key, words, draft=file.draft, has_own_id=file.has_own_id),
            body=None if is_spared else pack(file.post),
            uses=file.uses,
            assets=tuple((asset.source, asset.path) for asset in file.post.assets),
            complaints=_complaints(warnings),
            ahead=ahead,
        )

    def _file(self, path: str, content: bytes) -> "PostFile":
        from publisher.content import posts

        return posts.read(path, content, self.site, options=self.options, beside=self.beside)

    def _is_public(self, file: "PostFile") -> bool:
        return not file.draft and file.post.published.timestamp() * 1e9 <= self.now_ns

    def _key(self, path: str, content: bytes, uses: tuple[str, ...]) -> str:
        """Names everything a rendering depends on: the bytes, where they lie, the site's facts, the options, the
        renderer, and what is known of the files it uses.
        """
        digest = _common_key(self.site, self.options).copy()
        digest.update(path.encode() + b"\0")
        for name in sorted(uses):
            digest.update(f"{name}\0{self.looks.get(name)}\0".encode())
        digest.update(content)
        return digest.hexdigest()

    def beside(self, path: str) -> FileBeside | None:
        """What can be said of a file of the posts folder without reading it whole; `None` where there is none."""
        if self.looks.get(path, LINK) in (LINK, OTHER):
            return None
        return lying_beside.measure(self.root / path)


@lru_cache(maxsize=1)
def _common_key(site: Site, options: Options) -> "blake2b":
    """What the keys of all posts of a site begin with."""
    from publisher.content.prose import renderer_name

    digest = blake2b(digest_size=16)
    for part in (__version__, renderer_name(), repr(site), repr(options)):
        digest.update(part.encode() + b"\0")
    return digest


def settled(look: str, now_ns: float) -> str:
    """The look to remember: empty, which no file has, for one that may still change without showing it."""
    return look if look in (LINK, OTHER) or now_ns - changed_ns(look) > _SETTLED_NS else ""


def _content(path: Path) -> bytes:
    """The file's bytes, up to a little more than a post may have: a larger one is refused without being read whole."""
    from publisher.content.posts import SIZE_LIMIT

    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            return b""
        return file.readall() if facts.st_size <= SIZE_LIMIT else file.read(SIZE_LIMIT + 1) or b""


def _stop_if_overwhelmed(path: str, error: OSError) -> None:
    """A machine that has no more to give says nothing about a post, which must not leave the feeds for it."""
    if error.errno in _OVERWHELMED:
        raise OutputError(f"{path}: cannot be read now: {error.strerror}; nothing was changed. Run again.") from error


def _changed(path: str) -> str:
    return f"{path}: changed while this run was at work; nothing of it is half-done. Run again."


def _trouble(suspect: Suspect, look: str, problems: Sequence[Problem]) -> Reading:
    # with a link or a file that cannot be opened nothing is read, so there is nothing to remember but the complaint
    return Reading(path=suspect.path, look=look, complaints=_complaints(problems))


def _complaints(problems: Sequence[Problem]) -> tuple[tuple[int, str, bool], ...]:
    return tuple((problem.line, problem.text, problem.is_warning) for problem in problems)
