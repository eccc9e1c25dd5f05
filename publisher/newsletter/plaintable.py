"""A table as plain text: columns where they fit, one line a cell where they do not."""

from collections.abc import Iterable, Iterator, Sequence

from publisher.newsletter.wrapping import WIDTH, indent, wrap

_BETWEEN = "  "


def table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The blocks that show the rows, the first of them the headings; nothing when no cell holds anything."""
    lines = [[" ".join(cell.split()) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not lines:
        return
    widths = [max(len(row[column]) for row in lines if column < len(row)) for column in range(max(map(len, lines)))]
    if sum(widths) + len(_BETWEEN) * (len(widths) - 1) <= WIDTH:
        yield "\n".join(_aligned(lines, widths))
    else:
        yield from _labelled(lines)


def _aligned(rows: list[list[str]], widths: list[int]) -> Iterator[str]:
    heading, *others = rows
    for row in (heading, ["-" * width for width in widths], *others):
        yield _BETWEEN.join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()


def _labelled(rows: list[list[str]]) -> Iterator[str]:
    """Each row as a block of its own, every cell behind its heading."""
    heading, *others = rows
    for row in others or [heading]:
        labels = heading if others else [""] * len(row)
        labels = labels + [""] * (len(row) - len(labels))
        cells = (f"{label}: {cell}" if label else cell for label, cell in zip(labels, row, strict=False) if cell)
        yield "\n".join(indent(wrap(cell, WIDTH - 2), "", "  ") for cell in cells)
