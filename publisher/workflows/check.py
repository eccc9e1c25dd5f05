"""Check: every problem of settings, posts and readers at once, and nothing written."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.app import App, open_app, stand_in, without_traces
from publisher.errors import Problem, ProblemsError, SettingsError
from publisher.feeds.rules import broken_rules
from publisher.workflows.build import Edition, make
from publisher.workflows.progress import Progress
from publisher.workflows.readers import reader_problems
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
        with closing(stand_in(root)) as bare:
            return _report(0, {*error.problems, *take_stock(bare, now, progress).problems})
    with closing(app):
        return _check(app, now, progress)


def _check(app: App, now: datetime, progress: Progress) -> CheckReport:
    problems = {*take_stock(app, now, progress).problems, *reader_problems(app)}
    try:
        edition = make(app, now, progress)
    except ProblemsError as error:
        return _report(0, {*problems, *error.problems})
    return _report(len(edition.publication.posts), {*problems, *edition.problems, *_feeds(app, edition)})


def _feeds(app: App, edition: Edition) -> Iterator[Problem]:
    """What our own rules for feeds say of ours: nothing, unless a post or a setting found a way past us."""
    feeds, contents = app.settings.feeds, {artifact.path: artifact.content for artifact in edition.artifacts}
    for path in (feeds.rss.path, feeds.atom.path, feeds.json.path):
        for rule in broken_rules(contents[f"public/{path}"], f"{app.site.url}{path}"):
            yield Problem(source=f"public/{path}", text=rule)


def _report(posts: int, problems: set[Problem]) -> CheckReport:
    return CheckReport(posts=posts, problems=tuple(sorted(problems)))
