"""A post as plain text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.errors import LetterError
from publisher.newsletter.plaintext import plain_text

CASES = {
    "paragraphs": ("<p>One  \n line.</p>\n<p>Two.</p>", "One line.\n\nTwo."),
    "words outside": ("One <b>bold</b> word<p>Two.</p>three", "One bold word\n\nTwo.\n\nthree"),
    "line break": ("<p>One<br>\ntwo</p>", "One\ntwo"),
    "heading": ("<h2>Sleep <em>well</em></h2><p>Now.</p>", "Sleep well\n----------\n\nNow."),
    "link": (
        '<p><a href="https://a.example/">a</a> and <a href="https://b.example/">b</a>, <a href="https://a.example/">a</a>.</p>',
        "a [1] and b [2], a [1].\n\n[1] https://a.example/\n[2] https://b.example/",
    ),
    "address as its own words": (
        '<p>See <a href="https://a.example/">https://a.example/</a>.</p>',
        "See <https://a.example/>.",
    ),
    "link without address": ("<p><a>a</a></p>", "a"),
    "image": ('<p><img alt="A scarf" src="https://a.example/a.jpg"> warm</p>', "[Image: A scarf] warm"),
    "decoration": ('<p><img alt="" src="https://a.example/a.jpg">warm</p>', "warm"),
    "image with link": (
        '<a href="https://a.example/"><img alt="A scarf" src="https://a.example/a.jpg"></a>',
        "[Image: A scarf] [1]\n\n[1] https://a.example/",
    ),
    "list": ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    "nested list": (
        "<ul><li>a<ol start='9'><li>b</li><li>c</li></ol></li><li>d</li></ul>",
        "- a\n  9. b\n  10. c\n- d",
    ),
    "list of paragraphs": ("<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>", "1. a\n\n   b\n\n2. c"),
    "list seven deep": (
        "<ul><li>a" * 4
        + "<ol><li>b<p>c</p></li><li>d<ul><li>e</li></ul></li></ol><ul><li>f</li></ul>"
        + "</li></ul>" * 4,
        "- a\n  - a\n    - a\n      - a\n      1. b\n\n         c\n\n      2. d\n\n      - e\n      - f",
    ),
    "words behind a deep list": (
        "<ul><li>a" * 4 + "<ul><li>b</li></ul>c" + "</li></ul>" * 4,
        "- a\n  - a\n    - a\n      - a\n        - b\n        c",
    ),
    "table in a list": (
        "<ul><li><table><tr><td>a</td><td>" + "rest " * 14 + "</td></tr></table></li></ul>",
        "- a\n  " + "rest " * 12 + "rest\n    rest",
    ),
    "table without headings": ("<table><tr><td>1</td></tr><tr><td>2</td></tr></table>", "1\n2"),
    "cell of two columns": (
        "<table><tr><th>a</th><th>b</th></tr><tr><td colspan=2>1</td></tr></table>",
        "a  b\n-  -\n1  1",
    ),
    "table in Japanese": (
        "<table><tr><th>針</th><th>b</th></tr><tr><td>灸灸</td><td>1</td></tr></table>",
        "針    b\n----  -\n灸灸  1",
    ),
    "heading in Japanese": ("<h2>休息</h2>", "休息\n----"),
    "heading in a quote": (
        "<blockquote><h2>" + "rest " * 15 + "</h2></blockquote>",
        "> " + "rest " * 13 + "rest\n> rest\n> " + "-" * 69,
    ),
    "telephone and mail": (
        '<p><a href="tel:+12175550100">+1 (217) 555-0100</a>, <a href="tel:+12175550100">us</a>, '
        '<a href="mailto:a@example.com?subject=x">a@example.com</a></p>',
        "+1 (217) 555-0100, us [1], a@example.com\n\n[1] tel:+12175550100",
    ),
    "quotation": ("<p><q>Rest</q> <q></q>well</p>", "“Rest” well"),
    "reading": (
        "<p><ruby>針<rt>はり</rt></ruby> <ruby>灸<rp>(</rp><rt>きゅう</rt><rp>)</rp></ruby></p>",
        "針(はり) 灸(きゅう)",
    ),
    "what has no width": ("<p>a\u200bcu\u00adpuncture\ufeff 👩\u200d⚕️</p>", "acupuncture 👩\u200d⚕️"),
    "picture of a sign": ('<p><img alt="▶" src="https://a.example/a.jpg">Play</p>', "Play"),
    "code in a list": ("<ul><li>a<pre><code>x\n  y\n</code></pre></li></ul>", "- a\n  x\n    y"),
    "task list": ("<ul><li>☑ a</li><li>☐ b</li></ul>", "- ☑ a\n- ☐ b"),
    "quote": ("<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>", "> a\n>\n> > b"),
    "code": ("<pre><code>if a:\n\n    b  # " + "x" * 90 + "\n</code></pre>", "if a:\n\n    b  # " + "x" * 90),
    "line": ("<p>a</p><hr><p>b</p>", "a\n\n* * *\n\nb"),
    "definitions": ("<dl><dt>a</dt><dd>b</dd></dl>", "a\n\n    b"),
    "figure": ('<figure><img alt="x" src="https://a.example/"><figcaption>c</figcaption></figure>', "[Image: x]\n\nc"),
    "powers": ("<p>10<sup>2</sup> H<sub>2</sub>O</p>", "10^2 H2O"),
    "table": (
        "<table><caption>c</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
        "c\n\na  b\n-  -\n1  2",
    ),
    "entities": ("<p>&lt;b&gt; &amp;amp; {{ x }}</p>", "<b> &amp; {{ x }}"),
    "comment": ("<p>a<!-- b -->c</p>", "ac"),
    "no-break space": ("<p>10\u00a0kg</p>", "10\u00a0kg"),
    "nothing": ("", ""),
    "empty elements": ("<p></p><h2></h2><ul></ul><table></table>", ""),
}


@pytest.mark.parametrize(("html", "text"), CASES.values(), ids=CASES.keys())
def test_html_reads_as_text(html: str, text: str) -> None:
    """Each element has a form that a reader of plain text knows."""
    assert plain_text(html) == text


def test_pictures_in_the_letters_language() -> None:
    """The words around a description are given; what stands in it is not read as a pattern."""
    assert (
        plain_text('<p><img alt="{x} Schal" src="https://a.example/a.jpg"></p>', "[Bild: {alt}]") == "[Bild: {x} Schal]"
    )


def test_footnotes_follow_with_their_numbers() -> None:
    """The mark and the note carry the same number, and no address."""
    text = plain_text(
        '<p>Rest<sup class="footnote-ref"><a href="https://a.example/#r-fn-1" id="r-fnref-1">1</a></sup>.</p>'
        '<section class="footnotes"><ol><li id="r-fn-1"><p>Half an hour. '
        '<a href="https://a.example/#r-fnref-1" class="footnote-backref">↩</a></p></li></ol></section>'
    )
    assert text == "Rest (1).\n\n------------\n\n(1) Half an hour."


def test_nested_list_wraps_inside_its_own_width() -> None:
    """Six levels deep a line still ends at column 72."""
    html = "<ul><li>" * 6 + "rest well " * 30 + "</li></ul>" * 6
    assert max(map(len, plain_text(html).split("\n"))) <= 72


def test_deep_quotes_are_read_or_refused() -> None:
    """What stands deep is neither lost nor a crash."""
    assert plain_text("<blockquote>" * 40 + "deep" + "</blockquote>" * 40).endswith("> deep")
    with pytest.raises(LetterError, match="nested deeper"):
        plain_text("<blockquote>" * 4000 + "deep" + "</blockquote>" * 4000)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text("ab ", max_size=80), st.text("xyz", min_size=1, max_size=120)), max_size=6))
def test_every_link_is_present_and_whole(links: list[tuple[str, str]]) -> None:
    """However long, an address stands on one line."""
    html = "".join(f'<p>rest {words}<a href="https://a.example/{path}">here</a></p>' for words, path in links)
    lines = plain_text(html).split("\n")
    assert all(any(line.endswith(f" https://a.example/{path}") for line in lines) for _, path in links)
