"""A table as plain text: columns where they fit, one line a cell where they do not."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from publisher.newsletter.wrapping import WIDTH, columns, indent, wrap

_BETWEEN = "  "


def table(rows: Iterable[Sequence[str]], *, has_headings: bool = True, width: int = WIDTH) -> Iterator[str]:
    """The blocks that show the rows, the first of them the headings; nothing when no cell holds anything."""
    lines = [[" ".join(cell.split()) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not lines:
        return
    widths = [max(columns(row[column]) for row in lines if column < len(row)) for column in range(max(map(len, lines)))]
    if sum(widths) + len(_BETWEEN) * (len(widths) - 1) <= width:
        yield "\n".join(_aligned(lines, widths, has_headings=has_headings))
    else:
        yield from _labelled(lines, width, has_headings=has_headings)


def _aligned(rows: list[list[str]], widths: list[int], *, has_headings: bool) -> Iterator[str]:
    line = [["-" * width for width in widths]] if has_headings else []
    for row in (*rows[:1], *line, *rows[1:]):
        yield _BETWEEN.join(
            cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=False)
        ).rstrip()


def _labelled(rows: list[list[str]], width: int, *, has_headings: bool) -> Iterator[str]:
    """Each row as a block of its own, every cell behind its heading."""
    labels = rows[0] if has_headings and len(rows) > 1 else []
    for row in rows[1:] if labels else rows:
        pairs = zip_longest(labels[: len(row)], row, fillvalue="")
        cells = (f"{label}: {cell}" if label else cell for label, cell in pairs if cell)
        yield "\n".join(indent(wrap(cell, width - 2), "", "  ") for cell in cells)
