"""The people who get newsletters: subscriptions, proof of consent, and who is never to be mailed again."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from publisher.model import Subscriber
from publisher.state.database import transaction
from publisher.state.driver import errors
from publisher.state.statements import queries

ACTIVE, LEFT = "active", "left"
HARD, SOFT, COMPLAINT = "hard", "soft", "complaint"
_GIVEN, _WITHDRAWN = "given", "withdrawn"
_HARD_DAYS, _ISSUES = 2, 3  # dead on so many days, or so many issues in a row not taken


class Consent(NamedTuple):
    """Where somebody agreed to get letters, and to which words: their name (a version) and a digest of them."""

    source: str
    wording: str = ""
    digest: str = ""


class Suppression(NamedTuple):
    """Why an address gets no letter any more, and since when."""

    reason: str
    since: datetime


class Member(NamedTuple):
    """A person on a newsletter's list, active or not, with the last word on consent (`""` for none)."""

    subscriber: Subscriber
    newsletter: str
    state: str
    changed_at: datetime
    consent_at: str
    consent_source: str


class History(NamedTuple):
    """All that is kept of a person: rows of (newsletter, state, at), of consents, and of (issue, state, at)."""

    subscriptions: list[tuple[str, str, str]]
    consents: list[tuple[str, str, str, str, str, str]]
    deliveries: list[tuple[str, str, str]]


class Subscribers:
    """The subscribers in one state database; each method that changes something is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = queries("subscribers")

    def count(self, newsletter: str) -> int:
        """How many get it."""
        return int(self._sql.count(self._connection, newsletter=newsletter))

    def find(self, name: str) -> Subscriber | None:
        """The person with that address (as it is kept) or id."""
        row = self._sql.by_address(self._connection, address=name) or self._sql.by_id(self._connection, id=name)
        return Subscriber(id=row[0], address=row[1], name=row[2]) if row else None

    def state(self, newsletter: str, address: str) -> str:
        """`ACTIVE`, `LEFT`, or `""` for somebody who never was on the list."""
        person = self.find(address)
        found = person and self._sql.state(self._connection, newsletter=newsletter, subscriber=person.id)
        return str(found or "")

    def add(self, person: Subscriber, newsletter: str, consent: Consent, now: datetime) -> None:
        """Put somebody on a newsletter's list, with the proof that this was wanted."""
        with transaction(self._connection):
            self._sql.put_subscriber(self._connection, id=person.id, address=person.address, name=person.name)
            kept = self.find(person.address) or person
            at = now.isoformat()
            self._sql.put_subscription(
                self._connection, newsletter=newsletter, subscriber=kept.id, state=ACTIVE, now=at
            )
            self._consent(kept.id, newsletter, _GIVEN, consent, at)

    def leave(self, person: Subscriber, newsletter: str, source: str, now: datetime) -> list[str]:
        """Take somebody off a newsletter's list, or off all for `""`; letters that wait are not sent any more.

        Gives the names of those that were left.
        """
        at = now.isoformat()
        with transaction(self._connection):
            rows = self._sql.subscriptions(self._connection, subscriber=person.id)
            left = [name for name, state, _ in rows if state == ACTIVE and newsletter in ("", name)]
            self._sql.leave(self._connection, [{"newsletter": newsletter, "subscriber": person.id, "now": at}])
            self._sql.withdraw_deliveries(self._connection, newsletter=newsletter, subscriber=person.id, now=at)
            for name in left:
                self._consent(person.id, name, _WITHDRAWN, Consent(source), at)
        return left

    def suppression(self, digest: str) -> Suppression | None:
        """Whether the address with that digest is never to be mailed, and why."""
        row = self._sql.suppression(self._connection, digest=digest)
        return Suppression(row[0], datetime.fromisoformat(row[1])) if row else None

    def suppress(self, person: Subscriber | None, digest: str, reason: str, now: datetime) -> None:
        """Never mail the address with that digest again; `person` is who has it, if anybody."""
        with transaction(self._connection):
            self._sql.suppress(self._connection, digest=digest, reason=reason, since=now.isoformat())
            if person:
                self.leave(person, "", reason, now)

    def lift(self, digest: str) -> None:
        """Let the address be added again."""
        self._sql.lift(self._connection, digest=digest)

    def note_return(self, person: Subscriber, issue: str, kind: str, status: str, digest: str, now: datetime) -> bool:
        """Write down what came back of an issue, once, and suppress the address with that digest when it is enough: a
        complaint, dead on two different days, or nothing taken of the last three issues. Says whether it was.
        """
        with transaction(self._connection):
            self._sql.add_bounce(
                self._connection, subscriber=person.id, issue=issue, kind=kind, status=status, now=now.isoformat()
            )
            if not self._is_enough(person, kind):
                return False
            reason = "complaint" if kind == COMPLAINT else f"mail came back ({status})"
            self.suppress(person, digest, reason, now)
            return True

    def _is_enough(self, person: Subscriber, kind: str) -> bool:
        if kind == COMPLAINT:
            return True
        days = int(self._sql.hard_days(self._connection, subscriber=person.id))
        last = [bounced for (bounced,) in self._sql.last_bounced(self._connection, subscriber=person.id, most=_ISSUES)]
        return days >= _HARD_DAYS or (len(last) == _ISSUES and all(last))

    def erase(self, person: Subscriber, digest: str, now: datetime) -> None:
        """Forget a person but for the digest that keeps any list from bringing them back; what was sent stays counted.

        The file is rewritten, so that nothing of them is left in it. Backups that were made before still know them.
        """
        with transaction(self._connection):
            self.suppress(person, digest, "erased", now)
            nobody = f"erased-{self._sql.next_erased(self._connection):06}"
            self._sql.put_subscriber(self._connection, id=nobody, address=f"erased:{nobody}", name="")
            for rekey in (self._sql.rekey_deliveries, self._sql.rekey_attempts, self._sql.rekey_bounces):
                rekey(self._connection, old=person.id, new=nobody)
            for forget in (self._sql.forget_subscriptions, self._sql.forget_consents, self._sql.forget):
                forget(self._connection, subscriber=person.id)
        with suppress(*errors("OperationalError")):  # a full disk: free pages were overwritten all the same
            self._connection.execute("VACUUM")

    def members(self, newsletter: str = "") -> Iterator[Member]:
        """Everybody who is or was on the newsletter's list, or on any, in an order that stays."""
        rows = self._sql.members(self._connection, newsletter=newsletter)
        for id_, address, name, subscribed_to, state, changed_at, at, source in rows:
            who = Subscriber(id=id_, address=address, name=name)
            yield Member(who, subscribed_to, state, datetime.fromisoformat(changed_at), at, source)

    def history(self, person: Subscriber) -> History:
        """What is kept of one person."""
        return History(
            *(
                list(rows(self._connection, subscriber=person.id))
                for rows in (self._sql.subscriptions, self._sql.consents, self._sql.deliveries)
            )
        )

    def _consent(self, subscriber: str, newsletter: str, event: str, consent: Consent, at: str) -> None:
        self._sql.add_consent(
            self._connection, subscriber=subscriber, newsletter=newsletter, now=at, event=event, **consent._asdict()
        )
