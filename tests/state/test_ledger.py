"""What was opened, mailed and delivered: once is a key in the database, and no crash loses or doubles anything."""

import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from publisher.errors import StateError
from publisher.model import Artifact, Delivery, Issue, Outcome, Slot, Subscriber, Verdict
from publisher.state import database
from publisher.state.database import open_database, open_in_memory
from publisher.state.ledger import Ledger, Standing
from publisher.state.subscribers import Subscribers
from tests.conftest import make_post
from tests.state.opened import NOW, STANDING, claim, letter, open_issue, people, person, subscribe

LATER = NOW + timedelta(days=30)
ACCEPTED = Outcome(verdict=Verdict.ACCEPTED)
DEFERRED = Outcome(verdict=Verdict.DEFERRED)
_MAY_GO_AGAIN = (Verdict.DEFERRED, Verdict.UNSENT)


@pytest.fixture
def connection() -> sqlite3.Connection:
    """An empty state, in memory."""
    return open_in_memory()


@pytest.fixture
def ledger(connection: sqlite3.Connection) -> Ledger:
    """An empty ledger."""
    return Ledger(connection)


def everything(connection: sqlite3.Connection) -> list[str]:
    """All that the database holds, as SQL."""
    return list(connection.iterdump())


def all_with(deliveries: Sequence[Delivery], outcome: Outcome) -> list[tuple[Delivery, Outcome]]:
    return [(delivery, outcome) for delivery in deliveries]


def test_opening_queues_a_delivery_for_each_reader(ledger: Ledger) -> None:
    """Nobody is forgotten, and nobody listed twice gets two."""
    issue = open_issue(ledger, [*people(3), *people(2)])
    assert ledger.deliveries.tally(issue) == {"queued": 3}
    assert ledger.deliveries.unfinished() == [issue]


def test_opening_remembers_issue_posts_and_standing(ledger: Ledger) -> None:
    """What is mailed from now on, and what the calendar asks next, is decided in the same moment."""
    standing = Standing(baseline=NOW, checked_until=LATER, rule="daily", next_due=LATER)
    open_issue(ledger, people(1), posts=[make_post(slug="a"), make_post(slug="b")], standing=standing)
    (issue,) = ledger.issues()
    assert (issue.id, issue.newsletter, issue.period) == ("monthly-2024-06", "monthly", "2024-06")
    assert (issue.subject, issue.opened_at) == ("Rest", NOW)
    assert ledger.mailed("monthly").by_id.keys() == {make_post(slug="a").id, make_post(slug="b").id}
    assert ledger.standing("monthly") == standing


def test_letter_comes_back_as_it_was_frozen(ledger: Ledger) -> None:
    """A resumed send is the same letter, byte for byte."""
    issue = open_issue(ledger, people(1))
    assert ledger.letter(issue) == letter(issue)


def test_proofs_come_back_as_they_were(ledger: Ledger) -> None:
    """Losing out/ loses nothing."""
    proofs = [Artifact(path=f"newsletters/{name}", media_type="text/html", content=b"\x00\xff") for name in "ab"]
    issue = open_issue(ledger, people(1), proofs=proofs[::-1])
    assert ledger.proofs(issue) == proofs


@pytest.mark.parametrize(
    ("period", "slug"),
    [
        pytest.param("2024-06", "other", id="the period has its issue"),
        pytest.param("2024-07", "rest", id="the post was mailed"),
        pytest.param("2024-06", "rest", id="both"),
    ],
)
def test_second_opening_changes_nothing(connection: sqlite3.Connection, ledger: Ledger, period: str, slug: str) -> None:
    """No new reader, no new delivery, no new standing: the database is as it was."""
    open_issue(ledger, people(2), posts=[make_post(slug="rest")])
    subscribe(ledger, people(5))
    before = everything(connection)
    with pytest.raises(StateError, match=f"monthly-{period} was opened before, or holds a post mailed before"):
        open_issue(ledger, people(5), period=period, posts=[make_post(slug="new"), make_post(slug=slug)], now=LATER)
    assert everything(connection) == before


def test_period_has_one_issue_whatever_its_id(ledger: Ledger) -> None:
    """The key is the newsletter and its period, not how somebody put the two together."""
    open_issue(ledger, people(1))
    other = Issue(id="special", newsletter="monthly", period="2024-06", subject="Rest", posts=(make_post(),))
    with pytest.raises(StateError, match="special was opened before"):
        ledger.open(other, letter(other.id), (), STANDING, LATER)


def test_newsletters_do_not_know_each_other(ledger: Ledger) -> None:
    """A post may be carried by two newsletters, in the same period."""
    for newsletter in ("monthly", "weekly"):
        open_issue(ledger, people(1), newsletter=newsletter, posts=[make_post()])
    assert ledger.mailed("monthly").by_id.keys() == ledger.mailed("weekly").by_id.keys() == {make_post().id}


def test_issues_stand_newest_first(ledger: Ledger) -> None:
    """As a person wants to read them."""
    open_issue(ledger, [], period="2024-06", now=NOW)
    open_issue(ledger, [], period="2024-07", now=LATER)
    assert [issue.period for issue in ledger.issues()] == ["2024-07", "2024-06"]


def test_baseline_stays_what_it_was_at_first(ledger: Ledger) -> None:
    """Otherwise a later run could declare posts old that readers never had."""
    ledger.put_standing("monthly", STANDING)
    moved = Standing(baseline=LATER, checked_until=LATER, rule="daily at 10:00 in UTC", next_due=LATER)
    ledger.put_standing("monthly", moved)
    kept = Standing(baseline=NOW, checked_until=LATER, rule="daily at 10:00 in UTC", next_due=LATER)
    assert ledger.standing("monthly") == kept


def test_newsletter_without_a_run_stands_nowhere(ledger: Ledger) -> None:
    """`None` says that nobody asked the calendar yet."""
    assert ledger.standing("monthly") is None


def test_person_keeps_the_first_id(ledger: Ledger) -> None:
    """After a change of the signing key an address is the same person, known by the same id."""
    open_issue(ledger, [person("maya")])
    renamed = Subscriber(id="s_other", address="maya@example.org", name="Maya Rao")
    issue = open_issue(ledger, [renamed], period="2024-07")
    (delivery,) = claim(ledger, issue, (), 10, NOW)
    assert (delivery.subscriber.id, delivery.subscriber.name) == ("s_maya", "Maya Rao")


def test_claimed_deliveries_are_sending_on_disk(tmp_path: Path) -> None:
    """Intent before: another connection sees `sending` before a transport has seen the message."""
    with closing(open_database(tmp_path)) as ours, closing(open_database(tmp_path)) as theirs:
        ledger = Ledger(ours)
        issue = open_issue(ledger, people(3))
        claimed = claim(ledger, issue, (), 2, NOW)
        assert [delivery.subscriber for delivery in claimed] == people(2)
        assert Ledger(theirs).deliveries.tally(issue) == {"queued": 1, "sending": 2}


def test_outcome_is_on_disk_with_the_next_claim(tmp_path: Path) -> None:
    """Outcome after: what became of the last ones, and who is next, is one commit."""
    with closing(open_database(tmp_path)) as ours, closing(open_database(tmp_path)) as theirs:
        ledger = Ledger(ours)
        issue = open_issue(ledger, people(3))
        claimed = claim(ledger, issue, (), 2, NOW)
        claim(ledger, issue, all_with(claimed, ACCEPTED), 2, NOW)
        assert Ledger(theirs).deliveries.tally(issue) == {"accepted": 2, "sending": 1}


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        pytest.param(Verdict.ACCEPTED, "accepted", id="accepted"),
        pytest.param(Verdict.DEFERRED, "deferred", id="deferred"),
        pytest.param(Verdict.REFUSED, "refused", id="refused"),
        pytest.param(Verdict.UNKNOWN, "in doubt", id="unknown"),
    ],
)
def test_verdict_becomes_a_state(connection: sqlite3.Connection, ledger: Ledger, verdict: Verdict, state: str) -> None:
    """With its code, its detail and its moment, for a person to read."""
    issue = open_issue(ledger, people(1))
    claimed = claim(ledger, issue, (), 10, NOW)
    claim(ledger, issue, all_with(claimed, Outcome(verdict=verdict, code=250, detail="as it was said")), 10, LATER)
    row = connection.execute("SELECT state, code, detail, changed_at, attempts FROM delivery").fetchone()
    assert row == (state, 250, "as it was said", LATER.isoformat(), 1)


def test_every_verdict_has_a_state(ledger: Ledger) -> None:
    """A new verdict is not forgotten here."""
    issue = open_issue(ledger, people(len(Verdict)))
    claimed = claim(ledger, issue, (), 10, NOW)
    claim(
        ledger, issue, [(who, Outcome(verdict=verdict)) for who, verdict in zip(claimed, Verdict, strict=True)], 0, NOW
    )
    assert sum(ledger.deliveries.tally(issue).values()) == len(Verdict)
    assert "sending" not in ledger.deliveries.tally(issue)


def test_tick_may_claim_nobody(ledger: Ledger) -> None:
    """Outcomes alone can be written down."""
    issue = open_issue(ledger, people(2))
    claimed = claim(ledger, issue, (), 1, NOW)
    assert claim(ledger, issue, all_with(claimed, ACCEPTED), 0, NOW) == []
    assert ledger.deliveries.tally(issue) == {"accepted": 1, "queued": 1}


def test_try_is_counted_when_claimed(tmp_path: Path) -> None:
    """A crash in between uses up a try."""
    with closing(open_database(tmp_path)) as connection:
        ledger = Ledger(connection)
        issue = open_issue(ledger, people(1))
        (first,) = claim(ledger, issue, (), 1, NOW)
        claim(ledger, issue, [(first, DEFERRED)], 1, NOW)
        ledger.deliveries.requeue(issue, NOW)
        (second,) = claim(ledger, issue, (), 1, NOW)
    assert (first.attempts, second.attempts) == (1, 2)


def test_late_word_does_not_change_what_is_settled(ledger: Ledger) -> None:
    """An outcome for a delivery that is not on its way is not believed."""
    issue = open_issue(ledger, people(1))
    claimed = claim(ledger, issue, (), 1, NOW)
    ledger.deliveries.settle_leftovers(NOW)
    claim(ledger, issue, all_with(claimed, ACCEPTED), 1, NOW)
    assert ledger.deliveries.tally(issue) == {"in doubt": 1}


def test_leftovers_are_in_doubt_and_counted_once(ledger: Ledger) -> None:
    """What a killed run had on its way is named, and never claimed again."""
    issue = open_issue(ledger, people(3))
    claim(ledger, issue, (), 2, NOW)
    assert ledger.deliveries.settle_leftovers(LATER) == 2
    assert ledger.deliveries.settle_leftovers(LATER) == 0
    assert [delivery.subscriber for delivery in claim(ledger, issue, (), 10, LATER)] == people(3)[2:]


def test_requeued_are_those_deferred_of_one_issue(ledger: Ledger) -> None:
    """Another newsletter's waiting letters, and what is refused or in doubt, stay as they are."""
    issues = [open_issue(ledger, people(5), period=period) for period in ("2024-06", "2024-07")]
    for issue in issues:
        claimed = claim(ledger, issue, (), 5, NOW)
        outcomes = [(who, Outcome(verdict=verdict)) for who, verdict in zip(claimed, Verdict, strict=True)]
        claim(ledger, issue, outcomes, 0, NOW)
    ledger.deliveries.requeue(issues[0], LATER)
    assert ledger.deliveries.tally(issues[0]) == {"accepted": 1, "in doubt": 1, "queued": 2, "refused": 1}
    assert ledger.deliveries.tally(issues[1]) == {
        "accepted": 1,
        "deferred": 1,
        "in doubt": 1,
        "queued": 1,
        "refused": 1,
    }


@pytest.mark.parametrize(
    ("verdict", "is_unfinished"),
    [
        pytest.param(Verdict.ACCEPTED, False, id="accepted"),
        pytest.param(Verdict.DEFERRED, True, id="deferred"),
        pytest.param(Verdict.REFUSED, False, id="refused"),
        pytest.param(Verdict.UNKNOWN, False, id="unknown"),
    ],
)
def test_unfinished_is_what_a_run_can_do_something_about(ledger: Ledger, verdict: Verdict, is_unfinished: bool) -> None:
    """A refusal is final, a doubt is for a person."""
    issue = open_issue(ledger, people(1))
    claim(ledger, issue, all_with(claim(ledger, issue, (), 1, NOW), Outcome(verdict=verdict)), 1, NOW)
    assert ledger.deliveries.unfinished() == ([issue] if is_unfinished else [])


class CrashingSender(RuleBasedStateMachine):
    """Rounds of sending that are cut off anywhere; a crash is a closed connection to a real file."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._open()
        self.opened: dict[str, int] = {}
        self.issue = ""
        self.waiting: list[Delivery] = []  # claimed, not handed over yet
        self.answered: list[tuple[Delivery, Outcome]] = []  # handed over, the answer not written down yet
        self.never_again: set[tuple[str, str]] = set()  # handed over, and not known to be deferred
        self.left: set[tuple[str, str]] = set()  # who left a list, with the issues that were open then

    def _open(self) -> None:
        self._connection = open_database(Path(self._folder.name))
        self._connection.execute("PRAGMA synchronous = OFF")  # these crashes are the process's, not the machine's
        self.ledger = Ledger(self._connection)

    @rule(count=st.integers(0, 4))
    def open_issue(self, count: int) -> None:
        """An issue of the next period, for some readers."""
        issue = open_issue(self.ledger, people(count), period=f"{len(self.opened):04}")
        self.opened[issue] = count

    @precondition(lambda self: self.opened)
    @rule(number=st.integers(0, 3))
    def leave(self, number: int) -> None:
        """Somebody unsubscribes, whatever is on its way just then."""
        subscribers = Subscribers(self._connection)
        found = subscribers.find(people(4)[number].id)
        if found and subscribers.leave(found, "", "unsubscribed", NOW):
            self.left |= {(issue, found.id) for issue in self.opened}

    @precondition(lambda self: self.opened)
    @rule(number=st.integers(0, 99), resend=st.booleans())
    def resolve(self, number: int, resend: bool) -> None:
        """A person says of what is in doubt that it did not arrive, or that it did."""
        issue = sorted(self.opened)[number % len(self.opened)]
        doubtful = self.ledger.deliveries.in_doubt(issue)
        self.ledger.deliveries.resolve(issue, doubtful, "a person", NOW, resend=resend)
        if resend:
            self.never_again -= {(issue, subscriber) for subscriber in doubtful}

    @precondition(lambda self: self.opened and not self.waiting and not self.answered)
    @rule(number=st.integers(0, 99))
    def begin_round(self, number: int) -> None:
        """What was deferred of an issue is tried again."""
        self.issue = sorted(self.opened)[number % len(self.opened)]
        self.ledger.deliveries.requeue(self.issue, NOW)

    @precondition(lambda self: self.issue and not self.waiting)
    @rule(most=st.integers(1, 5))
    def tick(self, most: int) -> None:
        """The answers are written down, the next deliveries claimed."""
        self.waiting = claim(self.ledger, self.issue, self.answered, most, NOW)
        assert not self.left & {key(delivery) for delivery in self.waiting}, "claimed after they left"
        self.never_again -= {key(delivery) for delivery, outcome in self.answered if outcome.verdict in _MAY_GO_AGAIN}
        self.answered = []

    @precondition(lambda self: self.waiting)
    @rule(verdict=st.sampled_from(Verdict))
    def hand_over(self, verdict: Verdict) -> None:
        """One message goes out and is answered."""
        delivery = self.waiting.pop(0)
        assert key(delivery) not in self.never_again, "handed over twice"
        self.never_again.add(key(delivery))
        self.answered.append((delivery, Outcome(verdict=verdict)))

    @rule()
    def crash(self) -> None:
        """The process dies and another begins."""
        self._connection.close()
        self._open()
        self.ledger.deliveries.settle_leftovers(NOW)
        self.waiting, self.answered = [], []

    @precondition(lambda self: self.issue and not self.waiting)
    @rule(most=st.integers(1, 5))
    def crash_before_the_commit(self, most: int) -> None:
        """The process dies when all of a tick is done but its last step."""
        self._connection.execute("BEGIN IMMEDIATE")
        claim(self.ledger, self.issue, self.answered, most, NOW)
        self.crash()

    @invariant()
    def nobody_is_lost(self) -> None:
        """Every reader of every issue stands in one state."""
        assert {issue: sum(self.ledger.deliveries.tally(issue).values()) for issue in self.opened} == self.opened

    def teardown(self) -> None:
        """A last run without a crash brings every delivery to an end, and hands nobody a second message."""
        try:
            self.crash()
            for issue in self.opened:
                self.ledger.deliveries.requeue(issue, NOW)
                claimed = claim(self.ledger, issue, (), 100, NOW)
                assert not (self.never_again | self.left) & {key(delivery) for delivery in claimed}
                claim(self.ledger, issue, all_with(claimed, ACCEPTED), 100, NOW)
                ends = {"accepted", "refused", "in doubt", "assumed sent", "suppressed"}
                assert set(self.ledger.deliveries.tally(issue)) <= ends
            self.nobody_is_lost()
        finally:
            self._connection.close()
            self._folder.cleanup()


def key(delivery: Delivery) -> tuple[str, str]:
    return delivery.issue_id, delivery.subscriber.id


def test_no_crash_doubles_or_loses_anybody() -> None:
    """Row 30: whatever is cut off where, nobody has two messages, and everybody stands in the ledger."""
    run_state_machine_as_test(
        CrashingSender, settings=settings(max_examples=100, stateful_step_count=30, deadline=None)
    )


def test_letter_opened_under_an_older_form_still_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its one slot was the way out of the list; what was frozen then is sent as it was."""
    steps = database._migrations()
    monkeypatch.setattr(database, "_migrations", lambda: steps[:4])
    connection = open_in_memory()
    connection.execute(
        "INSERT INTO issue (id, newsletter, period, subject, html, text, slot, slots_html, slots_text, opened_at) "
        "VALUES ('monthly-2024-06', 'monthly', '2024-06', 'Rest', '<p>MARK</p>', 'MARK MARK', 'MARK', 1, 2, '2024')"
    )
    monkeypatch.setattr(database, "_migrations", lambda: steps)
    database._migrate(connection, Path(":memory:"))
    letter = Ledger(connection).letter("monthly-2024-06")
    assert (letter.subject, letter.html, letter.text) == ("Rest", "<p>MARK</p>", "MARK MARK")
    assert letter.slots == (Slot(name="unsubscribe", mark="MARK", in_html=1, in_text=2),)
