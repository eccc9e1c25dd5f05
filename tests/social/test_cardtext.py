"""A card never shows a box: what its font cannot draw is known before anything is drawn."""

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from publisher.social.cardtext import FONTS, drawable, with_pictures


@pytest.mark.parametrize("weight", ["", "-Bold"])
def test_the_list_is_true_of_the_fonts(weight: str) -> None:
    """Every character in the list has a picture in both fonts."""
    known = set(TTFont(FONTS / f"DejaVuSansCondensed{weight}.ttf").getBestCmap())
    assert with_pictures() <= known
    assert len(with_pictures()) > 5000


def test_the_fonts_bring_their_licence() -> None:
    """What lets us ship them lies beside them."""
    assert "Bitstream" in (FONTS / "LICENSE").read_text("utf-8")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        pytest.param("Does it hurt?", "Does it hurt?", id="plain"),
        pytest.param("cafe\u0301 “Qi” — 3.5\u00a0mg", "café “Qi” — 3.5 mg", id="accents, quotes, spaces"),
        pytest.param("Châm cứu có đau không?", "Châm cứu có đau không?", id="Vietnamese"),
        pytest.param("האם דיקור כואב?", "האם דיקור כואב?", id="Hebrew"),
        pytest.param("هل الوخز مؤلم؟", "هل الوخز مؤلم؟", id="Arabic"),
        pytest.param("Rest 👨‍👩‍👧‍👦 well 👍🏽", "Rest well", id="emoji are left out"),
        pytest.param("针灸疼吗", "", id="Chinese"),
        pytest.param("क्षमा", "", id="Devanagari"),
        pytest.param("Rest 针", "", id="one letter that is missing"),
        pytest.param("👍🏽", "", id="nothing but emoji"),
        pytest.param("", "", id="no title"),
    ],
)
def test_drawable(title: str, shown: str) -> None:
    """All letters or nothing: half a title would say something else."""
    assert drawable(title) == shown


@given(st.text(max_size=40))
def test_what_is_shown_has_pictures(title: str) -> None:
    """Whatever is in a title, nothing is left that the font lacks, and no letter of it is dropped."""
    shown = drawable(title)
    assert all(ord(character) in with_pictures() for character in shown)
    assert drawable(shown) == shown
