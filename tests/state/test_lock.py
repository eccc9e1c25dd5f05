"""One run at a time, and never a lock without a holder."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.errors import BusyError
from publisher.state.lock import only_run

HOLDER = """
import sys
from pathlib import Path
from publisher.state.lock import only_run

with only_run(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the lock of `tmp_path` until it is killed or its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        yield child


@pytest.mark.usefixtures("holder")
def test_second_process_is_refused_at_once(tmp_path: Path) -> None:
    """Nobody waits in a queue of cron jobs."""
    with pytest.raises(BusyError, match="nothing was changed"), only_run(tmp_path):
        pytest.fail("two runs at once")


def test_killed_holder_frees_the_lock(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    """No stale lock stops all mail: the kernel takes it back with the process."""
    holder.kill()
    holder.wait()
    with only_run(tmp_path):
        pass


def test_lock_is_free_after_the_block(tmp_path: Path) -> None:
    """The next run may come, also after an error in this one."""
    with pytest.raises(RuntimeError), only_run(tmp_path):
        raise RuntimeError
    with only_run(tmp_path):
        pass


def test_lock_file_stays(tmp_path: Path) -> None:
    """A removed file could be held by one process while another makes a new one."""
    with only_run(tmp_path):
        pass
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [("lock", 0o600)]


def test_error_of_the_work_is_not_taken_for_a_busy_site(tmp_path: Path) -> None:
    """A socket that would block raises the same class as a held lock, and is something else."""
    with pytest.raises(BlockingIOError), only_run(tmp_path):
        raise BlockingIOError
