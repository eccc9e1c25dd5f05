"""Tables of data: their cells, whatever these span, and how they stand on a narrow screen."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST = 4  # columns that fit on a telephone
_ROOM = 272  # pixels that text has there: 320 less its margins
_LETTER = 9  # pixels of a bold letter at 16 pixels, on the average
_LABEL = "40%"  # of a line, so that one record looks like the next
_BETWEEN = 10  # pixels between two cells
_SPAN = 1000  # the most that HTML lets a cell span
# Between these a line may break: spaces (not the no-break one), behind hyphens, and anywhere in Chinese and Japanese.
_BREAKS = re.compile(r"[ \t\n]+|(?<=-)|(?<=[\u3000-\u9fff\uf900-\ufaff])")


def grid(table: "HtmlElement") -> "list[list[HtmlElement]]":
    """The cells of each row; one that spans several columns or rows stands in each of them."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    placed: dict[tuple[int, int], HtmlElement] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (number, column) in placed:
                column += 1
            wide = min(_count(cell, "colspan"), max(1, 2 * _SPAN // len(rows) - column))
            high = min(_count(cell, "rowspan"), len(rows) - number)
            placed |= {(number + down, column + right): cell for down in range(high) for right in range(wide)}
    columns = [[column for line, column in placed if line == number] for number in range(len(rows))]
    return [[placed[number, column] for column in sorted(columns[number])] for number in range(len(rows))]


def has_headings(cells: "Sequence[Sequence[HtmlElement]]") -> bool:
    """Whether the first row is one of headings; a single one begins its row."""
    return bool(cells) and sum(cell.tag == "th" for cell in cells[0]) >= min(2, len(cells[0]))


def is_too_wide(cells: "Sequence[Sequence[HtmlElement]]") -> bool:
    """Whether a telephone cannot show the columns beside each other, or only with words cut in the middle."""
    columns = max(map(len, cells), default=0)
    if columns > _MOST:
        return True
    longest = (
        max((_unbreakable(row[column]) for row in cells if column < len(row)), default=0) for column in range(columns)
    )
    return columns > 1 and sum(longest) + columns * _BETWEEN > _ROOM


def stacked(table: "HtmlElement", cells: "Sequence[Sequence[HtmlElement]]") -> "Iterator[HtmlElement]":
    """A table of two columns for each row: every cell behind its heading, so nobody scrolls sideways."""
    from lxml.html import Element

    heads, rows = (cells[0], cells[1:] or cells) if has_headings(cells) else ([], cells)
    captions = table.findall("caption")
    for row in rows:
        record = Element("table", table.attrib)
        record.extend(captions)
        captions = []
        for column, cell in enumerate(row):
            if not cell.text_content().strip() and cell.find(".//img") is None:
                continue
            head = heads[column] if column < len(heads) and row is not heads else None
            record.append(_line(head, cell))
        yield record


def _line(head: "HtmlElement | None", cell: "HtmlElement") -> "HtmlElement":
    from lxml.html import Element

    line, value = Element("tr"), _copied(cell, "td")
    if head is None:
        line.append(value)
        return line
    label = _copied(head, "th")
    label.set("scope", "row")
    label.set("width", _LABEL)
    line.extend([label, value])
    return line


def _copied(cell: "HtmlElement", tag: str) -> "HtmlElement":
    """The cell's content as a cell of its own, without what only holds where it stood; no id stands twice."""
    copied = deepcopy(cell)
    copied.tag, copied.tail = tag, None
    for name in ("colspan", "rowspan", "scope", "align"):
        copied.attrib.pop(name, None)
    for element in copied.iter("*"):
        element.attrib.pop("id", None)
    return copied


def _count(cell: "HtmlElement", name: str) -> int:
    text = cell.get(name, "")
    return max(1, min(int(text), _SPAN)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _unbreakable(cell: "HtmlElement") -> int:
    """Pixels of the widest thing in the cell that cannot be broken; links and code can, anywhere."""
    words = "".join(str(text) for text in cell.xpath(".//text()[not(ancestor::a)]"))
    widths = [len(word) * _LETTER for word in _BREAKS.split(words)]
    pictures = [int(image.get("width", "0")) for image in cell.iter("img") if image.get("width", "").isdigit()]
    return max(widths + pictures, default=0)
