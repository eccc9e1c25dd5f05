"""The table [social] of the settings."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from publisher.errors import SettingsError
from publisher.settings import load
from publisher.social.options import Options


def test_options_from_a_settings_file(tmp_path: Path) -> None:
    """The map is written as a table of tags."""
    path = tmp_path / "social.toml"
    path.write_text('count = 0\n[hashtags]\n"tai chi" = "#TaiChi"\n', "utf-8")
    expected: Mapping[str, str] = {"tai chi": "#TaiChi"}
    assert load(path, Options, source="config/social.toml") == Options(count=0, hashtags=expected)


def test_fewer_than_none_is_refused(tmp_path: Path) -> None:
    """The message points at the line and says what would do."""
    path = tmp_path / "social.toml"
    path.write_text("\ncount = -1\n", "utf-8")
    with pytest.raises(SettingsError, match=r"^config/social\.toml:2: .*count.* must be 0 \(for none\) or more"):
        load(path, Options, source="config/social.toml")


def test_reading_options_is_cheap() -> None:
    """A run without work does not pay for libraries that only counting needs."""
    heavy = "{'regex', 'lxml', 'PIL', 'jinja2', 'sentencex', 'publisher.social.wording'}"
    code = f"import sys, publisher.social.options; print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
