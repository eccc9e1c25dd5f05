"""A new site works at once, and nothing that exists is overwritten."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publisher.app import open_app
from publisher.errors import ImporterError, OutputError, UsageError
from publisher.workflows.check import check
from publisher.workflows.progress import silent
from publisher.workflows.run import run
from publisher.workflows.start import Answers, import_post, init, new_post
from tests.conftest import MAYA, SiteFolder, subscribe

NOW = datetime(2024, 6, 1, 15, 30, tzinfo=UTC)
ANSWERS = Answers(title='Say "Ah"', url="https://ah.example.org", author="Dr. Ada", postal_address="1 Main Street")


@pytest.mark.parametrize("sample_posts", [False, True], ids=["with one post", "with the sample's posts"])
def test_new_site_has_no_problem(tmp_path: Path, sample_posts: bool) -> None:
    """What init makes passes the check as it is."""
    init(tmp_path / "site", ANSWERS, NOW, sample_posts=sample_posts)
    report = check(tmp_path / "site", NOW, silent)
    assert report.problems == ()


def test_answers_are_in_the_settings(tmp_path: Path) -> None:
    """Quotes in an answer survive, and what was not asked follows from the answers."""
    init(tmp_path, ANSWERS, NOW, sample_posts=False)
    settings = open_app(tmp_path, environment={}, random_bytes=bytes).settings
    assert (settings.site.title, settings.site.url) == ('Say "Ah"', "https://ah.example.org/")
    assert settings.newsletter["monthly"].sender == "letter@ah.example.org"


def test_nothing_of_the_sample_clinic_stays(tmp_path: Path) -> None:
    """A new site speaks for itself alone."""
    made = init(tmp_path, Answers(), NOW, sample_posts=False)
    settings = [line for path in made for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert not [line for line in settings if "tatyana" in line.lower() or "medical" in line.lower()]


def test_new_site_mails_its_own_posts_alone(tmp_path: Path) -> None:
    """The post to start from is never mailed; the first one of the author's goes out at the next slot."""
    init(tmp_path, ANSWERS, NOW, sample_posts=False)
    subscribe(tmp_path, MAYA)
    app = open_app(tmp_path, environment={}, random_bytes=lambda count: b"k" * count)
    with closing(app):
        assert run(app, NOW, silent).opened == ()
        (tmp_path / "posts/mine.md").write_text("---\ntitle: Mine\ndate: 2024-06-02\n---\nWords.\n")
        assert run(app, datetime(2024, 6, 3, 14, tzinfo=UTC), silent).opened == ("monthly-2024-06",)
    assert "Welcome" not in (tmp_path / "out/newsletters/monthly-2024-06/letter.txt").read_text("utf-8")


def test_site_without_postal_address_sends_no_letter(tmp_path: Path) -> None:
    """The law wants one, and the person is told."""
    init(tmp_path, Answers(title="T"), NOW, sample_posts=False)
    (tmp_path / "posts/mine.md").write_text("---\ntitle: Mine\ndate: 2024-06-02\n---\nWords.\n")
    report = check(tmp_path, datetime(2024, 6, 3, 14, tzinfo=UTC), silent)
    assert "postal_address" in str(report.problems)


@pytest.mark.parametrize(("name", "answer"), [("url", "foo"), ("zone", "Nowhere")])
def test_answer_that_cannot_be_is_refused(tmp_path: Path, name: str, answer: str) -> None:
    """Before a single file is made."""
    with pytest.raises(UsageError, match=f"^--{name} "):
        init(tmp_path, Answers(**{name: answer}), NOW, sample_posts=False)
    assert list(tmp_path.iterdir()) == []


def test_init_touches_no_existing_site(site_folder: SiteFolder) -> None:
    """A second init says so and changes nothing."""
    before = site_folder.times()
    with pytest.raises(OutputError, match="is there already"):
        init(site_folder.root, ANSWERS, NOW, sample_posts=True)
    assert site_folder.times() == before


def test_init_keeps_what_is_there(tmp_path: Path) -> None:
    """A folder with posts and a .gitignore of its own becomes a site without losing a byte."""
    mine = {"posts/old.md": "---\ntitle: Old\ndate: 2020-01-01\n---\nWords.", ".gitignore": "mine"}
    (tmp_path / "posts").mkdir()
    for name, text in mine.items():
        (tmp_path / name).write_text(text)
    init(tmp_path, ANSWERS, NOW, sample_posts=False)
    assert {name: (tmp_path / name).read_text() for name in mine} == mine


def test_new_post_is_a_draft(site_folder: SiteFolder) -> None:
    """It carries the title as typed and today's date in the site's zone, and is not public yet."""
    path = new_post(site_folder.app(), 'Needles: "no"?', NOW)
    assert path.name == "2024-06-01-needles-no.md"
    text = path.read_text("utf-8")
    assert 'title: "Needles: \\"no\\"?"\ndate: 2024-06-01T11:30-04:00\n' in text
    report = check(site_folder.root, NOW, silent)
    assert (report.posts, report.problems) == (0, ())


def test_new_post_overwrites_nothing(site_folder: SiteFolder) -> None:
    """The same title on the same day is refused."""
    path = new_post(site_folder.app(), "Rest", NOW)
    path.write_text("my work")
    with pytest.raises(OutputError, match="nothing was overwritten"):
        new_post(site_folder.app(), "Rest", NOW)
    assert path.read_text() == "my work"


PASTED = """Our Blog

Sleeping on Your Side
By Dr. Ada | 4/12/2024

A pillow between the knees may ease the lower back. Try it for a week.

Share this post!
"""


def test_pasted_page_becomes_a_post(site_folder: SiteFolder, tmp_path: Path) -> None:
    """Title, author and date are where they belong, and the site reads the post without complaint."""
    page = tmp_path / "page.txt"
    page.write_text(PASTED)
    result = import_post(site_folder.app(), page, None, dry_run=False)
    assert result.path.name == "2024-04-12-sleeping-on-your-side.md"
    assert any("month first" in note for note in result.notes)
    report = check(site_folder.root, NOW, silent)
    assert (report.posts, report.problems) == (1, ())


def test_date_order_can_be_chosen(site_folder: SiteFolder, tmp_path: Path) -> None:
    """The command line goes before the site's setting, and that before the default."""
    page = tmp_path / "page.txt"
    page.write_text(PASTED)
    site_folder.change_settings("[newsletter", '[content]\ndate_order = "day-first"\n[newsletter')
    by_setting = import_post(site_folder.app(), page, None, dry_run=True).path.name
    by_command = import_post(site_folder.app(), page, "month-first", dry_run=True).path.name
    assert (by_setting[:10], by_command[:10]) == ("2024-12-04", "2024-04-12")


def test_dry_run_writes_nothing(site_folder: SiteFolder, tmp_path: Path) -> None:
    """The post is shown, the folder stays as it is."""
    page = tmp_path / "page.txt"
    page.write_text(PASTED)
    before = site_folder.times()
    assert "lower back" in import_post(site_folder.app(), page, None, dry_run=True).text
    assert site_folder.times() == before


def test_second_import_overwrites_nothing(site_folder: SiteFolder, tmp_path: Path) -> None:
    """An imported post that was worked on is safe."""
    page = tmp_path / "page.txt"
    page.write_text(PASTED)
    import_post(site_folder.app(), page, None, dry_run=False)
    with pytest.raises(OutputError, match="nothing was overwritten"):
        import_post(site_folder.app(), page, None, dry_run=False)


def test_missing_file_is_named(site_folder: SiteFolder) -> None:
    """A slip in the file's name is said as such."""
    with pytest.raises(ImporterError, match=r"no\.txt: cannot be read"):
        import_post(site_folder.app(), Path("no.txt"), None, dry_run=False)
