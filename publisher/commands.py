"""What each command does: opens the site, calls its workflow, tells the result; reads the clock and makes the key."""

import argparse
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from publisher import telling
from publisher.app import STATE_FOLDER, App, open_app
from publisher.errors import PublisherError, UsageError
from publisher.state.database import exists, faults_named
from publisher.state.lock import only_run
from publisher.terminal import Terminal

_DONE, _NEEDS_A_PERSON = 0, 1


def init(options: argparse.Namespace, terminal: Terminal) -> int:
    """Make a site and say what to do next."""
    from publisher.workflows.start import Answers, init

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
    settings = options.folder / "config" / "publisher.toml"
    terminal.always(f"Next: fill in {settings} (letters need your postal address and your own mail addresses),")
    terminal.always(f"then run 'publisher --site {options.folder} check'.")
    return _DONE


def new(options: argparse.Namespace, terminal: Terminal) -> int:
    """Begin a post and print its path."""
    from publisher.workflows.start import new_post

    terminal.always(str(new_post(_open(options), options.title, _now())))
    return _DONE


def bring(options: argparse.Namespace, terminal: Terminal) -> int:
    """Import files one by one: one that cannot be read does not keep the others out."""
    from publisher.workflows.start import import_post

    app, failed = _open(options), False
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
    return _NEEDS_A_PERSON if failed else _DONE


def check(options: argparse.Namespace, terminal: Terminal) -> int:
    """Name every problem."""
    from publisher.workflows.check import check

    report = check(options.site, _now(), terminal.progress)
    terminal.problems(report.problems)
    terminal.always(telling.check_json(report)) if options.json else terminal.say(telling.check_text(report))
    return _NEEDS_A_PERSON if report.problems else _DONE


def build(options: argparse.Namespace, terminal: Terminal) -> int:
    """Build everything and mend what is missing."""
    from publisher.workflows.build import build

    with _at_work(options, terminal) as (app, now):
        report = build(app, now, terminal.progress, thorough=True)
    terminal.problems(report.problems)
    terminal.always(telling.build_json(report)) if options.json else terminal.say(telling.build_text(report, app))
    return _NEEDS_A_PERSON if report.problems else _DONE


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Build and send what is due; quiet when nobody watches."""
    from publisher.workflows.run import run

    with _at_work(options, terminal) as (app, now):
        report = run(app, now, terminal.progress)
    terminal.problems(report.problems)
    for line in telling.needs(report):
        terminal.complain(line)
    terminal.always(telling.run_json(report)) if options.json else terminal.say(telling.run_text(report, app))
    return _NEEDS_A_PERSON if report.problems or report.in_doubt else _DONE


def status(options: argparse.Namespace, terminal: Terminal) -> int:
    """Tell how the site stands."""
    from publisher.workflows.status import status

    app = _open(options)
    if not exists(options.site / STATE_FOLDER):
        raise UsageError("this site was never built; 'publisher run' builds it and sends what is due")
    with faults_named(options.site / STATE_FOLDER), closing(app):
        report = status(app, _now())
    terminal.problems(report.problems)
    for line in telling.needs(report):
        terminal.complain(line)
    terminal.always(telling.status_json(report) if options.json else telling.status_text(report, app))
    return _NEEDS_A_PERSON if report.needs_a_person else _DONE


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _open(options: argparse.Namespace, scratch: Path | None = None) -> App:
    return open_app(options.site, environment=os.environ, random_bytes=secrets.token_bytes, scratch=scratch)


@contextmanager
def _at_work(options: argparse.Namespace, terminal: Terminal) -> Iterator[tuple[App, datetime]]:
    """The site, locked, and the present moment; or with `--at` a copy in a scratch folder and that moment."""
    if options.at is not None:
        now = _moment(options.at, options)
        scratch = Path(tempfile.mkdtemp(prefix="publisher-rehearsal-"))
        app = _open(options, scratch)
        terminal.complain(f"A rehearsal: the site itself stays as it is. Everything made is below {scratch}")
        with faults_named(scratch / STATE_FOLDER), closing(app):
            yield app, now
    else:
        app, state = _open(options), options.site / STATE_FOLDER
        with only_run(state), faults_named(state), closing(app):
            yield app, _now()


def _moment(text: str, options: argparse.Namespace) -> datetime:
    from publisher.content.dates import parse

    try:
        return parse(text, _open(options).site.zone)
    except ValueError as error:
        raise UsageError(f"--at {error}") from error
