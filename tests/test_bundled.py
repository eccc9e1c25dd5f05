"""Templates and the sample site are found in a checkout and in an installed copy."""

from pathlib import Path

import pytest

import publisher
from publisher import bundled as module
from publisher.bundled import bundled


@pytest.mark.parametrize("name", ["templates", "config", "posts"])
def test_a_checkout_has_them_at_the_top(name: str) -> None:
    """What stands beside the package is what is used."""
    assert bundled(name) == Path(publisher.__file__).parent.parent / name
    assert any(bundled(name).iterdir())


def test_an_installed_copy_has_them_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a wheel carries goes before what happens to lie beside the package."""
    (tmp_path / "publisher/site/templates").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(module, "__file__", str(tmp_path / "publisher/bundled.py"))
    assert bundled("templates") == tmp_path / "publisher/site/templates"
