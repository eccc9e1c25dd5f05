"""The verb for cron: build, open what is due, send what is open; safe to call at any time, as often as anyone likes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from publisher.app import App, settings_line
from publisher.delivery.folder import FolderTransport
from publisher.delivery.transport import Transport
from publisher.errors import Problem, PublisherError, parted
from publisher.files import sweep
from publisher.layout import SETTINGS_FILE
from publisher.model import Delivery
from publisher.state.ledger import OpenedIssue
from publisher.workflows.build import BuildReport, build
from publisher.workflows.findings import findings_of, is_built
from publisher.workflows.letters import NextIssue, is_any_due
from publisher.workflows.progress import Progress
from publisher.workflows.proofs import letter_of, proofs_of, public_files
from publisher.workflows.readers import readers_of
from publisher.workflows.rest import rest

MAIL_FOLDER = "mail"
_IN_DOUBT, _DEFERRED, _SENDING = "in doubt", "deferred", "sending"


class RunReport(NamedTuple):
    """What a run did: its build, the issues it opened, and the tally (deliveries by state) of each issue it sent from.

    `held_back` are issues that are due and wait for the `problems` to be mended. `in_doubt` counts the deliveries that
    came into doubt with this run, its predecessor's leftovers among them.
    """

    build: BuildReport
    opened: tuple[str, ...]
    held_back: tuple[str, ...]
    tallies: dict[str, dict[str, int]]
    in_doubt: int
    problems: tuple[Problem, ...]


def run(app: App, now: datetime, progress: Progress) -> RunReport:
    """Build, then open the issues that are due, then send what is open.

    With a problem in any post nothing new is opened: a letter must not leave without a post that should be in it.
    What an earlier run left open is sent all the same, because it is frozen.
    """
    doubts = app.ledger.count(_IN_DOUBT)
    if app.ledger.count(_SENDING):
        # what a killed run had renamed is made durable before it is written down as arrived
        sweep(app.out / MAIL_FOLDER)
    app.ledger.settle_leftovers(now, _transport(app).arrived)
    try:
        built = build(app, now, progress, is_due=is_any_due(app, now))
    except PublisherError:
        _send_all(app, now, progress)
        raise
    problems, opened = list(built.problems), list[str]()
    for upcoming in built.next_issues if not problems else ():
        found = _settle(app, upcoming, now)
        problems += found
        opened += [upcoming.due_id] if upcoming.due_id and not found else []
    due = [upcoming.due_id for upcoming in built.next_issues]
    if opened:  # on the web before the first reader can follow the link to it
        built = _together(built, build(app, now, progress, is_due=True))
    tallies, found_sending = _send_all(app, now, progress)
    if not problems and not found_sending:
        rest(app, built, now)
    return RunReport(
        build=built,
        opened=tuple(opened),
        held_back=tuple(issue for issue in due if issue and issue not in opened),
        tallies=tallies,
        in_doubt=app.ledger.count(_IN_DOUBT) - doubts,
        problems=tuple(sorted({*problems, *found_sending})),
    )


def _together(first: BuildReport, second: BuildReport) -> BuildReport:
    """Two builds of one run as one."""
    return second._replace(
        was_needed=True,
        changed=tuple(sorted({*first.changed, *second.changed})),
        removed=tuple(sorted({*first.removed, *second.removed})),
        problems=tuple(sorted({*first.problems, *second.problems})),
        warnings=first.warnings,
    )


def _settle(app: App, upcoming: NextIssue, now: datetime) -> Sequence[Problem]:
    """Open the newsletter's issue if it is due and has something in it; say what keeps it from opening."""
    if not (upcoming.turn.is_due and upcoming.issue):
        app.ledger.put_standing(upcoming.newsletter, upcoming.standing)
        return ()
    readers, problems = readers_of(app, upcoming.options)
    problems += _renamed(app, upcoming)
    if not problems:
        letter = letter_of(app, upcoming, upcoming.issue)
        found, _ = parted(findings_of(app, letter, partial(is_built, app.out)))
        if found:
            return found
        files = (*proofs_of(app, upcoming, letter), *public_files(app, upcoming, letter))
        app.ledger.open(letter.issue, letter.newsletter, files, readers, upcoming.standing, now)
    return problems


def _renamed(app: App, upcoming: NextIssue) -> Iterator[Problem]:
    """A newsletter under a new name would mail everything again: the ledger knows it by the old one."""
    issues, known = app.ledger.issues(), app.settings.newsletter
    since = upcoming.options.since
    if since is None or any(issue.newsletter == upcoming.newsletter for issue in issues):
        return
    for name in sorted({issue.newsletter for issue in issues if issue.newsletter not in known}):
        last = max(issue.opened_at for issue in issues if issue.newsletter == name).date()
        if since <= last:
            text = (
                f"[newsletter.{upcoming.newsletter}] is new and [newsletter.{name}] is gone. If you renamed it, give "
                f"it its old name back; if it is another one, begin it with 'since' after {last}. Nothing was sent"
            )
            line = settings_line(app.root, "newsletter", upcoming.newsletter)
            yield Problem(source=SETTINGS_FILE, line=line, text=text)


def _not_handed_over(tallies: Mapping[str, Mapping[str, int]]) -> Iterator[Problem]:
    for issue, tally in tallies.items():
        if waiting := tally.get(_DEFERRED, 0):
            text = f"could not be handed over: {waiting} of its messages (is the disk full?); the next run tries again"
            yield Problem(source=f"issue {issue}", text=text)


def _unfinished(app: App) -> tuple[list[OpenedIssue], list[Problem]]:
    """The issues to go on with, and a problem for each whose newsletter is no longer in the settings."""
    wanted = set(app.ledger.unfinished())
    issues = [issue for issue in app.ledger.issues() if issue.id in wanted] if wanted else []
    known = app.settings.newsletter
    text = "is not in the settings any more, but its issue {} was not sent to everybody; put the table back"
    homeless = [
        Problem(source=SETTINGS_FILE, text=f"[newsletter.{issue.newsletter}] {text.format(issue.id)}")
        for issue in issues
        if issue.newsletter not in known
    ]
    return [issue for issue in issues if issue.newsletter in known], homeless


def _send_all(app: App, now: datetime, progress: Progress) -> tuple[dict[str, dict[str, int]], list[Problem]]:
    """Go on with every open issue whose readers can be read; each tally, and what is in the way."""
    unfinished, problems = _unfinished(app)
    tallies = {}
    for issue in unfinished:
        readers, found = readers_of(app, app.settings.newsletter[issue.newsletter])
        problems += found
        if not found:
            # who left since the issue was opened must not get it
            app.ledger.suppress_missing(issue.id, {reader.address for reader in readers}, now)
            tallies[issue.id] = _send(app, issue, now, progress)
    return tallies, [*problems, *_not_handed_over(tallies)]


def _transport(app: App) -> Transport:
    return FolderTransport(app.out / MAIL_FOLDER)


def _send(app: App, issue: OpenedIssue, now: datetime, progress: Progress) -> dict[str, int]:
    from publisher.delivery.dispatch import dispatch
    from publisher.newsletter.message import Mailing, sender_domain
    from publisher.tokens import message_id, unsubscribe_token

    options, key = app.settings.newsletter[issue.newsletter], app.key()
    letter = app.ledger.letter(issue.id)
    mailing = Mailing(letter, issue.newsletter, site=app.site, options=options, date=issue.opened_at)
    tally = app.ledger.tally(issue.id)
    total = tally.get("queued", 0) + tally.get(_DEFERRED, 0)

    def message_for(delivery: Delivery) -> bytes:
        reader = delivery.subscriber
        return mailing.message(
            reader,
            token=unsubscribe_token(key, reader.id, issue.newsletter),
            message_id=message_id(key, issue.id, reader.id, sender_domain(options)),
        )

    return dispatch(
        issue.id,
        ledger=app.ledger,
        transport=_transport(app),
        message_for=message_for,
        now=now,
        progress=lambda done: progress(f"sending {issue.id}", done, total),
    )
