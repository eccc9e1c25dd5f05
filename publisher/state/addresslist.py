"""Lists of people as CSV files, read and written; no message ever names one of them."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from publisher.model import Subscriber
from publisher.tokens import subscriber_id

# What other programs call these columns; a column "address" may be that of a house where there is a better one.
_ADDRESS = ("email address", "email", "address")
_NAME, _FIRST_NAME, _LAST_NAME = ("name", "full name"), "first name", "last name"
_MARKS = ",;\t"  # between columns, as spreadsheets write them in one country or another
_LONGEST_NAME = 100
_QUOTE, _FORMULA = "'", ("=", "+", "-", "@")  # what a spreadsheet would carry out, and what keeps it from that
_ENCODED_WORD = "=?"  # mail programs decode what follows (RFC 2047), so no letter can carry it: one would stop a round


class Row(NamedTuple):
    """One line of a list: the person in it, or what is wrong with it; no problem names anybody."""

    line: int
    subscriber: Subscriber | None
    problem: str = ""


def rows(content: bytes, key: bytes) -> Iterator[Row]:
    """The rows of a CSV file with the columns `address` and `name` (optional), each with its line (from 1).

    The names that other newsletter programs give these columns are known, and so are semicolons and tabs between them.
    A file that cannot be read as such is one row, with the problem and the line where it ends to make sense (0: none).
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Row(0, None, f"is not UTF-8 at byte {error.start}; save it as UTF-8")
        return
    yield from _rows(text, key)


def _rows(text: str, key: bytes) -> Iterator[Row]:
    # not DictReader: its line number stands still at empty lines, and at a row that cannot be read
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_mark(text), strict=True)
    line = 0
    try:
        columns = [_column(title) for title in next(lines, [])]
        if not set(columns).intersection(_ADDRESS):
            yield Row(1, None, "needs a first line that names the columns: address,name")
            return
        line = lines.line_num
        for fields in lines:
            line = lines.line_num
            if fields:
                yield _row(line, dict(zip(columns, fields, strict=False)), key)
    except csv.Error as error:
        yield Row(line + 1, None, f"is not readable as CSV: {error}")


def _row(line: int, fields: Mapping[str, str], key: bytes) -> Row:
    try:
        return Row(line, _subscriber(fields, key))
    except ValueError as error:
        return Row(line, None, str(error))


def _mark(text: str) -> str:
    """What stands between columns: the mark that the first line has most of."""
    title, _, _ = text.partition("\n")
    return max(_MARKS, key=title.count)


def _column(title: str) -> str:
    return " ".join(re.split(r"[\s_]+", title.strip().lower().replace("e-mail", "email")))


def normal_address(text: str) -> str:
    """The address as it is kept: trimmed, composed, its domain in lower case and ASCII (IDNA 2008); the local part is
    the other server's affair, and may hold any letters (RFC 6531).

    Raises `ValueError`, without the address in it, for what no mail server would take.
    """
    from email_validator import EmailNotValidError, validate_email  # as costly as all of ours: who reads lists pays

    try:
        found = validate_email(unicodedata.normalize("NFC", text).strip(), check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise ValueError("is no e-mail address") from None
    address = f"{found.local_part}@{found.ascii_domain}"
    if _ENCODED_WORD in address:
        raise ValueError("is no e-mail address")
    return address


def _subscriber(row: Mapping[str, str], key: bytes) -> Subscriber:
    """The person in one row; raises `ValueError`, which quotes nothing of it, for a row that cannot be used."""
    try:
        address = normal_address(next((row[title] for title in _ADDRESS if title in row), ""))
    except ValueError as error:
        raise ValueError(f"the address in this line {error}") from error
    name = _name(row).strip()
    if name[:1] == _QUOTE and name.lstrip(_QUOTE)[:1] in _FORMULA:
        name = name[1:]  # as `cell` writes it
    # a quotation mark that is never closed makes one name of several lines, other people's addresses among them
    if len(name) > _LONGEST_NAME or not name.isprintable() or "@" in name or _ENCODED_WORD in name:
        raise ValueError(f"the name in this line is too long, or holds a line break, '@' or {_ENCODED_WORD!r}")
    return Subscriber(id=subscriber_id(key, address), address=address, name=name)


def _name(row: Mapping[str, str]) -> str:
    whole = next((row[title] for title in _NAME if row.get(title)), "")
    return whole or f"{row.get(_FIRST_NAME, '')} {row.get(_LAST_NAME, '')}"


def cell(text: str) -> str:
    """The text for a CSV file that somebody may open in a spreadsheet: nothing in it is carried out there."""
    is_formula = text.lstrip(_QUOTE).startswith((*_FORMULA, "\t", "\r"))
    return f"{_QUOTE}{text}" if is_formula else text
