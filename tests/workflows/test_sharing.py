"""One post is shared by hand: its texts, its head tags, its card."""

import json
from datetime import UTC, datetime

import pytest

from publisher.errors import UsageError
from publisher.sharetelling import share_json, share_text
from publisher.workflows.progress import silent
from publisher.workflows.sharing import ask_for_card, head, share
from tests.conftest import SiteFolder
from tests.workflows.test_build import made

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["rest", "/rest/", "https://blog.example.com/rest/", "posts/rest.md", "rest.md"], ids=str
)
def test_a_post_is_found_by_what_people_know_of_it(name: str, site_folder: SiteFolder) -> None:
    """Its slug, its address or its file."""
    site_folder.post("rest", title="Rest well")
    site_folder.post("sleep")
    assert share(site_folder.app(), name, NOW, silent).post.title == "Rest well"


def test_an_unknown_post_is_named_with_the_nearest(site_folder: SiteFolder) -> None:
    """A slip of the finger, or a draft, which nobody should share."""
    site_folder.post("rest")
    site_folder.write("posts/idea.md", "---\ntitle: Idea\ndate: 2024-03-04\ndraft: true\n---\nIdea.\n")
    with pytest.raises(UsageError, match="'rset'; did you mean 'rest'"):
        share(site_folder.app(), "rset", NOW, silent)
    with pytest.raises(UsageError, match="no public post"):
        share(site_folder.app(), "idea", NOW, silent)


def test_texts_are_those_of_the_files(site_folder: SiteFolder) -> None:
    """What is shown at the terminal is what lies below out/social/; older posts can be shown, too."""
    site_folder.change_settings("[site]", "[social]\ncount = 1\n\n[site]")
    site_folder.post("rest", title="Rest well", date="2024-03-05", body="Rest is good for you. A cure it is not.")
    site_folder.post("old", title="Old", date="2024-03-04")
    made(site_folder)
    shared = share(site_folder.app(), "rest", NOW, silent)
    for one in shared.shares:
        assert site_folder.read(f"social/rest/{one.network.name}.txt") == f"{one.text}\n"
    assert json.loads(share_json(shared)) == json.loads(site_folder.read("social/rest/snippets.json"))
    words = share_text(shared)
    assert words.startswith("== x: ")
    assert site_folder.read("social/rest/x.txt").rstrip("\n") in words
    assert "-- says 'cure': look whether you may promise that" in words
    assert "social/old/x.txt" not in site_folder.files()
    assert share(site_folder.app(), "old", NOW, silent).shares[0].text.startswith("Old\n")


def test_head_is_that_of_the_page(site_folder: SiteFolder) -> None:
    """A blog that something else builds gets the same tags, with the card and the feeds."""
    site_folder.post("rest", title="Rest well")
    made(site_folder)
    page = site_folder.read("public/rest/index.html")
    tags = head(site_folder.app(), "rest", NOW, silent)
    assert all(tag in page for tag in tags)
    assert "cards/rest.png" in "".join(tags)
    assert 'type="application/rss+xml"' in "".join(tags)


def test_head_without_pages(site_folder: SiteFolder) -> None:
    """Where pages are switched off cards are drawn all the same, because the tags name them."""
    site_folder.change_settings("[site]", "[pages]\nenabled = false\n\n[site]")
    site_folder.post("rest")
    made(site_folder)
    assert "public/cards/rest.png" in site_folder.files()
    assert "public/rest/index.html" not in site_folder.files()
    assert "cards/rest.png" in "".join(head(site_folder.app(), "rest", NOW, silent))


def test_a_card_is_drawn_when_asked_for(site_folder: SiteFolder) -> None:
    """A post that left the feeds before cards were drawn gets one, and its page names it."""
    for day in range(1, 26):
        site_folder.post(f"day-{day:02}", title=f"Day {day}", date=f"2024-03-{day:02}")
    made(site_folder)
    assert ask_for_card(site_folder.app(), "day-01", NOW, silent) == "out/public/cards/day-01.png"
    assert set(made(site_folder).changed) == {
        *("public/cards/day-01.png", "public/day-01/index.html", "social/day-01/index.html"),
        *("social/day-01/snippets.json",),
    }


@pytest.mark.parametrize(
    ("head_lines", "message"),
    [
        ("title: Tea\nimage: https://example.com/cup.png\nimage_alt: A cup", "has a picture of its own"),
        ("title: 针灸", "has letters that our font lacks"),
    ],
)
def test_a_card_that_makes_no_sense_is_refused(head_lines: str, message: str, site_folder: SiteFolder) -> None:
    """The person is told why, and what to do."""
    site_folder.write("posts/tea.md", f"---\n{head_lines}\nslug: tea\ndate: 2024-03-05\n---\n\nTea.\n")
    with pytest.raises(UsageError, match=message):
        ask_for_card(site_folder.app(), "tea", NOW, silent)


def test_a_card_is_refused_where_there_are_none(site_folder: SiteFolder) -> None:
    """Switched off is switched off."""
    site_folder.change_settings("[site]", "[social]\ncards = false\n\n[site]")
    site_folder.post("rest")
    with pytest.raises(UsageError, match="cards are switched off"):
        ask_for_card(site_folder.app(), "rest", NOW, silent)
