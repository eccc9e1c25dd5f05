"""Only what is out of date is made, what nobody makes any more goes, and nothing else is touched."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from publisher.content.options import Options
from publisher.errors import ContentError, OutputError, SettingsError
from publisher.model import Artifact, Post, Publication
from publisher.output import Output, Recipe
from publisher.state.cache import Cache, open_cache
from publisher.workflows import making
from publisher.workflows.making import Kitchen, Tally, bring_up_to_date
from publisher.workflows.progress import silent
from publisher.workflows.reading import Reader
from publisher.workflows.shelf import Shelf
from tests.conftest import make_site

NOTHING = Publication(site=make_site(), posts=())


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    """A kitchen that has made nothing yet."""
    connection = open_cache(tmp_path / "state")
    shelf = Shelf(Cache(connection), Reader(tmp_path, make_site(), Options(), {}, 0))
    yield Kitchen(shelf=shelf, state=tmp_path / "state", out=tmp_path / "out", inputs="settings")
    connection.close()


class Notes:
    """An output that writes a file for each word given, and remembers which ones it made."""

    def __init__(self, name: str, path: Callable[[str], str] = lambda word: f"public/{word}.txt") -> None:
        self.made: list[str] = []
        self._name, self._path = name, path

    def of(self, words: Iterable[str], *, refused: Sequence[str] = ()) -> Output:
        def make(recipe: Recipe, _: Sequence[Post]) -> list[Artifact]:
            self.made.append(recipe.name)
            if recipe.name in refused:
                raise ContentError.at(f"posts/{recipe.name}.md", 0, "cannot be shown")
            path = self._path(recipe.name)
            return [Artifact(path=path, media_type="text/plain", content=recipe.key.encode())]

        recipes = [Recipe(word, f"about {word}") for word in words]
        return Output(self._name, lambda _: recipes, make)


def make(kitchen: Kitchen, *outputs: Output, thorough: bool = False) -> Tally:
    return bring_up_to_date(kitchen, outputs, NOTHING, silent, thorough=thorough)


def files(kitchen: Kitchen) -> list[str]:
    return sorted(path.name for path in kitchen.out.rglob("*") if path.is_file())


def test_what_is_known_is_not_made_again(kitchen: Kitchen) -> None:
    """A second time nothing is made; a new word costs itself alone."""
    notes = Notes("notes")
    make(kitchen, notes.of(["a", "b"]))
    make(kitchen, notes.of(["a", "b"]))
    tally = make(kitchen, notes.of(["a", "b", "c"]))
    assert (notes.made, tally.changed) == (["a", "b", "c"], ["public/c.txt"])


def test_other_settings_make_everything_again(kitchen: Kitchen) -> None:
    """What every file depends on is part of every key; files whose bytes stay the same are not touched."""
    notes = Notes("notes")
    make(kitchen, notes.of(["a"]))
    other = kitchen._replace(inputs="other settings")
    tally = make(other, notes.of(["a"]))
    assert (notes.made, tally.changed, tally.unchanged) == (["a", "a"], [], 1)


def test_what_nobody_makes_any_more_goes(kitchen: Kitchen) -> None:
    """The files of a recipe that is gone are removed, and a stranger's file beside them stays."""
    notes = Notes("notes")
    make(kitchen, notes.of(["a", "b"]))
    (kitchen.out / "public/CNAME").write_text("blog.example.com")
    tally = make(kitchen, notes.of(["b"]))
    assert (tally.removed, files(kitchen)) == (["public/a.txt"], ["CNAME", "b.txt"])


def test_thorough_making_mends_what_was_spoilt(kitchen: Kitchen) -> None:
    """A file that somebody removed or changed comes back, though its recipe is known."""
    notes = Notes("notes")
    make(kitchen, notes.of(["a", "b"]))
    (kitchen.out / "public/a.txt").unlink()
    (kitchen.out / "public/b.txt").write_text("spoilt")
    tally = make(kitchen, notes.of(["a", "b"]), thorough=True)
    assert tally.changed == ["public/a.txt", "public/b.txt"]


def test_one_bad_post_costs_itself_alone(kitchen: Kitchen) -> None:
    """What a post keeps from being made is a problem, its old file goes, and it is tried again next time."""
    notes = Notes("notes")
    make(kitchen, notes.of(["a", "b"]))
    kitchen.cache.drop_recipes(["notes:a"])
    tally = make(kitchen, notes.of(["a", "b"], refused=["a"]))
    assert [problem.source for problem in tally.problems] == ["posts/a.md"]
    assert files(kitchen) == ["b.txt"]
    assert make(kitchen, notes.of(["a", "b"])).changed == ["public/a.txt"]


def test_a_file_may_change_hands(kitchen: Kitchen) -> None:
    """When one recipe ends and another makes the same file, the file stays in public all the while."""
    first, second = Notes("first"), Notes("second")
    make(kitchen, first.of(["a"]), second.of([]))
    tally = make(kitchen, first.of([]), second.of(["a"]))
    assert (tally.removed, files(kitchen)) == ([], ["a.txt"])


def test_two_recipes_for_one_file_are_refused(kitchen: Kitchen) -> None:
    """They would overwrite each other at every build; both are named."""
    for _ in range(2):  # and named again by the next build
        with pytest.raises(SettingsError, match=r"two outputs would write public/a\.txt"):
            make(kitchen, Notes("first").of(["a"]), Notes("second").of(["a"]))


def test_what_was_being_written_when_a_run_was_killed_is_known_as_ours(kitchen: Kitchen) -> None:
    """A page written by a run that never came to say so is removed when its post was withdrawn meanwhile."""
    notes = Notes("notes")
    make(kitchen, notes.of(["a"]))
    (kitchen.out / "public/b.txt").write_text("about b")
    (kitchen.state / "writing-123").write_text("public/b.txt\n")
    assert make(kitchen, notes.of(["a"])).removed == ["public/b.txt"]
    assert list(kitchen.state.glob("writing-*")) == []


def test_many_files_are_made_by_several_processes(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the work is shared out, every file is there, known, and not made a second time."""
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    words = [f"word-{number}" for number in range(700)]
    notes = Notes("notes")
    tally = make(kitchen, notes.of(words))
    assert notes.made == []  # it was others who made them
    assert (len(tally.changed), len(files(kitchen))) == (700, 700)
    assert make(kitchen, notes.of(words)).changed == []


def test_a_torn_line_of_a_killed_run_is_no_obstacle(kitchen: Kitchen) -> None:
    """A power cut may leave half a name in the list of what was being written; the whole ones count."""
    (kitchen.out / "public").mkdir(parents=True)
    (kitchen.out / "public/a.txt").write_text("about a")
    kitchen.state.mkdir(exist_ok=True)
    (kitchen.state / "writing-1").write_bytes(b"public/a.txt\npublic/gr\xc3")
    assert make(kitchen, Notes("notes").of([])).removed == ["public/a.txt"]


FILE, FOLDER = "public/x", "public/x/index.html"


def written(name: str, path: str) -> Notes:
    """An output of one file at the path."""
    return Notes(name, lambda _: path)


@pytest.mark.parametrize(
    ("before", "after"), [(FOLDER, FILE), (FILE, FOLDER)], ids=["folder to file", "file to folder"]
)
@pytest.mark.parametrize("name", ["notes", "others"])
def test_a_file_may_stand_where_a_folder_was(kitchen: Kitchen, before: str, after: str, name: str) -> None:
    """And a folder where a file was, of the same recipe or another one's, once nobody makes what stood there."""
    make(kitchen, written("notes", before).of(["a"]))
    tally = make(kitchen, written(name, after).of(["a"]), thorough=True)
    assert (tally.changed, tally.removed) == ([after], [before])
    assert (kitchen.out / after).read_text() == "about a"
    assert make(kitchen, written(name, after).of(["a"])).changed == []


@pytest.mark.parametrize(
    ("before", "after"), [(FOLDER, FILE), (FILE, FOLDER)], ids=["folder to file", "file to folder"]
)
@pytest.mark.parametrize("step", ["remove_all", "_forget_journals"])
def test_a_kill_on_the_way_is_made_good(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch, before: str, after: str, step: str
) -> None:
    """What stood there is whole until the moment it goes, and the next build brings what is to stand there."""
    make(kitchen, written("notes", before).of(["a"]))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, step, killed)
    with pytest.raises(KeyboardInterrupt):
        make(kitchen, written("others", after).of(["a"]))
    monkeypatch.undo()
    assert files(kitchen) == [Path(before if step == "remove_all" else after).name]
    make(kitchen, written("others", after).of(["a"]))
    assert (files(kitchen), (kitchen.out / after).read_text()) == ([Path(after).name], "about a")


@pytest.mark.parametrize(
    ("foreign", "path", "what"), [(FOLDER, FILE, "a folder stands"), (FILE, FOLDER, "a file stands")]
)
def test_what_is_not_ours_stays_in_the_way(kitchen: Kitchen, foreign: str, path: str, what: str) -> None:
    """It is named, with what to do; the other files are written."""
    (kitchen.out / foreign).parent.mkdir(parents=True)
    (kitchen.out / foreign).write_text("mine")
    with pytest.raises(OutputError, match=rf"out/{path}: cannot write: {what}.*; remove that, or give .* another path"):
        make(kitchen, written("others", path).of(["a"]), Notes("notes").of(["b"]))
    assert (kitchen.out / foreign).read_text() == "mine"
    assert (kitchen.out / "public/b.txt").exists()


def test_one_place_that_is_taken_keeps_no_other_file_back(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where several processes share the work."""
    make(kitchen, Notes("notes", lambda word: f"public/{word}/index.html").of(["word-5"]))
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    others = Notes("others", lambda word: f"public/{word}")
    tally = make(kitchen, others.of([f"word-{number}" for number in range(700)]))
    assert "word-699" not in others.made
    assert (len(tally.changed), len(files(kitchen)), tally.removed) == (700, 700, ["public/word-5/index.html"])
