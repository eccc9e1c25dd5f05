"""Readers and an opened issue, for tests of what is remembered of them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from publisher.model import Artifact, Delivery, Issue, Newsletter, Outcome, Post, Slot, Subscriber
from publisher.state.database import transaction
from publisher.state.deliveries import Settled
from publisher.state.ledger import Ledger, Standing
from publisher.state.subscribers import ACTIVE, Consent, Subscribers
from tests.conftest import make_post

NOW = datetime(2024, 6, 3, 13, tzinfo=UTC)
STANDING = Standing(baseline=NOW, checked_until=NOW, rule="daily at 09:00 in UTC", next_due=NOW)


def person(name: str) -> Subscriber:
    """A reader whose id and address come from the name."""
    return Subscriber(id=f"s_{name}", address=f"{name}@example.org", name=name.title())


def people(count: int) -> list[Subscriber]:
    """So many readers, in the order in which the ledger gives them out."""
    return [person(f"reader{number:03}") for number in range(count)]


def letter(issue_id: str) -> Newsletter:
    """A letter of one line."""
    return Newsletter(
        issue_id=issue_id,
        subject="Rest",
        html="<p>Rest. SLOT</p>",
        text="Rest. SLOT SLOT",
        slots=(Slot(name="unsubscribe", mark="SLOT", in_html=1, in_text=2),),
    )


def subscribe(ledger: Ledger, readers: Sequence[Subscriber], newsletter: str = "monthly") -> None:
    """Make these, and nobody else, the newsletter's subscribers."""
    subscribers = Subscribers(ledger._connection)
    with transaction(ledger._connection):
        wanted = {reader.address for reader in readers}
        for member in list(subscribers.members(newsletter)):
            if member.state == ACTIVE and member.subscriber.address not in wanted:
                ledger._connection.execute(
                    "UPDATE subscription SET state = 'left' WHERE subscriber = ?", (member.subscriber.id,)
                )
        for reader in readers:
            known = subscribers.find(reader.address)
            if known != reader or subscribers.state(newsletter, reader.address) != ACTIVE:
                subscribers.add(reader, newsletter, Consent("a form"), NOW)


def open_issue(
    ledger: Ledger,
    readers: Sequence[Subscriber],
    *,
    newsletter: str = "monthly",
    period: str = "2024-06",
    posts: Sequence[Post] = (),
    proofs: Sequence[Artifact] = (),
    standing: Standing = STANDING,
    now: datetime = NOW,
) -> str:
    """Open an issue for the readers and give its id; without `posts` it holds one of its own."""
    issue = Issue(
        id=f"{newsletter}-{period}",
        newsletter=newsletter,
        period=period,
        subject="Rest",
        posts=tuple(posts) or (make_post(slug=f"post-of-{period}"),),
    )
    subscribe(ledger, readers, newsletter)
    ledger.open(issue, letter(issue.id), proofs, standing, now)
    return issue.id


def claim(
    ledger: Ledger, issue: str, outcomes: Iterable[tuple[Delivery, Outcome]], most: int, now: datetime = NOW
) -> list[Delivery]:
    """Write outcomes down and claim the next deliveries in one tick; what is deferred may be tried again at once."""
    settled = [Settled(delivery, outcome, now) for delivery, outcome in outcomes]
    beginning = ledger.deliveries.queued(issue, "", most)
    begun = ledger.deliveries.tick(settled, beginning, now)
    return [delivery for delivery in beginning if delivery.subscriber.id in begun]
