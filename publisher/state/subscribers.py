"""The people a newsletter goes to, read from a CSV file; no message ever names one of them."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from publisher.errors import Problem
from publisher.model import Subscriber
from publisher.tokens import subscriber_id

# What every mail server takes: dot-atom, "@", a domain of at least two labels (RFC 5321 section 4.1.2), plain ASCII.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{{2,63}}")
_LONGEST_ADDRESS = 254  # RFC 5321 section 4.5.3.1.3, without the angle brackets
_LONGEST_NAME = 100


def read_readers(source: str, content: bytes, key: bytes) -> tuple[list[Subscriber], list[Problem]]:
    """The subscribers of a CSV file with the columns `address` and `name` (optional), each person once, and the rows
    that cannot be used, by line: a file with one such row is not sent to anybody, because a slip could be anyone's.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [Problem(source=source, text=f"is not UTF-8 at byte {error.start}; save it as UTF-8")]
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    readers: dict[str, Subscriber] = {}
    problems: list[Problem] = []
    try:
        if "address" not in (rows.fieldnames or ()):
            return [], [Problem(source=source, line=1, text="needs a first line that names the columns: address,name")]
        for line, reader in _subscribers(rows, key):
            if isinstance(reader, str):
                problems.append(Problem(source=source, line=line, text=reader))
            else:
                readers.setdefault(reader.id, reader)
    except csv.Error as error:
        problems.append(Problem(source=source, line=rows.line_num, text=f"is not readable as CSV: {error}"))
    return list(readers.values()), problems


def normal_address(text: str) -> str:
    """The address as it is kept: composed, trimmed, domain in lower case; the local part is the reader's own affair.

    Raises `ValueError`, without the address in it, for what no mail server would take.
    """
    local, at, domain = unicodedata.normalize("NFC", text).strip().rpartition("@")
    address = f"{local}{at}{domain.lower()}"
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise ValueError("is no e-mail address")
    return address


def _subscribers(rows: "csv.DictReader[str]", key: bytes) -> Iterator[tuple[int, Subscriber | str]]:
    for row in rows:
        name = " ".join((row.get("name") or "").split())
        try:
            address = normal_address(row["address"] or "")
        except ValueError as error:
            yield rows.line_num, f"the address in this line {error}"
            continue
        if len(name) > _LONGEST_NAME or not name.isprintable():
            yield rows.line_num, "the name in this line is too long or holds control characters"
        else:
            yield rows.line_num, Subscriber(id=subscriber_id(key, address), address=address, name=name)
