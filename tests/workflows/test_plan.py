"""The plan says of every post whether and how it goes into the next letter, and why not."""

from datetime import UTC, datetime

import pytest

from publisher.errors import UsageError
from publisher.plantext import plan_json, plan_text
from publisher.workflows.plan import IssuePlan, plan
from publisher.workflows.progress import silent
from publisher.workflows.run import run
from tests.conftest import SiteFolder

JUNE = datetime(2024, 6, 1, 13, 0, tzinfo=UTC)
DUE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def may_is_over(site_folder: SiteFolder) -> None:
    """The newsletter ran before: its next issue is that of June."""
    run(site_folder.app(), datetime(2024, 5, 6, 13, 0, tzinfo=UTC), silent)


def planned(site_folder: SiteFolder, now: datetime = JUNE) -> IssuePlan:
    (one,) = plan(site_folder.app(), "", now, silent)
    return one


def words(one: IssuePlan) -> dict[str, str]:
    return {place.source.removeprefix("posts/"): place.words for place in (*one.included, *one.left_out)}


def test_every_post_has_its_reason(site_folder: SiteFolder) -> None:
    """Those that go in and those that do not."""
    site_folder.post("mailed", date="2024-04-01")
    run(site_folder.app(), DUE, silent)
    site_folder.change_settings("since = 2024-01-01", "since = 2024-01-01\nin_full = 1")
    for name, day in (("new", "2024-05-20"), ("newer", "2024-05-21"), ("old", "2023-05-01"), ("later", "2024-07-01")):
        site_folder.post(name, date=day, body="Rest well. " * 40)
    site_folder.write("posts/idea.md", "---\ntitle: An idea\ndate: 2024-05-02\ndraft: true\n---\nx\n")
    assert words(planned(site_folder, DUE)) == {
        "newer.md": "in full",
        "new.md": "a summary: 'in_full' is 1",
        "mailed.md": "was mailed with monthly-2024-06",
        "old.md": "is dated 2023-05-01, long before it was first seen here; a note can choose it",
        "later.md": "waits for its date, 2024-07-01 00:00",
        "idea.md": "is a draft",
    }


def test_shortened_post_is_named(site_folder: SiteFolder) -> None:
    """The author knows before the letter goes."""
    site_folder.post("long", body="\n\n".join(["Rest well. " * 40] * 250))
    one = planned(site_folder)
    assert words(one) == {"long.md": "its beginning: the letter would be larger than mail programs show"}
    assert 0 < one.size <= 90_000


def test_plan_tells_what_stands_against_sending(site_folder: SiteFolder) -> None:
    """As the check does, and no letter is opened while it stands."""
    site_folder.post("rest", body="Dear {{ name }}, rest.")
    (problem,) = [found for found in planned(site_folder).problems if not found.is_warning]
    assert (problem.source, problem.line) == ("posts/rest.md", 6)
    assert run(site_folder.app(), DUE, silent).opened == ()


def test_letter_from_a_free_mail_address_is_held_back(site_folder: SiteFolder) -> None:
    """S3: its provider's policy has it refused everywhere; feeds and pages are built all the same."""
    site_folder.post("rest")
    site_folder.change_settings("letter@example.com", "ada@gmail.com")
    stops = [found for found in planned(site_folder).problems if not found.is_warning]
    assert [(found.source, found.line) for found in stops] == [("config/publisher.toml", 12)]
    assert "is at gmail.com" in stops[0].text
    assert run(site_folder.app(), DUE, silent).opened == ()


def test_colours_that_nobody_can_read_hold_the_letter_back(site_folder: SiteFolder) -> None:
    """The line of the theme is named; where only a program's own recolouring fails it is a warning."""
    site_folder.post("rest")
    site_folder.write("config/theme.toml", 'paper = "#ffffff"\ntext = "#bbbbbb"\n')
    found = [found for found in planned(site_folder).problems if found.source == "config/theme.toml"]
    assert {(stop.line, stop.text.split(" has ")[0]) for stop in found if not stop.is_warning} == {
        (2, "'text' on 'paper'"),
        (2, "'text' on 'background'"),
    }
    assert any(problem.is_warning for problem in found)
    assert run(site_folder.app(), DUE, silent).opened == ()


def test_link_to_a_post_that_will_be_built_is_fine(site_folder: SiteFolder) -> None:
    """Also before the first build of it, and in a rehearsal that has no output of its own."""
    site_folder.post("old", date="2023-05-01")
    site_folder.post("rest", body="See [this](/old/), [the feed](/rss.xml) and [that](/nowhere/).")
    stops = [found.text for found in planned(site_folder).problems if not found.is_warning]
    assert len(stops) == 1
    assert "https://blog.example.com/nowhere/" in stops[0]


def test_note_is_in_the_plan(site_folder: SiteFolder) -> None:
    """Its choice and its subject; the text part it brings is taken as it is."""
    site_folder.post("a", date="2024-04-01")
    site_folder.post("b", date="2024-04-02")
    site_folder.write("posts/newsletters/monthly/2024-06.md", "---\nsubject: Summer\nposts: a\n---\nHello.")
    site_folder.write("posts/newsletters/monthly/2024-06.txt", "In my own words.\n")
    one = planned(site_folder)
    assert (one.subject, one.note) == ("Summer", "posts/newsletters/monthly/2024-06.md")
    assert words(one)["b.md"] == "is not chosen by posts/newsletters/monthly/2024-06.md"
    report = run(site_folder.app(), DUE, silent)
    assert report.opened == ("monthly-2024-06",)
    assert "In my own words." in site_folder.read("newsletters/monthly-2024-06/letter.txt")


def test_plan_in_words_and_as_json(site_folder: SiteFolder) -> None:
    """Many posts with one reason are told in short."""
    for number in range(9):
        site_folder.post(f"old-{number}", date="2023-05-01", title=f"Old {number}")
    site_folder.post("new", date="2024-05-20", title="New")
    app = site_folder.app()
    plans = plan(app, "monthly", JUNE, silent)
    text = plan_text(plans, app)
    assert "monthly: monthly-2024-06, due Mon 2024-06-03 09:00 America/New_York (13:00 UTC)" in text
    assert "  in   posts/new.md: New (in full)" in text
    assert "  out  and 4 more (is dated 2023-05-01, long before it was first seen here; a note can choose it)" in text
    assert plan_json(plans).count('"why"') == 9


def test_unknown_newsletter_is_a_usage_error(site_folder: SiteFolder) -> None:
    """With those that are known."""
    with pytest.raises(UsageError, match=r"there is no \[newsletter.weekly\] in the settings; known: monthly"):
        plan(site_folder.app(), "weekly", JUNE, silent)


def test_nothing_to_send_is_said(site_folder: SiteFolder) -> None:
    """A month without posts."""
    app = site_folder.app()
    assert "nothing to send" in plan_text(plan(app, "", JUNE, silent), app)
