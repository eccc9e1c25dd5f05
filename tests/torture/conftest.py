"""What trials need: leave to be made, and days to make them on."""

from pathlib import Path
from typing import Any

import pytest

from tests.torture.days import Day, crowded_day, two_days
from tests.torture.faults import reason_not_to
from tests.torture.trials import HOW_MUCH, SEED, Torture

_torture = pytest.StashKey[Torture]()


@pytest.fixture(scope="session")
def torture(request: pytest.FixtureRequest) -> Torture:
    """Trials, where they are asked for."""
    if HOW_MUCH not in ("sample", "all"):
        pytest.skip("only with PUBLISHER_TORTURE=sample or all: 'make torture'")
    terminal: Any = request.config.pluginmanager.get_plugin("terminalreporter")
    torture = Torture(lambda line: terminal.write_line(f"\n{line}", flush=True))
    request.config.stash[_torture] = torture
    return torture


@pytest.fixture(scope="session")
def days(torture: Torture, tmp_path_factory: pytest.TempPathFactory) -> list[Day]:
    """The two days, each run once unharmed."""
    assert torture
    if reason := reason_not_to():
        pytest.skip(reason)
    return two_days(tmp_path_factory.mktemp("days"))


@pytest.fixture(scope="session")
def crowd(torture: Torture, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A day with many posts, run once unharmed."""
    assert torture
    if reason := reason_not_to():
        pytest.skip(reason)
    return crowded_day(tmp_path_factory.mktemp("crowd"))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Where trials are made."""
    return tmp_path


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what was done, and how to do it again."""
    if torture := config.stash.get(_torture, None):
        terminalreporter.section(f"torture, PUBLISHER_TORTURE_SEED={SEED}")
        for line in torture.tally:
            terminalreporter.write_line(line)
