"""Declare an option: its name and type in the dataclass, its sentence, default and check beside it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, field, fields
from typing import Any


def option(
    sentence: str,
    *,
    default: Any = MISSING,
    convert: Callable[[Any], Any] | None = None,
) -> Any:
    """A dataclass field that a settings file may set.

    `sentence` says what the option does, for the person who fills it in. Without `default` the option
    is required. `convert` turns the value read from TOML (already of the plain type) into the field's
    value and raises `ValueError` with a message that says what would be accepted.
    """
    metadata = {"sentence": sentence, "convert": convert}
    if isinstance(default, Mapping):  # dataclasses take no mapping as a default, not even a read-only one
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)


def is_required(option_field: "Field[Any]") -> bool:
    """Whether the option has no default, so that a settings file must set it."""
    return option_field.default is MISSING and option_field.default_factory is MISSING


def sentence_of(option_field: "Field[Any]") -> str | None:
    """What the option does, or `None` for a field that no settings file may set."""
    return option_field.metadata.get("sentence")


def convert_of(option_field: "Field[Any]") -> Callable[[Any], Any] | None:
    """The option's own conversion, if it has one."""
    return option_field.metadata.get("convert")


def option_fields(options_type: type) -> "dict[str, Field[Any]]":
    """The fields of an options dataclass that a settings file may set, by name."""
    return {f.name: f for f in fields(options_type) if sentence_of(f) is not None}


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a complaint about an unknown name: the known one that was likely meant, else all of them."""
    from difflib import get_close_matches

    names = list(known)
    close = get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known here: {', '.join(names)}"
