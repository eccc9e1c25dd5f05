"""Every way the publisher can fail, each worded for the person who can act."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One thing to mend: its file (relative to the site), its line (from 1; 0 for none), and what would be right.

    A warning keeps nothing from being published and nobody from being mailed.
    """

    source: str
    line: int = 0
    text: str
    is_warning: bool = False

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {'warning: ' if self.is_warning else ''}{self.text}"


def parted(problems: Iterable[Problem]) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What has to be mended, and what only warns; both in the order given."""
    problems = tuple(problems)
    return (
        tuple(problem for problem in problems if not problem.is_warning),
        tuple(problem for problem in problems if problem.is_warning),
    )


class PublisherError(Exception):
    """Something a person can act on; the message says what, where and what next."""


class ProblemsError(PublisherError):
    """Several things to mend, reported together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["ProblemsError"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # exceptions travel between processes by their text, which is not enough


class SettingsError(ProblemsError):
    """The configuration cannot be used; names every file, line and key, and the nearest known key."""


class ContentError(ProblemsError):
    """A post cannot be read; says which file and line, and what would mend it."""

    @classmethod
    def at(cls, source: str, line: int, text: str) -> "ContentError":
        """The error of one problem; `line` counts from 1, 0 where it has none."""
        return cls([Problem(source=source, line=line, text=text)])


class TemplateError(ProblemsError):
    """A template is missing, cannot be read or names something unknown; says which file and line."""


class IdentityError(ProblemsError):
    """Two posts claim one id or address, or an id may be lost; nothing was built. Names the files."""


class ImporterError(PublisherError):
    """A file cannot be turned into a post; says why and what would help."""


class LetterError(PublisherError):
    """A newsletter cannot be made or would go out damaged; nothing was sent."""


class DeliveryError(PublisherError):
    """Letters cannot leave as the settings say; nothing was sent."""


class StateError(PublisherError):
    """The database of ids and deliveries cannot be used; it is never replaced by a fresh one."""


class OutputError(PublisherError):
    """A file cannot be written; what was there before is still whole."""


class InTheWayError(OutputError):
    """A folder stands where a file is to be written, or a file where its folder is; nothing was written yet."""


class UsageError(PublisherError):
    """The command asks for what cannot be done here; says what to type instead."""


class BusyError(PublisherError):
    """Another run is at work on this site; nothing was changed."""
