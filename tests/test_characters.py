"""A text holds what XML can carry and readers can show."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.characters import legible, one_line, unfit


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


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        pytest.param("a\x0bb\x01", 1, "holds 2 control characters, which were removed; the first is U+000B", id="1"),
        pytest.param(
            "ab\ufffe", 2, "holds 1 codes that are no characters, which became \ufffd; the first is U+FFFE", id="2"
        ),
        pytest.param(
            "\x92s",
            0,
            "holds 1 characters of Windows-1252, which became the letters they meant; the first is U+0092",
            id="3",
        ),
    ],
)
def test_unfit_characters_are_named(text: str, place: int, words: str) -> None:
    """Each kind with its first place and its number. (hostile inputs 1, 2, 3)"""
    assert list(unfit(text)) == [(place, words)]


def test_fit_text_has_nothing_unfit() -> None:
    """Letters of any script, joiners and line ends are fit."""
    assert list(unfit("a\tb\r\n👩‍⚕️ שלום 针灸\u00a0é")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Rest \u202eesrever\u202c now", "Rest esrever now", id="override closed"),
        pytest.param("Rest \u202eesrever", "Rest esrever", id="override left open"),
        pytest.param("\u2067x\u2069 \u2066y", "x y", id="isolates"),
        pytest.param("שלום \u200f123\u200e", "שלום \u200f123\u200e", id="marks of direction stay"),
        pytest.param("👩‍⚕️🇨🇭 e\u0301", "👩‍⚕️🇨🇭 e\u0301", id="joiners, flags, combining marks stay"),
        pytest.param(" a\n\tb\x01 ", "a b", id="white space and controls"),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    """A line among others turns nothing that follows it. (hostile input 11)"""
    assert one_line(text) == expected
