"""The page of a post and the lists of posts, as people and programs read them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from publisher.links import share_link
from publisher.model import Enclosure, Image, Post, Site
from publisher.pages.options import Options
from tests.pages.built import SITE, build, page, words

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]


def test_post_is_an_entry(post: MakePost) -> None:
    """A program that reads microformats finds title, day, address, authors, tags and the text."""
    made = post(authors=("Dr. Ada", "Ben"), tags=("rest", "sleep"), updated=datetime(2024, 5, 6, 12, tzinfo=UTC))
    (entry,) = page(build(made), "public/rest/index.html").find_class("h-entry")
    assert words(entry, "p-name") == ["Rest is part of the treatment"]
    assert words(entry, "dt-published") == ["4 March 2024"]
    assert entry.find_class("dt-published")[0].get("datetime") == "2024-03-04T00:00:00-05:00"
    assert words(entry, "dt-updated") == ["6 May 2024"]
    assert entry.find_class("u-url")[0].get("href") == made.url
    assert words(entry, "p-author") == ["Dr. Ada", "Ben"]
    assert words(entry, "p-category") == ["rest", "sleep"]
    assert words(entry, "e-content") == ["Needles come out after half an hour. Then you rest for a while."]


@pytest.mark.parametrize("hour", [5, 9], ids=["not changed", "changed on its day"])
def test_unchanged_post_shows_one_day(hour: int, post: MakePost) -> None:
    """A post that was not changed after its day speaks of no update."""
    files = build(post(updated=datetime(2024, 3, 4, hour, tzinfo=UTC)))
    assert page(files, "public/rest/index.html").find_class("dt-updated") == []


@pytest.mark.parametrize(("length", "size"), [(1_500_000, " (1.5 MB)"), (0, None)], ids=["known", "unknown"])
def test_files_of_a_post_can_be_had(length: int, size: str | None, post: MakePost) -> None:
    """What feed readers get as an enclosure, readers of the page find under the text, with its size where known."""
    file = Enclosure(url=f"{SITE}rest/talk.mp3", length=length, media_type="audio/mpeg")
    (link,) = page(build(post(enclosures=(file,))), "public/rest/index.html").find_class("u-enclosure")
    assert (link.get("href"), link.text, link.tail) == (file.url, "talk.mp3", size)


@pytest.mark.parametrize(
    ("slug", "file", "beside", "named_alike", "elsewhere"),
    [
        ("rest", "rest/index.html", "./a.png", "./.png", "../sleep/b.png"),
        ("2024/03/rest", "2024/03/rest/index.html", "./a.png", "./.png", "../../../sleep/b.png"),
        ("2024/rest.html", "2024/rest.html", "../2024/a.png", "../2024/rest.html.png", "../sleep/b.png"),
        ("rest.html", "rest.html", "./a.png", "./rest.html.png", "./sleep/b.png"),
    ],
)
def test_own_pictures_are_near(
    slug: str, file: str, beside: str, named_alike: str, elsewhere: str, post: MakePost
) -> None:
    """Pictures of the site show before it is on the web, from a page in a folder and from one that is a file."""
    url = SITE + slug if slug.endswith(".html") else f"{SITE}{slug}/"
    folder = url.rpartition("/")[0] + "/"
    abroad = "https://example.org/c.png"
    html = "".join(f'<img src="{one}">' for one in (f"{folder}a.png", f"{url}.png", f"{SITE}sleep/b.png", abroad))
    tree = page(build(post(slug=slug, url=url, html=html)), f"public/{file}")
    assert [image.get("src") for image in tree.iter("img")] == [beside, named_alike, elsewhere, abroad]


def test_share_links_are_plain_links(post: MakePost) -> None:
    """Every network's link has a name, asks for no trust, and carries the post's address."""
    made = post()
    (share,) = page(build(made), "public/rest/index.html").find_class("share")
    links = list(share.iter("a"))
    expected = [
        share_link(name, title=made.title, text=f"{made.title} {made.url}", url=made.url) for name in Options().share
    ]
    assert share.findtext("h2") == "Share this post"
    assert [link.get("href") for link in links] == expected
    assert {link.get("rel") for link in links} == {"noopener nofollow"}
    assert all(link.text for link in links)


def test_share_links_are_chosen(post: MakePost) -> None:
    """The networks and their order are the site's; a pin only where there is a picture, nothing for none."""
    chosen = ("pinterest", "reddit", "email")
    picture = Image(url=f"{SITE}rest/a.png", alt="A chair")
    with_picture = page(build(post(image=picture), share=chosen), "public/rest/index.html")
    without = page(build(post(), share=chosen), "public/rest/index.html")
    assert [link.text for link in with_picture.find_class("share")[0].iter("a")] == ["Pinterest", "Reddit", "E-mail"]
    assert [link.text for link in without.find_class("share")[0].iter("a")] == ["Reddit", "E-mail"]
    assert page(build(post(), share=()), "public/rest/index.html").find_class("share") == []


def test_post_in_another_language_says_so(post: MakePost) -> None:
    """A Hebrew post of an English site runs from right to left; the words around it stay English."""
    tree = page(build(post(language="he")), "public/rest/index.html")
    (entry,) = tree.find_class("h-entry")
    assert (entry.get("lang"), entry.get("dir")) == ("he", "rtl")
    (after,) = tree.find_class("after")
    assert (after.get("lang"), after.get("dir")) == ("en", "ltr")


def test_first_page_shows_posts_newest_first(post: MakePost) -> None:
    """The first page shows posts with title, day, summary and a way to each."""
    older = post(slug="sleep", title="Sleep", summary="Well.", published=datetime(2023, 1, 2, 12, tzinfo=UTC))
    tree = page(build(older, post()), "public/index.html")
    assert words(tree, "p-name") == ["Rest is part of the treatment", "Sleep"]
    assert words(tree, "dt-published") == ["4 March 2024", "2 January 2023"]
    assert words(tree, "p-summary") == ["Needles come out after half an hour.", "Well."]
    assert [link.get("href") for link in tree.find_class("u-url")] == ["./rest/", "./sleep/"]


def test_empty_site_says_so() -> None:
    """Before the first post there is a page, not a void."""
    assert "No posts yet." in build()["public/index.html"]


def test_a_year_lists_its_posts(post: MakePost) -> None:
    """The list of a year has title, day and language of each of its posts, newest first, and leads to their pages."""
    older = post(slug="2024/01/shalom", title="שלום", language="he", published=datetime(2024, 1, 2, 12, tzinfo=UTC))
    tree = page(build(older, post(), count=1), "public/archive/2024/index.html")
    assert tree.findtext(".//h1") == "Posts from 2024"
    assert words(tree, "p-name") == ["Rest is part of the treatment", "שלום"]
    assert words(tree, "dt-published") == ["4 March 2024", "2 January 2024"]
    links = tree.find_class("u-url")
    assert [link.get("href") for link in links] == ["../../rest/", "../../2024/01/shalom/"]
    assert [(link.get("lang"), link.get("dir")) for link in links] == [("en", "ltr"), ("he", "rtl")]


def test_post_is_no_template(post: MakePost) -> None:
    """What looks like a template in a title, a summary or a text is shown as it was written."""
    mark = "{{ 7*7 }} {% if %} {# x #}"
    files = build(post(title=mark, summary=mark, html=f"<p>{mark}</p>"), post(slug="b", title=mark), count=1)
    tree = page(files, "public/rest/index.html")
    assert words(tree, "p-name") == [mark]
    assert words(tree, "e-content") == [mark]
    assert words(page(files, "public/index.html"), "p-summary") == [mark]
    assert words(page(files, "public/archive/2024/index.html"), "p-name") == [mark, mark]


def test_words_are_escaped_once(post: MakePost, site: MakeSite) -> None:
    """Marks and quotes in words of posts and of the site reach the reader as they were typed."""
    nasty = """Tom & "Jerry" 'n' <b>x</b> &amp; </title></script>"""
    made = post(title=nasty, summary=nasty, tags=(nasty,), authors=(nasty,))
    nasty_site = site(title=nasty, description=nasty, disclaimer=nasty)
    files = build(made, post(slug="b"), site=nasty_site, count=1)
    own, year = page(files, "public/rest/index.html"), page(files, "public/archive/2024/index.html")
    first = page(build(made, site=nasty_site), "public/index.html")
    for tree, name in [(own, "p-name"), (own, "p-author"), (own, "p-category"), (first, "p-summary")]:
        assert words(tree, name) == [nasty]
    assert nasty in words(year, "p-name")
    assert own.findtext(".//title") == f"{nasty} – {nasty}"
    assert first.findtext(".//h1") == nasty
    assert [len(list(tree.iter("b"))) for tree in (own, year, first)] == [0, 0, 0]
