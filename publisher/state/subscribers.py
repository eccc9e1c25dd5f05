"""The people a newsletter goes to, read from a CSV file; no message ever names one of them."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping

from publisher.errors import Problem
from publisher.model import Subscriber
from publisher.tokens import subscriber_id

# What every mail server takes: dot-atom, "@", a domain of at least two labels (RFC 5321 section 4.1.2), plain ASCII.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{{2,63}}")
_LONGEST_ADDRESS = 254  # RFC 5321 section 4.5.3.1.3, without the angle brackets
_LONGEST_NAME = 100
_ENCODED_WORD = "=?"  # mail programs decode what follows (RFC 2047), so no letter can carry it: one would stop a round


def read_readers(source: str, content: bytes, key: bytes) -> tuple[list[Subscriber], list[Problem]]:
    """The subscribers of a CSV file with the columns `address` and `name` (optional), each person once, and the rows
    that cannot be used, by line: a file with one such row is not sent to anybody, because a slip could be anyone's.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [Problem(source=source, text=f"is not UTF-8 at byte {error.start}; save it as UTF-8")]
    # not DictReader: its line number stands still at empty lines, and at a row that cannot be read
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    readers: dict[str, Subscriber] = {}
    problems: list[Problem] = []
    line = 0
    try:
        columns = next(rows, [])
        if "address" not in columns:
            return [], [Problem(source=source, line=1, text="needs a first line that names the columns: address,name")]
        line = rows.line_num
        for row in rows:
            line = rows.line_num
            if not row:
                continue
            try:
                reader = _subscriber(dict(zip(columns, row, strict=False)), key)
            except ValueError as error:
                problems.append(Problem(source=source, line=line, text=str(error)))
            else:
                readers.setdefault(reader.id, reader)
    except csv.Error as error:
        problems.append(Problem(source=source, line=line + 1, text=f"is not readable as CSV: {error}"))
    return list(readers.values()), problems


def normal_address(text: str) -> str:
    """The address as it is kept: composed, trimmed, domain in lower case; the local part is the reader's own affair.

    Raises `ValueError`, without the address in it, for what no mail server would take.
    """
    local, at, domain = unicodedata.normalize("NFC", text).strip().rpartition("@")
    address = f"{local}{at}{domain.lower()}"
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address) or _ENCODED_WORD in address:
        raise ValueError("is no e-mail address")
    return address


def _subscriber(row: Mapping[str, str], key: bytes) -> Subscriber:
    """The person in one row; raises `ValueError`, which quotes nothing of it, for a row that cannot be used."""
    try:
        address = normal_address(row.get("address", ""))
    except ValueError as error:
        raise ValueError(f"the address in this line {error}") from error
    name = row.get("name", "").strip()
    # a quotation mark that is never closed makes one name of several lines, other people's addresses among them
    if len(name) > _LONGEST_NAME or not name.isprintable() or "@" in name or _ENCODED_WORD in name:
        raise ValueError(f"the name in this line is too long, or holds a line break, '@' or {_ENCODED_WORD!r}")
    return Subscriber(id=subscriber_id(key, address), address=address, name=name)
