"""What of a post does not go into a mail, and what stands in its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.model import Asset
from publisher.newsletter.mailable import mailable, short_address
from publisher.textblocks import bare_text

A = "https://blog.example.com/rest/"
NOTE = '<section class="footnotes"><ol><li id="rest-fn-1"><p>Half an hour.</p></li></ol></section>'
MARK = f'<p>Rest<sup class="footnote-ref"><a href="{A}#rest-fn-1" id="rest-fnref-1">1</a></sup>.</p>'


@pytest.mark.parametrize(
    "link",
    ['<a href="https://x.example/#a" class="footnote-backref">↩</a>', '<a href="#a" data-footnote-backref="1">↩</a>'],
    ids=["class", "attribute"],
)
def test_way_back_from_a_footnote_is_dropped(link: str) -> None:
    """It would open the web page; the words around it stay. (letter input 19)"""
    html = mailable(f'<ol><li id="rest-fn-1"><p>Note {link} end.</p></li></ol>')
    assert html == '<ol><li id="rest-fn-1"><p>Note  end.</p></li></ol>'


def test_mark_of_a_footnote_is_a_number() -> None:
    """No link: programs lose places inside a letter, and the note stands at the post's end. (letter input 19)"""
    assert mailable(MARK + NOTE) == f'<p>Rest<sup class="footnote-ref">1</sup>.</p>{NOTE}'


def test_mark_of_a_note_that_was_cut_off_goes() -> None:
    """An excerpt ends before the notes; a number that leads nowhere asks a question. (letter input 19)"""
    assert mailable(MARK) == "<p>Rest.</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p><a>x</a> y</p>", "<p>x y</p>"),
        ("<p><a>x <b>z</b></a> y</p>", "<p>x <b>z</b> y</p>"),
        (f'<h2 id="rest-why">Why <a href="{A}#rest-why"></a></h2>', '<h2 id="rest-why">Why </h2>'),
        ('<a href="https://example.org/a/"> </a>', '<a href="https://example.org/a/">example.org/a</a>'),
    ],
    ids=["no address", "no address, with more inside", "a heading's own", "nothing to see"],
)
def test_link_that_is_none(html: str, expected: str) -> None:
    """What leads nowhere does not look like a link, and what leads somewhere can be seen. (letter inputs 9, 18)"""
    assert mailable(html) == expected


PICTURES = [
    ("a.svg", ["a.svg", "a.png"], f'<img src="{A}a.png" alt="Pulse" width="100" height="50">'),
    ("A.SVG", ["A.SVG", "A.jpg"], f'<img src="{A}A.jpg" alt="Pulse" width="100" height="50">'),
    ("a%20b.webp", ["a b.webp", "a b.jpeg"], f'<img src="{A}a%20b.jpeg" alt="Pulse" width="100" height="50">'),
    ("a.svg", ["a.svg"], f'<a href="{A}a.svg">Pulse</a>'),
    ("a.svg?v=2", ["b.png"], f'<a href="{A}a.svg?v=2">Pulse</a>'),
    ("a.webp", ["a.webp"], f'<img src="{A}a.webp" alt="Pulse" width="100" height="50">'),
    ("a.png", ["a.png"], f'<img src="{A}a.png" alt="Pulse" width="100" height="50">'),
]


@pytest.mark.parametrize(
    ("name", "published", "expected"), PICTURES, ids=[f"{row[0]} {row[1][-1]}" for row in PICTURES]
)
def test_picture_of_a_kind_that_few_programs_show(name: str, published: list[str], expected: str) -> None:
    """The same picture in another kind, else its description, from where it can be seen. (letter input 7)"""
    assets = [Asset(source=f"posts/{path}", path=f"rest/{path}") for path in published]
    html = f'<p><img src="{A}{name}" alt="Pulse" width="100" height="50"> x</p>'
    assert mailable(html, assets) == f"<p>{expected} x</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<a href="/b"><img src="{A}a.svg" alt="Pulse"></a>', '<a href="/b"><em>Pulse</em></a>'),
        (f'x<img src="{A}a.svg" alt="">y', "xy"),
        ('x<img alt="Pulse">y', "x<em>Pulse</em>y"),
        ("x<img>y", "xy"),
    ],
    ids=["drawing in a link", "decoration", "no address", "nothing"],
)
def test_picture_that_cannot_be_shown(html: str, expected: str) -> None:
    """Its description stays; no link stands inside another. (letter inputs 7, 10)"""
    assert mailable(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>See https://example.org/a.</p>", '<p>See <a href="https://example.org/a">https://example.org/a</a>.</p>'),
        (
            "<p>https://a.example, <b>x</b> (http://b.example/?a=1&amp;b=2)</p>",
            '<p><a href="https://a.example">https://a.example</a>, <b>x</b> '
            '(<a href="http://b.example/?a=1&amp;b=2">http://b.example/?a=1&amp;b=2</a>)</p>',
        ),
        *((f"<{tag}>https://a.example</{tag}>",) * 2 for tag in ("code", "pre")),
        ('<a href="https://b.example/">https://a.example</a>',) * 2,
        ("<p>https:// and http:</p>",) * 2,
        ("<!-- https://a.example -->",) * 2,
    ],
)
def test_addresses_become_links(html: str, expected: str) -> None:
    """Programs would make blue ones of them, and a long one would be shown whole. (letter inputs 4, 28)"""
    assert mailable(html) == expected


def test_long_address_is_shown_by_host_and_end() -> None:
    """Enough to know where it leads. (letter input 4)"""
    assert short_address("https://example.org/" + "a/" * 150 + "end.html") == "example.org/…a/a/a/a/a/a/end.html"
    assert short_address("https://example.org/rest/") == "example.org/rest"
    assert short_address("tel:+12175550100") == "+12175550100"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["https://a.example/b", "http://b.example", "a ", "<b>b</b> ", " ", ". ", "&lt;"])))
def test_no_word_is_lost_or_moved(pieces: list[str]) -> None:
    """Wherever an address stands."""
    html = f"<p>{''.join(pieces)}</p>"
    assert bare_text(mailable(html)) == bare_text(html)


def test_words_survive_as_they_are() -> None:
    """Escaped marks, comments and template marks come out as they went in. (letter input 14)"""
    html = "<p>{{ 7*7 }} {% x %} &lt;b&gt; &amp;amp; ☑ ü 👩\u200d⚕️ <!-- c --></p>\n<p>b</p>"
    assert mailable(html) == html


def test_what_folds_away_stands_open() -> None:
    """Most mail programs show it closed, and nobody could open it; its heading keeps its links."""
    html = '<details><summary>Why <a href="https://example.org/">rest</a>?</summary><p>It heals.</p></details>'
    opened = '<div><p><strong>Why <a href="https://example.org/">rest</a>?</strong></p><p>It heals.</p></div>'
    assert mailable(html) == opened
