"""Work shared among processes: all of it is done, its errors come back, nobody is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from publisher.errors import ContentError, OutputError
from publisher.workflows.crew import spread


def _squares(numbers: Sequence[int]) -> tuple[int, list[int]]:
    return os.getpid(), [number * number for number in numbers]


def test_many_pieces_are_done_by_several_processes() -> None:
    """Every piece is done once, by more than one process, and none of them by this one."""
    answers = list(spread(_squares, range(2000), processes=3))
    assert sorted(square for _, squares in answers for square in squares) == [number**2 for number in range(2000)]
    workers = {pid for pid, _ in answers}
    assert os.getpid() not in workers
    assert 1 < len(workers) <= 3


@pytest.mark.parametrize(("pieces", "processes"), [(499, 4), (2000, 1), (0, 4)])
def test_little_work_stays_here(pieces: int, processes: int) -> None:
    """Starting processes costs more than a few hundred posts do; one processor has no use for two."""
    assert {pid for pid, _ in spread(_squares, range(pieces), processes=processes)} <= {os.getpid()}


def test_heavy_pieces_travel_in_small_batches() -> None:
    """A batch is full by what its pieces weigh, so that an archive of fifty posts does not come with 99 others."""
    answers = list(spread(_squares, range(30), weight=lambda _: 50, processes=2))
    assert all(len(squares) == 2 for _, squares in answers)


def _refuse(numbers: Sequence[int]) -> None:
    if 700 in numbers:
        raise ContentError.at("posts/a.md", 3, "cannot be")


def test_an_error_in_a_worker_is_raised_here() -> None:
    """A worker's error keeps its kind and what it names."""
    with pytest.raises(ContentError) as caught:
        list(spread(_refuse, range(1000), processes=2))
    assert [(problem.source, problem.line) for problem in caught.value.problems] == [("posts/a.md", 3)]


def _die(numbers: Sequence[int]) -> None:
    if 0 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_worker_is_no_endless_wait() -> None:
    """When the system takes a worker away, the run stops with a word instead of waiting for ever."""
    with pytest.raises(OutputError, match="cut off"):
        list(spread(_die, range(1000), processes=2))


def test_a_worker_killed_before_its_next_order_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe to a dead worker is not taken for a reader of our own output who left: that would end in silence."""
    monkeypatch.setattr("publisher.workflows.crew._serve", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(OutputError, match="cut off"):
        list(spread(_squares, range(200_000), processes=2))


def test_workers_end_with_their_parent() -> None:
    """When the parent is killed outright, its workers notice and go; a lock they inherited is free again."""
    program = (
        "import os, time\n"
        "from publisher.workflows.crew import spread\n"
        "def work(batch):\n"
        '    os.write(1, f"{os.getpid()}\\n".encode())  # whole lines, whoever else writes\n'
        "    return batch\n"
        "for answer in spread(work, range(10_000), processes=2):\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    workers = {int(parent.stdout.readline()) for _ in range(2)}
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while any(_lives(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(_lives(pid) for pid in workers)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
