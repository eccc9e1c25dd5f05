"""Headings get ids that links meet, one level below the title."""

import re

import pytest

from publisher.content.headings import anchor, arranged


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<h2>Why rest?</h2>", '<h2 id="r-why-rest">Why rest?</h2>', id="words"),
        pytest.param("<h1>A</h1><h6>B</h6>", '<h2 id="r-a">A</h2><h6 id="r-b">B</h6>', id="one level down"),
        pytest.param(
            "<h2>A</h2><h2>A</h2><h2>a</h2>",
            '<h2 id="r-a">A</h2><h2 id="r-a-1">A</h2><h2 id="r-a-2">a</h2>',
            id="equal",
        ),
        pytest.param(
            '<h2 id="r-x">A</h2><h2>x</h2>', '<h2 id="r-x">A</h2><h2 id="r-x-1">x</h2>', id="the author's own"
        ),
        pytest.param("<h2>A {#b.c}</h2>", '<h2 id="r-b.c">A</h2>', id="named behind"),
        pytest.param(
            '<h2 lang="de">Ä <code>b</code> &amp; c</h2>',
            '<h2 lang="de" id="r-ä-b--c">Ä <code>b</code> &amp; c</h2>',
            id="marks",
        ),
        pytest.param('<h2>A<sup class="footnote-ref"><a href="#x">1</a></sup></h2>', None, id="note"),
        pytest.param("<h2>!</h2>", '<h2 id="r-section">!</h2>', id="no words"),
        pytest.param("<hr><p>h2</p>", "<hr><p>h2</p>", id="no heading"),
    ],
)
def test_arranged(html: str, expected: str | None) -> None:
    """Each id begins with the post's prefix, and no two are the same. (feed practice C6)"""
    assert arranged(html, "r-") == (expected or html.replace("<h2>", '<h2 id="r-a">'))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("What's new in 2.0?", "whats-new-in-20"),
        ("a_b - c", "a_b---c"),
        ("दर्द और आराम", "दर्द-और-आराम"),
        ("针灸，气", "针灸气"),
    ],
)
def test_anchor(words: str, expected: str) -> None:
    """As GitHub makes them, in every script."""
    assert anchor(words) == expected


def test_many_equal_headings() -> None:
    """Thousands of them still get ids of their own. (R21)"""
    ids = re.findall(r'id="([^"]*)"', arranged("<h2>A</h2>" * 50_000, "r-"))
    assert len(set(ids)) == 50_000
