"""Check: every problem of settings, posts and readers at once, and nothing written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.app import App, open_app, stand_in, without_traces
from publisher.errors import Problem, ProblemsError, SettingsError
from publisher.workflows.build import make
from publisher.workflows.progress import Progress
from publisher.workflows.readers import readers_of
from publisher.workflows.stock import take_stock


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """How many posts are public, and every problem found, sorted by file and line."""

    posts: int
    problems: tuple[Problem, ...]


def check(root: Path, now: datetime, progress: Progress) -> CheckReport:
    """Read the site in `root` as a first build would, make every output in memory, and say what is wrong.

    Settings that cannot be used do not hide what is wrong with the posts. Writes nothing anywhere.
    """
    try:
        app = without_traces(open_app(root, environment={}, random_bytes=bytes))
    except SettingsError as error:
        posts = take_stock(stand_in(root), now, progress)
        return CheckReport(posts=0, problems=tuple(sorted({*error.problems, *posts.problems})))
    problems = {*take_stock(app, now, progress).problems, *_readers(app)}
    try:
        edition = make(app, now, progress)
    except ProblemsError as error:
        return CheckReport(posts=0, problems=tuple(sorted({*problems, *error.problems})))
    problems.update(edition.problems)
    return CheckReport(posts=len(edition.publication.posts), problems=tuple(sorted(problems)))


def _readers(app: App) -> Iterator[Problem]:
    for options in app.settings.newsletter.values():
        _, problems = readers_of(app, options)
        yield from problems
