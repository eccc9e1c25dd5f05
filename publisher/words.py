"""The fixed words of letters and pages in a language, each kind from a file of its own among the templates."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from publisher.errors import Problem, TemplateError
from publisher.languages import direction

LETTERS, PAGES = "newsletter/words.toml", "pages/words.toml"
_FALLBACK = "en"
# What must be filled into each phrase and pattern, so that a site's own words leave nothing out.
_FIELDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    LETTERS: {
        **dict.fromkeys(("unsubscribe", "view", "read_on", "read_on_web", "contents"), frozenset()),
        "reason": frozenset({"title", "site"}),
        "label": frozenset({"words", "what"}),
        "image": frozenset({"alt"}),
        "date": frozenset({"day", "month", "year"}),
        "month": frozenset({"month", "year"}),
        "week": frozenset({"week", "year"}),
    },
    PAGES: {
        **dict.fromkeys(
            "skip all_posts feeds_link letters_link no_posts years other_years updated by files share tags tag_feed "
            "no_letters feed_what feed_how feed_get feed_give feed_else feed_every feed_same feed_all feed_import "
            "feed_tag feed_author feed_language".split(),
            frozenset(),
        ),
        **dict.fromkeys(("newer", "older", "posts_from"), frozenset({"year"})),
        **dict.fromkeys(("tags_about", "letters_about", "follow", "follow_about"), frozenset({"site"})),
        "posts_from_about": frozenset({"site", "year"}),
        "also_on": frozenset({"where"}),
        "tagged": frozenset({"tag"}),
        "tagged_about": frozenset({"site", "tag"}),
        "address_of": frozenset({"title"}),
    },
}
_MONTHS = ("months", "months_in_dates")
_OF_DATES = frozenset(("date", "month", "week", *_MONTHS))
# Regions that write in another script than their language mostly does (CLDR, likely subtags).
_SCRIPTS = dict.fromkeys(("zh-TW", "zh-HK", "zh-MO"), "zh-Hant")


class Phrase(NamedTuple):
    """A phrase in the language asked for; where that has none, in the `language` named, which runs in `direction`."""

    text: str
    language: str = ""
    direction: str = ""

    @property
    def width_px(self) -> int:
        """About how wide it is at 16 pixels, rather too wide: what must be drawn in numbers has room for it."""
        from unicodedata import east_asian_width

        return sum(17 if east_asian_width(letter) in "WF" else 10 for letter in self.text)


class Words(NamedTuple):
    """The fixed words for readers of one language: phrases by name, and what its dates are made of, if it has that."""

    phrases: Mapping[str, Phrase]
    dates: Mapping[str, Any]


def words_for(language: str, template_folders: Sequence[Path], file: str = LETTERS) -> Words:
    """The words of a file for a language (BCP 47): from its own table, those around it, then the English one.

    An earlier folder's file wins over a later one's, word by word. Raises `TemplateError` with every slip of the tables
    that were looked at, and its line.
    """
    found: dict[str, tuple[str, Any]] = {}
    for tag in _from_near_to_far(language):
        for folder in template_folders:
            for name, value in _table(folder, file, tag).items():
                found.setdefault(name, (tag, value))
    phrases = {name: _phrase(text, tag, language) for name, (tag, text) in found.items() if name not in _OF_DATES}
    # English names of months in a French date would be worse than figures, which all can read
    dates = {name: value for name, (tag, value) in found.items() if name in _OF_DATES and _is_near(tag, language)}
    return Words(phrases, dates)


def _phrase(text: str, tag: str, language: str) -> Phrase:
    return Phrase(text) if _is_near(tag, language) else Phrase(text, tag, direction(tag))


def _is_near(tag: str, language: str) -> bool:
    """Whether both are the same language, perhaps in another region or script."""
    return tag.split("-")[0] == language.split("-")[0]


def _from_near_to_far(language: str) -> Iterator[str]:
    """The tag, then the tag with less and less behind it (RFC 4647 section 3.4), at last English."""
    parts = language.split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        yield tag
        if tag in _SCRIPTS:
            yield _SCRIPTS[tag]
    if parts[0] != _FALLBACK:
        yield _FALLBACK


def _table(folder: Path, file: str, tag: str) -> Mapping[str, Any]:
    """What a folder's file says in one language, checked; nothing where it, or the file, is missing."""
    from publisher.tables import TableError, parse

    path, source = folder / file, f"templates/{file}"
    if not path.is_file():
        return {}
    try:
        tables = parse(_of_language(path.read_text("utf-8-sig"), tag))
    except TableError as error:
        problem = Problem(source=source, line=error.line, text=f"is not valid TOML: {error}")
        raise TemplateError([problem]) from error
    except UnicodeDecodeError as error:
        raise TemplateError([Problem(source=source, text=f"is not UTF-8 at byte {error.start}")]) from error
    values: dict[str, Any] = tables.values.pop(tag, {})
    problems: list[tuple[tuple[str, ...], str]]
    problems = [
        ((name,), f"{name!r} stands in no language; write one above it, such as [fi]") for name in tables.values
    ]
    problems += [
        ((tag, name), text) for name, value in values.items() if (text := _objection(_FIELDS[file], name, value))
    ]
    if problems:
        raise TemplateError(Problem(source=source, line=tables.line(*key), text=text) for key, text in problems)
    return values


def _of_language(text: str, tag: str) -> str:
    """The lines of one table, where they stand, and those before the first: to read them all takes ten times as long,
    and pages in one language are made by many processes.
    """
    headers = [(found.start(), found[1]) for found in re.finditer(r"(?m)^\[([\w-]+)\]", text)]
    ends = [start for start, _ in headers[1:]] + [len(text)]
    kept = text[: headers[0][0]] if headers else text
    for (start, name), end in zip(headers, ends, strict=False):
        if name == tag:
            kept += "\n" * text.count("\n", len(kept), start) + text[start:end]
    return kept


def _objection(fields: Mapping[str, frozenset[str]], name: str, value: Any) -> str:
    """What is wrong with one phrase, pattern or list of months, or nothing."""
    if name in _MONTHS:
        is_whole = isinstance(value, list) and len(value) == 12 and all(isinstance(month, str) for month in value)
        return "" if is_whole else f"{name!r} must be a list of twelve names"
    if name not in fields:
        from difflib import get_close_matches

        near = get_close_matches(name, (*fields, *_MONTHS), n=1)
        return f"unknown key {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    return _pattern_objection(name, value, fields[name])


def _pattern_objection(name: str, value: Any, wanted: frozenset[str]) -> str:
    from string import Formatter

    if not isinstance(value, str):
        return f"{name!r} must be text in quotes"
    try:
        parts = list(Formatter().parse(value))
    except ValueError:
        parts = [("", "{", None, None)]
    plain = all(not spec and not conversion for _, _, spec, conversion in parts)
    if not plain or {field for _, field, _, _ in parts if field is not None} != wanted:
        fields = " and ".join(f"{{{field}}}" for field in sorted(wanted)) or "nothing"
        return f"{name!r} must have {fields} in braces, and no other braces"
    return ""
