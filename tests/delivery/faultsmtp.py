"""A mail server on loopback that keeps what it took and fails exactly as it was told."""

import asyncio
import base64
import re
import ssl
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

CLOSE, RESET, HANG, TAKE_AND_CLOSE = "close", "reset", "hang", "take and close"
_EXTENSIONS = ("PIPELINING", "SIZE 1000000", "8BITMIME", "ENHANCEDSTATUSCODES")


class Taken(NamedTuple):
    """A message that the server answered for, or was told to take without an answer."""

    sender: str
    recipient: str
    data: bytes


@dataclass
class Faults:
    """What the server does other than a good one would.

    `rules` maps a step (`connect`, `EHLO`, `STARTTLS`, `AUTH`, `MAIL`, `RCPT`, `DATA`, `dot`, `RSET`), a step and how
    often it was reached (from 1), or `RCPT` and an address, to the answer to give, or to one of the words above.
    """

    rules: Mapping[object, str] = field(default_factory=dict)
    extensions: Sequence[str] = _EXTENSIONS
    most_per_connection: int = 1_000_000
    tls: ssl.SSLContext | None = None
    is_tls_from_the_start: bool = False
    logins: Mapping[str, str] = field(default_factory=dict)
    forgets_what_follows_a_message: bool = False
    answers_late_s: float = 0.0


class FaultServer:
    """Serves until it is closed; `taken` are the messages, `log` the commands of every connection in order."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.taken: list[Taken] = []
        self.log: list[str] = []
        self.violations: list[str] = []
        self.connections = 0
        self._reached: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        started = asyncio.run_coroutine_threadsafe(self._start(), self._loop)
        self._server = started.result(10)
        self.port: int = self._server.sockets[0].getsockname()[1]

    async def _start(self) -> asyncio.Server:
        context = self.faults.tls if self.faults.is_tls_from_the_start else None
        return await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)

    def close(self) -> None:
        """Stop serving; once is enough."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _stop(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # what was closed is closed with the next turn

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await _Conversation(self, reader, writer).hold()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass  # the server is closed, or the client left
        finally:
            writer.close()

    def rule(self, step: str, address: str = "") -> str:
        """What to do at this step instead of what a good server would; `""` for nothing."""
        self._reached[step] += 1
        keys: tuple[object, ...] = ((step, self._reached[step]), (step, address), step)
        return next((self.faults.rules[key] for key in keys if key in self.faults.rules), "")


class _EndedError(ConnectionError):
    """The connection ends as the rules say."""


class _Conversation:
    def __init__(self, server: FaultServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server, self._reader, self._writer = server, reader, writer
        self._is_secure = server.faults.is_tls_from_the_start
        self._sender: str | None = None  # "" is one, too
        self._any_letters = False
        self._recipient = ""
        self._messages = 0

    async def hold(self) -> None:
        """Until the client leaves or a rule ends it."""
        await self._answer("connect", "220 faults.example.com ESMTP")
        while line := await self._line():
            verb, _, rest = line.partition(" ")
            if verb.upper() == "QUIT":
                await self._say("221 2.0.0 bye")
                return
            await getattr(self, f"_{verb.lower()}", self._unknown)(rest)

    async def _line(self) -> str:
        raw = await self._reader.readline()
        if raw and not raw.endswith(b"\r\n"):
            self._server.violations.append("a line without CRLF")
        line = raw.decode("utf-8").rstrip("\r\n")
        if line:
            self._server.log.append(line)
        return line

    async def _answer(self, step: str, good: str, address: str = "") -> bool:
        """Give the good answer or what the rules have; whether it was the good one."""
        rule = self._server.rule(step, address)
        if rule in (CLOSE, RESET, HANG, TAKE_AND_CLOSE):
            await self._end(rule)
        await self._say(rule or good)
        return not rule

    async def _end(self, how: str) -> None:
        if how == HANG:
            await asyncio.sleep(3600)
        if how == RESET:
            self._writer.transport.abort()
        raise _EndedError

    async def _say(self, reply: str) -> None:
        await asyncio.sleep(self._server.faults.answers_late_s)
        self._writer.write(f"{reply}\r\n".encode())
        await self._writer.drain()

    async def _ehlo(self, _: str) -> None:
        faults = self._server.faults
        offered = [*faults.extensions]
        if faults.tls and not self._is_secure:
            offered.append("STARTTLS")
        if faults.logins:
            offered.append("AUTH PLAIN LOGIN XOAUTH2")
        lines = ["faults.example.com", *offered]
        await self._answer("EHLO", "\r\n".join(f"250{'-' if line != lines[-1] else ' '}{line}" for line in lines))

    async def _starttls(self, _: str) -> None:
        if await self._answer("STARTTLS", "220 2.0.0 go"):
            assert self._server.faults.tls
            await self._writer.start_tls(self._server.faults.tls)
            self._is_secure = True

    async def _auth(self, rest: str) -> None:
        kind, _, initial = rest.partition(" ")
        if kind == "LOGIN":
            await self._say("334 VXNlcm5hbWU6")
            user = _decoded(await self._line())
            await self._say("334 UGFzc3dvcmQ6")
            password = _decoded(await self._line())
        elif kind == "PLAIN":
            _, user, password = _decoded(initial).split("\0")
        else:
            found = re.fullmatch("user=(.*?)\1auth=Bearer (.*?)\1\1", _decoded(initial))
            assert found
            user, password = found.groups()
        is_known = self._server.faults.logins.get(user) == password
        if not is_known and kind == "XOAUTH2":
            await self._say("334 eyJzdGF0dXMiOiI0MDEifQ==")
            await self._reader.readline()
        await self._answer("AUTH", "235 2.7.0 welcome" if is_known else "535 5.7.8 no")

    async def _rset(self, _: str) -> None:
        self._sender, self._recipient = None, ""
        await self._answer("RSET", "250 2.0.0 ok")

    async def _mail(self, rest: str) -> None:
        if self._messages >= self._server.faults.most_per_connection:
            await self._say("421 4.7.0 enough for one connection")
            raise _EndedError
        found = re.match(r"FROM:<(.*?)>", rest)
        if await self._answer("MAIL", "250 2.1.0 ok"):
            self._sender = found[1] if found else "?"
            self._any_letters = " SMTPUTF8" in rest and "SMTPUTF8" in self._server.faults.extensions

    async def _rcpt(self, rest: str) -> None:
        found = re.match(r"TO:<(.*?)>", rest)
        address = found[1] if found else "?"
        if self._sender is None:
            await self._say("503 5.5.1 MAIL first")
        elif not (address.isascii() or self._any_letters):
            self._server.violations.append("letters of an address that were not announced")
        elif self._recipient:
            self._server.violations.append("two recipients in one transaction")
        elif await self._answer("RCPT", "250 2.1.5 ok", address):
            self._recipient = address

    async def _data(self, _: str) -> None:
        if not self._recipient and "DATA" not in self._server.faults.rules:
            await self._say("554 5.5.1 no valid recipients")
            return
        rule = self._server.rule("DATA")
        if rule and not rule.startswith("354"):
            if rule in (CLOSE, RESET, HANG):
                await self._end(rule)
            await self._say(rule)
            return
        await self._say("354 go on")
        data = await self._message()
        await self._dot(data)

    async def _message(self) -> bytes:
        lines: list[bytes] = []
        while (line := await self._reader.readuntil(b"\n")) != b".\r\n":
            if not line.endswith(b"\r\n") or b"\r" in line[:-2]:
                self._server.violations.append("a bare CR or LF in a message")
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    async def _dot(self, data: bytes) -> None:
        taken = Taken(self._sender or "", self._recipient, data)
        is_for_somebody, self._sender, self._recipient = bool(self._recipient), None, ""
        if self._server.faults.forgets_what_follows_a_message:
            self._reader._buffer.clear()  # type: ignore[attr-defined]
        if not is_for_somebody:
            await self._say("554 5.5.1 no valid recipients")
            return
        self._messages += 1
        rule = self._server.rule("dot", taken.recipient)
        if not rule or rule == TAKE_AND_CLOSE or rule.startswith("250"):
            self._server.taken.append(taken)
        if rule in (CLOSE, RESET, HANG, TAKE_AND_CLOSE):
            await self._end(rule)
        await self._say(rule or "250 2.0.0 taken")

    async def _unknown(self, _: str) -> None:
        await self._say("500 5.5.2 what?")


def _decoded(text: str) -> str:
    return base64.b64decode(text).decode()
