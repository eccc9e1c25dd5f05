"""What is one reader's own in a letter: the greeting and the way out of the list, and the marks that wait for them."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from publisher.characters import one_line
from publisher.errors import LetterError
from publisher.model import Issue, Newsletter, Slot, Subscriber
from publisher.newsletter.options import Options
from publisher.textblocks import bare_text

GREETING, UNSUBSCRIBE = "greeting", "unsubscribe"
_LONGEST_NAME = 60  # characters; a longer one is no name, and would push the letter out of its first screen


class Marks(NamedTuple):
    """The text that stands for each: letters and digits, which no template or inliner rewrites."""

    greeting: str
    unsubscribe: str


def marks(issue: Issue) -> Marks:
    """The marks of an issue: the same for the same issue, others for any other text of its authors.

    So nobody can write one in advance. Raises `LetterError` when the authors' words hold one all the same.
    """
    written = tuple(_written(issue))
    digest = hashlib.sha256("\0".join(written).encode(errors="replace")).hexdigest()
    found = Marks(greeting=f"{GREETING}{digest}", unsubscribe=f"{UNSUBSCRIBE}{digest}")
    for mark in found:
        require_absent(mark, written)
    return found


def require_absent(mark: str, written: Iterable[str]) -> None:
    """Return when no text holds the mark; else `LetterError`, because filling it in would change the author's words."""
    if any(mark in text for text in written):
        raise LetterError("newsletter: a post holds the text that stands for a reader's own part; change that post")


def counted(html: str, text: str, marks: Marks) -> tuple[Slot, ...]:
    """Each mark, with how often it stands in the html and in the text."""
    named = zip((GREETING, UNSUBSCRIBE), marks, strict=True)
    return tuple(Slot(name=name, mark=mark, in_html=html.count(mark), in_text=text.count(mark)) for name, mark in named)


def own_parts(options: Options, to: Subscriber, token: str) -> dict[str, str]:
    """What goes into one reader's letter, by the name of its slot, as plain text on one line."""
    return {GREETING: greeting(options, to.name), UNSUBSCRIBE: reader_address(options, token)}


def greeting(options: Options, name: str) -> str:
    """The first line of a reader's letter; by name where the reader gave one that can be read."""
    readable = one_line(name)[:_LONGEST_NAME].strip()
    return options.greeting.format(name=readable) if readable else options.greeting_without_name


def reader_address(options: Options, token: str) -> str:
    """Where one reader leaves the list: the https address with the token at its end, else a mail that carries it."""
    return f"{options.unsubscribe_url}{token}" if options.unsubscribe_url else mailto(options.unsubscribe_mail, token)


def mailto(address: str, token: str) -> str:
    """A mail that unsubscribes (RFC 6068: a space is `%20`, never `+`)."""
    return _mailto(address) + quote(token)


@lru_cache(maxsize=16)  # one a newsletter, and a token for each reader
def _mailto(address: str) -> str:
    return f"mailto:{quote(address, safe='@')}?subject=unsubscribe%20"


def fill(newsletter: Newsletter, parts: Mapping[str, str]) -> tuple[str, str]:
    """The letter of one reader as html and as text, with the reader's own `parts` in its slots.

    Raises `LetterError` when the number of slots is not the one recorded: the letter was changed since it was rendered.
    """
    require_whole(newsletter)
    html, text = newsletter.html, newsletter.text
    for slot in newsletter.slots:
        html = html.replace(slot.mark, escape(parts[slot.name]))
        text = text.replace(slot.mark, parts[slot.name])
    return html, text


def require_whole(newsletter: Newsletter) -> None:
    """Return when every slot is there as often as was recorded, and the way out at all; else `LetterError`."""
    for slot in newsletter.slots:
        if (newsletter.html.count(slot.mark), newsletter.text.count(slot.mark)) != (slot.in_html, slot.in_text):
            raise LetterError(f"newsletter: the letter's number of {slot.name} slots changed; render it again")
    if not any(slot.name == UNSUBSCRIBE and slot.in_html and slot.in_text for slot in newsletter.slots):
        raise LetterError("newsletter: the letter has no unsubscribe link in both of its parts; nothing was sent")


def _written(issue: Issue) -> Iterable[str]:
    yield from (issue.id, issue.subject, issue.preheader)
    if issue.note:
        for html in (issue.note.intro, issue.note.closing):
            yield from (html, bare_text(html))
        yield issue.note.text
    for post in issue.posts:
        yield from (post.id, post.url, post.title, post.summary, post.html, bare_text(post.html))
