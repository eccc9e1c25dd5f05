"""Where a post is found is decided by its author, else by the site, else by the file's name."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from publisher.content import filenames, permalinks
from publisher.content.frontmatter import split
from publisher.content.keys import Keys
from publisher.content.places import at, by_name, is_elsewhere, of_post
from publisher.model import Site

PUBLISHED = datetime(2024, 3, 4, 2, tzinfo=UTC)  # still the third in New York
MakeSite = Callable[..., Site]


def keys(head: str, source: str = "posts/rest.md") -> Keys:
    return Keys(split(source, f"---\ntitle: Rest\n{head}\n---\n"), source)


@pytest.mark.parametrize(
    ("head", "pattern", "slug"),
    [
        ("", "", "rest"),
        ("slug: On Rest", "", "on-rest"),
        ("slug: ../../x", "", "x"),
        ("permalink: /2024/Rest/", "", "2024/Rest"),
        ("url: /about.html", "", "about.html"),
        ("permalink: https://blog.example.com/a/b/", "", "a/b"),
        ("permalink: /:year/:month/:day/:title/", "", "2024/03/03/rest"),
        ("permalink: pretty\ncategories: [News]", "", "news/2024/03/03/rest"),
        ("", "/:year/:title.html", "2024/rest.html"),
        ("permalink: /a/", "/:year/:title/", "a"),
        ("permalink: false", "/:year/:title/", "2024/rest"),
        ("url: https://example.org/elsewhere", "", "rest"),
    ],
)
def test_slug(site: MakeSite, head: str, pattern: str, slug: str) -> None:
    """Days are those of the site's zone. (R16)"""
    read = keys(head)
    assert of_post(read, filenames.read(read.source, "posts"), PUBLISHED, site(), pattern).slug == slug
    assert read.problems == []


def test_the_folders_of_jekyll_are_categories(site: MakeSite) -> None:
    """They come first, as in Jekyll."""
    read = keys("categories: [far]", "posts/news/_posts/2024-03-04-rest.md")
    name = filenames.read(read.source, "posts")
    assert of_post(read, name, PUBLISHED, site(), permalinks.pattern("none")).slug == "news/far/rest.html"


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("permalink: /../x/", "'permalink' has a part that begins with a dot"),
        ("permalink: /", "'permalink' must not be the site's first page"),
        ("permalink: https://example.org/x/", "'permalink' must be a path below https://blog.example.com/"),
        ("permalink: /:jear/", "'permalink' has the placeholder :jear; those known are"),
        ("permalink: '/{{ page.date }}/'", "'permalink' holds code of another tool; write the address out"),
    ],
)
def test_what_cannot_be_an_address_is_named(site: MakeSite, head: str, problem: str) -> None:
    """With its line; the post is not published somewhere else instead. (R16; hostile input 38)"""
    read = keys(head)
    of_post(read, filenames.read(read.source, "posts"), PUBLISHED, site(), "")
    assert [str(one)[: len(problem) + 17] for one in read.problems] == [f"posts/rest.md:3: {problem}"]


@pytest.mark.parametrize(
    ("slug", "url", "prefix", "home"),
    [
        ("rest", "rest/", "rest-", "rest/"),
        ("2024/03/rest", "2024/03/rest/", "2024-03-rest-", "2024/03/rest/"),
        ("2024/rest.html", "2024/rest.html", "2024-rest-", "2024/rest/"),
        ("Señal 1", "Se%C3%B1al%201/", "senal-1-", "Se%C3%B1al%201/"),
    ],
)
def test_place(site: MakeSite, slug: str, url: str, prefix: str, home: str) -> None:
    """Two pages in one folder keep their pictures apart. (hostile input 21)"""
    found = at(slug, site())
    address = "https://blog.example.com/"
    assert (found.url, found.prefix, found.home) == (address + url, prefix, address + home)


@pytest.mark.parametrize(
    ("path", "pattern", "found"),
    [
        ("posts/2024-03-04-rest.md", "", ("rest/", "rest-")),
        ("rest", "", ("rest/", "rest-")),
        ("posts/rest/index.md", "", ("rest/", "rest-")),
        ("2024-03-04-rest", "/:year/:title/", ("2024/rest/", "2024-rest-")),
        ("posts/news/_posts/2024-03-04-rest.md", "none", ("news/rest.html", "news-rest-")),
        ("posts/rest.md", "/:year/:title/", None),
        ("posts/2024-03-04-rest.md", "pretty", None),
        ("posts/2024-99-99-rest.md", "/:year/:title/", None),
        ("posts/_index.md", "", None),
        ("", "", None),
        ("/", "", None),
        ("..", "", None),
    ],
)
def test_another_post_by_its_name(site: MakeSite, path: str, pattern: str, found: tuple[str, str] | None) -> None:
    """As far as the name tells; nothing is guessed."""
    look = by_name(site(), "posts", permalinks.pattern(pattern))
    assert look(path) == (found and (f"https://blog.example.com/{found[0]}", found[1]))


def test_a_link_blog(site: MakeSite) -> None:
    """`url` with an address elsewhere is what a post is about, not where it lies."""
    assert is_elsewhere(keys("url: https://example.org/a"), site())
    assert not is_elsewhere(keys("url: https://blog.example.com/a/"), site())
    assert not is_elsewhere(keys("url: /a/"), site())
