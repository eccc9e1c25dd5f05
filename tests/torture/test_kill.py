"""fault: kill -9 anywhere in build, and anywhere in send. feeds: hostile input 37."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.torture.days import Day, morning
from tests.torture.endings import in_between, in_the_end, take_letters, told
from tests.torture.faults import KILL, Point, publisher_hit
from tests.torture.trials import Torture

_ENOUGH = 200  # points of a crowd: there are thousands, most of one kind


def killed(day: Day, base: Path, *, is_alone: bool) -> Callable[[Point], Iterator[str]]:
    """A run of that day is killed at a point; then the same is run again. Only a process that `is_alone` surely comes
    to the point: others share their work out as it happens.
    """

    def trial(point: Point) -> Iterator[str]:
        with morning(day, base) as (site, _):
            done = publisher_hit(site, "run", point=point, fault=KILL)
            if is_alone and not done.was_hit:
                yield "the run was not killed"
            if done.was_hit and done.code >= 0:  # it lost a process of its crew, and lives
                yield from told(done)
            yield from in_between(day, site)
            # now and then a program that sends the letters further has taken what is there
            yield from in_the_end(day, site, take_letters(site) if point.number % 2 else {})

    return trial


@pytest.mark.parametrize("number", [0, 1], ids=["first run", "run after changes"])
def test_killed_anywhere(torture: Torture, days: list[Day], base: Path, number: int) -> None:
    """Killed before any call that writes, a run leaves whole files, and the next one finishes what it began."""
    day = days[number]
    torture.holds(f"killed, {day}", day.points, killed(day, base, is_alone=True), kind=lambda point: point.kind)


def test_killed_in_a_crowd(torture: Torture, crowd: Day, base: Path) -> None:
    """The same where several processes work: whichever of them is killed, what the others finish is whole."""
    trial = killed(crowd, base, is_alone=False)
    torture.holds(f"killed, {crowd}", crowd.points, trial, kind=lambda point: point.kind, most=_ENOUGH)
