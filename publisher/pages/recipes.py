"""Which pages there are, and what each is made from: the list of posts alone decides."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from publisher.model import FeedLink, Listing, Publication, Site
from publisher.output import Recipe
from publisher.pages import sitemap
from publisher.pages.letters import LetterLink
from publisher.pages.lists import TagCount, TagList, YearOfTag
from publisher.pages.options import Options
from publisher.pages.tags import FOLDER, IN_ONE_LIST, Tag, tags
from publisher.pages.years import years

# Names of recipes that are no post's: no slug ends in a slash, and a post may not have the address of such a file.
STYLE, FIRST, FEEDS, LETTERS = "style.css", "index.html", "feeds/", "newsletters/"

_LINE_SIZE = 250  # bytes, about: a post in a list

Pictured = Callable[[Listing], str]


class Everywhere(NamedTuple):
    """What recipes depend on beside the posts: `feeds` of every kind, the `letters` that the web shows (`None` for a
    site without newsletters), `key` for what every page shows.
    """

    options: Options
    feeds: tuple[FeedLink, ...]
    letters: tuple[LetterLink, ...] | None
    key: str
    pictured: Pictured


def recipes(around: Everywhere, publication: Publication) -> Iterator[Recipe]:
    """The style sheet and the posts, then the lists that lead to them."""
    if not around.options.enabled:
        return
    site = publication.site
    yield Recipe(STYLE, "")
    yield from map(partial(of_post, around.key, around.pictured), publication.posts)
    listed = [post for post in publication.posts if post.in_lists]
    lines = {post.slug: _line(post) for post in listed}
    yield from _lists(around, listed, lines, site)
    if around.options.tags:
        yield from _tag_lists(around, tags(listed), lines, site)
    yield Recipe(FEEDS, digest(around.feeds), comes_last=True)
    if around.letters is not None:
        yield Recipe(LETTERS, digest((around.key, around.letters)), detail=around.letters, comes_last=True)
    yield from _sitemap(sitemap.parts(listed, site), site)


def of_post(everywhere: str, pictured: Pictured, post: Listing) -> Recipe:
    """The page of a post."""
    return Recipe(post.slug, f"{post.key} {everywhere}{pictured(post)}", (post,))


def digest(facts: object) -> str:
    """Facts as a key."""
    return blake2b(repr(facts).encode(), digest_size=16).hexdigest()


def _line(post: Listing) -> str:
    """All that a list of titles shows: new words in a post do not change it."""
    return f"{post.url}\0{post.title}\0{post.published_s}\0{post.language}"


def _lists(around: Everywhere, listed: Sequence[Listing], lines: Mapping[str, str], site: Site) -> Iterator[Recipe]:
    """The first page, and before it a list for each year when the first page has no room for all posts."""
    newest = tuple(listed[: around.options.count])
    archive = years(listed, site.zone) if len(listed) > around.options.count else []
    for year in archive:
        key = _key((around.key, year.newer, year.older), year.posts, lines)
        yield Recipe(f"archive/{year.name}/", key, detail=year, size=_LINE_SIZE * len(year.posts))
    names = tuple(year.name for year in archive)
    key = digest((around.key, names, [post.key for post in newest]))
    yield Recipe(FIRST, key, newest, names, comes_last=True)


def _tag_lists(around: Everywhere, found: Sequence[Tag], lines: Mapping[str, str], site: Site) -> Iterator[Recipe]:
    """A list for each tag, and one of all tags; a tag of very many posts has a list for each year, too."""
    feeds = {feed.about: feed for feed in reversed(around.feeds) if feed.kind == "tag"}
    for tag in found:
        parts = years(tag.posts, site.zone) if len(tag.posts) > IN_ONE_LIST else []
        for year in parts:
            key = _key((around.key, tag.about, year.newer, year.older), year.posts, lines)
            detail = YearOfTag(tag.about, tag.address, year)
            yield Recipe(f"{tag.address}{year.name}/", key, detail=detail, size=_LINE_SIZE * len(year.posts))
        shown = TagList(
            about=tag.about,
            address=tag.address,
            posts=tag.posts[:IN_ONE_LIST],
            years=tuple(year.name for year in parts),
            feed=feeds.get(tag.about),
        )
        key = _key((around.key, tag.about, shown.years, shown.feed), shown.posts, lines)
        yield Recipe(tag.address, key, detail=shown, size=_LINE_SIZE * len(shown.posts))
    counts = tuple(TagCount(tag.about, tag.address, len(tag.posts)) for tag in found)
    if counts:
        yield Recipe(FOLDER, digest((around.key, counts)), detail=counts, comes_last=True)


def _key(facts: object, posts: Sequence[Listing], lines: Mapping[str, str]) -> str:
    made = blake2b(repr(facts).encode(), digest_size=16)
    made.update("\n".join([lines[post.slug] for post in posts]).encode())
    return made.hexdigest()


def _sitemap(parts: Sequence[sitemap.Part], site: Site) -> Iterator[Recipe]:
    """Last of all, because it sends everybody to the pages."""
    for part in parts:
        key = blake2b("\n".join([f"{url} {at}" for url, at in part.entries]).encode(), digest_size=16).hexdigest()
        yield Recipe(part.file, key, detail=part, size=part.size, comes_last=True)
    if len(parts) > 1:
        files = tuple((part.file, part.updated_s) for part in parts)
        yield Recipe(sitemap.SITEMAP, digest(files), detail=files, comes_last=True)
    if parts and sitemap.robots(site):
        yield Recipe(sitemap.ROBOTS, "", comes_last=True)
