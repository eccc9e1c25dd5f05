"""Run the real command, and let one of its system calls fail or be its last."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

CALLS = (
    *("openat", "creat", "write", "pwrite64", "writev", "pwritev", "ftruncate", "truncate", "fallocate"),
    *("fsync", "fdatasync", "syncfs", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"),
    *("unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat", "utimensat"),
)
KILL = "signal=KILL"

_LIMIT_S = 120
_CALL = re.compile(r"(\d+) +(\w+)\((.*)")
_IN_DOUBT = re.compile(r"^(\d+) deliver(?:y is|ies are) in doubt", re.MULTILINE)
_FOR_WRITING = re.compile(r"\bO_(WRONLY|RDWR|CREAT|TRUNC)\b")
_ENVIRONMENT = {
    "PUBLISHER_KEY": "ab" * 32,  # so that letters are the same in every run
    "PYTHONHASHSEED": "0",
}


class Point(NamedTuple):
    """The system call to hit: its name, which one of that name in its process (from 1), and what it was about."""

    call: str
    number: int
    about: str

    def __str__(self) -> str:
        return f"{self.call} {self.number} ({self.about})"

    @property
    def kind(self) -> str:
        """What it has in common with others: a sample tries every kind before it tries one again."""
        folder = "/".join(self.about.split("/")[:2])
        return "database" if ".db" in folder else f"{self.call} {folder}"


class Done(NamedTuple):
    """How a run ended. `was_hit` says whether the fault came to pass."""

    code: int
    stdout: str
    stderr: str
    was_hit: bool = False

    @property
    def in_doubt(self) -> int:
        """How many messages it said may or may not have been sent."""
        return sum(map(int, _IN_DOUBT.findall(self.stderr)))


def reason_not_to() -> str:
    """Why no fault can be injected here; empty where it can."""
    if not shutil.which("strace"):
        return "strace is not installed (apt-get install strace)"
    done = subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-e", "trace=none", "true"], capture_output=True, text=True, check=False
    )
    return f"strace may not trace here: {done.stderr.strip()}" if done.returncode else ""


def publisher(site: Path, *arguments: str, before: Sequence[str] = ()) -> Done:
    """Run the command as cron would, behind the command line `before`; with a umask that hides files from others."""
    process = _begun(site, *arguments, before=before)
    return _ended(process)


def _begun(site: Path, *arguments: str, before: Sequence[str]) -> "subprocess.Popen[str]":
    # what one run compiles the next would not, and calls are counted
    counted = {"PYTHONDONTWRITEBYTECODE": "1"} if before else {}
    return subprocess.Popen(
        [*before, sys.executable, "-m", "publisher", "--site", str(site), *arguments],
        env=os.environ | _ENVIRONMENT | counted,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        umask=0o077,
        start_new_session=True,  # to be ended with all that it began
    )


def _ended(process: "subprocess.Popen[str]") -> Done:
    with _ended_with_all(process):
        stdout, stderr = process.communicate(timeout=_LIMIT_S)
    return Done(process.returncode, stdout, stderr)


@contextmanager
def _ended_with_all(process: "subprocess.Popen[str]") -> Iterator[None]:
    """When the block fails, the process and what it began must not live on: they would keep the disk in use."""
    try:
        yield
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise


def points(site: Path, *arguments: str) -> tuple[Done, list[Point]]:
    """Run the command unharmed; how it ended, and every call it made that changes something below `site`."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        trace = ",".join(f"?{call}" for call in CALLS)
        strace = ["strace", "-f", "-qq", "-y", "-s", "0", "--seccomp-bpf", "-e", f"trace={trace}", "-o", str(log)]
        done = publisher(site, *arguments, before=strace)
        return done, sorted(set(_points(log.read_text("utf-8", "replace").splitlines(), str(site))))


def _points(lines: Sequence[str], site: str) -> Iterator[Point]:
    counts: Counter[tuple[str, str]] = Counter()
    for line in lines:
        found = _CALL.match(line)
        if found:
            process, call, arguments = found.groups()
            counts[process, call] += 1  # as strace counts: in each process, and each kind of call by itself
            if f"{site}/" in arguments and (call != "openat" or _FOR_WRITING.search(arguments)):
                about = arguments.split(f"{site}/")[-1]
                yield Point(call, counts[process, call], re.split(r"[\"<>]", about)[0])


def publisher_hit(site: Path, *arguments: str, point: Point, fault: str) -> Done:
    """Run the command with a fault at the point: `signal=KILL`, or `error=ENOSPC` and the like."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        inject = f"inject={point.call}:{fault}:when={point.number}"
        strace = ["strace", "-f", "-q", "-s", "0", "-e", f"trace={point.call}", "-e", inject, "-o", str(log)]
        # strace is faster with a filter in the kernel, but cannot send its signal from there
        strace += [] if "signal" in fault else ["--seccomp-bpf"]
        done = publisher(site, *arguments, before=strace)
        told = log.read_text("utf-8", "replace")
        return done._replace(was_hit="(INJECTED)" in told or "killed by SIGKILL" in told)


def publisher_killed(site: Path, *arguments: str, after_s: float) -> bool:
    """Run the command and kill it after a while; whether it was still there to be killed."""
    process = _begun(site, *arguments, before=())
    with _ended_with_all(process):
        try:
            process.communicate(timeout=after_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return True
    return False


@contextmanager
def held(site: Path, *arguments: str, point: Point) -> Iterator[Callable[[], Done]]:
    """The command, stopped at the point and alive; what is given lets it go on, and says how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        inject = f"inject={point.call}:signal=STOP:when={point.number}"
        strace = ["strace", "-f", "-q", "-s", "0", "-e", f"trace={point.call}", "-e", inject, "-o", str(log)]
        process = _begun(site, *arguments, before=strace)

        def go_on() -> Done:
            os.kill(stopped, signal.SIGCONT)
            return _ended(process)

        with _ended_with_all(process):
            stopped = _stopped(log)
            yield go_on


def _stopped(log: Path) -> int:
    """The process that is held, once it is."""
    for _ in range(_LIMIT_S * 10):
        told = log.read_text("utf-8", "replace") if log.exists() else ""
        if found := re.search(r"^(\d+) +--- stopped by SIGSTOP ---$", told, re.MULTILINE):
            return int(found[1])
        time.sleep(0.1)
    raise TimeoutError("the run did not come to the point where it was to be held")
