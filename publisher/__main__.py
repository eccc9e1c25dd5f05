"""`publisher`, and `python -m publisher`: first whether there is anything to do at all, then the command line."""

import os
import sys
import time


def main() -> int:
    """Run the command line; its exit code comes back.

    A run that finds everything as it was ends here, before the rest of the publisher is imported.
    """
    site = _plain_run(sys.argv[1:])
    if site is not None:
        from publisher.idle import is_idle

        if is_idle(site, time.time()):
            if sys.stdout.isatty() or _is_verbose():
                sys.stdout.write("Nothing new.\n")
            return 0
        return _run(site)
    from publisher.cli import main

    return main()


def _run(site: str) -> int:
    """The command `run` without reading the command line a second time: that takes longer than a small run's work."""
    from pathlib import Path
    from types import SimpleNamespace

    from publisher import commands
    from publisher.cli import perform

    return perform(commands.run, SimpleNamespace(site=Path(site), verbose=_is_verbose(), json=False, at=None))


def _is_verbose() -> bool:
    return not {"-v", "--verbose"}.isdisjoint(sys.argv[1:])


def _plain_run(arguments: list[str]) -> str | None:
    """The site's folder, if the arguments say no more than `run`, where, and how loud; `None` for anything else."""
    site, words = os.curdir, iter(arguments)
    command = ""
    for word in words:
        if word == "--site":
            site = next(words, "")
        elif word.startswith("--site="):
            site = word.removeprefix("--site=")
        elif word == "run" and not command:
            command = word
        elif word not in ("-v", "--verbose"):
            return None
    return site if command and site else None


if __name__ == "__main__":
    sys.exit(main())
