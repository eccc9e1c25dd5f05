"""Bytes become a document: bounded, and never by expanding what they define themselves."""

import codecs
import json
import re
from contextlib import suppress
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

# No feed is as long; a reader would give up at 15 MiB (Miniflux), and a tree takes ten times its text.
MAX_BYTES = 50_000_000

_PACKED = (b"\x1f\x8b", b"PK\x03\x04")  # gzip, as servers send it, and zip
_PAGE = re.compile(rb"\s*(?:<!--.{0,9999}?-->\s*)?<(?:!doctype\s+)?html\b", re.IGNORECASE | re.DOTALL)
WEB_PAGE = 'a web page, not a feed; its <link rel="alternate"> may name the feed'

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class UnreadableError(ValueError):
    """Bytes that cannot be read as a document of the kind; says why."""


def without_mark(content: bytes) -> bytes:
    """The content without the byte order mark of UTF-8, which readers ignore."""
    return content.removeprefix(_BYTE_ORDER_MARK)


def is_json(content: bytes) -> bool:
    """Whether it is JSON rather than XML, told by how it begins."""
    return without_mark(content).lstrip().startswith(b"{")


def read_json(content: bytes) -> dict[str, Any]:
    """The table of a JSON document; raises `UnreadableError`."""
    _require_bounded(content)
    try:
        return dict(json.loads(without_mark(content)))
    except RecursionError as error:
        raise UnreadableError("not JSON: it is nested too deep") from error
    except ValueError as error:
        raise UnreadableError(f"not JSON in UTF-8: {error}") from error


def read_xml(content: bytes) -> ElementTree.Element:
    """The root of an XML document; raises `UnreadableError`.

    A document that defines entities is refused before they are read: they could fill the memory.
    """
    _require_bounded(content)
    _require_likely(without_mark(content))
    try:
        _refuse_definitions(content)
        return ElementTree.fromstring(content)  # noqa: S314 - it defines no entities
    # expat's own, an encoding that Python does not know, one that is no text, and a NUL in its name
    except (ElementTree.ParseError, expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"not well-formed XML: {error}") from error


def has_doctype(content: bytes) -> bool:
    """Whether a document type stands before the root, in whatever encoding."""
    found: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(True)
    _parse_prologue(parser, content)
    return bool(found)


class _PrologueReadError(Exception):
    """The root begins."""


def _refuse_definitions(content: bytes) -> None:
    def begin(_name: str, _system: str | None, _public: str | None, has_own_part: int) -> None:
        if has_own_part:
            raise UnreadableError("it defines entities of its own, which no feed needs and readers refuse")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = begin
    _parse_prologue(parser, content)


def _parse_prologue(parser: "expat.XMLParserType", content: bytes) -> None:
    def stop(*_: object) -> None:
        raise _PrologueReadError

    parser.StartElementHandler = stop
    with suppress(_PrologueReadError):
        parser.Parse(content, True)


def _require_bounded(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise UnreadableError(f"longer than {MAX_BYTES:,} bytes, which no reader would take")


def _require_likely(content: bytes) -> None:
    """What a download often is instead, in words that say so: a parser would speak of an invalid token."""
    if not content.strip():
        raise UnreadableError("the file is empty")
    if content.startswith(_PACKED):
        raise UnreadableError("the file is compressed; unpack it first")
    if _PAGE.match(content):
        raise UnreadableError(WEB_PAGE)


def declared_utf8(content: bytes) -> bool:
    """Whether the XML declaration is there and says UTF-8, in any spelling that Python knows."""
    head = without_mark(content)[:200]
    if not head.startswith(b"<?xml"):
        return False
    _, _, rest = head.partition(b"encoding=")
    try:
        return codecs.lookup(rest[1:].split(rest[:1])[0].decode("ascii")).name == "utf-8" if rest[:1] else False
    except (LookupError, ValueError):
        return False
