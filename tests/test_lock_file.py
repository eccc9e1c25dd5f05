"""requirements.txt pins what pyproject.toml asks for, with hashes and no address of any registry."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parent.parent
LOCK = (REPOSITORY / "requirements.txt").read_text("utf-8")
PINS = re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", LOCK, re.MULTILINE)


def asked_for() -> list[Requirement]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    return [Requirement(text) for text in project["project"]["dependencies"] + project["dependency-groups"]["dev"]]


def test_every_dependency_is_pinned_inside_its_bounds() -> None:
    """The file was not forgotten when a dependency was added or raised."""
    pins = {canonicalize_name(name): version for name, version in PINS}
    wrong = [
        str(asked)
        for asked in asked_for()
        if not asked.specifier.contains(pins.get(canonicalize_name(asked.name), "0"))
    ]
    assert wrong == []


def test_every_pin_has_hashes() -> None:
    """pip refuses a file that was changed on its way."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_no_registry_is_named() -> None:
    """The file works with any index, and tells nobody's."""
    assert not re.search(r"https?:|file:|index-url|find-links|@", LOCK)
