"""Look through the posts folder and read what changed since the last look."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from publisher import __version__
from publisher.app import POSTS_FOLDER, App
from publisher.errors import ContentError, OutputError, Problem
from publisher.state.catalog import Rendering, Seen
from publisher.state.database import transaction
from publisher.workflows.progress import Progress

NEWSLETTER_NOTES = "newsletters"  # below the posts folder: an editor's words for one issue, never posts

_SUFFIXES = (".md", ".markdown")
_BATCH = 200  # files a transaction: durable commits are slow, and a killed first build should not begin from nothing
_INPUTS = "inputs"
BUILT = "built"  # names the output folder that shows all that is known; empty while it does not
_SETTLED_NS = 2_000_000_000  # a file saved this recently could change again without its times showing it


@dataclass(frozen=True, kw_only=True)
class Stock:
    """What a look at the posts folder found: whether anything is new, and every problem, old or new."""

    has_news: bool
    problems: tuple[Problem, ...]


def take_stock(app: App, now: datetime, progress: Progress) -> Stock:
    """Bring the catalog up to the posts folder, reading only files that look changed.

    When settings, templates or the publisher itself changed, every file is looked at again.
    """
    catalog = app.catalog
    known = catalog.seen()
    inputs = f"{app.inputs} {_installation()}"
    all_again = catalog.fact(_INPUTS) != inputs
    present = {seen.path: seen for seen in _look(app.root)}
    suspects = [seen for seen in present.values() if all_again or known.get(seen.path) != seen]
    gone = known.keys() - present.keys()
    changed = _read_all(app, suspects, now, progress)
    if gone or all_again:
        with transaction(app.connection()):
            catalog.set_fact(BUILT, "")
            catalog.forget(gone)
            catalog.set_fact(_INPUTS, inputs)
    return Stock(has_news=bool(changed or gone or all_again), problems=tuple(catalog.problems()))


def _look(root: Path) -> Iterator[Seen]:
    """Every post file, in the order of its path. Hidden ones, and what is no plain file, are passed over."""
    posts = root / POSTS_FOLDER
    if not posts.is_dir():
        raise OutputError(
            f"{posts}: there is no such folder; 'publisher init' makes one, 'publisher new' a first post."
        )
    try:
        yield from sorted(_below(posts, POSTS_FOLDER), key=lambda seen: seen.path)
    except OSError as error:
        raise OutputError(f"{error.filename}: cannot be looked through: {error.strerror}.") from error


def _below(folder: Path, name: str) -> Iterator[Seen]:
    for entry in os.scandir(folder):
        path = f"{name}/{entry.name}"
        if entry.name.startswith(".") or path == f"{POSTS_FOLDER}/{NEWSLETTER_NOTES}":
            continue
        if not path.isprintable():  # bytes that are not UTF-8 among them: no output could name such a file
            raise OutputError(f"{path!a}: the name of this file cannot be read as text; rename it.")
        if entry.is_dir(follow_symlinks=False):
            yield from _below(folder / entry.name, path)
        elif entry.name.lower().endswith(_SUFFIXES) and entry.is_file(follow_symlinks=False):
            yield Seen.of(path, entry.stat(follow_symlinks=False))


def _read_all(app: App, suspects: list[Seen], now: datetime, progress: Progress) -> int:
    """Read the suspects and say how many had truly changed."""
    changed = 0
    for start in range(0, len(suspects), _BATCH):
        with transaction(app.connection()):
            for seen in suspects[start : start + _BATCH]:
                changed += _read(app, seen, now)
        progress("reading posts", min(start + _BATCH, len(suspects)), len(suspects))
    return changed


def _read(app: App, seen: Seen, now: datetime) -> bool:
    try:
        content = _content(app.root / seen.path)
    except OSError as error:
        problem = Problem(source=seen.path, text=f"cannot be read: {error.strerror}")
        _put(app, replace(seen, size=-1), Rendering(problems=(problem,)))
        return True
    # no file has that size, so what is not settled is looked at again
    remembered = seen if _is_settled(seen, now) else replace(seen, size=-1)
    key = _key(app, seen.path, content)
    if app.catalog.key(seen.path) == key:
        app.catalog.touch(remembered)
        return False
    _put(app, remembered, _rendering(app, seen.path, content, key))
    return True


def _put(app: App, seen: Seen, rendering: Rendering) -> None:
    """Remember news, and in the same transaction that out/ does not show them yet: a crash must not part the two."""
    app.catalog.set_fact(BUILT, "")
    app.catalog.put(seen, rendering)


def _content(path: Path) -> bytes:
    """The file's bytes, up to a little more than a post may have: a larger one is refused without being read whole."""
    from publisher.content.posts import SIZE_LIMIT

    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(SIZE_LIMIT + 1) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""


def _rendering(app: App, path: str, content: bytes, key: str) -> Rendering:
    from publisher.content import posts

    try:
        file = posts.read(path, content, app.site)
    except ContentError as error:
        return Rendering(problems=error.problems)
    return Rendering(key=key, post=file.post, draft=file.draft, has_own_id=file.has_own_id)


def _key(app: App, path: str, content: bytes) -> str:
    """Names everything a rendering depends on: the bytes, where they lie, the site's facts, and the renderer."""
    from publisher.content.prose import renderer_name

    digest = blake2b(digest_size=16)
    for part in (__version__, renderer_name(), repr(app.site), path):
        digest.update(part.encode() + b"\0")
    digest.update(content)
    return digest.hexdigest()


def _is_settled(seen: Seen, now: datetime) -> bool:
    return now.timestamp() * 1e9 - seen.mtime_ns > _SETTLED_NS


def _installation() -> int:
    """Changes whenever a package is installed or updated beside the renderer; asking its version would import it."""
    renderer = find_spec("nh3")
    return Path(renderer.origin).parent.parent.stat().st_mtime_ns if renderer and renderer.origin else 0
