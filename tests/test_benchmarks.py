"""What the benchmarks stand on: a corpus that is the same everywhere, and figures that count the right things."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
MIB = 1024 * 1024


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of the benchmarks by its name; they are scripts, not a package."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


def test_corpus_is_the_same_in_every_process(tmp_path: Path) -> None:
    """Under any hash seed: figures of two machines speak of the same posts."""
    made = []
    for hash_seed in ("0", "5"):
        folder = tmp_path / hash_seed
        command = [sys.executable, str(BENCHMARKS / "corpus.py"), "30", str(folder)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed}, capture_output=True)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == 30


def test_corpus_looks_like_real_posts(module: Any) -> None:
    """Lengths and contents are those counted in eight public blogs, give or take the chance of 2,000 posts."""
    posts = [content for _, content in module("corpus").contents(2_000)]
    lengths = sorted(map(len, posts))
    assert 4_300 < median(lengths) < 5_200
    assert 11_300 < lengths[1_800] < 14_000
    assert lengths[-1] < 65_000
    shares = {mark: sum(mark in post for post in posts) / 2_000 for mark, _ in SHARES}
    assert shares == {mark: pytest.approx(share, abs=0.03) for mark, share in SHARES}
    assert sum(not post.isascii() for post in posts) / 2_000 == pytest.approx(0.7, abs=0.03)


SHARES = (
    *((b"\n```python\n", 0.27), (b"\n[map]: ", 0.2), (b"\n![", 0.15), (b"\n<div ", 0.12), (b"\n| --- ", 0.08)),
    *((b"\n[^1]: ", 0.06), (b"\n- [x] ", 0.02)),
)

GREEDY_CHILD = "b = bytearray(60 * 1024 * 1024); s = sum(range(5_000_000))"


def test_children_count(module: Any, tmp_path: Path) -> None:
    """The work and the memory of a process that the command starts are its own, too; those of the benchmark are not."""
    ballast = bytearray(100 * MIB)
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {GREEDY_CHILD!r}], check=True)"
    usage = module("tools").measured((sys.executable, "-c", parent), tmp_path)
    alone = module("tools").measured((sys.executable, "-c", "pass"), tmp_path)
    assert 60 < usage.peak_mib < 100
    assert usage.cpu_s > alone.cpu_s + 0.02
    assert alone.peak_mib < 40
    assert len(ballast) == 100 * MIB


def test_command_that_fails_is_no_figure(module: Any, tmp_path: Path) -> None:
    """A tool that stopped early would look fast; its last words are told."""
    with pytest.raises(module("tools").WrongWorkError, match="oven is cold"):
        module("tools").measured((sys.executable, "-c", "raise SystemExit('oven is cold')"), tmp_path)


def test_ratios_are_taken_pair_by_pair(module: Any) -> None:
    """A machine that halves its speed for a round changes no ratio of that round."""
    figures, usage = module("figures"), module("tools").Usage
    runs = {"cold": {"publisher": [usage(2, 1, 30), usage(4, 2, 31)], "hugo": [usage(4, 2, 80), usage(8, 4, 90)]}}
    rows = list(figures.table(runs))
    assert rows[-1] == "| cold | hugo | 6.00 | 3.00 | 85 | 0.5 (0.5 to 0.5) | 0.5 (0.5 to 0.5) | 2 |"
    assert "| cold, publisher: wall / hugo | 1.2 | 0.5 (0.5 to 0.5) | yes |" in figures.judged(1_000, runs)
    assert "| cold, publisher: wall / eleventy | 0.4 | not measured | |" in figures.judged(10_000, runs)


def test_sharing_is_measured_as_a_whole(module: Any) -> None:
    """Every work makes something of every post; one that made nothing would look fast."""
    works = module("social").works(10)
    assert list(works) == ["reading", "head tags", "share texts", "share files", "a card"]
    assert [name for name, (count, work) in works.items() if work() < 500 * count] == []
    assert len(list(module("social").rows(10, 1))) == 2 + len(works) + 2


def test_deliveries_are_measured_whole(module: Any) -> None:
    """Every way sends to everybody, over a real server."""
    if not shutil.which("smtp-sink"):
        pytest.skip("no smtp-sink: it comes with Debian's package postfix")
    rows = list(module("delivery").rows(20, 1, 2))
    assert len(rows) == 2 + 2 * 7


def test_far_deliveries_are_measured_whole(module: Any) -> None:
    """Over a line with a round trip of its own; the letters arrive all the same."""
    if not shutil.which("smtp-sink"):
        pytest.skip("no smtp-sink: it comes with Debian's package postfix")
    rows = list(module("distance").rows(4, 1, 2))
    assert len(rows) == 2 + 2 * 5


def test_crowds_are_measured_apart(module: Any) -> None:
    """Each size in a process of its own, or the largest would stand for all."""
    rows = list(module("crowds").rows([20, 50]))
    assert [row.split(" | ")[0] for row in rows[2:]] == ["| 20", "| 50"]


def test_messages_of_every_way_are_the_same_letter(module: Any) -> None:
    """What is measured is the same work: a way that left something out would look fast."""
    rows = list(module("messages").rows(10, 1))
    assert len(rows) == 2 + 2 * 3
