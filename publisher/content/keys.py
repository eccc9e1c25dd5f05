"""Front matter under the names that generators use, each value in its own type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from publisher.characters import legible
from publisher.content import dates
from publisher.content.frontmatter import FrontMatter
from publisher.errors import Problem

_Value = TypeVar("_Value")

# Ours first, then what other generators call it.
_NAMES = {
    "title": ("title",),
    "date": ("date", "published", "pubdate", "publishdate"),
    "updated": ("updated", "lastmod", "modified", "last_modified_at"),
    "author": ("author", "authors", "by"),
    "tags": ("tags", "categories", "category", "keywords"),
    "summary": ("summary", "description", "excerpt"),
    "slug": ("slug",),
    "id": ("id", "guid"),
    "language": ("language", "lang"),
    "image": ("image", "cover"),
    "image_alt": ("image_alt",),
    "draft": ("draft",),
    "social": ("social",),
}
_KNOWN = {name for names in _NAMES.values() for name in names}
_YES_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass
class Keys:
    """Typed reading of one file's front matter; what does not fit lands in `problems`, with its line."""

    head: FrontMatter
    source: str
    problems: list[Problem] = field(default_factory=list)

    def text(self, key: str) -> str:
        """The value as one line of text, `""` where there is none."""
        return self._read(key, _line, "")

    def checked(self, key: str, convert: Callable[[str], str]) -> str:
        """The value as `convert` returns it, `""` where there is none; its `ValueError` becomes a problem."""
        return self._read(key, lambda value: convert(line) if (line := _line(value)) else "", "")

    def texts(self, key: str) -> tuple[str, ...]:
        """The values of a list, or of a text with commas; trimmed, without empty or repeated ones, in order."""
        return self._read(key, _lines, ())

    def moment(self, key: str, zone: ZoneInfo) -> datetime | None:
        """The moment in UTC (see `dates.parse`), `None` where there is none."""
        return self._read(key, lambda value: dates.parse(value, zone), None)

    def flag(self, key: str) -> bool:
        """True or false; false where there is none. A misspelt name is a problem: `drfat: true` must not publish."""
        for other in get_close_matches(key, self.head.values.keys() - _KNOWN, cutoff=0.7):
            self.complain(key, f"unknown key {other!r}; did you mean {key!r}?")
        return self._read(key, _flag, False)

    def table(self, key: str) -> Mapping[str, str]:
        """Texts by name; empty where there is none."""
        return self._read(key, _table, {})

    def rest(self) -> dict[str, Any]:
        """Every key not known here, dates as ISO text."""
        return {key: _plain(value) for key, value in self.head.values.items() if key not in _KNOWN}

    def complain(self, key: str, text: str) -> None:
        """Put a problem on the list, at the line of the key or at the top of the file."""
        line = next((self.head.lines[name] for name in _NAMES[key] if name in self.head.lines), 1)
        self.problems.append(Problem(source=self.source, line=line, text=text))

    def _read(self, key: str, convert: Callable[[Any], _Value], nothing: _Value) -> _Value:
        for name in _NAMES[key]:
            if name in self.head.values:
                try:
                    return convert(self.head.values[name])
                except ValueError as error:
                    self.complain(key, f"{name!r} {error}")
                    return nothing
        return nothing


def _line(value: Any) -> str:
    if isinstance(value, dict):  # Hugo and Astro write {url: …, alt: …} and {name: …}
        value = next((value[name] for name in ("name", "url", "src", "path", "image") if name in value), "")
    if isinstance(value, list):
        raise ValueError("must be one text, not a list")
    return " ".join(legible(str(_plain(value))).split())


def _lines(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else str(_line(value)).split(",")
    return tuple(dict.fromkeys(line for line in map(_line, items) if line))


def _flag(value: Any) -> bool:
    if str(value).lower() not in _YES_NO:
        raise ValueError("must be true or false")
    return _YES_NO[str(value).lower()]


def _table(value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict) or any(isinstance(text, dict | list) for text in value.values()):
        raise ValueError("must be a table of texts, one a network")
    return {name: legible(str(_plain(text))).strip() for name, text in value.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else str(value)
