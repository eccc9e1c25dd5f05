"""A text holds what XML can carry and readers can show."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.characters import legible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\x00b\x08c\x0bd\x1fe\x7ff", "abcdef", id="control codes go"),
        pytest.param("a\tb\nc\r\n", "a\tb\nc\r\n", id="tabs and line ends stay"),
        pytest.param("It\x92s \x93calm\x94 \x96 \x80 5", "It’s “calm” – € 5", id="windows-1252"),
        pytest.param("a\x81b\x8dc", "abc", id="codes that windows-1252 leaves free"),
        pytest.param("a\ufffeb\uffffc\ud800d", "a\ufffdb\ufffdc\ufffdd", id="no characters at all"),
        pytest.param("👩‍⚕️ 🇨🇭 e\u0301 שלום 针灸", "👩‍⚕️ 🇨🇭 e\u0301 שלום 针灸", id="joiners, flags, scripts"),
    ],
)
def test_legible(text: str, expected: str) -> None:
    """What cannot be shown goes or becomes the letter it meant; everything else stays."""
    assert legible(text) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_legible_text_is_text_for_xml(text: str) -> None:
    """Nothing is left outside the characters of XML 1.0, and a second time changes nothing."""
    once = legible(text)
    assert not re.search("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", once)
    assert legible(once) == once
