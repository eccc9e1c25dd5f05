"""What a mail server's answer means, and when to try again: plain rules, no clock and no network."""

import re
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from publisher.model import Outcome, Verdict

_DELAYS = (
    *(timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4)),
    timedelta(hours=12),  # and again after as long, until the issue expires
)
EXPIRES_AFTER = timedelta(hours=48)  # a letter that comes later has missed its moment
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")


class Stage(Enum):
    """Where in a transaction the server answered (RFC 5321 section 3.3)."""

    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    DOT = "the message"


class Reply(NamedTuple):
    """An answer: its code and its text, lines joined with spaces."""

    code: int
    text: str

    @property
    def enhanced(self) -> str:
        """The enhanced status at its beginning (RFC 3463), or nothing."""
        found = _ENHANCED.match(self.text)
        return found[1] if found else ""

    @property
    def is_positive(self) -> bool:
        """Whether the server goes along (2xx, 3xx)."""
        return 200 <= self.code < 400


class OurFault(NamedTuple):
    """The server takes no letter of ours, whoever it is for: nobody is to be tried before a person mended it."""

    text: str


def judged(stage: Stage, reply: Reply) -> Outcome | OurFault | None:
    """What an answer means for the delivery it was given for; `None` for 421 before the message was sent: the server
    closes the connection, which says nothing about anybody (RFC 5321 section 3.8).

    A refusal of the sender or of the size is our own fault and costs no reader anything. Only 5.1.x at RCPT says that
    there is no such person.
    """
    said = f"{stage.value}: {told(reply)}"
    if stage is Stage.DOT and reply.is_positive:
        return Outcome(verdict=Verdict.ACCEPTED, code=reply.code, enhanced=reply.enhanced)
    if reply.code == 421 and stage is not Stage.DOT:
        return None
    if reply.code < 500:
        is_throttled = reply.enhanced.startswith("4.7.") or "rate" in reply.text.lower()
        return _outcome(Verdict.DEFERRED, reply, said, is_throttled=is_throttled)
    is_too_large = reply.enhanced == "5.3.4" or (reply.code == 552 and not reply.enhanced)
    if stage is Stage.MAIL or reply.code in (530, 535) or is_too_large:
        return OurFault(f"the mail server refuses our letters ({said})")
    is_dead = stage is Stage.RCPT and reply.enhanced.startswith("5.1.")
    is_unwelcome = stage is not Stage.RCPT or reply.enhanced.startswith("5.7.")
    return _outcome(Verdict.REFUSED, reply, said, is_dead=is_dead, is_unwelcome=is_unwelcome)


def told(reply: Reply) -> str:
    """An answer as it may be written down and shown: code and status; of its words none, because servers repeat
    addresses in them.
    """
    return f"{reply.code} {reply.enhanced}".rstrip()


def retry_at(attempts: int, now: datetime) -> datetime:
    """When a delivery that was deferred so many times is tried again: after 5 minutes, then ever later."""
    return now + _DELAYS[min(attempts, len(_DELAYS)) - 1]


class Welcome:
    """Counts refusals that are meant for us and not for a reader; over 2 % of the first 50, or 5 % later, are many."""

    _FIRST, _FEW, _LATER = 50, 1, 0.05

    def __init__(self) -> None:
        self._answers = self._unwelcome = 0

    def is_worn_out(self, outcome: Outcome) -> bool:
        """Count one answer; whether there are too many refusals by now."""
        self._answers += 1
        self._unwelcome += outcome.is_unwelcome
        if not outcome.is_unwelcome:
            return False
        return self._unwelcome > max(self._FEW, self._LATER * self._answers if self._answers > self._FIRST else 0)


def _outcome(
    verdict: Verdict,
    reply: Reply,
    said: str,
    *,
    is_throttled: bool = False,
    is_dead: bool = False,
    is_unwelcome: bool = False,
) -> Outcome:
    return Outcome(
        verdict=verdict,
        code=reply.code,
        enhanced=reply.enhanced,
        detail=said,
        is_throttled=is_throttled,
        is_dead=is_dead,
        is_unwelcome=is_unwelcome,
    )
