"""Addresses that authors fix, and the patterns that sites make them by; percent-encoding is left to `links`."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote

from publisher.content.slugs import slugify

# The styles of Jekyll, and what its `none` and ours come to: the name alone.
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_SEGMENT_BYTES = 200  # file systems take 255 for a name, and a suffix may follow
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\?#]")


class Facts(NamedTuple):
    """What placeholders stand for: `day` in the site's zone, `None` while it is not known; `name` is a slug."""

    name: str
    day: datetime | None
    categories: tuple[str, ...] | None


class UnknownFactError(ValueError):
    """A pattern asks for something that is not known of this post."""


def pattern(text: str) -> str:
    """The pattern as the settings may write it: a style of Jekyll by name, or a path with placeholders.

    Raises `ValueError` for a placeholder that nobody knows.
    """
    path = _STYLES.get(text.strip(), text.strip())
    for name in _PLACEHOLDER.findall(path):
        if name not in _PLACEHOLDERS:
            raise ValueError(f"has the placeholder :{name}; those known are {', '.join(f':{one}' for one in _KNOWN)}")
    return path


def fill(path: str, facts: Facts) -> str:
    """The path with its placeholders filled in; raises `ValueError` for one that is unknown, here or everywhere."""
    return _PLACEHOLDER.sub(lambda found: _PLACEHOLDERS[found.group(1)](facts), pattern(path))


def slug_of(path: str) -> str:
    """The path below the site's address that the text means, its letters unescaped, without slashes at its ends.

    It names a folder with a page in it, or, when it ends in `.html`, the page itself. Raises `ValueError` for a path
    that would lead elsewhere or could not be a file's.
    """
    if "{{" in path or "{%" in path:
        raise ValueError("holds code of another tool; write the address out, for example /2024/03/rest/")
    if _UNFIT.search(path) or "\ufffd" in unquote(path) or _UNFIT.search(bare := unquote(path)):
        raise ValueError(f"must be a path such as /2024/03/rest/, not {path[:80]!r}")
    parts = [part for part in bare.split("/") if part]
    if parts[1:] and parts[-1] in ("index.html", "index.htm"):
        parts.pop()
    if not parts or parts == ["index.html"]:
        raise ValueError("must not be the site's first page")
    if any(part.startswith(".") or len(part.encode()) > _SEGMENT_BYTES for part in parts):
        raise ValueError(f"has a part that begins with a dot or is longer than {_SEGMENT_BYTES} bytes")
    return "/".join(parts)


def _of_day(part: Callable[[datetime], str]) -> Callable[[Facts], str]:
    def written(facts: Facts) -> str:
        if facts.day is None:
            raise UnknownFactError("needs the day of a post")
        return part(facts.day)

    return written


def _name(facts: Facts) -> str:
    return facts.name


def _categories(facts: Facts) -> str:
    if facts.categories is None:
        raise UnknownFactError("needs the categories of a post")
    return "/".join(map(slugify, facts.categories))


# As Jekyll documents them, with Hugo's names for the same.
_PLACEHOLDERS: dict[str, Callable[[Facts], str]] = {
    "year": _of_day(lambda day: f"{day.year:04}"),
    "short_year": _of_day(lambda day: f"{day.year % 100:02}"),
    "month": _of_day(lambda day: f"{day.month:02}"),
    "i_month": _of_day(lambda day: f"{day.month}"),
    "day": _of_day(lambda day: f"{day.day:02}"),
    "i_day": _of_day(lambda day: f"{day.day}"),
    "y_day": _of_day(lambda day: f"{day:%j}"),
    "yearday": _of_day(lambda day: f"{day.timetuple().tm_yday}"),
    "hour": _of_day(lambda day: f"{day.hour:02}"),
    "minute": _of_day(lambda day: f"{day.minute:02}"),
    "second": _of_day(lambda day: f"{day.second:02}"),
    "title": _name,
    "slug": _name,
    "name": _name,
    "filename": _name,
    "categories": _categories,
    "output_ext": lambda _: ".html",
}
_KNOWN = ("year", "month", "day", "title", "slug", "categories")
