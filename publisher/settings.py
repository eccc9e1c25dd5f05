"""Turn config/*.toml into checked options: every problem at once, with file, line, key and the nearest known key."""

import types
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from publisher.errors import Problem, SettingsError
from publisher.options import convert_of, is_required, nearest, option_fields, sentence_of
from publisher.tables import TableError, Tables, parse

_Options = TypeVar("_Options")
_Path = tuple[str, ...]
_KINDS: dict[Any, str] = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a date such as 2024-01-31",
}


def load(path: Path, options_type: type[_Options], *, source: str) -> _Options:
    """The options of `options_type` from the TOML file; `source` names the file in messages.

    A nested dataclass is a table, `Mapping[str, Dataclass]` a table of named tables. Raises `SettingsError`
    with every problem of the file.
    """
    return _Reader(_tables(path, source), source).read(options_type)


def _tables(path: Path, source: str) -> Tables:
    try:
        return parse(path.read_text("utf-8-sig"))
    except TableError as error:
        problem = Problem(source=source, line=error.line, text=f"is not valid TOML: {error}")
    except UnicodeDecodeError as error:
        problem = Problem(source=source, text=f"is not UTF-8 at byte {error.start}; save it as UTF-8")
    except OSError as error:
        problem = Problem(source=source, text=f"cannot be read: {error.strerror}. 'publisher init' makes a first one")
    raise SettingsError([problem])


class _InvalidError(Exception):
    """A value that was refused; its problem is already on the list."""


class _Reader:
    """Walks tables beside option types and collects what does not fit."""

    def __init__(self, tables: Tables, source: str) -> None:
        self._tables = tables
        self._source = source
        self._problems: list[Problem] = []

    def read(self, options_type: type[_Options]) -> _Options:
        try:
            return self._options(options_type, self._tables.values, ())
        except _InvalidError:
            raise SettingsError(self._problems) from None

    def _options(self, options_type: type[_Options], table: Mapping[str, Any], path: _Path) -> _Options:
        known = option_fields(options_type)
        types_of = typing.get_type_hints(options_type)
        before = len(self._problems)
        for key in table.keys() - known.keys():
            self._refuse((*path, key), f"unknown key {key!r}{nearest(key, known)}")
        values = {}
        for name, declared in known.items():
            if name in table:
                values[name] = self._converted(types_of[name], table[name], (*path, name), convert_of(declared))
            elif is_required(declared):
                self._refuse((*path, name), f"{name!r} is missing{_inside(path)}: {sentence_of(declared)}")
        if len(self._problems) > before:
            raise _InvalidError
        return options_type(**values)

    def _converted(self, wanted: Any, value: Any, path: _Path, convert: Any) -> Any:
        """The value in its own type, or a listed problem; reading goes on so that all problems show."""
        try:
            # a converted option is written as its own plain type, or as text when TOML has none for it (a time zone)
            is_plain = wanted in _KINDS or typing.get_origin(wanted) in (tuple, types.UnionType, Mapping)
            plain = self._value(wanted if convert is None or is_plain else str, value, path)
            return convert(plain) if convert else plain
        except ValueError as error:
            self._refuse(path, f"{path[-1]!r} {error}")
        except _InvalidError:
            pass
        return None

    def _value(self, wanted: Any, value: Any, path: _Path) -> Any:
        origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
        if origin is types.UnionType:
            return self._value(arguments[0], value, path)
        if origin is typing.Literal:
            return _one_of(arguments, value)
        if origin is tuple:
            return _texts(value)
        if origin is Mapping:
            return self._named(arguments[1], _table(value), path)
        if is_dataclass(wanted) and isinstance(wanted, type):
            return self._options(wanted, _table(value), path)
        return _exactly(wanted, value)

    def _named(self, wanted: Any, table: Mapping[str, Any], path: _Path) -> Mapping[str, Any]:
        named = {name: self._converted(wanted, value, (*path, name), None) for name, value in table.items()}
        return types.MappingProxyType(named)

    def _refuse(self, path: _Path, text: str) -> None:
        self._problems.append(Problem(source=self._source, line=self._tables.line(*path), text=text))


def _exactly(wanted: type, value: Any) -> Any:
    # bool is an int and datetime a date to Python, but not to the person who fills in a form
    wrong_kind = isinstance(value, bool) != (wanted is bool) or isinstance(value, datetime)
    if wrong_kind or not isinstance(value, wanted):
        raise ValueError(f"must be {_KINDS[wanted]}")
    return value


def _one_of(choices: tuple[Any, ...], value: Any) -> Any:
    if value not in choices:
        raise ValueError(f"must be one of {', '.join(repr(choice) for choice in choices)}")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of texts such as ["one", "two"]')
    return tuple(value)


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("must be a table")
    return value


def _inside(path: _Path) -> str:
    return f" in [{'.'.join(path)}]" if path else ""
