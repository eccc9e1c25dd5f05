"""fault: disk full, quota, too many files, EIO, from any one system call."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.torture.days import Day, morning
from tests.torture.endings import as_unbroken, in_between, in_the_end, told
from tests.torture.faults import Point, publisher_hit
from tests.torture.judge import strays, tree
from tests.torture.trials import Torture

_OPENS = ("openat", "creat")
# The cache is begun anew when it fails, and SQLite overcomes some of what happens to a journal; nobody need know.
_OVERCOME = re.compile(r"\.publisher(/cache\.db.*|/state\.db-journal)?$")


class Refusal(NamedTuple):
    """A system call, and what it answers."""

    point: Point
    error: str

    def __str__(self) -> str:
        return f"{self.error} from {self.point}"


def refusals(points: list[Point]) -> list[Refusal]:
    """What each of the calls might answer on a bad day."""
    return [
        Refusal(point, error)
        for point in points
        for error in ("ENOSPC", "EIO", *(("EMFILE",) if point.call in _OPENS else ()))
    ]


@pytest.mark.parametrize("number", [0, 1], ids=["first run", "run after changes"])
def test_refused_anywhere(torture: Torture, days: list[Day], base: Path, number: int) -> None:
    """A run that may not write says so, leaves whole files and nothing half done, and goes on next time."""
    day = days[number]

    def refused(refusal: Refusal) -> Iterator[str]:
        with morning(day, base) as (site, _):
            done = publisher_hit(site, "run", point=refusal.point, fault=f"error={refusal.error}")
            if not done.was_hit:
                yield "the call was not refused"
            was_overcome = done.code == 0 and _OVERCOME.match(refusal.point.about)
            yield from as_unbroken(day, site, {}) if was_overcome else told(done)
            yield from strays(tree(site / "out"))
            yield from in_between(day, site)
            yield from in_the_end(day, site)

    def kind(refusal: Refusal) -> str:
        return f"{refusal.error} {refusal.point.kind}"

    torture.holds(f"refused, {day}", refusals(day.points), refused, kind=kind)
