"""Tables as plain text."""

from publisher.newsletter.plaintable import table


def test_narrow_table_stands_in_columns() -> None:
    """Columns are as wide as their widest cell."""
    rows = [["When", "Minutes"], ["Morning", "5"], ["Noon", "20"]]
    assert list(table(rows)) == ["When     Minutes\n-------  -------\nMorning  5\nNoon     20"]


def test_wide_table_names_each_cell() -> None:
    """Twelve columns do not fit: every row becomes lines of heading and cell."""
    rows = [[f"Column {number}" for number in range(12)], [str(number) for number in range(12)]]
    (block,) = table(rows)
    assert block.split("\n")[:2] == ["Column 0: 0", "Column 1: 1"]


def test_long_cell_is_wrapped_below_its_heading() -> None:
    """The lines that follow are indented."""
    (block,) = table([["What"], ["a short walk outdoors " * 5]])
    first, *others = block.split("\n")
    assert first.startswith("What: a short walk")
    assert all(line.startswith("  ") and len(line) <= 72 for line in others)


def test_rows_of_different_lengths_are_shown() -> None:
    """A cell without a heading stands alone, in columns and without."""
    assert list(table([["a"], ["1", "2"]])) == ["a\n-  -\n1  2"]
    assert list(table([["a"], ["1", "x" * 80]])) == ["a: 1\n" + "x" * 80]


def test_empty_table_is_nothing() -> None:
    """No cell, no block."""
    assert list(table([])) == []
    assert list(table([["", " "]])) == []
