"""A language is one that ISO 639 knows, written as BCP 47 writes it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.languages import direction, language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en", "en"),
        ("de_DE", "de-DE"),
        (" pt-br ", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("sr-Latn-RS", "sr-Latn-RS"),
        ("ca-valencia", "ca-valencia"),
        ("de-CH-1996", "de-CH-1996"),
        ("gsw", "gsw"),
        ("yue", "yue"),
        ("deu", "de"),
        ("ger", "de"),
        ("zul", "zu"),
        ("aa", "aa"),
        ("zu", "zu"),
        ("zza", "zza"),
    ],
)
def test_language(text: str, tag: str) -> None:
    """The shortest code, each part in its own case. (hostile input 31)"""
    assert language(text) == tag


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("klingon", "; write tlh"),
        ("English", "; write en"),
        ("deutsch", "; write de"),
        ("xx", "; no language has the code 'xx' (ISO 639)"),
        ("qqq-DE", "; no language has the code 'qqq' (ISO 639)"),
        ("sh", "; no language has the code 'sh' (ISO 639)"),
        *((text, "") for text in ("", "e", "en-", "en-USA", "en US", "en\n-US", "日本", "en--US", "-en", "ｅｎ")),
    ],
)
def test_an_unknown_language_is_refused_with_a_hint(text: str, hint: str) -> None:
    """Validators refuse a feed in a language that nobody knows. (hostile input 31)"""
    with pytest.raises(ValueError, match="must be a language code") as refused:
        language(text)
    assert str(refused.value) == f"must be a language code, for example en or de-CH{hint}"


@settings(max_examples=200, deadline=None)
@given(st.text() | st.from_regex(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8}){0,3}", fullmatch=True))
def test_a_language_stays_as_it_is_written(text: str) -> None:
    """What was read once is its own canonical form, in plain ASCII."""
    try:
        tag = language(text)
    except ValueError:
        return
    assert tag.isascii()
    assert language(tag) == tag


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("ur-Latn", "ltr"),
        ("ks-Deva", "ltr"),
        ("FA", "rtl"),
    ],
)
def test_direction_follows_language_and_script(language: str, expected: str) -> None:
    """A script named in the tag decides, else the language."""
    assert direction(language) == expected
