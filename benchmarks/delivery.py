"""How many letters a second reach a mail server: the whole path, beside C's smtp-source and the usual Python loops.

    .venv/bin/python benchmarks/delivery.py [--messages 1500] [--rounds 5] [--connections 10]

The server is Postfix's smtp-sink on loopback, which takes everything and keeps nothing; smtp-source, of the same
package, sends messages of the same length and is what network and kernel allow. "publisher" renders each message,
claims it in a ledger on disk, and writes down what became of it: in WAL with synchronous NORMAL and FULL, on the SQLite
that the extra [encrypted] brings; encrypted; and in the safe mode of the SQLite at hand. "smtplib" sends the same
rendered messages on one connection without a ledger; "EmailMessage" builds each with the standard library first. Rounds
run everybody once, in turn; a ratio is taken within its round, and the table shows median and range.
"""

import argparse
import shutil
import smtplib
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import Literal, cast
from unittest.mock import patch

import messages as letters
from sqlcipher3 import dbapi2

from publisher.delivery.desk import Order
from publisher.delivery.dispatch import dispatch
from publisher.delivery.options import Options
from publisher.delivery.relay import SmtpTransport
from publisher.delivery.smtp import Manner
from publisher.model import Delivery, Issue, Newsletter, Subscriber
from publisher.newsletter.message import Mailing
from publisher.state.database import open_database, transaction
from publisher.state.ledger import Ledger, Standing
from publisher.state.subscribers import Consent, Subscribers

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SENDER = "letter@news.example.com"
LENGTHS = (5_000, 30_000)
SYNCHRONOUS = {"WAL, NORMAL": "NORMAL", "WAL, FULL": "FULL", "encrypted": "encrypted", "safe mode": ""}
_KEY = "5e" * 32
Way = Callable[[int, int, int], float]  # of port, length and messages: seconds


def people(number: int) -> list[Subscriber]:
    """So many readers."""
    return [
        Subscriber(id=f"s_{one:07}", address=f"reader{one}@example.org", name=f"Reader {one}") for one in range(number)
    ]


@contextmanager
def ledger_on_disk(mode: str) -> Iterator[sqlite3.Connection]:
    """A state: in WAL with that synchronous setting, encrypted, or for `""` as the publisher opens it here."""
    newer = dbapi2.connect  # without a key it is a plain SQLite, of a release whose WAL is safe

    def connect(path: Path, _: str) -> sqlite3.Connection:
        return cast(sqlite3.Connection, newer(path, isolation_level=None))

    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        if mode in ("NORMAL", "FULL"):
            stack.enter_context(patch("publisher.state.database.connect", connect))
        key = _KEY if mode == "encrypted" else ""
        connection = stack.enter_context(closing(open_database(Path(folder), key)))
        if mode == "NORMAL":
            connection.execute("PRAGMA synchronous = NORMAL")
        yield connection


def ours(mode: str, connections: int, pipelining: Literal["full", "group", "off"] = "full") -> Way:
    """The whole path, with the ledger in that mode of `SYNCHRONOUS`."""

    def send(port: int, length: int, number: int) -> float:
        letter = letters.letter(length)
        with ledger_on_disk(mode) as connection:
            ledger = Ledger(connection)
            _open(ledger, letter, people(number))
            order = Order(
                issue_id=letter.issue_id,
                opened_at=NOW,
                message_for=message_maker(letter),
                digest=str,
                return_path=lambda _: SENDER,
            )
            manner = Manner(host="127.0.0.1", port=port, name="news.example.com", security="none")
            options = Options(connections=connections, messages_per_connection=1_000_000, pipelining=pipelining)
            begun = time.perf_counter()
            sent = dispatch(order, ledger=ledger, transport=SmtpTransport(manner, options), now=NOW)
            seconds = time.perf_counter() - begun
        if sent.tally != {"accepted": number}:
            raise SystemExit(f"not everybody was sent to: {sent}")
        return seconds

    return send


def _open(ledger: Ledger, letter: Newsletter, readers: list[Subscriber]) -> None:
    issue = Issue(id=letter.issue_id, newsletter="monthly", period="2026-11", subject=letter.subject, posts=())
    standing = Standing(baseline=NOW, checked_until=NOW, rule="", next_due=NOW)
    subscribers = Subscribers(ledger._connection)
    with transaction(ledger._connection):
        for reader in readers:
            subscribers.add(reader, "monthly", Consent("a benchmark"), NOW)
    ledger.open(issue, letter, (), standing, NOW)


def message_maker(letter: Newsletter) -> Callable[[Delivery], bytes]:
    """Our messages of the letter."""
    mailing = Mailing(letter, "monthly", site=letters.SITE, options=letters.OPTIONS, date=NOW)

    def make(delivery: Delivery) -> bytes:
        who = delivery.subscriber
        return mailing.message(who, token=f"token{who.id}", message_id=f"<{who.id}@news.example.com>")

    return make


def smtp_source(connections: int) -> Way:
    """Postfix's generator of load, in C."""

    def send(port: int, length: int, number: int) -> float:
        size = len(message_maker(letters.letter(length))(_delivery(people(1)[0])))
        command = ["smtp-source", "-s", str(connections), "-m", str(number), "-l", str(size), "-f", SENDER]
        begun = time.perf_counter()
        subprocess.run([*command, "-t", "reader@example.org", f"inet:127.0.0.1:{port}"], check=True)
        return time.perf_counter() - begun

    return send


def smtplib_rendered(port: int, length: int, number: int) -> float:
    """Our messages over the standard library's client, one after the other."""
    make, readers = message_maker(letters.letter(length)), people(number)
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, local_hostname="news.example.com") as client:
        for reader in readers:
            client.sendmail(SENDER, [reader.address], make(_delivery(reader)))
    return time.perf_counter() - begun


def smtplib_built(port: int, length: int, number: int) -> float:
    """The usual loop: a message built for each reader, and sent."""
    make, number = letters.from_scratch(letters.letter(length)), max(1, number // 10)
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, local_hostname="news.example.com") as client:
        for reader in people(number):
            message = make(reader, f"token{reader.id}", f"<{reader.id}@news.example.com>")
            client.sendmail(SENDER, [reader.address], message)
    return (time.perf_counter() - begun) * 10


def _delivery(reader: Subscriber) -> Delivery:
    return Delivery(issue_id="monthly-2026-11", subscriber=reader, attempts=1)


@contextmanager
def sink() -> Iterator[int]:
    """A server that takes everything; its port."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen(["smtp-sink", "-u", "nobody", f"127.0.0.1:{port}", "1024"])
    try:
        for _ in count():
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def rows(number: int, rounds: int, connections: int) -> Iterator[str]:
    """A row for each length and way: messages a second, and ours beside it in each mode of the ledger."""
    if not shutil.which("smtp-sink"):
        raise SystemExit("smtp-sink and smtp-source are not here: they come with Debian's package postfix")
    ways: Mapping[str, Way] = {
        **{f"publisher, {name}": ours(mode, connections) for name, mode in SYNCHRONOUS.items()},
        f"smtp-source, {connections} sessions": smtp_source(connections),
        "smtplib, 1 connection, no ledger": smtplib_rendered,
        "smtplib and EmailMessage": smtplib_built,
    }
    yield f"| letter | who | messages a second | {' | '.join(f'ours ({name}) / its' for name in SYNCHRONOUS)} |"
    yield f"| --- | --- | ---: |{' ---: |' * len(SYNCHRONOUS)}"
    with sink() as port:
        for length in LENGTHS:
            runs = [{name: number / way(port, length, number) for name, way in ways.items()} for _ in range(rounds)]
            for name in ways:
                ratios = [_ratio(runs, f"publisher, {mode}", name) for mode in SYNCHRONOUS]
                rate = median(run[name] for run in runs)
                yield f"| {length:,} bytes | {name} | {rate:,.0f} | {' | '.join(ratios)} |"


def _ratio(runs: list[dict[str, float]], one: str, other: str) -> str:
    if other.startswith("publisher"):
        return ""
    found = [run[one] / run[other] for run in runs]
    return f"{median(found):.2f} ({min(found):.2f} to {max(found):.2f})"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=10)
    options = parser.parse_args()
    for row in rows(options.messages, options.rounds, options.connections):
        print(row, flush=True)


if __name__ == "__main__":
    main()
