"""The line that mail programs show beside the subject."""

from collections.abc import Iterable

# Lists of mails show 40 characters on a narrow phone and about 90 on a wide screen.
_PREHEADER_SHORTEST = 40
_PREHEADER_LONGEST = 90


def preheader(phrases: Iterable[str]) -> str:
    """The line that mail programs show beside the subject: as many phrases as make 40 characters, cut at 90.

    Shorter only when there is nothing more to say. A phrase that is empty or was said already is passed over.
    """
    line = ""
    for phrase in (" ".join(phrase.split()) for phrase in phrases):
        if len(line) >= _PREHEADER_SHORTEST:
            break
        if phrase and phrase not in line:
            line = f"{line} · {phrase}" if line else phrase
    if len(line) <= _PREHEADER_LONGEST:
        return line
    cut = line[: _PREHEADER_LONGEST - 1]
    whole_words = cut.rsplit(" ", 1)[0]
    return (whole_words if len(whole_words) >= _PREHEADER_SHORTEST else cut) + "…"
