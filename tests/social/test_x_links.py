"""Which words X turns into links; each case by the published rules, its words our own."""

import time

import pytest

from publisher.social.x_links import links


def found(text: str) -> list[str]:
    return [text[link.start : link.end] for link in links(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("See https://example.com/a.", ["https://example.com/a"], id="a full stop behind it"),
        pytest.param(
            "(https://example.com/a_(b))", ["https://example.com/a_(b)"], id="brackets that close belong to it"
        ),
        pytest.param("https://example.com/a-", ["https://example.com/a-"], id="a hyphen may end it"),
        pytest.param("https://example.com/a?b=1&c=2#d!", ["https://example.com/a?b=1&c=2#d"], id="query and fragment"),
        pytest.param("HTTPS://EXAMPLE.COM/A", ["HTTPS://EXAMPLE.COM/A"], id="capitals"),
        pytest.param("https://münchen.example.org/kur", ["https://münchen.example.org/kur"], id="letters beyond ASCII"),
        pytest.param("https://example.com:8080/a", ["https://example.com:8080/a"], id="a port"),
        pytest.param("example.com and www.example.org/x", ["example.com", "www.example.org/x"], id="no scheme"),
        pytest.param("看example.com/a吧", ["example.com/a"], id="Han around it"),
        pytest.param("例え.example.com", ["example.com"], id="without a scheme, Latin alone"),
        pytest.param("ada@example.com", [], id="a mail address"),
        pytest.param("@example.com #example.com $example.com", [], id="names, hashtags, shares"),
        pytest.param("-example.com ./example.com", [], id="marks before it"),
        pytest.param("https://example.invalid/a", [], id="an ending that nobody has"),
        pytest.param("example.comm example.com-x", [], id="an ending that goes on"),
        pytest.param("https://ex_ample.com https://a_b.example.com", ["https://a_b.example.com"], id="underscores"),
        pytest.param("https://-example.com https://example-.com", [], id="hyphens at the ends of a name"),
        pytest.param("https://" + "a" * 64 + ".com", [], id="a label that is too long"),
        pytest.param("3.5 mg, e.g. at 10 p.m.", [], id="numbers and abbreviations"),
        pytest.param("Well.Then we rest", [], id="a forgotten space"),
        pytest.param("https://t.co/abc's", ["https://t.co/abc"], id="X's own shortener ends early"),
        pytest.param("https://t.co/" + "a" * 41, [], id="and is never long"),
        pytest.param("https://example.com/Боль_в_спине", ["https://example.com/Боль_в_спине"], id="Cyrillic path"),
        pytest.param("https://example.com/ü–é", ["https://example.com/ü–é"], id="accents and a dash in the path"),
        pytest.param("https://xn--mnchen-3ya.example", [], id="a reserved name"),
        pytest.param("http://xn--80ak6aa92e.com", ["http://xn--80ak6aa92e.com"], id="punycode"),
        pytest.param("\u2066example.com\u2069", ["example.com"], id="inside direction marks"),
    ],
)
def test_links(text: str, expected: list[str]) -> None:
    """What X counts as 23 and what it counts letter by letter."""
    assert found(text) == expected


@pytest.mark.parametrize(("ending", "is_sure"), [("com", True), ("music", False)])
def test_a_young_ending_is_not_sure(ending: str, is_sure: bool) -> None:
    """An ending younger than the library's list may be a link or not."""
    assert [link.is_sure for link in links(f"https://example.{ending}/a")] == [is_sure]


@pytest.mark.parametrize(
    "text", ["a." * 1500, "中" * 3000 + ".", "https://example.com/" + "(a" * 1500, "a-" * 1500 + ".", "https://" * 400]
)
def test_odd_text_is_read_in_good_time(text: str) -> None:
    """No text makes the search grow out of hand."""
    begun = time.perf_counter()
    list(links(text))
    assert time.perf_counter() - begun < 10
