"""Frames and players become links, and what has to go is named."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publisher.content.lazy import shown
from publisher.content.prose import _renderer
from publisher.content.rawhtml import may_matter, removed, with_links


def link(address: str) -> str | None:
    return address if address.startswith("https:") else None


@pytest.mark.parametrize(
    ("html", "expected", "names"),
    [
        pytest.param(
            '<iframe src="https://example.org/v?a=1&amp;b=2" title="A <b> film" allowfullscreen></iframe>',
            '<p><a href="https://example.org/v?a=1&amp;b=2">A &lt;b&gt; film (example.org)</a></p>',
            ["iframe"],
            id="frame",
        ),
        pytest.param(
            "x <IFRAME SRC=https://example.org/v>x</IFRAME>",
            "x " + (_A := '<a href="https://example.org/v">example.org/v</a>'),
            ["iframe"],
            id="capitals",
        ),
        pytest.param(
            "<video controls><source src='https://example.org/v'>No video.</video>", _A, ["video"], id="video"
        ),
        pytest.param(
            '<video src="https://example.org/v" poster="a.jpg" title="A walk"></video>',
            '<a href="https://example.org/v"><img src="a.jpg" alt="A walk"><br>▶ A walk (example.org)</a>',
            ["video"],
            id="film with its picture",
        ),
        pytest.param('<audio src="https://example.org/v" />', _A, ["audio"], id="audio without an end"),
        pytest.param('<object data="https://example.org/v"><p>x</p></object>', _A, ["object"], id="object"),
        pytest.param('a<embed src="https://example.org/v">b', f"a{_A}b", ["embed"], id="embed"),
        pytest.param('<object><embed src="https://example.org/v"></object>', _A, ["object"], id="embed in an object"),
        pytest.param("<iframe src='javascript:x'>a</iframe>", "<iframe src='javascript:x'>a</iframe>", [], id="script"),
        pytest.param("<iframe srcdoc='<p>x</p>'></iframe>", "<iframe srcdoc='<p>x</p>'></iframe>", [], id="document"),
        pytest.param("<p>iframe</p>", "<p>iframe</p>", [], id="the word"),
    ],
)
def test_what_shows_something_becomes_a_link(html: str, expected: str, names: list[str]) -> None:
    """A feed reader and a letter can follow it. (hostile input 25)"""
    assert with_links(html, link) == (expected, names)


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<script>x</script><p>a</p><SCRIPT>", ["<script>"]),
        ("<form action=x><button>a</button></form>", ["<form>", "<button>"]),
        ("<base href=/><meta http-equiv=refresh><link rel=stylesheet>", ["<base>", "<meta>", "<link>"]),
        ("<svg onload=x><script>y</script></svg>", ["<svg>", "<script>", "onload"]),
        ('<img src=x onerror="alert(1)"><p\nONCLICK = x>', ["onerror", "onclick"]),
        ("<style>p{}</style>", ["<style>"]),
        ("<p>On = x, &lt;script&gt;</p><b title='x'>online=1</b>", []),
        ("<!-- <script>x</script> --><p>a</p><!-- <form>", []),
    ],
)
def test_what_has_to_go_is_named(html: str, names: list[str]) -> None:
    """Each once, in order. (hostile input 25)"""
    assert removed(html) == names


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<iframe ", 'src="', "https://a", '"', "'", ">", "</iframe>", "<video>", "<!--", "-->", "x "])
    ).map("".join)
)
def test_any_html_comes_through(html: str) -> None:
    """However it is broken, there is an answer, and words outside of frames stay."""
    changed, names = with_links(html, link)
    assert names or changed == html
    assert isinstance(removed(html), list)


HOSTILE: dict[str, Callable[[int], str]] = {
    "frames never closed": lambda n: "<iframe " * n,
    "frames with quotes": lambda n: '<iframe a="' * n,
    "attributes": lambda n: "<iframe" + ' a="b"' * n,
    "ends never found": lambda n: '<video src="https://x">' * n,
    "comments": lambda n: "<!--" * n,
    "handlers": lambda n: "<a onx" * n,
    "sources": lambda n: "<video>" + "<source " * n + "</video>",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_html_made_to_be_slow_is_read_to_the_end(hostile: Callable[[int], str]) -> None:
    """A megabyte of it. (R21)"""
    html = hostile(60_000)[: 1024 * 1024]
    assert isinstance(removed(with_links(html, link)[0]), list)


_PIECES = st.sampled_from(
    [
        *("<iframe", "<IMG", "<a", "</form>", "<!--", "-->", "<b>", "<ScRipt>", "\\", "`", "```", "&lt;"),
        *("<https://a.b/?c=d>", " src=x", " onclick='y'", ">onLoad", " =z", " data-src=q", " srcset=q", ">", "/>"),
        *(" ", "\n", "\n> ", "\n- ", "\n    ", "w"),
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
@example("> <b\n>onclick='y'>w")
@settings(max_examples=300)
def test_a_glance_at_the_markdown_misses_nothing(markdown: str) -> None:
    """Where it says that HTML in a post cannot matter, a search through what it became finds nothing either."""
    raw = _renderer()(markdown)
    if not may_matter(markdown):
        assert (removed(raw), with_links(shown(raw), lambda address: address)) == ([], (raw, []))
