"""Which lines are headings, lists and paragraphs, and that no word is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.addresses import Addresses
from publisher.content.importers import read
from publisher.content.importers.blocks import Kind, blocks
from publisher.content.nearby import Files
from publisher.content.prose import render
from publisher.textblocks import text

_LONG = "The harbour lies in the south and the boats come in at noon, each with its own flag and its own song."

NOWHERE = Addresses(url="https://example.com/", prefix="", files=Files(home="https://example.com/"))


def _kinds(text: str) -> str:
    """The kinds of a text's blocks, a letter each."""
    return "".join(block.kind.value[0] for block in blocks(text.split("\n")))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"Boats\n{_LONG}", "hp"),
        (f"Boats\n\n{_LONG}", "hp"),
        ("Boats\n• red\n• blue", "hii"),
        (f"Boats\n\nRed Ones\n\n{_LONG}", "hhp"),
        (f"{_LONG}\n\nWhy boats?\n\n{_LONG}", "php"),
        (f"Why boats?\n\n{_LONG}", "pp"),
        (f"Bring this:\n\n{_LONG}", "pp"),
        (f"a boat\n\n{_LONG}", "pp"),
        (f"“Boats”\n\n{_LONG}", "pp"),
        (f"Write to crew@example.org\n\n{_LONG}", "pp"),
        (f"{_LONG}\n\nFair winds", "pp"),
        (f"{_LONG}\n\nFair winds,\nthe crew", "pp"),
        (f"Old Pier 1\nHarbour Town\n\n{_LONG}", "pp"),
    ],
)
def test_a_heading_is_short_and_stands_above_something(text: str, kinds: str) -> None:
    """A short line that begins like a name, ends like none and has text or points below it."""
    assert _kinds(text) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"1. Red\n{_LONG}\n2. Blue\n{_LONG}", "hphp"),
        (f"1) Red\n\n{_LONG}\n\n2) Blue\n\n• light\n• dark", "hphii"),
        ("1. Red\n2. Blue\n3. Green", "sss"),
        (f"1. Red\n\n2. Blue\n\n{_LONG}", "ssp"),
        (f"1. {_LONG}\n{_LONG}\n2. {_LONG}", "sps"),
        (f"1. Red\n{_LONG}\n2. Steps\n1. pull\n2. push\n3. rest\n3. Blue\n{_LONG}", "hphssshp"),
        (f"1. Red\n{_LONG}\n2. Blue\n3. Green\n{_LONG}", "hphhp"),
    ],
)
def test_a_number_begins_a_section_or_a_point(text: str, kinds: str) -> None:
    """Numbered lines below each other, and long ones, are a list; short ones with text below are sections."""
    assert _kinds(text) == kinds


@pytest.mark.parametrize("bullet", ["•", "-", "*", "·", "‣", "•  ", "•\n"])
def test_every_usual_bullet_makes_a_point(bullet: str) -> None:
    """The bullets of word processors and keyboards, also on a line of their own."""
    found = blocks([*f"{bullet} red".replace("  ", " ").split("\n"), "", "• blue"])
    assert [(block.kind, block.lines[0].strip()) for block in found] == [(Kind.ITEM, "red"), (Kind.ITEM, "blue")]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "Red sails and\nblue ones, seen from the far end of the pier",
            ("Red sails and", "blue ones, seen from the far end of the pier"),
        ),
        ("The boat that came in from the island of\nCrete was red, and had no flag.", None),
        ("It was a well-\nknown boat in the harbours of the south, red and blue.", None),
        (
            "港口在南边，每天中午船都会回来，带着各自的旗帜和歌声，还有很多很多的鱼，很多的盐和很多的故事，\n大家都去看。",
            None,
        ),
    ],
)
def test_a_line_end_is_kept_where_it_was_meant(text: str, lines: tuple[str, ...] | None) -> None:
    """What a wrapper broke is joined, without a space behind a hyphen or in Chinese; short lines stay lines."""
    joined = text.replace("-\n", "-").replace("，\n", "，").replace("\n", " ")
    assert blocks(text.split("\n"))[0].lines == (lines or (joined,))


def test_lines_drawn_of_punctuation_are_no_text() -> None:
    """A line drawn below a heading or between sections divides, and is gone."""
    found = blocks(["Boats", "=====", _LONG, "* * *", _LONG])
    assert [block.lines for block in found] == [("Boats",), (_LONG,), (_LONG,)]


_WORD = st.sampled_from(
    "Harbour boat red Sail wind 7 of no_one and *sea* a<b [x] née лодка #1 é! why? so, end. it's".split()
)
_SENTENCE = st.lists(_WORD, min_size=1, max_size=25).map(" ".join)
_PARAGRAPH = st.lists(_SENTENCE, min_size=1, max_size=3).map("\n".join)
_LIST = st.lists(_SENTENCE, min_size=1, max_size=4).map(lambda points: "\n".join(f"• {point}" for point in points))
_SECTION = st.tuples(st.integers(1, 9), st.lists(_WORD, min_size=1, max_size=4)).map(
    lambda numbered: f"  {numbered[0]}. {' '.join(numbered[1])}"
)
_PAGE = st.lists(st.one_of(_PARAGRAPH, _LIST, _SECTION), min_size=1, max_size=8)


@given(page=_PAGE, gap=st.sampled_from(["\n", "\n\n", "\r\n\r\n \r\n"]))
@settings(max_examples=100, deadline=None)
def test_every_word_of_a_page_is_shown_in_order(page: list[str], gap: str) -> None:
    """Whatever is taken for a heading, a list or a line, the reader sees the words that were pasted."""
    found = read("page.txt", ("Crossings\n\n" + gap.join(page)).encode(), site_title="Harbour Notes")
    shown = text(render(found.body, NOWHERE).html)
    assert _words(shown) == _words("\n".join(page))


def _words(text: str) -> list[str]:
    """The words, without bullets and numbers at the beginning of a line, which the markup says now."""
    lines = (line.strip() for line in text.splitlines())
    unnumbered = (line.split(" ", 1)[1] if line[:1].isdigit() and line[1:3] == ". " else line for line in lines if line)
    return [word for line in unnumbered for word in line.replace("•", "").split()]
