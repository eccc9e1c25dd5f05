"""Make what is out of date, and only that: the files of every recipe whose key changed, in a harmless order."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from publisher.errors import ContentError, InTheWayError, LetterError, Problem, SettingsError
from publisher.files import PRIVATE_FILE, remove_all, write_all
from publisher.layout import SETTINGS_FILE
from publisher.model import Artifact, Post, Publication
from publisher.output import Output, Recipe
from publisher.state.cache import Cache, Made, open_cache
from publisher.workflows.ahead import Ahead
from publisher.workflows.crew import spread
from publisher.workflows.progress import Progress
from publisher.workflows.shelf import Shelf

_WRITING = "writing-"  # begins the names of files in the state folder that say what is being written just now
_BYTES_A_POST = 20_000  # a post with its page, for a guess at how much memory a recipe takes
_UNFINISHED = "unfinished"  # stands for the recipe of files whose making was cut off


class Kitchen(NamedTuple):
    """What making needs: the `shelf` of posts, the `state` folder in which the cache lies, the folder `out`, and
    `inputs`, which names all that every file depends on: settings, templates, the publisher itself.
    """

    shelf: Shelf
    state: Path
    out: Path
    inputs: str

    @property
    def ahead(self) -> Ahead | None:
        """Files that were made while the posts were read."""
        return self.shelf.reader.ahead

    @property
    def cache(self) -> Cache:
        """What was made of what, and what of it is out of date."""
        return self.shelf.cache


@dataclass(kw_only=True)
class Tally:
    """What was done below out/, and what could not be made."""

    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    taken_over: list[tuple[str, str, str]] = field(default_factory=list)  # path, who made it before, who does now
    obstructed: list[tuple[Output, Recipe]] = field(default_factory=list)  # what is to go stands in their place


class _Batch(NamedTuple):
    """What became of some recipes; travels between processes."""

    made: list[Made]
    changed: list[str]
    unchanged: int
    problems: list[Problem]
    obstructed: Sequence[Recipe] = ()


def bring_up_to_date(
    kitchen: Kitchen, outputs: Sequence[Output], publication: Publication, progress: Progress, *, thorough: bool
) -> Tally:
    """Make the recipes of each output that are new or whose key changed, one output after the other, then remove what
    no recipe makes any more. With `thorough` every file is made and compared with what stands below out/.

    A recipe that a post keeps from being made is a problem; its files go, the others are made all the same.
    """
    kitchen.cache.start_making(kitchen.inputs, anew=thorough)
    known = kitchen.cache.recipes()
    tally, last = Tally(), list[tuple[Output, list[Recipe]]]()
    _take_in_unfinished(kitchen)
    for output in outputs:
        dirty = []
        for recipe in output.recipes(publication):
            if known.pop(_full_name(output, recipe), None) != recipe.key:
                dirty.append(recipe)
        _make(kitchen, output, [recipe for recipe in dirty if not recipe.comes_last], tally, progress)
        last.append((output, [recipe for recipe in dirty if recipe.comes_last]))
    for output, recipes in last:
        _make(kitchen, output, recipes, tally, progress)
    _refuse_collisions(kitchen, tally, known)
    _remove(kitchen, known, tally)
    if tally.obstructed:
        _make_obstructed(kitchen, tally, known)
    _forget_journals(kitchen)
    return tally


def _full_name(output: Output, recipe: Recipe) -> str:
    return f"{output.name}:{recipe.name}"


def _make(kitchen: Kitchen, output: Output, dirty: list[Recipe], tally: Tally, progress: Progress) -> None:
    done = 0
    for batch in spread(partial(_cook_in_turn, kitchen, output, os.getpid()), dirty, weight=_weight):
        _note(kitchen, batch, tally)
        for recipe in batch.obstructed:
            _make_alone(kitchen, output, recipe, tally)
        done += len(batch.made)
        progress(f"making {output.name}", done, len(dirty))


def _make_alone(kitchen: Kitchen, output: Output, recipe: Recipe, tally: Tally) -> None:
    """Make the recipe if nothing is in its own way; else nothing for now, so that what it made before goes, too."""
    try:
        batch = _cook(kitchen, output, os.getpid(), [recipe])
    except InTheWayError:
        batch = _Batch([Made(_full_name(output, recipe), f"{recipe.key} failed", ())], [], 0, [])
        tally.obstructed.append((output, recipe))
    _note(kitchen, batch, tally)


def _make_obstructed(kitchen: Kitchen, tally: Tally, stale: Collection[str]) -> None:
    """A folder becomes a file, or a file a folder, now that what stood there is removed; what stays is an error."""
    for output, recipe in tally.obstructed:
        _note(kitchen, _cook(kitchen, output, os.getpid(), [recipe]), tally)
    _refuse_collisions(kitchen, tally, stale)


def _weight(recipe: Recipe) -> int:
    return max(1, len(recipe.posts), recipe.size // _BYTES_A_POST)


def _cook_in_turn(kitchen: Kitchen, output: Output, parent: int, recipes: Sequence[Recipe]) -> _Batch:
    """The same as `_cook`; where something stands in the way of a file, nothing is made of these recipes yet."""
    try:
        return _cook(kitchen, output, parent, recipes)
    except InTheWayError:
        return _Batch([], [], 0, [], obstructed=recipes)


def _cook(kitchen: Kitchen, output: Output, parent: int, recipes: Sequence[Recipe]) -> _Batch:
    """Make the recipes and write their files; a forked process opens the cache anew, because SQLite is not shared."""
    if os.getpid() != parent:
        kitchen = _in_this_process(kitchen)
    made, artifacts, problems = list[Made](), list[Artifact](), list[Problem]()
    ready = {recipe.name: kitchen.ahead.files(output, recipe) for recipe in recipes} if kitchen.ahead else {}
    posts = kitchen.shelf.posts(post for recipe in recipes if not ready.get(recipe.name) for post in recipe.posts)
    for recipe in recipes:
        files, found = ready.get(recipe.name, []), list[Problem]()
        if not files:
            files, found = files_of(output, recipe, islice(posts, len(recipe.posts)))
        # what failed is noted under another key, so that it is tried again
        key = f"{recipe.key} failed" if found else recipe.key
        made.append(Made(_full_name(output, recipe), key, tuple(file.path for file in files)))
        artifacts += files
        problems += found
    _write_journal(kitchen, artifacts)
    changed = write_all(kitchen.out, artifacts)
    return _Batch(made, changed, len(artifacts) - len(changed), problems)


_OPENED: dict[int, Kitchen] = {}  # by process: a forked one opens the cache once


def _in_this_process(kitchen: Kitchen) -> Kitchen:
    if os.getpid() not in _OPENED:
        shelf = kitchen.shelf._replace(cache=Cache(open_cache(kitchen.state)), is_kept=False)
        _OPENED[os.getpid()] = kitchen._replace(shelf=shelf)
    return _OPENED[os.getpid()]


def files_of(output: Output, recipe: Recipe, posts: Iterable[Post]) -> tuple[list[Artifact], list[Problem]]:
    """The files of one recipe, for which it gets its whole `posts`, or what keeps them from being made."""
    try:
        return output.make(recipe, list(posts)), []
    except ContentError as error:
        return [], list(error.problems)
    except LetterError as error:
        return [], [Problem(source=f"issue {recipe.name}", text=str(error))]


def _note(kitchen: Kitchen, batch: _Batch, tally: Tally) -> None:
    """Remember what was made; what the same recipes made before and make no longer is removed with the rest."""
    cache, maker = kitchen.cache, dict[str, str]()
    with cache.transaction():
        before = cache.makers(path for one in batch.made for path in one.paths)
        for one in batch.made:
            for path in one.paths:
                other = maker.get(path) or before.get(path, one.name)
                if other != one.name:
                    tally.taken_over.append((path, other, one.name))
                maker[path] = one.name
        left = cache.files_made_by(one.name for one in batch.made).keys() - maker.keys()
        cache.assign(left, _UNFINISHED)
        cache.note_made(batch.made)
    tally.changed += batch.changed
    tally.unchanged += batch.unchanged
    tally.problems += batch.problems


def _refuse_collisions(kitchen: Kitchen, tally: Tally, stale: Collection[str]) -> None:
    """Two recipes at one path would overwrite each other at every build; the next one has to find them again."""
    text = "two outputs would write {} ({} and {}); give one of them another path or slug"
    clashes = [clash for clash in tally.taken_over if clash[1] not in stale and clash[1] != _UNFINISHED]
    if clashes:
        kitchen.cache.drop_recipes(name for _, *names in clashes for name in names)
        raise SettingsError(Problem(source=SETTINGS_FILE, text=text.format(*clash)) for clash in clashes)


def _remove(kitchen: Kitchen, stale: Collection[str], tally: Tally) -> None:
    """Remove the files of recipes that nobody wants any more."""
    cache = kitchen.cache
    paths = cache.files_made_by((*stale, _UNFINISHED)).keys()
    if not stale and not paths:
        return
    tally.removed += remove_all(kitchen.out, sorted(paths))
    with cache.transaction():
        cache.drop_made(paths)
        cache.drop_recipes(stale)


def _write_journal(kitchen: Kitchen, artifacts: Sequence[Artifact]) -> None:
    """Say durably which files are about to be written: if this process is killed before they are noted, the next build
    must know that they are ours, or a post withdrawn meanwhile would stay in public for ever.
    """
    path = kitchen.state / f"{_WRITING}{os.getpid()}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{artifact.path}\n" for artifact in artifacts)
        file.flush()
        os.fsync(file.fileno())


def _take_in_unfinished(kitchen: Kitchen) -> None:
    for journal in _journals(kitchen):
        kitchen.cache.claim_made(_whole_lines(journal.read_bytes()), _UNFINISHED)


def _whole_lines(content: bytes) -> list[str]:
    """The lines that were written to their end; a power cut may leave a piece of one."""
    return [line.decode() for line in content.split(b"\n")[:-1]]


def _forget_journals(kitchen: Kitchen) -> None:
    for journal in _journals(kitchen):
        journal.unlink()


def _journals(kitchen: Kitchen) -> Iterator[Path]:
    yield from sorted(kitchen.state.glob(f"{_WRITING}*"))
