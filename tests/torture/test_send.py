"""fault: kill -9 anywhere in send, lost answer after the final dot, a full or failing disk, power loss, two at once.

Over a real connection, with a ledger on disk.
"""

import os
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from publisher.state.database import open_database
from publisher.state.ledger import Ledger
from tests.conftest import SETTINGS, subscribe
from tests.delivery.faultsmtp import CLOSE, Faults, FaultServer
from tests.torture import disks
from tests.torture.endings import told
from tests.torture.faults import KILL, Point, held, publisher, publisher_hit, publisher_killed, reason_not_to
from tests.torture.trials import Torture

_READERS = 12
_CONNECTIONS = 3
# what changes the ledger, and what goes over the wire in either direction
_CALLS = ("sendto", "recvfrom", "pwrite64", "fsync", "fdatasync", "unlink", "ftruncate")
_WIRE = ("sendto", "recvfrom")
_CALL = re.compile(r"\d+ +(\w+)\(")
_DELIVERY = f"""
[delivery]
transport = "smtp"
host = "127.0.0.1"
port = 0
security = "none"
connections = {_CONNECTIONS}
messages_per_connection = 4
"""


class Opened(NamedTuple):
    """A site with an opened issue that was sent to nobody yet, and the calls of the run that sends it."""

    site: Path
    points: list[Point]


@pytest.fixture(scope="module")
def opened(torture: Torture, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Opened while there was no server."""
    assert torture
    if reason := reason_not_to():
        pytest.skip(reason)
    site = tmp_path_factory.mktemp("opened")
    way_out = 'unsubscribe_url = "https://example.com/leave/"\n'
    _save(site / "config/publisher.toml", SETTINGS + way_out + _DELIVERY.replace("port = 0", "port = 9"))
    subscribe(site, *((f"reader{number}@example.org", "") for number in range(_READERS)))
    _save(site / "posts/rest.md", "---\ntitle: Rest\ndate: 2024-03-04\n---\n\nRest well.\n")
    done = publisher(site, "run")
    assert "cannot be reached" in done.stderr
    with _trial_site(site, Faults()) as (copy, server):
        points = _points(copy)
        assert len(server.taken) == _READERS
    return Opened(site, points)


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@contextmanager
def _trial_site(start: Path, faults: Faults) -> Iterator[tuple[Path, FaultServer]]:
    """A copy of the site, and the server it sends to."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        shutil.copytree(start, site)
        with _serving(faults) as server:
            _send_to(site, server)
            yield site, server


@contextmanager
def _serving(faults: Faults) -> Iterator[FaultServer]:
    server = FaultServer(faults)
    try:
        yield server
    finally:
        server.close()


def _send_to(site: Path, server: FaultServer) -> None:
    """Name the server in the settings, durably: they are no part of what is cut."""
    settings = site / "config/publisher.toml"
    text = settings.read_text("utf-8").replace("port = 9", f"port = {server.port}")
    with settings.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _points(site: Path) -> list[Point]:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        strace = ["strace", "-f", "-qq", "-s", "0", "-e", f"trace={','.join(_CALLS)}", "-o", str(log)]
        assert publisher(site, "run", before=strace).code == 0
        lines = log.read_text("utf-8", "replace").splitlines()
    counts = Counter(found[1] for line in lines if (found := _CALL.match(line)))
    return [Point(call, number, "") for call, most in counts.items() for number in range(1, most + 1)]


def _ledger(site: Path) -> tuple[dict[str, int], set[str], set[str]]:
    """The tally, and the addresses that are in doubt and that were accepted."""
    with closing(open_database(site / ".publisher")) as connection:
        deliveries = Ledger(connection).deliveries
        (issue,) = Ledger(connection).issues()
        query = "SELECT address FROM subscriber JOIN delivery ON subscriber = id WHERE state = ?"
        in_doubt, accepted = (
            {address for (address,) in connection.execute(query, (state,))} for state in ("in doubt", "accepted")
        )
        return deliveries.tally(issue.id), in_doubt, accepted


def _wrong(site: Path, server: FaultServer, in_doubt_at_most: int) -> Iterator[str]:
    """Who has two letters, or none and is not named."""
    tally, in_doubt, accepted = _ledger(site)
    got = Counter(taken.recipient for taken in server.taken)
    yield from (f"{address} got {number}" for address, number in got.items() if number > 1)
    everybody = {f"reader{number}@example.org" for number in range(_READERS)}
    yield from (f"{address} is lost" for address in sorted(everybody - got.keys() - in_doubt))
    yield from (f"{address} is said to have it" for address in sorted(accepted - got.keys()))
    if len(in_doubt) > in_doubt_at_most:
        yield f"{len(in_doubt)} are in doubt"
    if tally.get("accepted", 0) + len(in_doubt) != _READERS:
        yield f"not everybody is accounted for: {tally}"
    yield from server.violations


def test_killed_while_sending(torture: Torture, opened: Opened) -> None:
    """Killed before any call that writes the ledger or touches the wire: the next run sends the rest, nobody gets two
    letters, and who may have none is named; that is one a connection at most.
    """

    def trial(point: Point) -> Iterator[str]:
        with _trial_site(opened.site, Faults()) as (site, server):
            done = publisher_hit(site, "run", point=point, fault=KILL)
            again = publisher(site, "run")
            if again.code != (1 if again.in_doubt else 0):
                yield f"the rerun ended with {again.code}: {again.stderr}"
            if not done.was_hit and server.taken and not _ledger(site)[1]:
                return  # connections take turns: not each run comes to each point
            yield from _wrong(site, server, _CONNECTIONS)

    torture.holds("killed while sending", opened.points, trial, kind=lambda point: point.call)


def test_killed_while_the_server_fails(torture: Torture, opened: Opened) -> None:
    """The same where answers are lost and connections reset, too: each lost answer may be one more in doubt."""
    rules: dict[object, str] = {("dot", 3): CLOSE, ("RCPT", 5): "reset", ("dot", 7): "take and close"}

    def trial(point: Point) -> Iterator[str]:
        with _trial_site(opened.site, Faults(rules=rules)) as (site, server):
            publisher_hit(site, "run", point=point, fault=KILL)
            publisher(site, "run")
            yield from _wrong(site, server, _CONNECTIONS + 2)

    torture.holds("killed while the server fails", opened.points, trial, kind=lambda point: point.call)


def test_killed_at_any_moment(torture: Torture, opened: Opened) -> None:
    """Between calls, too, again and again until a run comes to its end: each kill leaves one a connection in doubt."""
    begins_s = 0.3

    def trial(number: int) -> Iterator[str]:
        chance = random.Random(number)  # noqa: S311 chosen, not secret
        with _trial_site(opened.site, Faults(answers_late_s=0.004)) as (site, server):
            kills = 0
            while kills < 6 and publisher_killed(site, "run", after_s=begins_s + chance.random() / 2):
                kills += 1
            publisher(site, "run")
            yield from _wrong(site, server, _CONNECTIONS * kills)

    torture.holds("killed at any moment", range(200), trial)


class Refused(NamedTuple):
    """A call that fails instead of being done, and how."""

    point: Point
    error: str

    def __str__(self) -> str:
        return f"{self.error} from {self.point}"


def test_refused_while_sending(torture: Torture, opened: Opened) -> None:
    """A disk that is full or fails, a wire that is cut: the run says so, and the next one brings it to its end."""
    refusals = [
        Refused(point, error)
        for point in opened.points
        for error in (("ECONNRESET", "EPIPE") if point.call in _WIRE else ("ENOSPC", "EIO"))
    ]

    def trial(refusal: Refused) -> Iterator[str]:
        with _trial_site(opened.site, Faults()) as (site, server):
            done = publisher_hit(site, "run", point=refusal.point, fault=f"error={refusal.error}")
            if done.code:
                yield from told(done)
            publisher(site, "run")
            yield from _wrong(site, server, _CONNECTIONS)

    torture.holds("refused while sending", refusals, trial, kind=lambda one: f"{one.error} {one.point.call}")


def test_power_cut_while_sending(torture: Torture, opened: Opened, tmp_path: Path) -> None:
    """What the disk holds when the power goes is enough: nobody gets two letters, whoever may have none is named."""
    if reason := disks.reason_not_to():
        pytest.skip(reason)
    base = disks.new_machine(tmp_path / "base")
    with disks.powered(base) as site:
        shutil.copytree(opened.site, site, dirs_exist_ok=True)

    def trial(point: Point) -> Iterator[str]:
        with (
            tempfile.TemporaryDirectory() as folder,
            _serving(Faults()) as server,
            disks.copied(base, Path(folder) / "machine") as machine,
            disks.powered(machine) as site,
        ):
            _send_to(site, server)
            publisher_hit(site, "run", point=point, fault=KILL)
            with disks.after_a_cut(machine) as found:
                publisher(found, "run")
                yield from _wrong(found, server, _CONNECTIONS)

    torture.holds("power cut while sending", opened.points, trial, kind=lambda point: point.call)


@pytest.mark.parametrize("place", [".publisher", "."])
def test_nothing_is_sent_from_a_disk_that_cannot_be_written(torture: Torture, opened: Opened, place: str) -> None:
    """fault: read-only. What cannot be claimed does not leave; the next run, on a whole disk, sends it."""
    if reason := disks.reason_not_to():
        pytest.skip(reason)

    def trial(_: str) -> Iterator[str]:
        with _trial_site(opened.site, Faults()) as (site, server):
            with disks.read_only(site / place):
                yield from told(publisher(site, "run"))
            if server.taken:
                yield f"{len(server.taken)} were sent"
            publisher(site, "run")
            yield from _wrong(site, server, 0)

    torture.holds(f"read-only {place}", ["run"], trial)


def test_two_senders_at_once(torture: Torture, opened: Opened) -> None:
    """The second says that it is not the only one and sends nothing; the first goes on as if it were alone."""
    sending = [point for point in opened.points if point.call == "sendto"]

    def trial(point: Point) -> Iterator[str]:
        with _trial_site(opened.site, Faults()) as (site, server):
            with held(site, "run", point=point) as go_on:
                before = len(server.taken)
                second = publisher(site, "run")
                if (second.code, len(server.taken)) != (75, before):
                    yield f"the second ended with {second.code} and sent {len(server.taken) - before}"
                if go_on().code:
                    yield "the first did not come to its end"
            yield from _wrong(site, server, 0)

    torture.holds("two senders at once", sending[len(sending) // 4 :][:4], trial)
