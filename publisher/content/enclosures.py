"""Files that belong to a post: a recording, a paper to print."""

import re
from typing import Any
from urllib.parse import urlsplit

from publisher.characters import one_line
from publisher.content.addresses import Addresses
from publisher.content.keys import Keys
from publisher.content.mediatypes import media_type
from publisher.model import Enclosure

_ADDRESS = ("url", "src", "file", "path", "href", "link", "name")
_LENGTH = ("length", "size", "bytes", "filesize")
_TYPE = ("type", "mime", "mime_type", "media_type", "mimetype")
_MEDIA_TYPE = r"(?i)[a-z]+/[a-z0-9][a-z0-9.+-]*"
_DURATION = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})|(\d{1,6})(?:\.\d+)?"


def read(keys: Keys, addresses: Addresses) -> tuple[Enclosure, ...]:
    """The enclosures that the front matter names, in order.

    One that is missing, empty or of an unknown kind becomes a warning and is left out: a feed that announces it would
    send its readers to nothing.
    """
    value = keys.anything("enclosure")
    entries = value if isinstance(value, list) else [] if value is None else [value]
    made = (_enclosure(keys, addresses, entry if isinstance(entry, dict) else {"url": entry}) for entry in entries)
    return tuple(dict.fromkeys(one for one in made if one))


def duration_s(text: str) -> int | None:
    """Seconds from `31:04`, `1:02:03` or a number of seconds; `None` for anything else."""
    found = re.fullmatch(_DURATION, text)
    if found is None:
        return None
    hours, minutes, seconds, alone = found.groups()
    return int(alone) if alone else int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


def _enclosure(keys: Keys, addresses: Addresses, entry: dict[str, Any]) -> Enclosure | None:
    written = _first(entry, _ADDRESS)
    if not written:
        return None
    found = addresses.files.find(written)
    url = found[1] if found else addresses.link(written) or ""
    kind = _kind(entry, url)
    if why := "" if found else _why_not(addresses, written, url, kind):
        keys.warn("enclosure", f"the post has no enclosure {written[:80]!r}: it {why}")
        return None
    length = found[0].length if found else _whole(_first(entry, _LENGTH))
    return Enclosure(url=url, length=length, media_type=kind, duration_s=_duration(keys, entry))


def _why_not(addresses: Addresses, written: str, url: str, kind: str) -> str:
    """Why there can be no such enclosure, `""` if there can."""
    if addresses.files.expected(written):
        return "is not beside the post, is empty, or is of a kind that is not published"
    if urlsplit(url).scheme not in ("http", "https"):
        return "is no file beside the post and no https address"
    return "" if kind else "is of an unknown kind; say so with 'type: audio/mpeg'"


def _kind(entry: dict[str, Any], url: str) -> str:
    stated = _first(entry, _TYPE).lower()
    return stated if re.fullmatch(_MEDIA_TYPE, stated) else media_type(urlsplit(url).path)


def _duration(keys: Keys, entry: dict[str, Any]) -> int | None:
    written = _first(entry, ("duration",)) or _first(keys.head.values, ("duration",))
    seconds = duration_s(written)
    if written and seconds is None:
        keys.warn("enclosure", f"the duration {written[:40]!r} was left out; write it like 31:04 or 1:02:03")
    return seconds


def _first(entry: dict[str, Any], names: tuple[str, ...]) -> str:
    value = next((entry[name] for name in names if entry.get(name) not in (None, "")), "")
    return one_line(str(value)) if isinstance(value, str | int | float) else ""


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0
