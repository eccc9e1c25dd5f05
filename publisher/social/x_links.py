"""The web addresses in a text that X turns into links, found as X's own library finds them.

The rules are those of twitter-text with configuration version 3 (https://github.com/twitter/twitter-text), written anew
and held to the cases it publishes. X's servers may know endings that are younger than the library's list.
"""

import re
from collections.abc import Iterator
from string import ascii_uppercase
from typing import NamedTuple

from publisher.social import _regex
from publisher.social.endings import YOUNGER, all_endings

# Capitals make no difference; letters outside of ASCII stay, because some of them are two when they are small.
_SMALL = {ord(letter): letter.lower() for letter in ascii_uppercase}
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVALID = "\ufffe\ufeff\uffff"
_NO_LETTER = rf"!'#%&()*+,\\./:;<=>?@\[\]^{{|}}~$\s\u180e{_INVALID}{_DIRECTION}"
_LETTER, _IN_LABEL, _IN_NAME = rf"[^_\-{_NO_LETTER}]", rf"[^{_NO_LETTER}]", rf"[^_{_NO_LETTER}]"
_ENDING = r"(?:\L<endings>(?=[^0-9a-z@+\-]|$)|xn--[\-0-9a-z]+)"
# a name of more parts is longer than what X counts for it: it may as well be counted in full
_HOST = rf"(?:{_LETTER}(?:{_IN_LABEL}*{_LETTER})?\.){{0,20}}{_LETTER}(?:{_IN_NAME}*{_LETTER})?\.{_ENDING}"
_LATIN = (
    "a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289"
    "\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_IN_PATH = rf"[{_LATIN}\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&]"
_IN_BRACKETS = rf"\((?:{_IN_PATH}++|{_IN_PATH}*+\({_IN_PATH}++\){_IN_PATH}*+)\)"
_PATH_END = rf"(?:[{_LATIN}\u0400-\u04ff0-9+\-=_#/]|{_IN_BRACKETS})"
_PATH = rf"(?:(?:{_IN_PATH}|{_IN_BRACKETS})*{_PATH_END})?"
_QUERY = r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?"

_ADDRESS = (
    rf"(?P<before>[^a-z0-9@＠$#＃{_INVALID}]|^)"
    rf"(?P<address>(?P<scheme>https?://)?(?P<host>{_HOST})(?::[0-9]+)?(?P<path>/{_PATH})?{_QUERY})"
)
_PLAIN_HOST = rf"(?:[\-0-9{_LATIN}]+\.)+{_ENDING}"  # without a scheme, X links nothing else of a host
_SHORTENED = rf"https?://t\.co/([a-z0-9]+){_QUERY}"
_LONGEST_SLUG = 40  # of X's own shortener
_LONGEST_ADDRESS = 4096  # characters, twitter-text
_WORD = r"(?<!\S)[^\s.]*+\.\S+"  # no address lacks a dot; hardly any other word has one inside


class Link(NamedTuple):
    """Where an address stands in the text, and whether X surely takes it for one."""

    start: int
    end: int
    is_sure: bool


def links(text: str) -> Iterator[Link]:
    """The addresses in the text, in order and apart; one with a younger ending is not sure."""
    text = text.translate(_SMALL)
    for word in _compiled(_WORD).finditer(text):
        # with the character before it, which decides
        for found in _compiled(_ADDRESS).finditer(text, max(0, word.start() - 1), word.end()):
            if found["scheme"]:
                yield from _with_scheme(found)
            elif found["before"] not in tuple("-_./"):
                yield from _without_scheme(found)


def _with_scheme(found: re.Match[str]) -> Iterator[Link]:
    start, end = found.span("address")
    if shortened := _compiled(_SHORTENED).match(found["address"]):
        if len(shortened[1]) > _LONGEST_SLUG:
            return
        end = start + shortened.end()
    host = found["host"]
    if _is_host(host) and len(found["scheme"]) + len(host) <= _LONGEST_ADDRESS:
        yield Link(start, end, _is_sure(host))


def _without_scheme(found: re.Match[str]) -> Iterator[Link]:
    hosts = [host.span() for host in _compiled(_PLAIN_HOST).finditer(found["host"]) if _is_host(host[0])]
    start = found.start("host")
    for begin, end in hosts:
        has_path = found["path"] and (begin, end) == hosts[-1]
        yield Link(start + begin, found.end("address") if has_path else start + end, _is_sure(found["host"]))


def _is_host(host: str) -> bool:
    """Whether names can be looked up under it; only the host's own name may not hold an underscore."""
    try:
        labels = host.encode("idna").split(b".")  # refuses a label of more than 63 bytes
    except UnicodeError:
        return False
    return not any(label.startswith(b"-") or label.endswith(b"-") for label in labels)


def _is_sure(host: str) -> bool:
    return host.rpartition(".")[2] not in YOUNGER


def _compiled(pattern: str) -> re.Pattern[str]:
    return _regex.compiled(pattern, endings=all_endings())
