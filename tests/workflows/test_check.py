"""Everything that is wrong is named at once, and nothing is written."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from publisher.feeds.rules import Broken
from publisher.workflows.check import check
from publisher.workflows.progress import silent
from tests.conftest import SETTINGS, SiteFolder

NOW = datetime(2024, 6, 1, tzinfo=UTC)


def places(site_folder: SiteFolder) -> list[tuple[str, int]]:
    return [(problem.source, problem.line) for problem in check(site_folder.root, NOW, silent).problems]


def test_sound_site_has_no_problem(site_folder: SiteFolder) -> None:
    """A site that builds passes, with its posts counted."""
    site_folder.post("rest")
    report = check(site_folder.root, NOW, silent)
    assert (report.posts, report.problems) == (1, ())


def test_settings_and_posts_are_judged_together(site_folder: SiteFolder) -> None:
    """Broken settings do not hide what is wrong with the posts."""
    site_folder.change_settings("[site]", "[site]\ntitel = 1")
    site_folder.write("posts/bad.md", "---\ntitle: Bad\n---\n")
    assert places(site_folder) == [("config/publisher.toml", 3), ("posts/bad.md", 1)]


def test_every_problem_of_every_post_is_named(site_folder: SiteFolder) -> None:
    """Nobody has to run it once a mistake."""
    site_folder.write("posts/a.md", "---\ndate: 10 Nov\ndraft: perhaps\n---\n")
    site_folder.write("posts/b.md", "---\ntitle: b\ntitle: b\n---\n")
    assert places(site_folder) == [("posts/a.md", 1), ("posts/a.md", 2), ("posts/a.md", 3), ("posts/b.md", 3)]


def test_newsletter_without_subscribers_is_a_warning(tmp_path: Path) -> None:
    """Before its first letter is due nobody needs to be there."""
    (tmp_path / "config").mkdir()
    (tmp_path / "posts").mkdir()
    (tmp_path / "config/publisher.toml").write_text(SETTINGS, "utf-8")
    report = check(tmp_path, NOW, silent)
    assert report.problems == ()
    assert [str(warning).partition(";")[0] for warning in report.warnings] == [
        "config/publisher.toml:10: warning: [newsletter.monthly] has no subscriber"
    ]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_first_day_beyond_the_calendar_is_named(site_folder: SiteFolder, day: str) -> None:
    """A year that no calendar reckons with is a slip in the settings, not a crash."""
    site_folder.change_settings("since = 2024-01-01", f"since = {day}")
    text = "'since' must lie between the years 1970 and 2100"
    assert [str(one) for one in check(site_folder.root, NOW, silent).problems] == [
        f"config/publisher.toml:15: {text}, not in {int(day[:4])}"
    ]


def test_schedule_is_judged(site_folder: SiteFolder) -> None:
    """A rule that nobody can follow is found before its day comes."""
    site_folder.change_settings("first Monday", "first Blueday")
    assert [source for source, _ in places(site_folder)] == ["config/publisher.toml"]


def test_two_posts_at_one_address_are_named(site_folder: SiteFolder) -> None:
    """What would stop a build is found by a check."""
    site_folder.post("2024-03-04-rest")
    site_folder.post("2024-04-04-rest")
    assert [source for source, _ in places(site_folder)] == ["posts/2024-04-04-rest.md"]


def test_nothing_is_written(site_folder: SiteFolder) -> None:
    """Not even a database."""
    site_folder.post("rest")
    before = site_folder.times()
    check(site_folder.root, NOW, silent)
    assert site_folder.times() == before


def test_feeds_are_judged_by_our_own_rules(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that a feed breaks is named with the feed."""
    monkeypatch.setattr(
        "publisher.workflows.check.broken_rules", lambda _content, url: [Broken("feed", f"{url} is late")]
    )
    report = check(site_folder.root, NOW, silent)
    assert str(report.problems[0]) == "public/atom.xml: feed: https://blog.example.com/atom.xml is late"


def test_a_folder_that_only_the_settings_name_does_not_hide_their_faults(site_folder: SiteFolder) -> None:
    """Settings that cannot be used are named, also where the posts lie in a folder of another name."""
    site_folder.change_settings("[newsletter.monthly]", '[content]\nfolder = "../elsewhere"\n\n[newsletter.monthly]')
    (site_folder.root / "posts").rmdir()
    assert [source for source, _ in places(site_folder)] == ["config/publisher.toml"]
