"""The picture itself: its size, its bytes, and that no title leaves its place."""

import subprocess
import sys
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from publisher.social.card import Words, card
from publisher.social.cardtext import drawable
from publisher.theme import Theme

SITE, DAY = "A Quiet Clinic", "4 March 2024"
TITLES = [
    "Rest",
    "A gentler evening: small habits for better sleep",
    "Resting " * 75,
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    "W" * 600,
    "Болит ли спина?",
    "הרבה מנוחה",
]


def drawn(title: str, *, site: str = SITE, is_rtl: bool = False, theme: Theme | None = None) -> Image.Image:
    content = card(Words(title=title, site=site, day=DAY, is_rtl=is_rtl), theme or Theme())
    assert len(content) < 300_000
    picture = Image.open(BytesIO(content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    return picture.convert("RGB")


@pytest.mark.parametrize("title", TITLES, ids=lambda title: title[:12])
def test_words_stay_inside_the_margins(title: str) -> None:
    """Nothing is written at the sides, whatever the title; the paper shows its own colour there."""
    picture = drawn(title, is_rtl="ה" in title)
    for box in ((0, 20, 80, 630), (1120, 20, 1200, 630)):
        assert picture.crop(box).getcolors() == [(picture.crop(box).width * 610, (255, 255, 255))]


def test_a_short_title_is_large_and_a_long_one_is_whole() -> None:
    """The title takes the room there is: a word stands higher than a sentence does."""
    assert _ink(drawn("Rest"), (84, 176, 1116, 512))[1] > 60
    assert _ink(drawn(TITLES[1]), (84, 176, 1116, 512))[0] > 800


def test_a_title_from_right_to_left_begins_at_the_right() -> None:
    """Hebrew ends at the right margin, English begins at the left one."""
    left, right = (84, 200, 100, 500), (1100, 200, 1116, 500)
    assert _has_ink(drawn("מנוחה", is_rtl=True), right)
    assert not _has_ink(drawn("מנוחה", is_rtl=True), left)
    assert _has_ink(drawn("Rest"), left)


def test_colours_are_the_themes() -> None:
    """The bar has the colour of links, the paper that of the page."""
    picture = drawn("Rest", theme=Theme(accent="#aa0000", paper="#fffbe0"))
    assert (picture.getpixel((600, 5)), picture.getpixel((30, 300))) == ((170, 0, 0), (255, 251, 224))


def test_same_bytes_in_another_process() -> None:
    """A card is a function of its words and colours."""
    code = (
        "import sys; from publisher.social.card import *; from publisher.theme import Theme;"
        f"sys.stdout.buffer.write(card(Words('Rest well', {SITE!r}, {DAY!r}, False), Theme()))"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert other == card(Words("Rest well", SITE, DAY, is_rtl=False), Theme())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.text(st.characters(max_codepoint=0x6FF), min_size=1, max_size=300).map(drawable).filter(bool))
def test_any_title_makes_a_card(title: str) -> None:
    """Whatever can be shown is shown, in the size of a preview."""
    drawn(title)


def _ink(picture: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int]:
    """How wide and high what stands in the box is."""
    grey = picture.crop(box).convert("L").point(lambda value: 255 if value < 128 else 0)
    left, top, right, bottom = grey.getbbox() or (0, 0, 0, 0)
    return right - left, bottom - top


def _has_ink(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    return _ink(picture, box) != (0, 0)
