"""A list of posts for each tag."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from publisher.model import Post, Publication
from publisher.pages.tags import address, tags
from tests.conftest import make_site
from tests.pages.built import FEEDS, TAG_FEED, build, output, page, words

MakePost = Callable[..., Post]
MakePublication = Callable[..., Publication]


def hrefs(files: dict[str, str], path: str, words: str) -> list[str]:
    return [str(href) for href in page(files, path).xpath(f"//main//a[{words}]/@href")]


def test_each_tag_leads_to_its_posts(post: MakePost) -> None:
    """From the post to the tag and from there to all of its posts, newest first."""
    march, april = (datetime(2024, month, 4, 12, tzinfo=UTC) for month in (3, 4))
    files = build(
        post(slug="rest", title="Rest", tags=("tai chi", "Rest"), published=march, updated=march),
        post(slug="sleep", title="Sleep", tags=("Tai Chi",), published=april, updated=april),
        post(slug="food", title="Food", tags=("food",)),
    )
    assert hrefs(files, "public/rest/index.html", "@rel='tag'") == ["../tags/tai-chi/", "../tags/rest/"]
    assert words(page(files, "public/tags/tai-chi/index.html"), "p-name") == ["Sleep", "Rest"]
    assert page(files, "public/tags/tai-chi/index.html").findtext(".//h1") == "Posts tagged “tai chi”"
    assert hrefs(files, "public/tags/tai-chi/index.html", "contains(@class, 'u-url')") == [
        "../../sleep/",
        "../../rest/",
    ]


def test_all_tags_are_counted_on_one_page(post: MakePost) -> None:
    """Sorted by name, each with the number of its posts; the foot of every page leads there."""
    files = build(post(slug="a", tags=("sleep", "food")), post(slug="b", tags=("food",)))
    rows = [
        " ".join(str(row.text_content()).split()) for row in page(files, "public/tags/index.html").xpath("//main//li")
    ]
    assert rows == ["food 2", "sleep 1"]
    assert page(files, "public/a/index.html").xpath("//footer[@class='colophon']//a/@href")[1] == "../tags/"


def test_a_tags_feed_is_offered(post: MakePost) -> None:
    """In the head for programs, on the page for people."""
    files = build(post(tags=("tai chi",)), feeds=(*FEEDS, TAG_FEED))
    tree = page(files, "public/tags/tai-chi/index.html")
    assert TAG_FEED.url in tree.xpath("//link[@rel='alternate']/@href")
    assert TAG_FEED.url in tree.xpath("//main//a/@href")
    assert TAG_FEED.url not in page(build(post(tags=("rest",)), feeds=FEEDS), "public/tags/rest/index.html").xpath(
        "//@href"
    )


def test_a_post_in_no_list_is_in_none_of_its_tags(post: MakePost) -> None:
    """It names them, and leads nowhere."""
    files = build(post(slug="secret", tags=("rest",), in_lists=False), post(slug="open", tags=("food",)))
    assert words(page(files, "public/secret/index.html"), "p-category") == ["rest"]
    assert hrefs(files, "public/secret/index.html", "@rel='tag'") == []
    assert "public/tags/rest/index.html" not in files


def test_tag_lists_can_be_switched_off(post: MakePost) -> None:
    """Then nothing leads to them."""
    files = build(post(), tags=False)
    assert not [path for path, text in files.items() if "tags/" in path or "tags/" in text]


def test_a_tag_of_very_many_posts_has_years(post: MakePost, publication: MakePublication) -> None:
    """The newest hundred, and a list for each year; a new post changes two of them."""
    made = publication(post(tags=("rest",)))
    begin = datetime(2024, 3, 4, tzinfo=UTC)
    days = [int((begin - timedelta(days=10 * n)).timestamp()) for n in range(120)]
    many = tuple(made.posts[0]._replace(slug=f"p{n}", published_s=day) for n, day in enumerate(days))
    website = output(make_site())
    recipes = {one.name: one for one in website.recipes(Publication(site=made.site, posts=many))}
    names = [name for name in recipes if name.startswith("tags/rest/")]
    assert names == [*(f"tags/rest/{year}/" for year in (2024, 2023, 2022, 2021, 2020)), "tags/rest/"]
    text = website.make(recipes["tags/rest/"], [])[0].content.decode()
    assert (text.count("p-name"), text.count('href="../../tags/rest/20')) == (100, 5)
    year = website.make(recipes["tags/rest/2023/"], [])[0].content.decode()
    assert 'rel="next" href="../../../tags/rest/2024/"' in year
    assert "<h1>Posts tagged “rest”, 2023</h1>" in year


@pytest.mark.parametrize(
    ("tag", "folder"), [("Chinese Medicine", "tags/chinese-medicine/"), ("C++", "tags/c-"), ("针灸", "tags/")]
)
def test_a_tags_address(tag: str, folder: str) -> None:
    """Plain letters become themselves; anything else also gets a digest, so that no two tags meet."""
    assert address(tag).startswith(folder)
    assert address(tag).endswith("/")
    assert address(tag) != address(f"{tag}+")


def test_a_tag_named_twice_counts_once(post: MakePost, publication: MakePublication) -> None:
    """However its post spells it."""
    (tag,) = tags(publication(post(tags=("Rest", "rest"))).posts)
    assert (tag.about, len(tag.posts)) == ("rest", 1)
