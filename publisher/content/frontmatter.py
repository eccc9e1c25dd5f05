"""Split a post into its front matter (YAML, TOML, JSON or header lines) and its Markdown."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from publisher.content import headerlines, yamlhead
from publisher.errors import ContentError
from publisher.tables import TableError
from publisher.tables import parse as parse_toml

_Value = TypeVar("_Value")
_Head = tuple[dict[str, Any], dict[str, int]]

_FENCE = re.compile(r"(?:---(ya?ml|json|toml)?|(\+\+\+))[ \t]*\n")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_JSON = r"\{\s*\""  # "{{", "{%" and "{:" begin the text of a post
_LIMIT = 64 * 1024  # nobody writes more by hand; a bomb does
_LARGEST = 64  # bits; TOML promises no more, and Python will not write a number of thousands of digits


class FrontMatter(NamedTuple):
    """The head of a post and its body.

    `values` holds each key in lower case; YAML scalars are the text as written (a title `2025` stays `"2025"`; a key
    without a value, or with `null`, is left out), TOML keeps its dates. `body_line` is the line of the file, from 1,
    on which `body` begins; `lines` the line of each top-level key.
    """

    values: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int


def split(source: str, text: str) -> FrontMatter:
    """The front matter and body of a file's text (LF line ends); a file without front matter is all body.

    YAML stands between lines of `---`, TOML between lines of `+++`, JSON between its braces; lines of `Title: …` up to
    the first empty one are Pelican's. Raises `ContentError` naming `source` and the line.
    """
    if opening := _FENCE.match(text):
        return _fenced(source, text, opening)
    if re.match(_JSON, text):
        return _braced(source, text)
    if header := headerlines.read(text):
        _check_length(source, text[: header.end])
        return _front_matter(source, (header.values, header.lines), text, header.end)
    return FrontMatter(values={}, lines={}, body=text, body_line=1)


def _fenced(source: str, text: str, opening: re.Match[str]) -> FrontMatter:
    fence = text[:3]
    closing = _CLOSING[fence].search(text, opening.end())
    if closing is None:
        raise ContentError.at(source, 1, f"the front matter is never closed; end it with a line of {fence}")
    head = text[opening.end() : closing.start()]
    _check_length(source, head)
    read = _READERS["toml" if fence == "+++" else opening.group(1) or "yaml"]
    return _front_matter(source, read(source, head), text, closing.end())


def _braced(source: str, text: str) -> FrontMatter:
    """What stands in braces at the top, as Hugo reads it."""
    import json

    try:
        _, end = json.JSONDecoder(parse_int=str).raw_decode(text[: _LIMIT + 1])
    except (ValueError, RecursionError):
        _check_length(source, text)
        end = len(text)  # read again, to be told of
    return _front_matter(source, _read_json(source, text[:end], line=1), text, end)


def _check_length(source: str, head: str) -> None:
    if len(head) > _LIMIT:
        words = f"the front matter is longer than {_LIMIT // 1024} KiB; move the text below it"
        raise ContentError.at(source, 1, words)


def _front_matter(source: str, head: _Head, text: str, end: int) -> FrontMatter:
    values, lines = head
    return FrontMatter(
        values=_lower(source, values, lines),
        lines=_lower(source, lines, lines),
        body=text[end:],
        body_line=text.count("\n", 0, end) + 1,
    )


def _lower(source: str, by_key: dict[str, _Value], lines: dict[str, int]) -> dict[str, _Value]:
    """The same under keys in lower case; `Title` beside `title` is refused, because one would hide the other."""
    lowered: dict[str, _Value] = {}
    for key, value in by_key.items():
        if key.lower() in lowered:
            raise ContentError.at(source, lines.get(key, 1), f"the front matter has the key {key.lower()!r} twice")
        lowered[key.lower()] = value
    return lowered


def _read_toml(source: str, head: str) -> _Head:
    try:
        tables = parse_toml(head)
    except TableError as error:
        raise ContentError.at(source, error.line + 1, f"the front matter is not valid TOML: {error}") from error
    lines = {path[0]: line + 1 for path, line in reversed(tables.lines.items()) if path}
    return _bounded(source, tables.values, lines)


def _read_json(source: str, head: str, line: int = 2) -> _Head:
    import json

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in pairs:
            if key in values:
                raise ContentError.at(
                    source, _json_line(head, key, line), f"the front matter has the key {key!r} twice"
                )
            values[key] = value
        return {key: value for key, value in values.items() if value is not None}

    try:
        values = json.loads(head, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        problem = f"the front matter is not valid JSON: {error.msg}"
        raise ContentError.at(source, error.lineno + line - 1, problem) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of brackets
        raise ContentError.at(source, line, "the front matter is nested too deep or holds a huge number") from error
    if not isinstance(values, dict):
        raise ContentError.at(source, line, "the front matter must be a table in braces")
    return _bounded(source, values, {key: _json_line(head, key, line) for key in values})


def _json_line(head: str, key: str, first: int) -> int:
    return head.count("\n", 0, max(head.find(f'"{key}"'), 0)) + first


def _bounded(source: str, values: dict[str, Any], lines: dict[str, int]) -> _Head:
    for key, value in values.items():
        if _outgrown(value):
            raise ContentError.at(source, lines.get(key, 1), f"{key!r} is nested too deep or a number too large")
    return values, lines


def _outgrown(value: Any, depth: int = 0) -> bool:
    if isinstance(value, int):
        return value.bit_length() > _LARGEST
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth > yamlhead.DEPTH or any(_outgrown(item, depth + 1) for item in items)


_READERS: dict[str, Callable[[str, str], _Head]] = {
    "yaml": yamlhead.read,
    "yml": yamlhead.read,
    "toml": _read_toml,
    "json": _read_json,
}
