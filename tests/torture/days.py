"""Days of a site, each run once unharmed: what comes before the run, what after it, and where it writes."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tests.torture import clinic, disks
from tests.torture.faults import Point, points, publisher
from tests.torture.judge import Tree, differences, tree

_SETTLED_S = 2.5  # a file saved later than this before a run is looked at again by the next
_trial = count()


class Morning(NamedTuple):
    """A site before the day's run, and the machine it lies on, where it has disks of its own."""

    site: Path
    machine: Path | None


@dataclass(frozen=True)
class Day:
    """A site before a run (`start`: a folder, or a machine), its output before and after an unbroken one and `between`,
    when all is built and the letter that is due is not opened yet; where the run wrote, and the names of what it keeps
    in the state folder.
    """

    name: str
    start: Path
    old: Tree
    between: Tree
    new: Tree
    points: list[Point]
    state: frozenset[str]

    def __str__(self) -> str:
        return self.name


def two_days(base: Path) -> list[Day]:
    """The first run of a site, with a letter to send; and the next, after changes and removals."""
    return [
        _day(base, "first run", clinic.first_day, Tree()),
        _day(base, "run after changes", _second_day, _unbroken(base, clinic.first_day)),
    ]


def crowded_day(base: Path) -> Day:
    """The first run of a site with so many posts that it takes several processes."""
    return _day(base, "first run of many", clinic.crowded_day, Tree())


@contextmanager
def morning(day: Day, base: Path) -> Iterator[Morning]:
    """The site before the day's run, for one trial."""
    with _copied(day.start, base) as morning:
        yield morning


def _second_day(site: Path) -> None:
    clinic.first_day(site)
    _run_unbroken(site)
    time.sleep(_SETTLED_S)
    _run_unbroken(site)  # knows now that there is nothing to do
    clinic.second_day(site)


def _unbroken(base: Path, prepare: Callable[[Path], None]) -> Tree:
    site = base / "unbroken"
    prepare(site)
    return _run_unbroken(site)


def _day(base: Path, name: str, prepare: Callable[[Path], None], old: Tree) -> Day:
    start = base / name.replace(" ", "-")
    if disks.reason_not_to():
        prepare(start)
    else:
        with disks.powered(disks.new_machine(start)) as site:
            prepare(site)
    time.sleep(_SETTLED_S)
    with _copied(start, base) as unbroken:
        new = _run_unbroken(unbroken.site)
        state = frozenset(path.name for path in (unbroken.site / ".publisher").iterdir())
    with _copied(start, base) as built:
        assert publisher(built.site, "build").code == 0
        between = tree(built.site / "out")
    with _copied(start, base) as traced:
        done, found = points(traced.site, "run")
        assert (done.code, done.stderr) == (0, "")
        assert not list(differences(tree(traced.site / "out"), new)), "two runs on one input differ"
    return Day(name, start, old, between, new, found, state)


def _run_unbroken(site: Path) -> Tree:
    done = publisher(site, "run")
    assert (done.code, done.stdout, done.stderr) == (0, "", "")
    return tree(site / "out")


@contextmanager
def _copied(start: Path, base: Path) -> Iterator[Morning]:
    """A copy to work on; where it can, one on disks of its own. A run that finds other inodes looks at all again."""
    copy = base / f"trial-{next(_trial)}"
    if not disks.reason_not_to():
        with disks.copied(start, copy) as machine, disks.powered(machine) as site:
            yield Morning(site, machine)
        return
    shutil.copytree(start, copy)
    try:
        yield Morning(copy, None)
    finally:
        shutil.rmtree(copy)
