"""How fast publisher is beside Hugo, Eleventy, Pelican and a bare interpreter, on the same posts.

    benchmarks/peers.sh /tmp/peers                            (once: installs the peers)
    .venv/bin/python benchmarks/compare.py --with /tmp/peers  [--posts 1000 10000] [--rounds 5] [--peers hugo]

Three runs are measured: cold (no output, no state), no work (nothing changed since the last run), and one post (the
newest one got a sentence). Hugo and Eleventy keep no state, so each of their builds is a whole one; Pelican has its
cache on in every build but the cold one. All make the same: a page a post, lists of them, a feed of the twenty newest
in full; "everything" is publisher with archives, feeds by tag, share text and a letter. What each made is looked at.

Whole processes are measured, children included, in turn: each round runs everybody once, a ratio is taken within its
round, and the table shows the median and the range. Seconds are this machine's at this hour; ratios count.
Publisher is measured as an installed wheel, because a checkout may run without compiled bytecode.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from figures import BARE, COLD, EVERYTHING, NO_WORK, ONE, OURS, judged, table
from tools import PEERS, Tool, Usage, measured, publisher

_REPOSITORY = Path(__file__).parent.parent
_SETTLING_S = 2.5  # a post saved less than two seconds before a run is looked at once more by the next one, by design


class Rounds:
    """Runs by mode and name. A program that has used up the patience for a mode sits out the mode's later rounds."""

    def __init__(self, patience_s: float) -> None:
        self.runs: dict[str, dict[str, list[Usage]]] = defaultdict(lambda: defaultdict(list))
        self._patience_s = patience_s

    def has_time(self, mode: str, name: str) -> bool:
        """Whether that program is to run once more."""
        return sum((usage.wall_s for usage in self.runs[mode][name]), 0.0) < self._patience_s

    def note(self, mode: str, name: str, usage: Usage) -> None:
        """Put a run on the list, and say so to who waits."""
        self.runs[mode][name].append(usage)
        said = f"{mode}: {name} {usage.cpu_s:.2f} s CPU, {usage.wall_s:.2f} s wall, {usage.peak_mib:.0f} MiB"
        print(said, file=sys.stderr, flush=True)


def main() -> None:
    """The command line."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="publisher-benchmark-", dir=options.work) as folder:
        work = Path(folder)
        installed = options.publisher or _install(work / "installed")
        _say_where(installed)
        peers = [peer for name in options.peers if (peer := _peer(name, options.peers_folder, work))]
        _warm_up(installed, options, work / "warm")
        for posts in options.posts:
            _compare(posts, installed, options, work / str(posts), [peer.name for peer in peers])


def _compare(posts: int, installed: Path, options: argparse.Namespace, work: Path, names: Sequence[str]) -> None:
    ours = publisher(installed, work)
    peers = [peer for name in names if (peer := PEERS[name](options.peers_folder, work))]
    everything = publisher(installed, work, EVERYTHING, has_letter=True)
    for tool in (ours, *peers, everything):
        tool.lay_out(posts, options.seed)
    rounds = Rounds(options.patience)
    for _ in range(options.rounds):
        _cold_round(rounds, [ours, *peers, everything], posts)
    for peer in peers:
        peer.run(peer.again)  # Pelican's first build with its cache fills it
    for number in range(options.rounds):
        _later_round(rounds, ours, peers, posts, f"round-{number}", installed)
    print(f"\n{posts:,} posts\n", *table(rounds.runs), "", *judged(posts, rounds.runs), sep="\n", flush=True)


def _cold_round(rounds: Rounds, tools: Sequence[Tool], posts: int) -> None:
    for tool in tools:
        if rounds.has_time(COLD, tool.name):
            tool.put_aside()
            rounds.note(COLD, tool.name, tool.run(tool.cold))
            tool.check(posts)


def _later_round(rounds: Rounds, ours: Tool, peers: Sequence[Tool], posts: int, mark: str, installed: Path) -> None:
    """Nothing to do, then one post: the peers' one build stands beside both."""
    time.sleep(_SETTLING_S)
    ours.run(ours.again)
    rounds.note(NO_WORK, OURS, ours.run(ours.again))
    bare = _bare(installed, ours.root)
    ours.edit(mark)
    rounds.note(ONE, OURS, ours.run(ours.again))
    ours.check(posts, mark)
    for mode in (NO_WORK, ONE):
        rounds.note(mode, BARE, bare)
    for peer in peers:
        if rounds.has_time(ONE, peer.name):
            peer.edit(mark)
            usage = peer.run(peer.again)
            peer.check(posts, mark)
            for mode in (NO_WORK, ONE):
                rounds.note(mode, peer.name, usage)


def _bare(installed: Path, folder: Path) -> Usage:
    """A start of the same interpreter that does nothing; so short that one start alone says little."""
    starts = [measured((str(installed / "bin/python"), "-c", "pass"), folder) for _ in range(5)]
    return Usage(*(median(values) for values in zip(*starts, strict=True)))


def _warm_up(installed: Path, options: argparse.Namespace, work: Path) -> None:
    """Run everybody once on a few posts, so that nobody's program has to come from the disk later."""
    for tool in (publisher(installed, work), *(PEERS[name](options.peers_folder, work) for name in options.peers)):
        if tool:
            tool.lay_out(50, options.seed)
            tool.run(tool.cold)
            tool.check(50)


def _install(folder: Path) -> Path:
    """An environment with a wheel of this checkout; pip compiles its bytecode."""
    pip = (str(folder / "env/bin/pip"), "--quiet", "--disable-pip-version-check")
    wheel = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    subprocess.run((*wheel, "--wheel-dir", str(folder), str(_REPOSITORY)), check=True)
    subprocess.run((sys.executable, "-m", "venv", str(folder / "env")), check=True)
    subprocess.run((*pip, "install", *map(str, folder.glob("*.whl"))), check=True)
    return folder / "env"


def _peer(name: str, folder: Path, work: Path) -> Tool | None:
    peer = PEERS[name](folder, work)
    if peer is None:
        print(f"{name} is not installed in {folder}: left out (benchmarks/peers.sh installs it)")
    return peer


def _say_where(installed: Path) -> None:
    version = subprocess.run(
        (str(installed / "bin/publisher"), "--version"), check=True, capture_output=True, text=True
    )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{datetime.now(UTC):%d %b %Y %H:%M} UTC, {os.cpu_count()} cores, load {load}")
    print(f"{version.stdout.strip()}, Python {platform.python_version()}, {platform.platform()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000, 10_000], metavar="N", help="sizes to measure")
    parser.add_argument("--rounds", type=int, default=5, help="how often everybody runs (default: 5)")
    parser.add_argument(
        "--peers", nargs="*", choices=PEERS, default=list(PEERS), metavar="NAME", help="who runs beside"
    )
    parser.add_argument(
        "--with", type=Path, default=Path("/nowhere"), dest="peers_folder", metavar="DIR", help="what peers.sh filled"
    )
    parser.add_argument("--publisher", type=Path, metavar="ENV", help="an environment with publisher (default: made)")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where sites are made and removed (default: /tmp)")
    parser.add_argument("--seed", type=int, default=1, help="of the posts (default: 1)")
    parser.add_argument(
        "--patience", type=float, default=300, metavar="S", help="seconds of one program and run, then it sits out"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
