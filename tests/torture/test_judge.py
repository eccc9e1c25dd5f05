"""The judge of the torture sees what it is there to see."""

import os
from pathlib import Path

import pytest

from tests.torture.judge import Tree, dead_links, differences, strays, torn, tree, unsound

OLD = Tree({"public/a.html": b"old", "public/b.html": b"old", "public/gone.html": b"old"})
NEW = Tree({"public/a.html": b"new", "public/b.html": b"new", "public/c.html": b"new"})
SOUND = {
    "all old": OLD.files,
    "all new": NEW.files,
    "some of each": {"public/a.html": b"new", "public/b.html": b"old", "public/c.html": b"new"},
    "a file that was begun": {**OLD.files, "public/.0123456789abcdef.part": b"n"},
}
TORN = {
    "half a file": {**OLD.files, "public/a.html": b"ne"},
    "an empty file": {**OLD.files, "public/a.html": b""},
    "a file of nobody": {**OLD.files, "public/d.html": b"new"},
    "no file": {"public/a.html": b"new"},
}


@pytest.mark.parametrize("files", SOUND.values(), ids=SOUND.keys())
def test_old_and_new_files_side_by_side_are_sound(files: dict[str, bytes]) -> None:
    """In the middle of a build each file is the old one or the new one."""
    assert list(torn(Tree(files), OLD, NEW)) == []


@pytest.mark.parametrize("files", TORN.values(), ids=TORN.keys())
def test_a_torn_file_is_seen(files: dict[str, bytes]) -> None:
    """Anything else is named."""
    assert len(list(torn(Tree(files), OLD, NEW))) == 1


def test_a_page_that_nobody_may_read_is_seen(tmp_path: Path) -> None:
    """A web server is another user."""
    (tmp_path / "public").mkdir()
    (tmp_path / "public/a.html").write_bytes(b"new")
    (tmp_path / "public/a.html").chmod(0o600)
    assert list(torn(tree(tmp_path), Tree(), NEW)) == ["public/a.html cannot be read by a web server"]


def test_a_feed_that_leads_nowhere_is_seen() -> None:
    """Pages and pictures must be there before a feed points at them, and stay until none does."""
    feed = b"<link>https://blog.example.com/a/</link> <link>https://blog.example.com/b.png</link>"
    assert len(list(dead_links(Tree({"public/rss.xml": feed, "public/b.png": b"x"})))) == 1
    assert not list(dead_links(Tree({"public/rss.xml": feed, "public/b.png": b"x", "public/a/index.html": b"x"})))


def test_a_tree_that_is_not_the_wanted_one_is_seen(tmp_path: Path) -> None:
    """Bytes, modes, missing and left-over files and folders all count."""
    for name in ("same", "other", "closed", "missing"):
        (tmp_path / name).write_bytes(b"x")
    wanted = tree(tmp_path)
    (tmp_path / "other").write_bytes(b"y")
    (tmp_path / "closed").chmod(0o600)
    (tmp_path / "missing").unlink()
    (tmp_path / "empty").mkdir()
    (tmp_path / ".0123456789abcdef.part").write_bytes(b"x")
    now = tree(tmp_path)
    assert [complaint.split()[0] for complaint in differences(now, wanted)] == ["closed", "empty", "missing", "other"]
    assert list(strays(now)) == [".0123456789abcdef.part was left behind"]


def test_letters_are_compared_without_their_time(tmp_path: Path) -> None:
    """A letter sent a second later is the same letter."""
    (tmp_path / "mail/june").mkdir(parents=True)
    (tmp_path / "mail/june/a.eml").write_bytes(b"To: b\r\nDate: Mon, 1 Jan 2024\r\n\r\nDate: x\r\n")
    assert tree(tmp_path).files == {"mail/june/a.eml": b"To: b\r\nDate:\n\r\nDate: x\r\n"}


def test_a_damaged_database_is_seen(tmp_path: Path) -> None:
    """What SQLite finds wrong is told; no database is no fault."""
    assert list(unsound(tmp_path)) == []
    (tmp_path / "state.db").write_bytes(os.urandom(8192))
    assert list(unsound(tmp_path)) == ["state.db is damaged: file is not a database"]
