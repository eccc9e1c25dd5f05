"""What a person decides about an issue that was opened: let it rest, let it go on, settle what is in doubt."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from publisher.app import App
from publisher.errors import UsageError
from publisher.newsletter.message import sender_domain
from publisher.state.ledger import OpenedIssue
from publisher.tokens import message_id

_BY_A_PERSON = "settled by a person"


class Doubt(NamedTuple):
    """A delivery that may have arrived: the reader's id, and the Message-ID to look for in the server's log."""

    subscriber: str
    message_id: str


def doubts(app: App, issue_id: str = "") -> dict[str, list[Doubt]]:
    """What is in doubt, by issue, of one issue or of all; raises `UsageError` for an issue that was never opened."""
    issues = [_opened(app, issue_id)] if issue_id else app.ledger.issues()
    found = {
        issue.id: [_doubt(app, issue, one) for one in app.ledger.deliveries.in_doubt(issue.id)] for issue in issues
    }
    return {issue: those for issue, those in found.items() if those}


def resolve(app: App, issue_id: str, readers: Sequence[str], now: datetime, *, resend: bool) -> int:
    """Settle what is in doubt of the issue, all of it or that of these readers (by id), and say how many were.

    Raises `UsageError` for an issue that was never opened, and for a reader whose delivery is not in doubt.
    """
    in_doubt = app.ledger.deliveries.in_doubt(_opened(app, issue_id).id)
    if unknown := sorted(set(readers) - set(in_doubt)):
        raise UsageError(f"not in doubt in {issue_id}: {', '.join(unknown)}; 'publisher newsletter resolve' lists them")
    if resend:
        app.cache.set_facts(calm_until="")
    return app.ledger.deliveries.resolve(issue_id, readers or in_doubt, _BY_A_PERSON, now, resend=resend)


def pause(app: App, issue_id: str, reason: str) -> None:
    """Let the issue rest, also while it is being sent; `""` lets it go on. Raises `UsageError` for no issue."""
    app.ledger.pause(_opened(app, issue_id).id, reason)


def _opened(app: App, issue_id: str) -> OpenedIssue:
    issues = app.ledger.issues()
    for issue in issues:
        if issue.id == issue_id:
            return issue
    known = ", ".join(issue.id for issue in issues[:5]) or "none yet"
    raise UsageError(f"no issue {issue_id!r} was opened; the last ones: {known}")


def _doubt(app: App, issue: OpenedIssue, subscriber: str) -> Doubt:
    options = app.settings.newsletter.get(issue.newsletter)
    name = message_id(app.key(), issue.id, subscriber, sender_domain(options)) if options else ""
    return Doubt(subscriber, name)
