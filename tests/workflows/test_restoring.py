"""After a backup was put back nobody is mailed twice, whatever was sent since it was made."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from publisher import cli
from publisher.errors import StateError
from publisher.workflows.progress import silent
from publisher.workflows.run import run
from tests.conftest import SiteFolder
from tests.workflows.test_run import full_disk

MAY = datetime(2024, 5, 6, 13, 0, tzinfo=UTC)
JUNE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)
JULY = datetime(2024, 7, 1, 13, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line signs as the workflows do."""
    monkeypatch.setenv("PUBLISHER_KEY", "ab" * 32)


def command(site_folder: SiteFolder, *words: str) -> int:
    return cli.main(["--site", str(site_folder.root), *words])


def lose_database(site_folder: SiteFolder) -> None:
    site_folder.close()
    (site_folder.root / ".publisher/state.db").rename(site_folder.root / "lost.db")


def test_letters_since_the_backup_are_not_sent_again(site_folder: SiteFolder, tmp_path: Path) -> None:
    """Backed up in May, letters in June, restored later that day: July carries what was written after that, and no
    more.
    """
    backup = tmp_path / "backup.db"
    run(site_folder.app(), MAY, silent)
    assert command(site_folder, "backup", str(backup)) == 0
    site_folder.post("rest")
    assert run(site_folder.app(), JUNE, silent).opened == ("monthly-2024-06",)
    lose_database(site_folder)
    assert command(site_folder, "restore", str(backup), "--restored-at", "2024-06-03T18:00") == 0
    assert run(site_folder.app(), datetime(2024, 6, 4, tzinfo=UTC), silent).opened == ()
    site_folder.post("sleep", date="2024-06-10")
    assert run(site_folder.app(), JULY, silent).opened == ("monthly-2024-07",)
    letter = site_folder.read("newsletters/monthly-2024-07/letter.txt")
    assert "/sleep/" in letter
    assert "/rest/" not in letter


def test_deliveries_that_waited_are_in_doubt(
    site_folder: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They may have gone out since: a person looks, and nothing is sent by itself."""
    backup = tmp_path / "backup.db"
    site_folder.post("rest")
    with full_disk(monkeypatch):
        run(site_folder.app(), JUNE, silent)
    command(site_folder, "backup", str(backup))
    run(site_folder.app(), JUNE, silent)
    sent = site_folder.files("mail")
    lose_database(site_folder)
    assert command(site_folder, "restore", str(backup), "--restored-at", "2024-06-03T18:00") == 0
    assert "restored; 0 posts count as mailed, 2 deliveries are in doubt" in capsys.readouterr().out
    run(site_folder.app(), JULY, silent)
    assert site_folder.files("mail") == sent
    assert site_folder.app().ledger.deliveries.tally("monthly-2024-06") == {"in doubt": 2}


def test_ids_come_back_with_it(site_folder: SiteFolder, tmp_path: Path) -> None:
    """No reader of a feed sees an old post as new."""
    site_folder.post("rest")
    run(site_folder.app(), MAY, silent)
    (site_folder.root / "posts/rest.md").rename(site_folder.root / "posts/pause.md")
    run(site_folder.app(), MAY, silent)
    feed = site_folder.read("public/atom.xml")
    command(site_folder, "backup", str(tmp_path / "backup.db"))
    lose_database(site_folder)
    command(site_folder, "restore", str(tmp_path / "backup.db"))
    run(site_folder.app(), JUNE, silent)
    assert site_folder.read("public/atom.xml") == feed


def test_damaged_ledger_sends_nothing(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found before the first message, and not when half of them are out."""
    site_folder.post("rest")
    with full_disk(monkeypatch):
        run(site_folder.app(), JUNE, silent)
    connection = site_folder.app().connection()
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM subscriber WHERE address = 'maya@example.org'")
    with pytest.raises(StateError, match="is damaged"):
        run(site_folder.app(), JUNE, silent)
    assert site_folder.files("mail") == {}
