"""What the measured runs say: medians, ratios pair by pair, and the targets they are held against."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from tools import Usage

COLD, NO_WORK, ONE = "cold", "no work", "one post"
OURS, EVERYTHING, BARE = "publisher", "everything", "python -c pass"

# the runs of each mode, by who ran: one a round, so that those of one place were made next to each other
Runs = Mapping[str, Mapping[str, Sequence[Usage]]]


class Target(NamedTuple):
    """A promise: `what` of `who` is at most `limit` times that of `beside`, or `limit` MiB where nobody is beside."""

    posts: int
    mode: str
    what: str
    beside: str
    limit: float
    who: str = OURS


TARGETS = (
    Target(1_000, COLD, "wall", "hugo", 1.2),
    Target(10_000, COLD, "wall", "hugo", 1.0),
    Target(10_000, COLD, "wall", "eleventy", 0.4),
    Target(10_000, COLD, "wall", "pelican", 0.15),
    Target(10_000, COLD, "peak", "", 64),
    Target(10_000, NO_WORK, "cpu", "hugo", 0.015),
    Target(10_000, NO_WORK, "cpu", BARE, 8),
    Target(10_000, NO_WORK, "peak", "", 24),
    Target(10_000, ONE, "cpu", "hugo", 0.04),
    Target(10_000, ONE, "cpu", BARE, 25),
    Target(50_000, COLD, "peak", "", 120),
    Target(50_000, COLD, "peak", "", 120, EVERYTHING),
    Target(50_000, ONE, "peak", "", 120),
)


def table(runs: Runs) -> Iterator[str]:
    """A row a mode and program: its medians, and ours as a part of them."""
    yield "| run | who | CPU s | wall s | peak MiB | our CPU / its | our wall / its | rounds |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for mode, by_name in runs.items():
        for name, usages in by_name.items():
            cpu_s, wall_s, peak_mib = (median(values) for values in zip(*usages, strict=True))
            ours = by_name[OURS]
            shares = ("", "") if name == OURS else (_said(_ratios(ours, usages, n)) for n in (0, 1))
            figures = (f"{cpu_s:.2f}", f"{wall_s:.2f}", f"{peak_mib:.0f}", *shares, str(len(usages)))
            yield f"| {mode} | {name} | {' | '.join(figures)} |"


def judged(posts: int, runs: Runs) -> Iterator[str]:
    """A row for each target of that many posts, with what was found."""
    yield "| target | at most | found | kept |"
    yield "| --- | ---: | ---: | --- |"
    for target in TARGETS:
        by_name = runs.get(target.mode, {})
        if target.posts != posts or target.who not in by_name:
            continue
        said = f"{target.mode}, {target.who}: {target.what}" + (f" / {target.beside}" if target.beside else " MiB")
        if target.beside and target.beside not in by_name:
            yield f"| {said} | {target.limit:g} | not measured | |"
            continue
        found = _found(target, by_name)
        yield f"| {said} | {target.limit:g} | {_said(found)} | {'yes' if median(found) <= target.limit else 'NO'} |"


def _found(target: Target, by_name: Mapping[str, Sequence[Usage]]) -> list[float]:
    if not target.beside:
        return [usage.peak_mib for usage in by_name[target.who]]
    field = Usage._fields.index(f"{target.what}_s")
    return _ratios(by_name[target.who], by_name[target.beside], field)


def _ratios(ours: Sequence[Usage], others: Sequence[Usage], field: int) -> list[float]:
    """Pair by pair: the machine's own speed drifts from minute to minute, and falls out of a pair."""
    return [one[field] / other[field] for one, other in zip(ours, others, strict=False)]


def _said(values: Sequence[float]) -> str:
    """The median, and from where to where the rounds lay."""
    return f"{median(values):.3g} ({min(values):.3g} to {max(values):.3g})"
