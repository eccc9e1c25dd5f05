"""Every file of the feeds' room: feeds, archives, their style, the list of all feeds, the list of what moved."""

from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import blake2b
from typing import Any

from publisher.feeds.archives import ArchiveStart
from publisher.feeds.entry import title_of
from publisher.feeds.formats import FORMATS
from publisher.feeds.groups import Group, groups
from publisher.feeds.opml import opml
from publisher.feeds.options import Options
from publisher.feeds.redirects import REDIRECTS_PATH, redirects
from publisher.feeds.style import STYLE, STYLE_PATH
from publisher.feeds.volumes import Volume, archive_recipes, feed_recipes, feed_title, group_path, group_recipes, made
from publisher.links import to_uri
from publisher.model import Artifact, FeedLink, Post, Publication, Site
from publisher.output import Output, Recipe

_STYLE = "style"
_REDIRECTS = "redirects"
_OPML = "opml"


def output(
    site: Site, options: Options, *, archives: Sequence[ArchiveStart], moved: Sequence[tuple[str, str]]
) -> Output:
    """The feeds of `site`. `archives` come from `archive_starts` for the same publication.

    `moved` are pairs of an old and a new address, whole or below the site's, for the list of redirects. What is pointed
    at comes before what points there: style and archives, feeds, then the lists.
    """
    return Output(
        name="feeds",
        recipes=partial(_recipes, options, tuple(archives), tuple(moved)),
        make=partial(_make, site, options),
    )


def links(publication: Publication, options: Options) -> tuple[FeedLink, ...]:
    """Every feed that exists: the main one in each format, then those by tag, author and language, sorted by name."""
    return _links(publication.site, options, groups(publication, options))


def _recipes(
    options: Options,
    starts: tuple[ArchiveStart, ...],
    moved: tuple[tuple[str, str], ...],
    publication: Publication,
) -> Iterable[Recipe]:
    found = groups(publication, options)
    yield Recipe(_STYLE, STYLE)
    yield from archive_recipes(publication, options, starts)
    yield from group_recipes(found, options)
    yield from feed_recipes(publication, options, starts)
    feeds = _links(publication.site, options, found)
    taken = {*(post.url for post in publication.posts), *(feed.url for feed in feeds)}
    if lines := redirects(publication.site.url, options, moved, taken):
        yield _listed(_REDIRECTS, lines)
    yield _listed(_OPML, feeds)


def _listed(name: str, detail: tuple[Any, ...]) -> Recipe:
    return Recipe(name, blake2b(repr(detail).encode(), digest_size=16).hexdigest(), detail=detail)


def _make(site: Site, options: Options, recipe: Recipe, posts: Sequence[Post]) -> list[Artifact]:
    if isinstance(recipe.detail, Volume):
        return made(site, options, recipe.detail, posts)
    if recipe.name == _STYLE:
        return [_text(STYLE_PATH, "text/css", STYLE)]
    if recipe.name == _REDIRECTS:
        return [_text(REDIRECTS_PATH, "text/plain", "".join(f"{line}\n" for line in recipe.detail))]
    content = opml(title_of(site), to_uri(site.url), recipe.detail)
    return [Artifact(path=f"public/{options.opml}", media_type="text/x-opml", content=content)]


def _text(path: str, media_type: str, text: str) -> Artifact:
    return Artifact(path=f"public/{path}", media_type=media_type, content=text.encode())


def _links(site: Site, options: Options, found: Sequence[Group]) -> tuple[FeedLink, ...]:
    main = (_link(site, name, getattr(options, name).path) for name in FORMATS)
    further = (
        _link(site, name, group_path(group, name), group.kind, group.about)
        for group in found
        for name in options.by_formats
    )
    return (*main, *further)


def _link(site: Site, format_name: str, path: str, kind: str = "", about: str = "") -> FeedLink:
    label, media_type = FORMATS[format_name].label, FORMATS[format_name].media_type
    title = f"{feed_title(site, kind, about)} ({label})"
    # a plain path below an address that is a URI already needs no more; there may be five thousand of them
    return FeedLink(label, title, f"{site.url}{path}", media_type, kind, about)
