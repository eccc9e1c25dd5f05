"""A share card: the picture that a preview shows of a post without one."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from publisher.social import _regex
from publisher.social.cards import HEIGHT, WIDTH
from publisher.social.cardtext import FONTS
from publisher.social.wording import shortened
from publisher.theme import Theme

if TYPE_CHECKING:
    from PIL.Image import Image as PILImage
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_MARGIN = 84
_BAR = 20
_SIZES = (92, 84, 76, 68, 60, 54, 48)  # of the title, in pixels: the largest that fits
_LEADING = 1.16
_SMALL = 34
_TITLE_TOP, _TITLE_BOTTOM = 176, 512
_RULE = 548  # above the day
_FULL, _SHADES = 255, 16


class Words(NamedTuple):
    """What stands on a card, each a line of `cardtext.drawable` text; `is_rtl` for a title from right to left."""

    title: str
    site: str
    day: str
    is_rtl: bool


def card(words: Words, theme: Theme) -> bytes:
    """A PNG of 1200 × 630 pixels in the theme's light colours, a few dozen kilobytes.

    The title is as large as it can be, cut at a word only where the smallest size has no room for it. The same words
    and colours give the same bytes with the same version of Pillow.
    """
    from PIL import Image, ImageDraw

    ink = Image.new("L", (WIDTH, HEIGHT))  # how much of each pixel is covered, whatever the colour
    draw = ImageDraw.Draw(ink)
    draw.rectangle((0, 0, WIDTH, _BAR - 1), _FULL)
    _line(draw, words.site, _MARGIN, _font("Bold", _SMALL), is_rtl=words.is_rtl)
    _title(draw, words)
    draw.line((_MARGIN, _RULE, WIDTH - _MARGIN, _RULE), _FULL, 2)
    _line(draw, words.day, 560, _font("", _SMALL - 4), is_rtl=words.is_rtl)
    content = BytesIO()
    _coloured(ink, theme).save(content, "PNG")
    return content.getvalue()


def _coloured(ink: "PILImage", theme: Theme) -> "PILImage":
    """The card in the theme's colours, each in its part from top to bottom.

    A palette made by ourselves: to have Pillow find one takes longer than all the rest.
    """
    from PIL import Image

    card, palette = Image.new("P", (WIDTH, HEIGHT)), list[int]()
    parts = (
        (0, _TITLE_TOP, theme.accent),
        (_TITLE_TOP, _RULE - 4, theme.text),
        (_RULE - 4, _RULE + 4, theme.line),
        (_RULE + 4, HEIGHT, theme.muted),
    )
    for number, (top, bottom, colour) in enumerate(parts):
        first = number * _SHADES
        palette += [value for shade in range(_SHADES) for value in _blend(theme.paper, colour, shade)]
        part = ink.crop((0, top, WIDTH, bottom)).point([first + covered * _SHADES // 256 for covered in range(256)])
        card.paste(part, (0, top))
    card.putpalette(palette)
    return card


def _blend(paper: str, colour: str, shade: int) -> Iterator[int]:
    """Red, green and blue of so many shades of the colour on the paper."""
    for place in (1, 3, 5):
        ground, top = (int(one[place : place + 2], 16) for one in (paper, colour))
        yield round(ground + (top - ground) * shade / (_SHADES - 1))


def _line(draw: "ImageDraw", text: str, top: float, font: "FreeTypeFont", *, is_rtl: bool) -> None:
    """One line at the side where reading begins; cut at a word where it is too long."""
    if font.getlength(text) > _room():
        text = shortened(text, lambda shorter: font.getlength(shorter) <= _room())
    x, anchor = (WIDTH - _MARGIN, "ra") if is_rtl else (_MARGIN, "la")
    # the words themselves say in which direction they run: raqm, inside Pillow's wheels, hears them
    draw.text((x, top), text, _FULL, font, anchor=anchor)


def _title(draw: "ImageDraw", words: Words) -> None:
    size, lines = _fitted(words.title)
    height = size * _LEADING
    # a short title stands in the middle of its room, where the eye is
    top = _TITLE_TOP + (_TITLE_BOTTOM - _TITLE_TOP - height * len(lines)) / 2
    for number, line in enumerate(lines):
        _line(draw, line, top + number * height, _font("Bold", size), is_rtl=words.is_rtl)


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size that the whole title has room in, and its lines."""
    for size in _SIZES:
        lines = _lines(title, size)
        if _fits(lines, size):
            return size, lines
    smallest = _SIZES[-1]
    whole = " ".join(_broken(title, smallest))
    if _fits(_lines(whole, smallest), smallest):
        return smallest, _lines(whole, smallest)
    return smallest, _lines(shortened(whole, lambda text: _fits(_lines(text, smallest), smallest)), smallest)


def _fits(lines: list[str], size: int) -> bool:
    font = _font("Bold", size)
    is_low_enough = len(lines) * size * _LEADING <= _TITLE_BOTTOM - _TITLE_TOP
    return is_low_enough and all(font.getlength(line) <= _room() for line in lines)


def _lines(title: str, size: int) -> list[str]:
    """The title in lines that are filled word by word; a word that is too long stands in a line of its own."""
    font = _font("Bold", size)
    lines = [""]
    for word in title.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > _room():
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _broken(title: str, size: int) -> Iterator[str]:
    """The title's words, those wider than a line in pieces."""
    font = _font("Bold", size)
    for word in title.split(" "):
        wide = 0.0
        pieces = list[tuple[int, str]]()
        for cluster in _regex.clusters(word):
            wide += font.getlength(cluster)
            pieces.append((int(wide // (_room() * 0.9)), cluster))
        yield from ("".join(cluster for _, cluster in piece) for _, piece in groupby(pieces, lambda piece: piece[0]))


def _room() -> int:
    return WIDTH - 2 * _MARGIN


@cache
def _font(weight: str, size: int) -> "FreeTypeFont":
    from PIL.ImageFont import truetype

    return truetype(FONTS / f"DejaVuSansCondensed{'-' if weight else ''}{weight}.ttf", size)
