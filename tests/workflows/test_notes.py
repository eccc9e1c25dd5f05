"""Editor's notes on their way into a letter and onto the web."""

from datetime import UTC, datetime

import pytest
from PIL import Image

from publisher.workflows.build import build
from publisher.workflows.progress import silent
from publisher.workflows.run import run
from tests.conftest import SiteFolder

BEFORE = datetime(2024, 6, 1, 13, 0, tzinfo=UTC)
DUE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)
NOTE = "posts/newsletters/monthly/2024-06.md"


@pytest.fixture(autouse=True)
def may_is_over(site_folder: SiteFolder) -> None:
    """The newsletter ran before: its next issue is that of June."""
    run(site_folder.app(), datetime(2024, 5, 6, 13, 0, tzinfo=UTC), silent)


def test_opened_issue_is_on_the_web_with_its_pictures(site_folder: SiteFolder) -> None:
    """Before anybody gets it nothing of it is public; afterwards it stays, whatever becomes of the note."""
    site_folder.post("rest")
    site_folder.write(NOTE, "![The door](door.png)\n\nCome in.")
    door = site_folder.root / "posts/newsletters/monthly/door.png"
    Image.new("RGB", (40, 30)).save(door)
    picture = door.read_bytes()
    build(site_folder.app(), BEFORE, silent)
    assert list(site_folder.files("public/newsletters")) == ["public/newsletters/index.html"]
    assert "No newsletters yet." in site_folder.read("public/newsletters/index.html")
    assert run(site_folder.app(), DUE, silent).opened == ("monthly-2024-06",)
    assert "No newsletters yet." not in site_folder.read("public/newsletters/index.html")
    page = site_folder.read("public/newsletters/monthly-2024-06/index.html")
    assert "Come in." in page
    assert "nsubscribe" not in page
    (site_folder.root / NOTE).unlink()
    door.unlink()
    build(site_folder.app(), DUE, silent, thorough=True)
    assert site_folder.files("public/newsletters")["public/newsletters/monthly-2024-06/door.png"] == picture
    assert site_folder.read("public/newsletters/monthly-2024-06/index.html") == page


def test_letter_leads_to_its_page_where_there_is_one(site_folder: SiteFolder) -> None:
    """And to none where the newsletter is not shown on the web."""
    site_folder.post("rest")
    build(site_folder.app(), BEFORE, silent)
    address = "https://blog.example.com/newsletters/monthly-2024-06/"
    for name in ("letter.html", "letter.txt"):
        assert address in site_folder.read(f"newsletters/monthly-2024-06/{name}")
    site_folder.change_settings("since =", "web_version = false\nsince =")
    run(site_folder.app(), DUE, silent)
    assert address not in site_folder.read("newsletters/monthly-2024-06/letter.html")
    assert site_folder.files("public/newsletters") == {}


def test_changed_note_makes_the_next_letter_anew(site_folder: SiteFolder) -> None:
    """And nothing else."""
    site_folder.post("rest")
    build(site_folder.app(), BEFORE, silent)
    site_folder.write(NOTE, "We moved.")
    changed = build(site_folder.app(), BEFORE, silent).changed
    assert {path.partition("/")[0] for path in changed} == {"newsletters"}
    assert "We moved." in site_folder.read("newsletters/monthly-2024-06/letter.html")


@pytest.mark.parametrize(("setting", "opened"), [("note", ("monthly-2024-06",)), ("skip", ())])
def test_month_without_posts(site_folder: SiteFolder, setting: str, opened: tuple[str, ...]) -> None:
    """The editor's note alone, or nothing: the newsletter says which."""
    site_folder.change_settings("since =", f'without_posts = "{setting}"\nsince =')
    site_folder.write(NOTE, "We are closed in July.")
    assert run(site_folder.app(), DUE, silent).opened == opened


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("---\nposts: gone\n---\nx", "chooses 'gone', which is no public post"),
        ("---\nsubject: [\n---\nx", "is not valid YAML"),
        ("![x](gone.png)", "gone.png"),
    ],
    ids=["choice", "front matter", "picture"],
)
def test_fault_in_a_note_holds_its_letter_back(site_folder: SiteFolder, note: str, text: str) -> None:
    """Everything else is built, and nothing is sent without the editor's words."""
    site_folder.post("rest")
    site_folder.write(NOTE, note)
    report = run(site_folder.app(), DUE, silent)
    assert report.opened == ()
    assert any(problem.source == NOTE and text in problem.text for problem in report.problems)
    assert "public/rest/index.html" in site_folder.files()


def test_text_part_without_a_note_is_pointed_out(site_folder: SiteFolder) -> None:
    """It would never be read."""
    site_folder.post("rest")
    site_folder.write(NOTE.replace(".md", ".txt"), "In my own words.")
    (problem,) = build(site_folder.app(), BEFORE, silent).problems
    assert "write posts/newsletters/monthly/2024-06.md" in problem.text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("june", "is named after no issue of this newsletter; the next one's is 2024-06.md"),
        ("2024-05", "is for an issue that was not sent; the next one's is 2024-06.md"),
    ],
)
def test_note_that_no_issue_will_take_is_pointed_out(site_folder: SiteFolder, name: str, text: str) -> None:
    """The editor would wait for words that never come; the letter is not held back for it."""
    site_folder.post("rest")
    site_folder.write(f"posts/newsletters/monthly/{name}.md", "Hello.")
    report = run(site_folder.app(), DUE, silent)
    assert [(problem.source, problem.text) for problem in report.build.warnings] == [
        (f"posts/newsletters/monthly/{name}.md", text)
    ]
    assert report.opened == ("monthly-2024-06",)


def test_notes_of_sent_and_later_issues_are_fine(site_folder: SiteFolder) -> None:
    """They are kept, or written in good time."""
    site_folder.post("rest")
    for name in ("2024-06", "2024-07"):
        site_folder.write(f"posts/newsletters/monthly/{name}.md", "Hello.")
    assert run(site_folder.app(), DUE, silent).build.warnings == ()
    site_folder.post("more", date="2024-06-04")
    assert build(site_folder.app(), DUE, silent).warnings == ()
