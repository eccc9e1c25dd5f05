"""Split a post into its front matter (YAML or TOML) and its Markdown; only import of PyYAML."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publisher.errors import ContentError
from publisher.tables import TableError
from publisher.tables import parse as parse_toml

if TYPE_CHECKING:
    import yaml

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n")
_LIMIT = 64 * 1024  # nobody writes more by hand; a bomb does
_DEPTH = 20
_NOTHING = ("", "~", "null", "Null", "NULL")  # how YAML spells "no value" in a plain scalar


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
    """The head of a post and its body.

    `values` holds each key in lower case; YAML scalars are the text as written (a title `2025` stays `"2025"`, an
    empty value is left out), TOML keeps its dates. `body_line` is the line of the file, from 1, on which `body`
    begins; `lines` the line of each top-level key.
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
    return FrontMatter(values=values, lines=lines, body=text[closing.end() :], body_line=_line_of(text, closing.end()))


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _read_toml(source: str, head: str) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        tables = parse_toml(head)
    except TableError as error:
        raise ContentError.at(source, error.line + 1, f"the front matter is not valid TOML: {error}") from error
    lines = {path[0].lower(): line + 1 for path, line in reversed(tables.lines.items()) if path}
    return {key.lower(): value for key, value in tables.values.items()}, lines


def _read_yaml(source: str, head: str) -> tuple[dict[str, Any], dict[str, int]]:
    root = _yaml_tree(source, head)
    if root is None:
        return {}, {}
    values = _Values(source).of(root)
    if not isinstance(values, dict):
        raise ContentError.at(source, 2, "the front matter must be lines of 'key: value'")
    lines = {str(key.value).lower(): key.start_mark.line + 2 for key, _ in root.value}
    return {key.lower(): value for key, value in values.items() if value is not None}, lines


def _yaml_tree(source: str, head: str) -> "yaml.Node | None":
    import yaml

    # libyaml where its wheel has it: it is ten times faster and takes tabs that the pure reader refuses
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node: yaml.Node | None = yaml.compose(head, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        why = getattr(error, "problem", None) or "cannot be read"
        raise ContentError.at(source, line, f"the front matter is not valid YAML: {why}") from error
    except (RecursionError, ValueError) as error:
        raise ContentError.at(source, 1, "the front matter is nested too deep or malformed") from error
    return node


class _Values:
    """Plain values from a YAML tree: no tags, no aliases, no doubled keys, no guessing of types."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._seen: set[int] = set()

    def of(self, node: "yaml.Node", depth: int = 0) -> Any:
        import yaml

        if depth > _DEPTH:
            raise self._error(node, "is nested too deep")
        if isinstance(node, yaml.ScalarNode):
            return None if not node.style and node.value in _NOTHING else node.value
        if id(node) in self._seen:
            raise self._error(node, "uses an alias (*name); write the value out")
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.of(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: "yaml.Node", depth: int) -> dict[Hashable, Any]:
        values: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in values:
                raise self._error(key_node, f"has the key {key!r} twice")
            values[key] = self.of(value_node, depth + 1)
        return values

    def _error(self, node: "yaml.Node", text: str) -> ContentError:
        return ContentError.at(self._source, node.start_mark.line + 2, f"the front matter {text}")
