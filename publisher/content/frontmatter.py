"""Split a post into its front matter (YAML or TOML) and its Markdown; only import of PyYAML."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from publisher.errors import ContentError
from publisher.tables import TableError
from publisher.tables import parse as parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

_Value = TypeVar("_Value")

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n")
_LIMIT = 64 * 1024  # nobody writes more by hand; a bomb does
_DEPTH = 20
_NOTHING = ("", "~", "null", "Null", "NULL")  # how YAML spells "no value" after a key
_LARGEST = 64  # bits; TOML promises no more, and Python will not write a number of thousands of digits


# what the reader's words mean to somebody who writes
_HINTS = {
    "mapping values are not allowed": "a value with a colon in it needs quotes around it",
    "found character '\\t'": "use spaces, not tabs",
    "found a tab character": "use spaces, not tabs",
    "unexpected end of stream": "a quotation mark is never closed",
}


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
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

    Raises `ContentError` naming `source` and the line.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return FrontMatter(values={}, lines={}, body=text, body_line=1)
    fence = opening.group(1)
    closing = re.compile(rf"^{re.escape(fence)}[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, opening.end())
    if closing is None:
        raise ContentError.at(source, 1, f"the front matter is never closed; end it with a line of {fence}")
    head = text[opening.end() : closing.start()]
    if len(head) > _LIMIT:
        raise ContentError.at(
            source, 1, f"the front matter is longer than {_LIMIT // 1024} KiB; move the text below it"
        )
    read = _read_yaml if fence == "---" else _read_toml
    values, lines = read(source, head)
    body, body_line = text[closing.end() :], text.count("\n", 0, closing.end()) + 1
    return FrontMatter(
        values=_lower(source, values, lines), lines=_lower(source, lines, lines), body=body, body_line=body_line
    )


def _lower(source: str, by_key: dict[str, _Value], lines: dict[str, int]) -> dict[str, _Value]:
    """The same under keys in lower case; `Title` beside `title` is refused, because one would hide the other."""
    lowered: dict[str, _Value] = {}
    for key, value in by_key.items():
        if key.lower() in lowered:
            raise ContentError.at(source, lines.get(key, 1), f"the front matter has the key {key.lower()!r} twice")
        lowered[key.lower()] = value
    return lowered


def _read_toml(source: str, head: str) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        tables = parse_toml(head)
    except TableError as error:
        raise ContentError.at(source, error.line + 1, f"the front matter is not valid TOML: {error}") from error
    lines = {path[0]: line + 1 for path, line in reversed(tables.lines.items()) if path}
    for key, value in tables.values.items():
        if _outgrown(value):
            raise ContentError.at(source, lines.get(key, 1), f"{key!r} is nested too deep or a number too large")
    return tables.values, lines


def _outgrown(value: Any, depth: int = 0) -> bool:
    if isinstance(value, int):
        return value.bit_length() > _LARGEST
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth > _DEPTH or any(_outgrown(item, depth + 1) for item in items)


def _read_yaml(source: str, head: str) -> tuple[dict[str, Any], dict[str, int]]:
    root = _yaml_tree(source, head)
    if root is None:
        return {}, {}
    values = _plain(source, root)
    if not isinstance(values, dict):
        raise ContentError.at(source, 2, "the front matter must be lines of 'key: value'")
    return values, {key.value: key.start_mark.line + 2 for key, _ in root.value}


def _yaml_tree(source: str, head: str) -> "yaml.Node | None":
    import yaml

    # libyaml where its wheel has it: it is ten times faster and takes tabs that the pure reader refuses
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _check_shape(source, yaml.parse(head, Loader=loader))
        node: yaml.Node | None = yaml.compose(head, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        why = getattr(error, "problem", None) or "cannot be read"
        hint = next((f" ({hint})" for words, hint in _HINTS.items() if words in why), "")
        raise ContentError.at(source, line, f"the front matter is not valid YAML: {why}{hint}") from error
    except (ValueError, OverflowError) as error:  # the pure reader at an escape beyond Unicode
        raise ContentError.at(source, 1, "the front matter holds an escape for no character") from error
    return node


def _check_shape(source: str, events: "Iterator[yaml.Event]") -> None:
    """Refuse aliases and deep nesting while they are still a row of events: libyaml builds its tree by recursion in C,
    where 30,000 brackets end the process.
    """
    import yaml

    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            raise _refused(source, event, "is nested too deep")
        if isinstance(event, yaml.AliasEvent):
            raise _refused(source, event, "uses an alias (*name); write the value out")


def _refused(source: str, at: "yaml.Event | yaml.Node", text: str) -> ContentError:
    line = at.start_mark.line + 2 if at.start_mark else 1
    return ContentError.at(source, line, f"the front matter {text}")


def _plain(source: str, node: "yaml.Node") -> Any:
    """Text, lists and dicts from a YAML tree: no tags, no doubled keys, no guessing of types."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(source, item) for item in node.value]
    values: dict[str, Any] = {}
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _refused(source, key, "has a list or a table as a key; a key must be text")
        if key.value in seen:
            raise _refused(source, key, f"has the key {key.value!r} twice")
        seen.add(key.value)
        if not _is_nothing(value):
            values[key.value] = _plain(source, value)
    return values


def _is_nothing(node: "yaml.Node") -> bool:
    return not getattr(node, "style", None) and node.value in _NOTHING
