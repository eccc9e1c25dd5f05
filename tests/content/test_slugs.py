"""A slug is legal in an address and as a file name, whatever it was made from."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.slugs import slugify


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A First Visit", "a-first-visit", id="words"),
        pytest.param("Où la détente naît", "ou-la-detente-nait", id="accents"),
        pytest.param("Großer Fuß", "grosser-fuss", id="sharp s"),
        pytest.param("What's new?", "whats-new", id="apostrophe"),
        pytest.param("  --rest -- & -- sleep--  ", "rest-sleep", id="runs and ends"),
        pytest.param("../../etc/passwd", "etc-passwd", id="path"),
        pytest.param("ﬁne ½ Ａ", "fine-12-a", id="compatibility letters"),
        pytest.param("word " * 40, ("word-" * 16)[:-1], id="cut at a word"),
        pytest.param("w" * 200, "w" * 80, id="one long word"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    """Words stay readable, everything else becomes one hyphen."""
    assert slugify(text) == expected


@pytest.mark.parametrize("text", ["针灸", "שלום", "🙂", "", "?!", "\udcff"])
def test_text_without_latin_letters_gets_a_name_of_its_own(text: str) -> None:
    """Another script, a smile or nothing at all still has an address."""
    assert re.fullmatch(r"post-[0-9a-f]{8}", slugify(text))


def test_other_scripts_keep_apart() -> None:
    """Two titles in another script do not share an address."""
    assert slugify("针灸") != slugify("推拿")


def test_composed_and_decomposed_are_the_same() -> None:
    """A letter and its accent typed apart name the same page."""
    assert slugify("Й") == slugify("И\u0306")


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_gives_a_legal_slug(text: str) -> None:
    """Even half a character of a broken file name gives lower-case letters, digits and single hyphens. (R16)"""
    slug = slugify(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100))
def test_a_slug_is_its_own_slug(text: str) -> None:
    """A slug copied into front matter keeps the address."""
    assert slugify(slugify(text)) == slugify(text)
