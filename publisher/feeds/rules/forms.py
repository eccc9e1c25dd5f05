"""Forms that values of a feed must have: addresses, ids, dates, languages."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from publisher.feeds.rules.broken import Broken, advice
from publisher.links import to_uri

_TAG_URI = re.compile(r"tag:[A-Za-z0-9.@_-]+,\d{4}(-\d\d(-\d\d)?)?:[!-~]*")  # RFC 4151: the date is part of it
_UUID = re.compile(r"urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")  # or an IRI, which Atom's ids may be
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(
    r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"(\d{4}|\d\d) \d\d:\d\d(:\d\d)? ([+-]\d{4}|UT|GMT|[ECMP][SD]T|Z)"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")  # BCP 47, roughly


def is_web_address(text: str) -> bool:
    """Whether it is a whole http(s) URI, percent-encoded and with its host in plain ASCII (RFC 3986)."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and to_uri(text).lower() == text.lower()
    except ValueError:
        return False


def seen_from(base: str, reference: str) -> str:
    """The address as readers find it on the page `base`; an empty one stays empty."""
    try:
        return urljoin(base, reference.strip()) if reference.strip() else ""
    except ValueError:
        return reference.strip()


def is_permanent_id(text: str) -> bool:
    """Whether it can name a post for ever: an address, a `tag:` URI with its date, or a `urn:uuid:`."""
    return is_web_address(text) or bool(_TAG_URI.fullmatch(text) or _UUID.fullmatch(text))


def is_uri(text: str) -> bool:
    """Whether it looks like a URI or IRI of any scheme; a `tag:` needs its date."""
    return bool(_URI.fullmatch(text)) and (not text.startswith("tag:") or is_permanent_id(text))


def is_language(text: str) -> bool:
    """Whether it looks like a language tag (BCP 47), such as `de` or `sr-Latn-RS`."""
    return bool(_LANGUAGE.fullmatch(text))


def moment_of(text: str) -> datetime | None:
    """The moment, in UTC, of a date in any form that feeds have; without a zone it is taken for UTC. Else `None`."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def rss_date_rules(text: str, name: str, place: str) -> Iterator[Broken]:
    """What is wrong with a date of RSS: RFC 822, with four-digit year, the right day of the week and `+0000`."""
    moment = moment_of(text)
    right = "'Mon, 04 Mar 2024 05:00:00 +0000'"
    if moment is None or not _RFC822.fullmatch(text) or not _is_its_day(text):
        yield Broken(place, f"{name} {text!r} is not a date such as {right}")
    elif format_datetime(moment) != text:
        yield advice(place, f"{name} {text!r} is better written as {format_datetime(moment)!r}")


def rfc3339_rules(text: str, name: str, place: str) -> Iterator[Broken]:
    """What is wrong with a date of Atom or JSON Feed: RFC 3339, in whole seconds."""
    if moment_of(text) is None or not (found := _RFC3339.fullmatch(text)):
        yield Broken(place, f"{name} {text!r} is not a date such as '2024-03-04T05:00:00Z'")
    elif found[1]:
        yield advice(place, f"{name} {text!r} has fractions of a second, which some readers cannot read")


def _is_its_day(text: str) -> bool:
    """Whether the day of the week, if one is named, is that of the date as its own zone has it."""
    return "," not in text or f"{parsedate_to_datetime(text):%a}" == text[:3]
