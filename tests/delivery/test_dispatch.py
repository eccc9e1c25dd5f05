"""A round of sending: intent before, outcome after, each reader once, and nobody lost when it is cut off."""

import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher.delivery.desk import Desk, Order, Parcel, one_by_one
from publisher.delivery.dispatch import dispatch
from publisher.errors import LetterError
from publisher.model import Delivery, Outcome, Verdict
from publisher.state.database import open_database, open_in_memory
from publisher.state.ledger import Ledger
from tests.state.opened import NOW, open_issue, people


class Letterbox:
    """A transport that keeps what it is given and answers as it was told, by the reader's name; else it accepts."""

    def __init__(self, answers: Mapping[str, Verdict] | None = None) -> None:
        self.messages: list[bytes] = []
        self._answers = answers or {}

    def deliver(self, desk: Desk) -> None:
        """Ten at a time."""
        one_by_one(desk, self.send, 10)

    def send(self, parcel: Parcel) -> Outcome:
        """Keep the message and answer."""
        self.messages.append(parcel.message)
        return Outcome(verdict=self._answers.get(parcel.delivery.subscriber.id, Verdict.ACCEPTED))

    def arrived(self, delivery: Delivery) -> bool:
        """Whether it was kept."""
        return message_for(delivery) in self.messages


def message_for(delivery: Delivery) -> bytes:
    return delivery.subscriber.id.encode()


@pytest.fixture
def ledger() -> Ledger:
    """An empty ledger."""
    return Ledger(open_in_memory())


def order(issue: str, **changes: Any) -> Order:
    facts: dict[str, Any] = {"issue_id": issue, "opened_at": NOW, "message_for": message_for, "digest": str}
    return Order(**(facts | changes))


def send(ledger: Ledger, issue: str, box: Letterbox, now: datetime = NOW) -> dict[str, int]:
    return dispatch(order(issue), ledger=ledger, transport=box, now=now).tally


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 25], ids="{} readers".format)
def test_everybody_gets_one_message(ledger: Ledger, count: int) -> None:
    """Whatever the number of readers is to the size of a batch."""
    issue, box = open_issue(ledger, people(count)), Letterbox()
    tally = send(ledger, issue, box)
    assert tally == ({"accepted": count} if count else {})
    assert box.messages == [reader.id.encode() for reader in people(count)]


def test_second_round_sends_nothing(ledger: Ledger) -> None:
    """Calling it again is harmless."""
    issue, box = open_issue(ledger, people(3)), Letterbox()
    send(ledger, issue, box)
    assert send(ledger, issue, box) == {"accepted": 3}
    assert len(box.messages) == 3


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        pytest.param(Verdict.REFUSED, "refused", id="refused"),
        pytest.param(Verdict.UNKNOWN, "in doubt", id="unknown"),
        pytest.param(Verdict.DEFERRED, "deferred", id="deferred"),
    ],
)
def test_one_bad_answer_ends_one_delivery(ledger: Ledger, verdict: Verdict, state: str) -> None:
    """The round goes on, and the reader is not tried a second time in it."""
    issue, box = open_issue(ledger, people(12)), Letterbox({"s_reader001": verdict})
    assert send(ledger, issue, box) == {"accepted": 11, state: 1}
    assert len(box.messages) == 12


@pytest.mark.parametrize("verdict", [Verdict.REFUSED, Verdict.UNKNOWN], ids=["refused", "unknown"])
def test_final_answer_is_not_tried_again(ledger: Ledger, verdict: Verdict) -> None:
    """No is no, and what may have arrived is not sent again by itself."""
    issue = open_issue(ledger, people(3))
    send(ledger, issue, Letterbox({"s_reader001": verdict}))
    again = Letterbox()
    send(ledger, issue, again)
    assert again.messages == []


def test_deferred_is_tried_again_in_the_next_round(ledger: Ledger) -> None:
    """And only there, after a while: a full mailbox is not knocked at all day."""
    issue = open_issue(ledger, people(3))
    send(ledger, issue, Letterbox({"s_reader001": Verdict.DEFERRED}))
    again = Letterbox()
    assert send(ledger, issue, again, NOW + timedelta(minutes=4)) == {"accepted": 2, "deferred": 1}
    assert send(ledger, issue, again, NOW + timedelta(minutes=5)) == {"accepted": 3}
    assert again.messages == [b"s_reader001"]


def test_progress_counts_messages(ledger: Ledger) -> None:
    """After each batch, up to all of them, with those that were not accepted."""
    counts: list[tuple[int, dict[str, int]]] = []
    issue, box = open_issue(ledger, people(25)), Letterbox({"s_reader012": Verdict.REFUSED})
    told = order(issue, progress=lambda done, others: counts.append((done, dict(others))))
    dispatch(told, ledger=ledger, transport=box, now=NOW)
    assert counts == [(10, {}), (20, {"refused": 1}), (25, {"refused": 1})]


def test_message_is_durably_on_its_way_before_it_is_handed_over(tmp_path: Path) -> None:
    """Another connection sees the intent at the moment when the transport sees the message."""
    with closing(open_database(tmp_path)) as ours, closing(open_database(tmp_path)) as theirs:
        issue = open_issue(Ledger(ours), people(12))
        seen: list[str] = []

        class Looking(Letterbox):
            def send(self, parcel: Parcel) -> Outcome:
                seen.append(state_of(theirs, parcel.delivery))
                return super().send(parcel)

        send(Ledger(ours), issue, Looking())
        assert seen == ["sending"] * 12


def state_of(connection: sqlite3.Connection, delivery: Delivery) -> str:
    row = connection.execute("SELECT state FROM delivery WHERE subscriber = ?", (delivery.subscriber.id,)).fetchone()
    return str(row[0])


def unmakeable(delivery: Delivery) -> bytes:
    if delivery.subscriber.id == "s_reader011":
        raise LetterError("newsletter: a header is too long")
    return message_for(delivery)


def test_batch_with_a_message_that_cannot_be_made_is_not_lost(ledger: Ledger) -> None:
    """The error reaches a person; nothing of the batch left, so nothing is in doubt, and the next round has it all."""
    issue, box = open_issue(ledger, people(25)), Letterbox()
    with pytest.raises(LetterError, match="too long"):
        dispatch(order(issue, message_for=unmakeable), ledger=ledger, transport=box, now=NOW)
    assert ledger.deliveries.tally(issue) == {"accepted": 10, "queued": 15}
    assert ledger.deliveries.settle_leftovers(NOW) == 0
    assert send(ledger, issue, box) == {"accepted": 25}
    assert len(box.messages) == len(set(box.messages)) == 25


def test_transport_that_breaks_its_promise_leaves_doubt_not_doubles(ledger: Ledger) -> None:
    """A bug is raised; the one message that may have left is in doubt after it, and the rest goes on."""
    issue = open_issue(ledger, people(12))

    class Broken(Letterbox):
        def send(self, parcel: Parcel) -> Outcome:
            super().send(parcel)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        send(ledger, issue, Broken())
    assert ledger.deliveries.settle_leftovers(NOW) == 0
    assert send(ledger, issue, Letterbox()) == {"accepted": 11, "in doubt": 1}


# Sends with the folder transport, notes each message handed over in a file, and kills itself at the moment asked for.
KILLED_SENDER = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from publisher.delivery.desk import Order
from publisher.delivery.dispatch import dispatch
from publisher.delivery.folder import FolderTransport
from publisher.state.database import open_database
from publisher.state.ledger import Ledger

folder, issue, moment, number = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
counts = {}

def reached(name):
    counts[name] = counts.get(name, 0) + 1
    if (name, counts[name]) == (moment, number):
        os.kill(os.getpid(), signal.SIGKILL)

class Noting(FolderTransport):
    def send(self, parcel):
        reached("before")
        with (folder / "handed over").open("a") as file:
            file.write(parcel.delivery.subscriber.id + "\\n")
        outcome = super().send(parcel)
        reached("after")
        return outcome

def message_for(delivery):
    reached("made")
    return delivery.subscriber.id.encode()

opened_at = datetime(2024, 6, 4, tzinfo=UTC)
order = Order(
    issue_id=issue,
    opened_at=opened_at,
    message_for=message_for,
    digest=str,
    progress=lambda done, others: reached("written down"),
)
dispatch(order, ledger=Ledger(open_database(folder / "state")), transport=Noting(folder / "mail"), now=opened_at)
"""


@pytest.mark.parametrize(
    ("moment", "number", "left"),
    [
        pytest.param("made", 1, {"queued": 25}, id="nothing made yet"),
        pytest.param("made", 10, {"queued": 25}, id="all made, nothing claimed"),
        pytest.param("before", 1, {"queued": 15, "sending": 10}, id="before the first message"),
        pytest.param("after", 3, {"queued": 15, "sending": 10}, id="in the middle of a batch"),
        pytest.param("after", 10, {"queued": 15, "sending": 10}, id="after a batch, before it is written down"),
        pytest.param("written down", 1, {"accepted": 10, "queued": 5, "sending": 10}, id="after it is written down"),
        pytest.param("before", 25, {"accepted": 20, "sending": 5}, id="before the last message"),
        pytest.param("written down", 3, {"accepted": 25}, id="at the end"),
    ],
)
def test_killed_round_doubles_nobody_and_loses_nobody(
    tmp_path: Path, moment: str, number: int, left: dict[str, int]
) -> None:
    """After kill -9 at any moment and a run to the end: at most one message a reader, and everybody accounted for."""
    with closing(open_database(tmp_path / "state")) as connection:
        issue = open_issue(Ledger(connection), people(25))
    command = [sys.executable, "-c", KILLED_SENDER, str(tmp_path), issue]
    assert subprocess.run([*command, moment, str(number)], check=False).returncode == -signal.SIGKILL
    with closing(open_database(tmp_path / "state")) as connection:
        ledger = Ledger(connection)
        assert ledger.deliveries.tally(issue) == left
        in_doubt = ledger.deliveries.settle_leftovers(NOW)
        subprocess.run([*command, "never", "0"], check=True)
        tally = ledger.deliveries.tally(issue)
    assert tally == Counter({"accepted": 25 - in_doubt, "in doubt": in_doubt}) - Counter()
    handed_over = Counter((tmp_path / "handed over").read_text().split())
    assert set(handed_over.values()) == {1}
    assert len(list((tmp_path / "mail").rglob("*.eml"))) == len(handed_over) >= 25 - in_doubt
