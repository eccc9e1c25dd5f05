"""Check: every problem of settings, posts and readers at once, and nothing written."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.app import App, open_app, stand_in, without_traces
from publisher.errors import OutputError, Problem, ProblemsError, SettingsError, UsageError, parted
from publisher.feeds.outputs import links
from publisher.feeds.rules import Broken, broken_rules
from publisher.layout import IDS_FILE
from publisher.model import Artifact, Publication
from publisher.state.database import exists
from publisher.state.idsfile import contradicted, unsaved
from publisher.workflows.build import Edition, prepare
from publisher.workflows.making import files_of
from publisher.workflows.outputs import outputs
from publisher.workflows.progress import Progress, watched
from publisher.workflows.readers import reader_problems
from publisher.workflows.stock import Stock, take_stock


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """How many posts are public, and every problem and warning found, sorted by file and line."""

    posts: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class FeedsReport:
    """How many feed files were judged, what is wrong with them, and what could be better."""

    files: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def check(root: Path, now: datetime, progress: Progress) -> CheckReport:
    """Read the site in `root` as a first build would, make every output in memory, and say what is wrong.

    Settings that cannot be used do not hide what is wrong with the posts. Writes nothing anywhere.
    """
    try:
        app = without_traces(open_app(root, environment={}, random_bytes=bytes))
    except SettingsError as error:
        return _report(0, {*error.problems, *_problems_of_posts(root, now, progress)})
    with closing(app):
        return _check(app, now, progress)


def _problems_of_posts(root: Path, now: datetime, progress: Progress) -> tuple[Problem, ...]:
    """What is wrong with the posts, as far as that can be said without the settings."""
    with closing(stand_in(root)) as bare:
        try:
            return take_stock(bare, now, progress).problems
        except OutputError:  # they may lie in another folder, which only the settings could name
            return ()


def check_feeds(root: Path, files: Sequence[Path], now: datetime) -> FeedsReport:
    """Judge feed files by our own rules: the `files` given, anybody's, or else ours as they stand below out/public.

    Raises `UsageError` for a file that cannot be read, or when nothing was built yet.
    """
    if files:
        judged = [(str(file), broken_rules(_content(file, ""), None)) for file in files]
    else:
        with closing(open_app(root, environment={}, random_bytes=bytes)) as app:
            if not exists(app.state):
                raise UsageError("nothing was built yet; 'publisher build' makes the site's feeds")
            publication = Publication(site=app.site, posts=app.cache.listings(now))
            paths = {link.url.removeprefix(app.site.url): link.url for link in links(publication, app.settings.feeds)}
            judged = [
                (path, broken_rules(_content(app.out / "public" / path, _BUILD), url)) for path, url in paths.items()
            ]
    found = [_problem(source, rule) for source, broken in judged for rule in broken]
    problems, warnings = parted(found)
    return FeedsReport(files=len(judged), problems=problems, warnings=warnings)


_BUILD = ". 'publisher build' makes the site's feeds."


def _content(file: Path, way_out: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}{way_out}") from error


def _problem(source: str, rule: Broken) -> Problem:
    return Problem(source=source, text=f"{rule.place}: {rule.text}", is_warning=rule.is_advice)


def _check(app: App, now: datetime, progress: Progress) -> CheckReport:
    stock = take_stock(app, now, progress)
    found = {*stock.problems, *stock.warnings, *reader_problems(app)}
    try:
        edition = prepare(app, stock, now)
        found |= {*edition.problems, *edition.warnings}
        found |= set(_judged(app, edition, stock, now, progress))
        for warnings in (contradicted, unsaved):
            found |= set(warnings(app.root / IDS_FILE, edition.publication.posts))
    except ProblemsError as error:
        return _report(0, {*found, *error.problems})
    return _report(len(edition.publication.posts), found)


def _judged(app: App, edition: Edition, stock: Stock, now: datetime, progress: Progress) -> Iterator[Problem]:
    """Make every output in memory, one recipe at a time; what cannot be made, and what our own rules say of our feeds:
    nothing, unless a post or a setting found a way past us.
    """
    feeds = {link.url.removeprefix(app.site.url): link.url for link in links(edition.publication, app.settings.feeds)}
    for output in outputs(app, edition.publication, edition.next_issues, stock.looks, now):
        for recipe in watched(f"making {output.name}", list(output.recipes(edition.publication)), progress):
            artifacts, problems = files_of(output, recipe, stock.shelf.posts(recipe.posts))
            yield from problems
            for artifact in artifacts:
                url = feeds.get(artifact.path.removeprefix("public/"))
                yield from _broken(artifact, url) if url else ()


def _broken(artifact: Artifact, url: str) -> Iterator[Problem]:
    return (_problem(artifact.path, rule) for rule in broken_rules(artifact.content, url))


def _report(posts: int, found: set[Problem]) -> CheckReport:
    problems, warnings = parted(sorted(found))
    return CheckReport(posts=posts, problems=problems, warnings=warnings)
