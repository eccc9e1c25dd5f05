"""The same posts give the same bytes, whatever machine, zone, locale or hash seed they are built with."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
PLACES = {
    "plain": {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0", "PYTHONUTF8": "0"},
    "far west": {"TZ": "Pacific/Apia", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "far east": {"TZ": "Asia/Kathmandu", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4711"},
}


def built(folder: Path, places: dict[str, str]) -> dict[str, str]:
    """A digest of each file that the repository's own site gives in a fresh folder."""
    for name in ("config", "posts"):
        shutil.copytree(REPOSITORY / name, folder / name)
    command = [sys.executable, "-m", "publisher", "--site", str(folder), "build"]
    subprocess.run(command, env=os.environ | places, check=True)
    top = folder / "out"
    files = sorted(path for path in top.rglob("*") if path.is_file())
    return {path.relative_to(top).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The site built here."""
    return built(tmp_path_factory.mktemp("reference"), {})


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_build_is_the_same_elsewhere(tmp_path: Path, reference: dict[str, str], place: dict[str, str]) -> None:
    """Feeds, pages, share text and the letter: every byte of every file."""
    assert built(tmp_path, place) == reference


def test_reference_holds_every_kind_of_output(reference: dict[str, str]) -> None:
    """The comparison above compares something."""
    endings = {Path(path).suffix for path in reference}
    assert {".xml", ".json", ".html", ".txt", ".eml", ".css", ".png"} <= endings
