"""Everything a publication becomes: one line an output."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from publisher.app import App
from publisher.errors import ContentError, IdentityError, Problem
from publisher.feeds import outputs as feeds
from publisher.feeds.archives import ArchiveStart
from publisher.feeds.formats import FORMATS
from publisher.links import absolute
from publisher.model import Artifact, FeedLink, Post, Publication
from publisher.newsletter.issue import address
from publisher.output import Output, Recipe
from publisher.pages import website
from publisher.pages.addresses import Placed, taken
from publisher.pages.letters import LetterLink
from publisher.social import cards, sharetext
from publisher.workflows.letters import NextIssue
from publisher.workflows.previews import Previews, previews
from publisher.workflows.proofs import next_letters, opened_letters


def outputs(
    app: App, publication: Publication, upcoming: Sequence[NextIssue], looks: Mapping[str, str], now: datetime
) -> tuple[Output, ...]:
    """One line an output, in the order in which files are written: what something points at is there before it.

    Recipes that come last, such as the first page, are made when all of these are done.
    """
    site, settings, shown = app.site, app.settings, previews(app)
    archives = tuple(ArchiveStart(*start) for start in app.identities.archive_starts())
    return (
        _assets(app, looks, now),
        cards.output(site, app.theme, shown.given),
        _pages(app, publication, shown),
        _share_texts(app, shown),
        feeds.output(site, settings.feeds, archives=archives, moved=_moved(app, publication)),
        opened_letters(app),
        next_letters(app, upcoming),
    )


def pages_alone(app: App) -> Output:
    """The pages before anything is known but one post: good for those that depend on nothing else."""
    return _pages(app, Publication(site=app.site, posts=()), Previews(app.site, ()))


def _pages(app: App, publication: Publication, shown: Previews) -> Output:
    return website.output(
        app.site,
        app.settings.pages,
        theme=app.theme,
        template_folders=app.template_folders,
        feeds=feed_links(app, publication),
        compiled=app.compiled,
        letters=_letters(app),
        picture_of=shown.of,
        pictured=shown.mark,
    )


def _letters(app: App) -> tuple[LetterLink, ...] | None:
    """The letters that the web shows, newest first; `None` where no newsletter is shown there."""
    titles = {name: letter.title for name, letter in app.settings.newsletter.items() if letter.web_version}
    if not titles:
        return None
    return tuple(
        LetterLink(
            subject=issue.subject,
            url=address(issue.id, app.site),
            newsletter=titles.get(issue.newsletter, issue.newsletter),
            opened_s=int(issue.opened_at.timestamp()),
        )
        for issue in app.ledger.shown_issues()
    )


def _share_texts(app: App, shown: Previews) -> Output:
    return sharetext.output(
        app.site,
        app.settings.social,
        picture_of=shown.of,
        pictured=shown.mark,
        wording=app.settings.checks.wording,
        template_folders=app.template_folders,
        compiled=app.compiled,
    )


def shows_old_posts(app: App) -> bool:
    """Whether there are feeds that show posts of any age, and not the newest alone."""
    options = app.settings.feeds
    return bool(options.by) or any(getattr(options, name).archive for name in FORMATS)


def taken_addresses(app: App, posts: Iterable[Placed]) -> list[Problem]:
    """A problem for every post at an address that the site's own pages and feeds need."""
    if not app.settings.pages.enabled:
        return []
    return taken(posts, app.site.url, feed_links(app, Publication(site=app.site, posts=())))


def feed_links(app: App, publication: Publication) -> tuple[FeedLink, ...]:
    """Every feed, and the list of them all."""
    site, options = app.site, app.settings.feeds
    opml = FeedLink("OPML", site.title, absolute(site.url, options.opml), "text/x-opml")
    return (*feeds.links(publication, options), opml)


def _moved(app: App, publication: Publication) -> list[tuple[str, str]]:
    """Addresses that posts had before, each with the present one, of posts that are there."""
    moved = app.identities.moved()
    present = {post.url for post in publication.posts} if moved else set()
    return [(old, new) for old, new in moved if new in present]


def _assets(app: App, looks: Mapping[str, str], now: datetime) -> Output:
    """The files that posts show, copied beside their pages."""
    return Output("files", partial(_asset_recipes, app, looks, now), partial(_asset, app.root))


def _asset_recipes(app: App, looks: Mapping[str, str], now: datetime, _: Publication) -> Iterator[Recipe]:
    taken = dict[str, str]()
    for path, source in app.cache.assets(now):
        if taken.setdefault(path, source) != source:
            text = f"would be published at {path}, where {taken[path]} is; rename one of them"
            raise IdentityError([Problem(source=source, text=text)])
        look = looks.get(source, "")
        size = int(look.split()[0]) if look[:1].isdigit() else 0
        yield Recipe(path, f"{source} {look}", detail=source, size=size)


def _asset(root: Path, recipe: Recipe, _: Sequence[Post]) -> list[Artifact]:
    try:
        content = (root / recipe.detail).read_bytes()
    except OSError as error:
        raise ContentError.at(recipe.detail, 0, f"cannot be read: {error.strerror}; a post shows it") from error
    return [Artifact(path=f"public/{recipe.name}", media_type="", content=content)]
