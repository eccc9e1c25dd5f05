"""A post as a file from elsewhere gave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from publisher.content.slugs import slugify
from publisher.errors import ImporterError

_TITLE_LIMIT = 200  # characters; what is longer is a paragraph


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A post before it is a file.

    `title` and `summary` are plain text of one line, `body` is Markdown without the title. `published` is a day, a
    moment with a time zone, or `None` where the source names neither. `slug` is `a-z`, `0-9` and hyphens, at most 80.
    `extra` holds the front matter of the source that has no field here. `notes` are sentences for the person: how
    something was read, and what was left out.
    """

    title: str
    slug: str
    body: str
    authors: tuple[str, ...] = ()
    published: date | datetime | None = None
    tags: tuple[str, ...] = ()
    summary: str = ""
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.published, datetime) and self.published.tzinfo is None:
            raise ValueError(f"published needs a time zone, got {self.published.isoformat()}")
        if self.title != one_line(self.title) or not self.title:
            raise ValueError(f"a title is one line of text: {self.title!r}")
        if self.slug != slugify(self.slug):
            raise ValueError(f"a slug is a-z, 0-9 and hyphens: {self.slug!r}")


def one_line(text: str) -> str:
    """The text with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def fitting_title(name: str, title: str) -> str:
    """The title as one line; raises `ImporterError` where it is empty or as long as a paragraph."""
    line = one_line(title)
    if not line:
        raise ImporterError(f"{name}: no title was found; put one on the first line and import the file again")
    if len(line) > _TITLE_LIMIT:
        problem = f"what stands in the place of the title is a whole paragraph ({line[:40]}…)"
        raise ImporterError(f"{name}: {problem}; put a short title above it and import the file again")
    return line


def fitting_body(name: str, title: str, body: str) -> str:
    """The body without empty lines around it; raises `ImporterError` where there is no text in it."""
    if not body.strip():
        raise ImporterError(f"{name}: there is no text below the title “{title[:60]}”; is the file a whole post?")
    return body.strip("\n")


def listed(lines: tuple[str, ...]) -> str:
    """The lines in quotes and with commas, long ones shortened, for a note."""
    return ", ".join(f"“{line}”" if len(line) <= 70 else f"“{line[:69].rstrip()}…”" for line in lines)
