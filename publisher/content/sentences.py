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
    r"(?:Drs?|Mrs?|Ms|Prof|St|Sr|Jr|Rev|L\.Ac|Lic|Ph\.D|M\.D|D\.O|R\.N|e\.g|i\.e|cf|vs|approx|ca|incl|resp|etc|"
    r"hrs?|mins?|secs?|No|Nos|Fig|Figs|Vol|ed|eds|pp?|ch|sec|a\.m|p\.m|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"[A-Za-zА-Яа-я]|\d{1,3})\.$",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(r"(?:\.\.\.|…)[)\]\"'”’»]*$")
_GOES_ON = re.compile(r"[^\w]*[a-zà-öø-ÿа-я]")


def sentences(paragraphs: Iterable[str], language: str) -> tuple[str, ...]:
    """The whole sentences of the paragraphs, in order; what has no final mark (the lead to a list) is left out."""
    return tuple(sentence for paragraph in paragraphs for sentence in _of(paragraph, language) if _whole(sentence))


def _of(paragraph: str, language: str) -> Iterator[str]:
    from sentencex import segment

    pending = ""
    for piece in segment(language.split("-")[0], paragraph):
        if pending and _ends_before(pending, piece):
            yield pending.strip()
            pending = ""
        pending += piece
    if pending.strip():
        yield pending.strip()


def _ends_before(text: str, following: str) -> bool:
    """Whether `text` is surely finished when `following` comes next."""
    done = text.rstrip()
    if not _whole(done) or _ABBREVIATION.search(done) or _GOES_ON.match(following):
        return False
    return text != done or following[:1].isspace() or not following[:1].isascii()


def _whole(text: str) -> bool:
    return bool(_FINISHED.search(text))
