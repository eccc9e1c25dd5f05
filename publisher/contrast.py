"""Whether everybody can read a theme's colours: in light, in dark, and where a mail program recolours the letter."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from publisher.errors import Problem
from publisher.layout import THEME_FILE
from publisher.theme import Theme

NEEDED = 4.5  # WCAG 2.2, 1.4.3, for text that is not large; each pair below also carries small text
# What the letter writes on what: text, small print, links and the blog's name; words of buttons and marked words.
_PAIRS = (
    *(("text", "paper"), ("text", "background"), ("muted", "paper"), ("muted", "background")),
    *(("accent", "paper"), ("accent", "background"), ("on_accent", "accent")),
)
_BASE = 21.247  # lightness of #333333, on which Outlook lays its dark mode
_DARK_INK, _LIGHT_GROUND = 150, 205  # brightness of 255: darker words and lighter grounds are changed, others kept
# sRGB to CIE XYZ and the white of D65 (IEC 61966-2-1).
_TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_TO_RGB = ((3.2404542, -1.5371385, -0.4985314), (-0.9692660, 1.8760108, 0.0415560), (0.0556434, -0.2040259, 1.0572252))
_WHITE = (0.95047, 1.0, 1.08883)

_Triple = tuple[float, float, float]


class Pair(NamedTuple):
    """Words on a ground in one `mode`, by their names in the theme, with the ratio there is and the one needed."""

    mode: str
    ink: str
    ground: str
    ratio: float
    needed: float = NEEDED

    @property
    def is_enough(self) -> bool:
        """Whether it can be read."""
        return self.ratio >= self.needed


def pairs(theme: Theme) -> Iterator[Pair]:
    """Every pair of colours that stand on each other in a letter, in each mode in which readers see it.

    `light` and `dark` are the theme's own. Programs that force a dark mode change the light colours themselves, and
    say nothing exact about how; two models stand for them. `forced dark` turns every lightness round, as Gmail on iOS
    and Outlook on Windows do: L becomes 110 - L in CIELAB, which is what Chromium does (dark_mode_color_filter.cc).
    `half forced dark` changes light grounds and dark words alone, as Outlook.com and Gmail on Android do: L as
    Microsoft's editor does it (roosterjs, getDarkColor.ts), brightness measured against Chromium's limits.
    """
    for mode, prefix in (("light", ""), ("dark", "dark_")):
        for ink, ground in ((f"{prefix}{ink}", f"{prefix}{ground}") for ink, ground in _PAIRS):
            yield Pair(mode, ink, ground, contrast(getattr(theme, ink), getattr(theme, ground)))
    for ink, ground in _PAIRS:
        words, behind = getattr(theme, ink), getattr(theme, ground)
        yield Pair("forced dark", ink, ground, contrast(_turned_round(words), _turned_round(behind)))
    for ink, ground in _PAIRS:
        words, behind = getattr(theme, ink), getattr(theme, ground)
        lightened = _on_grey(words) if _brightness(words) < _DARK_INK else words
        darkened = _on_grey(behind) if _brightness(behind) > _LIGHT_GROUND else behind
        yield Pair("half forced dark", ink, ground, contrast(lightened, darkened))


def problems(theme: Theme, line_of: Callable[[str, str], int]) -> Iterator[Problem]:
    """Every pair that some reader cannot read, with its place in the theme's file (see `line_of` of the letter's
    checks). Where a program's own recolouring takes it below, it is a warning: the models of these are not exact.
    """
    for pair in pairs(theme):
        if not pair.is_enough:
            yield Problem(
                source=THEME_FILE,
                line=line_of(THEME_FILE, f"{pair.ink} ="),
                text=f"{pair.ink!r} on {pair.ground!r} has {pair.ratio:.1f} to 1 in {pair.mode}; {pair.needed:g} are "
                "needed. Make one of them darker or lighter",
                is_warning=pair.mode.endswith("forced dark"),
            )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _turned_round(colour: str) -> str:
    return _with_lightness(colour, lambda lightness: min(110 - lightness, 100))


def _on_grey(colour: str) -> str:
    return _with_lightness(colour, lambda lightness: (100 - lightness) * (100 - _BASE) / 100 + _BASE)


def _brightness(colour: str) -> float:
    """From 0 to 255 (W3C, Techniques for Accessibility Evaluation and Repair Tools, 2.2)."""
    red, green, blue = _channels(colour)
    return 255 * (0.299 * red + 0.587 * green + 0.114 * blue)


def _luminance(colour: str) -> float:
    red, green, blue = map(_linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> _Triple:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel: float) -> int:
    """A channel as a screen takes it; colours it cannot show are cut to the nearest it can."""
    value = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
    return round(255 * min(max(value, 0), 1))


def _with_lightness(colour: str, change: Callable[[float], float]) -> str:
    """The colour with another CIELAB lightness and the same two colour axes (CIE 15)."""
    red, green, blue = map(_linear, _channels(colour))
    x, y, z = (
        _root((row[0] * red + row[1] * green + row[2] * blue) / white)
        for row, white in zip(_TO_XYZ, _WHITE, strict=True)
    )
    middle = (change(116 * y - 16) + 16) / 116
    changed = [
        white * _power(value) for value, white in zip((middle + x - y, middle, middle + z - y), _WHITE, strict=True)
    ]
    mixed = (sum(factor * value for factor, value in zip(row, changed, strict=True)) for row in _TO_RGB)
    return "#" + "".join(f"{_encoded(channel):02x}" for channel in mixed)


def _root(ratio: float) -> float:
    return ratio ** (1 / 3) if ratio > 216 / 24389 else (24389 / 27 * ratio + 16) / 116


def _power(value: float) -> float:
    return value**3 if value**3 > 216 / 24389 else (116 * value - 16) * 27 / 24389
