"""The web side of a publication: a page for each post, the first page, a list for each year, the page about feeds."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from publisher import templates
from publisher.head import feed_tags
from publisher.languages import direction
from publisher.model import Artifact, FeedLink, Image, Listing, Post, Publication, Site
from publisher.output import Output, Recipe
from publisher.pages.feedspage import about_feeds, main_feeds
from publisher.pages.options import Options
from publisher.pages.page import Page, first_page, page_of, page_of_year
from publisher.pages.years import Year, years
from publisher.theme import Theme

if TYPE_CHECKING:
    import jinja2

# Names of recipes that are no post's: no slug ends in a slash, and a post may not have the address of such a file.
_STYLE, _FIRST, _FEEDS = "style.css", "index.html", "feeds/"

_PictureOf = Callable[[Post], Image | None]
_Pictured = Callable[[Listing], str]

_LINE_SIZE = 250  # bytes, about: a post in the list of its year


def _own_picture(post: Post) -> Image | None:
    return post.image


def _by_itself(_: Listing) -> str:
    return ""


def output(
    site: Site,
    options: Options,
    *,
    theme: Theme,
    template_folders: Sequence[Path],
    feeds: tuple[FeedLink, ...],
    compiled: Path | None = None,
    picture_of: _PictureOf = _own_picture,
    pictured: _Pictured = _by_itself,
) -> Output:
    """Every page and the style sheet, below `public/`; nothing when pages are switched off.

    `template_folders`: a site's own first, then the bundled ones, each with a folder `pages`; `compiled` is a private
    folder in which compiled templates are kept from run to run. `picture_of` gives the picture that a preview of a post
    shows, `pictured` names it as far as it is not the post's own. `feeds` are all there
    are; every page names those that are limited to nothing. No post may stand at an address that is `addresses.taken`.
    `make` raises `TemplateError` for a template that cannot be filled.
    """
    # looked up and compiled when a process makes its first page, and kept for the others
    environment = cache(lambda: templates.environment(template_folders, compiled=compiled))
    maker = _Maker(
        picture_of=picture_of,
        site=site,
        options=options,
        theme=theme,
        feeds=feeds,
        feed_tags=feed_tags(main_feeds(feeds)),
        environment=environment,
    )
    everywhere = _digest(main_feeds(feeds))
    return Output(
        name="pages",
        recipes=partial(_recipes, options, feeds, everywhere, pictured),
        make=maker.make,
        alone=partial(_of_post, everywhere, pictured) if options.enabled else None,
    )


def _recipes(
    options: Options, feeds: tuple[FeedLink, ...], everywhere: str, pictured: _Pictured, publication: Publication
) -> Iterator[Recipe]:
    """The style sheet and the posts, then the lists that lead to them; `everywhere` names what every page shows."""
    if not options.enabled:
        return
    yield Recipe(_STYLE, "")
    yield from map(partial(_of_post, everywhere, pictured), publication.posts)
    listed = [post for post in publication.posts if post.in_lists]
    yield from _lists(listed, options.count, publication.site.zone, everywhere)
    yield Recipe(_FEEDS, _digest(feeds), comes_last=True)


def _of_post(everywhere: str, pictured: _Pictured, post: Listing) -> Recipe:
    return Recipe(post.slug, f"{post.key} {everywhere}{pictured(post)}", (post,))


def _lists(listed: Sequence[Listing], count: int, zone: ZoneInfo, everywhere: str) -> Iterator[Recipe]:
    """The first page, and before it a list for each year when the first page has no room for all posts."""
    newest = tuple(listed[:count])
    archive = years(listed, zone) if len(listed) > count else []
    for year in archive:
        key = _digest((everywhere, year.newer, year.older, _lines(year.posts)))
        yield Recipe(f"archive/{year.name}/", key, detail=year, size=_LINE_SIZE * len(year.posts))
    names = tuple(year.name for year in archive)
    yield Recipe(_FIRST, _digest((everywhere, names, _keys(newest))), newest, names, comes_last=True)


def _keys(posts: Sequence[Listing]) -> list[str]:
    return [post.key for post in posts]


def _lines(posts: Sequence[Listing]) -> list[tuple[str, str, int, str]]:
    """All that a list of titles shows: new words in a post do not change it."""
    return [(post.url, post.title, post.published_s, post.language) for post in posts]


def _digest(facts: object) -> str:
    return blake2b(repr(facts).encode(), digest_size=16).hexdigest()


class _Maker(NamedTuple):
    """What pages are made with beside the posts; `feed_tags` stand in the head of each."""

    picture_of: _PictureOf
    site: Site
    options: Options
    theme: Theme
    feeds: tuple[FeedLink, ...]
    feed_tags: tuple[str, ...]
    environment: Callable[[], "jinja2.Environment"]

    def make(self, recipe: Recipe, posts: Sequence[Post]) -> list[Artifact]:
        """The one file of the recipe."""
        if recipe.name == _STYLE:
            style = templates.fill(self.environment(), "pages/style.css", {"theme": self.theme})
            return [Artifact(path="public/style.css", media_type="text/css", content=style.encode())]
        page = self._page(recipe, posts)
        html = templates.fill(self.environment(), page.template, self._values(page))
        return [Artifact(path=f"public/{page.file}", media_type="text/html", content=html.encode())]

    def _page(self, recipe: Recipe, posts: Sequence[Post]) -> Page:
        if recipe.name == _FIRST:
            return first_page(posts, recipe.detail, self.site)
        if recipe.name == _FEEDS:
            return about_feeds(self.feeds, self.site)
        if isinstance(recipe.detail, Year):
            return page_of_year(recipe.detail, self.site)
        return page_of(posts[0], self.site, self.options.share, self.picture_of(posts[0]))

    def _values(self, page: Page) -> dict[str, object]:
        """What the page's template gets: what all get, and its own; `home` leads to the first page."""
        return {
            "site": self.site,
            "direction": direction(self.site.language),
            "title": page.title,
            "head_tags": templates.own_html("\n".join((*page.head_tags, *self.feed_tags))),
            "home": page.home,
            **page.values,
        }
