"""Who wrote a page and when, from the line above its text."""

import re
from dataclasses import dataclass
from datetime import date

from publisher.content.importers import written_dates
from publisher.content.importers.origin import DateOrder

_LENGTH_LIMIT = 120  # characters; a longer line is a sentence
_NAME_WORDS = 8  # "Dr. Maria del Carmen Ruiz Soto, L.Ac." and a little more

_DONE = r"(?:written|posted|published|authored|(?:last )?updated|modified|reviewed|contributed)"
_LABEL = re.compile(rf"(?:(?:date|{_DONE}(?:\s+on)?|on|at)\b\s*:?\s*)+", re.IGNORECASE)
_BY = re.compile(
    rf"(?:(?:(?:article|post|story|text|words)\s+)?(?:{_DONE}\s+)?by\s*:|authors?\s*:|"
    rf"(?:(?:article|post|story|text|words)\s+|{_DONE}\s+)+by\b|(?P<bare>by)\b)\s*(?P<name>.+)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[~|·•–—]\s*|\s+-\s+|\s*,\s*(?=\|)|(?<=\|)\s*,\s*")
_PHRASE_INSIDE = re.compile(r"(?<=\S)\s+(?=(?:by|in)\s+\S)", re.IGNORECASE)
_TIME = re.compile(
    r"(?:\bat\s+|\bT)?(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\s*(?:[ap]\.?m\b\.?)?(?:\s*[A-Z]{1,4}\b)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:about\s+)?[0-9]+\s*-?\s*min(?:ute)?s?\.?(?:\s+(?:read|reading time))?|(?:[0-9]+|no)\s+comments?", re.IGNORECASE
)
_CATEGORY = re.compile(r"in\s+\S.*", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*;\s*|,?\s+(?:and|&)\s+", re.IGNORECASE)
_PARTICLES = {"and", "de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "van", "von", "zu", "bin"}
_EXPLICIT = re.compile(rf"(?:{_DONE}\b|authors?\s*:|by\s*:)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Byline:
    """What a byline says; `asides` are parts that a post has no place for, such as the time it takes to read."""

    authors: tuple[str, ...] = ()
    day: date | None = None
    asides: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read(line: str, order: DateOrder) -> Byline | None:
    """The byline that the line is, as a whole; `None` for any other line."""
    if len(line) > _LENGTH_LIMIT:
        return None
    found = written_dates.find(line, order)
    parts = _parts(f"{line[: found.start]}|{line[found.end :]}" if found else line)
    authors: list[str] = []
    asides: list[str] = []
    for part in parts:
        names = _authors(part, bare_name=bool(found or authors) and len(parts) < 4)
        if not names and not _is_aside(part, order):
            return None
        authors += names
        asides += [] if names else [part]
    if not authors and not found and not (asides and all(map(_ASIDE.fullmatch, asides))):
        return None
    return Byline(
        authors=tuple(dict.fromkeys(authors)),
        day=found.day if found else None,
        asides=tuple(asides),
        notes=(found.note,) if found and found.note else (),
    )


def is_explicit(line: str) -> bool:
    """Whether a byline says that it is one ("Written by …"), so that it can be believed below a text too."""
    return bool(_EXPLICIT.match(line))


def _parts(line: str) -> list[str]:
    """The line cut at its separators, without labels such as "Posted on"."""
    timeless = _TIME.sub("|", line)
    pieces = [piece for part in _SEPARATOR.split(timeless) for piece in _phrases(part)]
    stripped = (piece.strip(" ,:") for piece in pieces)
    # "Written by: …" keeps its label, which says that a name follows
    unlabelled = (piece if _BY.fullmatch(piece) else _LABEL.sub("", piece, count=1) for piece in stripped)
    return [_trailing_on(piece) for piece in unlabelled if _trailing_on(piece)]


def _phrases(part: str) -> list[str]:
    label = _BY.match(part)
    start = label.start("name") if label else 0
    return [part[:start] + phrase if i == 0 else phrase for i, phrase in enumerate(_PHRASE_INSIDE.split(part[start:]))]


def _trailing_on(piece: str) -> str:
    return re.sub(r"(?:^|\s+)(?:on|at)$", "", piece).strip(" ,")


def _authors(part: str, *, bare_name: bool) -> list[str]:
    """The names in "by …", or in the part as a whole where a date beside it makes a bare name likely."""
    by = _BY.fullmatch(part)
    if by and (not by["bare"] or _is_name(by["name"])):
        return _names(by["name"])
    return _names(part) if bare_name and not by and _is_name(part) else []


def _names(text: str) -> list[str]:
    if len(text.split()) > _NAME_WORDS * 2:
        return []
    return [name.strip(" ,") for name in _BETWEEN_NAMES.split(text) if name.strip(" ,")]


def _is_name(text: str) -> bool:
    """Whether every word could be of a name: a capital, a script without capitals, or "van", "de" and the like."""
    words = text.split()
    fits = all(not word[0].islower() or word.lower() in _PARTICLES for word in words)
    begins = bool(words) and words[0][0].isalpha() and words[0].lower() not in {"and", "the"}
    return begins and fits and len(words) <= _NAME_WORDS and not any(char.isdigit() or char in "?!:" for char in text)


def _is_aside(part: str, order: DateOrder) -> bool:
    return bool(_ASIDE.fullmatch(part) or _CATEGORY.fullmatch(part)) or written_dates.find(part, order) is not None
