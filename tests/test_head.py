"""Head tags: what a link preview and a search engine read of a page."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import lxml.html
import pytest

from publisher.head import feed_tags, page_tags, post_tags, profile_tags
from publisher.model import FeedLink, Image, Post, Site

NASTY = """</script><script>alert(1)</script> <!-- & "quotes" 'n' <b>"""


def read(tags: tuple[str, ...]) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(f"<!DOCTYPE html><head>{''.join(tags)}</head><body></body>")


def contents(tags: tuple[str, ...], name: str) -> list[str]:
    return [str(m.get("content")) for m in read(tags).iter("meta") if name in (m.get("property"), m.get("name"))]


def posting(tags: tuple[str, ...]) -> dict[str, Any]:
    (script,) = read(tags).iter("script")
    assert script.get("type") == "application/ld+json"
    facts: dict[str, Any] = json.loads(script.text or "")
    return facts


def test_post_says_what_a_preview_shows(site: Callable[..., Site], post: Callable[..., Post]) -> None:
    """Title, address, summary and site stand in the tags that previews read; the address is the canonical one."""
    tags = post_tags(site(language="en-GB"), post(language="en-GB"), None)
    assert contents(tags, "og:title") == ["Rest is part of the treatment"]
    assert contents(tags, "og:type") == ["article"]
    assert contents(tags, "og:description") == contents(tags, "description") == ["Needles come out after half an hour."]
    assert contents(tags, "og:site_name") == ["A Quiet Clinic"]
    assert read(tags).xpath("//link[@rel='canonical']/@href") == contents(tags, "og:url")


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en-GB", ["en_GB"]), ("sr-Latn-RS", ["sr_RS"]), ("en", []), ("zh-Hant", []), ("de-1996", [])],
)
def test_locale_needs_a_territory(
    language: str, locale: list[str], site: Callable[..., Site], post: Callable[..., Post]
) -> None:
    """A language without a country gives no locale: guessing one would be a false claim."""
    assert contents(post_tags(site(), post(language=language), None), "og:locale") == locale


def test_dates_carry_the_offset_of_the_day(site: Callable[..., Site], post: Callable[..., Post]) -> None:
    """Published in winter and changed in summer, each moment has its own offset of the site's zone."""
    tags = post_tags(site(), post(updated=datetime(2024, 7, 1, 12, tzinfo=UTC)), None)
    assert contents(tags, "article:published_time") == ["2024-03-04T00:00:00-05:00"]
    assert contents(tags, "article:modified_time") == ["2024-07-01T08:00:00-04:00"]
    assert posting(tags)["datePublished"] == "2024-03-04T00:00:00-05:00"
    assert posting(tags)["dateModified"] == "2024-07-01T08:00:00-04:00"


def test_picture_is_shown_large_with_its_words(site: Callable[..., Site], post: Callable[..., Post]) -> None:
    """A post's picture comes with its description and size, and asks for the large card."""
    picture = Image(url="https://blog.example.com/rest/couch.jpg", alt="A couch", width=1200, height=630)
    tags = post_tags(site(), post(), picture)
    found = [contents(tags, f"og:image{part}") for part in ("", ":type", ":alt", ":width", ":height")]
    assert found == [[picture.url], ["image/jpeg"], ["A couch"], ["1200"], ["630"]]
    assert contents(tags, "twitter:image:alt") == ["A couch"]
    assert contents(tags, "twitter:card") == ["summary_large_image"]
    assert posting(tags)["image"] == [picture.url]


def test_without_a_picture_none_is_claimed(site: Callable[..., Site], post: Callable[..., Post]) -> None:
    """A post without a picture has no picture tags, not empty ones, and a small card."""
    tags = post_tags(site(), post(), None)
    assert "image" not in "".join(tags)
    assert contents(tags, "twitter:card") == ["summary"]


def test_six_tags_are_named(site: Callable[..., Site], post: Callable[..., Post]) -> None:
    """A post with many tags names the first six to previews and all to search engines."""
    tags = post_tags(site(), post(tags=tuple("abcdefgh")), None)
    assert contents(tags, "article:tag") == list("abcdef")
    assert contents(tags, "article:section") == ["a"]
    assert posting(tags)["keywords"] == list("abcdefgh")


def test_blog_posting_names_people_and_page(site: Callable[..., Site], post: Callable[..., Post]) -> None:
    """Search engines learn who wrote the post, who publishes it, where it is and in which language."""
    facts = posting(post_tags(site(), post(authors=("Dr. Ada", "Ben")), None))
    assert facts["@type"] == "BlogPosting"
    assert [author["name"] for author in facts["author"]] == ["Dr. Ada", "Ben"]
    assert facts["publisher"]["name"] == "A Quiet Clinic"
    assert facts["mainEntityOfPage"] == "https://blog.example.com/rest/"
    assert facts["inLanguage"] == "en"


def test_nothing_breaks_out(site: Callable[..., Site], post: Callable[..., Post]) -> None:
    """Marks in title, summary, tags, names and the picture's words stay words: escaped once, and no second script."""
    picture = Image(url="https://blog.example.com/a.png?b=1&c=2", alt=NASTY)
    words = {
        "title": NASTY,
        "summary": NASTY,
        "tags": (NASTY,),
        "authors": (NASTY,),
    }
    tags = post_tags(site(title=NASTY), post(**words), picture)
    for name in ("og:title", "og:description", "description", "og:site_name", "article:tag", "og:image:alt"):
        assert contents(tags, name) == [NASTY]
    assert contents(tags, "og:image") == [picture.url]
    facts = posting(tags)
    assert (facts["headline"], facts["author"][0]["name"], facts["keywords"]) == (NASTY, NASTY, [NASTY])


def test_page_that_is_no_post(site: Callable[..., Site]) -> None:
    """The list of posts is a website to previews; without a description it claims none."""
    tags = page_tags(site(), title="All", url="https://blog.example.com/", description="")
    assert contents(tags, "og:type") == ["website"]
    assert contents(tags, "og:url") == ["https://blog.example.com/"]
    assert "description" not in "".join(tags)


def test_feeds_are_named_in_their_order(site: Callable[..., Site]) -> None:
    """A feed reader finds each feed's type, title and address, the one to offer first before the others."""
    # feed practice E2
    feeds = [
        FeedLink("RSS", NASTY, "https://blog.example.com/rss.xml?a=1&b=2", "application/rss+xml"),
        FeedLink("Atom", f"{site().title} (Atom)", "https://blog.example.com/atom.xml", "application/atom+xml"),
    ]
    links = read(feed_tags(feeds)).xpath("//link[@rel='alternate']")
    assert [(link.get("type"), link.get("title"), link.get("href")) for link in links] == [
        (feed.media_type, feed.title, feed.url) for feed in feeds
    ]


def test_accounts_are_named(site: Callable[..., Site], post: Callable[..., Post]) -> None:
    """Mastodon shows the author on the card, X the blog; an account that is not there is not named."""
    tags = post_tags(site(fediverse="@ada@example.social", x="@ada"), post(), None)
    assert contents(tags, "fediverse:creator") == ["@ada@example.social"]
    assert contents(tags, "twitter:site") == ["@ada"]
    assert "fediverse" not in "".join(post_tags(site(), post(), None))


def test_a_very_long_description_of_a_picture(site: Callable[..., Site], post: Callable[..., Post]) -> None:
    """X takes 420 characters of it."""
    picture = Image(url="https://blog.example.com/a.png", alt="a" * 500)
    assert contents(post_tags(site(), post(), picture), "twitter:image:alt") == ["a" * 420]


def test_the_sites_own_author_has_a_page(site: Callable[..., Site], post: Callable[..., Post]) -> None:
    """A post that names nobody is the site's author's, whose page is named; a guest's is not known."""
    about = site(author_url="https://example.com/ada")
    assert posting(post_tags(about, post(authors=()), None))["author"] == [
        {"@type": "Person", "name": "Dr. Ada", "url": "https://example.com/ada"}
    ]
    assert posting(post_tags(about, post(authors=("Ben",)), None))["author"] == [{"@type": "Person", "name": "Ben"}]


def test_other_pages_show_the_sites_picture(site: Callable[..., Site]) -> None:
    """A list of posts is previewed by the picture of the site, if it has one."""
    picture = Image(url="https://example.com/site.png", alt="A door")
    tags = page_tags(site(picture=picture), title="All", url="https://blog.example.com/", description="")
    assert contents(tags, "og:image") == [picture.url]
    assert contents(tags, "twitter:card") == ["summary_large_image"]


def test_profiles_point_both_ways(site: Callable[..., Site]) -> None:
    """The first page names the author's profiles, so that these can prove who they are."""
    found = read(profile_tags(site(profiles=("https://example.social/@ada?a&b",)))).xpath("//link[@rel='me']/@href")
    assert found == ["https://example.social/@ada?a&b"]
