"""How much of the torture is done: nothing, a sample that a seed chooses, or all of it."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

import pytest

HOW_MUCH = os.environ.get("PUBLISHER_TORTURE", "")  # "", "sample" or "all"
SEED = int(os.environ.get("PUBLISHER_TORTURE_SEED") or random.SystemRandom().randrange(10_000))
_SAMPLE_S = float(os.environ.get("PUBLISHER_TORTURE_SECONDS") or 6)  # for each test; trials that were begun are ended
_SAY_EVERY_S = 20
_MOST_TOLD = 60

Trial = TypeVar("Trial")


class Torture:
    """Makes trials, as many as are asked for, and fails with all that went wrong."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.tally: list[str] = []
        self._say = say
        self._lock = Lock()

    def holds(
        self,
        name: str,
        trials: Sequence[Trial],
        judge: Callable[[Trial], Iterator[str]],
        *,
        kind: Callable[[Trial], str] = str,
        most: int = sys.maxsize,
    ) -> None:
        """Make all trials, or `most` of them, or a sample: some of each `kind`. `judge` yields its complaints."""
        chance = random.Random(f"{SEED} {name}")  # noqa: S311 chosen, not secret
        order = _one_of_each_kind_first(trials, kind, chance)[:most]
        begun = said = time.monotonic()
        complaints, done = list[str](), 0

        def one(trial: Trial) -> None:
            nonlocal done, said
            if done and HOW_MUCH != "all" and time.monotonic() - begun > _SAMPLE_S:
                return
            found = [f"{name}: {trial}: {complaint}" for complaint in _complaints(judge(trial))]
            with self._lock:
                complaints.extend(found)
                done += 1
                if time.monotonic() - said > _SAY_EVERY_S:
                    said = time.monotonic()
                    self._say(f"{name}: {done} of {len(trials)}, {len(complaints)} complaints")

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for future in [pool.submit(one, trial) for trial in order]:
                future.result()
        self.tally.append(f"{name}: {done} of {len(trials)} trials in {time.monotonic() - begun:.0f} s")
        if complaints:
            pytest.fail(f"{len(complaints)} complaints:\n" + "\n".join(complaints[:_MOST_TOLD]), pytrace=False)


def _complaints(judging: Iterator[str]) -> Iterator[str]:
    """Complaints, a trial that could not be brought to its end among them: the others go on."""
    try:
        yield from judging
    except (OSError, subprocess.SubprocessError) as error:
        yield f"{error!r} {getattr(error, 'stderr', '')}"


def _one_of_each_kind_first(
    trials: Sequence[Trial], kind: Callable[[Trial], str], chance: random.Random
) -> list[Trial]:
    seen = Counter[str]()
    turns = list[tuple[int, int]]()
    shuffled = chance.sample(trials, len(trials))
    for place, trial in enumerate(shuffled):
        turns.append((seen[kind(trial)], place))
        seen[kind(trial)] += 1
    return [shuffled[place] for _, place in sorted(turns)]
