"""How long a text is to each network; where sources differ, the larger count.

Nothing here changes a text. Every counter takes the text as it will be sent and gives a whole number.
"""

import re
import unicodedata

from publisher.social import _regex, emoji_sequences
from publisher.social.addresses import SHORTENED, counted
from publisher.social.x_links import links

# X's configuration version 3: these weigh 1, every other code point 2.
# https://github.com/twitter/twitter-text/blob/master/config/v3.json
_LIGHT = re.compile("[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_EMOJI_WEIGHT = 2
# shown as a picture: by itself, or because a selector or a joiner asks for it
_EMOJI = r"[\p{Emoji_Presentation}\p{Regional_Indicator}\ufe0f\u20e3]|\p{Extended_Pictographic}\u200d"
# 3GPP TS 23.038 section 6.2.1, and the table behind its escape, of which each letter takes two places
_GSM_DOUBLE = "^{}\\[~]|€\f"
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà" + _GSM_DOUBLE
)
# RFC 3986 section 2.3, unreserved: all that stands for itself in a link
_BY_ITSELF = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"
_ENCODED = 3  # "%20"


def x_weight(text: str) -> int:
    """The weight of a post on X: composed first (NFC), an emoji 2, an address 23, other code points 1 or 2.

    A new emoji made of several older ones counts in full, see `emoji_sequences`; so does an address that X may not
    take for one, if it is the longer. https://docs.x.com/fundamentals/counting-characters
    """
    text = unicodedata.normalize("NFC", text)
    total, read_to = 0, 0
    for link in links(text):
        own_weight = 0 if link.is_sure else _x_weight_of_words(text[link.start : link.end])
        total += _x_weight_of_words(text[read_to : link.start]) + max(SHORTENED, own_weight)
        read_to = link.end
    return total + _x_weight_of_words(text[read_to:])


def mastodon_characters(text: str) -> int:
    """What a Mastodon server counts: clusters, an address 23; `@name@host` is counted whole, which is never less."""
    return counted(text, graphemes)


def graphemes(text: str) -> int:
    """Extended grapheme clusters (UAX 29): Bluesky's first limit; an address counts in full."""
    # in plain ASCII only CR LF is more than a character (UAX 29, GB3)
    return len(text) - text.count("\r\n") if text.isascii() else len(_regex.clusters(text))


def threads_characters(text: str) -> int:
    """What Threads counts: an emoji its UTF-8 bytes, every other character its UTF-16 units (no unit is published).

    https://developers.facebook.com/docs/threads/posts
    """
    emoji = [cluster for cluster in _regex.clusters(text) if not cluster.isascii() and _regex.matches(_EMOJI, cluster)]
    return utf16_units(text) + sum(utf8_bytes(one) - utf16_units(one) for one in emoji)


def gsm_characters(text: str) -> int:
    """Characters of a text message in the GSM 7-bit alphabet, where some cost two; 0 when it needs the other alphabet.

    3GPP TS 23.038 section 6.2.1.
    """
    return len(text) + sum(map(text.count, _GSM_DOUBLE)) if _is_gsm(text) else 0


def ucs2_characters(text: str) -> int:
    """UTF-16 units of a text message that does not fit into the GSM alphabet, else 0."""
    return 0 if _is_gsm(text) else utf16_units(text)


def distinct_links(text: str) -> int:
    """How many different addresses with a scheme stand in the text."""
    return len(set(re.findall(r"https?://\S+", text)))


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8: Bluesky's second limit."""
    return len(text.encode())


def utf16_units(text: str) -> int:
    """UTF-16 code units, what a browser's own `length` says; the safe reading where a network names no unit."""
    return len(text.encode("utf-16-le")) // 2


def mail_link_characters(text: str) -> int:
    """Characters that the text takes up as the body of a `mailto:` link (RFC 6068: `%0D%0A` for a line break)."""
    written = text.replace("\n", "\r\n").encode()
    encoded = len(written.translate(None, _BY_ITSELF))
    return len(written) + (_ENCODED - 1) * encoded


def _x_weight_of_words(text: str) -> int:
    if text.isascii():  # all of it light, and no emoji
        return len(text)
    emoji = _regex.matches(emoji_sequences.PATTERN, text)
    return _code_points(text) - sum(map(_code_points, emoji)) + _EMOJI_WEIGHT * len(emoji)


def _code_points(text: str) -> int:
    return 2 * len(text) - len(_LIGHT.findall(text))


def _is_gsm(text: str) -> bool:
    return _GSM.issuperset(text)
