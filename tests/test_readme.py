"""What a user can type or set is in the README, and what the README says is so."""

import argparse
import json
import re
import shlex
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import pytest

from publisher import arguments
from publisher.app import Settings
from publisher.bundled import bundled
from publisher.options import is_required, option_fields, sentence_of
from publisher.theme import Theme

REPOSITORY = Path(__file__).parent.parent
README = (REPOSITORY / "README.md").read_text("utf-8")
PARSER = arguments.parser()
COMMANDS: Mapping[str, argparse.ArgumentParser] = next(
    action.choices for action in PARSER._actions if isinstance(action, argparse._SubParsersAction)
)


def tables(options_type: type, path: str) -> Iterator[tuple[str, type]]:
    """Each table of the settings file under its name there, with its options."""
    yield path, options_type
    for name, hint in typing.get_type_hints(options_type).items():
        wanted = table_of(hint)
        if typing.get_origin(wanted) is Mapping and is_dataclass(inner := typing.get_args(wanted)[1]):
            yield from tables(typing.cast(type, inner), f"{name}.NAME")
        elif is_dataclass(wanted):
            yield from tables(typing.cast(type, wanted), f"{path}.{name}".lstrip("."))


def table_of(hint: Any) -> Any:
    """The type itself, also of an option that may be left out altogether."""
    return typing.get_args(hint)[0] if typing.get_origin(hint) is types.UnionType else hint


def rows(options_type: type) -> Iterator[str]:
    """The README's line for each option of a table."""
    hints = typing.get_type_hints(options_type)
    for name, declared in option_fields(options_type).items():
        inner = typing.get_args(hints[name])[-1] if typing.get_origin(hints[name]) is Mapping else table_of(hints[name])
        if not is_dataclass(inner):
            default = "required" if is_required(declared) else shown(getattr(options_type, name, {}))
            yield f"| `{name}` | {default} | {sentence_of(declared)} |"


def shown(default: Any) -> str:
    if default in ("", None) or default == {}:
        return ""
    if isinstance(default, tuple):
        return f"`{json.dumps(default)}`" if default else ""
    return f"`{default}`" if not isinstance(default, bool) else f"`{str(default).lower()}`"


TABLES = [(path, options) for path, options in tables(Settings, "") if list(rows(options))]


@pytest.mark.parametrize(("path", "options"), TABLES, ids=[path for path, _ in TABLES])
def test_every_setting_is_explained(path: str, options: type) -> None:
    """Its table, its name, its default and its sentence, as the code has them."""
    assert f"`[{path}]`" in README
    assert [row for row in rows(options) if row not in README] == []


def test_every_setting_is_in_the_sample_or_has_a_default() -> None:
    """A person who fills in the sample file has met everything that must be set."""
    sample = (bundled("config") / "publisher.toml").read_text("utf-8")
    optional = {path for path, _ in TABLES if f"[{path}]" not in sample.replace("monthly", "NAME")}
    required = [
        name
        for path, options in TABLES
        for name, declared in option_fields(options).items()
        if is_required(declared) and path not in optional
    ]
    assert [name for name in required if not re.search(rf"^{name} = |^\[{name}\]", sample, re.MULTILINE)] == []


def test_sample_theme_states_the_defaults() -> None:
    """What the sample theme says is what happens without it."""
    lines = (bundled("config") / "theme.toml").read_text("utf-8").splitlines()
    written = [line for line in lines if " = " in line and not line.startswith("#")]
    assert written == [f"{name} = {json.dumps(getattr(Theme(), name))}" for name in option_fields(Theme)]


def options_below(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The long options of a command and of those below it, whose own names come along."""
    for action in parser._actions:
        yield from (name for name in action.option_strings if name.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield name
                yield from options_below(inner)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_explained(command: str) -> None:
    """The section of a command names each of its options."""
    section = re.search(rf"^### `publisher {command}\b.*?(?=^##)", README, re.MULTILINE | re.DOTALL)
    assert section, f"no section for {command}"
    options = list(options_below(COMMANDS[command]))
    everywhere = ("--help", "--site", "--verbose")
    assert [name for name in options if name not in everywhere and name not in section.group()] == []


def test_options_of_every_command_are_explained() -> None:
    """Those that stand before the command, too."""
    options = [name for action in PARSER._actions for name in action.option_strings if name.startswith("--")]
    assert [name for name in options if f"`{name}" not in README] == []


def examples() -> list[str]:
    blocks = re.findall(r"^```(?:sh|console|cron)?\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [line.split("   #")[0].strip() for block in blocks for line in block.splitlines()]
    return [match.group(1) for line in lines if (match := re.search(r"(?:^|&& |\* (?:\S*/)?)(publisher .*)$", line))]


@pytest.mark.parametrize("example", examples())
def test_every_example_can_be_typed(example: str) -> None:
    """An example of the README is a command line that the program takes."""
    for command in example.split(" && "):
        PARSER.parse_args(shlex.split(command)[1:])


@pytest.mark.parametrize("code", ["0", "1", "2", "3", "75", "130"])
def test_every_exit_code_is_explained(code: str) -> None:
    """In the README as in the help."""
    assert re.search(rf"^\| {code} \|", README, re.MULTILINE)
    assert re.search(rf"^  {code} ", PARSER.format_help(), re.MULTILINE)


def test_every_file_that_is_named_exists() -> None:
    """Links into the repository lead somewhere."""
    targets = re.findall(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"", README)
    paths = [first or second for first, second in targets]
    assert paths
    assert [path for path in paths if not (REPOSITORY / path).exists()] == []


@pytest.mark.parametrize("target", ["run", "test"])
def test_the_two_commands_exist(target: str) -> None:
    """`make run` and `make test`, in the first screen."""
    assert f"make {target}" in "\n".join(README.splitlines()[:40])
    assert re.search(rf"^{target}:", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_versions_agree() -> None:
    """The changelog begins with the version that the program tells."""
    changelog = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    first = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    from publisher import __version__

    assert first
    assert first.group(1) == __version__
