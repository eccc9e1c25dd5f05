"""The YAML that posts begin with: every scalar the text it is, no tags, no aliases; only import of PyYAML."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from publisher.content import plainhead
from publisher.errors import ContentError

if TYPE_CHECKING:
    import yaml

DEPTH = 20  # nobody nests deeper by hand; libyaml counts brackets by recursion in C, where 30,000 end the process

_NOTHING = ("", "~", "null", "Null", "NULL")  # how YAML spells "no value" after a key

# what the reader's words mean to somebody who writes
_HINTS = {
    "mapping values are not allowed": "a value with a colon in it needs quotes around it",
    "found character '\\t'": "use spaces, not tabs",
    "found a tab character": "use spaces, not tabs",
    "unexpected end of stream": "a quotation mark is never closed",
}

_Head = tuple[dict[str, Any], dict[str, int]]


def read(source: str, head: str) -> _Head:
    """The values, and the line of each top-level key, of what stands between the fences.

    `head` begins on line 2 of the file `source`. A key without a value, or with `null`, is left out. Raises
    `ContentError` for anything else than lines of `key: value`, an alias, a doubled key, nesting beyond 20.
    """
    return plainhead.read(head) or _read_any(source, head)


def _read_any(source: str, head: str) -> _Head:
    import yaml

    # libyaml where its wheel has it: it is ten times faster and takes tabs that the pure reader refuses
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _Reader(source, yaml.parse(head, Loader=loader)).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        why = getattr(error, "problem", None) or "cannot be read"
        hint = next((f" ({hint})" for words, hint in _HINTS.items() if words in why), "")
        raise ContentError.at(source, line, f"the front matter is not valid YAML: {why}{hint}") from error
    except (ValueError, OverflowError) as error:  # the pure reader at an escape beyond Unicode
        raise ContentError.at(source, 1, "the front matter holds an escape for no character") from error


class _Reader:
    """Builds values from the row of events that YAML is read into: once, and never deeper than allowed."""

    def __init__(self, source: str, events: "Iterator[yaml.Event]") -> None:
        self._source = source
        self._events = events
        self._depth = 1

    def document(self) -> _Head:
        import yaml

        next(self._events)  # the stream's start
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return {}, {}
        first = next(self._events)
        if not isinstance(first, yaml.MappingStartEvent):
            nothing = isinstance(first, yaml.ScalarEvent) and _is_nothing(first)
            self._value(first)
            self._end()
            if nothing:
                return {}, {}
            raise ContentError.at(self._source, 2, "the front matter must be lines of 'key: value'")
        head = self._mapping()
        self._end()
        return head

    def _end(self) -> None:
        import yaml

        next(self._events)  # the document's end
        if not isinstance(after := next(self._events), yaml.StreamEndEvent):
            raise self._refused(after, "holds more than one document; keep one")

    def _value(self, event: "yaml.Event") -> Any:
        import yaml

        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if isinstance(event, yaml.AliasEvent):
            raise self._refused(event, "uses an alias (*name); write the value out")
        self._depth += 1
        if self._depth > DEPTH:
            raise self._refused(event, "is nested too deep")
        inside = self._sequence() if isinstance(event, yaml.SequenceStartEvent) else self._mapping()[0]
        self._depth -= 1
        return inside

    def _sequence(self) -> list[Any]:
        import yaml

        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event))
        return items

    def _mapping(self) -> _Head:
        import yaml

        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, lines)
            lines[key] = _line(event)
            after = next(self._events)
            value = self._value(after)
            if not (isinstance(after, yaml.ScalarEvent) and _is_nothing(after)):
                values[key] = value
        return values, lines

    def _key(self, event: "yaml.Event", known: dict[str, int]) -> str:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            self._value(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._value(event)  # what is nested too deep is named so
            raise self._refused(event, "has a list or a table as a key; a key must be text")
        if event.value in known:
            raise self._refused(event, f"has the key {event.value!r} twice")
        return str(event.value)

    def _refused(self, at: "yaml.Event", text: str) -> ContentError:
        return ContentError.at(self._source, _line(at), f"the front matter {text}")


def _line(event: "yaml.Event") -> int:
    return event.start_mark.line + 2 if event.start_mark else 1


def _is_nothing(scalar: "yaml.ScalarEvent") -> bool:
    return not scalar.style and scalar.value in _NOTHING
