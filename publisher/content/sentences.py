"""Cut paragraphs into whole sentences, never too early; only import of sentencex.

A sentence cut short can say more than its author did ("Acupuncture may help, Dr."), so every doubt joins two pieces
rather than parting them: what comes out may be too long, which harms nobody.
"""

import re
from collections.abc import Iterable, Iterator

_FINISHED = re.compile(r"""[.!?…。！？।؟][)\]"'”’»›」』]*$""")
# After these a full stop ends nothing: titles, Latin abbreviations, units, references, and single initials.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"'])"
    r"(?:Drs?|Mrs?|Ms|Mme|Mlle|Prof|St|Sr|Jr|Rev|Mt|Ac|L\.Ac|Lic|Dipl|Ph\.D|cf|vs|approx|ca|incl|resp|etc|al|est|"
    r"hrs?|mins?|secs?|m[gl]|[cm]m|kg|lbs?|oz|ft|tb?sp|Nos?|Figs?|Vol|eds?|pp?|ch|Tel|Dept|Inc|Ltd|Co|Corp|Ave|Blvd|Rd|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|"
    r"др|напр|проф|рис|см|стр|мин|сек|[IVX]+|(?:[^\W\d_]\.)*[^\W\d_]|\d{1,3})\.$",
    re.IGNORECASE,
)
_QUOTED = "\"'”’»›」』"
_ELLIPSIS = re.compile(r"(?:\.\.\.|…)[)\]\"'”’»]*$")
_FIRST_LETTER = re.compile(r"\W*(\w)")
_TAIL = 64  # characters; more than an abbreviation with its marks. The whole would make a long paragraph quadratic


def sentences(paragraphs: Iterable[str], language: str) -> tuple[str, ...]:
    """The whole sentences of the paragraphs, in order; what has no final mark (the lead to a list) is left out."""
    return tuple(sentence for paragraph in paragraphs for sentence in _of(paragraph, language) if _whole(sentence))


def _of(paragraph: str, language: str) -> Iterator[str]:
    from sentencex import segment

    pending = ""
    for piece in segment(language.split("-")[0], paragraph):
        if pending and _ends_before(pending[-_TAIL:], piece):
            yield pending.strip()
            pending = ""
        pending += piece
    if pending.strip():
        yield pending.strip()


def _ends_before(text: str, following: str) -> bool:
    """Whether a text that ends like this is surely finished when `following` comes next."""
    done = text.rstrip()
    if not _whole(done) or _ABBREVIATION.search(done) or _ELLIPSIS.search(done) or _goes_on(following):
        return False
    if text != done or following[:1].isspace():
        return True
    # where no spaces part words, a quotation may only begin its sentence: “休息！”他说。
    return not following[:1].isascii() and done[-1] not in _QUOTED


def _goes_on(following: str) -> bool:
    first = _FIRST_LETTER.match(following)
    return bool(first and first.group(1).islower())


def _whole(text: str) -> bool:
    return bool(_FINISHED.search(text))
