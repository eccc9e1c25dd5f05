"""What a crowd of readers costs: opening an issue for them, and dispatching it to the transport that keeps nothing.

    .venv/bin/python benchmarks/crowds.py [--readers 1000 100000 1000000]

Each size has a process of its own, whose peak memory is set against that of one with ten readers. Costs are CPU
microseconds a reader; the ledger lies on disk, in WAL with synchronous NORMAL.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise

import delivery
import messages

from publisher.delivery.desk import Order
from publisher.delivery.dispatch import dispatch
from publisher.delivery.memory import MemoryTransport
from publisher.model import Issue, Subscriber
from publisher.state.database import transaction
from publisher.state.ledger import Ledger, Standing
from publisher.state.subscribers import Consent, Subscribers

_FEW = 10


def measured(readers: int) -> tuple[float, float, float, float]:
    """CPU microseconds a reader to join, to be in the issue that is opened, and to be dispatched to; peak MiB."""
    letter, now = messages.letter(5_000), delivery.NOW
    with delivery.ledger_on_disk("NORMAL") as connection:
        ledger, subscribers = Ledger(connection), Subscribers(connection)
        marks = [time.process_time()]
        with transaction(connection):
            for number in range(readers):
                who = Subscriber(id=f"s_{number:07}", address=f"reader{number}@example.org")
                subscribers.add(who, "monthly", Consent("a benchmark"), now)
        marks.append(time.process_time())
        issue = Issue(id=letter.issue_id, newsletter="monthly", period="2026-11", subject="Rest", posts=())
        ledger.open(issue, letter, (), Standing(baseline=now, checked_until=now, rule="", next_due=now), now)
        marks.append(time.process_time())
        order = Order(issue_id=letter.issue_id, opened_at=now, message_for=delivery.message_maker(letter), digest=str)
        sent = dispatch(order, ledger=ledger, transport=MemoryTransport(), now=now)
        marks.append(time.process_time())
    if sent.tally != {"accepted": readers}:
        raise SystemExit(f"not everybody was sent to: {sent}")
    joined, opened, dispatched = ((end - begin) / readers * 1e6 for begin, end in pairwise(marks))
    return joined, opened, dispatched, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows(sizes: Sequence[int]) -> Iterator[str]:
    """A row for each number of readers."""
    yield "| readers | µs to join | µs to be in the issue | µs to be dispatched to | peak MiB | more than with ten |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    bare = _apart(_FEW)[3]
    for readers in sizes:
        *costs, peak = _apart(readers)
        told = " | ".join(f"{cost:.1f}" for cost in costs)
        yield f"| {readers:,} | {told} | {peak:.0f} | {peak - bare:.1f} |"


def _apart(readers: int) -> tuple[float, ...]:
    """The measurement in a process of its own."""
    command = [sys.executable, __file__, "--measure", str(readers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return tuple(map(float, done.stdout.split()))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    for row in [" ".join(map(str, measured(options.measure)))] if options.measure else rows(options.readers):
        print(row, flush=True)


if __name__ == "__main__":
    main()
