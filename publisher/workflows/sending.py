"""Send what is open: the deliveries of opened issues, by the transport that the settings name."""

from collections.abc import Callable
from datetime import datetime
from shutil import disk_usage
from typing import TYPE_CHECKING

from publisher.app import App
from publisher.delivery.folder import FolderTransport
from publisher.delivery.transport import Transport
from publisher.errors import Problem
from publisher.files import sweep
from publisher.layout import SETTINGS_FILE, STATE_DATABASE
from publisher.model import Delivery, Newsletter
from publisher.state.backup import require_sound
from publisher.state.deliveries import DEFERRED, IN_DOUBT, QUEUED, SENDING
from publisher.state.ledger import OpenedIssue
from publisher.workflows.progress import Progress

if TYPE_CHECKING:
    from publisher.delivery.dispatch import Round

MAIL_FOLDER = "mail"
_ROOM = 64 << 20  # bytes that must be free before anything is sent
_POLICY = "as 'in_doubt' in [delivery] of the settings says"


def settle_leftovers(app: App, now: datetime) -> None:
    """Settle what an interrupted run left on its way; what may have arrived is in doubt, or as the settings say."""
    deliveries = app.ledger.deliveries
    if deliveries.count(SENDING):
        # what a killed run had renamed is made durable before it is written down as arrived
        sweep(app.out / MAIL_FOLDER)
        deliveries.settle_leftovers(now, FolderTransport(app.out / MAIL_FOLDER).arrived)
    if app.settings.delivery.in_doubt == "hold" or not deliveries.count(IN_DOUBT):
        return
    from publisher.delivery.retry import EXPIRES_AFTER

    for issue in app.ledger.issues():
        if now < issue.opened_at + EXPIRES_AFTER:  # a setting must not bring back the letters of last year
            resend = app.settings.delivery.in_doubt == "resend"
            deliveries.resolve(issue.id, deliveries.in_doubt(issue.id), _POLICY, now, resend=resend)


def send_all(
    app: App, now: datetime, progress: Progress, look_in: Callable[[], None]
) -> tuple[dict[str, dict[str, int]], list[Problem]]:
    """Go on with every open issue; each tally, and what is in the way. `look_in` is called now and then, before more is
    claimed: who unsubscribes by mail meanwhile is mailed no more.
    """
    unfinished, problems = _unfinished(app)
    if unfinished and (problem := _no_room(app)):
        return {}, [*problems, problem]
    if unfinished:
        # a damaged ledger could mail somebody twice; who has nothing to send need not look
        require_sound(app.state / STATE_DATABASE, app.state_key)
    tallies = {}
    for issue in unfinished:
        sent = _send(app, issue, now, progress, look_in)
        tallies[issue.id] = sent.tally
        problems += _in_the_way(app, issue, sent)
    return tallies, problems


def _no_room(app: App) -> Problem | None:
    """A disk that fills up while letters go out stops between the mark before a letter and the one behind it."""
    free = disk_usage(app.state).free
    if free >= _ROOM:
        return None
    text = (
        f"{free >> 20} MiB are free on its disk; nothing is sent with less than {_ROOM >> 20}: make room, and run again"
    )
    return Problem(source=str(app.state), text=text)


def _in_the_way(app: App, issue: OpenedIssue, sent: "Round") -> list[Problem]:
    waiting = sent.tally.get(QUEUED, 0)
    if not sent.stopped or not waiting:
        return []
    count = f"{waiting} of its messages {'waits' if waiting == 1 else 'wait'}"
    if app.ledger.paused(issue.id):
        text = f"rests: {sent.stopped}. {count}; look why, then: publisher newsletter resume {issue.id}"
    else:
        text = f"{sent.stopped}; {count}, and the next run goes on"
    return [Problem(source=f"issue {issue.id}", text=text)]


def _unfinished(app: App) -> tuple[list[OpenedIssue], list[Problem]]:
    """The issues to go on with, and a problem for each whose newsletter is no longer in the settings."""
    wanted = set(app.ledger.deliveries.unfinished())
    issues = [issue for issue in app.ledger.issues() if issue.id in wanted] if wanted else []
    known = app.settings.newsletter
    text = "is not in the settings any more, but its issue {} was not sent to everybody; put the table back"
    homeless = [
        Problem(source=SETTINGS_FILE, text=f"[newsletter.{issue.newsletter}] {text.format(issue.id)}")
        for issue in issues
        if issue.newsletter not in known
    ]
    return [issue for issue in issues if issue.newsletter in known], homeless


def _send(app: App, issue: OpenedIssue, now: datetime, progress: Progress, look_in: Callable[[], None]) -> "Round":
    from publisher.delivery.desk import Order
    from publisher.delivery.dispatch import dispatch

    options = app.settings.newsletter[issue.newsletter]
    tally = app.ledger.deliveries.tally(issue.id)
    total = tally.get(QUEUED, 0) + tally.get(DEFERRED, 0)

    def tell(done: int, others: dict[str, int]) -> None:
        beside = ", ".join(f"{count} {state}" for state, count in others.items())
        progress(f"sending {issue.id}{f' ({beside})' if beside else ''}", done, total)

    order = Order(
        issue_id=issue.id,
        opened_at=issue.opened_at,
        message_for=messages(app, app.ledger.letter(issue.id), issue.newsletter, issue.opened_at),
        digest=app.digest,
        return_path=return_path(app, options.bounces or options.sender, issue.id, is_tagged=bool(options.bounces)),
        progress=tell,
        look_in=look_in,
    )
    return dispatch(
        order,
        ledger=app.ledger,
        transport=transport(app, options.sender.rpartition("@")[2]),
        now=now,
        per_minute=app.settings.delivery.per_minute,
        per_minute_and_domain=app.settings.delivery.per_minute_and_domain,
    )


def return_path(app: App, address: str, issue_id: str, *, is_tagged: bool) -> Callable[[Delivery], str]:
    """Where failures of a delivery come back to: the address itself, or with a tag that says whose it was."""
    from publisher.tokens import bounce_tag

    name, _, domain = address.rpartition("@")
    key = app.key()
    if not is_tagged:
        return lambda _: address
    return lambda delivery: f"{name}+{bounce_tag(key, issue_id, delivery.subscriber.id)}@{domain}"


def messages(app: App, letter: Newsletter, newsletter: str, date: datetime) -> Callable[[Delivery], bytes]:
    """The whole message of each delivery, signed where the settings say so; raises as `Mailing` and `signature` do."""
    from publisher.newsletter.message import Mailing, sender_domain
    from publisher.tokens import message_id, unsubscribe_token
    from publisher.workflows.signing import signature

    options, key = app.settings.newsletter[newsletter], app.key()
    mailing, sign = Mailing(letter, newsletter, site=app.site, options=options, date=date), signature(app, options)

    def message_for(delivery: Delivery) -> bytes:
        reader = delivery.subscriber
        written = mailing.message(
            reader,
            token=unsubscribe_token(key, reader.id, newsletter),
            message_id=message_id(key, letter.issue_id, reader.id, sender_domain(options)),
        )
        return sign(written)

    return message_for


def transport(app: App, name: str) -> Transport:
    """The transport that the settings name; `name` is the machine's own towards a mail server."""
    options = app.settings.delivery
    if options.transport == "folder" or not app.may_send:
        return FolderTransport(app.out / MAIL_FOLDER)
    # who sends nothing over the network does not import it
    from publisher.delivery.relay import SmtpTransport, manner

    certificates = app.root / "config" / options.certificates if options.certificates else None
    return SmtpTransport(manner(options, name=name, password=app.password(), certificates=certificates), options)
