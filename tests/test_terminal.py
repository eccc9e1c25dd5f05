"""A person sees results and progress; cron sees problems alone."""

import os
import pty
import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from publisher.errors import Problem
from publisher.terminal import Terminal, moment

SLOW_WORK = """
import os, sys, time
from publisher.terminal import Terminal
terminal = Terminal(verbose=False, environment=os.environ)
terminal._begun -= 2  # as if the work had gone on for two seconds
for done in range(3):
    terminal.progress("reading posts", done, 3)
    time.sleep(0.11)
terminal.complain("posts/a.md: wrong")
terminal.say("done")
"""


def on_a_terminal(source: str, **environment: str) -> str:
    """What a person would see of a Python program."""
    own, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", source], stdout=theirs, stderr=theirs, stdin=theirs, env=os.environ | environment
    ) as process:
        os.close(theirs)
        seen = b""
        while chunk := _read(own):
            seen += chunk
        process.wait()
    os.close(own)
    return seen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says EIO when the other side is closed
        return b""


def test_long_work_shows_progress_on_a_terminal() -> None:
    """What is being done, how far it has come, and how long it will take."""
    seen = on_a_terminal(SLOW_WORK, TERM="xterm")
    assert "reading posts: 1 of 3" in seen
    assert "s left" in seen
    assert "done" in seen


def test_problems_are_coloured_on_a_terminal() -> None:
    """Red, unless the person asked for none."""
    assert "\033[31mposts/a.md: wrong" in on_a_terminal(SLOW_WORK, TERM="xterm", NO_COLOR="")
    assert "\033[" not in on_a_terminal(SLOW_WORK, TERM="xterm", NO_COLOR="1")


def test_nobody_watching_sees_problems_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal there is no result, no progress and no colour."""
    terminal = Terminal(verbose=False, environment={})
    terminal.progress("reading posts", 1, 3)
    terminal.say("done")
    terminal.problems([Problem(source="posts/a.md", line=3, text="is wrong")])
    assert capsys.readouterr() == ("", "posts/a.md:3: is wrong\n")


def test_moment_is_told_in_local_time_and_utc() -> None:
    """A person plans by the clock on the wall; a log is read by UTC."""
    at = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)
    assert moment(at, ZoneInfo("America/New_York")) == "Mon 2024-06-03 09:00 America/New_York (13:00 UTC)"
