"""Front matter under the names that generators use, each value in its own type."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from publisher.characters import legible, one_line
from publisher.content import dates
from publisher.content.frontmatter import FrontMatter
from publisher.errors import Problem

_Value = TypeVar("_Value")

# Ours first, then what other generators call it; but a day set for publication (Hugo) goes before that of writing.
NAMES = {
    "title": ("title",),
    "date": ("publishdate", "date", "published", "pubdate"),
    "updated": ("updated", "lastmod", "modified", "updateddate", "last_modified_at"),
    "author": ("author", "authors", "by"),
    "tags": ("tags", "categories", "category"),
    "categories": ("categories", "category"),
    "keywords": ("keywords",),
    "summary": ("summary", "description", "excerpt"),
    "slug": ("slug",),
    "permalink": ("permalink", "url"),
    "id": ("id", "guid"),
    "language": ("language", "lang"),
    "image": (
        *("image", "cover", "heroimage", "hero_image", "featured_image", "featuredimage", "feature_image"),
        *("cover_image", "coverimage", "images", "thumbnail"),
    ),
    "image_alt": (
        *("image_alt", "imagealt", "cover_alt", "coveralt", "heroimagealt", "hero_image_alt"),
        *("featured_image_alt", "featuredimagealt", "feature_image_alt", "cover_image_alt", "coverimagealt"),
    ),
    "enclosure": ("enclosure", "enclosures", "audio", "podcast", "file"),
    "duration": ("duration",),
    "draft": ("draft",),
    "published": ("published", "publish"),
    "status": ("status",),
    "visibility": ("visibility",),
    "private": ("private",),
    "headless": ("headless",),
    "unlisted": ("unlisted",),
    "hidden": ("hidden",),
    "excluded": ("eleventyexcludefromcollections",),
    "feed": ("feed", "feeds"),
    "social": ("social",),
}
_KNOWN = frozenset(name for names in NAMES.values() for name in names)
_YES_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass
class Keys:
    """Typed reading of one file's front matter.

    What does not fit lands in `problems`, with its line; what is read but worth a look, in `warnings`. `names` are the
    keys that have a meaning, each under the names it may be written with.
    """

    head: FrontMatter
    source: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NAMES)

    def text(self, key: str) -> str:
        """The value as one line of text, `""` where there is none."""
        return self._read(key, _line, "")

    def checked(self, key: str, convert: Callable[[str], str]) -> str:
        """The value as `convert` returns it, `""` where there is none; its `ValueError` becomes a problem."""
        return self._read(key, lambda value: convert(line) if (line := _line(value)) else "", "")

    def first(self, key: str, convert: Callable[[str], str]) -> str:
        """The same of a value that may be a list: its first one."""

        def one(value: Any) -> str:
            line = _line(value[0]) if isinstance(value, list) and value else "" if value == [] else _line(value)
            return convert(line) if line else ""

        return self._read(key, one, "")

    def texts(self, key: str, mark: str = ",") -> tuple[str, ...]:
        """The values of every list under the key's names, or of texts with a `mark` between them.

        Trimmed, without empty or repeated ones, in order.
        """
        found: dict[str, None] = {}
        for name, value in self._written(key):
            lines: list[str] = []
            found |= dict.fromkeys(self._converted(key, name, value, lambda value: _lines(value, mark), lines))
        return tuple(found)

    def moment(self, key: str, zone: ZoneInfo) -> datetime | None:
        """The moment in UTC (see `dates.parse`), `None` where there is none."""
        return self._read(key, lambda value: dates.parse(value, zone), None)

    def flag(self, key: str, *, otherwise: bool = False) -> bool:
        """True or false, or `otherwise` where there is none."""
        return self._read(key, _flag, otherwise)

    def table(self, key: str) -> Mapping[str, str]:
        """Texts by name; empty where there is none."""
        return self._read(key, _table, {})

    def anything(self, key: str) -> Any:
        """The value as it is written, `None` where there is none."""
        return next((value for _, value in self._written(key)), None)

    def beside(self, key: str, name: str) -> str:
        """A text beside the value, where the value is a table (`image: {src: …, alt: …}`) or a list that begins so."""
        value = self.anything(key)
        value = value[0] if isinstance(value, list) and value else value
        return _line(value.get(name, "")) if isinstance(value, dict) else ""

    def unknown(self) -> list[str]:
        """The keys that no reading here asks for."""
        known = _KNOWN if self.names is NAMES else {name for names in self.names.values() for name in names}
        return [key for key in self.head.values if key not in known]

    def rest(self) -> dict[str, Any]:
        """Every key not known here, dates as ISO text."""
        return {key: _plain(self.head.values[key]) for key in self.unknown()}

    def misspelt(self, key: str) -> str:
        """An unknown key that was likely meant to be this one, `""` where there is none."""
        return next((other for other in self.unknown() if _is_close(other, key)), "")

    def complain(self, key: str, text: str) -> None:
        """Put a problem on the list, at the line of the key or at the top of the file."""
        self.problems.append(Problem(source=self.source, line=self._line(key), text=text))

    def warn(self, key: str, text: str) -> None:
        """The same with a warning."""
        self.warnings.append(Problem(source=self.source, line=self._line(key), text=text, is_warning=True))

    def warn_at(self, line: int, text: str, *, is_warning: bool = True) -> None:
        """The same at a line of the file; what is no warning is published all the same, but nothing is mailed."""
        self.warnings.append(Problem(source=self.source, line=line, text=text, is_warning=is_warning))

    def _line(self, key: str) -> int:
        return next((self.head.lines[name] for name in self.names[key] if name in self.head.lines), 1)

    def _written(self, key: str) -> Iterator[tuple[str, Any]]:
        return ((name, self.head.values[name]) for name in self.names[key] if name in self.head.values)

    def _read(self, key: str, convert: Callable[[Any], _Value], nothing: _Value) -> _Value:
        for name, value in self._written(key):
            if key != "date" or str(value).lower() not in _YES_NO:  # `published: false` is no date
                return self._converted(key, name, value, convert, nothing)
        return nothing

    def _converted(self, key: str, name: str, value: Any, convert: Callable[[Any], _Value], nothing: _Value) -> _Value:
        try:
            return convert(value)
        except ValueError as error:
            self.complain(key, f"{name!r} {error}")
            return nothing


@lru_cache(maxsize=512)
def _is_close(written: str, meant: str) -> bool:
    from difflib import get_close_matches

    return bool(get_close_matches(meant, [written], cutoff=0.7))


def _line(value: Any) -> str:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):  # Hugo and Astro write {url: …, alt: …} and {name: …}
        value = next((value[name] for name in ("name", "url", "src", "path", "image", "file") if name in value), "")
    if isinstance(value, list):
        raise ValueError("must be one text, not a list")
    return one_line(str(_plain(value)))


def _lines(value: Any, mark: str) -> list[str]:
    items = value if isinstance(value, list) else _line(value).split(mark)
    return [line for line in map(_line, items) if line]


def _flag(value: Any) -> bool:
    if str(value).lower() not in _YES_NO:
        raise ValueError("must be true or false")
    return _YES_NO[str(value).lower()]


def _table(value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict) or any(isinstance(text, dict | list) for text in value.values()):
        raise ValueError("must be a table of texts, one a network")
    return {name: legible(str(_plain(text))).strip() for name, text in value.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else str(value)
