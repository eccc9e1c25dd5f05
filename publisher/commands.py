"""What each command does: opens the site, calls its workflow, tells the result; reads the clock and makes the key."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import telling
from publisher.alike import in_short
from publisher.app import App, open_app
from publisher.errors import PublisherError, UsageError
from publisher.layout import SETTINGS_FILE, STATE_FOLDER
from publisher.model import within_years
from publisher.state.database import exists, faults_named
from publisher.state.lock import only_run
from publisher.terminal import Terminal

if TYPE_CHECKING:
    import argparse

    from publisher.workflows.run import RunReport

_DONE, NEEDS_A_PERSON = 0, 1


def init(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Make a site and say what to do next."""
    from publisher.workflows.start import Answers, bring_sample_list, init

    answers = Answers(
        title=options.title,
        url=options.url,
        author=options.author,
        postal_address=options.address,
        zone=options.zone,
    )
    made = init(options.folder, answers, datetime.now().astimezone(), sample_posts=options.sample)
    for path in made:
        terminal.always(f"made {path}")
    if options.sample:
        with closing(_opened(options.folder)) as app:
            bring_sample_list(app, now_utc())
    settings = options.folder / SETTINGS_FILE
    terminal.always(f"Next: fill in {settings} (letters need your postal address and your own mail addresses),")
    terminal.always(f"then run 'publisher --site {options.folder} check'.")
    return _DONE


def new(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Begin a post and print its path."""
    from publisher.workflows.start import new_post

    terminal.always(str(new_post(at_site(options), options.title, now_utc())))
    return _DONE


def bring(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Import files one by one: one that cannot be read does not keep the others out."""
    from publisher.workflows.start import import_post

    app, failed = at_site(options), False
    for file in options.files:
        try:
            result = import_post(app, file, options.date_order, dry_run=options.dry_run)
        except PublisherError as error:
            terminal.complain(f"publisher: {error}")
            failed = True
            continue
        terminal.always(result.text if options.dry_run else str(result.path))
        for note in result.notes:
            terminal.complain(f"{file}: {note}")
    return NEEDS_A_PERSON if failed else _DONE


def check(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Name every problem."""
    from publisher.workflows.check import check

    if options.feeds is not None:
        return _check_feeds(options, terminal)
    report = check(options.site, now_utc(), terminal.progress, online=options.online, environment=os.environ)
    terminal.problems((*report.problems, *report.warnings))
    terminal.always(telling.check_json(report)) if options.json else terminal.say(telling.check_text(report))
    return NEEDS_A_PERSON if report.problems else _DONE


def _check_feeds(options: "argparse.Namespace", terminal: Terminal) -> int:
    from publisher.workflows.check import check_feeds

    report = check_feeds(options.site, options.feeds, now_utc())
    for line in (*in_short(report.problems), *in_short(report.warnings)):
        terminal.complain(line)
    terminal.always(telling.feeds_json(report)) if options.json else terminal.say(telling.feeds_text(report))
    return NEEDS_A_PERSON if report.problems else _DONE


def build(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Build everything and mend what is missing."""
    from publisher.workflows.build import build

    with _at_work(options, terminal) as (app, now):
        report = build(app, now, terminal.progress, thorough=True)
    terminal.problems((*report.problems, *report.warnings))
    terminal.always(telling.build_json(report)) if options.json else terminal.say(telling.build_text(report, app))
    return NEEDS_A_PERSON if report.problems else _DONE


def run(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Build and send what is due; quiet when nobody watches."""
    from publisher.workflows.run import run

    with _at_work(options, terminal) as (app, now):
        return tell_run(run(app, now, terminal.progress), app, options, terminal)


def tell_run(report: "RunReport", app: App, options: "argparse.Namespace", terminal: Terminal) -> int:
    """Say what a run did; the exit code."""
    terminal.problems((*report.problems, *report.build.warnings))
    for line in telling.needs(report):
        terminal.complain(line)
    terminal.always(telling.run_json(report)) if options.json else terminal.say(telling.run_text(report, app))
    return NEEDS_A_PERSON if report.problems or report.in_doubt else _DONE


def ids(options: "argparse.Namespace", terminal: Terminal) -> int:
    """List the ids, keep them, or settle one."""
    from publisher.workflows import ids

    settles = options.new or options.was is not None
    if settles != bool(options.post):
        raise UsageError("to settle an id, name the new file and what it is: publisher ids POST --was OLD, or --new")
    with locked(options) as app:
        if settles:
            terminal.always(ids.ruling_text(ids.rule(app, options.post, options.was)))
        elif options.save:
            terminal.always(ids.saved_text(ids.save_ids(app)))
        else:
            identities = ids.list_ids(app)
            terminal.always(ids.ids_json(identities) if options.json else ids.ids_text(identities))
    return _DONE


def import_ids(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Adopt the ids of an old feed."""
    from publisher.workflows.build import known_posts
    from publisher.workflows.import_ids import import_ids, import_json, import_text

    with rehearsed(options) if options.dry_run else locked(options) as app:
        posts = known_posts(app, now_utc(), terminal.progress)
        report = import_ids(app, options.feed, posts, dry_run=options.dry_run)
        app.cache.unsettle(report.changed if not options.dry_run else ())
    terminal.always(import_json(report) if options.json else import_text(report))
    return NEEDS_A_PERSON if report.refused or report.doubts else _DONE


def status(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Tell how the site stands."""
    from publisher.workflows.status import status

    app = at_site(options)
    if not exists(options.site / STATE_FOLDER):
        raise UsageError("this site was never built; 'publisher run' builds it and sends what is due")
    with faults_named(options.site / STATE_FOLDER), closing(app):
        report = status(app, now_utc())
    terminal.problems(report.problems)
    for line in telling.needs(report):
        terminal.complain(line)
    terminal.always(telling.status_json(report) if options.json else telling.status_text(report, app))
    return NEEDS_A_PERSON if report.needs_a_person else _DONE


def now_utc() -> datetime:
    """The present moment, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def at_site(options: "argparse.Namespace", scratch: Path | None = None) -> App:
    """The site that the command line names, or a copy of its state in the folder `scratch`."""
    return _opened(options.site, scratch)


def _opened(site: Path, scratch: Path | None = None) -> App:
    return open_app(site, environment=os.environ, random_bytes=os.urandom, scratch=scratch)


@contextmanager
def rehearsed(options: "argparse.Namespace") -> Iterator[App]:
    """The site with a copy of its state, which is thrown away."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="publisher-dry-run-") as scratch, _copied(options, Path(scratch)) as app:
        yield app


@contextmanager
def _copied(options: "argparse.Namespace", scratch: Path) -> Iterator[App]:
    app = at_site(options, scratch)
    with faults_named(scratch / STATE_FOLDER), closing(app):
        yield app


@contextmanager
def locked(options: "argparse.Namespace") -> Iterator[App]:
    """The site, at work on which no other run is."""
    app, state = at_site(options), options.site / STATE_FOLDER
    with only_run(state), faults_named(state), closing(app):
        yield app


@contextmanager
def beside(options: "argparse.Namespace") -> Iterator[App]:
    """The site while another run may be at work on it: for what is one transaction and must not wait."""
    app = at_site(options)
    with faults_named(options.site / STATE_FOLDER), closing(app):
        yield app


@contextmanager
def _at_work(options: "argparse.Namespace", terminal: Terminal) -> Iterator[tuple[App, datetime]]:
    """The site, locked, and the present moment; or with `--at` a copy in a scratch folder and that moment."""
    if options.at is not None:
        import tempfile

        now = moment_of(options.at, "--at", options)
        scratch = Path(tempfile.mkdtemp(prefix="publisher-rehearsal-"))
        terminal.complain(f"A rehearsal: the site itself stays as it is. Everything made is below {scratch}")
        with _copied(options, scratch) as app:
            yield app, now
    else:
        with locked(options) as app:
            yield app, now_utc()


def moment_of(text: str, option: str, options: "argparse.Namespace") -> datetime:
    """The moment that somebody typed, in the site's zone unless it names one; raises `UsageError` for none."""
    from publisher.content.dates import parse

    try:
        moment = parse(text, at_site(options).site.zone)
        within_years(moment)
    except ValueError as error:
        raise UsageError(f"{option} {error}") from error
    return moment
