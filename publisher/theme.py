"""Colours and fonts of letters and pages, checked before anything is drawn with them."""

import re
from dataclasses import dataclass

from publisher.options import option

_COLOUR = r"#[0-9a-fA-F]{6}"
_ADDRESS = r"https://[!#-;=?-~]+"  # no quote and no bracket
_FONTS = r"[A-Za-z0-9 ,'-]+"
_RADII = range(24)  # pixels: a button is 46 high
_LOGO_WIDTHS = range(16, 521)  # pixels: a letter's text is 520 wide


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


def radius(pixels: int) -> int:
    """The radius as given; raises `ValueError` for one that is more than half of a button's height."""
    return _within(_RADII, pixels)


def logo_width(pixels: int) -> int:
    """The width as given; raises `ValueError` for one that a letter has no room for."""
    return _within(_LOGO_WIDTHS, pixels)


def logo(address: str) -> str:
    """An https address, or nothing; raises `ValueError` for another one, and for a drawing (SVG)."""
    if not address:
        return ""
    if not re.fullmatch(_ADDRESS, address):
        raise ValueError("must be the https address of a picture, for example https://example.com/logo.png, or empty")
    if address.partition("?")[0].lower().endswith((".svg", ".svgz")):
        raise ValueError("must be a PNG or JPEG picture: Gmail and Outlook show no SVG")
    return address


def _within(allowed: range, pixels: int) -> int:
    if pixels not in allowed:
        raise ValueError(f"must be a number of pixels from {allowed[0]} to {allowed[-1]}")
    return pixels


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
    radius: int = option(
        "How round the corners of boxes and buttons in letters are, in pixels.", default=6, convert=radius
    )
    logo: str = option(
        "Https address of a picture that stands for the blog's name in letters.", default="", convert=logo
    )
    logo_width: int = option("Its width in pixels; its height follows.", default=160, convert=logo_width)
