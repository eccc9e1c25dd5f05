"""The way out of the list: one reader's address, and the slot in the letter that waits for it."""

import hashlib
from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from publisher.errors import LetterError
from publisher.model import Issue, Newsletter
from publisher.newsletter.options import Options
from publisher.textblocks import bare_text


def reader_address(options: Options, token: str) -> str:
    """Where one reader leaves the list: the https address with the token at its end, else a mail that carries it."""
    return f"{options.unsubscribe_url}{token}" if options.unsubscribe_url else mailto(options.unsubscribe_mail, token)


def mailto(address: str, token: str) -> str:
    """A mail that unsubscribes (RFC 6068: a space is `%20`, never `+`)."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(f'unsubscribe {token}')}"


def slot_of(issue: Issue) -> str:
    """The text that stands for a reader's address: letters and digits, which no template or inliner rewrites.

    The same issue gets the same slot; another text of the author's another one, so nobody can write it in advance.
    Raises `LetterError` when the author's words hold it all the same.
    """
    written = tuple(_written(issue))
    slot = "unsubscribe" + hashlib.sha256("\0".join(written).encode(errors="replace")).hexdigest()
    require_absent(slot, written)
    return slot


def require_absent(slot: str, written: Iterable[str]) -> None:
    """Return when no text holds the slot; else `LetterError`, because filling it in would change the author's words."""
    if any(slot in text for text in written):
        raise LetterError("newsletter: a post holds the text that stands for the unsubscribe address; change that post")


def fill(newsletter: Newsletter, address: str) -> tuple[str, str]:
    """The letter of one reader as html and as text, with the address in every slot.

    Raises `LetterError` when the number of slots is not the one recorded: the letter was changed since it was rendered.
    """
    return (
        _filled(newsletter.html, newsletter.slot, newsletter.slots_html, escape(address)),
        _filled(newsletter.text, newsletter.slot, newsletter.slots_text, address),
    )


def _filled(letter: str, slot: str, expected: int, address: str) -> str:
    if not slot or letter.count(slot) != expected:
        raise LetterError(f"newsletter: {expected} unsubscribe links expected, found another number; render it again")
    return letter.replace(slot, address)


def _written(issue: Issue) -> Iterable[str]:
    yield from (issue.id, issue.subject)
    for post in issue.posts:
        yield from (post.id, post.url, post.title, post.summary, post.html, bare_text(post.html))
