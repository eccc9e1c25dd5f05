"""Which issue was opened and which post was mailed; "once" is a key in the database."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from publisher.errors import StateError
from publisher.model import Artifact, Issue, Listing, Newsletter, Post, Slot
from publisher.state.database import transaction
from publisher.state.deliveries import Deliveries
from publisher.state.driver import errors
from publisher.state.identity import heading
from publisher.state.statements import queries


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
        standing: Standing,
        now: datetime,
    ) -> None:
        """Freeze the letter and queue a delivery for each active subscriber of the newsletter, all in one transaction.

        Raises `StateError` when the period has an issue already or a post of it was mailed: nothing changes then.
        """
        at = now.isoformat()
        try:
            with transaction(self._connection):
                self._freeze(issue, letter, proofs, at)
                self._sql.queue_deliveries(self._connection, issue=issue.id, newsletter=issue.newsletter, changed_at=at)
                self.put_standing(issue.newsletter, standing)
        except errors("IntegrityError") as error:
            raise StateError(f"issue {issue.id} was opened before, or holds a post mailed before; not sent") from error

    def settle_restored(self, newsletters: Sequence[str], posts: Sequence[Listing], at: datetime) -> tuple[int, int]:
        """After a backup was put back: what waited is in doubt, all slots until `at` are settled, and the posts count
        as mailed by each newsletter, with an issue of that moment which went to nobody.

        Gives how many deliveries and how many posts that were, all newsletters together.
        """
        now, stamp, taken = at.isoformat(), f"restored-{at:%Y%m%dt%H%M%S}", 0
        with transaction(self._connection):
            waiting = self.deliveries.doubt_waiting(at)
            for name in newsletters:
                carried = self.mailed(name).carried
                lost = [post for post in posts if not carried(post)]
                taken += len(lost)
                empty = {"subject": "", "html": "", "text": ""}
                self._sql.open_issue(
                    self._connection, id=f"{name}-{stamp}", newsletter=name, period=stamp, opened_at=now, **empty
                )
                self._sql.add_mailed(self._connection, list(_mailed_rows(name, f"{name}-{stamp}", lost)))
            self._sql.settle_slots(self._connection, now=now)
        return waiting, taken

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

    def paused(self, issue_id: str) -> str:
        """Why the issue rests until a person lets it go on; `""` when it does not."""
        return str(self._sql.paused(self._connection, id=issue_id))

    def pause(self, issue_id: str, reason: str) -> None:
        """Let the issue rest, with the reason; `""` lets it go on."""
        self._sql.pause(self._connection, id=issue_id, reason=reason)

    @property
    def deliveries(self) -> Deliveries:
        """The deliveries of its issues."""
        return Deliveries(self._connection)

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
        self._sql.add_mailed(self._connection, list(_mailed_rows(issue.newsletter, issue.id, issue.posts)))


def _mailed_rows(newsletter: str, issue_id: str, posts: Sequence[Post | Listing]) -> Iterator[dict[str, str]]:
    for post in posts:
        yield {"newsletter": newsletter, "post_id": post.id, "issue": issue_id, "heading": heading(post)}
