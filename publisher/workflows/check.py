"""Check: every problem of settings, posts and readers at once, and nothing written."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from publisher.app import App, open_app, stand_in, without_traces
from publisher.errors import (
    ContentError,
    LetterError,
    OutputError,
    Problem,
    ProblemsError,
    SettingsError,
    UsageError,
    parted,
)
from publisher.feeds.outputs import links
from publisher.feeds.rules import Broken, broken_rules
from publisher.layout import IDS_FILE
from publisher.model import Artifact, Publication
from publisher.state.database import exists
from publisher.state.idsfile import contradicted, unsaved
from publisher.workflows import audience
from publisher.workflows.build import Edition, prepare
from publisher.workflows.findings import findings_of, is_built
from publisher.workflows.making import files_of
from publisher.workflows.online import unreachable
from publisher.workflows.outputs import outputs
from publisher.workflows.progress import Progress, watched
from publisher.workflows.proofs import letter_of
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


def check(
    root: Path,
    now: datetime,
    progress: Progress,
    *,
    online: bool = False,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> CheckReport:
    """Read the site in `root` as a first build would, make every output in memory, and say what is wrong.

    Settings that cannot be used do not hide what is wrong with the posts. Writes nothing anywhere. With `online` every
    address in the letters that come next is asked for; otherwise nothing leaves the machine.
    """
    try:
        app = without_traces(open_app(root, environment=environment, random_bytes=bytes))
    except SettingsError as error:
        return _report(0, {*error.problems, *_problems_of_posts(root, now, progress)})
    with closing(app):
        return _check(app, now, progress, online=online)


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


def _check(app: App, now: datetime, progress: Progress, *, online: bool) -> CheckReport:
    stock = take_stock(app, now, progress)
    found = {*stock.problems, *stock.warnings, *audience.warnings(app)}
    try:
        edition = prepare(app, stock, now)
        found |= {*edition.problems, *edition.warnings}
        paths = set[str]()
        found |= set(_judged(app, edition, stock, now, progress, paths))
        found |= set(_of_letters(app, edition, paths, online=online, progress=progress))
        for warnings in (contradicted, unsaved):
            found |= set(warnings(app.root / IDS_FILE, edition.publication.posts))
    except ProblemsError as error:
        return _report(0, {*found, *error.problems})
    return _report(len(edition.publication.posts), found)


def _judged(
    app: App, edition: Edition, stock: Stock, now: datetime, progress: Progress, paths: set[str]
) -> Iterator[Problem]:
    """Make every output in memory, one recipe at a time; what cannot be made, and what our own rules say of our feeds:
    nothing, unless a post or a setting found a way past us. The paths of all that was made are added to `paths`.
    """
    feeds = {link.url.removeprefix(app.site.url): link.url for link in links(edition.publication, app.settings.feeds)}
    for output in outputs(app, edition.publication, edition.next_issues, stock.looks, now):
        for recipe in watched(f"making {output.name}", list(output.recipes(edition.publication)), progress):
            artifacts, problems = files_of(output, recipe, stock.shelf.posts(recipe.posts))
            yield from problems
            for artifact in artifacts:
                paths.add(artifact.path)
                url = feeds.get(artifact.path.removeprefix("public/"))
                yield from _broken(artifact, url) if url else ()


def _of_letters(
    app: App, edition: Edition, paths: Collection[str], *, online: bool, progress: Progress
) -> Iterator[Problem]:
    """What is found in the letters that come next; those that cannot be made were told of before."""

    def is_published(path: str) -> bool:
        below = f"public/{path}"
        is_made = (
            f"{below}index.html" in paths if below.endswith("/") else below in paths or f"{below}/index.html" in paths
        )
        return is_made or is_built(app.out, path)

    for upcoming in edition.next_issues:
        try:
            letter = letter_of(app, upcoming, upcoming.issue) if upcoming.issue else None
        except (LetterError, ContentError):
            continue
        if letter:
            yield from findings_of(app, letter, is_published)
            yield from unreachable(app, letter, progress) if online else ()


def _broken(artifact: Artifact, url: str) -> Iterator[Problem]:
    return (_problem(artifact.path, rule) for rule in broken_rules(artifact.content, url))


def _report(posts: int, found: set[Problem]) -> CheckReport:
    problems, warnings = parted(sorted(found))
    return CheckReport(posts=posts, problems=problems, warnings=warnings)
