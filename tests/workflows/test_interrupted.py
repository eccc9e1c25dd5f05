"""A send that is told to stop comes to a clean end; a clock that jumps mails nobody twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from publisher.workflows.progress import silent
from publisher.workflows.run import run
from tests.conftest import KEY, SiteFolder, subscribe
from tests.delivery.faultsmtp import Faults, FaultServer

JUNE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)
_READERS = 40
_LIMIT_S = 30


def serve_from(site_folder: SiteFolder, faults: Faults) -> FaultServer:
    """A server, named in the site's settings."""
    server = FaultServer(faults)
    told = f'[delivery]\ntransport = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
    site_folder.change_settings("[newsletter.monthly]", f"{told}connections = 2\n\n[newsletter.monthly]")
    site_folder.change_settings("since =", 'unsubscribe_url = "https://example.com/leave/"\nsince =')
    return server


@pytest.fixture
def slow(site_folder: SiteFolder) -> Iterator[FaultServer]:
    """A server that takes its time, and forty readers more."""
    subscribe(site_folder.root, *((f"reader{number}@example.org", "") for number in range(_READERS - 2)))
    site_folder.post("rest")
    server = serve_from(site_folder, Faults(answers_late_s=0.03))
    yield server
    server.close()


@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 1)], ids=["Ctrl-C", "SIGTERM"])
def test_stop_lets_what_is_on_its_way_arrive(
    site_folder: SiteFolder, slow: FaultServer, told: signal.Signals, code: int
) -> None:
    """Nothing new begins, nothing is in doubt, and the next run sends the rest: each reader has one letter."""
    site_folder.close()
    command = [sys.executable, "-m", "publisher", "--site", str(site_folder.root), "run"]
    environment = os.environ | {"PUBLISHER_KEY": KEY}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        end = time.monotonic() + _LIMIT_S
        while len(slow.taken) < 5 and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(told)
        _, said = process.communicate(timeout=_LIMIT_S)
    sent = len(slow.taken)
    assert 5 <= sent < _READERS
    assert b"Traceback" not in said
    assert process.returncode == code
    (issue,) = site_folder.app().ledger.issues()
    assert site_folder.app().ledger.deliveries.tally(issue.id) == {"accepted": sent, "queued": _READERS - sent}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert set(Counter(taken.recipient for taken in slow.taken).values()) == {1}
    assert len(slow.taken) == _READERS


@pytest.mark.parametrize("jump", [timedelta(days=-40), timedelta(hours=-3), timedelta(hours=7), timedelta(days=20)])
def test_clock_that_jumps_mails_nobody_twice(site_folder: SiteFolder, jump: timedelta) -> None:
    """fault: clock back, clock far forward. Set right again, everything that is due goes out, once."""
    site_folder.post("rest")
    server = serve_from(site_folder, Faults(rules={("RCPT", "maya@example.org"): "450 4.2.0 later"}))
    try:
        assert run(site_folder.app(), JUNE, silent).tallies == {"monthly-2024-06": {"accepted": 1, "deferred": 1}}
        server.faults.rules = {}
        for now in (JUNE + jump, JUNE + timedelta(minutes=10), JUNE + jump, JUNE + timedelta(hours=1)):
            run(site_folder.app(), now, silent)
        got = Counter(taken.recipient for taken in server.taken)
        tally = site_folder.app().ledger.deliveries.tally("monthly-2024-06")
        # what the clock made two days old has expired; it is told, and can be sent by hand
        assert (got["noor@example.net"], got["maya@example.org"]) == (1, 0 if jump > timedelta(days=2) else 1)
        assert tally == {"accepted": 1, "expired": 1} if jump > timedelta(days=2) else {"accepted": 2}
    finally:
        server.close()
