"""fault: disk full, quota, too many files, read-only directory, two runs at once: the real ones."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.torture import disks
from tests.torture.days import Day, morning
from tests.torture.endings import in_between, in_the_end, told
from tests.torture.faults import held, publisher
from tests.torture.judge import differences, strays, tree
from tests.torture.trials import Torture

# from none at all to enough, for the first run and the one after changes: blocks of 4 kB, and files
_ROOMS = {"bytes": (range(0, 220, 2), range(110)), "files": (range(84), range(22))}


@pytest.fixture
def _root(torture: Torture) -> None:
    assert torture
    if reason := disks.reason_not_to():
        pytest.skip(reason)


@pytest.mark.usefixtures("_root")
@pytest.mark.parametrize("number", [0, 1], ids=["first run", "run after changes"])
@pytest.mark.parametrize("kind", ["bytes", "files"])
def test_full_disk(torture: Torture, days: list[Day], base: Path, number: int, kind: str) -> None:
    """However little room there is the old output stays whole, the run says so, and goes on when there is more."""
    day = days[number]

    def full(room: int) -> Iterator[str]:
        with ExitStack() as stack:
            start, _ = stack.enter_context(morning(day, base))
            folder = Path(stack.enter_context(TemporaryDirectory(dir=base)))
            disk = stack.enter_context(disks.small(folder, **_limits(kind, start, room)))
            site = shutil.copytree(start, disk / "site")
            done = publisher(site, "run")
            yield from told(done) if done.code else ()
            yield from () if done.code else differences(tree(site / "out"), day.new)
            yield from strays(tree(site / "out"))
            yield from in_between(day, site)
            disks.enlarge(disk)
            yield from in_the_end(day, site)

    rooms = _ROOMS[kind][number]
    torture.holds(f"disk full of {kind}, {day}", rooms, full)


@pytest.mark.parametrize("limit", ["-f", "-n"])
@pytest.mark.parametrize("number", [0, 1], ids=["first run", "run after changes"])
def test_limits(torture: Torture, days: list[Day], base: Path, number: int, limit: str) -> None:
    """Where the system limits the size of files or their number a run stops as on a full disk."""
    day = days[number]

    def limited(value: int) -> Iterator[str]:
        shell = ["bash", "-c", f'ulimit {limit} {value}; exec "$@"', "bash"]
        with morning(day, base) as (site, _):
            done = publisher(site, "run", before=shell)
            yield from told(done) if done.code else ()
            yield from in_between(day, site)
            yield from in_the_end(day, site)

    torture.holds(f"ulimit {limit}, {day}", range(0, 300, 4) if limit == "-f" else range(5, 9), limited)


@pytest.mark.usefixtures("_root")
@pytest.mark.parametrize("places", ["out", "out/public", ".publisher", "config posts .publisher out"])
def test_read_only(torture: Torture, days: list[Day], base: Path, places: str) -> None:
    """One line says what cannot be written; nothing is sent, and nothing of the old output is missing."""
    day = days[1]

    def closed(_places: str) -> Iterator[str]:
        with morning(day, base) as (site, _):
            with disks.read_only(*(site / place for place in places.split())):
                done = publisher(site, "run")
            yield from told(done)
            if len(done.stderr.splitlines()) != 1 or not re.search(r"[Rr]ead-?only", done.stderr):
                yield f"the run said: {done.stderr}"
            yield from in_between(day, site)
            yield from in_the_end(day, site)

    torture.holds("read-only", [places], closed)


@pytest.mark.parametrize("number", [0, 1], ids=["first run", "run after changes"])
def test_two_at_once(torture: Torture, days: list[Day], base: Path, number: int) -> None:
    """The second one says that it is busy and changes nothing; the first one finishes."""
    day = days[number]
    renaming = next(point for point in day.points if point.call == "rename" and point.about.startswith("out/"))

    def at_once(verb: str) -> Iterator[str]:
        with morning(day, base) as (site, _), held(site, "run", point=renaming) as go_on:
            before = tree(site)
            second = publisher(site, verb)
            if (second.code, second.stdout) != (75, "") or len(second.stderr.splitlines()) != 1:
                yield f"the second one ended with {second}"
            yield from differences(tree(site), before)
            first = go_on()
            yield from () if first.code == 0 else [f"the first one ended with {first}"]
            yield from differences(tree(site / "out"), day.new)

    torture.holds(f"two at once, {day}", ["run", "build"], at_once)


def _limits(kind: str, site: Path, room: int) -> dict[str, int]:
    """The limits of a disk on which the site has so much room to grow."""
    files = list(site.rglob("*"))
    if kind == "files":
        return {"size": 64 << 20, "files": len(files) + 3 + room}
    blocks = sum(-(-path.stat().st_size // 4096) for path in files if path.is_file())
    return {"size": (blocks + room) * 4096}
