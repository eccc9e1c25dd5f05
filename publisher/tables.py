"""Read TOML and know on which line each key stands, so that a complaint can point at it."""

import re
import tomllib
from collections.abc import Iterator
from functools import cached_property
from typing import Any

_STRING = r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
_PART = rf"[A-Za-z0-9_-]+|{_STRING}"
_PATH = rf"(?:{_PART})(?:[ \t]*\.[ \t]*(?:{_PART}))*"
_HEADER = rf"\s*\[\[?[ \t]*({_PATH})[ \t]*\]"
_KEY = rf"\s*({_PATH})[ \t]*="
# What carries a value over a line end or only looks as if it did; the longer strings must be tried first.
_TOKEN = rf"""(?s)\"{{3}}(?:[^\\]|\\.)*?\"{{3,5}}|'{{3}}.*?'{{3,5}}|{_STRING}|#[^\n]*|[\[\]{{}}\n]"""
_ERROR_LINE = r"\(at line (\d+), column \d+\)"


class TableError(ValueError):
    """TOML that cannot be read; `line` counts from 1 within the text given."""

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        super().__init__(text)


class Tables:
    """The values of a TOML text, and the line (from 1) of each key by its dotted path."""

    def __init__(self, values: dict[str, Any], text: str) -> None:
        self.values = values
        self._text = text

    @cached_property
    def lines(self) -> dict[tuple[str, ...], int]:
        """Looked for when first asked: settings without a fault need none."""
        return _lines(self._text)

    def line(self, *path: str) -> int:
        """The line of the key, or of the nearest table around it; 0 when neither is written.

        A table that is never opened by itself begins with its first key (`site.title = …`).
        """
        for length in range(len(path), 0, -1):
            around = path[:length]
            within = (line for key, line in self.lines.items() if key[:length] == around)
            if found := self.lines.get(around) or next(within, 0):
                return found
        return 0


def parse(text: str) -> Tables:
    """Read TOML; raises `TableError` with the line and the reader's reason."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableError(_error_line(str(error), text), re.sub(_ERROR_LINE, "", str(error)).strip()) from error
    except (RecursionError, ValueError) as error:  # the standard library lets these two through
        raise TableError(1, "it is nested too deep, or a number in it is too long") from error
    return Tables(values, text)


def _error_line(message: str, text: str) -> int:
    found = re.search(_ERROR_LINE, message)
    return int(found.group(1)) if found else text.count("\n") + 1


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Where each header and key stands; what looks like a key inside a multi-line value is none."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, statement in _statements(text):
        if header := re.match(_HEADER, statement):
            table = _parts(header.group(1))
            found.setdefault(table, number)
        elif key := re.match(_KEY, statement):
            found.setdefault(table + _parts(key.group(1)), number)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header or key with its whole value, and the line on which it begins."""
    text += "\n"
    line, start, depth = 1, 0, 0
    for token in re.finditer(_TOKEN, text):
        mark = token.group()
        depth += (mark in "[{") - (mark in "]}")
        if mark == "\n" and not depth:
            yield line, text[start : token.start()]
            line, start = line + text.count("\n", start, token.end()), token.end()


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(_unquoted(part) if part[0] in "\"'" else part for part in re.findall(_PART, dotted))


def _unquoted(part: str) -> str:
    return str(tomllib.loads(f"part = {part}")["part"])
