"""Tables of a post in boxes of their own."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.pages.scrolling import with_scrolling_tables

TABLE = '<table class="x"><tbody><tr><td>1</td></tr></tbody></table>'
# sanitised HTML: quotes stay in words, attributes are quoted, `<` in words is escaped, and what is opened is closed
_PIECES = [
    *("<p>", "</p>", "words ", '"', '="', "=", "&lt;table>", "<td>", "</td>", TABLE, f"<table>{TABLE}</table>"),
    *('<p title="<table>">', '<p title="</table>">', '<p title=">">', '<a href="#table">', '<p title="=">', "\n"),
]


def test_each_table_has_its_box() -> None:
    """Every table, one inside another too, stands alone in a box that a keyboard can reach."""
    html = '<p>a</p><table class="x"><tbody><tr><td><table></table></td></tr></tbody></table><p>b</p>'
    tree = lxml.html.fragment_fromstring(with_scrolling_tables(html), create_parent="div")
    boxes = tree.xpath(".//div[@class='scroll' and @tabindex='0']")
    assert [[child.tag for child in box] for box in boxes] == [["table"], ["table"]]
    assert [child.tag for child in tree] == ["p", "div", "p"]


@pytest.mark.parametrize(
    "html",
    [
        '<p title="<table> & </table>">&lt;table> "quoted" <tablets></p>',
        '<p title="a<b<table>">a</p>',
        '<p title="></table>">a</p>',
        "<p><tablets></p>",
    ],
)
@pytest.mark.parametrize(("table", "boxed"), [("", ""), (TABLE, f'<div class="scroll" tabindex="0">{TABLE}</div>')])
def test_what_only_looks_like_a_table_stays(html: str, table: str, boxed: str) -> None:
    """A title that speaks of tables is not cut open, and words are left alone, whatever tables stand beside them."""
    assert with_scrolling_tables(html + table) == html + boxed


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
def test_quick_way_and_careful_way_agree(html: str) -> None:
    """A title that names a table somewhere sends the whole through the careful way; nothing else comes out of it."""
    title = '<i title="<table">x</i>'
    assert with_scrolling_tables(title + html) == title + with_scrolling_tables(html)
