"""How a run that was broken off must have left the site, and how the next one must end."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.torture.days import Day
from tests.torture.faults import Done, publisher
from tests.torture.judge import differences, strays, torn, tree, unsound

# a journal that was just begun holds nothing, and SQLite takes it over with the next change
_JOURNALS = {"cache.db-journal", "state.db-journal"}


def take_letters(site: Path) -> dict[str, bytes]:
    """Take the messages away, as a program that sends them further would."""
    now = tree(site / "out")
    taken = {path: now.files[path] for path in now.letters if path.endswith(".eml")}
    for path in taken:
        (site / "out" / path).unlink()
    return taken


def in_between(day: Day, site: Path) -> Iterator[str]:
    """What is wrong with a site whose run was broken off: every file must be whole, and the databases sound."""
    yield from torn(tree(site / "out"), day.old, day.new, day.between)
    yield from unsound(site / ".publisher")


def in_the_end(day: Day, site: Path, taken: Mapping[str, bytes] | None = None) -> Iterator[str]:
    """What is wrong after the same command was given again: all must be as after an unbroken run.

    A message that was on its way may be in doubt, then it is told and not sent again; none is lost or sent twice.
    """
    done = publisher(site, "run")
    if (done.code, done.stdout) != (1 if done.in_doubt else 0, "") or len(done.stderr.splitlines()) != done.code:
        yield f"the rerun ended with {done.code} and said: {done.stdout}{done.stderr}"
    yield from as_unbroken(day, site, taken or {}, done.in_doubt)
    yield from strays(tree(site / "out"))
    yield from unsound(site / ".publisher")
    left = {path.name for path in (site / ".publisher").iterdir()} - day.state - _JOURNALS
    yield from (f"{name} was left in the state" for name in sorted(left))


def as_unbroken(day: Day, site: Path, taken: Mapping[str, bytes], doubts: int = 0) -> Iterator[str]:
    """Where the output is not that of an unbroken run; letters that were `taken` must be gone for good."""
    now = tree(site / "out")
    yield from (f"{path} was sent twice" for path in sorted(now.letters & taken.keys()))
    missing = day.new.letters - now.letters - taken.keys()
    if len(missing) > doubts:
        yield f"lost, with {doubts} in doubt: {', '.join(sorted(missing))}"
    absent = [*taken, *missing]
    yield from (f"{path} was torn" for path in taken if taken[path] != day.new.files[path])
    excused = {f"{path} is missing" for path in [*absent, *(path.rsplit("/", 1)[0] for path in absent), "mail"]}
    yield from (complaint for complaint in differences(now, day.new) if not absent or complaint not in excused)


def told(done: Done) -> Iterator[str]:
    """What is wrong with how a failed run took its leave: it must say so, in a line or two, and with its exit code."""
    lines = done.stderr.splitlines()
    if done.code not in (1, 3):
        yield f"the run ended with {done.code}"
    if not 1 <= len(lines) <= 3 or "Traceback" in done.stderr:
        yield f"the run said: {done.stderr[-1500:]}"
