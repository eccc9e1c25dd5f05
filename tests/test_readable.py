import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.readable import one_line, readable


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        pytest.param("a\x00b\x0bc\x1fd", "abcd", id="control-characters-of-a-pdf"),
        pytest.param("a\x7fb", "ab", id="delete"),
        pytest.param("it\x92s \x93so\x94", "it’s “so”", id="windows-1252-read-as-latin-1"),
        pytest.param("a\x81b", "ab", id="c1-without-a-meaning"),
        pytest.param("a\ud83db", "a\ufffdb", id="half-an-emoji"),
        pytest.param("a\ufffeb\uffffc", "a\ufffdb\ufffdc", id="not-characters"),
        pytest.param("\ufeffa", "a", id="byte-order-mark"),
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="line-ends-of-dos-and-old-mac"),
        pytest.param("\ttab 👩‍⚕️ שלום e\u0301 ]]>", "\ttab 👩‍⚕️ שלום e\u0301 ]]>", id="good-text-stays"),
    ],
)
def test_what_pasting_leaves_behind_is_taken_out(pasted: str, expected: str) -> None:
    """Every bad character has one written fate; everything else stays."""
    assert readable(pasted) == expected


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_readable_text_can_be_written_and_stays(text: str) -> None:
    """Whatever comes in, UTF-8 can carry what comes out, and cleaning it again changes nothing."""
    once = readable(text)
    assert once.encode().decode() == once == readable(once)


def test_one_line_keeps_no_break_spaces() -> None:
    """Breaks and runs of spaces become one space; the space that French puts before '?' must not break."""
    assert one_line("  Vraiment\u00a0?\r\n\tOui \u2028 non ") == "Vraiment\u00a0? Oui non"
