"""What must hold of a site's output and state after whatever happened to it; every function yields complaints."""

import re
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.clinic import URL

_STRAY = re.compile(r"(.*/)?\.[0-9a-f]{16}\.part")
_SENT_AT = re.compile(rb"^Date: .*$", re.MULTILINE)
_ADDRESS = re.compile(re.escape(URL) + r"[\w./%-]*")
_FEEDS = (".xml", ".json")


@dataclass(frozen=True)
class Tree:
    """The files below out/ with their bytes and modes (letters without the time they were sent), and its folders."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    modes: Mapping[str, int] = field(default_factory=dict)

    @property
    def letters(self) -> set[str]:
        """The paths of the messages."""
        return {path for path in self.files if path.startswith("mail/")}


_NOTHING = Tree()


def tree(out: Path) -> Tree:
    """What is below `out` now."""
    files, modes = {}, {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        modes[name] = stat.S_IMODE(path.lstat().st_mode)
        if path.is_file():
            content = path.read_bytes()
            files[name] = _SENT_AT.sub(b"Date:", content, count=1) if name.startswith("mail/") else content
    return Tree(files, modes)


def torn(now: Tree, old: Tree, new: Tree, between: Tree = _NOTHING) -> Iterator[str]:
    """Files that are none of the old, the new and those `between`, or are gone though both have them, and feeds that
    lead nowhere.
    """
    for path, content in now.files.items():
        if content not in (old.files.get(path), new.files.get(path), between.files.get(path)) and not _STRAY.fullmatch(
            path
        ):
            yield f"{path} is neither the old file nor the new one ({len(content)} bytes)"
    for path in sorted(old.files.keys() & new.files.keys() - now.files.keys()):
        yield f"{path} is gone"
    yield from sorted(set(dead_links(now)) - set(dead_links(new)))
    for path, mode in now.modes.items():
        if path.startswith("public") and not mode & stat.S_IROTH and not _STRAY.fullmatch(path):
            yield f"{path} cannot be read by a web server"


def dead_links(now: Tree) -> Iterator[str]:
    """What a feed points at on the site that is not there.

    The home page comes last, after all that it shows; and archives of feeds point at each other and at their feed.
    """
    for path, content in now.files.items():
        if path.startswith("public/") and path.endswith(_FEEDS):
            for address in set(_ADDRESS.findall(content.decode())) - {URL}:
                target = f"public/{address.removeprefix(URL)}"
                is_there = {target, f"{target}index.html", f"{target}/index.html"} & now.files.keys()
                if not is_there and not ("-archive-" in path and address.endswith(_FEEDS)):
                    yield f"{path} points at {address}, which is not there"


def strays(now: Tree) -> Iterator[str]:
    """Files that were begun and left behind."""
    return (f"{path} was left behind" for path in now.files if _STRAY.fullmatch(path))


def differences(now: Tree, wanted: Tree) -> Iterator[str]:
    """Where `now` is not byte for byte and mode for mode what an unbroken run gives; strays not counted."""
    for path in sorted(now.modes.keys() | wanted.modes.keys()):
        if _STRAY.fullmatch(path):
            continue
        if path not in now.modes or path not in wanted.modes:
            yield f"{path} is {'missing' if path in wanted.modes else 'there, and should not be'}"
        elif now.files.get(path) != wanted.files.get(path):
            yield f"{path} differs from that of an unbroken run"
        elif now.modes[path] != wanted.modes[path]:
            yield f"{path} has mode {now.modes[path]:o}, not {wanted.modes[path]:o}"


def unsound(state: Path) -> Iterator[str]:
    """What is wrong with the databases; looked at in a copy, so that the site is left as it was found."""
    if not state.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(state, Path(folder) / "state")
        for path in sorted(copy.glob("*.db")):
            if (verdict := _verdict(path)) != "ok":
                yield f"{path.name} is damaged: {verdict}"


def _verdict(database: Path) -> str:
    try:
        with closing(sqlite3.connect(database)) as connection:
            return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
