"""What a far mail server costs: letters a second over a line with a round trip of 20 ms, beside smtplib on one.

    .venv/bin/python benchmarks/distance.py [--round-trip 20] [--messages 100] [--rounds 3]

The server is Postfix's smtp-sink behind a relay, in a process of its own, that hands on every piece of both directions
half a round trip later. Ratios are to smtplib on one connection in the same round; ours include the ledger.
"""

import argparse
import asyncio
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from statistics import median

import delivery

LENGTHS = (5_000, 30_000)


class Line(asyncio.Protocol):
    """One direction of a connection: whatever comes in goes out to the `other` end a while later."""

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s
        self.other: Line | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """For asyncio."""
        self.transport = transport if isinstance(transport, asyncio.Transport) else None

    def data_received(self, data: bytes) -> None:
        """For asyncio."""
        asyncio.get_running_loop().call_later(self._delay_s, self._hand_on, data)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 asyncio gives it by this name
        """For asyncio."""
        asyncio.get_running_loop().call_later(self._delay_s, self._hand_on, b"")

    def _hand_on(self, data: bytes) -> None:
        if self.other and self.other.transport:
            self.other.transport.write(data) if data else self.other.transport.close()


class Entrance(Line):
    """The end that somebody connects to: it opens the way to the server."""

    def __init__(self, delay_s: float, port: int) -> None:
        super().__init__(delay_s)
        self._port = port

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """For asyncio."""
        super().connection_made(transport)
        asyncio.get_running_loop().create_task(self._open())

    async def _open(self) -> None:
        exit_ = Line(self._delay_s)
        exit_.other = self
        await asyncio.get_running_loop().create_connection(lambda: exit_, "127.0.0.1", self._port)
        self.other = exit_


async def _relay(delay_s: float, port: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Entrance(delay_s, port), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def far_away(round_trip_ms: float) -> Iterator[int]:
    """A server at that distance; its port."""
    with delivery.sink() as port:
        command = [sys.executable, __file__, "--relay", str(port), "--round-trip", str(round_trip_ms)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield int(process.stdout.readline() if process.stdout else 0)
            finally:
                process.terminate()


def rows(number: int, rounds: int, round_trip_ms: float) -> Iterator[str]:
    """A row for each length and way."""
    full = delivery.SYNCHRONOUS["WAL, FULL"]
    ours = {
        f"publisher, {connections} connection{'s' * (connections > 1)}, pipelining {how}": delivery.ours(
            full, connections, pipelining=how
        )
        for connections, how in ((1, "full"), (1, "group"), (1, "off"), (10, "full"))
    }
    ways: Mapping[str, delivery.Way] = {**ours, "smtplib, 1 connection, no ledger": delivery.smtplib_rendered}
    yield "| letter | who | messages a second | its / smtplib |"
    yield "| --- | --- | ---: | ---: |"
    with far_away(round_trip_ms) as port:
        for length in LENGTHS:
            runs = [{name: number / way(port, length, number) for name, way in ways.items()} for _ in range(rounds)]
            for name in ways:
                ratios = [run[name] / run["smtplib, 1 connection, no ledger"] for run in runs]
                rate = median(run[name] for run in runs)
                told = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
                yield f"| {length:,} bytes | {name} | {rate:,.1f} | {told} |"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--round-trip", type=float, default=20, help="milliseconds")
    parser.add_argument("--messages", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--relay", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.relay:
        asyncio.run(_relay(options.round_trip / 2000, options.relay))
    for row in rows(options.messages, options.rounds, options.round_trip):
        print(row, flush=True)


if __name__ == "__main__":
    main()
