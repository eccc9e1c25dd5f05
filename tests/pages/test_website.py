"""The website as a reader, a browser and a feed reader meet it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest

from publisher.links import permalink
from publisher.model import Post, Site
from publisher.theme import Theme
from tests.pages.built import DAYS, FEEDS, OPML, SITE, TAG_FEED, build, page, posts_of_days, words

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]


def test_a_site_has_its_pages(post: MakePost) -> None:
    """Each post has a folder of its own; beside them stand the first page, those about feeds and tags, and what search
    engines read.
    """
    assert sorted(build(post(slug="rest"), post(slug="sleep"))) == [
        "public/feeds/index.html",
        "public/index.html",
        "public/rest/index.html",
        "public/robots.txt",
        "public/sitemap.xml",
        "public/sleep/index.html",
        "public/style.css",
        "public/tags/index.html",
        "public/tags/rest/index.html",
    ]


def test_pages_can_be_switched_off(post: MakePost) -> None:
    """A site that has its pages elsewhere gets none from here."""
    assert build(post(), enabled=False) == {}


@pytest.mark.parametrize(
    ("slug", "file"),
    [("2024/03/rest", "2024/03/rest/index.html"), ("2024/rest.html", "2024/rest.html"), ("rest.html", "rest.html")],
)
def test_author_decides_where_a_page_stands(slug: str, file: str, post: MakePost) -> None:
    """A permalink with folders, or one that names a file, is where the page is; its style is found from there."""
    files = build(post(slug=slug))
    (sheet,) = page(files, f"public/{file}").xpath("//link[@rel='stylesheet']/@href")
    assert urljoin(f"{SITE}{file}", sheet) == f"{SITE}style.css"


class TestManyPosts:
    """A first page that stays small, and lists of the years behind it."""

    def test_first_page_shows_the_newest(self) -> None:
        """Older posts are left to the lists of the years, to which the first page leads, newest year first."""
        files = build(*posts_of_days(), count=3)
        tree = page(files, "public/index.html")
        assert words(tree, "p-name") == ["In 2023", "In 2022", "In 2021"]
        links = tree.xpath("//nav[@aria-labelledby='years']//a/@href")
        assert links == [f"./archive/{day.year}/" for day in reversed(DAYS)]
        assert sum("/archive/" in path for path in files) == len(DAYS)

    def test_years_lead_to_each_other(self, post: MakePost) -> None:
        """From each list one goes to the year before and the year after, where there is one."""
        files = build(*posts_of_days(), count=3)
        ways = {
            year: page(files, f"public/archive/{year}/index.html").xpath("//nav//a/@href")
            for year in (2000, 2010, 2023)
        }
        assert ways == {
            2000: ["../../archive/2001/"],
            2010: ["../../archive/2011/", "../../archive/2009/"],
            2023: ["../../archive/2022/"],
        }
        alone = build(post(), post(slug="sleep"), count=1)["public/archive/2024/index.html"]
        assert "<nav" not in alone

    @pytest.mark.parametrize(("count", "lists"), [(24, 0), (23, 24)])
    def test_no_lists_while_all_are_on_the_first_page(self, count: int, lists: int) -> None:
        """A young blog has one page of posts, and no archive that would say the same again."""
        files = build(*posts_of_days(), count=count)
        assert sum("/archive/" in path for path in files) == lists
        assert ("by year" in files["public/index.html"]) == bool(lists)

    def test_thirty_is_usual(self, post: MakePost) -> None:
        """Without a setting thirty posts are on the first page."""
        posts = [post(slug=f"p{n}") for n in range(31)]
        assert len(words(page(build(*posts), "public/index.html"), "p-name")) == 30

    def test_unlisted_post_has_a_page_and_nothing_else(self, post: MakePost) -> None:
        """Who has its address can read it; no other page names it, nor does it fill a place on the first one."""
        hidden = post(slug="hidden", title="Hidden", in_lists=False, published=DAYS[-1], updated=DAYS[-1])
        files = build(*posts_of_days(DAYS[:2]), hidden, count=2)
        assert words(page(files, "public/hidden/index.html"), "p-name") == ["Hidden"]
        assert {path for path, text in files.items() if "idden" in text} == {"public/hidden/index.html"}
        assert not any("/archive/" in path for path in files)


def test_every_page_has_one_heading_and_its_language(post: MakePost, site: MakeSite) -> None:
    """A screen reader finds one h1, one main part and the language on every page."""
    files = build(post(), post(slug="b"), site=site(language="en-GB"), count=1)
    for path in [path for path in files if path.endswith(".html")]:
        tree = page(files, path)
        assert (len(list(tree.iter("h1"))), len(list(tree.iter("main")))) == (1, 1)
        assert (tree.get("lang"), tree.get("dir")) == ("en-GB", "ltr")


def test_feeds_are_found_from_every_page(post: MakePost) -> None:
    """A feed reader that is given any page finds the feeds of all posts, each with a title of its own."""
    # feed practice E2
    files = build(post(), post(slug="b"), count=1, feeds=(*FEEDS, OPML, TAG_FEED))
    for path in [path for path in files if path.endswith(".html")]:
        links = page(files, path).xpath("//head/link[@rel='alternate']")
        assert [(link.get("title"), link.get("type"), link.get("href")) for link in links] == [
            ("A Quiet Clinic (RSS)", "application/rss+xml", f"{SITE}rss.xml"),
            ("A Quiet Clinic (Atom)", "application/atom+xml", f"{SITE}atom.xml"),
            ("A Quiet Clinic (JSON Feed)", "application/feed+json", f"{SITE}feed.json"),
        ]


@pytest.mark.parametrize("url", [SITE, "https://www.example.org/deep/blog/"], ids=["root", "folder"])
def test_every_link_leads_somewhere(url: str, post: MakePost, site: MakeSite) -> None:
    """Every address on a page is a page of ours, a feed, or a network's share form; in a subfolder and abroad too."""
    posts = [post(slug=slug, url=permalink(url, slug)) for slug in ("rest", "año-nuevo", "2024/sleep", "a:b")]
    posts += [post(slug="2024/old.html", url=f"{url}2024/old.html")]
    feeds = [feed._replace(url=feed.url.replace(SITE, url)) for feed in FEEDS]
    files = build(*posts, site=site(url=url), feeds=feeds, count=2)
    known = {path.removeprefix("public/").removesuffix("index.html") for path in files}
    known |= {"rss.xml", "atom.xml", "feed.json"}
    for path in [path for path in files if path.endswith(".html")]:
        tree = page(files, path)
        for share in tree.find_class("share"):
            share.drop_tree()
        address = url + quote(path.removeprefix("public/").removesuffix("index.html"))
        for reference in tree.xpath("//@href | //@src"):
            target = unquote(urljoin(address, reference).split("#")[0])
            assert target.startswith(unquote(url)), f"{path} leads away to {reference}"
            assert target.removeprefix(unquote(url)) in known, f"{path} leads to {reference}"


def test_nothing_is_loaded_from_elsewhere(post: MakePost) -> None:
    """A page loads one style sheet of ours, and that loads nothing; the only script is a block of facts."""
    files = build(post(), post(slug="b"), count=1)
    for path in [path for path in files if path.endswith(".html")]:
        tree = page(files, path)
        assert [script.get("type") for script in tree.iter("script")] in ([], ["application/ld+json"])
        (sheet,) = tree.xpath("//link[@rel='stylesheet']/@href")
        assert urlsplit(sheet).netloc == ""
        assert tree.xpath("//img | //iframe | //*[@style] | //*[@*[starts-with(name(), 'on')]]") == []
    style = files["public/style.css"]
    assert not any(word in style for word in ("url(", "@import", "http:", "https:", "{{"))


def test_page_is_light(post: MakePost) -> None:
    """What a page adds to a post's own text stays below 30 KB, style sheet and all."""
    files = build(post(html=""))
    assert len(files["public/rest/index.html"].encode()) + len(files["public/style.css"].encode()) < 30_000


def test_colours_and_fonts_are_the_themes() -> None:
    """A site's colours, light and dark, and its fonts stand in the style sheet as they were set."""
    theme = Theme(accent="#123456", dark_accent="#abcdef", body_font="'Fine Print', serif")
    light, dark = build(theme=theme)["public/style.css"].split("prefers-color-scheme: dark")
    assert "--accent: #123456;" in light
    assert "--accent: #abcdef;" in dark
    assert "'Fine Print', serif" in light + dark


def test_site_can_bring_its_own_template(tmp_path: Path, post: MakePost) -> None:
    """A site's own template takes the place of the bundled one, and the others stay."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/feeds.html").write_text("{% extends 'pages/base.html' %}{% block main %}Mine{% endblock %}")
    files = build(post(), own_templates=[tmp_path])
    assert (page(files, "public/feeds/index.html").findtext(".//main") or "").strip() == "Mine"
    assert "Share this post" in files["public/rest/index.html"]


def test_same_posts_same_bytes() -> None:
    """Building twice gives the same files in the same order, whatever order the posts came in."""
    posts = posts_of_days()
    first, second = build(*posts, count=3), build(*reversed(posts), count=3)
    assert list(first.items()) == list(second.items())


def test_looking_costs_no_library() -> None:
    """Until a page is made neither templates nor their library are touched, and then they are read once."""
    code = """
import sys
from pathlib import Path
from publisher.model import Publication
from tests.pages.built import output
from tests.conftest import make_site
site = make_site()
website = output(site)
recipes = list(website.recipes(Publication(site=site, posts=())))
before = "jinja2" in sys.modules
made = [website.make(recipe, ()) for recipe in recipes]
import jinja2
jinja2.FileSystemLoader.get_source = None  # a second look would fail
assert [website.make(recipe, ()) for recipe in recipes] == made
print(before)
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
