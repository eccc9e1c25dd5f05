"""Letters that are signed here, and the keys for that."""

import re
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest

from publisher import cli
from publisher.errors import DeliveryError, SettingsError, StateError
from publisher.workflows.progress import silent
from publisher.workflows.run import run
from tests.conftest import SiteFolder

JUNE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)


def command(site_folder: SiteFolder, *words: str) -> int:
    return cli.main(["--site", str(site_folder.root), "newsletter", *words])


def signing(site_folder: SiteFolder, *selectors: str) -> None:
    named = ", ".join(f'"{selector}"' for selector in selectors)
    site_folder.change_settings("[newsletter.monthly]", f"[delivery]\ndkim = [{named}]\n\n[newsletter.monthly]")


def record(line: str) -> tuple[str, bytes]:
    """Name and text of a record, as a zone file has it."""
    name, _, strings = line.partition(". IN TXT ")
    return name, "".join(re.findall(r'"([^"]*)"', strings)).encode()


def test_letter_is_signed_for_what_dns_says(site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """The record is printed once the key is made, and again whenever it is asked for; each letter then verifies."""
    for selector, words in (("letter2026", ()), ("second", ("--ed25519",))):
        assert command(site_folder, "dkim", selector, *words) == 0
        assert command(site_folder, "dkim", selector) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0::2] == lines[1::2]
    assert "Publish this, wait until it is seen, then add 'letter2026' to 'dkim' in [delivery]." in err
    assert all(len(string) <= 255 for line in lines for string in re.findall(r'"([^"]*)"', line))
    records = dict(record(line) for line in lines)
    assert records.keys() == {f"{selector}._domainkey.example.com" for selector in ("letter2026", "second")}
    keys = site_folder.root / ".publisher/dkim"
    assert {oct(file.stat().st_mode & 0o777) for file in keys.iterdir()} == {"0o600"}
    assert keys.stat().st_mode & 0o077 == 0
    signing(site_folder, "letter2026", "second")
    site_folder.post("rest")
    run(site_folder.app(), JUNE, silent)
    letters = [path.read_bytes() for path in (site_folder.root / "out/mail").rglob("*.eml")]
    for letter in letters:
        judge = dkim.DKIM(letter)
        for index in (0, 1):
            assert judge.verify(index, dnsfunc=lambda name, timeout=5: records[name.decode().rstrip(".")])  # noqa: ARG005
        assert b"d=example.com" in letter
    assert len(letters) == 2


def test_used_selector_is_printed_alone(site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is left to do."""
    signing(site_folder, "letter2026")
    assert command(site_folder, "dkim", "letter2026", "--ed25519") == 0
    assert capsys.readouterr().err == ""


def test_key_that_is_not_there_stops_the_letter(site_folder: SiteFolder) -> None:
    """It says what makes one; the issue goes out afterwards."""
    signing(site_folder, "letter2026")
    site_folder.post("rest")
    with pytest.raises(DeliveryError, match="to make one: publisher newsletter dkim letter2026"):
        run(site_folder.app(), JUNE, silent)
    assert command(site_folder, "dkim", "letter2026", "--ed25519") == 0
    assert run(site_folder.app(), JUNE, silent).tallies == {"monthly-2024-06": {"accepted": 2}}


def test_key_that_others_can_read_is_refused(site_folder: SiteFolder) -> None:
    """Whoever has it can write in the clinic's name."""
    signing(site_folder, "letter2026")
    command(site_folder, "dkim", "letter2026", "--ed25519")
    (site_folder.root / ".publisher/dkim/letter2026.pem").chmod(0o644)
    site_folder.post("rest")
    with pytest.raises(StateError, match="other users can read a DKIM key"):
        run(site_folder.app(), JUNE, silent)


def test_key_may_be_a_credential(
    site_folder: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the service that runs this; none is made then."""
    command(site_folder, "dkim", "given", "--ed25519")
    pem = site_folder.root / ".publisher/dkim/given.pem"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    pem.rename(tmp_path / "dkim_given")
    command(site_folder, "dkim", "given", "--ed25519")
    first, second = capsys.readouterr().out.splitlines()
    assert first == second
    assert not pem.exists()


@pytest.mark.parametrize("selector", ["../key", "Letter", "a.b", "", "-a", "a" * 64])
def test_name_that_no_selector_has_is_refused(
    site_folder: SiteFolder, selector: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the command line as in the settings."""
    assert command(site_folder, "dkim", "--", selector) == 2
    assert "must be named with a-z, 0-9 and hyphens" in capsys.readouterr().err
    signing(site_folder, selector)
    with pytest.raises(SettingsError, match="must be named with a-z"):
        site_folder.app()
