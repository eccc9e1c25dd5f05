"""Settings are checked as a whole: every problem at once, each with file, line, key and what would be right."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.errors import SettingsError
from publisher.options import option
from publisher.settings import load

SOURCE = "config/clinic.toml"


def _even(number: int) -> int:
    if number % 2:
        raise ValueError("must be even, for example 2")
    return number


@dataclass(frozen=True, kw_only=True)
class Room:
    name: str = option("Name on the door.")
    beds: int = option("How many beds.", default=1, convert=_even)
    opened: date | None = option("First day.", default=None)

    def __post_init__(self) -> None:
        if self.name == "attic":
            raise ValueError("must not be in the attic")


@dataclass(frozen=True, kw_only=True)
class Clinic:
    title: str = option("Name of the clinic.")
    size: Literal["small", "large"] = option("How large.", default="small")
    quiet: bool = option("Whether to whisper.", default=True)
    floors: int = option("How many floors.", default=1)
    staff: tuple[str, ...] = option("Who works there.", default=())
    home: Path = option("Where it stands.", default=Path("/"), convert=Path)
    main: Room = option("The main room.", default=Room(name="main", beds=2))
    rooms: Mapping[str, Room] = option("Other rooms, by name.", default=MappingProxyType({}))
    doors: int = 1


@pytest.fixture
def load_text(tmp_path: Path) -> Callable[[str | bytes], Clinic]:
    """Load a clinic from the text of its settings."""

    def load_it(text: str | bytes) -> Clinic:
        path = tmp_path / "clinic.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load(path, Clinic, source=SOURCE)

    return load_it


Load = Callable[[str | bytes], Clinic]


def problems(load_text: Load, text: str | bytes) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        load_text(text)
    return [str(problem) for problem in refused.value.problems]


def test_a_whole_file(load_text: Load) -> None:
    """Every kind of option becomes the value that the code works with."""
    found = load_text(
        'title = "Calm"\nsize = "large"\nquiet = false\nfloors = 3\nstaff = ["Ada", "Bo"]\nhome = "/srv"\n'
        '[main]\nname = "blue"\nbeds = 4\nopened = 2024-05-01\n[rooms.red]\nname = "Red"\n[rooms."a b"]\nname = "AB"\n'
    )
    assert found == Clinic(
        title="Calm",
        size="large",
        quiet=False,
        floors=3,
        staff=("Ada", "Bo"),
        home=Path("/srv"),
        main=Room(name="blue", beds=4, opened=date(2024, 5, 1)),
        rooms={"red": Room(name="Red"), "a b": Room(name="AB")},
    )


def test_what_is_not_written_keeps_its_default(load_text: Load) -> None:
    """A file needs no more than what is required; a byte order mark does no harm."""
    assert load_text(b'\xef\xbb\xbftitle = "Calm"\r\n') == Clinic(title="Calm")


def test_named_tables_cannot_be_changed(load_text: Load) -> None:
    """A table of tables is read-only like everything else."""
    rooms = load_text('title = "Calm"\n[rooms.red]\nname = "Red"').rooms
    assert isinstance(rooms, MappingProxyType)


def test_every_problem_is_named_at_once(load_text: Load) -> None:
    """Unknown, missing, wrong in kind and wrong in value stand together, in the order of the file."""
    text = (
        'titel = "Calm"\nsize = "huge"\nquiet = "yes"\nfloors = true\nstaff = "Ada"\n'
        'main = 7\n[rooms.red]\nbeds = 3\nnme = "x"\n[rooms.blue]\nname = 5\nopened = "May"\nbeds = 1.5\n'
    )
    assert problems(load_text, text) == [
        f"{SOURCE}: 'title' is missing: Name of the clinic.",
        f"{SOURCE}:1: unknown key 'titel'; did you mean 'title'?",
        f"{SOURCE}:2: 'size' must be one of 'small', 'large'",
        f"{SOURCE}:3: 'quiet' must be true or false",
        f"{SOURCE}:4: 'floors' must be a whole number",
        f'{SOURCE}:5: \'staff\' must be a list of texts such as ["one", "two"]',
        f"{SOURCE}:6: 'main' must be a table",
        f"{SOURCE}:7: 'name' is missing in [rooms.red]: Name on the door.",
        f"{SOURCE}:8: 'beds' must be even, for example 2",
        f"{SOURCE}:9: unknown key 'nme'; did you mean 'name'?",
        f"{SOURCE}:11: 'name' must be text in quotes",
        f"{SOURCE}:12: 'opened' must be a date such as 2024-01-31",
        f"{SOURCE}:13: 'beds' must be a whole number",
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param("title = 5", "'title' must be text in quotes", id="number for text"),
        pytest.param("title = 2024-05-01", "'title' must be text in quotes", id="date for text"),
        pytest.param("title = ''\nfloors = 1.0", "'floors' must be a whole number", id="fraction"),
        pytest.param("title = ''\nquiet = 1", "'quiet' must be true or false", id="one for true"),
        pytest.param("title = ''\nsize = 1", "'size' must be one of 'small', 'large'", id="number for a choice"),
        pytest.param("title = ''\nsize = ['small']", "'size' must be one of", id="list for a choice"),
        pytest.param("title = ''\nstaff = ['a', 1]", "'staff' must be a list of texts", id="number in a list"),
        pytest.param("title = ''\nhome = 1", "'home' must be text in quotes", id="number for what is converted"),
        pytest.param("title = ''\nrooms = []", "'rooms' must be a table", id="list for a table"),
        pytest.param("title = ''\nrooms.red = 1", "'red' must be a table", id="number for a named table"),
        pytest.param("title = ''\nmain.name = 'attic'", "'main' must not be in the attic", id="refused as a whole"),
        pytest.param(
            "title = ''\nmain = {name = '', opened = 2024-05-01T09:00:00}", "'opened' must be a date", id="moment"
        ),
        pytest.param("title = ''\nxyz = 1", "unknown key 'xyz'; known here: title, size, quiet, floors,", id="strange"),
        pytest.param("title = ''\ndoors = 2", "unknown key 'doors'", id="no option"),
        pytest.param("title = ''\nTitle = 'x'", "unknown key 'Title'; did you mean 'title'?", id="capital"),
        pytest.param("title = ''\n'' = 'x'", "unknown key ''; known here: ", id="empty key"),
    ],
)
def test_a_misfit_is_named_with_its_line(load_text: Load, line: str, problem: str) -> None:
    """The message says what would be accepted."""
    [found] = problems(load_text, line)
    assert found.startswith(f"{SOURCE}:{line.count(chr(10)) + 1}: {problem}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("title = \n", ":1: is not valid TOML: Invalid value", id="no TOML"),
        pytest.param("title = 'a'\ntitle = 'b'", ":2: is not valid TOML: Cannot overwrite a value", id="doubled"),
        pytest.param(b"title = 'caf\xe9'", ": is not UTF-8 at byte 12; save it as UTF-8", id="Latin-1"),
        pytest.param("a = " + "[" * 20_000, ":1: is not valid TOML: it is nested too deep", id="bomb"),
    ],
)
def test_what_cannot_be_read(load_text: Load, text: str | bytes, expected: str) -> None:
    """A file that is no TOML is one problem with its place."""
    [found] = problems(load_text, text)
    assert found.startswith(SOURCE + expected)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    """The first thing a new site lacks is named with the way to get it."""
    with pytest.raises(SettingsError) as refused:
        load(tmp_path / "clinic.toml", Clinic, source=SOURCE)
    assert (
        str(refused.value) == f"{SOURCE}: cannot be read: No such file or directory. 'publisher init' makes a first one"
    )


TOML = st.sampled_from(
    ["1", "'a'", "true", "2024-05-01", "2024-05-01T09:00:00", "1.5", "[]", "['a']", "{}", "{name = 'a'}"]
)
PATHS = st.sampled_from(
    [*"title size quiet floors staff home main rooms main.name main.beds rooms.a rooms.a.name x".split()]
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(PATHS, TOML))
def test_any_values_are_a_clinic_or_complaints(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]
) -> None:
    """No value under any key brings anything but `SettingsError`."""
    path = tmp_path_factory.mktemp("settings") / "clinic.toml"
    path.write_text("".join(f"{key} = {value}\n" for key, value in values.items()), "utf-8")
    try:
        load(path, Clinic, source=SOURCE)
    except SettingsError as error:
        found = error.problems
    else:
        return
    assert {problem.source for problem in found} == {SOURCE}
