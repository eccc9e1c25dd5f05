"""Tables of a post in boxes of their own."""

import lxml.html

from publisher.pages.scrolling import with_scrolling_tables


def test_each_table_has_its_box() -> None:
    """Every table, one inside another too, stands alone in a box that a keyboard can reach."""
    html = '<p>a</p><table class="x"><tbody><tr><td><table></table></td></tr></tbody></table><p>b</p>'
    tree = lxml.html.fragment_fromstring(with_scrolling_tables(html), create_parent="div")
    boxes = tree.xpath(".//div[@class='scroll' and @tabindex='0']")
    assert [[child.tag for child in box] for box in boxes] == [["table"], ["table"]]
    assert [child.tag for child in tree] == ["p", "div", "p"]


def test_what_only_looks_like_a_table_stays() -> None:
    """A title that speaks of tables is not cut open, and words are left alone."""
    html = '<p title="<table> & </table>">&lt;table> "quoted" <tablets></p>'
    assert with_scrolling_tables(html) == html
