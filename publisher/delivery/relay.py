"""A mail server as transport: several conversations at once, and one commit for all that they are ready for."""

import asyncio
import signal
import ssl
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from publisher.delivery.desk import Desk, Parcel
from publisher.delivery.options import Options
from publisher.delivery.retry import OurFault
from publisher.delivery.smtp import Manner, MisconfiguredError, Patience, Session, UnreachableError
from publisher.errors import DeliveryError
from publisher.model import Delivery, Outcome

_LESS = {"full": "group", "group": "off", "off": "off"}
_FAILURES = 3  # connections in a row that came to nothing: then the next run tries again
_LEAVE_S = 5.0  # for the last good-byes
_LOOK_EVERY_S = 1.0
_LONGEST_PAUSE_S = 300.0


class SmtpTransport:
    """Hands an issue to one mail server; `manner` says how to talk to it. Made anew for every round."""

    def __init__(self, manner: Manner, options: Options, patience: Patience | None = None) -> None:
        self._manner, self._options, self._patience = manner, options, patience or Patience()

    def deliver(self, desk: Desk) -> None:
        """Send everything; Ctrl-C and SIGTERM let the messages that are on their way come to an end first."""
        asyncio.run(_Pool(desk, self._manner, self._options, self._patience).deliver())

    def arrived(self, _: Delivery) -> bool:
        """Nobody here knows what the server took: what is in doubt stays so."""
        return False


def manner(options: Options, *, name: str, password: str, certificates: Path | None) -> Manner:
    """How to talk to the server of the settings; `certificates` are trusted in place of the system's.

    Raises `DeliveryError` for certificates that cannot be read.
    """
    try:
        tls = ssl.create_default_context(cafile=certificates) if options.security != "none" else None
    except OSError as error:
        raise DeliveryError(f"{certificates}: the certificates cannot be read: {error.strerror or error}") from error
    return Manner(
        host=options.host,
        port=options.port,
        name=name,
        security=options.security,
        tls=tls,
        user=options.user,
        password=password,
        login=options.login,
    )


class _Pool:
    """The conversations of one round. Everything happens in turns of the event loop: what sessions report is gathered,
    written down in one commit, and only then does anything go out that depends on it.
    """

    def __init__(self, desk: Desk, manner: Manner, options: Options, patience: Patience) -> None:
        self._desk, self._manner, self._options, self._patience = desk, manner, options, patience
        self._pipelining: str = options.pipelining
        self._sessions: set[Session] = set()
        self._ready: list[Session] = []
        self._idle: list[Session] = []
        self._outcomes: list[tuple[Delivery, Outcome]] = []
        self._ahead: Parcel | None = None
        self._lines: set[asyncio.Task[None]] = set()
        self._failures = 0
        self._is_due = False
        self._door = asyncio.Lock()

    async def deliver(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._done: asyncio.Future[None] = self._loop.create_future()
        with suppress(NotImplementedError, RuntimeError, ValueError):  # not in a thread
            self._loop.add_signal_handler(signal.SIGTERM, self._interrupt, "the run was told to stop")
        watch = self._loop.create_task(self._watch())
        self._wake()
        try:
            await asyncio.shield(self._done)
        except asyncio.CancelledError:
            self._interrupt("interrupted")
            await self._done
            raise
        finally:
            watch.cancel()
            await self._leave()

    # what sessions tell (see `smtp.Side`)

    def ready(self, session: Session) -> None:
        self._ready.append(session)
        self._wake()

    def idle(self, session: Session) -> None:
        self._idle.append(session)
        self._wake()

    def settled(self, delivery: Delivery, outcome: Outcome) -> None:
        self._failures = 0
        self._outcomes.append((delivery, outcome))
        self._wake()

    def faulty(self, fault: OurFault) -> None:
        self._desk.stop(fault.text)

    def lost(self, session: Session, unsent: Parcel | None) -> None:
        self._sessions.discard(session)
        if unsent:
            self._desk.give_back(unsent)
        if session.surprise:
            self._pipelining = _LESS[self._pipelining]
        self._wake()

    # turns

    def _wake(self) -> None:
        if not self._is_due and not self._done.done():
            self._is_due = True
            self._loop.call_soon(self._turn_safely)

    def _turn_safely(self) -> None:
        self._is_due = False
        try:
            self._turn()
        except BaseException as error:  # noqa: BLE001 whatever it is, `deliver` raises it
            if not self._done.done():
                self._done.set_exception(error)

    def _turn(self) -> None:
        outcomes, self._outcomes = self._outcomes, []
        ready = [session for session in self._ready if session.parcel and not self._desk.stopped]
        dropped = [session for session in self._ready if session.parcel and self._desk.stopped]
        self._ready = []
        if outcomes or ready:
            claimed = self._desk.tick(outcomes, [session.parcel for session in ready if session.parcel])
            self._send(ready, {parcel.delivery.subscriber.id for parcel in claimed})
        for session in dropped:
            session.drop()
        self._begin()
        if not self._peek() and not self._is_busy():
            wait_s = self._desk.wait_s()
            if wait_s:
                self._loop.call_later(wait_s, self._wake)
            elif not self._done.done():
                self._done.set_result(None)

    def _send(self, ready: Iterable[Session], claimed: set[str]) -> None:
        for session in ready:
            if session.parcel and session.parcel.delivery.subscriber.id in claimed:
                goes_on = session.takes_following and session.messages + 1 < self._options.messages_per_connection
                session.send(self._take() if goes_on else None)
            else:
                session.drop()  # left the list a moment ago

    def _begin(self) -> None:
        """Give every session that has nothing to do another parcel, and open one more where parcels are left."""
        idle, self._idle = [session for session in self._idle if not session.closed.done()], []
        for session in idle:
            if session.parcel or session.is_sending:
                continue
            if session.messages >= self._options.messages_per_connection:
                session.quit()
            elif parcel := self._take():
                session.begin(parcel)
            else:
                self._idle.append(session)
        if not self._idle and len(self._lines) < self._options.connections and self._peek():
            line = self._loop.create_task(self._line())
            self._lines.add(line)
            line.add_done_callback(self._line_ended)

    def _peek(self) -> Parcel | None:
        self._ahead = self._ahead or self._desk.take()
        return None if self._desk.stopped else self._ahead

    def _take(self) -> Parcel | None:
        parcel, self._ahead = self._peek(), None
        return parcel

    def _is_busy(self) -> bool:
        """Whether something is still on its way: stopped, only an answer that is waited for counts."""
        if self._desk.stopped:
            return any(session.is_sending for session in self._sessions) or bool(self._outcomes)
        return any(session.parcel or session.is_sending for session in self._sessions) or bool(self._outcomes)

    # connections

    async def _line(self) -> None:
        """Keep one connection, made anew when it ends, while there is something to send."""
        while self._peek():
            async with self._door:  # one at a time: a server that is down is one failure, not one for each line
                await self._pause()
                session = await self._connected() if self._peek() else None
            if session:
                self._idle.append(session)
                self._wake()
                await asyncio.shield(session.closed)  # a line that is given up must not end what it waits for
                self._failures += not session.messages

    async def _pause(self) -> None:
        if self._failures >= _FAILURES:
            self._desk.stop("the mail server cannot be reached, or hangs up each time; the next run goes on")
            self._wake()
        elif self._failures:
            # the fraction of the second spreads those whom a server sent away at the same moment
            jitter = 1 + self._loop.time() % 1 / 2
            await asyncio.sleep(min(_LONGEST_PAUSE_S, self._patience.again * 2 ** (self._failures - 1)) * jitter)

    def _line_ended(self, line: asyncio.Task[None]) -> None:
        self._lines.discard(line)
        error = None if line.cancelled() else line.exception()
        if error and not self._done.done():
            self._done.set_exception(error)
        self._wake()

    async def _connected(self) -> Session | None:
        """A session that may begin; `None` when there is none, for a reason that was noted."""
        manner, session = self._manner, Session(self, self._pipelining, self._patience, self._loop.time)
        try:
            async with asyncio.timeout(self._patience.connect):
                await self._loop.create_connection(
                    lambda: session,
                    manner.host.strip("[]"),
                    manner.port,
                    ssl=manner.tls if manner.security == "tls" else None,
                    server_hostname=manner.host if manner.security == "tls" else None,
                )
            self._sessions.add(session)
            await session.introduce(manner)
        except ssl.SSLCertVerificationError as error:
            self._give_up(session, f"the mail server's certificate is not to be trusted: {error.verify_message}")
        except ssl.SSLError as error:
            self._give_up(session, f"no encrypted connection to the mail server: {error.reason}")
        except MisconfiguredError as error:
            self._give_up(session, str(error))
        except (OSError, UnreachableError):  # a timeout is an OSError
            self._failures += 1
        else:
            return session
        self._sessions.discard(session)
        return None

    def _give_up(self, session: Session, reason: str) -> None:
        self._desk.stop(f"{reason}; nothing was sent with it: mend [delivery] in the settings")
        if session in self._sessions:
            session.end()
        self._wake()

    async def _watch(self) -> None:
        """End conversations whose answer is late."""
        while True:
            await asyncio.sleep(min(_LOOK_EVERY_S, self._patience.command / 4))
            for session in [session for session in self._sessions if session.deadline < self._loop.time()]:
                if session.parcel or session.is_sending:
                    session.time_out()
                elif session not in self._idle:
                    session.end()

    def _interrupt(self, reason: str) -> None:
        self._desk.stop(reason)
        self._wake()

    async def _leave(self) -> None:
        for line in self._lines:
            line.cancel()
        open_ = [session for session in self._sessions if not session.closed.done()]
        for session in open_:
            if session.parcel or session.is_sending:
                session.drop()
            else:
                session.quit()
        if open_:
            await asyncio.wait([session.closed for session in open_], timeout=_LEAVE_S)
            for session in open_:
                session.end()
            await asyncio.wait([session.closed for session in open_], timeout=_LEAVE_S)
