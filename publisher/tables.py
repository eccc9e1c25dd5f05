"""Read TOML and know on which line each key stands, so that a complaint can point at it."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_ERROR_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class TableError(ValueError):
    """TOML that cannot be read; `line` counts from 1 within the text given."""

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        super().__init__(text)


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The values of a TOML text, and the line (from 1) of each key by its dotted path."""

    values: dict[str, Any]
    lines: dict[tuple[str, ...], int]

    def line(self, *path: str) -> int:
        """The line of the key, or of the nearest table around it; 0 when neither is written."""
        for length in range(len(path), 0, -1):
            if found := self.lines.get(path[:length]):
                return found
        return 0


def parse(text: str) -> Tables:
    """Read TOML; raises `TableError` with the line and the reader's reason."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableError(_error_line(str(error), text), _ERROR_LINE.sub("", str(error)).strip()) from error
    return Tables(values=values, lines=_lines(text))


def _error_line(message: str, text: str) -> int:
    found = _ERROR_LINE.search(message)
    return int(found.group(1)) if found else text.count("\n") + 1


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Where each header and key stands; what looks like a key inside a multi-line value is none."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    open_value = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if open_value:
            open_value = _still_open(open_value + "\n" + line)
        elif header := _HEADER.match(line):
            table = _parts(header.group(1))
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(table + _parts(key.group(1)), number)
            open_value = _still_open(line)
    return found


def _still_open(statement: str) -> str:
    """The statement so far, or nothing once it is complete TOML by itself."""
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return statement
    return ""


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
