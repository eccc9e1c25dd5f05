"""Pages that are made while their posts are read are the same pages, and nobody sees them sooner."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publisher.errors import IdentityError, OutputError, TemplateError
from publisher.model import Post
from publisher.workflows.build import BuildReport, build
from publisher.workflows.progress import silent
from publisher.workflows.reading import Reader
from publisher.workflows.run import run
from tests.conftest import SiteFolder

NOW = datetime(2024, 6, 1, tzinfo=UTC)
LEAN = """
[feeds]
by = []

[feeds.atom]
archive = false

[pages]
count = 2

[social]
count = 1
"""


PAGE = "{{ post.id }} {{ post.extra.get('when') }} {{ post.published }} {{ body }}"


@pytest.fixture
def blog(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> SiteFolder:
    """A blog of thirty posts that shows old ones nowhere but on their pages, and has these made ahead."""
    monkeypatch.setattr("publisher.workflows.stock._MUCH", 1)
    settings = site_folder.root / "config/publisher.toml"
    site_folder.write("config/publisher.toml", LEAN + settings.read_text().replace("2024-01-01", "2024-04-25"))
    for number in range(1, 31):
        site_folder.post(f"post-{number}", date=f"2024-04-{number:02}", body=f"Words of {number}.")
    return site_folder


@pytest.fixture
def twin(blog: SiteFolder, tmp_path: Path) -> Iterator[SiteFolder]:
    """The same blog in another folder."""
    folder = SiteFolder(tmp_path / "twin")
    shutil.copytree(blog.root, folder.root, dirs_exist_ok=True)
    yield folder
    folder.close()


def made(folder: SiteFolder) -> BuildReport:
    return build(folder.app(), NOW, silent)


def kept(folder: SiteFolder) -> int:
    """How many bodies the cache holds."""
    (number,) = folder.app().cache_connection().execute("SELECT count(*) FROM body").fetchone()
    return int(number)


def test_pages_made_ahead_are_the_same(blog: SiteFolder, twin: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of the site is what it would be if each post were read first and its page made later."""
    for folder in (blog, twin):
        folder.write("posts/post-7.md", "---\ntitle: Odd\ndate: 2024-04-07\nid: tag:a,2024:b\nwhen: 2024-01-01\n---\nx")
        folder.write("templates/pages/post.html", PAGE)
    made(blog)
    monkeypatch.setattr("publisher.workflows.stock._MUCH", 1000)
    made(twin)
    assert blog.files() == twin.files()
    assert (kept(blog), kept(twin)) == (20, 30)  # as many as the feeds show


def test_making_ahead_asks_for_few_posts_again(blog: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all the posts only those that a feed, a list or a letter shows are read a second time, and those once."""
    read, again = Reader.again, list[str]()

    def counted(reader: Reader, path: str, key: str) -> Post:
        again.append(path)
        return read(reader, path, key)

    monkeypatch.setattr(Reader, "again", counted)
    made(blog)
    made(blog)
    assert sorted(again) == sorted(f"posts/post-{number}.md" for number in range(11, 31))


def test_old_feeds_keep_their_posts(blog: SiteFolder) -> None:
    """Where archives or feeds of tags show posts of any age, their bodies stay in the cache."""
    blog.change_settings("archive = false", "archive = true")
    made(blog)
    assert kept(blog) == 30


def test_a_stop_leaves_nothing_in_public(blog: SiteFolder) -> None:
    """A page that was made ahead waits until every id is settled; the next build does without."""
    double = blog.post("2024-05-01-post-1", date="2024-05-01")
    with pytest.raises(IdentityError):
        made(blog)
    assert not (blog.root / "out").exists()
    double.unlink()
    report = made(blog)
    assert (report.problems, "Words of 12." in blog.read("public/post-12/index.html")) == ((), True)


def test_a_stop_leaves_no_file_behind(blog: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made ahead is gone with the run, however that ends."""

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("publisher.workflows.build.prepare", die)
    with pytest.raises(KeyboardInterrupt):
        made(blog)
    names = {path.name for path in (blog.root / ".publisher").iterdir() if path.suffix != ".db"}
    assert names <= {"templates", "README", "lock"}


def test_a_post_that_changes_meanwhile_stops_the_run(blog: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed must not show other words than the page beside it; the next run has the new words everywhere."""
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(
            "publisher.workflows.build._settle_archives",
            lambda *_: blog.post("post-25", date="2024-04-25", body="Canary."),
        )
        with pytest.raises(OutputError, match=r"^posts/post-25\.md: changed while .* Run again\.$"):
            made(blog)
    assert not (blog.root / "out").exists()
    made(blog)
    assert all("Canary" in blog.read(f"public/{path}") for path in ("rss.xml", "post-25/index.html"))


def test_a_post_that_went_meanwhile_stops_the_run(blog: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be read again; nothing is mailed without it."""
    monkeypatch.setattr(
        "publisher.workflows.build._settle_archives", lambda *_: (blog.root / "posts/post-25.md").unlink()
    )
    with pytest.raises(OutputError, match=r"^posts/post-25\.md: changed while"):
        run(blog.app(), NOW, silent)
    assert blog.files() == {}


def test_a_thorough_build_reads_again_what_is_not_kept(blog: SiteFolder) -> None:
    """A page that somebody spoilt is mended, though its post is in no cache."""
    made(blog)
    blog.write("out/public/post-3/index.html", "spoilt")
    report = build(blog.app(), NOW, silent, thorough=True)
    assert report.changed == ("public/post-3/index.html",)


def test_a_page_that_cannot_be_made_is_told_as_ever(blog: SiteFolder) -> None:
    """A slip in a template stops the build where it would have without, and the posts are known."""
    blog.write("templates/pages/post.html", "{{ nothing.like.it }}")
    with pytest.raises(TemplateError, match=r"post\.html"):
        made(blog)
    assert len(blog.app().cache.listings(NOW)) == 30


def test_what_is_not_public_is_not_made_ahead(blog: SiteFolder) -> None:
    """A draft and a post of tomorrow keep their bodies for the day on which they are wanted."""
    before = kept(blog) if made(blog) else 0
    blog.post("tomorrow", date="2024-06-02")
    blog.write("posts/draft.md", "---\ntitle: Draft\ndraft: true\n---\nHm.\n")
    made(blog)
    assert kept(blog) == before + 2
