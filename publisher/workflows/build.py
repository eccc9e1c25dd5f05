"""Build: posts become pages, share text, feeds and the next letter, below out/."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from publisher.app import App
from publisher.errors import IdentityError, Problem
from publisher.files import Written, write_tree
from publisher.model import Artifact, Publication
from publisher.workflows.letters import NextIssue, next_issues
from publisher.workflows.outputs import outputs
from publisher.workflows.progress import Progress, watched
from publisher.workflows.stock import BUILT, take_stock

_WAITING = "waiting until"
_NOTHING = Written(changed=(), unchanged=0, removed=())


@dataclass(frozen=True, kw_only=True)
class Edition:
    """All that out/ should hold at one moment, in the order to write it, and what is wrong with posts left out."""

    publication: Publication
    artifacts: tuple[Artifact, ...]
    next_issues: tuple[NextIssue, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class BuildReport:
    """What a build did. `was_needed` is false when there was nothing new and so nothing was looked at."""

    was_needed: bool
    posts: int
    written: Written
    problems: tuple[Problem, ...]
    next_issues: tuple[NextIssue, ...]


def build(app: App, now: datetime, progress: Progress, *, thorough: bool) -> BuildReport:
    """Bring out/ to the posts that are public at `now`.

    Without `thorough` nothing is made when no file, setting or due date says that anything changed since the last
    complete build. Posts with problems are left out and reported; the others are built. Raises `IdentityError` when
    two posts claim one id or address: nothing is written then, and every other problem is told with it.
    """
    stock = take_stock(app, now, progress)
    if not thorough and _is_current(app, now):
        return BuildReport(was_needed=False, posts=0, written=_NOTHING, problems=stock.problems, next_issues=())
    try:
        edition = make(app, now, progress)
    except IdentityError as error:
        raise IdentityError({*stock.problems, *error.problems}) from error
    written = _write(app, edition.artifacts, progress)
    _remember(app, now, complete=not edition.problems)
    return BuildReport(
        was_needed=True,
        posts=len(edition.publication.posts),
        written=written,
        problems=tuple(sorted({*stock.problems, *edition.problems})),
        next_issues=edition.next_issues,
    )


def make(app: App, now: datetime, progress: Progress) -> Edition:
    """Make everything that out/ should hold at `now` from the catalog; writes no file."""
    publication = Publication(site=app.site, posts=app.catalog.publish(now))
    artifacts, problems = outputs(app, publication, progress)
    upcoming = next_issues(app, publication.posts, now)
    # opened issues as they were frozen, then those that come next
    letters = [*app.ledger.proofs(), *(proof for issue in upcoming for proof in issue.proofs)]
    return Edition(
        publication=publication,
        artifacts=(*artifacts, *letters),
        next_issues=tuple(upcoming),
        problems=(*problems, *(problem for issue in upcoming for problem in issue.problems)),
    )


def _is_current(app: App, now: datetime) -> bool:
    """Whether out/ holds what the last complete build wrote, and no waiting post's time has come since."""
    waiting = app.catalog.fact(_WAITING)
    return app.catalog.fact(BUILT) == _place(app) != "" and (not waiting or now < datetime.fromisoformat(waiting))


def _place(app: App) -> str:
    """Names the output folder that is there now: one that was removed and made anew has another inode."""
    try:
        return str((app.out / "public").stat().st_ino)
    except FileNotFoundError:
        return ""


def _write(app: App, artifacts: Sequence[Artifact], progress: Progress) -> Written:
    catalog = app.catalog
    ours, paths = catalog.artifacts(), {artifact.path for artifact in artifacts}
    catalog.note_artifacts(added=paths - ours, removed=())
    written = write_tree(app.out, watched("writing files", artifacts, progress), stale=ours)
    catalog.note_artifacts(added=(), removed=ours - paths)
    return written


def _remember(app: App, now: datetime, *, complete: bool) -> None:
    waiting = app.catalog.next_publication(now)
    app.catalog.set_fact(_WAITING, waiting.isoformat() if waiting else "")
    app.catalog.set_fact(BUILT, _place(app) if complete else "")
