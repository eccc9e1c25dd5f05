"""Words are cleaned without changing what they say, and cut only where a reader would."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.social.wording import clean, clean_lines, shortened, silenced


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("two\nlines\tand  spaces ", "two lines and spaces", id="white space folded"),
        pytest.param("cafe\u0301", "café", id="composed"),
        pytest.param("a\u202egpj.exe\u202c b\u2066c\u2069", "agpj.exe bc", id="overrides and isolates removed"),
        pytest.param("שלום\u200f!", "שלום\u200f!", id="plain direction marks kept"),
        pytest.param("acu\u00adpunc\u200bture\ufeff\ufffe\uffff", "acupuncture", id="invisible characters removed"),
        pytest.param("bell\x07 and null\x00", "bell and null", id="control characters removed"),
        pytest.param("👨‍👩‍👧 می‌خواهم", "👨‍👩‍👧 می‌خواهم", id="joiners kept"),
        pytest.param("3.5\u00a0mg", "3.5\u00a0mg", id="no-break space kept"),
        pytest.param("a" + "\u0301" * 50, "á" + "\u0301" * 4, id="a pile of accents lowered to four"),
        pytest.param("ｶﾅ", "ｶﾅ", id="compatibility forms kept"),
        pytest.param("Tea & Tui Na <3 &amp;", "Tea & Tui Na <3 &amp;", id="not decoded a second time"),
        pytest.param("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", id="tag characters kept"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    """What could harm a post goes, everything else stays."""
    assert clean(text) == expected


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_clean_text_stays_as_it_is(text: str) -> None:
    """Cleaning twice is cleaning once, the decomposed form gives the same, and the result is composed."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert clean(unicodedata.normalize("NFD", text)) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(st.text(st.sampled_from(" ab.@\x00\x1c\x7f\t\n~"), max_size=12))
def test_plain_text_is_cleaned_as_any_other(text: str) -> None:
    """The quick way for plain text gives what it would become beside a letter of another script."""
    assert clean(text) == clean(f"{text} и")[:-1].strip()


def test_an_authors_line_breaks_stay() -> None:
    """A text written for a network keeps its lines."""
    assert clean_lines("one \n\n two\r\nthree\n") == "one\n\ntwo\nthree"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Read @home", "Read @\u2060home", id="a word"),
        pytest.param("(@home, ＠work)", "(@\u2060home, ＠\u2060work)", id="after a bracket, and full width"),
        pytest.param("＠work", "＠\u2060work", id="full width alone"),
        pytest.param("é@home", "é@\u2060home", id="after a letter that X does not count as one"),
        pytest.param("Write to hello@example.com", "Write to hello@example.com", id="a mail address"),
        pytest.param("https://example.org/@ada now", "https://example.org/@ada now", id="a web address"),
        pytest.param("2 @ 3, @", "2 @ 3, @", id="no word follows"),
        pytest.param("We are #1", "We are #1", id="a number is no hashtag anyway"),
    ],
)
def test_silenced(text: str, expected: str) -> None:
    """Only an `@` that would notify somebody is made harmless."""
    assert silenced(text) == expected


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        pytest.param("Rest is part of it", 8, "Rest is…", id="at a word"),
        pytest.param("Rest, and then more", 8, "Rest…", id="no comma before the ellipsis"),
        pytest.param("Take 3.5 mg daily", 10, "Take…", id="number and unit stay together"),
        pytest.param("Ask Dr. Ada about it", 9, "Ask…", id="abbreviation and name stay together"),
        pytest.param("Rest (and more rest) now", 15, "Rest…", id="no bracket left open"),
        pytest.param("Say “rest well” again", 12, "Say…", id="no quotation left open"),
        pytest.param("Take 3.5\u00a0mg daily", 10, "Take…", id="no cut at a no-break space"),
        pytest.param("“Rest well dear friends", 12, "“Rest well…", id="open anyway: better than inside a word"),
        pytest.param("Acupuncture", 5, "Acup…", id="one long word is cut between characters"),
        pytest.param("针灸疼吗？不疼的", 7, "针灸疼吗？…", id="after a clause mark of Han"),
        pytest.param("针灸不疼的", 4, "针灸不…", id="between two Han characters"),
        pytest.param("👨‍👩‍👧‍👦👍🏽👍🏽", 10, "👨‍👩‍👧‍👦👍🏽…", id="never inside an emoji"),
        pytest.param("क्षमा", 4, "क्ष…", id="never inside a cluster"),
        pytest.param("word", 0, "", id="no room at all"),
    ],
)
def test_shortened(text: str, most: int, expected: str) -> None:
    """A text is cut at the last place that leaves its parts whole."""
    assert shortened(text, lambda shorter: len(shorter) <= most) == expected
