"""Five small blogs as users of other generators have them: each builds unchanged, with one settings file added."""

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import html

from publisher.feeds.rules import broken_rules

SITES = Path(__file__).parent / "sites"
BLOGS = ("jekyll", "hugo", "eleventy", "astro", "pelican")
SECRET = b"quokka"  # stands in the title and the text of every draft and every post of a later day
HIDDEN = b"marmot"  # stands in every post that has a page and is in no list


@dataclass(frozen=True, kw_only=True)
class Built:
    """A blog after `publisher run`: where it lies, how that ended, and what it said."""

    root: Path
    code: int
    said: str

    @property
    def public(self) -> Path:
        """What a web server would give out."""
        return self.root / "out/public"

    def entries(self) -> dict[str, dict[str, Any]]:
        """Every entry of the JSON feed by its address below the site's."""
        feed = json.loads((self.public / "feed.json").read_text("utf-8"))
        home = feed["home_page_url"]
        return {entry["url"].removeprefix(home): entry for entry in feed["items"]}


Build = Callable[[str], Built]


@cache
def wanted(blog: str) -> dict[str, Any]:
    """What a reader should see of it, as the file beside it says."""
    return tomllib.loads((SITES / f"{blog}.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build a blog, once for all tests."""

    @cache
    def build(blog: str) -> Built:
        root = tmp_path_factory.mktemp("blogs") / blog
        shutil.copytree(SITES / blog, root)
        command = [sys.executable, "-m", "publisher", "--site", str(root), "--verbose", "run"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        return Built(root=root, code=done.returncode, said=done.stdout + done.stderr)

    return build


POSTS = [pytest.param(blog, post, id=f"{blog}-{post['path']}") for blog in BLOGS for post in wanted(blog)["post"]]
PICTURES = [
    pytest.param(blog, post, name, id=f"{blog}-{name}")
    for blog in BLOGS
    for post in wanted(blog)["post"]
    for name in post.get("pictures", ())
]
every_blog = pytest.mark.parametrize("blog", BLOGS)


@every_blog
def test_blog_builds_without_a_change(built: Build, blog: str) -> None:
    """The run ends well, and no file of the author's is other than before."""
    done = built(blog)
    assert (done.code, "Traceback" in done.said) == (0, False), done.said
    for path in (path for path in (SITES / blog).rglob("*") if path.is_file()):
        assert (done.root / path.relative_to(SITES / blog)).read_bytes() == path.read_bytes()


@every_blog
def test_exactly_the_public_posts_are_in_the_feed(built: Build, blog: str) -> None:
    """In the order of their dates, the newest first."""
    assert list(built(blog).entries()) == [post["path"] for post in wanted(blog)["post"]]


@pytest.mark.parametrize(("blog", "post"), POSTS)
def test_post_is_what_its_author_meant(built: Build, blog: str, post: dict[str, Any]) -> None:
    """Title, moments, tags, authors, summary and language, under the names and in the shapes of that generator."""
    entry = built(blog).entries()[post["path"]]
    home = tomllib.loads((SITES / blog / "config/publisher.toml").read_text("utf-8"))["site"]
    assert entry["title"] == post["title"]
    assert datetime.fromisoformat(entry["date_published"]) == post["published"]
    assert datetime.fromisoformat(entry["date_modified"]) == post.get("updated", post["published"])
    assert entry.get("tags", []) == post.get("tags", [])
    assert [author["name"] for author in entry["authors"]] == post.get("authors", [home["author"]])
    assert entry["summary"] == post.get("summary", entry["summary"])
    assert entry["summary"].startswith(post.get("begins", ""))
    assert entry.get("language", "en") == post.get("language", "en")
    assert entry.get("image", "") == post.get("image", entry.get("image", ""))


@pytest.mark.parametrize(("blog", "post"), POSTS)
def test_post_has_its_page(built: Build, blog: str, post: dict[str, Any]) -> None:
    """At the address that the feed gives, with the title on it."""
    page: Any = html.fromstring((built(blog).public / post["path"] / "index.html").read_bytes())
    assert post["title"] in [" ".join(heading.text_content().split()) for heading in page.iter("h1")]


@every_blog
def test_draft_and_later_post_are_nowhere(built: Build, blog: str) -> None:  # R23
    """No page, feed, archive, list, picture or file name holds a word of what is not public yet."""
    out = built(blog).root / "out"
    files = [path for path in out.rglob("*") if path.is_file()]
    assert len(files) > 10
    assert [path for path in files if SECRET in path.read_bytes().lower()] == []
    assert [path for path in out.rglob("*") if SECRET.decode() in path.name.lower()] == []


@every_blog
def test_unlisted_post_is_on_its_page_alone(built: Build, blog: str) -> None:
    """Whoever has the address can read it; no list and no feed tells of it."""
    public = built(blog).public
    holders = [path for path in public.rglob("*") if path.is_file() and HIDDEN in path.read_bytes().lower()]
    assert holders == [public / path / "index.html" for path in wanted(blog).get("unlisted", [])]


@pytest.mark.parametrize(("blog", "post", "name"), PICTURES)
def test_picture_comes_along_with_its_size(built: Build, blog: str, post: dict[str, Any], name: str) -> None:
    """The file that lies with the posts is at the address that the feed gives, and its size in pixels is said."""
    entry = built(blog).entries()[post["path"]]
    shown = [img for img in body(entry).iter("img") if img.get("src", "").endswith(name)]
    assert [(img.get("width"), img.get("height")) for img in shown] == [tuple(map(str, post["pictures"][name]))]
    home = entry["url"].removesuffix(post["path"])
    copied = built(blog).public / shown[0].get("src", "").removeprefix(home)
    assert copied.read_bytes() == next((SITES / blog).rglob(Path(name).name)).read_bytes()


@every_blog
def test_no_link_of_a_post_is_relative_or_of_another_tool(built: Build, blog: str) -> None:
    """In a feed reader every address leads somewhere: none is relative, and none is a tool's own way to say one."""
    for entry in built(blog).entries().values():
        for element, attribute, address, _ in body(entry).iterlinks():
            assert address.startswith(("https://", "http://", "mailto:")), (entry["url"], element.tag, attribute)
            assert not any(brace in address.lower() for brace in ("{", "}", "%7b", "%7d")), address


@every_blog
def test_nothing_that_runs_is_left(built: Build, blog: str) -> None:
    """Scripts, frames and forms that stand in old posts stay behind."""
    for entry in built(blog).entries().values():
        assert not list(body(entry).iter("script", "style", "iframe", "form", "object", "embed"))


@every_blog
def test_every_feed_is_without_fault(built: Build, blog: str) -> None:
    """For the parser behind most readers, and for our own rules."""
    public = built(blog).public
    feeds = [path for path in public.rglob("*") if path.is_file() and is_feed(path)]
    assert len(feeds) >= 3
    for path in feeds:
        content = path.read_bytes()
        assert [broken for broken in broken_rules(content, None) if not broken.is_advice] == [], path
        if path.suffix == ".xml":
            assert not feedparser.parse(content).bozo, path


def body(entry: dict[str, Any]) -> Any:
    """What stands in an entry, as a tree."""
    return html.fragment_fromstring(entry["content_html"], create_parent="div")


def is_feed(path: Path) -> bool:
    """Whether it is RSS, Atom or JSON Feed."""
    begin = path.read_bytes()[:600]
    return any(mark in begin for mark in (b"<rss ", b"<feed ", b"https://jsonfeed.org/version/"))


@pytest.mark.parametrize(
    ("blog", "place", "code"),
    [
        ("jekyll", "_posts/2015-03-12-first-sail-of-the-year.md:16", "{% include"),
        ("hugo", "content/posts/rye-starter/index.md:25", "{{<"),
        ("astro", "src/content/blog/harbour-ten/index.md:10", "<Lap"),
    ],
)
def test_code_of_another_tool_is_named(built: Build, blog: str, place: str, code: str) -> None:
    """With file and line, so that the author can decide what becomes of it."""
    said = built(blog).said
    assert any(place in line and code in line for line in said.splitlines()), said


def test_code_of_another_tool_is_shown_as_text(built: Build) -> None:
    """By default nothing is lost: the reader sees what stands there."""
    entry = built("hugo").entries()["posts/rye-starter/"]
    assert '{{< oven temp="28" >}}' in body(entry).text_content()


def test_code_of_another_tool_is_dropped_where_the_settings_say_so(built: Build) -> None:
    """The blog of Eleventy has `shortcodes = "drop"`."""
    for entry in built("eleventy").entries().values():
        assert not [mark for mark in ("{%", "{{") if mark in body(entry).text_content()]


def test_comment_of_another_tool_is_not_published(built: Build) -> None:
    """What stands in `{# … #}` was never meant to be read, like what stands in `<!-- … -->`."""
    for blog in BLOGS:
        for entry in built(blog).entries().values():
            text = body(entry).text_content()
            assert "remember to ask" not in text
            assert "the bank reads this" not in text


def test_link_to_dropped_code_does_not_lead_to_its_own_post(built: Build) -> None:
    """`[text]({{ "/plants/" | url }})` keeps its text; where it leads is that address, or nowhere."""
    entry = built("eleventy").entries()["blog/clay/"]
    places = {link.text_content(): link.get("href") for link in body(entry).iter("a")}
    assert places.get("what grows here") in (None, "https://rows.example.net/plants/")
    assert "what grows here" in body(entry).text_content()


def test_code_between_raw_marks_is_meant_to_be_read(built: Build) -> None:
    """Jekyll's `raw` says that what it encloses is no template: it stays, its marks go."""
    text = body(built("jekyll").entries()["2015/03/17/anchoring-in-weed/"]).text_content()
    assert "bearing = {{ church }} over {{ boathouse }}" in text
    assert "raw %}" not in text
