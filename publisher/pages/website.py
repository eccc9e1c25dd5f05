"""The web side of a publication: a page for each post, lists that lead to them, feeds, letters, sitemap."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from publisher import templates
from publisher.head import feed_tags
from publisher.languages import direction
from publisher.model import Artifact, FeedLink, Image, Listing, Post, Site
from publisher.output import Output, Recipe
from publisher.pages import sitemap
from publisher.pages.feedspage import about_feeds, main_feeds
from publisher.pages.letters import LetterLink, page_of_letters
from publisher.pages.lists import (
    TagList,
    YearOfTag,
    first_page,
    page_of_tag,
    page_of_tag_in_year,
    page_of_tags,
    page_of_year,
)
from publisher.pages.options import Options
from publisher.pages.page import Page, page_of
from publisher.pages.recipes import FEEDS, FIRST, LETTERS, STYLE, Everywhere, Pictured, digest, of_post, recipes
from publisher.pages.saying import Saying
from publisher.pages.tags import FOLDER
from publisher.pages.years import Year
from publisher.theme import Theme
from publisher.words import PAGES, words_for

if TYPE_CHECKING:
    import jinja2

_PictureOf = Callable[[Post], Image | None]


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
    letters: tuple[LetterLink, ...] | None = None,
    compiled: Path | None = None,
    picture_of: _PictureOf = _own_picture,
    pictured: Pictured = _by_itself,
) -> Output:
    """Every page, the style sheet and the sitemap, below `public/`; nothing when pages are switched off.

    `template_folders`: a site's own first, then the bundled ones, each with a folder `pages`; `compiled` is a private
    folder in which compiled templates are kept from run to run. `feeds` are all there are; every page names those that
    are limited to nothing. `letters` are those that the web shows, newest first, `None` for a site without newsletters.
    `picture_of` gives the picture that a preview of a post shows, `pictured` names it as far as it is not the post's
    own. No post may stand at an address that is `addresses.taken`.
    `make` raises `TemplateError` for a template that cannot be filled.
    """
    # looked up and compiled when a process makes its first page, and kept for the others
    environment = cache(lambda: templates.environment(template_folders, compiled=compiled))
    saying = cache(lambda: Saying(words_for(site.language, template_folders, PAGES)))
    maker = _Maker(
        site=site,
        options=options,
        theme=theme,
        feeds=feeds,
        feed_tags=feed_tags(main_feeds(feeds)),
        has_letters=letters is not None,
        picture_of=picture_of,
        environment=environment,
        saying=saying,
    )
    everywhere = digest((main_feeds(feeds), letters is not None))
    around = Everywhere(options, feeds, letters, everywhere, pictured)
    return Output(
        name="pages",
        recipes=partial(recipes, around),
        make=maker.make,
        alone=partial(of_post, everywhere, pictured) if options.enabled else None,
    )


class _Maker(NamedTuple):
    """What pages are made with beside the posts; `feed_tags` stand in the head of each."""

    site: Site
    options: Options
    theme: Theme
    feeds: tuple[FeedLink, ...]
    feed_tags: tuple[str, ...]
    has_letters: bool
    picture_of: _PictureOf
    environment: Callable[[], "jinja2.Environment"]
    saying: Callable[[], Saying]

    def make(self, recipe: Recipe, posts: Sequence[Post]) -> list[Artifact]:
        """The one file of the recipe."""
        if recipe.name == STYLE:
            style = templates.fill(self.environment(), "pages/style.css", {"theme": self.theme})
            return [_file(STYLE, "text/css", style)]
        if recipe.name == sitemap.ROBOTS:
            return [_file(sitemap.ROBOTS, "text/plain", sitemap.robots(self.site))]
        if isinstance(recipe.detail, sitemap.Part):
            return [_file(recipe.name, "application/xml", sitemap.sitemap(recipe.detail))]
        if recipe.name == sitemap.SITEMAP:
            return [_file(recipe.name, "application/xml", sitemap.index(recipe.detail, self.site))]
        page = self._page(recipe, posts)
        html = templates.fill(self.environment(), page.template, self._values(page))
        return [_file(page.file, "text/html", html)]

    def _page(self, recipe: Recipe, posts: Sequence[Post]) -> Page:
        if recipe.posts and recipe.name != FIRST:
            (post,) = posts
            return page_of(post, self.site, self.options.share, self.picture_of(post), has_tag_lists=self.options.tags)
        if recipe.name == FIRST:
            return first_page(posts, recipe.detail, self.site)
        return self._list(recipe)

    def _list(self, recipe: Recipe) -> Page:
        site, saying = self.site, self.saying()
        if recipe.name == FEEDS:
            return about_feeds(self.feeds, site, saying)
        if recipe.name == LETTERS:
            return page_of_letters(recipe.detail, site, saying)
        if recipe.name == FOLDER:
            return page_of_tags(recipe.detail, site, saying)
        if isinstance(recipe.detail, TagList):
            return page_of_tag(recipe.detail, site, saying)
        if isinstance(recipe.detail, YearOfTag):
            return page_of_tag_in_year(recipe.detail, site, saying)
        year: Year = recipe.detail
        return page_of_year(year, site, saying)

    def _values(self, page: Page) -> dict[str, object]:
        """What the page's template gets: what all get, and its own; `home` leads to the first page, `say` gives fixed
        words for the page and `tell` as text for an attribute.
        """
        saying = self.saying()
        return {
            "site": self.site,
            "direction": direction(self.site.language),
            "title": page.title,
            "head_tags": templates.own_html("\n".join((*page.head_tags, *self.feed_tags))),
            "home": page.home,
            "has_tag_lists": self.options.tags,
            "has_letters": self.has_letters,
            "say": saying.html,
            "tell": saying.plain,
            **page.values,
        }


def _file(path: str, media_type: str, text: str) -> Artifact:
    return Artifact(path=f"public/{path}", media_type=media_type, content=text.encode())
