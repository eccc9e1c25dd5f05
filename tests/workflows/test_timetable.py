"""What a person asks of the calendar, and what a machine is given to ask it."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from publisher import cli
from publisher.workflows.timetable import crontab, systemd
from tests.conftest import SiteFolder


def command(site_folder: SiteFolder, *words: str) -> int:
    return cli.main(["--site", str(site_folder.root), "schedule", *words])


def test_next_turns_are_told(site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """In local time and UTC, by period; as JSON, too."""
    assert command(site_folder, "--count", "3") == 0
    first, *slots = capsys.readouterr().out.splitlines()
    assert first == "monthly: monthly on the first Monday at 09:00"
    assert len(slots) == 3
    assert all(
        re.match(r"  \d{4}-\d\d  Mon \d{4}-\d\d-0\d 09:00 America/New_York \(1[34]:00 UTC\)", line) for line in slots
    )
    assert command(site_folder, "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["newsletter"], len(found["slots"]), found["slots"][0].keys()) == (
        "monthly",
        6,
        {"at", "period", "note"},
    )


def test_site_without_a_newsletter_says_so(site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is due there, ever."""
    text = (site_folder.root / "config/publisher.toml").read_text("utf-8")
    site_folder.write("config/publisher.toml", text.partition("[newsletter.monthly]")[0])
    assert command(site_folder) == 0
    assert capsys.readouterr().out == "no newsletter in the settings\n"


def test_line_for_cron_is_one_that_cron_reads(site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """A comment and a line; blanks and percent signs in a path reach the shell as they are."""
    assert command(site_folder, "--crontab") == 0
    comment, line = capsys.readouterr().out.splitlines()
    assert comment.startswith("# ")
    assert re.fullmatch(r"\*/10 \* \* \* \* \S+/publisher --site \S+ run", line)
    odd = crontab(site_folder.app(), Path("/srv/my blog/100%/publisher")).splitlines()[1]
    words = odd.split(" ", 5)[5].replace("\\%", "%")
    said = subprocess.run(["sh", "-c", f"printf '%s\\n' {words}"], check=True, capture_output=True, text=True).stdout
    assert said.splitlines() == ["/srv/my blog/100%/publisher", "--site", str(site_folder.root.resolve()), "run"]


def units(text: str, folder: Path) -> list[Path]:
    """Save each unit under its own name."""
    _, *parts = re.split(r"^# /etc/systemd/system/(\S+)\n", text, flags=re.MULTILINE)
    files = [folder / name for name in parts[::2]]
    for file, content in zip(files, parts[1::2], strict=True):
        file.write_text(content, "utf-8")
    return files


def test_units_are_such_as_systemd_reads(
    site_folder: SiteFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its own judge finds nothing; the service may write where it has to, its mailbox among that, and nowhere else."""
    site_folder.change_settings("since =", f'mailbox = "{tmp_path / "box"}"\nsince =')
    assert command(site_folder, "--systemd") == 0
    files = units(capsys.readouterr().out, tmp_path)
    assert [file.name for file in files] == ["publisher.service", "publisher.timer"]
    service = files[0].read_text("utf-8")
    root = site_folder.root.resolve()
    assert f"ReadWritePaths={root}/.publisher {root}/out {tmp_path}/box\n" in service
    plain = tmp_path / "plain.service"
    plain.write_text("[Service]\nType=oneshot\nExecStart=/bin/true\n")
    if reason := "no systemd-analyze" if not shutil.which("systemd-analyze") else complaints(plain):
        pytest.skip(f"the units are not judged: {reason}")
    assert complaints(*files) == ""
    files[0].write_text(service.replace("ProtectSystem=strict", "ProtectSystem=stricter"), "utf-8")
    assert "protect system" in complaints(files[0])


def complaints(*files: Path) -> str:
    """What systemd's own judge says of units."""
    judged = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    return judged.stderr


def test_path_with_signs_of_its_own_is_escaped_in_units(site_folder: SiteFolder) -> None:
    """Blanks, quotes and percent signs mean something there."""
    text = systemd(site_folder.app(), Path('/srv/my "blog" 100%/publisher'), "blog")
    assert 'ExecStart="/srv/my \\"blog\\" 100%%/publisher" --site ' in text
