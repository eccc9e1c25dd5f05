"""Send by hand: an issue before its time, or the next letter to one address to look at."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from publisher.app import App
from publisher.delivery.desk import Order
from publisher.errors import DeliveryError, ProblemsError, UsageError
from publisher.model import Newsletter, Subscriber
from publisher.newsletter.message import sender_domain
from publisher.state.addresslist import normal_address
from publisher.state.database import open_in_memory
from publisher.state.deliveries import DEFERRED, QUEUED
from publisher.state.ledger import Ledger
from publisher.state.subscribers import Consent, Subscribers
from publisher.tokens import subscriber_id
from publisher.workflows.audience import without_subscribers
from publisher.workflows.build import build, prepare
from publisher.workflows.letters import NextIssue
from publisher.workflows.progress import Progress
from publisher.workflows.proofs import letter_of
from publisher.workflows.sending import messages, transport
from publisher.workflows.stock import take_stock

_PREFIX = "[Test] "


def audience(app: App, issue_id: str, now: datetime, progress: Progress) -> int:
    """How many readers the issue would go to now: those that wait, or all of one that is not open yet.

    Raises `UsageError` for an issue that is not next, `ProblemsError` for what keeps it from being sent.
    """
    if any(issue.id == issue_id for issue in app.ledger.issues()):
        tally = app.ledger.deliveries.tally(issue_id)
        return tally.get(QUEUED, 0) + tally.get(DEFERRED, 0)
    built = build(app, now, progress, is_due=True)
    upcoming = _next(built.next_issues, issue_id)
    problems = without_subscribers(app, upcoming.newsletter)
    if problems or built.problems or upcoming.problems:
        raise ProblemsError((*problems, *built.problems, *upcoming.problems))
    return app.subscribers.count(upcoming.newsletter)


def _next(upcoming: Iterable[NextIssue], issue_id: str) -> NextIssue:
    upcoming = list(upcoming)
    named = {one.issue.id: one for one in upcoming if one.issue}
    if issue_id not in named:
        empty = ", ".join(one.newsletter for one in upcoming if not one.issue)
        known = ", ".join(named) or f"none; nothing is new for {empty}"
        raise UsageError(f"{issue_id!r} is not the next issue of a newsletter; these are: {known}")
    return named[issue_id]


def send_test(app: App, newsletter: str, address: str, name: str, now: datetime, progress: Progress) -> str:
    """Send the newsletter's next letter to one address, as its reader would get it, and leave no trace of that; the
    subject it has, with "[Test]" before it. `newsletter` may be `""` where there is only one.

    Raises `UsageError` for an address or a newsletter that there is not, and where nothing is to be sent;
    `DeliveryError` with what the server answered.
    """
    try:
        to = normal_address(address)
    except ValueError as error:
        raise UsageError(f"the address {error}") from error
    upcoming = _of(app, newsletter, now, progress)
    if upcoming.issue is None:
        raise UsageError(f"nothing is new for [newsletter.{upcoming.newsletter}]: there is no letter to look at")
    letter = letter_of(app, upcoming, upcoming.issue)
    subject = f"{_PREFIX}{letter.newsletter.subject}"
    issue_id = f"test-{upcoming.issue.id}-{now:%Y%m%d%H%M%S}"
    whole = replace(letter.newsletter, issue_id=issue_id, subject=subject)
    reader = Subscriber(id=subscriber_id(app.key(), to), address=to, name=name)
    # a ledger of its own in memory: what goes out is protected as any letter is, and nobody will remember it
    connection = open_in_memory()
    Subscribers(connection).add(reader, upcoming.newsletter, Consent("a test"), now)
    ledger = Ledger(connection)
    ledger.open(replace(letter.issue, id=issue_id), whole, (), upcoming.standing, now)
    _dispatch(app, ledger, whole, upcoming)
    return subject


def _of(app: App, newsletter: str, now: datetime, progress: Progress) -> NextIssue:
    names = list(app.settings.newsletter)
    if newsletter not in names and (newsletter or len(names) != 1):
        raise UsageError(f"name a newsletter with --newsletter; there are: {', '.join(names) or 'none'}")
    edition = prepare(app, take_stock(app, now, progress), now)
    return next(one for one in edition.next_issues if one.newsletter == (newsletter or names[0]))


def _dispatch(app: App, ledger: Ledger, letter: Newsletter, upcoming: NextIssue) -> None:
    from publisher.delivery.dispatch import dispatch

    options = upcoming.options
    (issue,) = ledger.issues()
    order = Order(
        issue_id=issue.id,
        opened_at=issue.opened_at,
        message_for=messages(app, letter, upcoming.newsletter, issue.opened_at),
        digest=app.digest,
        return_path=lambda _: options.sender,
    )
    sent = dispatch(order, ledger=ledger, transport=transport(app, sender_domain(options)), now=issue.opened_at)
    if sent.tally != {"accepted": 1}:
        (state,) = sent.tally
        said = sent.stopped or ledger.deliveries.detail(issue.id)
        raise DeliveryError(f"the test letter was not sent ({state}): {said}")
