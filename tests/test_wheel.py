"""An installed wheel makes a site elsewhere and runs it."""

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a wheel installed into an environment of its own, which borrows the dependencies of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(REPOSITORY)]
    subprocess.run([*pip, *build], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "--python", folder / "env/bin/python", "install", "--no-deps", wheel], check=True)
    libraries = next((folder / "env/lib").glob("python*/site-packages"))
    # a line of a .pth file adds a folder but not the .pth files inside it, so the checkout itself stays out of sight
    (libraries / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "env/bin/publisher"


def run(command: Path, folder: Path, *arguments: str) -> str:
    done = subprocess.run([command, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def test_wheel_carries_its_own_code(installed: Path, tmp_path: Path) -> None:
    """What is tested here is the wheel, not the checkout."""
    python = installed.parent / "python"
    place = run(python, tmp_path, "-c", "import publisher; print(publisher.__file__)")
    assert place.startswith(str(installed.parent.parent))


def test_installed_copy_makes_and_runs_a_site(installed: Path, tmp_path: Path) -> None:
    """Templates, the sample site and the SQL files are inside."""
    run(installed, tmp_path, "init", "site", "--sample")
    said = run(installed, tmp_path / "site", "-v", "run")
    assert "3 accepted" in said
    assert (tmp_path / "site/out/public/rss.xml").exists()
