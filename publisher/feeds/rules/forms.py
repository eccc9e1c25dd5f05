"""Forms that values of a feed must have: addresses, ids, dates, languages, and HTML that works away from its page."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

from publisher.links import to_uri

_TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[!-~]+")  # RFC 4151: the date is part of it
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")  # BCP 47, roughly

_ADDRESSES = frozenset(("href", "src", "poster", "cite", "data", "action", "background", "longdesc"))
_SAFE_SCHEMES = frozenset(("http", "https", "mailto", "tel", "data"))
_UNSAFE_TAGS = frozenset(("script", "style", "iframe", "form", "object", "embed", "base", "meta", "link"))


def is_web_address(text: str) -> bool:
    """Whether it is a whole http(s) URI, percent-encoded and with its host in plain ASCII (RFC 3986)."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and to_uri(text).lower() == text.lower()
    except ValueError:
        return False


def is_permanent_id(text: str) -> bool:
    """Whether it can name a post for ever: an address, a `tag:` URI with its date, or a `urn:uuid:`."""
    return is_web_address(text) or bool(_TAG_URI.fullmatch(text) or _UUID.fullmatch(text))


def is_language(text: str) -> bool:
    """Whether it looks like a language tag (BCP 47), such as `de` or `sr-Latn-RS`."""
    return bool(_LANGUAGE.fullmatch(text))


def rss_date(text: str) -> datetime | None:
    """The moment of an RFC 822 date with four-digit year, the right day of the week and `+0000`; else `None`."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo == UTC and format_datetime(moment) == text else None


def rfc3339_date(text: str) -> datetime | None:
    """The moment of an RFC 3339 date in whole seconds; else `None`."""
    try:
        return datetime.fromisoformat(text) if _RFC3339.fullmatch(text) else None
    except ValueError:
        return None


def html_faults(html: str) -> Iterator[str]:
    """What would break or be dangerous where the HTML is shown far from its page: relative addresses, scripts."""
    reader = _Faults()
    reader.feed(html)
    reader.close()
    yield from reader.found


class _Faults(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSAFE_TAGS:
            self.found.append(f"<{tag}> has no place in a feed")
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(f"{name} on <{tag}> is script")
            self.found += [f"{address!r} in <{tag}> is not a whole address" for address in _relative(name, value or "")]


def _relative(name: str, value: str) -> list[str]:
    if name == "srcset":
        candidates = [candidate.split()[0] for candidate in value.split(", ") if candidate.strip()]
    else:
        candidates = [value] if name in _ADDRESSES else []
    return [address for address in candidates if not _stands_alone(address)]


def _stands_alone(address: str) -> bool:
    """Whether the address means the same on every page; links within the page and `//host` do not."""
    scheme = urlsplit(address.strip()).scheme
    return is_web_address(address) if scheme in ("http", "https", "") else scheme in _SAFE_SCHEMES
