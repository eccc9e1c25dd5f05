"""Titles and texts as people really write them, each row of the list of odd inputs by its number."""

import re
from collections.abc import Callable

import pytest

from publisher.content.prose import plain as plain_title
from publisher.errors import ContentError
from publisher.links import to_uri
from publisher.model import Post
from publisher.social import counting
from publisher.social.hashtags import hashtag
from publisher.social.networks import BY_NAME
from publisher.social.snippet import Wishes, snippet, title_is_cut
from publisher.social.wording import clean, shortened

MakePost = Callable[..., Post]

LINK = "https://example.com/p/does-it-hurt?a=1&b=2"
FAMILY = "👨‍👩‍👧‍👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
LONG_LINK = "https://example.com/" + "a" * 300


def x(text: str) -> int:
    return counting.x_weight(text)


def b(text: str) -> tuple[int, int]:
    return counting.graphemes(text), counting.utf8_bytes(text)


def share(post: Post, name: str = "x") -> str:
    return snippet(post, BY_NAME[name], Wishes())


@pytest.mark.parametrize(
    ("text", "on_x", "on_bluesky"),
    [
        pytest.param(f"Family care {FAMILY}\n{LINK}", 38, (56, 80), id="row 1"),
        pytest.param(f"🇬🇧 Hello\n{LINK}", 32, (50, 57), id="row 2"),
        pytest.param(f"{SCOTLAND} Hi\n{LINK}", 29, (47, 74), id="row 3"),
        pytest.param("👍🏽", 2, (1, 8), id="row 4: a tone"),
        pytest.param("1️⃣ Rest", 7, (6, 12), id="row 4: a keycap"),
        pytest.param("🫱🏻‍🫲🏿 deal", 14, (6, 24), id="row 5"),
        pytest.param(f"האם זה כואב?\n{LINK}", 36, (55, 64), id="row 6: Hebrew"),
        pytest.param(f"هل يؤلم الوخز؟\n{LINK}", 38, (57, 69), id="row 6: Arabic"),
        pytest.param(clean("cafe\u0301"), 4, (4, 5), id="row 8"),
        pytest.param("a" + "\u0301" * 50, 50, (1, 101), id="row 9"),
        pytest.param("क्षमा नमस्ते", 12, (6, 34), id="row 10"),
        pytest.param(f"针灸疼吗?\n{LINK}", 4 * 2 + 1 + 1 + 23, (48, 56), id="row 11, a plain mark"),
        pytest.param(f"针灸疼吗？\n{LINK}", 34, (48, 58), id="row 11"),
        pytest.param("𠮷", 2, (1, 4), id="row 13"),
        pytest.param("ｶﾅ", 4, (2, 6), id="row 14"),
        pytest.param("“Qi” — it’s old – really…", 26, (25, 37), id="row 15"),
    ],
)
def test_counts(text: str, on_x: int, on_bluesky: tuple[int, int]) -> None:
    """What X weighs, and what Bluesky counts in graphemes and bytes."""
    assert (x(text), b(text)) == (on_x, on_bluesky)


def test_threads_counts_the_bytes_of_an_emoji() -> None:
    """Row 1: a family is 25 of 500."""
    assert counting.threads_characters(FAMILY) == 25
    assert counting.threads_characters("针é𠮷") == 4


@pytest.mark.parametrize("sequence", [FAMILY, "🇬🇧", SCOTLAND, "👍🏽", "1️⃣", "क्ष", "🫱🏻‍🫲🏿"], ids=ascii)
def test_a_cut_never_falls_inside_a_character(sequence: str) -> None:
    """Rows 1 to 5 and 10: whatever the room, a whole one stays or none of it."""
    text = sequence * 5
    for room in range(1, len(text) + 2):
        cut = shortened(text, lambda shorter, room=room: len(shorter) <= room)  # type: ignore[misc]
        assert cut == "" or cut.removesuffix("…") == sequence * cut.count(sequence)


def test_right_to_left_stays_in_logical_order(post: MakePost) -> None:
    """Row 6: nothing is turned round or isolated, and the link stands on a line of its own."""
    text = share(post(title="האם זה כואב?", paragraphs=()))
    assert text == "האם זה כואב?\n\nhttps://blog.example.com/rest/"


def test_overrides_of_direction_are_removed() -> None:
    """Row 7: they can turn an address round; the marks that only say a direction stay."""
    assert clean("a\u202eb\u2066c\u2069d\u200e\u200f") == "abcd\u200e\u200f"


def test_marks_past_the_fourth_are_dropped() -> None:
    """Row 9."""
    assert clean("a" + "\u0301" * 50) == clean("a" + "\u0301" * 5)


@pytest.mark.parametrize("name", ["x", "bluesky", "mastodon", "telegram"])
def test_a_space_stands_before_every_link(name: str, post: MakePost) -> None:
    """Rows 11 and 12: a script without spaces never touches the address."""
    assert re.search(r"\shttps://blog\.example\.com/rest/", share(post(title="针灸疼吗？", paragraphs=()), name))


def test_a_text_message_is_written_plainly(post: MakePost) -> None:
    """Rows 15 and 16: curly quotes, dashes and no-break spaces would halve its room."""
    text = share(post(title="“Qi” — 3.5\u00a0mg…", paragraphs=()), "sms")
    assert text.startswith('"Qi" - 3.5 mg...\n')
    assert counting.ucs2_characters(text) == 0


def test_number_and_unit_stay_together() -> None:
    """Row 16: a no-break space is kept, and no cut falls there."""
    assert clean("3.5\u00a0mg a day") == "3.5\u00a0mg a day"
    assert shortened("Take 3.5\u00a0mg daily", lambda text: len(text) <= 10) == "Take…"


def test_what_nobody_sees_is_removed() -> None:
    """Row 17: soft hyphen, zero width space, byte order mark, and what makes a post invalid on X."""
    assert clean("acu\u00adpunc\u200bture\ufeff\ufffe\uffff") == "acupuncture"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Tea &amp; Tui Na &lt;3", "Tea & Tui Na <3"), ("Q &amp;amp; A", "Q &amp; A")],
)
def test_entities_are_decoded_once(written: str, meant: str) -> None:
    """Row 18: where a title is read, and not again where it is shared."""
    assert plain_title(written) == meant
    assert clean(meant) == meant


def test_a_title_is_one_line() -> None:
    """Row 19."""
    assert clean("Rest\nand\tcalm") == "Rest and calm"


def test_without_a_title_the_first_sentence_leads(post: MakePost) -> None:
    """Row 20: nobody reads "Untitled"; with nothing at all the author is told."""
    assert share(post(title="")).startswith("Needles come out after half an hour.")
    with pytest.raises(ContentError, match="has nothing to share"):
        share(post(title="", paragraphs=()))


def test_a_very_long_title_is_cut_at_a_word(post: MakePost) -> None:
    """Row 21: with an ellipsis, and it is said."""
    made = post(title="Resting " * 75)
    assert share(made).startswith("Resting " * 30 + "Resting…")
    assert title_is_cut(made, BY_NAME["x"])
    assert not title_is_cut(made, BY_NAME["linkedin"])


def test_an_address_in_the_title_costs_what_a_link_costs(post: MakePost) -> None:
    """Row 22: it gets no scheme, and a title that is the post's address does not bring it twice."""
    assert x("Why example.com?") == 4 + 23 + 1
    assert "Why example.com?" in share(post(title="Why example.com?"))
    assert share(post(title="https://blog.example.com/rest/")).count("https://blog.example.com/rest/") == 1


@pytest.mark.parametrize("name", BY_NAME)
def test_no_mark_touches_the_link(name: str, post: MakePost) -> None:
    """Row 23: a full stop, a bracket or an ellipsis behind an address may become part of it."""
    text = snippet(post(title="Does it hurt?"), BY_NAME[name], Wishes(disclaimer="No advice.", hashtags=("#Rest",)))
    assert not re.search(r"\S(?=https://blog)|rest/\S", text)


def test_long_and_foreign_addresses() -> None:
    """Row 24: 23 on X whatever its length; spaces and letters beyond ASCII are escaped before anybody counts."""
    assert x(LONG_LINK) == x("https://example.com/a_(b)?c=1&d=2#e") == 23
    assert to_uri("https://münchen.example/a b") == "https://xn--mnchen-3ya.example/a%20b"


@pytest.mark.parametrize(
    ("words", "on_x"),
    [("Read @home", "Read @\u2060home"), ("hello@example.com", "hello@example.com"), ("We are #1", "We are #1")],
)
def test_the_words_of_a_post_reach_nobody(words: str, on_x: str, post: MakePost) -> None:
    """Row 25: what would be a mention is no more; Bluesky makes mentions from facets alone, and we make none."""
    assert share(post(title=words, paragraphs=())).partition("\n")[0] == on_x
    assert share(post(title=words, paragraphs=()), "bluesky").partition("\n")[0] == words


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("Tai-Chi", "#TaiChi"),
        ("Women's Health", "#WomensHealth"),
        ("C++", ""),
        ("2026", ""),
        ("🌿herb", "#Herb"),
        ("1st Visit", "#1stVisit"),
        ("针灸", "#针灸"),
        ("iPad", "#iPad"),
    ],
)
def test_hashtags(tag: str, expected: str) -> None:
    """Row 26: read to their end on every network, or left out; which tags become one the site alone says."""
    assert hashtag(tag) == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [("**Sleep** & [tea](https://example.com)", "Sleep & tea"), ("10 tips for rest", "10 tips for rest")],
)
def test_marks_of_markdown_are_read(written: str, meant: str) -> None:
    """Row 27: a title is plain text before it is shared, and a number that belongs to it stays."""
    assert plain_title(written) == meant


def test_a_post_of_pictures(post: MakePost) -> None:
    """Row 28: the words for those who cannot see them are no text of the post."""
    made = post(
        title="Spring", summary="Spring", html='<p><img src="https://example.com/a.png" alt="A hill. Green."></p>'
    )
    assert share(made) == "Spring\n\nhttps://blog.example.com/rest/"
