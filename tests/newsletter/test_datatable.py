"""Tables of data on a narrow screen."""

import pytest
from lxml.html import HtmlElement, fromstring

from publisher.newsletter.body import for_mail
from publisher.newsletter.datatable import grid, has_headings, is_too_wide

DATA = '<table class="data" width="100%" cellspacing="0">'


def cells(html: str) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in grid(table(html))]


def table(rows: str) -> HtmlElement:
    return fromstring(f"<table>{rows}</table>")


def columns(*words: str) -> str:
    return "".join(f"<tr>{''.join(f'<td>{word}</td>' for word in row.split('|'))}</tr>" for row in words)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (columns("a|b", "c|d"), [["a", "b"], ["c", "d"]]),
        ("<tr><th colspan=2>a</th></tr><tr><td>b</td><td>c</td></tr>", [["a", "a"], ["b", "c"]]),
        ("<tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>", [["a", "b"], ["a", "c"]]),
        ("<tr><td rowspan=9 colspan=x>a</td></tr><tr></tr>", [["a"], ["a"]]),
        ("<tr><td>a<table><tr><td>b</td></tr></table></td></tr>", [["ab"]]),
        ("<tr></tr>", [[]]),
        ("", []),
    ],
    ids=["plain", "two columns", "two rows", "more than there are", "inside another", "no cell", "no row"],
)
def test_cells_stand_where_they_are_seen(html: str, expected: list[list[str]]) -> None:
    """One that spans several stands in each of them."""
    assert cells(html) == expected


def test_a_span_of_thousands_costs_nothing() -> None:
    """Nobody can make a letter of it."""
    assert sum(map(len, grid(table("<tr><td colspan=99999>a</td></tr>" * 200)))) <= 2_000


@pytest.mark.parametrize(
    ("row", "is_headed"),
    [
        ("<th>a</th><th>b</th>", True),
        ("<td></td><th>a</th><th>b</th>", True),
        ("<th>a</th>", True),
        ("<th>a</th><td>1</td>", False),
        ("<td>a</td>", False),
    ],
)
def test_first_row_of_headings(row: str, is_headed: bool) -> None:
    """A single one begins its row."""
    assert has_headings(grid(table(f"<tr>{row}</tr>"))) is is_headed


@pytest.mark.parametrize(
    ("html", "is_wide"),
    [
        (columns("a|b|c|d"), False),
        (columns("a|b|c|d|e"), True),
        (columns("Morning|Evening|Before bed"), False),
        (columns("Rückenschmerzen|Kontraindikationen|x"), True),
        (columns("well-known|well-known|well-known|well-known"), False),
        (columns("針灸治療針灸治療針灸治療|針灸治療針灸治療針灸治療"), False),
        (columns("Kontraindikationen-und-Rückenschmerzen-" * 9), False),
        (columns("<a href=/>https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</a>|b"), False),
        (columns("<img width=300>|b"), True),
    ],
)
def test_what_a_telephone_cannot_show(html: str, is_wide: bool) -> None:
    """More than four columns, or words that would be pushed out of sight. (letter input 2)"""
    assert is_too_wide(grid(table(html))) is is_wide


def test_wide_table_is_taken_apart() -> None:
    """Every cell that holds something stands behind its heading, with all that it holds. (letter input 2)"""
    html = for_mail(
        '<table><caption>Doses</caption><thead><tr><th id="h">a</th><th align="right">b</th><th>c</th><th>d</th>'
        '<th>e</th></tr></thead><tbody><tr><td id="x">1</td><td align="right"><a href="https://example.org/">2</a></td>'
        "<td>3</td><td></td><td>5</td></tr><tr><td>6</td></tr></tbody></table><p>After.</p>"
    )
    assert html == (
        f"{DATA}<caption>Doses</caption>"
        '<tr><th scope="row" width="40%" align="left">a</th><td>1</td></tr>'
        '<tr><th scope="row" width="40%" align="left">b</th><td><a href="https://example.org/">2</a></td></tr>'
        '<tr><th scope="row" width="40%" align="left">c</th><td>3</td></tr>'
        '<tr><th scope="row" width="40%" align="left">e</th><td>5</td></tr></table>'
        f'{DATA}<tr><th scope="row" width="40%" align="left">a</th><td>6</td></tr></table><p>After.</p>'
    )


def test_wide_table_without_headings() -> None:
    """One cell below the other; words behind the table stay behind it. (letter input 2)"""
    html = for_mail(f"<table>{columns('1|2|3|4|5')}</table>after")
    assert html == f"{DATA}{columns('1', '2', '3', '4', '5')}</table>after"


def test_headings_alone_are_not_lost() -> None:
    """A table that nobody filled in yet."""
    html = for_mail("<table><tr>" + "<th>a</th>" * 5 + "</tr></table>")
    assert html == DATA + "<tr><td>a</td></tr>" * 5 + "</table>"


def test_narrow_table_stays_a_table() -> None:
    """With its headings above."""
    html = '<table><thead><tr><th align="left">a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    assert for_mail(html) == html.replace("<table>", DATA)
