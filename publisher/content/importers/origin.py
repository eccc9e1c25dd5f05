"""What is known of the place a file comes from."""

import re
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

DateOrder = Literal["month-first", "day-first"]

_SUFFIX = re.compile(r"\s+(?:[|–—·•»:]|-)\s+")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The site's names, which pages repeat around a post, and how its dates are to be read.

    `zone` is where a time without a zone was meant; `None` keeps only the day of such a time.
    """

    site_title: str
    tagline: str = ""
    date_order: DateOrder = "month-first"
    zone: ZoneInfo | None = None

    def owns(self, line: str) -> bool:
        """Whether the line is the site's name or tagline, whatever its spaces, case and punctuation."""
        return same_words(line, self.site_title) or same_words(line, self.tagline)

    def without_site_title(self, title: str) -> str:
        """A page's title without the site's name before or behind it ("Rest | A Quiet Clinic" gives "Rest")."""
        marks = list(_SUFFIX.finditer(title))
        if marks and same_words(title[marks[-1].end() :], self.site_title):
            return title[: marks[-1].start()]
        if marks and same_words(title[: marks[0].start()], self.site_title):
            return title[marks[0].end() :]
        return title


def same_words(one: str, other: str) -> bool:
    """Whether two texts have the same letters and digits in the same order, and have any."""
    return bool(_letters(one)) and _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
