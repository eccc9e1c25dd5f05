"""Hashtags of a post: only those that the site's own map gives to its tags, none made up."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from publisher.social.wording import clean

_LONGEST = 64  # of a tag on Bluesky, in graphemes; code points are never fewer
_LETTER_OR_DIGIT = re.compile(r"\w")
_APOSTROPHES = re.compile("['’ʼ]")


def by_tag(known: Mapping[str, str]) -> dict[str, str]:
    """The site's map made ready for `hashtags_of`; an entry that gives no hashtag on every network is left out."""
    readable = ((_folded(tag), hashtag(words)) for tag, words in known.items())
    return {tag: found for tag, found in readable if found}


def hashtags_of(tags: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """The hashtags for the tags, in the tags' order and each once, whatever its capitals; `known` is from `by_tag`.

    A list of illnesses has been ruled a health claim even as hashtags, so a tag without a place in the map gives none.
    """
    found = (known[_folded(tag)] for tag in tags if _folded(tag) in known)
    first_of_each: dict[str, str] = {}
    for each in found:
        first_of_each.setdefault(each.casefold(), each)
    return tuple(first_of_each.values())


def hashtag(words: str) -> str:
    """The words as one hashtag every network reads to its end, or nothing if they give none.

    A hashtag already written so is kept to the letter. Others are joined with a capital at each word, which lets
    a screen reader tell the words apart; `TCM` and `iPad` keep theirs.
    """
    plain = _APOSTROPHES.sub("", clean(words)).removeprefix("#")
    joined = plain if _is_plain(plain) else "".join(_capitalised(word) for word in _words(plain))
    return f"#{joined}" if _is_readable(joined) else ""


def _words(text: str) -> list[str]:
    return "".join(character if _is_plain(character) else " " for character in text).replace("_", " ").split()


def _is_plain(text: str) -> bool:
    """Only letters, digits, `_` and the marks of letters, which `\\w` alone would break off."""
    return bool(text) and all(_LETTER_OR_DIGIT.match(c) or _is_mark(c) for c in text)


def _is_mark(character: str) -> bool:
    # a variation selector is a mark too, but of an emoji
    return unicodedata.category(character) in ("Mn", "Mc") and not "\ufe00" <= character <= "\ufe0f"


def _capitalised(word: str) -> str:
    return word if any(character.isupper() for character in word) else word[0].upper() + word[1:]


def _is_readable(joined: str) -> bool:
    # a lone Latin letter is what is left of "C++" or "C#"
    lone = len(joined) == 1 and joined.isascii()
    return any(character.isalpha() for character in joined) and not lone and len(joined) <= _LONGEST


def _folded(tag: str) -> str:
    return clean(tag).casefold()
