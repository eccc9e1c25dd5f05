"""A file is written whole or not at all, and one that would not change is not touched."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from publisher.errors import OutputError
from publisher.files import PRIVATE_FILE, _beside, private_folder, write, write_tree
from publisher.model import Artifact


def artifact(path: str, content: bytes = b"new") -> Artifact:
    return Artifact(path=path, media_type="text/plain", content=content)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def strict_umask() -> Iterator[None]:
    """A machine on which new files are for their owner alone."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.parametrize("content", [b"", b"a", bytes(range(256)) * 5_000], ids=["empty", "one byte", "a megabyte"])
def test_write(tmp_path: Path, content: bytes) -> None:
    """The bytes are there, in folders made on the way, and nothing else is."""
    assert write(tmp_path / "a/b/c.html", content)
    assert (tmp_path / "a/b/c.html").read_bytes() == content
    assert names(tmp_path) == ["a", "a/b", "a/b/c.html"]


def test_write_over(tmp_path: Path) -> None:
    """New bytes take the place of old ones, also where both are of one length."""
    (tmp_path / "a").write_bytes(b"old")
    assert write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_unchanged_bytes_are_not_touched(tmp_path: Path) -> None:
    """The same file stays, with its time, for those who watch it."""
    path = tmp_path / "a"
    write(path, b"same")
    os.utime(path, ns=(1, 1))
    before = path.stat()
    assert not write(path, b"same")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, 1)


def test_a_reader_of_the_old_file_keeps_it(tmp_path: Path) -> None:
    """Whoever has the old file open reads it to its end."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        write(path, b"new")
        assert reader.read() == b"old"


def _no_space(*_arguments: Any, **_more: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class _FullDisk:
    """A file on a disk that is full."""

    def __init__(self, descriptor: int, _mode: str) -> None:
        self._descriptor = descriptor

    def __enter__(self) -> "_FullDisk":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def fileno(self) -> int:
        return self._descriptor

    def write(self, content: bytes) -> None:
        os.write(self._descriptor, content[:1])
        _no_space()


FAILURES: dict[str, tuple[str, Callable[..., Any]]] = {
    "open": ("open", _no_space),
    "mode": ("fchmod", _no_space),
    "write": ("fdopen", _FullDisk),
    "sync": ("fsync", _no_space),
    "replace": ("replace", _no_space),
}


@pytest.mark.parametrize(("name", "failure"), FAILURES.values(), ids=FAILURES.keys())
@pytest.mark.parametrize("old", [b"old", None], ids=["over an old file", "where none was"])
def test_a_write_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, failure: Callable[..., Any], old: bytes | None
) -> None:
    """Whichever step fails, the old file is whole, no piece of the new one is left, and the message names both."""
    path = tmp_path / "a.html"
    if old is not None:
        path.write_bytes(old)
    monkeypatch.setattr(os, name, failure)
    with pytest.raises(OutputError) as refused:
        write(path, b"new")
    monkeypatch.undo()
    assert str(refused.value) == f"{path}: cannot write: No space left on device. What was there before is unharmed."
    assert names(tmp_path) == ([] if old is None else ["a.html"])
    assert old is None or path.read_bytes() == old


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle is passed on, after tidying up."""

    def interrupted(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a", b"new")
    assert names(tmp_path) == []


def test_content_is_synced_before_it_is_renamed_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut there is the old file or the new one, never an empty one."""
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def noting_sync(descriptor: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync file")
        sync(descriptor)

    def noting_replace(source: Path, target: Path) -> None:
        steps.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noting_sync)
    monkeypatch.setattr(os, "replace", noting_replace)
    write(tmp_path / "a", b"new")
    assert steps == ["sync file", "replace", "sync folder"]


def test_what_an_earlier_crash_left_is_no_hindrance(tmp_path: Path) -> None:
    """A piece left by a killed run is written over."""
    _beside(tmp_path / "a").write_bytes(b"a long piece of something")
    write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("place", ["a", "a/b"])
def test_a_folder_or_file_in_the_way_is_named(tmp_path: Path, place: str) -> None:
    """What stands where the file should go stays, and a person is told."""
    (tmp_path / "a").write_bytes(b"old") if place == "a/b" else (tmp_path / "a/b").mkdir(parents=True)
    before = names(tmp_path)
    with pytest.raises(OutputError, match=r"cannot write: .*\. What was there before is unharmed\."):
        write(tmp_path / place, b"new")
    assert names(tmp_path) == before


@pytest.mark.usefixtures("strict_umask")
def test_pages_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    """Whatever the umask says, what is public is readable, with the folders made for it."""
    write(tmp_path / "a/b/c.html", b"new")
    assert mode(tmp_path / "a/b/c.html") == 0o644
    assert (mode(tmp_path / "a"), mode(tmp_path / "a/b")) == (0o755, 0o755)


@pytest.mark.usefixtures("strict_umask")
def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    """What its owner closed stays closed."""
    (tmp_path / "a").mkdir()
    write(tmp_path / "a/b", b"new")
    assert mode(tmp_path / "a") == 0o700


def test_private_files_are_for_their_owner(tmp_path: Path) -> None:
    """A message or a key is never readable by others, whatever the umask says."""
    before = os.umask(0)
    try:
        folder = private_folder(tmp_path / "state/mail")
        write(folder / "a.eml", b"new", mode=PRIVATE_FILE)
    finally:
        os.umask(before)
    assert (mode(folder), mode(folder / "a.eml")) == (0o700, 0o600)


def test_a_private_folder_is_closed_again(tmp_path: Path) -> None:
    """A folder somebody opened is shut for others, and keeps what is in it."""
    (tmp_path / "a").mkdir(mode=0o755)
    (tmp_path / "a/b").write_bytes(b"old")
    assert mode(private_folder(tmp_path / "a")) == 0o700
    assert names(tmp_path) == ["a", "a/b"]


def test_a_tree(tmp_path: Path) -> None:
    """A folder is brought to what is wanted, and the difference is told."""
    write_tree(tmp_path, [artifact("same"), artifact("b/changed", b"old"), artifact("b/c/stale"), artifact("d/kept")])
    (tmp_path / "foreign").write_bytes(b"x")
    told = write_tree(
        tmp_path,
        [artifact("z"), artifact("same"), artifact("b/changed"), artifact("a")],
        stale=["d/kept", "b/c/stale", "same", "never/there"],
    )
    assert (told.changed, told.unchanged, told.removed) == (("a", "b/changed", "z"), 1, ("b/c/stale", "d/kept"))
    assert names(tmp_path) == ["a", "b", "b/changed", "foreign", "same", "z"]


def test_a_tree_is_written_in_the_order_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed comes after the pages it points at, and what is stale goes last."""
    write_tree(tmp_path, [artifact("old")])
    seen: list[list[str]] = []
    replace, unlink = os.replace, os.unlink

    def noting_replace(source: Path, target: Path) -> None:
        replace(source, target)
        seen.append(names(tmp_path))

    def noting_unlink(path: Path) -> None:
        unlink(path)
        seen.append(names(tmp_path))

    monkeypatch.setattr(os, "replace", noting_replace)
    monkeypatch.setattr(os, "unlink", noting_unlink)
    write_tree(tmp_path, [artifact("z.html"), artifact("feed.xml")], stale=["old"])
    assert seen == [["old", "z.html"], ["feed.xml", "old", "z.html"], ["feed.xml", "z.html"]]


def test_a_tree_that_fails_in_the_middle_keeps_what_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is removed before everything new is there."""
    write_tree(tmp_path, [artifact("old")])
    monkeypatch.setattr(os, "fsync", _no_space)
    with pytest.raises(OutputError):
        write_tree(tmp_path, [artifact("new")], stale=["old"])
    assert names(tmp_path) == ["old"]


def test_the_root_is_kept_when_it_is_empty(tmp_path: Path) -> None:
    """Folders go with their last file, up to the root and not beyond."""
    write_tree(tmp_path / "out", [artifact("a/b/c")])
    write_tree(tmp_path / "out", [], stale=["a/b/c"])
    assert names(tmp_path) == ["out"]


LINKS = {
    "the file": ("a", "a"),
    "a folder": ("a", "a/b"),
    "a folder far above": ("a", "a/b/c/d"),
}


@pytest.mark.parametrize(("link", "path"), LINKS.values(), ids=LINKS.keys())
@pytest.mark.parametrize("verb", ["write", "remove"])
def test_a_link_out_of_the_tree_is_refused(tmp_path: Path, link: str, path: str, verb: str) -> None:
    """What lies behind a link is neither written nor removed, and the link is named."""
    outside = tmp_path / "outside"
    write(outside / "b/c/d", b"theirs")
    root = tmp_path / "out"
    root.mkdir()
    (root / link).symlink_to(outside if path != link else outside / "b/c/d")
    with pytest.raises(OutputError, match=r"is a link or lies behind one that leads out of .*; remove the link"):
        write_tree(root, [artifact(path)] if verb == "write" else [], stale=[path] if verb == "remove" else [])
    assert (outside / "b/c/d").read_bytes() == b"theirs"
    assert names(outside) == ["b", "b/c", "b/c/d"]


@pytest.mark.parametrize("path", ["a", "a/b"])
def test_a_link_to_itself_is_refused(tmp_path: Path, path: str) -> None:
    """A circle of links leads nowhere; whether Python or the system notices it first, it is named."""
    (tmp_path / "a").symlink_to("a")
    with pytest.raises(OutputError, match=r"is a link or lies behind one|Too many levels of symbolic links"):
        write_tree(tmp_path, [artifact(path)])


def test_the_root_may_be_a_link(tmp_path: Path) -> None:
    """Where the output goes is its owner's choice."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to("disk")
    write_tree(tmp_path / "out", [artifact("a/b")])
    assert (tmp_path / "disk/a/b").read_bytes() == b"new"


def test_a_link_inside_the_tree_may_be_followed(tmp_path: Path) -> None:
    """A folder that is another name for one in the tree leads nowhere else."""
    (tmp_path / "real").mkdir()
    (tmp_path / "a").symlink_to("real")
    write_tree(tmp_path, [artifact("a/b")])
    assert (tmp_path / "real/b").read_bytes() == b"new"


@pytest.mark.parametrize("path", ["../outside", "a/../../outside", "/etc/hostname", ".."])
def test_nothing_outside_is_removed(tmp_path: Path, path: str) -> None:
    """A damaged list of what is stale costs an error, and no file of somebody else."""
    (tmp_path / "out").mkdir()
    (tmp_path / "outside").write_bytes(b"theirs")
    with pytest.raises(OutputError):
        write_tree(tmp_path / "out", [], stale=[path])
    assert names(tmp_path) == ["out", "outside"]


def test_a_name_too_long_is_named(tmp_path: Path) -> None:
    """What no disk can hold is an error a person can read."""
    with pytest.raises(OutputError, match="File name too long"):
        write_tree(tmp_path, [artifact("a" * 300)])
