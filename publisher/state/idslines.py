"""The lines of config/ids.toml as this program writes them, read by patterns: far faster than by a reader of TOML."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

# Narrow on purpose: what is written differently, if only by a space, is left to a reader that knows all of TOML. Every
# line that fits must mean the same to both.
_STRING = r'"((?:[^"\\\x00-\x1f\x7f]|\\["\\bfnrt]|\\u00[01][0-9a-f]|\\u007f)*)"'
_DATE = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"
_IDENTITY = (
    rf"{_STRING} = \{{ file = {_STRING}, (?:address = {_STRING}, )?date = {_DATE}, public = {_DATE}, "
    rf"title = {_STRING}, words = {_STRING} \}}"
)
_GIVEN_UP = rf"{_STRING} = \{{\}}"
_FORMER = rf"{_STRING} = {_STRING}"
_ARCHIVE = rf"(0|[1-9]\d*) = \{{ date = {_DATE}, post = {_STRING} \}}"


def quoted(text: str) -> str:
    """The text as a TOML string, which is JSON's but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_quickly(text: str) -> dict[str, dict[str, Any]] | None:
    """The tables in a text of our own lines, as `tomllib` would read them; `None` for any other text."""
    tables = dict[str, dict[str, Any]]()
    try:
        for table, key, value in _entries(text):
            known = tables.setdefault(table, {})
            if key in known:
                return None
            known[key] = value
    except ValueError:  # not our line, or no date of any calendar
        return None
    return tables


def _entries(text: str) -> Iterator[tuple[str, str, Any]]:
    """Each line's table, key and value; raises `ValueError` at the first line that is not ours."""
    left = dict(_TABLES)
    table, entry = "", _NONE
    for line in text.split("\n"):
        if not line or (line[0] == "#" and line.isprintable()):
            continue
        if line[0] != "[":
            yield (table, *entry(line))
        elif line in left:
            table, entry = left.pop(line)
        else:
            raise ValueError(line)


def _identity(line: str) -> tuple[str, Any]:
    found = re.fullmatch(_IDENTITY, line)
    if not found:
        return _plain(_matched(_GIVEN_UP, line)[1]), {}
    key, file, address, date, public, title, words = found.groups()
    facts = {"file": _plain(file), "date": _moment(date), "public": _moment(public), "title": title, "words": words}
    return _plain(key), facts if address is None else {**facts, "address": _plain(address)}


def _former(line: str) -> tuple[str, Any]:
    found = _matched(_FORMER, line)
    return _plain(found[1]), _plain(found[2])


def _archive(line: str) -> tuple[str, Any]:
    found = _matched(_ARCHIVE, line)
    return found[1], {"date": _moment(found[2]), "post": _plain(found[3])}


def _unknown(line: str) -> tuple[str, Any]:
    raise ValueError(line)


_Reader = Callable[[str], tuple[str, Any]]
_NONE: _Reader = _unknown
_TABLES: dict[str, tuple[str, _Reader]] = {
    "[ids]": ("ids", _identity),
    "[moved]": ("moved", _former),
    "[archives]": ("archives", _archive),
}


def _matched(pattern: str, line: str) -> "re.Match[str]":
    found = re.fullmatch(pattern, line)
    if not found:
        raise ValueError(line)
    return found


def _plain(quoted_text: str) -> str:
    return str(json.loads(f'"{quoted_text}"')) if "\\" in quoted_text else quoted_text


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
