"""Which posts the next letter holds, in which form, and what becomes of one that would be too long."""

from datetime import UTC, datetime

import pytest

from publisher.newsletter import render
from publisher.state.packing import unpack
from publisher.workflows.check import check
from publisher.workflows.letters import next_issues
from publisher.workflows.progress import silent
from publisher.workflows.run import run
from publisher.workflows.stock import take_stock
from tests.conftest import SiteFolder

JUNE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)
TEXT = (
    "issue monthly-2024-06: its 201 posts are more than the 200 that one letter can hold; "
    "set 'since' in [newsletter.monthly] to a later day, older posts are then mailed to nobody"
)


@pytest.fixture
def old_blog(site_folder: SiteFolder) -> SiteFolder:
    """More posts than any letter holds, all since the day from which they count."""
    for number in range(201):
        site_folder.post(f"post-{number}", body=f"Number {number}. Rest well.")
    return site_folder


def test_letter_with_a_whole_blog_in_it_is_refused(old_blog: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent, everything else is built, and nobody waits for a letter that no program would show."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("this letter was to be refused before it is made")

    monkeypatch.setattr(render, "render", never)
    report = run(old_blog.app(), JUNE, silent)
    assert [str(problem) for problem in report.problems] == [TEXT]
    assert (report.opened, report.held_back, old_blog.files("mail")) == ((), ("monthly-2024-06",), {})
    assert "public/post-29/index.html" in old_blog.files()
    assert [str(problem) for problem in check(old_blog.root, JUNE, silent).problems] == [TEXT]


def test_long_posts_make_no_long_letter(site_folder: SiteFolder) -> None:
    """The newest five would stand there in full; they are shortened until no program cuts the letter."""
    for number in range(30):
        site_folder.post(f"post-{number}", body=f"Number {number}. " + "Rest well. " * 4_000)
    assert run(site_folder.app(), JUNE, silent).opened == ("monthly-2024-06",)
    letter = site_folder.files("newsletters")["newsletters/monthly-2024-06/letter.html"]
    assert len(letter) < 90_000
    assert all(f"/post-{number}/".encode() in letter for number in range(30))


def test_only_the_posts_that_fit_are_read(old_blog: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old blog of thousands of posts is not unpacked to be refused."""
    app = old_blog.app()
    run(app, JUNE, silent)
    unpacked = list[str]()

    def counted(body: bytes, post_id: str) -> object:
        unpacked.append(post_id)
        return unpack(body, post_id=post_id)

    monkeypatch.setattr("publisher.workflows.shelf.unpack", counted)
    shelf = take_stock(app, JUNE, silent).shelf
    (upcoming,) = next_issues(app, shelf, app.cache.listings(JUNE), JUNE)
    assert len(upcoming.choice.posts) == 201
    assert len(unpacked) == 200


def test_later_since_sends_what_fits(old_blog: SiteFolder) -> None:
    """What the message asks for helps."""
    run(old_blog.app(), JUNE, silent)
    old_blog.post("news", date="2024-05-20")
    old_blog.change_settings("since = 2024-01-01", "since = 2024-05-01")
    assert run(old_blog.app(), JUNE, silent).opened == ("monthly-2024-06",)
