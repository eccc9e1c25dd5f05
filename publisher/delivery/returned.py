"""What comes back as mail: reports of failure (RFC 3464), reports of spam (RFC 5965), and mails that unsubscribe."""

import re
from email import message_from_bytes, message_from_string, policy
from email.message import Message
from typing import NamedTuple

_TO = ("delivered-to", "x-original-to", "envelope-to", "to")
_TAGGED = re.compile(r"[\w.=-]+\+([a-z2-7]{26}-[a-z2-7]{8}-[a-z2-7]{13})@", re.IGNORECASE)
_UNSUBSCRIBE = re.compile(r"\s*unsubscribe\s+([a-z2-7]{20,120})\s*", re.IGNORECASE)
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_DEAD = re.compile(r"5\.(1\.\d+|2\.1)")  # no such address, or one that is closed (RFC 3463)
_DEAD_IN_WORDS = re.compile(r"(?<![\d.])5\.(1\.\d{1,2}|2\.1)(?!\.?\d)")
_WAY_OUT = re.compile(r"[a-z2-7]{60,120}")  # the token of an unsubscribe link, whatever stands before it


class Returned(NamedTuple):
    """A mail that means something: `kind` is "hard", "soft", "complaint" or "unsubscribe", `token` what it carries to
    say about whom, not verified here; `status` as RFC 3463 has it, empty where nobody said it.
    """

    kind: str
    token: str
    status: str = ""


def read(content: bytes) -> Returned | None:
    """What a mail means; `None` for one that is no report and unsubscribes nobody, such as an answer by a machine.

    Reports that keep to no standard are known as Mailman knows them (flufl.bounce); what no parser can read is `None`.
    """
    try:
        return _read(content)
    except Exception:  # noqa: BLE001 anybody may write anything here, and parsers stumble: a person looks at it
        return None


def _read(content: bytes) -> Returned | None:
    mail = message_from_bytes(content, policy=policy.default)
    if found := _UNSUBSCRIBE.fullmatch(str(mail.get("subject", ""))):
        return Returned("unsubscribe", found[1].lower())
    if _part(mail, "message/feedback-report"):
        told = _tag_in(content.decode("ascii", "replace")) or _token_quoted(mail)
        return Returned("complaint", told) if told else None
    tag = next((tag for name in _TO for value in mail.get_all(name, []) if (tag := _tag_in(str(value)))), "")
    if not tag:
        return None
    report = _part(mail, "message/delivery-status")
    return _failure(report, tag) if report else _odd_failure(content, tag)


def _failure(report: Message, tag: str) -> Returned | None:
    """The gravest failure in a report; a delay is none, because the server tries on."""
    statuses = [
        found[1]
        for block in report.walk()
        if str(block.get("action", "")).strip().lower() == "failed"
        if (found := _STATUS.match(str(block.get("status", ""))))
    ]
    if not statuses:
        return None
    dead = [status for status in statuses if _DEAD.fullmatch(status)]
    return Returned("hard", tag, dead[0]) if dead else Returned("soft", tag, statuses[0])


def _odd_failure(content: bytes, tag: str) -> Returned | None:
    """A failure for good, in words alone: dead only where a status says so."""
    from flufl.bounce import all_failures  # it knows twenty servers by their words, and few mails need that

    _, for_good = all_failures(message_from_bytes(content))
    if not for_good:
        return None
    dead = _DEAD_IN_WORDS.search(content.decode("ascii", "replace"))
    return Returned("hard", tag, dead[0]) if dead else Returned("soft", tag)


def _tag_in(text: str) -> str:
    found = _TAGGED.search(text)
    return found[1].lower() if found else ""


def _token_quoted(mail: Message) -> str:
    """The token in the way out of the letter that a report of spam quotes, for one that hides whom it was sent to."""
    for part in mail.walk():
        is_head = part.get_content_type() == "text/rfc822-headers"
        quoted = message_from_string(str(part.get_payload())) if is_head else part
        for way_out in quoted.get_all("list-unsubscribe", []):
            if found := _WAY_OUT.search(str(way_out).lower()):
                return found[0]
    return ""


def _part(mail: Message, kind: str) -> Message | None:
    return next((part for part in mail.walk() if part.get_content_type() == kind), None)
