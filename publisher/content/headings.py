"""Headings of a post: one level below its title, each with an id that links can meet."""

import re
import unicodedata

from publisher.textblocks import bare_text

_TAG = re.compile(r'<(/?)h([1-6])((?: [^\s=<>"]+="[^"]*")*)>')
_ID = re.compile(r' id="([^"]*)"')
_ID_AT_THE_END = re.compile(r"\s*\{#([A-Za-z][A-Za-z0-9_.:-]*)\}\s*\Z")  # "## Rest {#rest}"
_NOTE_MARK = r"(?s)<sup\b[^>]*>.*?</sup>"
_NO_LETTER = re.compile(r"[^a-z0-9_ -]")


def arranged(html: str, prefix: str) -> str:
    """The sanitised HTML with its headings one level down where it has an h1 of its own: the title is the only one.

    A heading without an id gets one of its words as GitHub and Hugo would, which links in posts rely on, behind the
    `prefix`; the second of two equal ones gets `-1`.
    """
    tags = list(_TAG.finditer(html)) if "<h" in html else []
    if not tags:
        return html
    down = "<h1" in html
    taken = dict.fromkeys(_ID.findall(html) if ' id="' in html else (), 0)
    parts: list[str] = []
    place = 0
    for tag in tags:
        closes, level, attributes = tag.groups()
        parts.append(html[place : tag.start()])
        place = tag.end()
        if not closes and ' id="' not in attributes:
            inner = html[place : html.find(f"</h{level}>", place)]
            own = _ID_AT_THE_END.search(inner)
            attributes += f' id="{_free(prefix + (own.group(1) if own else anchor(inner)), taken)}"'
        if closes and (own := _ID_AT_THE_END.search(parts[-1])):
            parts[-1] = parts[-1][: own.start()]
        parts.append(f"<{closes}h{min(int(level) + down, 6)}{attributes}>")
    return "".join(parts) + html[place:]


def anchor(inner: str) -> str:
    """What GitHub makes of a heading: small letters, digits, marks and hyphens; a space is a hyphen."""
    words = bare_text(re.sub(_NOTE_MARK, "", inner) if "<sup" in inner else inner).strip().lower()
    if words.isascii():
        bare = _NO_LETTER.sub("", words)
    else:
        bare = "".join(letter for letter in words if letter in "-_ " or _is_of_a_word(letter))
    return bare.replace(" ", "-") or "section"


def _is_of_a_word(letter: str) -> bool:
    # vowel signs of Hindi and Thai are marks, no letters
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"


def _free(name: str, taken: dict[str, int]) -> str:
    """The name, or the name with the first number behind it that is not taken; `taken` remembers how far it got."""
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{name}-{taken[name]}"
    taken[free] = 0
    return free
