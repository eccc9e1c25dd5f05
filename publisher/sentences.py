"""Cut paragraphs into whole sentences, never too early; only import of sentencex.

A sentence cut short can say more than its author did ("Acupuncture may help, Dr."), so every doubt joins two pieces
rather than parting them: what comes out may be too long, which harms nobody.
"""

import re
from collections.abc import Iterable, Iterator

_FINAL = ".!?…。！？।؟"
_CLOSING = ")]\"'”’»›」』"
# After these a full stop ends nothing: titles, Latin abbreviations, units, references, and single initials.
_ABBREVIATIONS = frozenset(
    "dr drs mr mrs ms mme mlle prof st sr jr rev mt ac l.ac lic dipl ph.d cf vs approx ca incl resp etc al est "
    "hr hrs min mins sec secs mg ml cm mm kg lb lbs oz ft tsp tbsp no nos fig figs vol ed eds p pp ch tel dept "
    "inc ltd co corp ave blvd rd jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thur thurs fri sat "
    "sun др напр проф рис см стр мин сек".split()
)
_INITIALS = re.compile(r"[ivx]+|(?:[^\W\d_]\.)*[^\W\d_]|\d{1,3}", re.IGNORECASE)
_BEFORE_A_WORD = re.compile(r"[\s(\[“\"']")
_QUOTED = "\"'”’»›」』"
_FIRST_LETTER = re.compile(r"\W*(\w)")
_TAIL = 64  # characters; more than an abbreviation with its marks. The whole would make a long paragraph quadratic
_NO_BRACKETS = str.maketrans("<>", "==")
_PIECE = 4_000  # characters; the time sentencex takes grows with the square of what it is given


def sentences(paragraphs: Iterable[str], language: str) -> tuple[str, ...]:
    """The whole sentences of the paragraphs, in order; what has no final mark (the lead to a list) is left out."""
    return tuple(one_by_one(paragraphs, language))


def one_by_one(paragraphs: Iterable[str], language: str) -> Iterator[str]:
    """The same sentences as `sentences`, each cut when it is asked for."""
    return (sentence for paragraph in paragraphs for sentence in _of(paragraph, language) if _whole(sentence))


def _of(paragraph: str, language: str) -> Iterator[str]:
    pending = ""
    for piece, may_begin in _pieces(paragraph, language.split("-")[0]):
        if pending and may_begin and _ends_before(pending[-_TAIL:], piece):
            yield pending.strip()
            pending = ""
        pending += piece
    if pending.strip():
        yield pending.strip()


def _pieces(paragraph: str, language: str) -> Iterator[tuple[str, bool]]:
    """The parts that sentencex sees, and whether each may begin a sentence: not where a long text was cut for it."""
    from sentencex import segment

    for start in range(0, len(paragraph), _PIECE):
        place = start
        # sentencex takes "<" for a bracket, and parts nothing up to a ">"
        for number, piece in enumerate(segment(language, paragraph[start : start + _PIECE].translate(_NO_BRACKETS))):
            yield paragraph[place : place + len(piece)], bool(number)
            place += len(piece)


def _ends_before(text: str, following: str) -> bool:
    """Whether a text that ends like this is surely finished when `following` comes next."""
    done = text.rstrip()
    if not _whole(done) or _is_doubtful(done) or _goes_on(following):
        return False
    if text != done or following[:1].isspace():
        return True
    # where no spaces part words, a quotation may only begin its sentence: “休息！”他说。
    return not following[:1].isascii() and done[-1] not in _QUOTED


def _is_doubtful(done: str) -> bool:
    """Whether the stop belongs to an abbreviation, or is one of several."""
    if done[-1] == ".":
        word = _BEFORE_A_WORD.split(done[:-1])[-1]
        if word.lower() in _ABBREVIATIONS or _INITIALS.fullmatch(word):
            return True
    return done.rstrip(_CLOSING).endswith(("...", "…"))


def _goes_on(following: str) -> bool:
    first = _FIRST_LETTER.match(following)
    return bool(first and first.group(1).islower())


def _whole(text: str) -> bool:
    bare = text.rstrip(_CLOSING)
    return bool(bare) and bare[-1] in _FINAL
