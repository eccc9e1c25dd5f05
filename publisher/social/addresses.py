"""Web addresses inside running text, as Mastodon finds them; for counting only."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from publisher.social.endings import known

# Mastodon counts an address as if it were shortened to this many characters (`characters_reserved_per_url`).
SHORTENED = 23

_LONGEST_SURE = 2000  # Mastodon stops shortening somewhere above 2,000 characters

# An address ends where a strict reading ends it, so that what follows is counted in full.
_IN_PATH = r"[A-Za-z0-9!*';:=+,.$%#\[\]_~@|&/-]"
_PATH_END = r"[A-Za-z0-9=_#/+-]"
_BRACKETED = rf"\({_IN_PATH}+\)"
_PATH = rf"(?:/(?:(?:{_IN_PATH}|{_BRACKETED})*(?:{_PATH_END}|{_BRACKETED}))?)?"
_LATIN = r"A-Za-z0-9_\u00c0-\u024f-"
_QUERY = r"(?:\?[A-Za-z0-9!?*'@();:&=+$/%#\[\]_.,~|-]*[A-Za-z0-9_&=#/-])?"
_ADDRESS = re.compile(
    rf"""
    (?P<glued>(?<=[\w@$\#]))?
    (?: (?P<scheme>https?://) (?P<host>(?:[\w-]+\.)+(?:xn--[A-Za-z0-9]+|[A-Za-z]{{2,}}|[^\W\d_a-zA-Z]{{2,}}))(?::\d+)?
      | (?<![{_LATIN}./]) (?P<bare>(?:[{_LATIN}]++\.)+(?:[A-Za-z]{{2,}}|[^\W\d_a-zA-Z]{{2,}}))
    )
    {_PATH}{_QUERY}
    """,
    re.VERBOSE | re.IGNORECASE,
)

# No address has a space in it, or lacks a dot: there is no need to look for one in other words.
_DOTTED = re.compile(r"(?<!\S)[^\s.]*+\.\S+")


def counted(text: str, count: Callable[[str], int]) -> int:
    """The length of the text when `count` measures words and every address costs what it is shortened to.

    Where it is not sure that a network sees an address (an unknown ending, no scheme, a word glued to it), the
    larger of both readings is taken.
    """
    total, read_to = 0, 0
    for address in _addresses(text):
        total += count(text[read_to : address.start()]) + _cost(address, count(address[0]))
        read_to = address.end()
    return total + count(text[read_to:])


def _addresses(text: str) -> Iterator[re.Match[str]]:
    for word in _DOTTED.finditer(text):
        yield from _ADDRESS.finditer(text, word.start(), word.end())


def _cost(address: re.Match[str], own_length: int) -> int:
    host = (address["host"] or address["bare"]).lower()
    ending = host.rpartition(".")[2]
    if address["scheme"] and address["glued"] is None and len(address[0]) <= _LONGEST_SURE and _is_sure(host, ending):
        return SHORTENED
    if ending not in known() and host.count(".") > 1:
        # "example.com.Then": a server may link the front and count the rest
        return SHORTENED + own_length
    return max(SHORTENED, own_length)


@lru_cache(maxsize=64)  # texts name few hosts, and the post's own again and again
def _is_sure(host: str, ending: str) -> bool:
    if ending not in known():
        return False
    try:
        labels = host.encode("idna").split(b".")  # refuses a label of more than 63 bytes
    except UnicodeError:
        return False
    return not any(b"_" in label or label.startswith(b"-") or label.endswith(b"-") for label in labels)
