"""Words as a network shows them: cleaned, silent towards other people's accounts, shortened at a word."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from publisher.social import _regex

_ELLIPSIS = "…"
_WORD_JOINER = "\u2060"

# Invisible, and harmful in a post: soft hyphen, zero width space, byte order mark and the code points that make a post
# invalid on X; embeddings, overrides and isolates, which can turn an address around. Joiners and the plain direction
# marks (U+200C-200F) stay: scripts and emoji need them.
_UNWANTED = re.compile("[\u00ad\u200b\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# No-break spaces stay, they hold a number and its unit together.
_SPACE = re.compile(r"[^\S\u00a0\u2007\u202f]+")
# General accents only: the marks of a script such as Burmese may well stand five in a row.
_ACCENTS = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_TOO_MANY_ACCENTS = re.compile(f"({_ACCENTS}{{4}}){_ACCENTS}+")

# X takes any of these for a mention unless a letter, a digit or "_" of ASCII stands before it.
_MENTION = re.compile(r"(?P<address>https?://\S+)|(?<![A-Za-z0-9_])[@＠](?=\w)")

_PLAIN = str.maketrans(
    {**dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-"), "…": "..."}
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
)

# A cut may fall at a space or after a clause mark of a script without spaces.
_CUT = re.compile(r"[^\S\u00a0\u2007\u202f]+|(?<=[。！？；，、：])")
_DANGLING = " \t-–—,;:.…/&+。，、；："
# a word that belongs to the next: a number, or an abbreviation such as "Dr." or "e.g."
_BOUND_TO_NEXT = re.compile(r"\W*(?:\d[\d.,]*|(?:\w{1,3}\.)*(?:[A-Z]\w{0,3}|\w)\.)")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"), ("（", "）"))


def clean(text: str) -> str:
    """The text in NFC on one line, single spaces, without invisible and control characters."""
    if text.isascii() and text.isprintable():  # the usual case, where spaces alone can be wrong
        return " ".join(text.split())
    visible = _CONTROL.sub("", _UNWANTED.sub("", text))
    return _SPACE.sub(" ", _TOO_MANY_ACCENTS.sub(r"\1", unicodedata.normalize("NFC", visible))).strip()


def has_too_many_accents(text: str) -> bool:
    """Whether cleaning takes accents from a letter that has more than four."""
    return bool(_TOO_MANY_ACCENTS.search(unicodedata.normalize("NFC", text)))


def clean_lines(text: str) -> str:
    """The text cleaned line by line; where the author broke a line it stays broken."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def silenced(text: str) -> str:
    """The text with a word joiner (U+2060) after each `@` that would notify somebody on X or Mastodon.

    Mail addresses and web addresses notify nobody and stay as they are, so that they can be copied.
    """
    if "@" not in text and "＠" not in text:
        return text
    return _MENTION.sub(lambda found: found[0] if found["address"] else found[0] + _WORD_JOINER, text)


def plain(text: str) -> str:
    """The text with plain quotes, dashes, dots and spaces: in a text message one other character halves the room."""
    return text.translate(_PLAIN)


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of whole words that fits, ending in `…`; nothing when not even one character fits.

    Does not part a number from its unit or a short abbreviation from its name, nor leave a bracket or a quotation open,
    unless every cut would. Text without a fitting place is cut between two grapheme clusters.
    """
    for candidates in (_cuts(text, careful=True), _cuts(text, careful=False), _cluster_cuts(text)):
        for beginning in candidates:
            ended = beginning.rstrip(_DANGLING) + _ELLIPSIS
            if ended != _ELLIPSIS and fits(ended):
                return ended
    return ""


def _cuts(text: str, *, careful: bool) -> Iterator[str]:
    for cut in reversed(list(_CUT.finditer(text))):
        beginning = text[: cut.start()]
        at_end = cut.start() == len(text)
        if not at_end and not (careful and _needs_more(beginning)):
            yield beginning


def _cluster_cuts(text: str) -> Iterator[str]:
    clusters = _regex.clusters(text)
    for upto in range(len(clusters) - 1, 0, -1):
        yield "".join(clusters[:upto])


def _needs_more(beginning: str) -> bool:
    """Whether the words break off a bracket, a quotation, or a pair such as a number and its unit."""
    open_pair = any(beginning.count(first) > beginning.count(last) for first, last in _PAIRS)
    last_word = (beginning.split() or [""])[-1]
    return open_pair or beginning.count('"') % 2 == 1 or _BOUND_TO_NEXT.fullmatch(last_word) is not None
