"""What search engines are told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from publisher.model import Post, Publication
from publisher.pages.sitemap import parts, robots
from tests.conftest import make_site
from tests.pages.built import SITE, build, output

MakePost = Callable[..., Post]
MakePublication = Callable[..., Publication]

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def read(text: str) -> list[tuple[str, str]]:
    root = etree.fromstring(text.encode())
    return [(str(e.findtext("s:loc", "", NAMESPACE)), str(e.findtext("s:lastmod", "", NAMESPACE))) for e in root]


def test_every_listed_page_with_its_last_change(post: MakePost) -> None:
    """The first page is as new as the newest change; a post that stands in no list is not told."""
    later = datetime(2024, 5, 1, 12, tzinfo=UTC)
    files = build(post(slug="rest", updated=later), post(slug="a&b"), post(slug="secret", in_lists=False))
    assert read(files["public/sitemap.xml"]) == [
        (SITE, "2024-05-01T12:00:00Z"),
        (f"{SITE}rest/", "2024-05-01T12:00:00Z"),
        (f"{SITE}a&b/", "2024-03-04T05:00:00Z"),
    ]


def test_robots_name_the_sitemap(post: MakePost) -> None:
    """Everybody may read everything."""
    assert build(post())["public/robots.txt"] == f"User-agent: *\nDisallow:\n\nSitemap: {SITE}sitemap.xml\n"


def test_a_site_in_a_folder_has_no_robots(post: MakePost) -> None:
    """Nobody looks for them there."""
    site = make_site(url="https://example.com/blog/")
    assert "public/robots.txt" not in build(post(), site=site)
    assert robots(site) == ""


def test_no_posts_no_sitemap() -> None:
    """An empty list is no valid sitemap."""
    assert not [path for path in build() if "sitemap" in path or "robots" in path]


@pytest.mark.parametrize(("count", "files"), [(1000, 1), (1001, 3)])
def test_a_large_blog_has_one_a_year(count: int, files: int, post: MakePost, publication: MakePublication) -> None:
    """Beyond a thousand posts each year has a file of its own, so that a new post leaves the others as they are."""
    made = publication(post())
    begin = datetime(2024, 1, 10, tzinfo=UTC)
    days = [int((begin - timedelta(hours=n)).timestamp()) for n in range(count)]
    many = tuple(
        made.posts[0]._replace(slug=f"p{n}", url=f"{SITE}p{n}/", published_s=day, updated_s=day, tags=())
        for n, day in enumerate(days)
    )
    website = output(make_site())
    recipes = [one for one in website.recipes(Publication(site=made.site, posts=many)) if "sitemap" in one.name]
    texts = {one.name: website.make(one, [])[0].content.decode() for one in recipes}
    assert len(texts) == files
    if files > 1:
        assert [url for url, _ in read(texts["sitemap.xml"])] == [
            f"{SITE}sitemaps/2024.xml",
            f"{SITE}sitemaps/2023.xml",
        ]
    pages = [url for name, text in texts.items() if files == 1 or "/" in name for url, _ in read(text)]
    assert sorted(pages) == sorted([SITE, *(one.url for one in many)])


def test_no_file_has_more_addresses_than_are_allowed(post: MakePost, publication: MakePublication) -> None:
    """50,000 posts of one day are told in two files."""
    (one,) = publication(post()).posts
    many = [one._replace(slug=f"p{n}") for n in range(50_000)]
    assert [(part.file, len(part.entries)) for part in parts(many, make_site())] == [
        ("sitemaps/2024.xml", 45_001),
        ("sitemaps/2024-2.xml", 5_000),
    ]
