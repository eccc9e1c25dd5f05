"""Lists, proof of consent, and who is never mailed again."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.model import Issue, Outcome, Subscriber, Verdict
from publisher.state.database import open_database, open_in_memory
from publisher.state.deliveries import Settled
from publisher.state.ledger import Ledger
from publisher.state.subscribers import ACTIVE, LEFT, Consent, Subscribers
from tests.conftest import make_post
from tests.state.opened import NOW, STANDING, claim, letter, open_issue, people, person

LATER = NOW + timedelta(days=1)
FORM = Consent("form at the desk", "v2", "d1ge57")
MAYA = person("maya")


@pytest.fixture
def connection() -> sqlite3.Connection:
    """An empty state."""
    return open_in_memory()


@pytest.fixture
def subscribers(connection: sqlite3.Connection) -> Subscribers:
    """Nobody yet."""
    return Subscribers(connection)


def test_who_is_added_is_there_with_the_proof(subscribers: Subscribers) -> None:
    """When, where, and which words."""
    subscribers.add(MAYA, "monthly", FORM, NOW)
    assert (subscribers.count("monthly"), subscribers.count("weekly")) == (1, 0)
    assert subscribers.find(MAYA.address) == subscribers.find(MAYA.id) == MAYA
    history = subscribers.history(MAYA)
    assert history.subscriptions == [("monthly", ACTIVE, NOW.isoformat())]
    assert history.consents == [(NOW.isoformat(), "given", "monthly", "form at the desk", "v2", "d1ge57")]


def test_person_keeps_id_and_name(subscribers: Subscribers) -> None:
    """Also when the key was changed since; and a name is not lost to a list without names."""
    subscribers.add(MAYA, "monthly", FORM, NOW)
    subscribers.add(Subscriber(id="s_other", address=MAYA.address), "weekly", FORM, LATER)
    assert subscribers.find(MAYA.address) == MAYA
    assert len(subscribers.history(MAYA).subscriptions) == 2


def test_capitals_make_no_other_mailbox(subscribers: Subscribers) -> None:
    """Whoever stands on two lists in two ways is one person, with the first id."""
    subscribers.add(Subscriber(id="s_1", address="Maya@example.org", name=""), "monthly", FORM, NOW)
    subscribers.add(Subscriber(id="s_2", address="maya@example.org", name="Maya"), "monthly", FORM, NOW)
    assert subscribers.find("MAYA@example.org") == Subscriber(id="s_1", address="Maya@example.org", name="Maya")
    assert subscribers.count("monthly") == 1


def test_who_leaves_is_gone_and_the_record_stays(subscribers: Subscribers) -> None:
    """From one list or from all."""
    for newsletter in ("monthly", "weekly"):
        subscribers.add(MAYA, newsletter, FORM, NOW)
    assert subscribers.leave(MAYA, "monthly", "telephone", LATER) == ["monthly"]
    assert subscribers.leave(MAYA, "", "telephone", LATER) == ["weekly"]
    assert subscribers.leave(MAYA, "", "telephone", LATER) == []
    assert subscribers.state("monthly", MAYA.address) == LEFT
    events = [row[1:4] for row in subscribers.history(MAYA).consents]
    assert events[2:] == [("withdrawn", "monthly", "telephone"), ("withdrawn", "weekly", "telephone")]


def test_proof_cannot_be_changed(subscribers: Subscribers, connection: sqlite3.Connection) -> None:
    """Not even by a slip of ours."""
    subscribers.add(MAYA, "monthly", FORM, NOW)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute("UPDATE consent SET source = 'another'")


def test_issue_goes_to_the_active_with_proof(connection: sqlite3.Connection) -> None:
    """Not to who left, not to another list's, not to a row without consent, however it came there."""
    ledger = Ledger(connection)
    issue = open_issue(ledger, people(4))
    assert ledger.deliveries.tally(issue) == {"queued": 4}
    connection.execute("DELETE FROM consent WHERE subscriber = 's_reader000'")
    connection.execute("UPDATE subscription SET state = 'left' WHERE subscriber = 's_reader001'")
    connection.execute("INSERT INTO subscription SELECT 'weekly', subscriber, state, '' FROM subscription LIMIT 1")
    posts = (make_post(slug="sleep"),)
    july = Issue(id="monthly-2024-07", newsletter="monthly", period="2024-07", subject="Rest", posts=posts)
    ledger.open(july, letter(july.id), (), STANDING, NOW)
    assert [one.subscriber.id for one in ledger.deliveries.queued(july.id, "", 9)] == ["s_reader002", "s_reader003"]


def test_who_leaves_gets_nothing_that_waits(subscribers: Subscribers, connection: sqlite3.Connection) -> None:
    """Of that newsletter; what is on its way or was taken stays as it is."""
    ledger = Ledger(connection)
    issue = open_issue(ledger, people(3))
    weekly = open_issue(ledger, people(3), newsletter="weekly")
    claim(ledger, issue, (), 1)
    for number in range(3):
        subscribers.leave(people(3)[number], "monthly", "asked", NOW)
    assert ledger.deliveries.tally(issue) == {"sending": 1, "suppressed": 2}
    assert ledger.deliveries.tally(weekly) == {"queued": 3}
    subscribers.leave(people(3)[0], "", "asked", NOW)
    assert ledger.deliveries.tally(weekly) == {"queued": 2, "suppressed": 1}


def test_who_leaves_in_the_same_moment_is_not_claimed(subscribers: Subscribers, connection: sqlite3.Connection) -> None:
    """The claim looks at the row, not at what was read before."""
    ledger = Ledger(connection)
    issue = open_issue(ledger, people(3))
    ahead = ledger.deliveries.queued(issue, "", 3)
    subscribers.leave(people(3)[1], "monthly", "asked", NOW)
    assert ledger.deliveries.tick((), ahead, NOW) == {"s_reader000", "s_reader002"}


@pytest.mark.parametrize("way", ["deferred", "in doubt"])
def test_who_leaves_while_a_letter_is_on_its_way_gets_no_other_try(
    subscribers: Subscribers, connection: sqlite3.Connection, way: str
) -> None:
    """The server says "later", or a person says "again": by then they have left."""
    ledger = Ledger(connection)
    issue = open_issue(ledger, people(2))
    (first, _) = claimed = claim(ledger, issue, (), 2)
    subscribers.leave(first.subscriber, "monthly", "unsubscribed", NOW)
    if way == "deferred":
        claim(ledger, issue, [(one, Outcome(verdict=Verdict.DEFERRED)) for one in claimed], 0)
        ledger.deliveries.requeue(issue, LATER)
    else:
        ledger.deliveries.settle_leftovers(NOW)
        ledger.deliveries.resolve(issue, ledger.deliveries.in_doubt(issue), "again", NOW, resend=True)
    assert [one.subscriber for one in claim(ledger, issue, (), 5)] == people(2)[1:]
    assert ledger.deliveries.tally(issue) == {"sending": 1, "suppressed": 1}
    assert subscribers.history(first.subscriber).deliveries[0][1] == "suppressed"


def test_suppressed_address_leaves_all_lists(subscribers: Subscribers) -> None:
    """The first reason stays; lifting lets it be added again, and adds nobody."""
    subscribers.add(MAYA, "monthly", FORM, NOW)
    subscribers.suppress(MAYA, "digest", "complaint", NOW)
    subscribers.suppress(None, "digest", "another", LATER)
    found = subscribers.suppression("digest")
    assert found
    assert (found.reason, found.since) == ("complaint", NOW)
    assert subscribers.count("monthly") == 0
    subscribers.lift("digest")
    assert subscribers.suppression("digest") is None
    assert subscribers.count("monthly") == 0


def test_refusal_of_a_dead_address_suppresses_in_the_same_commit(
    subscribers: Subscribers, connection: sqlite3.Connection
) -> None:
    """5.1.x at RCPT: the ledger and the lists change together."""
    ledger = Ledger(connection)
    issue = open_issue(ledger, people(2))
    (first, _) = claim(ledger, issue, (), 2)
    refused = Outcome(verdict=Verdict.REFUSED, code=550, detail="RCPT: 550 5.1.1", is_dead=True)
    ledger.deliveries.tick([Settled(first, refused, None, "digest")], (), NOW)
    assert subscribers.count("monthly") == 1
    assert subscribers.suppression("digest")


def test_erased_person_leaves_no_trace_but_the_digest(tmp_path: Path) -> None:
    """Not in a row, not in a free page of the file; deliveries stay counted, as nobody's."""
    with closing(open_database(tmp_path)) as connection:
        ledger, subscribers = Ledger(connection), Subscribers(connection)
        canary = Subscriber(id="s_canary", address="canary@example.org", name="Canary Bird")
        issue = open_issue(ledger, [canary, *people(50)])
        claimed = claim(ledger, issue, (), 1)
        ledger.deliveries.tick([Settled(claimed[0], Outcome(verdict=Verdict.ACCEPTED))], (), NOW)
        subscribers.erase(canary, "digest", LATER)
        assert subscribers.find("canary@example.org") is None
        assert ledger.deliveries.tally(issue) == {"accepted": 1, "queued": 50}
        found = subscribers.suppression("digest")
        assert found
        assert found.reason == "erased"
        subscribers.erase(people(50)[7], "other", LATER)
        assert ledger.deliveries.tally(issue) == {"accepted": 1, "queued": 49, "suppressed": 1}
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
    assert b"canary" not in (tmp_path / "state.db").read_bytes().lower()


def test_erased_and_added_again_is_a_new_person(subscribers: Subscribers) -> None:
    """What was before is not theirs."""
    subscribers.add(MAYA, "monthly", FORM, NOW)
    subscribers.erase(MAYA, "digest", NOW)
    subscribers.lift("digest")
    subscribers.add(MAYA, "monthly", FORM, LATER)
    assert len(subscribers.history(MAYA).consents) == 1
