"""The clinic's own site: real enough to show everything, and without a fault."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from publisher.app import open_app
from publisher.workflows.build import build
from publisher.workflows.check import check
from publisher.workflows.progress import silent

REPOSITORY = Path(__file__).parent.parent
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the repository's site gives."""
    root = tmp_path_factory.mktemp("clinic")
    for name in ("config", "posts"):
        shutil.copytree(REPOSITORY / name, root / name)
    app = open_app(root, environment={"PUBLISHER_KEY": "ab" * 32}, random_bytes=bytes)
    build(app, NOW, silent, thorough=True)
    app.close()
    return root / "out"


def test_site_has_no_problem() -> None:
    """The example that a new user meets first passes its own check."""
    report = check(REPOSITORY, NOW, silent)
    assert report.problems == ()
    assert report.posts >= 4


@pytest.mark.parametrize(
    "mark",
    [
        *("<ul>", "<ol>", "<table>", "<blockquote>", "<h3 ", "<code>", "<pre>", "<del>", "<strong>", "<em>"),
        *('class="footnote-ref"', "☑", "☐", "针灸", "Будьте", "לבריאות", "🌿", 'href="https://www.example.org/'),
        *('alt="A calm treatment room', 'href="https://tatyana.example.com/what-a-first-visit-is-like/"'),
    ],
)
def test_posts_use_every_construct(out: Path, mark: str) -> None:
    """Who changes a template sees at once what it does to each."""
    assert mark in (out / "public/feed.json").read_text("utf-8").replace('\\"', '"')


def test_post_at_the_seed_date_is_there(out: Path) -> None:
    """The clinic's first post keeps its day."""
    feed = feedparser.parse((out / "public/atom.xml").read_bytes())
    assert feed.entries[-1].published.startswith("2024-03-04T")


def test_fresh_clone_has_a_letter_to_show(out: Path) -> None:
    """The newsletter begins before the first post, so all of them are in it."""
    text = next((out / "newsletters").rglob("letter.txt")).read_text("utf-8")
    assert text.count("Read on the web:") == 5
