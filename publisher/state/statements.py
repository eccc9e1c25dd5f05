"""Read .sql files: named, commented statements as functions; in the form that aiosql made known, without its import.

aiosql brings importlib.metadata and adapters for a dozen drivers: 90 ms, more than all that a run with one changed post
has to spare. What is needed of it is on this screen.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

_NAME = re.compile(r"^-- name: *(\w+)\([^)]*\)(\*!|[!^$]?)[ \t]*$", re.MULTILINE)


@cache
def queries(name: str) -> Any:
    """The statements of one file as functions of a connection and named values.

    The mark behind a name says what comes back: nothing marked, an iterator over rows; `^` the first row or `None`; `$`
    its first value or `None`; `!` nothing; `*!` how many rows were changed, run once for each of a list of rows.
    """
    text = (Path(__file__).parent / "sql" / f"{name}.sql").read_text("utf-8")
    _, *parts = _NAME.split(text)
    statements = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return SimpleNamespace(**{name: _KINDS[mark](sql.strip()) for name, mark, sql in statements})


def _rows(sql: str) -> Callable[..., Any]:
    return lambda connection, **values: connection.execute(sql, values)


def _row(sql: str) -> Callable[..., Any]:
    return lambda connection, **values: connection.execute(sql, values).fetchone()


def _value(sql: str) -> Callable[..., Any]:
    def value(connection: sqlite3.Connection, **values: Any) -> Any:
        row = connection.execute(sql, values).fetchone()
        return row[0] if row else None

    return value


def _run(sql: str) -> Callable[..., None]:
    def run(connection: sqlite3.Connection, **values: Any) -> None:
        connection.execute(sql, values)

    return run


def _run_many(sql: str) -> Callable[..., int]:
    def run(connection: sqlite3.Connection, rows: Sequence[Mapping[str, Any]] | Sequence[Sequence[Any]]) -> int:
        return connection.executemany(sql, rows).rowcount

    return run


_KINDS = {"": _rows, "^": _row, "$": _value, "!": _run, "*!": _run_many}
