"""A page is made anew when anything changes that it shows, and only then."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import pytest

from publisher.model import FeedLink, Listing, Post, Publication, Site, listing
from publisher.output import Output
from tests.pages.built import DAYS, FEEDS, OPML, SITE, TAG_FEED, output, posts_of_days

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]
MakePublication = Callable[..., Publication]


def keys(made: Output, publication: Publication) -> dict[str, str]:
    return {recipe.name: recipe.key for recipe in made.recipes(publication)}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_each_key_tells_its_page(post: MakePost, site: MakeSite) -> None:
    """Whatever is done to posts and feeds, a page whose bytes differ has another key."""
    days = posts_of_days(DAYS[:8])
    made: list[tuple[dict[str, str], dict[str, str]]] = []
    for posts, feeds in _situations(post, days):
        listings = tuple(_listing(one) for one in sorted(posts, key=lambda p: (p.published, p.id), reverse=True))
        website = output(site(), feeds=feeds, count=3)
        whole = {one.id: one for one in posts}
        bytes_of, key_of = dict[str, str](), dict[str, str]()
        for recipe in website.recipes(Publication(site=site(), posts=listings)):
            (artifact,) = website.make(recipe, [whole[one.id] for one in recipe.posts])
            bytes_of[recipe.name], key_of[recipe.name] = artifact.content.decode(), recipe.key
        made.append((bytes_of, key_of))
    for bytes_before, keys_before in made:
        for bytes_after, keys_after in made:
            assert changed(bytes_before, bytes_after) <= changed(keys_before, keys_after)


def test_new_words_touch_the_page_of_the_post_alone(site: MakeSite, publication: MakePublication) -> None:
    """An old post's change costs one page; one on the first page, with its summary, a second."""
    before, website = publication(*posts_of_days()), output(site(), count=3)
    for slug, pages in (("post-2001", {"post-2001"}), ("post-2023", {"post-2023", "index.html"})):
        listings = tuple(p._replace(key="new") if p.slug == slug else p for p in before.posts)
        assert changed(keys(website, before), keys(website, replace(before, posts=listings))) == pages


@pytest.mark.parametrize("other", [{"title": "New"}, {"url": "https://blog.example.com/new/"}, {"language": "de"}])
def test_what_a_year_shows_touches_its_page(
    site: MakeSite, publication: MakePublication, other: dict[str, Any]
) -> None:
    """Another title, address or language of an old post changes its page, the list of its year and those of its tags,
    and of an address the sitemap.
    """
    before, website = publication(*posts_of_days()), output(site(), count=3)
    old = "post-2001"
    listings = tuple(p._replace(key="new", **other) if p.slug == old else p for p in before.posts)
    assert changed(keys(website, before), keys(website, replace(before, posts=listings))) == {
        *(old, "archive/2001/", "tags/rest/"),
        *(["sitemap.xml"] if "url" in other else []),
    }


def test_new_post_leaves_the_others_alone(post: MakePost, site: MakeSite, publication: MakePublication) -> None:
    """A new post brings its page, and changes the first page, its year, its tag and where they are listed; of 50,000
    posts no other is made.
    """
    (one,) = publication(post()).posts
    hour = 3600
    many = tuple(one._replace(slug=f"p{n}", key=f"k{n}", published_s=one.published_s - n * hour) for n in range(50_000))
    new = one._replace(slug="new", key="new", published_s=one.published_s + 1, updated_s=one.updated_s + 1)
    website, before = output(site()), publication()
    keys_of = [keys(website, replace(before, posts=posts)) for posts in (many, (new, *many))]
    assert changed(*keys_of) == {
        *("new", "index.html", "archive/2024/", "tags/rest/", "tags/rest/2024/", "tags/"),
        *("sitemap.xml", "sitemaps/2024.xml"),
    }


def test_further_feeds_touch_the_page_about_feeds_alone(
    post: MakePost, site: MakeSite, publication: MakePublication
) -> None:
    """A feed of a new tag is shown on one page; a main feed on all, but not in the style sheet."""
    made = publication(post())
    before, tagged, fewer = (
        keys(output(site(), feeds=feeds), made) for feeds in (FEEDS, (*FEEDS, TAG_FEED), FEEDS[:2])
    )
    assert changed(before, tagged) == {"feeds/"}
    assert changed(before, fewer) == {"feeds/", "index.html", "rest", "tags/", "tags/rest/"}


def test_whole_posts_are_asked_for_sparingly(site: MakeSite, publication: MakePublication) -> None:
    """A list of a year is made without any whole post, the first page from those it shows."""
    recipes = {r.name: r for r in output(site(), count=3).recipes(publication(*posts_of_days()))}
    wanted = {name: [listing.slug for listing in recipe.posts] for name, recipe in recipes.items()}
    assert wanted["index.html"] == ["post-2023", "post-2022", "post-2021"]
    assert wanted["post-2001"] == ["post-2001"]
    assert wanted["archive/2001/"] == wanted["feeds/"] == wanted["style.css"] == []


def test_what_leads_to_others_comes_last(post: MakePost, site: MakeSite, publication: MakePublication) -> None:
    """What leads people or search engines anywhere is written when all that it leads to is there."""
    recipes = output(site(), letters=()).recipes(publication(post()))
    assert [recipe.name for recipe in recipes if recipe.comes_last] == [
        *("index.html", "tags/", "feeds/", "newsletters/", "sitemap.xml", "robots.txt")
    ]


def _listing(post: Post) -> Listing:
    """The post under a key that names all of it, as the real one does."""
    return listing(post, blake2b(repr(post).encode(), digest_size=8).hexdigest())


def _situations(post: MakePost, posts: list[Post]) -> Iterable[tuple[list[Post], tuple[FeedLink, ...]]]:
    """Posts and feeds of a site, as they are and after one change each."""
    late = datetime(2030, 1, 1, tzinfo=UTC)
    yield posts, FEEDS
    for n in (0, 4, 7):
        one, others = posts[n], posts[:n] + posts[n + 1 :]
        yield others, FEEDS
        for change in (
            {"title": "New"},
            {"html": "<p>New</p>"},
            {"summary": "New"},
            {"url": f"{SITE}new/"},
            {"language": "he"},
            {"in_lists": False},
            {"published": late, "updated": late},
            {"updated": late},
        ):
            yield [*others, replace(one, **change)], FEEDS
    yield [*posts, post(slug="new", published=late, updated=late)], FEEDS
    yield [*posts, post(slug="between", published=DAYS[4], updated=DAYS[4])], FEEDS
    for feeds in (FEEDS[1:], tuple(reversed(FEEDS)), (*FEEDS, OPML), (*FEEDS, OPML, TAG_FEED), ()):
        yield posts, feeds
    yield posts, (*FEEDS[:2], FEEDS[2]._replace(title="Another title"))
