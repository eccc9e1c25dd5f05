"""The readers of a newsletter, from the file that its settings name."""

from collections.abc import Iterator

from publisher.app import App
from publisher.errors import Problem
from publisher.model import Subscriber
from publisher.newsletter.options import Options


def readers_of(app: App, options: Options) -> tuple[list[Subscriber], list[Problem]]:
    """The subscribers, each once, and what is wrong with the file: one bad line keeps the issue from opening."""
    return _read(app, options, app.key())


def without_suppressed(app: App, readers: list[Subscriber]) -> list[Subscriber]:
    """Those of the readers who still get letters, whatever the list says."""
    suppressed = app.ledger.deliveries.suppressed()
    return [reader for reader in readers if app.digest(reader.address) not in suppressed] if suppressed else readers


def reader_problems(app: App) -> Iterator[Problem]:
    """What is wrong with the readers of any newsletter, before the day on which one goes out; needs no signing key."""
    for options in app.settings.newsletter.values():
        yield from _read(app, options, b"only to look")[1]


def _read(app: App, options: Options, key: bytes) -> tuple[list[Subscriber], list[Problem]]:
    from publisher.state.subscribers import read_readers

    source = f"config/{options.readers}"
    path = app.root / source
    try:
        content = path.read_bytes() if path.is_file() or not path.exists() else b""  # a pipe would keep us waiting
    except OSError as error:
        problem = Problem(source=source, text=f"the readers cannot be read: {error.strerror}; nothing was sent")
        return [], [problem]
    readers, problems = read_readers(source, content, key)
    if not readers and not problems:
        problems = [Problem(source=source, text="has no reader; add a line for each, under address,name")]
    return readers, problems
