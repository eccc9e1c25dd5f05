"""What an address inside a text costs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.social.addresses import counted

_PIECES = [*"a.:/@#-_(é针", "http://", "https://", "example.com", "t.co", "..", "www.", "?q=1", ".org"]
_WORD = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        pytest.param("https://example.com/", 23, id="short grows to 23"),
        pytest.param("https://example.com/" + "a" * 300, 23, id="long shrinks to 23"),
        pytest.param("https://example.com/a_(b)", 23, id="brackets that close belong to it"),
        pytest.param("https://example.com/?a=1&b=2#end", 23, id="query and fragment"),
        pytest.param("HTTPS://EXAMPLE.COM/A", 23, id="capitals"),
        pytest.param("https://münchen.example.org/kur", 23, id="a host in letters beyond ASCII"),
        pytest.param("(https://example.com/a).", 1 + 23 + 2, id="a mark after it is counted"),
        pytest.param("https://example.com/a…", 23 + 1, id="an ellipsis after it is counted"),
        pytest.param("https://example.com详情", 23 + 2, id="Han after it is counted"),
        pytest.param("example.com", 23, id="no scheme: the larger reading"),
        pytest.param("www.example.com/" + "a" * 30, 46, id="no scheme and long: the larger reading"),
        pytest.param("ada@example.com", 4 + 23, id="a mail address: the larger reading"),
        pytest.param("https://a.invalid/b", 23, id="an unknown ending may be linked"),
        pytest.param("https://a.invalid/" + "b" * 30, 48, id="an unknown ending may stay as it is"),
        pytest.param("xhttps://example.com/" + "a" * 30, 1 + 50, id="glued to a word it may stay as it is"),
        pytest.param("https://" + "a" * 64 + ".com", 76, id="a label too long for any host"),
        pytest.param("https://a_b.com/" + "c" * 20, 36, id="no host has an underscore in its name"),
        pytest.param("https://-a.com/" + "c" * 20, 35, id="no name begins with a hyphen"),
        pytest.param("See example.com.Then rest", 4 + 23 + 16 + 5, id="a forgotten space may end the address early"),
        pytest.param("3.5 mg, e.g. at 10 p.m.", 23, id="numbers and abbreviations are no addresses"),
    ],
)
def test_cost_of_an_address(text: str, length: int) -> None:
    """Sure addresses cost 23; where networks could differ, the larger count."""
    assert counted(text, len) == length


@given(st.lists(_WORD, max_size=6))
def test_words_are_counted_apart(words: list[str]) -> None:
    """No address reaches over a space, so a text costs what its words cost and the spaces between them."""
    spaces = max(0, len(words) - 1)
    assert counted(" ".join(words), len) == sum(counted(word, len) for word in words) + spaces


@pytest.mark.parametrize("text", ["a." * 10_000, "https://" + "a." * 10_000, "https://example.com/" + "(" * 10_000])
def test_odd_text_is_counted_in_good_time(text: str) -> None:
    """No text makes the search for addresses grow out of hand."""
    begun = time.perf_counter()
    counted(text, len)
    assert time.perf_counter() - begun < 2
