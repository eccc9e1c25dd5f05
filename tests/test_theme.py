"""Colours, fonts and logo are checked before anything is drawn with them."""

from pathlib import Path

import pytest

from publisher.settings import load
from publisher.theme import Theme, colour, fonts, logo, logo_width, radius


def test_colour_is_lower_case() -> None:
    """One colour is written in one way."""
    assert colour("#1D5C4D") == "#1d5c4d"


@pytest.mark.parametrize(
    "text", ["", "red", "#fff", "1d5c4d", "#1d5c4g", "#1d5c4d;", "#1d5c4d ", "#1d5c4d\n", "rgb(0,0,0)"]
)
def test_other_colours_are_refused(text: str) -> None:
    """Mail clients know little more, and nothing may follow the colour."""
    with pytest.raises(ValueError, match="must be a colour written as #rrggbb"):
        colour(text)


@pytest.mark.parametrize("text", ["Georgia", "Georgia, 'Times New Roman', serif", "Noto-Sans, 'A', 'B'"])
def test_fonts(text: str) -> None:
    """Names with commas are handed on as they are."""
    assert fonts(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "a; color: red", 'a"', "a}", "a</style>", "a\\", "url(x)", "a\nb", "'Times New Roman", "'a', b'", "a/*"],
)
def test_fonts_that_could_end_the_declaration_are_refused(text: str) -> None:
    """Nothing that CSS reads as more than names, and no quotation left open."""
    with pytest.raises(ValueError, match="must be font names separated by commas"):
        fonts(text)


@pytest.mark.parametrize("pixels", [0, 6, 23])
def test_radius(pixels: int) -> None:
    """From square to round."""
    assert radius(pixels) == pixels


@pytest.mark.parametrize("pixels", [-1, 24])
def test_radius_that_no_button_has_is_refused(pixels: int) -> None:
    """The message says what would be right."""
    with pytest.raises(ValueError, match="must be a number of pixels from 0 to 23"):
        radius(pixels)


def test_logo_may_be_missing() -> None:
    """Then the blog's name stands in words."""
    assert logo("") == ""
    assert logo("https://example.com/logo.png?v=2") == "https://example.com/logo.png?v=2"


@pytest.mark.parametrize(
    "address", ["logo.png", "http://example.com/a.png", "https://", 'https://e.com/"', "data:image/png;"]
)
def test_other_addresses_of_a_logo_are_refused(address: str) -> None:
    """A mail program asks the web for it, and nothing else."""
    with pytest.raises(ValueError, match="must be the https address of a picture"):
        logo(address)


def test_drawn_logo_is_refused() -> None:
    """It would be missing for most readers."""
    with pytest.raises(ValueError, match="PNG or JPEG"):
        logo("https://example.com/Logo.SVG?v=1")


@pytest.mark.parametrize("pixels", [0, 15, 521])
def test_logo_without_room_is_refused(pixels: int) -> None:
    """Nothing too small to see, nothing wider than the letter."""
    with pytest.raises(ValueError, match="must be a number of pixels from 16 to 520"):
        logo_width(pixels)


def test_sample_theme_is_the_default() -> None:
    """The file explains what holds without it."""
    path = Path(__file__).parent.parent / "config/theme.toml"
    assert load(path, Theme, source="theme.toml") == Theme()
