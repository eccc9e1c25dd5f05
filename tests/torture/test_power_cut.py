"""fault: power loss. The disks are copied as they are at one moment, and the copy must be as good as after a kill."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.days import Day, morning
from tests.torture.disks import after_a_cut, reason_not_to
from tests.torture.endings import as_unbroken, in_between, in_the_end
from tests.torture.faults import KILL, Point, publisher, publisher_hit
from tests.torture.judge import unsound
from tests.torture.trials import Torture

BOTH_DAYS = pytest.mark.parametrize("number", [0, 1], ids=["first run", "run after changes"])


@pytest.fixture(autouse=True)
def _disks(torture: Torture) -> None:
    assert torture
    if reason := reason_not_to():
        pytest.skip(reason)


@BOTH_DAYS
def test_cut_in_the_middle(torture: Torture, days: list[Day], base: Path, number: int) -> None:
    """Whenever the power goes there are whole files, and the next run finishes what this one began."""
    day = days[number]

    def cut(point: Point) -> Iterator[str]:
        with morning(day, base) as (site, machine):
            assert machine
            done = publisher_hit(site, "run", point=point, fault=KILL)
            if not done.was_hit:
                yield "the run was not cut"
            with after_a_cut(machine) as found:
                yield from in_between(day, found)
                yield from in_the_end(day, found)

    torture.holds(f"power cut, {day}", day.points, cut, kind=lambda point: point.kind)


@BOTH_DAYS
def test_cut_after_success(torture: Torture, days: list[Day], base: Path, number: int) -> None:
    """What a run said it had done is there after the power went, all of it."""
    day = days[number]

    def cut(_command: str) -> Iterator[str]:
        with morning(day, base) as (site, machine):
            assert machine
            yield from _done_and_cut(day, site, machine)

    torture.holds(f"power cut after success, {day}", ["run"], cut)


@BOTH_DAYS
def test_cut_after_a_kill_and_a_success(torture: Torture, days: list[Day], base: Path, number: int) -> None:
    """What a killed run had put in its place without syncing it is made durable by the next, which only finds it."""
    day = days[number]

    def cut(point: Point) -> Iterator[str]:
        with morning(day, base) as (site, machine):
            assert machine
            publisher_hit(site, "run", point=point, fault=KILL)
            yield from _done_and_cut(day, site, machine)

    late = [point for point in day.points if point.call in ("rename", "fsync", "syncfs", "fdatasync", "unlink")]
    torture.holds(f"killed, run again, power cut, {day}", late, cut, kind=lambda point: point.kind)


def _done_and_cut(day: Day, site: Path, machine: Path) -> Iterator[str]:
    done = publisher(site, "run")
    with after_a_cut(machine) as found:
        # a message that was on its way may be in doubt: all of it is told, and nothing else is missing
        yield from as_unbroken(day, found, {}, done.in_doubt)
        yield from unsound(found / ".publisher")
        status = publisher(found, "status")
        if status.code != done.code or done.code not in (0, 1):
            yield f"the run ended with {done.code}, then the status with {status.code}: {done.stderr}{status.stderr}"
