"""How a build scales: cold, with nothing to do, and with one changed post, against a bare interpreter.

    .venv/bin/python benchmarks/build.py [POSTS …]

Prints CPU seconds (user and system), their ratio to `python -c pass` taken in turn, and the peak memory. Medians of
five, of one where a run takes long. Ratios count: the seconds are this machine's at this hour.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from corpus import make

_ROUNDS = 5


def main(sizes: list[int]) -> None:
    """Print one table row a size and mode."""
    print(f"{'posts':>7} {'mode':<10} {'cpu s':>8} {'x bare':>8} {'peak MiB':>9}")
    for posts in sizes:
        with tempfile.TemporaryDirectory(prefix="publisher-benchmark-") as folder:
            site = Path(folder) / "site"
            make(site, posts)
            _row(posts, "cold", site, rounds=1, before=_leave)
            _settle(site)
            _row(posts, "no work", site, rounds=_ROUNDS, before=_leave)
            _row(posts, "one post", site, rounds=_ROUNDS, before=_edit)


def _row(posts: int, mode: str, site: Path, *, rounds: int, before: Callable[[Path], None]) -> None:
    ours, bare, peaks = [], [], []
    for _ in range(rounds):
        before(site)
        cpu, peak = _measured(["-m", "publisher", "--site", str(site), "run"])
        ours.append(cpu)
        peaks.append(peak)
        bare.append(_measured(["-c", "pass"])[0])
    ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    print(f"{posts:>7} {mode:<10} {statistics.median(ours):>8.2f} {ratio:>8.1f} {max(peaks) / 1024:>9.0f}", flush=True)


def _measured(arguments: list[str]) -> tuple[float, int]:
    """CPU seconds and peak KiB of one interpreter."""
    process = subprocess.Popen([sys.executable, *arguments])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def _settle(site: Path) -> None:
    """Age the posts: what was saved within two seconds of a run is read once more, by design."""
    for path in (site / "posts").iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    _measured(["-m", "publisher", "--site", str(site), "run"])


def _leave(_site: Path) -> None:
    """Nothing is changed."""


def _edit(site: Path) -> None:
    path = max((site / "posts").iterdir())
    path.write_text(path.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [100, 1000])
