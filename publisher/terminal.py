"""What a person at a terminal sees; nothing that cron would have to mail."""

import os
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from publisher.errors import Problem

_PATIENCE_S = 1.0  # shorter work needs no progress line
_EVERY_S = 0.1


class Terminal:
    """Words for a person: results on standard output, problems and progress on standard error.

    Results are shown to a terminal, or with `verbose` to anything; problems always. Colours only on a terminal, and
    not where NO_COLOR is set.
    """

    def __init__(self, *, verbose: bool, environment: Mapping[str, str]) -> None:
        self._shows_results = verbose or sys.stdout.isatty()
        self._colours = sys.stderr.isatty() and not environment.get("NO_COLOR")
        self._shows_progress = sys.stderr.isatty() and environment.get("TERM") != "dumb"
        self._begun = self._shown = time.monotonic()
        self._line = self._label = ""
        self._label_begun = self._begun

    def say(self, text: str) -> None:
        """A result; unseen in cron."""
        if self._shows_results:
            self._clear()
            print(text)

    def always(self, text: str) -> None:
        """What was asked for, wherever it goes."""
        self._clear()
        print(text)

    def problems(self, problems: Iterable[Problem]) -> None:
        """Each problem on a line of its own, to standard error."""
        for problem in problems:
            self.complain(str(problem))

    def complain(self, text: str) -> None:
        """Something that a person should act on."""
        self._clear()
        print(f"\033[31m{text}\033[0m" if self._colours else text, file=sys.stderr)

    def ask(self, question: str) -> str | None:
        """What a person answers; `None` where nobody is at a terminal."""
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            return None
        self._clear()
        print(question, end=" ", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip()

    def progress(self, label: str, done: int, total: int) -> None:
        """How far long work has come, with rate and time left; a `Progress` for workflows."""
        now = time.monotonic()
        work = label.partition(" (")[0]  # what stands in brackets changes while it goes on
        if work != self._label:
            self._label, self._label_begun = work, now
        if not self._shows_progress or now - self._begun < _PATIENCE_S or now - self._shown < _EVERY_S:
            return
        self._shown = now
        self._clear()
        self._line = _progress_line(label, done, total, now - self._label_begun)[: _columns() - 1]
        print(self._line, end="\r", file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if self._line:
            print(" " * len(self._line), end="\r", file=sys.stderr, flush=True)
            self._line = ""


def _progress_line(label: str, done: int, total: int, seconds: float) -> str:
    if not done or not seconds:
        return f"{label}: {done} of {total}"
    rate = done / seconds
    return f"{label}: {done} of {total}, {rate:.0f}/s, {(total - done) / rate:.0f} s left"


def _columns() -> int:
    return os.get_terminal_size(sys.stderr.fileno()).columns or 80  # a terminal that does not know says 0


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment as people write it: local time, zone, and UTC beside it."""
    return f"{at.astimezone(zone):%a %Y-%m-%d %H:%M} {zone.key} ({at:%H:%M} UTC)"
