"""The settings of [content] are checked where they are written."""

from pathlib import Path

import pytest

from publisher.content.options import Options
from publisher.errors import SettingsError
from publisher.settings import load


def options(tmp_path: Path, line: str) -> Options:
    path = tmp_path / "content.toml"
    path.write_text(line)
    return load(path, Options, source="content.toml")


@pytest.mark.parametrize(
    ("line", "option", "value"),
    [
        ("", "folder", "posts"),
        ('folder = "content/posts/"', "folder", "content/posts"),
        ('permalink = "pretty"', "permalink", "/:categories/:year/:month/:day/:title/"),
        ('permalink = "/:year/:title/"', "permalink", "/:year/:title/"),
        ('shortcodes = "drop"', "shortcodes", "drop"),
        ('untitled = "first-words"', "untitled", "first-words"),
        ("data_images = true", "data_images", True),
    ],
)
def test_an_option(tmp_path: Path, line: str, option: str, value: object) -> None:
    """As it is written, or its default."""
    assert getattr(options(tmp_path, line), option) == value


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        *(
            (f'folder = "{folder}"', "'folder' must be a folder below")
            for folder in ("", "/posts", "../posts", "a/./b")
        ),
        ('permalink = "/:jear/"', "'permalink' has the placeholder :jear; those known are :year, "),
        ('shortcodes = "run"', "'shortcodes' must be"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, line: str, problem: str) -> None:
    """With its line and what would be right."""
    with pytest.raises(SettingsError) as refused:
        options(tmp_path, f"\n{line}")
    assert str(refused.value).startswith(f"content.toml:2: {problem}")
