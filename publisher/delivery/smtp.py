"""One conversation with a mail server (RFC 5321), in as few round trips as it allows (RFC 2920).

Written here because a ledger has to know whether a connection was lost before or after the end of a message, and who
claimed what in between; the libraries for SMTP tell neither.
"""

import asyncio
import base64
import ssl
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, Protocol, cast

from publisher.delivery.desk import Parcel
from publisher.delivery.retry import OurFault, Reply, Stage, judged, told
from publisher.model import Delivery, Outcome, Verdict

_UNKNOWN_LETTERS = "the mail server takes no address beyond ASCII (it offers no SMTPUTF8)"
_LONGEST_LINE = 4096  # octets of a reply's line; 512 are usual (RFC 5321 section 4.5.3.1.5)
_Handler = Callable[[Reply], None]
_Command = tuple[bytes, float, _Handler]  # with the patience for its answer, and who gets that


class UnreachableError(Exception):
    """The server cannot be talked to just now; another try may do."""


class MisconfiguredError(Exception):
    """The server will not talk to us before a person changed something."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How to talk to the server: `name` is ours, `tls` checks its certificate, `None` for a connection in the clear."""

    host: str
    port: int
    name: str
    security: str = "starttls"
    tls: ssl.SSLContext | None = None
    user: str = ""
    password: str = field(default="", repr=False)
    login: str = "auto"


class Patience(NamedTuple):
    """Seconds to wait for an answer (RFC 5321 section 4.5.3.2); the last one is the costliest to give up on."""

    command: float = 300
    data: float = 120
    dot: float = 600
    connect: float = 30
    again: float = 1  # before another connection, doubled each time


class Side(Protocol):
    """Who is told what happens in a conversation."""

    def ready(self, session: "Session") -> None:
        """The server waits for the message of `session.parcel`."""

    def idle(self, session: "Session") -> None:
        """Another parcel may begin."""

    def settled(self, delivery: Delivery, outcome: Outcome) -> None:
        """This became of a delivery."""

    def faulty(self, fault: OurFault) -> None:
        """The server takes nothing of ours."""

    def lost(self, session: "Session", unsent: Parcel | None) -> None:
        """The conversation is over; the parcel was begun and surely not sent."""


class Session(asyncio.Protocol):
    """A conversation; `pipelining` says how much may be sent before an answer: "full", "group" (an envelope) or "off".

    Only `send` puts a message on the wire, and its delivery has to be claimed before. `surprise` names an answer that
    did not fit what was asked; `messages` counts those that were answered.
    """

    def __init__(self, side: Side, pipelining: str, patience: Patience, now: Callable[[], float]) -> None:
        self._side, self._patience, self._now = side, patience, now
        self._pipelining = pipelining
        self._transport: asyncio.Transport
        self._input = bytearray()
        self._lines: list[str] = []
        self._expected: deque[tuple[float, _Handler]] = deque()  # patience for each answer, and who gets it
        self._unsaid: deque[_Command] = deque()  # commands that wait for the answer before them
        self._offered: dict[str, str] = {}
        self._bad: tuple[Stage, Reply] | None = None
        self._needs_reset = self._is_over = False
        self._finishing: Parcel | None = None
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.deadline = now() + patience.command
        self.parcel: Parcel | None = None
        self.messages = 0
        self.surprise = ""

    @property
    def is_sending(self) -> bool:
        """Whether a message was sent whose answer is not here yet."""
        return self._finishing is not None

    # the transaction

    def begin(self, parcel: Parcel) -> None:
        """Begin a transaction; the side hears `ready`, or what became of the delivery."""
        commands = self._envelope(parcel)
        if commands:
            self._say(commands)
        else:
            self._side.idle(self)

    def send(self, following: Parcel | None) -> None:
        """Send the message the server waits for, and with it the envelope of the parcel that follows, if one does."""
        parcel = cast(Parcel, self.parcel)
        self._finishing, self.parcel = parcel, None
        self._expected.append((self._patience.dot, self._on_dot))
        commands = self._envelope(following) if following else []
        self._expected += [(patience, handler) for _, patience, handler in commands]
        self._transport.write(b"".join((_as_data(parcel.message), *(command for command, _, _ in commands))))
        self._touch()

    @property
    def takes_following(self) -> bool:
        """Whether the envelope of the next parcel may go out with a message."""
        return self._pipelining == "full"

    def _envelope(self, parcel: Parcel) -> list[_Command]:
        self.parcel, self._bad = parcel, None
        if not self._takes(parcel):
            return []
        size = f" SIZE={len(parcel.message)}" if "SIZE" in self._offered else ""
        letters = "" if parcel.delivery.subscriber.address.isascii() else " BODY=8BITMIME SMTPUTF8"
        wait = self._patience.command
        commands: list[_Command] = [
            (
                f"MAIL FROM:<{parcel.sender}>{size}{letters}\r\n".encode("ascii"),
                wait,
                partial(self._answered, Stage.MAIL),
            ),
            (
                f"RCPT TO:<{parcel.delivery.subscriber.address}>\r\n".encode(),
                wait,
                partial(self._answered, Stage.RCPT),
            ),
            (b"DATA\r\n", self._patience.data, partial(self._answered, Stage.DATA)),
        ]
        if self._needs_reset:
            self._needs_reset = False
            commands.insert(0, (b"RSET\r\n", wait, self._on_reset))
        return commands

    def _takes(self, parcel: Parcel) -> bool:
        """Whether the server knows letters of the address; if not, the delivery ends, and costs the reader nothing."""
        if "SMTPUTF8" in self._offered or parcel.delivery.subscriber.address.isascii():
            return True
        self.parcel = None
        self._side.settled(parcel.delivery, Outcome(verdict=Verdict.REFUSED, detail=_UNKNOWN_LETTERS))
        return False

    def _on_reset(self, reply: Reply) -> None:
        if not reply.is_positive:
            self._be_surprised(f"RSET was answered with {told(reply)}")
        self._say_next()

    def _answered(self, stage: Stage, reply: Reply) -> None:
        if self.parcel is None:
            return
        is_go = reply.code == 354 if stage is Stage.DATA else reply.code // 100 == 2
        if not is_go and reply.is_positive:
            self._be_surprised(f"{stage.value} was answered with {told(reply)}")
        elif not is_go:
            self._bad = self._bad or (stage, reply)
            self._unsaid.clear()
        if stage is Stage.DATA and is_go and self._bad:
            # the server goes on though nobody is to get it: an empty message ends that (RFC 2920 section 3.1)
            self._say([(b".\r\n", self._patience.dot, self._on_empty)])
        elif stage is Stage.DATA and is_go:
            self._side.ready(self)
        elif self._bad and (stage is Stage.DATA or self._pipelining == "off"):
            self._refused(*self._bad)
        else:
            self._say_next()

    def _on_empty(self, _: Reply) -> None:
        if self._bad:
            self._refused(*self._bad)

    def _refused(self, stage: Stage, reply: Reply) -> None:
        parcel, self.parcel, self._needs_reset = cast(Parcel, self.parcel), None, True
        meaning = judged(stage, reply)
        if meaning is None:
            self.parcel = parcel
            self.end()
            return
        if isinstance(meaning, OurFault):
            self._side.faulty(meaning)
        else:
            self._side.settled(parcel.delivery, meaning)
        self._side.idle(self)

    def _on_dot(self, reply: Reply) -> None:
        parcel, self._finishing = cast(Parcel, self._finishing), None
        self.messages += 1
        meaning = judged(Stage.DOT, reply)
        if isinstance(meaning, OurFault):
            self._side.faulty(meaning)
            meaning = Outcome(verdict=Verdict.UNSENT)
        self._side.settled(parcel.delivery, cast(Outcome, meaning))
        if self.parcel is None:
            self._side.idle(self)

    # the beginning and the end

    async def introduce(self, manner: Manner) -> None:
        """Greet, secure the connection and log in; raises `UnreachableError` or `MisconfiguredError`."""
        _require(await self._reply(), 220, "the greeting")
        await self._hello(manner.name)
        if manner.security == "starttls":
            await self._secure(manner)
            await self._hello(manner.name)
        if manner.user:
            await self._log_in(manner)
        if "PIPELINING" not in self._offered:
            self._pipelining = "off"

    def quit(self) -> None:
        """Take leave; the connection ends when the server has answered."""
        self._say([(b"QUIT\r\n", self._patience.data, lambda _: self.end())])

    def end(self) -> None:
        """Close the connection at once: what was not sent yet will not be."""
        self._is_over = True
        self._transport.abort()

    def drop(self) -> None:
        """Leave the transaction without sending its message, whose claim was refused: there is no other way out."""
        self.parcel = None
        self.end()

    def time_out(self) -> None:
        """Give up waiting for the answer that is late."""
        waits_for_message = self._finishing is not None
        if self.parcel is not None and not waits_for_message and self.messages:
            self.surprise = "an envelope sent with the message before it was not answered"
        self.end()

    # the wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """For asyncio."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """For asyncio."""
        self._input += data
        while not self._is_over and (end := self._input.find(b"\n")) >= 0:
            line = self._input[:end].decode("utf-8", "replace").rstrip("\r")
            del self._input[: end + 1]
            self._heard(line)
        if len(self._input) > _LONGEST_LINE:
            self._be_surprised("an answer without an end")

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 asyncio gives it by this name
        """For asyncio: what was sent and not answered is unknown, what was begun is surely unsent."""
        self._is_over = True
        if self._finishing:
            unknown = Outcome(verdict=Verdict.UNKNOWN, detail="no answer came after the message was sent")
            self._side.settled(self._finishing.delivery, unknown)
            self._finishing = None
        unsent, self.parcel = self.parcel, None
        if not self.closed.done():
            self.closed.set_result(None)
        self._side.lost(self, unsent)

    def _heard(self, line: str) -> None:
        code, mark = line[:3], line[3:4]
        if not (code.isascii() and code.isdigit() and mark in ("", " ", "-")):
            self._be_surprised("an answer without a code")
            return
        self._lines.append(line[4:])
        if mark != "-":
            reply, self._lines = Reply(int(code), "\n".join(self._lines)), []
            self._handle(reply)

    def _handle(self, reply: Reply) -> None:
        if self._expected:
            _, handler = self._expected.popleft()
            self._touch()
            handler(reply)
        elif reply.code == 421:
            self.end()
        else:
            self._be_surprised(f"{told(reply)}, though nothing was asked")

    def _be_surprised(self, what: str) -> None:
        self.surprise = what
        self.end()

    def _say(self, commands: Sequence[_Command]) -> None:
        if self._pipelining == "off":
            self._unsaid += commands
            self._say_next()
            return
        self._expected += [(patience, handler) for _, patience, handler in commands]
        self._transport.write(b"".join([command for command, _, _ in commands]))
        self._touch()

    def _say_next(self) -> None:
        if self._unsaid and not self._is_over:
            command, patience, handler = self._unsaid.popleft()
            self._expected.append((patience, handler))
            self._transport.write(command)
            self._touch()

    def _touch(self) -> None:
        self.deadline = self._now() + (self._expected[0][0] if self._expected else self._patience.command)

    # greeting, encryption, login: one command after the other

    async def _reply(self, command: str | None = None) -> Reply:
        if self.closed.done():
            raise UnreachableError("the mail server closed the connection")
        heard: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._expected.append((self._patience.command, heard.set_result))
        if command is not None:
            self._transport.write(f"{command}\r\n".encode())
        self._touch()
        await asyncio.wait((heard, self.closed), return_when=asyncio.FIRST_COMPLETED)
        if not heard.done():
            raise UnreachableError("the mail server closed the connection")
        return heard.result()

    async def _hello(self, name: str) -> None:
        reply = await self._reply(f"EHLO {name}")
        _require(reply, 250, "EHLO")
        words = [line.upper().partition(" ") for line in reply.text.split("\n")[1:]]
        self._offered = {keyword: parameters for keyword, _, parameters in words}

    async def _secure(self, manner: Manner) -> None:
        if "STARTTLS" not in self._offered:
            raise MisconfiguredError("the mail server offers no STARTTLS, and nothing is sent in the clear")
        _require(await self._reply("STARTTLS"), 220, "STARTTLS")
        if self._input:
            raise MisconfiguredError("somebody wrote into the connection before it was encrypted")
        loop = asyncio.get_running_loop()
        secured = await loop.start_tls(
            self._transport, self, cast(ssl.SSLContext, manner.tls), server_hostname=manner.host
        )
        if secured is None:
            raise UnreachableError("the mail server closed the connection")
        self._transport = secured

    async def _log_in(self, manner: Manner) -> None:
        offered = self._offered.get("AUTH", "").split()
        kind = (
            manner.login.upper()
            if manner.login != "auto"
            else next((m for m in ("PLAIN", "LOGIN") if m in offered), "")
        )
        if kind not in offered or not kind:
            raise MisconfiguredError(f"the mail server does not offer to log in ({kind or 'PLAIN or LOGIN'})")
        if kind == "LOGIN":
            await self._reply("AUTH LOGIN")
            await self._reply(_encoded(manner.user))
            reply = await self._reply(_encoded(manner.password))
        else:
            reply = await self._reply(f"AUTH {kind} {_encoded(_CREDENTIALS[kind](manner.user, manner.password))}")
        if reply.code == 334:  # XOAUTH2 says why it refuses, and waits for a line before it does
            reply = await self._reply("")
        _require(reply, 235, "the login")


_CREDENTIALS: dict[str, Callable[[str, str], str]] = {
    "PLAIN": lambda user, password: f"\0{user}\0{password}",
    "XOAUTH2": lambda user, token: f"user={user}\1auth=Bearer {token}\1\1",
}


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _require(reply: Reply, code: int, what: str) -> None:
    if reply.code == code:
        return
    text = f"the mail server answered {what} with {told(reply)}"
    raise MisconfiguredError(text) if reply.code >= 500 else UnreachableError(text)


def _as_data(message: bytes) -> bytes:
    """The message as it goes over the wire, with the line that ends it (RFC 5321 section 4.5.2)."""
    if message.startswith(b".") or b"\r\n." in message:
        message = (b"\r\n" + message).replace(b"\r\n.", b"\r\n..")[2:]
    return message + (b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")
