"""How letters and pages write days, and in which direction a language runs."""

import re
from datetime import datetime
from typing import NamedTuple

from publisher.model import Site

# Not strftime: its names follow the machine's locale, and the same input must give the same bytes.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Languages, and scripts named in a tag, that run from right to left (CLDR, "characterOrder").
_RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ps sd ug ur yi arab hebr nkoo syrc thaa".split())
_LEFT_TO_RIGHT = frozenset("cyrl deva latn".split())


class Day(NamedTuple):
    """A moment as it is shown: `text` for readers, `machine` (RFC 3339) for the `datetime` of its element."""

    text: str
    machine: str


def day(moment: datetime, site: Site) -> Day:
    """The day on the site's own calendar: `4 March 2024` in English, `2024-03-04`, which all can read, elsewhere."""
    local = moment.astimezone(site.zone)
    text = f"{local.day} {_MONTHS[local.month - 1]} {local.year}" if _is_english(site) else local.date().isoformat()
    return Day(text=text, machine=local.isoformat(timespec="seconds"))


def period(name: str, site: Site) -> str:
    """The period of an issue for readers: `November 2026` for `2026-11` in English, else its name as it is."""
    month = re.fullmatch(r"(\d{4})-(\d\d)", name)
    return f"{_MONTHS[int(month[2]) - 1]} {month[1]}" if month and _is_english(site) else name


def _is_english(site: Site) -> bool:
    return site.language.lower().split("-")[0] == "en"


def direction(language: str) -> str:
    """`rtl` or `ltr`, as HTML's `dir` takes it, for a language tag (BCP 47); a script in the tag decides."""
    language, *subtags = language.lower().split("-")
    if _LEFT_TO_RIGHT.intersection(subtags):
        return "ltr"
    return "rtl" if _RIGHT_TO_LEFT.intersection((language, *subtags)) else "ltr"
