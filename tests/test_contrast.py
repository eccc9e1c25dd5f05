"""The default colours can be read by everybody, and colours that cannot are found."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.contrast import Pair, contrast, pairs
from publisher.theme import Theme

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
LIGHT = ("text", "muted", "background", "paper", "accent", "on_accent")


def failing(**changes: Any) -> set[tuple[str, str, str]]:
    return {(pair.mode, pair.ink, pair.ground) for pair in pairs(Theme(**changes)) if not pair.is_enough}


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


@pytest.mark.parametrize("pair", [*pairs(Theme())], ids=lambda pair: f"{pair.mode}: {pair.ink} on {pair.ground}")
def test_default_colours_can_be_read(pair: Pair) -> None:
    """Every pair that stands together, in each mode."""
    assert pair.ratio >= pair.needed == 4.5


def test_each_mode_has_every_pair() -> None:
    """None is looked at less than another, and dark has its own colours."""
    found = list(pairs(Theme()))
    assert [pair.mode for pair in found] == [
        mode for mode in ("light", "dark", "forced dark", "half forced dark") for _ in range(7)
    ]
    assert {pair.ink.removeprefix("dark_") for pair in found} == {"text", "muted", "accent", "on_accent"}
    assert all(pair.ink.startswith("dark_") == (pair.mode == "dark") for pair in found)


def test_pale_small_print_is_found() -> None:
    """A grey that designers like, and the colours that it does not touch."""
    found = failing(muted="#999999")
    assert ("light", "muted", "paper") in found
    assert {ink for _, ink, _ in found} == {"muted"}


def test_dark_colours_are_looked_at_on_their_own() -> None:
    """Nobody who writes them has a dark screen at hand."""
    assert failing(dark_accent="#1d5c4d") >= {
        ("dark", "dark_accent", "dark_paper"),
        ("dark", "dark_on_accent", "dark_accent"),
    }


def test_black_words_on_a_yellow_button_vanish_where_words_alone_are_changed() -> None:
    """They become white, and yellow is not light enough to be changed: seen in no light or dark theme."""
    button = {"accent": "#f5b018", "on_accent": "#000000"}
    assert ("light", "on_accent", "accent") not in failing(**button)
    assert ("half forced dark", "on_accent", "accent") in failing(**button)


def test_colours_are_changed_as_programs_do_it() -> None:
    """White becomes nearly black where all is turned round, and the grey of Outlook's page where it is not."""
    theme = Theme(text="#000000", paper="#ffffff")
    ratios = {pair.mode: pair.ratio for pair in pairs(theme) if (pair.ink, pair.ground) == ("text", "paper")}
    assert ratios["light"] == pytest.approx(21)
    assert ratios["forced dark"] == pytest.approx(contrast("#ffffff", "#1b1b1b"))
    assert ratios["half forced dark"] == pytest.approx(contrast("#ffffff", "#333333"))


@settings(max_examples=50, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(LIGHT, COLOURS)))
def test_any_colours_are_judged(colours: dict[str, Any]) -> None:
    """Also those that no screen could show once they are turned round."""
    assert all(1 <= pair.ratio <= 21.000001 for pair in pairs(Theme(**colours)))
