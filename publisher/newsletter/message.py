"""One reader's letter as the bytes of a mail; headers are checked before and after they are written."""

import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from publisher.errors import LetterError
from publisher.model import Newsletter, Site, Subscriber
from publisher.newsletter.headers import mailbox, named, raw, text
from publisher.newsletter.options import Options
from publisher.newsletter.unsubscribe import fill, mailto

_LONGEST_LINE = 998  # octets without CRLF (RFC 5322 section 2.1.1)


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """What one message says beside the letter.

    `message_id` is in angle brackets; the same issue and reader keep `message_id` and `date` at every try.
    `list_id` never changes, not even with the newsletter's title (RFC 2919). `unsubscribe_url` is the reader's own
    https address or empty; `unsubscribe_mail` takes a mail that carries `token`.
    """

    sender_name: str
    sender_address: str
    reply_to: str
    to: Subscriber
    message_id: str
    date: datetime
    list_name: str
    list_id: str
    unsubscribe_url: str
    unsubscribe_mail: str
    token: str

    def __post_init__(self) -> None:
        if self.date.tzinfo is None:
            raise ValueError(f"date needs a time zone, got {self.date.isoformat()}")
        if self.unsubscribe_url and not self.unsubscribe_url.startswith("https://"):
            raise ValueError("unsubscribe_url must be an https address (RFC 8058 section 3.1), or empty")


def envelope(
    newsletter: str, *, site: Site, options: Options, to: Subscriber, token: str, message_id: str, date: datetime
) -> Envelope:
    """The envelope of one reader; `newsletter` names its table and so, at the sender's domain, the List-ID."""
    return Envelope(
        sender_name=site.title,
        sender_address=options.sender,
        reply_to=options.reply_to,
        to=to,
        message_id=message_id,
        date=date,
        list_name=options.title,
        list_id=f"{newsletter}.{sender_domain(options)}",
        unsubscribe_url=f"{options.unsubscribe_url}{token}" if options.unsubscribe_url else "",
        unsubscribe_mail=options.unsubscribe_mail,
        token=token,
    )


def sender_domain(options: Options) -> str:
    """The domain that the letter comes from; Message-ID and List-ID stand below it."""
    return options.sender.rpartition("@")[2].lower()


def message(newsletter: Newsletter, envelope: Envelope) -> bytes:
    """The whole message (RFC 5322): CRLF, ASCII, multipart/alternative with the text first; the same bytes every time.

    Raises `LetterError` for a header value that could begin another header, for a slot missing from the letter, and
    for a line over 998 octets. The error names no address.
    """
    boundary = _boundary(newsletter, envelope)
    headers = [*_headers(newsletter, envelope), ("Content-Type", f'multipart/alternative; boundary="{boundary}"')]
    html, plain = fill(newsletter, envelope.unsubscribe_url or mailto(envelope.unsubscribe_mail, envelope.token))
    parts = (_part("plain", plain), _part("html", html))
    lines = [
        *(f"{name}: {value}" for name, value in headers),
        "",
        *(line for part in parts for line in (f"--{boundary}", *part)),
        f"--{boundary}--",
        "",
    ]
    return _checked("\r\n".join(lines).encode("ascii"), [name for name, _ in headers])


def _headers(newsletter: Newsletter, envelope: Envelope) -> list[tuple[str, str]]:
    return [
        ("From", mailbox("From", envelope.sender_name, envelope.sender_address)),
        ("To", mailbox("To", envelope.to.name, envelope.to.address)),
        ("Reply-To", mailbox("Reply-To", "", envelope.reply_to)),
        ("Subject", text("Subject", newsletter.subject)),
        ("Date", format_datetime(envelope.date)),
        ("Message-ID", raw("Message-ID", envelope.message_id)),
        ("List-ID", named("List-ID", envelope.list_name, envelope.list_id)),
        *_ways_out(envelope),
        ("Precedence", "bulk"),  # keeps holiday replies away
        ("MIME-Version", "1.0"),
    ]


def _ways_out(envelope: Envelope) -> list[tuple[str, str]]:
    """List-Unsubscribe (RFC 2369), https first; one click (RFC 8058) is promised only where https stands."""
    by_mail = f"<{raw('List-Unsubscribe', mailto(envelope.unsubscribe_mail, envelope.token))}>"
    if not envelope.unsubscribe_url:
        return [("List-Unsubscribe", by_mail)]
    by_web = f"<{raw('List-Unsubscribe', envelope.unsubscribe_url)}>"
    return [
        # folded after the comma alone: inside an address, or as an encoded word, one click would not be found
        ("List-Unsubscribe", f"{by_web},\r\n {by_mail}"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]


def _part(kind: str, content: str) -> list[str]:
    return [
        f"Content-Type: text/{kind}; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        _quoted(content),
    ]


def _quoted(content: str) -> str:
    """UTF-8 as quoted-printable, lines of 76 at most (RFC 2045 section 6.7); line ends become CRLF."""
    octets = content.replace("\r\n", "\n").replace("\r", "\n").encode()
    # CRLF comes last: given text without a line end, binascii breaks long lines with a bare LF
    return binascii.b2a_qp(octets, istext=True).decode("ascii").replace("\n", "\r\n")


def _boundary(newsletter: Newsletter, envelope: Envelope) -> str:
    """A line that no part can hold: quoted-printable never writes `=_` (RFC 2045 section 6.7)."""
    named = f"{newsletter.issue_id}\0{envelope.message_id}".encode()
    return f"=_{hashlib.sha256(named).hexdigest()[:32]}"


def _checked(written: bytes, expected: Sequence[str]) -> bytes:
    """The bytes as they are, when a reader finds exactly the headers we meant and no line too long."""
    head, _, _ = written.partition(b"\r\n\r\n")
    names = [line.partition(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith(b" ")]
    if names != list(expected):
        raise LetterError("newsletter: the message would carry a header nobody wrote; nothing was sent")
    if any(len(line) > _LONGEST_LINE for line in written.split(b"\r\n")):
        raise LetterError(f"newsletter: a header is longer than {_LONGEST_LINE} characters; shorten the address in it")
    return written
