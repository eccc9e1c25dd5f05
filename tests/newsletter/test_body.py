"""A post's html on its way into a letter."""

import re

import pytest

from publisher.model import Image
from publisher.newsletter.body import for_mail

LONG = f"https://example.org/{'a' * 260}/end.html"


def test_headings_stand_below_the_posts_title() -> None:
    """The letter's title is h1 and the post's h2."""
    assert for_mail("<h2>a</h2><h3>b</h3><h2>c</h2>") == "<h3>a</h3><h4>b</h4><h3>c</h3>"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("2 4 3 4", "3 4 4 5"), ("3 2 3", "3 3 4"), ("1 2 3", "3 3 4"), ("2 3 4 5 6", "3 4 5 6 6"), ("6 6 2", "3 3 3")],
)
def test_no_level_of_headings_is_left_out(written: str, expected: str) -> None:
    """Who hears a letter looks for what was left out; what stood below another still does."""
    html = for_mail("".join(f"<h{level}>a</h{level}>" for level in written.split()))
    assert re.findall(r"<h(\d)>", html) == expected.split()


@pytest.mark.parametrize(("below", "levels"), [(1, ["h2", "h2", "h3", "h4"]), (2, ["h3", "h3", "h4", "h5"])])
def test_headings_stand_below_the_title_that_is_there(below: int, levels: list[str]) -> None:
    """A letter of one post has its title as h1, and no level is left out."""
    html = for_mail("<h1>a</h1><h2>b</h2><h3>c</h3><h6>d</h6>", below=below)
    assert re.findall(r"<(h\d)>", html) == levels


def test_image_gets_a_width_for_outlook() -> None:
    """Of an unknown size it is as wide as the column there, and its own size elsewhere."""
    html = for_mail('<img src="https://blog.example.com/a.jpg">')
    assert html == '<img src="https://blog.example.com/a.jpg" alt="" width="520" class="unmeasured">'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('width="120"', 'width="120"'),
        ('width="1040" height="300"', 'width="520"'),
        ('width="50%"', 'width="520" class="unmeasured"'),
        ('height="90"', 'width="520" class="unmeasured"'),
        ('width="²" height="x"', 'width="520" class="unmeasured"'),
    ],
)
def test_image_is_no_wider_than_the_column(written: str, expected: str) -> None:
    """Its height follows by itself, where a telephone makes it narrower too; what is no number of pixels is unknown."""
    html = for_mail(f'<img alt="" src="https://blog.example.com/a.jpg" {written}>')
    assert html == f'<img alt="" src="https://blog.example.com/a.jpg" {expected}>'


def test_size_of_the_posts_own_picture_is_known() -> None:
    """The measured size serves where the author wrote none."""
    picture = Image(url="https://blog.example.com/a.jpg", alt="", width=400, height=300)
    html = for_mail('<img alt="" src="https://blog.example.com/a.jpg">', picture)
    assert 'width="400"' in html


def test_alignment_of_cells_stays_an_attribute() -> None:
    """Outlook takes it from there; what is no side says nothing."""
    html = for_mail('<table><tr><th align="right">a</th><td align="x">b</td></tr></table>')
    assert html.endswith('<tr><th align="right">a</th><td>b</td></tr></table>')


@pytest.mark.parametrize("start", ["left", "right"])
def test_headings_of_columns_begin_where_lines_begin(start: str) -> None:
    """Browsers center them otherwise, in the post's own direction or not."""
    html = for_mail('<table><tr><th>a</th><th align="center">b</th></tr></table>', start=start)
    assert html.endswith(f'<th align="{start}">a</th><th align="center">b</th></tr></table>')


def test_code_stands_in_a_table_of_one_cell() -> None:
    """Outlook gives padding to cells alone; what follows the code stays behind it."""
    html = for_mail("<pre><code>a\n  b\n</code></pre><p>c</p>")
    assert html.startswith('<table role="presentation"')
    assert html.endswith("</code></div></td></tr></table><p>c</p>")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("<code>a\n\n  b\n</code>", "<code>a<br><br>\xa0\xa0b</code>"),
        ("<code>a   b c\n\td</code>", "<code>a\xa0\xa0\xa0b c<br>\xa0\xa0\xa0\xa0d</code>"),
        ("a &lt; b\n<i>c\n  d</i>", "a &lt; b<br><i>c<br>\xa0\xa0d</i>"),
        ("", ""),
    ],
    ids=["lines", "columns", "marked words", "nothing"],
)
def test_lines_of_code_stay_lines(code: str, expected: str) -> None:
    """No program needs to know `pre`, and a long line breaks all the same. (letter input 3)"""
    assert for_mail(f"<pre>{code}</pre>").endswith(f"<td><div>{expected}</div></td></tr></table>")


def test_abbreviation_keeps_its_meaning() -> None:
    """In an element that all programs know."""
    assert for_mail('<abbr title="Traditional">TCM</abbr>') == '<span title="Traditional">TCM</span>'


@pytest.mark.parametrize(
    ("items", "is_tasks"), [("<li>☑ a</li><li>☐ b</li>", True), ("<li>☑ a</li><li>b</li>", False), ("<li></li>", False)]
)
def test_ticked_boxes_are_their_own_bullets(items: str, is_tasks: bool) -> None:
    """A list of boxes only loses its dots."""
    assert ('<ul class="tasks" type="none">' in for_mail(f"<ul>{items}</ul>")) is is_tasks


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (f'<a href="{LONG}">{LONG}</a>', f'<a href="{LONG}">example.org/…aaaaaaaaaaa/end.html</a>'),
        (f'<a href="{LONG}">{LONG[8:]}</a>', f'<a href="{LONG}">example.org/…aaaaaaaaaaa/end.html</a>'),
        (f'<a href="{LONG}">the study</a>', f'<a href="{LONG}">the study</a>'),
        ('<a href="https://example.org/">👍</a>', '<a href="https://example.org/" aria-label="👍 example.org">👍</a>'),
        ('<a href="tel:+15550100">☎</a>', '<a href="tel:+15550100" aria-label="☎ +15550100">☎</a>'),
        ('<a href="/" aria-label="Home">🏠</a>', '<a href="/" aria-label="Home">🏠</a>'),
        ('<a href="https://example.org/">針灸</a>', '<a href="https://example.org/">針灸</a>'),
    ],
    ids=["long", "long without scheme", "words", "emoji", "telephone", "named", "another script"],
)
def test_link_can_be_looked_at_and_read_aloud(link: str, expected: str) -> None:
    """A long address is shown by host and end, and leads where it led; signs alone get a name. (letter inputs 4, 5)"""
    assert for_mail(link) == expected


def test_link_around_a_decoration_has_a_name() -> None:
    """A picture without description says nothing. (letter inputs 5, 23)"""
    html = for_mail('<a href="https://example.org/"><img alt="" src="https://example.org/a.png" width="9"></a>')
    assert html.startswith('<a href="https://example.org/" aria-label="example.org"><img')


def test_style_attributes_do_not_pass() -> None:
    """An author's style never reaches the inliner."""
    assert for_mail('<p style="h6">a</p>') == "<p>a</p>"


def test_words_survive_as_they_are() -> None:
    """Escaped marks, comments and template marks come out as they went in."""
    html = "<p>{{ 7*7 }} &lt;b&gt; &amp;amp; ☑ ü 👩\u200d⚕️</p>\n<p>b</p>"
    assert for_mail(html) == html


@pytest.mark.parametrize("html", ["", "words alone", "a <b>b</b> c"])
def test_post_without_paragraphs_is_still_a_post(html: str) -> None:
    """Nothing is added around it."""
    assert for_mail(html) == html
