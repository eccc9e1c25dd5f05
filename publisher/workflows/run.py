"""The verb for cron: build, open what is due, send what is open; safe to call at any time, as often as anyone likes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from publisher.app import SETTINGS_FILE, App
from publisher.delivery.dispatch import dispatch
from publisher.delivery.folder import FolderTransport
from publisher.errors import Problem
from publisher.model import Delivery
from publisher.newsletter.message import envelope, message, sender_domain
from publisher.state.ledger import OpenedIssue
from publisher.tokens import message_id, unsubscribe_token
from publisher.workflows.build import BuildReport, build
from publisher.workflows.letters import NextIssue, is_any_due
from publisher.workflows.progress import Progress
from publisher.workflows.readers import readers_of

MAIL_FOLDER = "mail"


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """What a run did: its build, the issues it opened, and the tally (deliveries by state) of each issue it sent from.

    `in_doubt` counts the deliveries that came into doubt with this run, its predecessor's leftovers among them;
    `problems` are the build's and those that kept a due issue from opening.
    """

    build: BuildReport
    opened: tuple[str, ...]
    tallies: dict[str, dict[str, int]]
    in_doubt: int
    problems: tuple[Problem, ...]


def run(app: App, now: datetime, progress: Progress) -> RunReport:
    """Build, then open the issues that are due, then send what is open.

    With a problem in any post nothing new is opened: a letter must not leave without a post that should be in it.
    What an earlier run left open is sent all the same, because it is frozen.
    """
    doubts = app.ledger.in_doubt()
    app.ledger.settle_leftovers(now)
    due = is_any_due(app, now)
    built = build(app, now, progress, thorough=due)
    problems, opened = list(built.problems), []
    if not problems:
        for upcoming in built.next_issues:
            found = _settle(app, upcoming, now)
            problems += found
            if upcoming.turn.is_due and upcoming.issue and not found:
                opened.append(upcoming.issue.id)
    unfinished, homeless = _unfinished(app)
    problems += homeless
    tallies = {issue.id: _send(app, issue, now, progress) for issue in unfinished}
    return RunReport(
        build=built,
        opened=tuple(opened),
        tallies=tallies,
        in_doubt=app.ledger.in_doubt() - doubts,
        problems=tuple(sorted(problems)),
    )


def _settle(app: App, upcoming: NextIssue, now: datetime) -> Sequence[Problem]:
    """Open the newsletter's issue if it is due and has something in it; say what keeps it from opening."""
    if not (upcoming.turn.is_due and upcoming.issue and upcoming.letter):
        app.ledger.put_standing(upcoming.newsletter, upcoming.standing)
        return ()
    readers, problems = readers_of(app, upcoming.options)
    if not problems:
        app.ledger.open(upcoming.issue, upcoming.letter, upcoming.proofs, readers, upcoming.standing, now)
    return problems


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


def _send(app: App, issue: OpenedIssue, now: datetime, progress: Progress) -> dict[str, int]:
    options = app.settings.newsletter[issue.newsletter]
    letter = app.ledger.letter(issue.id)
    total = sum(app.ledger.tally(issue.id).values())

    def message_for(delivery: Delivery) -> bytes:
        named = message_id(app.key(), issue.id, delivery.subscriber.id, sender_domain(options))
        token = unsubscribe_token(app.key(), delivery.subscriber.id, issue.newsletter)
        written = envelope(
            issue.newsletter,
            site=app.site,
            options=options,
            to=delivery.subscriber,
            token=token,
            message_id=named,
            date=issue.opened_at,
        )
        return message(letter, written)

    return dispatch(
        issue.id,
        ledger=app.ledger,
        transport=FolderTransport(app.out / MAIL_FOLDER),
        message_for=message_for,
        now=now,
        progress=lambda done: progress(f"sending {issue.id}", done, total),
    )
