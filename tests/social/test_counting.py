"""Counts of whole texts, worked out by hand from each network's rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.links import share_link
from publisher.social.counting import (
    graphemes,
    mail_link_characters,
    mastodon_characters,
    utf8_bytes,
    utf16_units,
    x_weight,
)

LINK = "https://example.com/p/first-visit?a=1&b=2"  # 41 characters

FAMILY = "👨‍👩‍👧‍👦"
SCOTLAND = "🏴󠁧󠁢󠁳󠁣󠁴󠁿"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        pytest.param("Rest well", 9, id="plain letters weigh 1"),
        pytest.param(f"Family care {FAMILY}\n{LINK}", 12 + 2 + 1 + 23, id="a family is one emoji"),
        pytest.param(f"🇬🇧 Hello\n{LINK}", 2 + 6 + 1 + 23, id="a flag of two letters is one emoji"),
        pytest.param(f"{SCOTLAND} Hi\n{LINK}", 2 + 3 + 1 + 23, id="a flag of tags is one emoji"),
        pytest.param("👍🏽", 2, id="a skin tone adds nothing"),
        pytest.param("1️⃣ Rest", 7, id="a keycap is one emoji"),
        pytest.param("🫱🏻‍🫲🏿 deal", 14, id="an emoji X's library does not know yet counts by its parts"),
        pytest.param("©", 2, id="the copyright sign is an emoji to X"),
        pytest.param("שלום לך", 7, id="Hebrew weighs 1"),
        pytest.param("مرحبا", 5, id="Arabic weighs 1"),
        pytest.param("cafe\u0301", 4, id="composed before counting"),
        pytest.param("a" + "\u0301" * 50, 50, id="every mark that stays a code point counts"),
        pytest.param("क्षमा नमस्ते", 12, id="Devanagari counts by code points"),
        pytest.param(f"针灸疼吗？ {LINK}", 5 * 2 + 1 + 23, id="Han and its punctuation weigh 2"),
        pytest.param("𠮷", 2, id="beyond U+FFFF weighs 2, not 4"),
        pytest.param("ｶﾅ", 4, id="half-width letters are not folded"),
        pytest.param("“Qi” — it’s old – really…", 26, id="quotes and dashes weigh 1, the ellipsis 2"),
        pytest.param("@\u2060home", 7, id="a word joiner weighs 2"),
    ],
)
def test_weight_on_x(text: str, weight: int) -> None:
    """X weighs code points by range, an emoji as one, an address as 23."""
    assert x_weight(text) == weight


@pytest.mark.parametrize(
    ("text", "clusters", "size"),
    [
        pytest.param(f"Family care {FAMILY}\n{LINK}", 12 + 1 + 1 + 41, 12 + 25 + 1 + 41, id="family"),
        pytest.param(f"🇬🇧 Hello\n{LINK}", 1 + 6 + 1 + 41, 8 + 6 + 1 + 41, id="flag"),
        pytest.param(SCOTLAND, 1, 28, id="tag flag"),
        pytest.param("👍🏽", 1, 8, id="skin tone"),
        pytest.param("1️⃣ Rest", 6, 12, id="keycap"),
        pytest.param("a" + "\u0301" * 50, 1, 101, id="few clusters may be many bytes"),
        pytest.param("क्षमा नमस्ते", 6, 34, id="Devanagari conjuncts"),
        pytest.param("𠮷", 1, 4, id="beyond U+FFFF"),
        pytest.param("a\r\nb\n\rc", 6, 7, id="a line break of two characters is one cluster"),
    ],
)
def test_both_counts_of_bluesky(text: str, clusters: int, size: int) -> None:
    """Bluesky counts clusters and bytes, and gives no discount for an address."""
    assert (graphemes(text), utf8_bytes(text)) == (clusters, size)


def test_mastodon_counts_clusters_and_shortens_addresses() -> None:
    """A family emoji is one character, an address 23 whatever its length."""
    assert mastodon_characters(f"{FAMILY} care\n{LINK}") == 1 + 5 + 1 + 23


def test_utf16_units() -> None:
    """A character beyond U+FFFF is two units, as in a browser."""
    assert utf16_units("a𠮷é") == 4


def test_mail_link_characters() -> None:
    """A line break costs six characters of a mail link, a space three."""
    assert mail_link_characters("a b\nc") == 1 + 3 + 1 + 6 + 1


_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@given(_TEXT)
def test_mail_link_is_as_long_as_the_one_we_write(text: str) -> None:
    """The count is that of the address which `links` makes."""
    link, empty = (share_link("email", title="", text=words, url="") for words in (text, ""))
    assert mail_link_characters(text) == len(link) - len(empty)


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_plain_text_is_counted_as_any_other(text: str) -> None:
    """The quick counts for plain text are those that it has beside a letter of another script."""
    assert graphemes(text) == graphemes(f"{text}\nи") - 2 + text.endswith("\r")
    assert x_weight(text) == x_weight(f"{text} и") - 2
