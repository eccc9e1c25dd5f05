"""The table [pages] of the settings."""

from pathlib import Path

import pytest

from publisher.errors import SettingsError
from publisher.pages.options import Options
from publisher.settings import load


@pytest.mark.parametrize(("text", "problem"), [("0", "must be 1 or more"), ("-3", "must be 1 or more")])
def test_an_empty_first_page_is_refused(text: str, problem: str, tmp_path: Path) -> None:
    """The first page shows a post at least; the message points at the line."""
    path = tmp_path / "pages.toml"
    path.write_text(f"enabled = true\ncount = {text}\n", "utf-8")
    with pytest.raises(SettingsError, match=rf"^config/pages\.toml:2: .*count.* {problem}"):
        load(path, Options, source="config/pages.toml")
