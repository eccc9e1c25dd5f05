"""How letters and pages write days, and in which direction a language runs."""

from dataclasses import dataclass
from datetime import datetime

from publisher.model import Site

# Not strftime: its names follow the machine's locale, and the same input must give the same bytes.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Languages, and scripts named in a tag, that run from right to left (CLDR, "characterOrder").
_RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ps sd ug ur yi arab hebr nkoo syrc thaa".split())
_LEFT_TO_RIGHT = frozenset("cyrl deva latn".split())


@dataclass(frozen=True, kw_only=True)
class Day:
    """A moment as it is shown: `text` for readers, `machine` (RFC 3339) for the `datetime` of its element."""

    text: str
    machine: str


def day(moment: datetime, site: Site) -> Day:
    """The day on the site's own calendar: `4 March 2024` in English, `2024-03-04`, which all can read, elsewhere."""
    local = moment.astimezone(site.zone)
    in_english = site.language.lower().split("-")[0] == "en"
    text = f"{local.day} {_MONTHS[local.month - 1]} {local.year}" if in_english else local.date().isoformat()
    return Day(text=text, machine=local.isoformat(timespec="seconds"))


def direction(language: str) -> str:
    """`rtl` or `ltr`, as HTML's `dir` takes it, for a language tag (BCP 47); a script in the tag decides."""
    language, *subtags = language.lower().split("-")
    if _LEFT_TO_RIGHT.intersection(subtags):
        return "ltr"
    return "rtl" if _RIGHT_TO_LEFT.intersection((language, *subtags)) else "ltr"
