"""Links and hashtags for Bluesky, by the bytes they stand at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.social.facets import Facet, facets, shown_address, with_short_links


def told(text: str) -> list[tuple[str, str]]:
    """Each facet's own words and what they lead to."""
    return [(text.encode()[one.start : one.end].decode(), one.uri or f"#{one.tag}") for one in facets(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“Ü” https://example.com/ä?a=1 end", [("https://example.com/ä?a=1",) * 2], id="bytes, not letters"
        ),
        pytest.param("(https://example.com/a).", [("https://example.com/a",) * 2], id="brackets and a full stop"),
        pytest.param("(https://example.com/a)", [("https://example.com/a",) * 2], id="brackets around it"),
        pytest.param("https://example.com/a_(b)", [("https://example.com/a_(b)",) * 2], id="brackets in it"),
        pytest.param("ask example.com: now", [("example.com", "https://example.com")], id="no scheme"),
        pytest.param("“https://example.com” and e.g. this.jpg", [], id="a quote before it, abbreviations, files"),
        pytest.param("#Rest, #TaiChi! #1 #", [("#Rest", "#Rest"), ("#TaiChi", "#TaiChi")], id="hashtags"),
        pytest.param("＃针灸 a#b", [("＃针灸", "#针灸")], id="a wide mark; none inside a word"),
        pytest.param("#️⃣ keys", [], id="a keycap is no hashtag"),
        pytest.param("#" + "a" * 65, [], id="too long for a tag"),
        pytest.param("@ada.example.com", [], id="nobody is mentioned"),
        pytest.param("#(https://example.com", [("https://example.com",) * 2], id="never both at once"),
    ],
)
def test_found(text: str, expected: list[tuple[str, str]]) -> None:
    """As Bluesky's own app finds them, but for mentions."""
    assert told(text) == [] if not expected else told(text) == expected


def test_a_long_address_is_shown_short() -> None:
    """The words get shorter, the facets behind them move, and each still leads to the whole address."""
    long = "https://www.example.com/posts/what-a-first-visit-is-like/?a=1"
    text, found = with_short_links(f"Né {long} #Rest")
    assert text == "Né www.example.com/posts/what-a... #Rest"
    assert found == (Facet(4, 35, uri=long), Facet(36, 41, tag="Rest"))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.com/", "example.com"),
        ("https://example.com/sixteen-letters/", "example.com/sixteen-lett..."),
        ("https://example.com/fourteen-signs", "example.com/fourteen-signs"),
        ("http://example.com/a/", "example.com/a/"),
    ],
)
def test_shown_address(address: str, shown: str) -> None:
    """The host and the beginning of the path; a path is not made longer by its dots."""
    assert shown_address(address) == shown


_PIECES = [
    "https://example.com/a",
    "(https://example.org)",
    "#Rest",
    "＃b",
    "é",
    "👨‍👩‍👧‍👦",
    " ",
    "\n",
    ".",
    "example.com",
    "#",
    "(",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_ranges_are_sorted_apart_and_inside(text: str) -> None:
    """Each range is whole characters of the text that is posted, and no two of them meet."""
    for posted, found in ((text, facets(text)), with_short_links(text)):
        places = [place for one in found for place in (one.start, one.end)]
        assert places == sorted(places)
        assert all(one.start < one.end <= len(posted.encode()) for one in found)
        for one in found:
            words = posted.encode()[one.start : one.end].decode()
            assert words[1:] == one.tag if one.tag else shown_address(one.uri) in (words, shown_address(words))
