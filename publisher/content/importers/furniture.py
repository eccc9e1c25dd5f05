"""Lines that a page puts around a post: share buttons, invitations to comment, menus, copyright."""

import re
from collections.abc import Sequence

from publisher.content.importers.origin import Origin

_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|pinterest|instagram|threads|bluesky|mastodon|whatsapp|reddit|tumblr|telegram"
    r"|e-?mail)"
)
_THIS_PAGE = r"(?:this|it|this (?:post|article|story|page|blog|entry))"
# No section of a post is called so: left out wherever they stand.
_UNMISTAKABLE = re.compile(
    rf"(?:share|tweet|pin|print|e-?mail) {_THIS_PAGE}(?: (?:on|via|with) {_NETWORK}| with (?:friends|your friends))?"
    rf"|(?:share|follow us|follow me|find us) (?:on|via|by|to) {_NETWORK}(?:\W+(?:and )?{_NETWORK})*"
    r"|(?:leave|add|post|write) (?:a|your) (?:comment|reply)|comments? \(\d+\)|comments are (?:closed|off)"
    r"|(?:\d+|no) (?:comments?|replies|shares?|likes?)|(?:read|see) more|continue reading|skip to (?:main )?content"
    r"|(?:back|return) to (?:top|blog|all posts|posts)|(?:previous|next|older|newer) (?:post|posts|article|entries)"
    r"|subscribe (?:now|today|to (?:our|the|my) (?:newsletter|blog))|sign up for (?:our|the|my) newsletter"
    r"|(?:©|copyright ©|\(c\)|copyright \(c\)|copyright (?=[0-9]{4}\b)).{0,120}|all rights reserved"
    r"|powered by \w+(?: \w+)?",
    re.IGNORECASE,
)
# Could be a heading too: left out only at the very end.
_AT_THE_EDGES = re.compile(
    rf"{_NETWORK}|share|tweet|pin|print|like|save|home|menu|search|blog|about(?: us)?|contact(?: us)?|comments?|tags?"
    r"|subscribe|log ?in|sign ?in|sign up|privacy policy|terms of (?:use|service)|cookie policy|previous|next|loading",
    re.IGNORECASE,
)
_AROUND = ' \t.!?:…»«›‹→←<>|·•*-–—"“”'


def belongs_to_page(line: str) -> bool:
    """Whether the line is one that no post would have."""
    return bool(_UNMISTAKABLE.fullmatch(line.strip(_AROUND)))


def without(lines: Sequence[str], origin: Origin) -> tuple[list[str], tuple[str, ...]]:
    """The lines without the page's own ones, and those, in order.

    The site's names go from the two ends, words that could be headings from the lower end alone. An empty line stays
    in each place.
    """
    filled = [i for i, line in enumerate(lines) if line]
    gone = {i for i in filled if belongs_to_page(lines[i])}
    gone |= _edge([i for i in reversed(filled) if i not in gone], lines, origin, menus=True)
    gone |= _edge([i for i in filled if i not in gone], lines, origin, menus=False)
    kept = ["" if i in gone else line for i, line in enumerate(lines)]
    return kept, tuple(lines[i] for i in sorted(gone))


def _edge(inwards: Sequence[int], lines: Sequence[str], origin: Origin, *, menus: bool) -> set[int]:
    gone: set[int] = set()
    for i in inwards:
        if not origin.owns(lines[i]) and not (menus and _AT_THE_EDGES.fullmatch(lines[i].strip(_AROUND))):
            break
        gone.add(i)
    return gone
