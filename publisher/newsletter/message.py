"""A letter ready to be addressed, and one reader's message as bytes; headers are checked when they are written."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from html import escape

from publisher.errors import LetterError
from publisher.model import Newsletter, Site, Slot, Subscriber
from publisher.newsletter.headers import mailbox, named, raw, reader, text
from publisher.newsletter.options import Options
from publisher.newsletter.quoted import closed, quoted
from publisher.newsletter.slots import mailto, own_parts, require_whole

_LONGEST_LINE = 998  # octets without CRLF (RFC 5322 section 2.1.1)
_HEAD, _BOUNDARY = "head", "boundary"  # what else is a message's own, beside what goes into slots
_PLAIN, _HTML = "plain", "html"
_SENDER_ID = 12  # characters; Google asks for 5 to 15


def sender_domain(options: Options) -> str:
    """The domain that the letter comes from; Message-ID and List-ID stand below it."""
    return options.sender.rpartition("@")[2].lower()


class Mailing:
    """One letter with everything encoded once that its readers share; a message is these pieces and a few of its own.

    `newsletter` is the name of its table in the settings, `date` the moment at which sending opened: every try of a
    message carries it. Raises `LetterError` for a letter that lost a slot and for a header that could begin another
    one, `ValueError` for a date without a time zone.
    """

    def __init__(self, letter: Newsletter, newsletter: str, *, site: Site, options: Options, date: datetime) -> None:
        require_whole(letter)
        self._options = options
        head = _checked(list(_shared_headers(letter, newsletter, site, options, date)))
        self._pieces = [_HEAD, head, *_body(letter)]  # bytes, and the names of what is a message's own

    def message(self, to: Subscriber, *, token: str, message_id: str) -> bytes:
        """The whole message (RFC 5322): CRLF, multipart/alternative with the text first; the same bytes each time.
        ASCII throughout, but for the address of a reader that is not (RFC 6532).

        `token` takes the reader off the list; `message_id`, in angle brackets, is the same at every try. Raises
        `LetterError`, which names no reader, for an address or a name that no header can hold.
        """
        own = {
            _HEAD: _checked(list(_own_headers(self._options, to, token, message_id))),
            _BOUNDARY: _boundary(message_id),
        }
        for name, words in own_parts(self._options, to, token).items():
            escaped = escape(words)
            own[f"{_PLAIN} {name}"] = plain = closed(quoted(words))
            own[f"{_HTML} {name}"] = plain if escaped == words else closed(quoted(escaped))
        return b"".join([piece if isinstance(piece, bytes) else own[piece] for piece in self._pieces])


def _own_headers(options: Options, to: Subscriber, token: str, message_id: str) -> Iterator[tuple[str, str]]:
    yield "To", reader("To", to.name, to.address)
    yield "Message-ID", raw("Message-ID", message_id)
    yield from _ways_out(options, token)


def _shared_headers(
    letter: Newsletter, newsletter: str, site: Site, options: Options, date: datetime
) -> Iterator[tuple[str, str]]:
    """No `Auto-Submitted` is among them: somebody wrote and approved the letter (RFC 3834 section 5.1)."""
    if date.tzinfo is None:
        raise ValueError(f"date needs a time zone, got {date.isoformat()}")
    yield "From", mailbox("From", site.title, options.sender)
    yield "Reply-To", mailbox("Reply-To", "", options.reply_to)
    yield "Subject", text("Subject", letter.subject)
    yield "Date", format_datetime(date)
    # never changes, not even with the newsletter's title (RFC 2919)
    yield "List-ID", named("List-ID", options.title, f"{newsletter}.{sender_domain(options)}")
    yield "Feedback-ID", raw("Feedback-ID", _feedback_id(letter, newsletter, options))
    yield "Precedence", "bulk"  # keeps holiday replies away
    yield "MIME-Version", "1.0"


def _ways_out(options: Options, token: str) -> Iterator[tuple[str, str]]:
    """List-Unsubscribe (RFC 2369), https first; one click (RFC 8058) is promised only where https stands."""
    by_mail = f"<{raw('List-Unsubscribe', mailto(options.unsubscribe_mail, token))}>"
    if not options.unsubscribe_url:
        yield "List-Unsubscribe", by_mail
        return
    by_web = f"<{raw('List-Unsubscribe', options.unsubscribe_url + token)}>"
    # folded after the comma alone: inside an address, or as an encoded word, one click would not be found
    yield "List-Unsubscribe", f"{by_web},\r\n {by_mail}"
    yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _feedback_id(letter: Newsletter, newsletter: str, options: Options) -> str:
    """Issue, newsletter, kind, and a sender that stays: spam reports are counted by these, none of which is a reader's
    (Google Postmaster Tools, "Feedback Loop").
    """
    sender = hashlib.sha256(sender_domain(options).encode()).hexdigest()[:_SENDER_ID]
    return f"{letter.issue_id}:{newsletter}:newsletter:{sender}"


def _checked(headers: list[tuple[str, str]]) -> bytes:
    """The headers as bytes, when a reader finds exactly those we meant and no line too long."""
    written = "".join(f"{name}: {value}\r\n" for name, value in headers)
    lines = written.split("\r\n")[:-1]
    if [line.partition(":")[0] for line in lines if line[0] != " "] != [name for name, _ in headers]:
        raise LetterError("newsletter: the message would carry a header nobody wrote; nothing was sent")
    if max(map(len, lines)) > _LONGEST_LINE:
        raise LetterError(f"newsletter: a header is longer than {_LONGEST_LINE} characters; shorten the address in it")
    return written.encode()


def _body(letter: Newsletter) -> Iterator[bytes | str]:
    """Everything behind the headers that say who and what; the boundary is a message's own."""
    yield from (b'Content-Type: multipart/alternative; boundary="', _BOUNDARY, b'"\r\n\r\n')
    for kind, content in ((_PLAIN, letter.text), (_HTML, letter.html)):
        head = f"\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        yield from (b"--", _BOUNDARY, head.encode("ascii"))
        yield from _cut_at_slots(content, kind, letter.slots)
        yield b"\r\n"
    yield from (b"--", _BOUNDARY, b"--\r\n")


def _cut_at_slots(content: str, kind: str, slots: tuple[Slot, ...]) -> Iterator[bytes | str]:
    names = {slot.mark: slot.name for slot in slots}
    *begun, last = re.split(f"({'|'.join(map(re.escape, names))})", content)
    for piece in begun:
        yield f"{kind} {names[piece]}" if piece in names else closed(quoted(piece))
    yield quoted(last)


def _boundary(message_id: str) -> bytes:
    """A line that no part can hold: quoted-printable never writes `=_` (RFC 2045 section 6.7)."""
    return f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}".encode()
