"""Build: posts become pages, share text, feeds and the next letter, below out/."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import NamedTuple, TypeVar

from publisher.app import App
from publisher.errors import IdentityError, Problem, parted
from publisher.feeds.archives import ArchiveStart, archive_starts
from publisher.files import sweep
from publisher.idle import out_look
from publisher.layout import IDS_FILE
from publisher.model import Listing, Publication
from publisher.pages.addresses import Placed
from publisher.state.database import transaction
from publisher.state.identity import refuse_doubles
from publisher.state.idsfile import contradicted
from publisher.workflows.ahead import Ahead
from publisher.workflows.letters import NextIssue, next_issues
from publisher.workflows.making import Kitchen, Tally, bring_up_to_date
from publisher.workflows.outputs import outputs, pages_alone, shows_old_posts, taken_addresses
from publisher.workflows.previews import give_cards
from publisher.workflows.progress import Progress
from publisher.workflows.stock import Stock, take_stock

_Placed = TypeVar("_Placed", bound=Placed)


class Edition(NamedTuple):
    """What the world may see at one moment, the letters that come next, and why some posts or notes are in neither."""

    publication: Publication
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    next_issues: tuple[NextIssue, ...]


class BuildReport(NamedTuple):
    """What a build did. `was_needed` is false when there was nothing new and so nothing was looked at; `changed` and
    `removed` are paths below out/, sorted; `warnings` are about posts that were read just now; `looks` is how the posts
    folder looked before anything was read.
    """

    was_needed: bool
    posts: int
    changed: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    next_issues: tuple[NextIssue, ...]
    looks: Mapping[str, str]


def build(app: App, now: datetime, progress: Progress, *, thorough: bool = False, is_due: bool = False) -> BuildReport:
    """Bring out/ to the posts that are public at `now`.

    Nothing is made when no file and no setting changed since the last complete build and nothing `is_due`; with
    `thorough` every file is made and compared with what stands there. Posts with problems are left out and reported;
    the others are built. Raises `IdentityError` when two posts claim one id or address, or a post may have lost its
    id: nothing is written then, and every other problem is told with it.
    """
    with closing(Ahead(pages_alone(app), app.state, spares_bodies=not shows_old_posts(app))) as ahead:
        stock = take_stock(app, now, progress, ahead)
        return _built(app, stock, now, progress, thorough=thorough, is_due=is_due)


def _built(app: App, stock: Stock, now: datetime, progress: Progress, *, thorough: bool, is_due: bool) -> BuildReport:
    has_other_ids = app.identities.has_news(app.root / IDS_FILE)
    if has_other_ids:
        app.cache.set_facts(built="", calm_until="")
    if not (thorough or is_due or _is_waited_for(app, now)) and _is_current(app):
        return _report(stock, None, Tally(), was_needed=False)
    try:
        edition = prepare(app, stock, now)
    except IdentityError as error:
        raise IdentityError({*stock.problems, *error.problems}) from error
    if has_other_ids:
        said = contradicted(app.root / IDS_FILE, edition.publication.posts)
        stock = stock._replace(fresh=(*stock.fresh, *said))
    made = _write(app, edition, stock, now, progress, thorough=thorough)
    made.problems += edition.problems
    _remember(app, now, complete=not made.problems)
    return _report(stock, edition, made, was_needed=True)


def known_posts(app: App, now: datetime, progress: Progress) -> tuple[Listing, ...]:
    """Every public post under its permanent id, as a build would show it; writes no file."""
    publication, _ = _settled(app, take_stock(app, now, progress), now)
    return publication.posts


def prepare(app: App, stock: Stock, now: datetime) -> Edition:
    """Settle which posts are public at `now` under which ids, and which letters come next; writes no file."""
    publication, problems = _settled(app, stock, now)
    _settle_archives(app, publication)
    give_cards(app, publication)
    upcoming = tuple(next_issues(app, stock.shelf, publication.posts, now))
    of_notes, warnings = parted(problem for one in upcoming for problem in one.problems)
    return Edition(publication=publication, problems=(*problems, *of_notes), warnings=warnings, next_issues=upcoming)


def _settled(app: App, stock: Stock, now: datetime) -> tuple[Publication, tuple[Problem, ...]]:
    """The public posts, each under its permanent id, and why others are left out; what two posts claim is refused
    before anything is remembered.
    """
    # the state's commit comes first: a cache that knew more than the state would lose ids in a crash
    with app.cache.transaction(), transaction(app.connection()):
        app.identities.take_in(app.root / IDS_FILE, stock.looks.__contains__)
        unsettled = app.cache.claims(now)
        homeless = taken_addresses(app, [claim for claim in unsettled if claim.is_public])
        claims = _without(unsettled, homeless)
        ids = app.identities.settle(claims, stock.looks.keys(), now)
        app.cache.settle({claim.source: ids.get(claim.source, "") for claim in claims})
        if not app.cache.fact("gone_noted"):
            app.identities.note_gone(stock.looks.keys())
            app.cache.set_facts(gone_noted="yes")
        listings = app.cache.listings(now)
        if evicted := taken_addresses(app, listings):
            app.cache.unsettle(problem.source for problem in evicted)
        posts = _without(listings, evicted)
        refuse_doubles(posts)
    return Publication(site=app.site, posts=tuple(posts)), (*homeless, *evicted)


def _without(posts: Sequence[_Placed], problems: Sequence[Problem]) -> Sequence[_Placed]:
    """The posts that none of the problems is about."""
    refused = {problem.source for problem in problems}
    return [post for post in posts if post.source not in refused] if refused else posts


def _settle_archives(app: App, publication: Publication) -> None:
    known = [ArchiveStart(*start) for start in app.identities.archive_starts()]
    app.identities.put_archive_starts(archive_starts(publication, known))


def _write(app: App, edition: Edition, stock: Stock, now: datetime, progress: Progress, *, thorough: bool) -> Tally:
    if app.cache.fact("writing"):
        sweep(app.out)  # the last build was cut off, and may have left files half-written beside the whole ones
    app.cache.set_facts(built="", calm_until="", writing="yes")
    is_elsewhere = app.cache.fact("place") != _place(app)  # what was written there is not here
    kitchen = Kitchen(shelf=stock.shelf, state=app.state, out=app.out, inputs=app.inputs)
    made = outputs(app, edition.publication, edition.next_issues, stock.looks, now)
    tally = bring_up_to_date(kitchen, made, edition.publication, progress, thorough=thorough or is_elsewhere)
    app.cache.set_facts(writing="", place=_place(app))
    return tally


def _is_waited_for(app: App, now: datetime) -> bool:
    """Whether some waiting post's time has come since the last build."""
    waiting = app.cache.fact("waiting")
    return bool(waiting) and now >= datetime.fromisoformat(waiting)


def _is_current(app: App) -> bool:
    """Whether out/ holds what the last complete build wrote."""
    return app.cache.fact("built") == _place(app) != ""


def _place(app: App) -> str:
    return out_look(str(app.out))


def _remember(app: App, now: datetime, *, complete: bool) -> None:
    waiting = app.cache.next_publication(now)
    app.cache.set_facts(waiting=waiting.isoformat() if waiting else "", built=_place(app) if complete else "")


def _report(stock: Stock, edition: Edition | None, made: Tally, *, was_needed: bool) -> BuildReport:
    return BuildReport(
        was_needed=was_needed,
        posts=len(edition.publication.posts) if edition else 0,
        changed=tuple(sorted(made.changed)),
        unchanged=made.unchanged,
        removed=tuple(sorted(made.removed)),
        problems=tuple(sorted({*stock.problems, *made.problems})),
        warnings=(*stock.fresh, *(edition.warnings if edition else ())),
        next_issues=edition.next_issues if edition else (),
        looks=stock.looks,
    )
