"""fault: kill -9 anywhere in send; lost answer after the final dot. Over a real connection, with a ledger on disk."""

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
from tests.torture.faults import KILL, Point, publisher, publisher_hit, reason_not_to
from tests.torture.trials import Torture

_READERS = 12
_CONNECTIONS = 3
# what changes the ledger, and what goes over the wire in either direction
_CALLS = ("sendto", "recvfrom", "pwrite64", "fsync", "fdatasync", "unlink", "ftruncate")
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
        server = FaultServer(faults)
        settings = site / "config/publisher.toml"
        settings.write_text(settings.read_text("utf-8").replace("port = 9", f"port = {server.port}"), "utf-8")
        try:
            yield site, server
        finally:
            server.close()


def _points(site: Path) -> list[Point]:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        strace = ["strace", "-f", "-qq", "-s", "0", "-e", f"trace={','.join(_CALLS)}", "-o", str(log)]
        assert publisher(site, "run", before=strace).code == 0
        lines = log.read_text("utf-8", "replace").splitlines()
    counts = Counter(found[1] for line in lines if (found := _CALL.match(line)))
    return [Point(call, number, "") for call, most in counts.items() for number in range(1, most + 1)]


def _ledger(site: Path) -> tuple[dict[str, int], set[str]]:
    """The tally, and the addresses that are in doubt."""
    with closing(open_database(site / ".publisher")) as connection:
        deliveries = Ledger(connection).deliveries
        (issue,) = Ledger(connection).issues()
        query = "SELECT address FROM subscriber JOIN delivery ON subscriber = id WHERE state = 'in doubt'"
        return deliveries.tally(issue.id), {address for (address,) in connection.execute(query)}


def _wrong(site: Path, server: FaultServer, in_doubt_at_most: int) -> Iterator[str]:
    """Who has two letters, or none and is not named."""
    tally, in_doubt = _ledger(site)
    got = Counter(taken.recipient for taken in server.taken)
    yield from (f"{address} got {number}" for address, number in got.items() if number > 1)
    everybody = {f"reader{number}@example.org" for number in range(_READERS)}
    yield from (f"{address} is lost" for address in sorted(everybody - got.keys() - in_doubt))
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
