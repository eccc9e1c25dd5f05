"""Look through the posts folder and read what changed since the last look."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple

from publisher.app import App
from publisher.content.selection import Selection
from publisher.errors import OutputError, Problem, parted
from publisher.idle import taken_look
from publisher.state.cache import Cache, Reading
from publisher.workflows.ahead import Ahead
from publisher.workflows.crew import spread
from publisher.workflows.progress import Progress
from publisher.workflows.reading import Reader, Suspect, settled
from publisher.workflows.shelf import Shelf

_INPUTS = "inputs"
_FEW, _VERY_MANY = 10, 5_000
_AT_ONCE = 100  # posts that the cache is asked about
_MUCH = 100  # posts to read; what making them ahead spares of fewer nobody would notice


class Stock(NamedTuple):
    """What a look at the posts folder found: whether anything is new, every problem old or new, and the warnings, of
    which those in `fresh` are about files that were read just now. `looks` is how the whole folder looks, and `shelf`
    has its posts.
    """

    has_news: bool
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    fresh: tuple[Problem, ...]
    looks: Mapping[str, str]
    shelf: Shelf


def take_stock(app: App, now: datetime, progress: Progress, ahead: Ahead | None = None) -> Stock:
    """Bring the cache up to the posts folder, reading only posts that look changed or use a file that does.

    When settings, templates or the publisher itself changed, every file is looked at again. Where there is much to
    read, `ahead` makes at once what can be made.
    """
    cache, looks = app.cache, _looks(app)
    all_again = cache.fact(_INPUTS) != app.inputs
    changed, gone = _compared(cache, looks)
    if all_again:
        changed = set(looks)
    chosen = selection(app)
    wanted = _wanted(cache, looks, changed | gone, chosen)
    reader = Reader(app.root, app.site, app.settings.content, looks, now.timestamp() * 1e9, ahead)
    news = _read(app, wanted, reader, progress)
    others = [path for path in changed if not chosen.is_post(path)]
    told = {problem.source for problem in cache.complaints()} if others else set()
    if gone or others or all_again:
        with cache.transaction():
            cache.set_facts(built="", calm_until="", **{_INPUTS: app.inputs})
            if gone:
                cache.set_facts(gone_noted="")
            cache.forget(gone)
            cache.put([_other(path, settled(looks[path], reader.now_ns), chosen) for path in others])
    problems, warnings = parted(cache.complaints())
    read_now = news | (set(others) - told)
    return Stock(
        has_news=bool(news or gone or others or all_again),
        problems=problems,
        warnings=warnings,
        fresh=tuple(warning for warning in warnings if warning.source in read_now),
        looks=looks,
        shelf=Shelf(cache, reader),
    )


def _compared(cache: Cache, looks: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """The paths that are new or look other than when they were read, and those that are gone; one row at a time."""
    changed, gone = set(looks), set[str]()
    for path, seen in cache.looks():
        if looks.get(path) == seen:
            changed.discard(path)
        elif path not in looks:
            gone.add(path)
    return changed, gone


def selection(app: App) -> Selection:
    """Which files of the site are posts."""
    return Selection(app.settings.content, app.settings.newsletter.keys())


def _looks(app: App) -> dict[str, str]:
    folder = app.settings.content.folder
    if not (app.root / folder).is_dir():
        raise OutputError(
            f"{app.root / folder}: there is no such folder; 'publisher init' makes one, 'publisher new' a first post."
        )
    try:
        looks = taken_look(str(app.root), folder)
    except OSError as error:
        raise OutputError(f"{error.filename}: cannot be looked through: {error.strerror}.") from error
    for path in looks:
        if not path.isprintable():  # bytes that are not UTF-8 among them: no output could name such a file
            raise OutputError(f"{path!a}: the name of this file cannot be read as text; rename it.")
    return looks


def _other(path: str, look: str, chosen: Selection) -> Reading:
    """A file that is no post, which it may have been before, and what is to be said of that."""
    text = chosen.passed_over(path)
    return Reading(path=path, look=look, complaints=((0, text, True),) if text else ())


def _wanted(cache: Cache, looks: Mapping[str, str], stirred: Collection[str], chosen: Selection) -> list[str]:
    """The posts to read, in the order of their paths: those that changed, and those that use a file that did."""
    wanted = {path for path in stirred if path in looks and chosen.is_post(path)}
    wanted |= {post for post in cache.users(stirred) if post in looks and chosen.is_post(post)} if stirred else set()
    return sorted(wanted)


def _suspects(cache: Cache, looks: Mapping[str, str], wanted: Sequence[str]) -> Iterator[Suspect]:
    """The posts to read with what is known of them, some at a time: of 50,000 that would be many megabytes."""
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        known = cache.known(some)
        for path in some:
            yield Suspect(path, looks[path], *known.get(path, ("", ())))


def _read(app: App, wanted: list[str], reader: Reader, progress: Progress) -> set[str]:
    """Read these posts and give the paths of those that had truly changed.

    Each batch is remembered in one transaction with the fact that out/ does not show it yet: a crash must not part the
    two, and a killed first build need not begin from nothing.
    """
    cache, looks, ahead = app.cache, reader.looks, reader.ahead
    if ahead and len(wanted) >= _MUCH:
        ahead.begin()
    suspects = _suspects(cache, looks, wanted)
    news = set[str]()
    done = 0
    # what these few need is imported here, once, and not in every process that is forked for the others; beside very
    # many posts that time is nothing, and this process needs its memory for their list
    here = [reader.read_all(list(islice(suspects, _FEW)))] if len(wanted) < _VERY_MANY else []
    for readings in chain(here, spread(reader.read_all, suspects)):
        with cache.transaction():
            changed = [reading.path for reading in readings if not reading.is_same]
            if changed:
                cache.set_facts(built="", calm_until="")
            cache.put(readings)
        for reading in readings:
            if ahead and reading.ahead:
                ahead.note(*reading.ahead)
        news.update(changed)
        done += len(readings)
        progress("reading posts", done, len(wanted))
    return news
