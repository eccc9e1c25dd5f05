"""Share work among processes: forked where it is needed, ended with it, gone when their parent is."""

import os
import pickle
import select
import signal
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from publisher.errors import OutputError

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_BATCH = 100  # posts sent to a process at once: few enough to end together, enough to make the journey pay
_WORTH_IT = 500  # fewer are done sooner than processes start and warm up
_MOST = 4
_CUT_OFF = "a part of the work was cut off (is memory short?); run the same command again."
_HEADER = struct.Struct("!Q")


def _one(_piece: object) -> int:
    return 1


def spread(
    work: Callable[[list[Piece]], Result],
    pieces: Iterable[Piece],
    *,
    weight: Callable[[Piece], int] = _one,
    processes: int | None = None,
) -> Iterator[Result]:
    """What `work` says of each batch of the pieces, as the batches are done, in any order; `weight` says how many posts
    a piece is worth.

    With many of them and more than one processor `work` runs in forked copies of this process: it must not use an open
    database, and what it returns must be picklable. An exception in it is raised here. The copies end when the last
    result was taken, when the caller stops taking, or, at the end of their batch, when this process dies.
    """
    batches = _batches(iter(pieces), weight)
    count = processes or min(_MOST, len(os.sched_getaffinity(0)))
    first, is_much = _begun(batches, weight)
    if count < 2 or not is_much:
        yield from map(work, chain(first, batches))
        return
    crew: list[_Worker] = []
    try:
        for _ in range(min(count, len(first))):
            crew.append(_hire(work, crew))
        yield from _shared_out(chain(first, batches), crew)
    finally:
        _dismiss(crew)


def _batches(pieces: Iterator[Piece], weight: Callable[[Piece], int]) -> Iterator[list[Piece]]:
    """Full batches one by one, so that what comes from a generator is never all in memory."""
    batch: list[Piece] = []
    load = 0
    for piece in pieces:
        batch.append(piece)
        load += weight(piece)
        if load >= _BATCH:
            yield batch
            batch, load = [], 0
    if batch:
        yield batch


def _begun(batches: Iterator[list[Piece]], weight: Callable[[Piece], int]) -> tuple[list[list[Piece]], bool]:
    """The first batches, and whether they show that there is enough to do for several processes."""
    first: list[list[Piece]] = []
    total = 0
    for batch in batches:
        first.append(batch)
        total += sum(map(weight, batch))
        if total >= _WORTH_IT:
            return first, True
    return first, False


class _Worker(NamedTuple):
    pid: int
    orders: int  # where to write batches
    results: int  # where to read what became of them


def _hire(work: Callable[[Any], Any], others: Iterable[_Worker]) -> _Worker:
    orders_read, orders_write = os.pipe()
    results_read, results_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        # a pipe ends only when nobody else holds its other end
        for descriptor in (orders_write, results_read, *(end for other in others for end in other[1:])):
            os.close(descriptor)
        _serve(work, orders_read, results_write)
    os.close(orders_read)
    os.close(results_write)
    return _Worker(pid, orders_write, results_read)


def _serve(work: Callable[[Any], Any], orders: int, results: int) -> None:
    """What a forked process does until nobody asks any more; never comes back."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches everybody; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        while (batch := _received(orders)) is not None:
            _send(results, _outcome(work, batch))
    except BrokenPipeError:
        pass  # the parent has gone
    finally:
        os._exit(0)  # nothing of the parent's is to be flushed, closed or cleaned up here


def _outcome(work: Callable[[Any], Any], batch: Any) -> tuple[bool, Any]:
    try:
        return True, work(batch)
    except BaseException as error:  # noqa: BLE001 it is raised again in the parent
        error.__traceback__ = None
        return False, error


def _shared_out(waiting: Iterator[Any], crew: Sequence[_Worker]) -> Iterator[Any]:
    busy = {worker.results: worker for worker in crew}
    for worker in crew:
        _order(worker, next(waiting))  # there are at least as many batches as workers
    while busy:
        for descriptor in select.select(list(busy), [], [])[0]:
            answer = _received(descriptor)
            if answer is None:
                raise OutputError(_CUT_OFF)
            if (batch := next(waiting, None)) is not None:
                _order(busy[descriptor], batch)
            else:
                del busy[descriptor]
            succeeded, result = answer
            if not succeeded:
                raise result
            yield result


def _dismiss(crew: Iterable[_Worker]) -> None:
    for worker in crew:
        os.close(worker.orders)
        os.close(worker.results)
    for worker in crew:
        os.waitpid(worker.pid, 0)


def _order(worker: _Worker, batch: Any) -> None:
    try:
        _send(worker.orders, batch)
    except BrokenPipeError as error:  # not to be taken for a reader of our own output who left
        raise OutputError(_CUT_OFF) from error


def _send(descriptor: int, value: Any) -> None:
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    message = memoryview(_HEADER.pack(len(content)) + content)
    while message:
        message = message[os.write(descriptor, message) :]


def _received(descriptor: int) -> Any:
    """The next value, `None` at the end of the pipe."""
    header = _exactly(descriptor, _HEADER.size)
    if header is None:
        return None
    content = _exactly(descriptor, _HEADER.unpack(header)[0])
    return None if content is None else pickle.loads(content)  # noqa: S301 our own process wrote it


def _exactly(descriptor: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(descriptor, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
