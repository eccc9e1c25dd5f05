"""The command line: one command a verb, for a person or for cron; what it raises becomes a word and an exit code."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

from publisher.errors import BusyError, ProblemsError, PublisherError, UsageError
from publisher.terminal import Terminal

_STOPPED, _INTERRUPTED = 3, 130
_EXIT_CODES = {UsageError: 2, BusyError: 75}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code comes back (see `publisher --help`)."""
    from publisher.arguments import read

    options = read(arguments)
    return perform(options.command, options)


def perform(command: Callable[[Any, Terminal], int], options: Any) -> int:
    """Run a command with its options, as `arguments.read` gives them."""
    terminal = Terminal(verbose=options.verbose, environment=os.environ)
    # stopping a service is no reason for doubt: what is known is written down as after Ctrl-C
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return command(options, terminal)
    except ProblemsError as error:
        terminal.problems(error.problems)
        return _STOPPED
    except PublisherError as error:
        terminal.complain(f"publisher: {error}")
        return _EXIT_CODES.get(type(error), _STOPPED)
    except BrokenPipeError:
        # whoever read our output has left; what is still in the buffer has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # a full disk, no more open files: whatever the machine refuses, in a word
        terminal.complain(f"publisher: {error.filename or 'a file'}: {error.strerror}. Run again when that is mended.")
        return _STOPPED
    except KeyboardInterrupt:
        terminal.complain("publisher: interrupted; the same command goes on, 'publisher status' says how things stand.")
        return _INTERRUPTED
