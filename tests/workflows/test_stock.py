"""Only what changed is read, and nothing that changed is missed."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from publisher.content import beside
from publisher.errors import OutputError
from publisher.workflows import reading
from publisher.workflows.progress import silent
from publisher.workflows.stock import Stock, take_stock
from tests.conftest import SiteFolder

NOW = datetime(2030, 1, 1, tzinfo=UTC)  # long after the files of a test were saved


def look(site_folder: SiteFolder) -> Stock:
    return take_stock(site_folder.app(), NOW, silent)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the posts that are read from now on."""
    read, names = reading._content, list[str]()

    def counted(path: Path) -> bytes:
        names.append(path.name)
        return read(path)

    monkeypatch.setattr(reading, "_content", counted)
    return names


def test_second_look_reads_no_post(site_folder: SiteFolder, opened: list[str]) -> None:
    """A folder without changes costs no reading."""
    site_folder.post("a")
    look(site_folder)
    opened.clear()
    assert not look(site_folder).has_news
    assert opened == []


def test_changed_post_alone_is_read(site_folder: SiteFolder, opened: list[str]) -> None:
    """One changed post costs one reading."""
    site_folder.post("a")
    site_folder.post("b")
    look(site_folder)
    opened.clear()
    site_folder.post("b", title="Sleep")
    assert look(site_folder).has_news
    assert opened == ["b.md"]


def test_change_with_the_old_size_and_time_is_seen(site_folder: SiteFolder) -> None:
    """An editor that restores the time of a file does not hide a change of equal length."""
    path = site_folder.post("a", title="Rest")
    os.utime(path, ns=(10**18, 10**18))
    look(site_folder)
    site_folder.post("a", title="Best")
    os.utime(path, ns=(10**18, 10**18))
    assert look(site_folder).has_news


def test_file_saved_a_moment_ago_is_read_again(site_folder: SiteFolder, opened: list[str]) -> None:
    """What was saved within the clock's grain could change once more without showing it."""
    path = site_folder.post("a")
    just_now = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    take_stock(site_folder.app(), just_now, silent)
    opened.clear()
    assert not take_stock(site_folder.app(), NOW, silent).has_news
    assert opened == ["a.md"]


def test_touched_post_is_no_news(site_folder: SiteFolder) -> None:
    """A fresh checkout gives every file a new time; the words are the same."""
    path = site_folder.post("a")
    look(site_folder)
    os.utime(path, ns=(10**18, 10**18))
    assert not look(site_folder).has_news


def test_removed_post_is_news(site_folder: SiteFolder) -> None:
    """A post that is gone has to leave the feeds."""
    path = site_folder.post("a")
    look(site_folder)
    path.unlink()
    assert look(site_folder).has_news


def test_changed_settings_are_news(site_folder: SiteFolder) -> None:
    """Another title of the site changes every page."""
    site_folder.post("a")
    look(site_folder)
    site_folder.change_settings("A Quiet Clinic", "A Loud Clinic")
    assert look(site_folder).has_news


def test_problem_of_an_unchanged_post_is_told_again(site_folder: SiteFolder) -> None:
    """A bad post does not fall silent because nobody touched it."""
    site_folder.write("posts/bad.md", "---\ntitle: x\n---\n")
    first = look(site_folder).problems
    assert look(site_folder).problems == first
    assert [problem.source for problem in first] == ["posts/bad.md"]


def test_text_that_is_not_read_is_told_once_and_stays_known(site_folder: SiteFolder) -> None:
    """A warning names it when it is new; later looks know it still, until it is gone."""
    path = site_folder.write("posts/rest.html", "<p>Rest.</p>")
    first = look(site_folder)
    assert [warning.source for warning in first.fresh] == ["posts/rest.html"]
    site_folder.post("a")
    second = look(site_folder)
    assert (second.fresh, second.warnings, second.problems) == ((), first.warnings, ())
    path.unlink()
    assert look(site_folder).warnings == ()


def test_text_saved_a_moment_ago_is_told_once(site_folder: SiteFolder) -> None:
    """A file that has to be looked at again is no news to anybody."""
    path = site_folder.write("posts/rest.html", "<p>Rest.</p>")
    just_now = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    assert len(take_stock(site_folder.app(), just_now, silent).fresh) == 1
    assert look(site_folder).fresh == ()


def test_post_that_the_settings_skip_from_now_on_is_none(site_folder: SiteFolder) -> None:
    """It leaves the cache with all that was known of it, and comes back with the setting."""
    site_folder.post("about/us", body="![](gone.png)")
    assert len(look(site_folder).problems) == 1
    site_folder.change_settings("[newsletter", '[content]\nskip = ["about/"]\n\n[newsletter')
    after = look(site_folder)
    assert (after.problems, after.warnings, site_folder.app().cache.count(NOW)) == ((), (), (0, 0, 0))
    site_folder.change_settings('skip = ["about/"]\n', "")
    assert len(look(site_folder).problems) == 1


def test_hidden_files_notes_and_links_are_no_posts(site_folder: SiteFolder, tmp_path: Path) -> None:
    """An editor's backup, notes for an issue and a link out of the site are passed over."""
    site_folder.write("posts/.draft.md", "x")
    site_folder.write("posts/newsletters/monthly/2024-03.md", "x")
    outside = tmp_path / "outside.md"
    outside.write_text("secret")
    (site_folder.root / "posts/link.md").symlink_to(outside)
    assert look(site_folder).problems == ()


def test_post_that_cannot_be_opened_is_named(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission to read, or gone since the folder was listed, costs itself alone."""
    site_folder.post("a")

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as broken:
        broken.setattr(reading, "_content", refuse)
        assert [str(problem) for problem in look(site_folder).problems] == [
            "posts/a.md: cannot be read: Permission denied"
        ]
    after = look(site_folder)
    assert (after.has_news, after.problems) == (True, ())


@pytest.mark.parametrize(("room", "what"), [(reading, "_content"), (beside, "measure")])
def test_overwhelmed_machine_stops_the_look(
    site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch, room: ModuleType, what: str
) -> None:
    """fault: too many files. That none can be opened is no fault of a post: nobody is refused or forgotten for it."""
    site_folder.post("a", body="![Tea](tea.png)")

    def overwhelmed(path: Path) -> NoReturn:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), str(path))

    with monkeypatch.context() as patched:
        (site_folder.root / "posts" / "tea.png").write_bytes(b"picture")
        patched.setattr(room, what, overwhelmed)
        with pytest.raises(OutputError, match=r"^posts/a\.md: cannot be read now: Too many open files; nothing was"):
            look(site_folder)
    assert look(site_folder).problems == ()
