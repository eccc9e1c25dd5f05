"""Which issue was opened, which post was mailed, and what became of each delivery; "once" is a key in the database."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from publisher.errors import StateError
from publisher.model import Artifact, Delivery, Issue, Listing, Newsletter, Outcome, Slot, Subscriber, Verdict
from publisher.state.database import transaction
from publisher.state.identity import heading
from publisher.state.statements import queries

# how a transport's verdict is written down
_STATES = {
    Verdict.ACCEPTED: "accepted",
    Verdict.DEFERRED: "deferred",
    Verdict.REFUSED: "refused",
    Verdict.UNKNOWN: "in doubt",
}


class Standing(NamedTuple):
    """Where a newsletter stands in the calendar, all in UTC.

    Posts first seen before `baseline` are never mailed, slots up to `checked_until` are settled, `next_due` is the
    next slot under the rule text `rule`.
    """

    baseline: datetime
    checked_until: datetime
    rule: str
    next_due: datetime


class OpenedIssue(NamedTuple):
    """An issue whose sending was opened, and when."""

    id: str
    newsletter: str
    period: str
    subject: str
    opened_at: datetime


class Mailed(NamedTuple):
    """The issue that carried each post, by what posts are known again by: ids, and digests of headings."""

    by_id: Mapping[str, str]
    by_heading: Mapping[str, str]

    def carried(self, post: Listing) -> str:
        """The id of the issue that the post was mailed with, perhaps under another id, file name or wording; else `""`.

        Two posts of one title and one date are taken for one: a letter twice is worse than a post that waits.
        """
        return self.by_id.get(post.id) or self.by_heading.get(heading(post), "")


class Ledger:
    """The ledger in one state database; each method that changes something is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = queries("ledger")

    def standing(self, newsletter: str) -> Standing | None:
        """Where the newsletter stands; `None` before its first run."""
        row = self._sql.standing(self._connection, name=newsletter)
        if row is None:
            return None
        baseline, checked_until, rule, next_due = row
        return Standing(
            baseline=datetime.fromisoformat(baseline),
            checked_until=datetime.fromisoformat(checked_until),
            rule=rule,
            next_due=datetime.fromisoformat(next_due),
        )

    def put_standing(self, newsletter: str, standing: Standing) -> None:
        """Remember where the newsletter stands; its baseline stays what it was at first."""
        self._sql.put_standing(
            self._connection,
            name=newsletter,
            baseline=standing.baseline.isoformat(),
            checked_until=standing.checked_until.isoformat(),
            rule=standing.rule,
            next_due=standing.next_due.isoformat(),
        )

    def mailed_posts(self) -> set[str]:
        """The ids of all posts that any issue held."""
        return {post_id for (post_id,) in self._sql.mailed_posts(self._connection)}

    def mailed(self, newsletter: str) -> Mailed:
        """The posts that the newsletter has carried."""
        rows = list(self._sql.mailed(self._connection, newsletter=newsletter))
        return Mailed(
            by_id={post_id: issue for post_id, _, issue in rows},
            by_heading={digest: issue for _, digest, issue in rows},
        )

    def open(
        self,
        issue: Issue,
        letter: Newsletter,
        proofs: Iterable[Artifact],
        subscribers: Sequence[Subscriber],
        standing: Standing,
        now: datetime,
    ) -> None:
        """Freeze the letter and queue a delivery for each subscriber, all in one transaction.

        Raises `StateError` when the period has an issue already or a post of it was mailed: nothing changes then.
        """
        at = now.isoformat()
        try:
            with transaction(self._connection):
                self._freeze(issue, letter, proofs, at)
                self._sql.put_subscriber(self._connection, [vars(subscriber) for subscriber in subscribers])
                rows = [{"issue": issue.id, "address": person.address, "changed_at": at} for person in subscribers]
                self._sql.queue_delivery(self._connection, rows)
                self.put_standing(issue.newsletter, standing)
        except sqlite3.IntegrityError as error:
            raise StateError(f"issue {issue.id} was opened before, or holds a post mailed before; not sent") from error

    def issues(self) -> list[OpenedIssue]:
        """Every issue, the newest first."""
        return [
            OpenedIssue(
                id=id_, newsletter=name, period=period, subject=subject, opened_at=datetime.fromisoformat(opened)
            )
            for id_, name, period, subject, opened in self._sql.issues(self._connection)
        ]

    def shown_issues(self) -> list[OpenedIssue]:
        """Those of them that have a page on the web."""
        shown = {issue for (issue,) in self._sql.shown_issues(self._connection)}
        return [issue for issue in self.issues() if issue.id in shown]

    def letter(self, issue_id: str) -> Newsletter:
        """The letter as it was frozen: a resumed send is byte for byte the same."""
        subject, html, text = self._sql.letter(self._connection, id=issue_id)
        slots = tuple(
            Slot(name=name, mark=mark, in_html=in_html, in_text=in_text)
            for name, mark, in_html, in_text in self._sql.slots(self._connection, issue=issue_id)
        )
        return Newsletter(issue_id=issue_id, subject=subject, html=html, text=text, slots=slots)

    def proofs(self, issue_id: str) -> list[Artifact]:
        """The files of an opened issue below out/newsletters/."""
        return [
            Artifact(path=path, media_type=media_type, content=content)
            for path, media_type, content in self._sql.proofs(self._connection, issue=issue_id)
        ]

    def unfinished(self) -> list[str]:
        """The ids of issues with deliveries that a run can still do something about."""
        return [issue for (issue,) in self._sql.unfinished(self._connection)]

    def settle_leftovers(self, now: datetime, arrived: Callable[[Delivery], bool] = lambda _: False) -> int:
        """Settle what an interrupted run left as `sending`, and say how many of them are in doubt.

        What has surely `arrived` is accepted; the rest may or may not have, is in doubt, and never resent by itself.
        """
        accepted = Outcome(verdict=Verdict.ACCEPTED, detail="found after an interrupted run")
        unknown = Outcome(verdict=Verdict.UNKNOWN, detail="the run was cut off while sending")
        left = [
            Delivery(issue_id=issue, subscriber=Subscriber(id=id_, address=address, name=name), attempts=attempts)
            for issue, id_, attempts, address, name in self._sql.left_sending(self._connection)
        ]
        if not left:
            return 0
        outcomes = [(delivery, accepted if arrived(delivery) else unknown) for delivery in left]
        with transaction(self._connection):
            rows = [_row(delivery, outcome, now.isoformat()) for delivery, outcome in outcomes]
            self._sql.record(self._connection, rows)
        return sum(outcome is unknown for _, outcome in outcomes)

    def suppress_missing(self, issue_id: str, addresses: Collection[str], now: datetime) -> int:
        """Take everybody who is not among `addresses` out of what is still to be sent of the issue; say how many."""
        waiting = list(self._sql.waiting(self._connection, issue=issue_id))
        gone = [subscriber for subscriber, address in waiting if address not in addresses]
        rows = [{"issue": issue_id, "subscriber": subscriber, "now": now.isoformat()} for subscriber in gone]
        if rows:
            with transaction(self._connection):
                self._sql.suppress(self._connection, rows)
        return len(rows)

    def count(self, state: str) -> int:
        """How many deliveries, of all issues, stand in that state."""
        return int(self._sql.count(self._connection, state=state))

    def requeue_deferred(self, issue_id: str, now: datetime) -> None:
        """Give deferred deliveries of the issue another try in this run."""
        self._sql.requeue_deferred(self._connection, issue=issue_id, now=now.isoformat())

    def tick(
        self, issue_id: str, outcomes: Iterable[tuple[Delivery, Outcome]], most: int, now: datetime
    ) -> list[Delivery]:
        """Write down what became of the last deliveries and claim the next ones, durably, in one commit.

        Only what is returned may be handed to a transport: it stands as `sending` on disk.
        """
        at = now.isoformat()
        with transaction(self._connection):
            self._sql.record(self._connection, [_row(delivery, outcome, at) for delivery, outcome in outcomes])
            rows = list(self._sql.queued(self._connection, issue=issue_id, most=most))
            claims = [{"issue": issue_id, "subscriber": row[0], "now": at} for row in rows]
            self._sql.mark_sending(self._connection, claims)
        return [
            Delivery(
                issue_id=issue_id,
                subscriber=Subscriber(id=subscriber, address=address, name=name),
                attempts=attempts + 1,
            )
            for subscriber, attempts, address, name in rows
        ]

    def tally(self, issue_id: str) -> dict[str, int]:
        """How many deliveries of the issue stand in which state."""
        return {state: int(count) for state, count in self._sql.tally(self._connection, issue=issue_id)}

    def _freeze(self, issue: Issue, letter: Newsletter, proofs: Iterable[Artifact], at: str) -> None:
        self._sql.open_issue(
            self._connection,
            id=issue.id,
            newsletter=issue.newsletter,
            period=issue.period,
            subject=letter.subject,
            html=letter.html,
            text=letter.text,
            opened_at=at,
        )
        self._sql.add_slot(self._connection, [{"issue": issue.id, **vars(slot)} for slot in letter.slots])
        self._sql.add_proof(self._connection, [{"issue": issue.id, **vars(proof)} for proof in proofs])
        mailed = [
            {
                "newsletter": issue.newsletter,
                "post_id": post.id,
                "issue": issue.id,
                "heading": heading(post),
            }
            for post in issue.posts
        ]
        self._sql.add_mailed(self._connection, mailed)


def _row(delivery: Delivery, outcome: Outcome, at: str) -> dict[str, object]:
    return {
        "issue": delivery.issue_id,
        "subscriber": delivery.subscriber.id,
        "state": _STATES[outcome.verdict],
        "code": outcome.code,
        "detail": outcome.detail,
        "now": at,
    }
