"""Colours and fonts are checked before anything is drawn with them, and the default ones can be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.theme import Theme, colour, contrast, fonts

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


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


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        pytest.param("#000000", "#ffffff", 21.0, id="black on white"),
        pytest.param("#777777", "#777777", 1.0, id="on itself"),
        pytest.param("#767676", "#ffffff", 4.54, id="the lightest grey that passes"),
        pytest.param("#0000ff", "#ffffff", 8.59, id="blue"),
    ],
)
def test_contrast(one: str, other: str, ratio: float) -> None:
    """The ratio is the one that WCAG counts."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@settings(max_examples=100, deadline=None)
@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways(one: str, other: str) -> None:
    """It does not matter which is the letter and which the paper; it lies between 1 and 21."""
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.000001


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *(("text", "paper"), ("text", "background"), ("muted", "paper"), ("muted", "background")),
        *(("accent", "paper"), ("accent", "background"), ("on_accent", "accent")),
    ],
)
@pytest.mark.parametrize("mode", ["", "dark_"], ids=["light", "dark"])
def test_default_colours_can_be_read(ink: str, paper: str, mode: str) -> None:
    """Every pair that stands together has the contrast that WCAG asks of text."""
    theme = Theme()
    assert contrast(getattr(theme, mode + ink), getattr(theme, mode + paper)) >= 4.5
