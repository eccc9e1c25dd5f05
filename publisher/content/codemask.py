"""Where code stands in Markdown, so that what looks like markup there is left alone."""

import re
from bisect import bisect_right
from collections.abc import Iterator

_FENCE = re.compile(r"(?: {0,3}|[ >]*(?:[-+*]|\d{1,9}[.)])[ \t]+)(`{3,}(?=[^`]*$)|~{3,})")
_INDENTED = re.compile(r"(?: {4}|\t| {1,3}\t)[ \t]*\S")
_ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)")
_TICKS = re.compile(r"(\\?)(`+)")

Span = tuple[int, int]


class CodeMask:
    """The places of code in a text: fenced and indented blocks, and spans between backticks."""

    def __init__(self, markdown: str) -> None:
        self._spans = sorted(_spans(markdown))
        self._starts = [start for start, _ in self._spans]

    def end_of_code(self, place: int) -> int:
        """Where the code that stands at the place ends; 0 where there is none."""
        number = bisect_right(self._starts, place) - 1
        return self._spans[number][1] if number >= 0 and place < self._spans[number][1] else 0


def _spans(markdown: str) -> Iterator[Span]:
    """Blocks of code by their lines, then spans within the paragraphs between them."""
    paragraph_start, place = 0, 0
    fence = ""
    block_start = 0
    in_list, after_gap = False, True
    for line in markdown.split("\n"):
        end = place + len(line) + 1
        if fence:
            if _closes(line, fence):
                yield block_start, end
                fence, paragraph_start = "", end
        elif opening := _FENCE.match(line):
            yield from _ticked(markdown, paragraph_start, place)
            fence, block_start = opening.group(1), place
        elif not line.strip() or (after_gap and not in_list and _INDENTED.match(line)):
            yield from _ticked(markdown, paragraph_start, place)
            paragraph_start = end
            if line.strip():
                yield place, end
            after_gap = True
        else:
            in_list = bool(_ITEM.match(line)) or (in_list and (line[:1] in " \t" or not after_gap))
            after_gap = False
        place = end
    yield (block_start, place) if fence else (place, place)
    if not fence:
        yield from _ticked(markdown, paragraph_start, place)


def _closes(line: str, fence: str) -> bool:
    bare = line.strip(" \t>")
    return len(bare) >= len(fence) and not bare.strip(fence[0])


def _ticked(markdown: str, start: int, end: int) -> Iterator[Span]:
    """Spans of code within one paragraph: from a run of backticks to the next of the same length."""
    runs = [(run.start(2), len(run.group(2)), run.group(1)) for run in _TICKS.finditer(markdown, start, end)]
    later: dict[int, list[int]] = {}
    for number, (_, length, _) in enumerate(runs):
        later.setdefault(length, []).append(number)
    number = 0
    while number < len(runs):
        place, length, escaped = runs[number]
        same = later[length]
        following = bisect_right(same, number)
        if not escaped and following < len(same):
            number = same[following]
            yield place, runs[number][0] + length
        number += 1
