"""Problems that are alike are told in short, and no problem goes untold."""

from publisher.alike import in_short
from publisher.errors import Problem


def problem(text: str, source: str = "a.xml") -> Problem:
    return Problem(source=source, text=text)


def test_few_are_told_one_by_one() -> None:
    """In the order of their kinds."""
    told = in_short([problem("item 1: no 'x'"), problem("no date"), problem("item 2: no 'y'")])
    assert list(told) == ["a.xml: item 1: no 'x'", "a.xml: item 2: no 'y'", "a.xml: no date"]


def test_many_are_counted_for_each_file() -> None:
    """Numbers and quoted words make no other kind, another file does."""
    many = [problem(f"item {n}: no '{n * 'x'}'", source) for n in range(1, 1_005) for source in ("a.xml", "b.xml")]
    lines = list(in_short(many))
    assert lines[2:4] == ["a.xml: item 3: no 'xxx'", "a.xml: and 1,001 more like this; --json lists them all"]
    assert len(lines) == 8


def test_many_kinds_have_an_end() -> None:
    """A file may break one rule in a thousand wordings."""
    lines = list(in_short([problem(f"{n * 'x'} is no element") for n in range(100)]))
    assert (len(lines), lines[-1]) == (51, "and 50 more of other kinds; --json lists them all")
