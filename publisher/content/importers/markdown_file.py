"""A post from a Markdown file of another site or another tool."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from publisher.content.frontmatter import FrontMatter, split
from publisher.content.importers import moments
from publisher.content.importers.decoding import decoded
from publisher.content.importers.imported import Imported, fitting_body, fitting_title
from publisher.content.importers.origin import Origin, same_words
from publisher.content.keys import NAMES, Keys
from publisher.content.prose import plain
from publisher.content.slugs import slugify
from publisher.errors import ContentError, ImporterError

# What has a field of its own: of each the first name that is there is taken, of tags all; the rest is kept.
_FIELDS = ("title", "date", "author", "summary", "slug")
_DATED_NAME = re.compile(r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})-(?P<rest>.+)")
_HASHED = re.compile(r" {0,3}(?P<hashes>#{1,6})[ \t](?P<text>.*)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|--+)[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ANCHOR = re.compile(r"\{#[^{}]*\}$")  # "## Rest {#rest}", an address that Hugo and Pandoc know


@dataclass(frozen=True, kw_only=True)
class _Heading:
    """A heading and its lines in the body, from `start` up to but without `end`."""

    text: str
    level: int
    start: int
    end: int


def read(name: str, content: bytes, origin: Origin) -> Imported:
    """The post in a Markdown file: its body as written, but for the heading that is the title.

    Front matter without a field of its own is kept in `extra`. Raises `ImporterError` for text that is not UTF-8,
    front matter that cannot be read, and a file without text.
    """
    head = _split(name, decoded(name, content))
    keys = Keys(head, name)
    title, body, title_notes = _title_and_body(name, plain(keys.text("title")), head.body)
    dated = _DATED_NAME.fullmatch(PurePosixPath(name).stem)
    stated = keys.text("date") or (dated["day"] if dated else "")
    published = moments.read(stated, origin) if stated else moments.Moment()
    return Imported(
        title=title,
        slug=slugify(keys.text("slug") or (dated["rest"] if dated else title)),
        body=fitting_body(name, title, body),
        authors=keys.texts("author"),
        published=published.value,
        tags=keys.texts("tags") or keys.texts("keywords"),
        summary=plain(keys.text("summary")),
        extra=_extra(head),
        notes=(*title_notes, *published.notes, *(f"Left out: {problem.text}." for problem in keys.problems)),
    )


def _split(name: str, text: str) -> FrontMatter:
    try:
        return split(name, text)
    except ContentError as error:
        raise ImporterError(str(error)) from error


def _extra(head: FrontMatter) -> dict[str, Any]:
    taken = {next((name for name in NAMES[field] if name in head.values), "") for field in _FIELDS}
    tags = {*NAMES["tags"]} & head.values.keys()
    taken |= tags or {*NAMES["keywords"]}
    return {name: value for name, value in head.values.items() if name not in taken}


def _title_and_body(name: str, stated: str, body: str) -> tuple[str, str, tuple[str, ...]]:
    """The title, the body without the heading that says it, and a note where the file's name had to serve."""
    lines = body.split("\n")
    heading = _title_heading(lines)
    text = plain(heading.text) if heading else ""
    if heading and text and (not stated or same_words(text, stated)):
        below = lines[heading.end :]
        rest = below[1:] if heading.start and below[:1] == [""] else below
        return fitting_title(name, stated or text), "\n".join(lines[: heading.start] + rest), ()
    if stated:
        return fitting_title(name, stated), body, ()
    dated = _DATED_NAME.fullmatch(PurePosixPath(name).stem)
    words = re.sub(r"[-_\s]+", " ", dated["rest"] if dated else PurePosixPath(name).stem).strip()
    title = fitting_title(name, words[:1].upper() + words[1:])
    return title, body, (f"The file names no title, so its own name became one: “{title}”.",)


def _title_heading(lines: list[str]) -> _Heading | None:
    """The first heading of the highest level, or the one that the text begins with."""
    found = list(_headings(lines))
    begins = next((heading for heading in found if not any(line.strip() for line in lines[: heading.start])), None)
    return begins or next((heading for heading in found if heading.level == 1), None)


def _headings(lines: list[str]) -> Iterator[_Heading]:
    fence = ""
    for i, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            fence = (
                "" if line.strip() and not line.strip().strip(fence[0]) and len(line.strip()) >= len(fence) else fence
            )
        elif mark:
            fence = mark.group(1)
        elif hashed := _HASHED.fullmatch(line):
            yield _Heading(
                text=_without_closing(hashed["text"].strip()), level=len(hashed["hashes"]), start=i, end=i + 1
            )
        elif _is_underlined(lines, i):
            level = 1 if "=" in lines[i + 1] else 2
            yield _Heading(text=line.strip(), level=level, start=i, end=i + 2)


def _without_closing(text: str) -> str:
    """A heading's text without the hashes that may close it and without an anchor."""
    bare = text.rstrip("#")
    return _ANCHOR.sub("", bare if not bare or bare.endswith((" ", "\t")) else text)


def _is_underlined(lines: list[str], i: int) -> bool:
    """Whether the line is a paragraph of its own with a line drawn below it."""
    is_first = i == 0 or not lines[i - 1].strip()
    is_text = bool(lines[i].strip()) and not lines[i].startswith(("    ", "\t", ">", "- ", "* ", "|"))
    return is_first and is_text and i + 1 < len(lines) and bool(_UNDERLINE.fullmatch(lines[i + 1]))
