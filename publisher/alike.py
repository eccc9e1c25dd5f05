"""Thousands of problems in a few lines: of those that are alike, some examples and a number."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from publisher.errors import Problem

_EXAMPLES = 3
_KINDS = 50
# what differs between problems of one kind: numbers, and what stands in quotes
_VALUE = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")


def in_short(problems: Iterable[Problem]) -> Iterator[str]:
    """A line for each problem; of those in one file that differ in numbers and quoted words alone, the first ones."""
    kinds = defaultdict[tuple[str, str], list[Problem]](list)
    for problem in problems:
        kinds[problem.source, _VALUE.sub("", problem.text)].append(problem)
    remaining = iter(kinds.items())
    for (source, _), found in islice(remaining, _KINDS):
        yield from map(str, found[:_EXAMPLES])
        if len(found) > _EXAMPLES:
            yield f"{source}: and {len(found) - _EXAMPLES:,} more like this; --json lists them all"
    if others := sum(len(found) for _, found in remaining):
        yield f"and {others:,} more of other kinds; --json lists them all"
