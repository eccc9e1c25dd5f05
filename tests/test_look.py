"""A folder looked at: what changed shows, without opening a file."""

import os
from pathlib import Path

import pytest

from publisher.look import LINK, OTHER, changed_ns, digest, look, look_at


def test_every_file_is_seen_with_its_numbers(tmp_path: Path) -> None:
    """Files of every depth come by their path from the top, with size, times and inode."""
    (tmp_path / "posts/trip").mkdir(parents=True)
    (tmp_path / "posts/a.md").write_text("one")
    (tmp_path / "posts/trip/b.png").write_bytes(b"12345")
    seen = look(str(tmp_path), "posts")
    assert sorted(seen) == ["posts/a.md", "posts/trip/b.png"]
    facts = (tmp_path / "posts/trip/b.png").stat()
    assert seen["posts/trip/b.png"] == f"5 {facts.st_mtime_ns} {facts.st_ctime_ns} {facts.st_ino}"
    assert changed_ns(seen["posts/trip/b.png"]) == max(facts.st_mtime_ns, facts.st_ctime_ns)


def test_hidden_and_half_saved_files_are_passed_over(tmp_path: Path) -> None:
    """What an editor leaves beside a post for a moment is no news."""
    (tmp_path / "posts/.git").mkdir(parents=True)
    for name in (".a.md.swp", "a.md~", "b.part", ".git/config"):
        (tmp_path / "posts" / name).write_text("x")
    assert look(str(tmp_path), "posts") == {}


def test_links_and_pipes_are_told_apart(tmp_path: Path) -> None:
    """A link is never followed and a pipe never opened; both are seen for what they are. (R16)"""
    (tmp_path / "posts").mkdir()
    (tmp_path / "secret").write_text("s")
    (tmp_path / "posts/a.md").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "posts/b.md")
    assert look(str(tmp_path), "posts") == {"posts/a.md": LINK, "posts/b.md": OTHER}


@pytest.mark.parametrize("change", ["rewrite", "touch_back", "replace", "rename"])
def test_no_change_hides(tmp_path: Path, change: str) -> None:
    """An edit of the same size shows, even with the old time set back, and so does another file in its place."""
    (tmp_path / "posts").mkdir()
    path = tmp_path / "posts/a.md"
    path.write_text("aaa")
    os.utime(path, ns=(1, 1))
    before = digest(look(str(tmp_path), "posts"))
    if change == "rename":
        path.rename(tmp_path / "posts/b.md")
    elif change == "replace":
        (tmp_path / "new").write_text("bbb")
        os.utime(tmp_path / "new", ns=(1, 1))
        (tmp_path / "new").rename(path)
    else:
        path.write_text("bbb")
        if change == "touch_back":
            os.utime(path, ns=(1, 1))
    assert digest(look(str(tmp_path), "posts")) != before


def test_the_digest_does_not_depend_on_order() -> None:
    """A folder listed in another order looks the same."""
    assert digest({"a": "1", "b": "2"}) == digest({"b": "2", "a": "1"})
    assert digest({"a": "1", "b": "2"}) != digest({"a": "2", "b": "1"})


def test_missing_files_are_left_out(tmp_path: Path) -> None:
    """A file that is not there does not look like anything."""
    assert look_at([str(tmp_path / "none")]) == {}
