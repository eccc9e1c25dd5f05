"""Every letter, made once, and the verdict of each judge on all of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.judges import bench
from tests.judges.broken import MESSAGES, PAGES, broken
from tests.judges.letters import LETTERS, Letter, make


@pytest.fixture(scope="session")
def letters() -> Mapping[str, Letter]:
    """The letters by name."""
    return {name: make(recipe) for name, recipe in LETTERS.items()}


@pytest.fixture(scope="session")
def broken_messages() -> Mapping[str, Letter]:
    """Letters with a fault each in their message."""
    return broken(MESSAGES)


@pytest.fixture(scope="session")
def folder(
    letters: Mapping[str, Letter], broken_messages: Mapping[str, Letter], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Where they lie for the judges, beside letters with a fault each in their page."""
    folder = tmp_path_factory.mktemp("letters")
    bench.write_pages({**letters, **broken(PAGES)}, folder)
    bench.write_messages({**letters, **broken_messages}, folder)
    return folder


@pytest.fixture(scope="session")
def nu(folder: Path) -> Mapping[str, list[str]]:
    """What the Nu checker says of each letter."""
    return bench.nu(folder)


@pytest.fixture(scope="session")
def browser(folder: Path) -> Mapping[str, Mapping[str, list[str]]]:
    """What a browser finds in each letter."""
    return bench.in_browser(folder)


@pytest.fixture(scope="session")
def caniemail(folder: Path) -> Mapping[str, Mapping[str, list[str]]]:
    """Which of a letter's features which programs do not know."""
    return bench.caniemail(folder)


@pytest.fixture(scope="session")
def postal_mime(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Each message as a second parser reads it."""
    return bench.postal_mime(folder)


@pytest.fixture(scope="session")
def spamassassin(folder: Path) -> Mapping[str, bench.Score]:
    """SpamAssassin's scores."""
    return bench.spamassassin(folder)
