"""Colours and fonts of letters and pages, checked before anything is drawn with them."""

import re
from dataclasses import dataclass

from publisher.options import option

_COLOUR = r"#[0-9a-fA-F]{6}"
_FONTS = r"[A-Za-z0-9 ,'-]+"


def colour(text: str) -> str:
    """A colour as `#rrggbb`, lower case; raises `ValueError` for anything else (mail clients know little more)."""
    if not re.fullmatch(_COLOUR, text):
        raise ValueError("must be a colour written as #rrggbb, for example #1d5c4d")
    return text.lower()


def fonts(text: str) -> str:
    """A list of font names as CSS takes it; raises `ValueError` for characters that could end the declaration."""
    if not re.fullmatch(_FONTS, text) or text.count("'") % 2:
        raise ValueError("must be font names separated by commas, for example Georgia, 'Times New Roman', serif")
    return text


@dataclass(frozen=True, kw_only=True)
class Theme:
    """How letters and pages look; each colour has a twin for dark mode."""

    text: str = option("Colour of the text.", default="#22302c", convert=colour)
    muted: str = option("Colour of dates and small print.", default="#56635f", convert=colour)
    background: str = option("Colour behind the page.", default="#f3f5f2", convert=colour)
    paper: str = option("Colour behind the text.", default="#ffffff", convert=colour)
    line: str = option("Colour of rules and borders.", default="#d5dcd8", convert=colour)
    accent: str = option("Colour of links, buttons and the header line.", default="#1d5c4d", convert=colour)
    on_accent: str = option("Colour of words on a button.", default="#ffffff", convert=colour)
    dark_text: str = option("Colour of the text in dark mode.", default="#e6ece9", convert=colour)
    dark_muted: str = option("Colour of dates and small print in dark mode.", default="#a9b5b0", convert=colour)
    dark_background: str = option("Colour behind the page in dark mode.", default="#101513", convert=colour)
    dark_paper: str = option("Colour behind the text in dark mode.", default="#18201d", convert=colour)
    dark_line: str = option("Colour of rules and borders in dark mode.", default="#35413c", convert=colour)
    dark_accent: str = option("Colour of links and buttons in dark mode.", default="#8fd0bd", convert=colour)
    dark_on_accent: str = option("Colour of words on a button in dark mode.", default="#101513", convert=colour)
    body_font: str = option("Fonts of the text.", default="Georgia, 'Times New Roman', serif", convert=fonts)
    heading_font: str = option("Fonts of headings.", default="Georgia, 'Times New Roman', serif", convert=fonts)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(text: str) -> float:
    channels = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
