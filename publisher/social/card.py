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
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_MARGIN = 84
_BAR = 20
_SIZES = (92, 84, 76, 68, 60, 54, 48)  # of the title, in pixels: the largest that fits
_LEADING = 1.16
_SMALL = 34
_TITLE_TOP, _TITLE_BOTTOM = 176, 512
_COLOURS = 64


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

    image = Image.new("RGB", (WIDTH, HEIGHT), theme.paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, _BAR - 1), theme.accent)
    _line(draw, words.site, _MARGIN, _font("Bold", _SMALL), theme.accent, is_rtl=words.is_rtl)
    _title(draw, words, theme)
    draw.line((_MARGIN, 548, WIDTH - _MARGIN, 548), theme.line, 2)
    _line(draw, words.day, 560, _font("", _SMALL - 4), theme.muted, is_rtl=words.is_rtl)
    content = BytesIO()
    # few colours, and none mixed by chance: small, and the same every time
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
    return content.getvalue()


def _line(draw: "ImageDraw", text: str, top: float, font: "FreeTypeFont", colour: str, *, is_rtl: bool) -> None:
    """One line at the side where reading begins; cut at a word where it is too long."""
    if font.getlength(text) > _room():
        text = shortened(text, lambda shorter: font.getlength(shorter) <= _room())
    x, anchor = (WIDTH - _MARGIN, "ra") if is_rtl else (_MARGIN, "la")
    # the words themselves say in which direction they run: raqm, inside Pillow's wheels, hears them
    draw.text((x, top), text, colour, font, anchor=anchor)


def _title(draw: "ImageDraw", words: Words, theme: Theme) -> None:
    size, lines = _fitted(words.title)
    height = size * _LEADING
    # a short title stands in the middle of its room, where the eye is
    top = _TITLE_TOP + (_TITLE_BOTTOM - _TITLE_TOP - height * len(lines)) / 2
    for number, line in enumerate(lines):
        _line(draw, line, top + number * height, _font("Bold", size), theme.text, is_rtl=words.is_rtl)


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
