"""The lists on the command line: proof of consent, a dry run first, and nobody brought back."""

import csv
import io
import json
from pathlib import Path

import pytest

from publisher import cli
from publisher.state.addresslist import rows
from publisher.workflows.subscribing import plan_import
from tests.conftest import KEY, SiteFolder

LIST = "address,name\nada@example.com,Ada\nmaya@example.org,Maya\nADA@EXAMPLE.com,\nnobody,\nnew@example.net,=1+1\n"
FORM = ("--consent", "form at the desk")


@pytest.fixture(autouse=True)
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line signs as the fixtures do."""
    monkeypatch.setenv("PUBLISHER_KEY", KEY)


def command(site_folder: SiteFolder, *words: str) -> int:
    return cli.main(["--site", str(site_folder.root), "subscribers", *words])


def people(site_folder: SiteFolder, newsletter: str = "monthly") -> dict[str, str]:
    return {one.subscriber.address: one.state for one in site_folder.app().subscribers.members(newsletter)}


def test_import_is_a_dry_run_first(site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """A word on each line that is not plainly new or known, by its number; nothing is written before the digest is
    said, and another file's is refused.
    """
    file = site_folder.write("list.csv", LIST)
    assert command(site_folder, "import", str(file), *FORM) == 1
    out, err = capsys.readouterr()
    assert err == f"{file}:5: the address in this line is no e-mail address\n"
    assert out.splitlines()[:2] == [
        f"{file}:4: stands in the list before",
        "monthly: 2 new, 1 subscribed already, 1 stands in the list before, 1 cannot be read",
    ]
    assert "@" not in out + err
    assert len(people(site_folder)) == 2
    digest = out.split()[-1]
    assert command(site_folder, "import", str(file), *FORM, "--apply", "0" * 16) == 2
    assert len(people(site_folder)) == 2
    assert command(site_folder, "import", str(file), *FORM, "--apply", digest) == 1
    assert people(site_folder).keys() == {"ada@example.com", "maya@example.org", "new@example.net", "noor@example.net"}
    file.write_text(LIST + "late@example.org,\n", "utf-8")
    assert command(site_folder, "import", str(file), *FORM, "--apply", digest) == 2
    assert "is not what was looked at" in capsys.readouterr().err


def test_import_keeps_the_proof_of_each_line(site_folder: SiteFolder, tmp_path: Path) -> None:
    """Where, in which line of which file, and to which words."""
    file = site_folder.write("list.csv", "address,name\nada@example.com,Ada\n")
    wording = tmp_path / "wording-2026.txt"
    wording.write_text("Yes, send me the letter.")
    digest = plan_import(site_folder.app(), file, "monthly").digest
    command(site_folder, "import", str(file), *FORM, "--wording", str(wording), "--apply", digest)
    subscribers = site_folder.app().subscribers
    ada = subscribers.find("ada@example.com")
    assert ada
    ((_, event, newsletter, source, words, words_digest),) = subscribers.history(ada).consents
    assert (event, newsletter, source) == ("given", "monthly", "form at the desk (import: list.csv, line 2)")
    assert (words, len(words_digest)) == ("wording-2026", 64)


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        (("remove", "maya@example.org"), "left, and is not brought back"),
        (("suppress", "maya@example.org", "--reason", "complaint"), "is never to be mailed: complaint"),
        (("erase", "maya@example.org", "--yes"), "is never to be mailed: erased"),
    ],
)
def test_no_list_brings_anybody_back(
    site_folder: SiteFolder, capsys: pytest.CaptureFixture[str], before: tuple[str, ...], kind: str
) -> None:
    """Who left, was suppressed or erased stays away, whatever a file says."""
    assert command(site_folder, *before) == 0
    file = site_folder.write("list.csv", "address,name\nmaya@EXAMPLE.org,Maya\n")
    found = plan_import(site_folder.app(), file, "monthly")
    assert [verdict.words for verdict in found.verdicts] == [kind]
    assert command(site_folder, "import", str(file), *FORM, "--apply", found.digest) == 0
    assert f"{file}:2: {kind}" in capsys.readouterr().out
    assert people(site_folder).get("maya@example.org", "left") == "left"


def test_who_asks_again_is_added_by_hand(site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """A suppression is ended on purpose alone, and one for a complaint never."""
    command(site_folder, "suppress", "maya@example.org", "--reason", "mail came back")
    assert command(site_folder, "add", "maya@example.org", *FORM) == 2
    assert (
        "never to be mailed (mail came back); if the person asked for letters again: --lift" in capsys.readouterr().err
    )
    assert command(site_folder, "add", "maya@example.org", *FORM, "--lift") == 0
    assert people(site_folder)["maya@example.org"] == "active"
    command(site_folder, "suppress", "noor@example.net", "--reason", "complaint")
    assert command(site_folder, "add", "noor@example.net", *FORM, "--lift") == 2


def test_nobody_without_proof(site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """It has to be said where they agreed."""
    with pytest.raises(SystemExit):
        command(site_folder, "add", "ada@example.com")
    assert command(site_folder, "add", "ada@example.com", "--consent", " ") == 2
    assert "say where they agreed" in capsys.readouterr().err
    assert "ada@example.com" not in people(site_folder)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "ada at example", *FORM), "the address is no e-mail address"),
        (("add", "ada@example.com", "=?x?=", *FORM), "the name is too long, or holds"),
        (("add", "ada@example.com", *FORM, "--newsletter", "weekly"), "name a newsletter with --newsletter"),
        (("add", "ada@example.com", *FORM, "--wording", "none.txt"), "none.txt: cannot be read"),
        (("import", "none.csv", *FORM), "none.csv: cannot be read"),
        (("remove", "ada@example.com"), "there is nobody with this address or id"),
        (("show", "ada at@example"), "the address is no e-mail address"),
        (("erase", "maya@example.org"), "this cannot be undone: say --yes, too"),
    ],
)
def test_what_cannot_be_done_is_said(
    site_folder: SiteFolder, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Without repeating an address, and with exit code 2."""
    assert command(site_folder, *words) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "@example" not in err


def test_list_shows_addresses_only_when_asked(site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """Ids are enough for a log."""
    command(site_folder, "list")
    command(site_folder, "list", "--json")
    assert "@" not in capsys.readouterr().out
    command(site_folder, "list", "--addresses")
    assert "maya@example.org" in capsys.readouterr().out
    command(site_folder, "list", "--json", "--addresses")
    assert {one["address"] for one in json.loads(capsys.readouterr().out)} == people(site_folder).keys()


def test_person_can_be_shown_all_that_is_kept(
    site_folder: SiteFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By id, by address, or by an address that no other user of the machine sees."""
    monkeypatch.setattr("sys.stdin", io.StringIO("maya@example.org\n"))
    command(site_folder, "show", "-")
    told = json.loads(capsys.readouterr().out)
    assert (told["address"], told["name"]) == ("maya@example.org", "Maya")
    assert [one["newsletter"] for one in told["subscriptions"]] == ["monthly"]
    assert told["consents"][0]["source"] == "a form"
    command(site_folder, "show", told["id"])
    assert json.loads(capsys.readouterr().out) == told


def test_export_is_private_and_harmless(site_folder: SiteFolder, tmp_path: Path) -> None:
    """A new file for this user alone; a spreadsheet runs nothing in it, and it can be brought again."""
    command(site_folder, "add", "ada@example.com", "=cmd|' /C calc'!A0", *FORM)
    file = tmp_path / "export.csv"
    assert command(site_folder, "export", str(file)) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    found = {row["address"]: row for row in csv.DictReader(io.StringIO(file.read_text("utf-8")))}
    assert found["ada@example.com"]["name"] == "'=cmd|' /C calc'!A0"
    assert found["maya@example.org"]["consent_source"] == "a form"
    assert command(site_folder, "export", str(file)) == 2
    raw = tmp_path / "raw.csv"
    command(site_folder, "export", str(raw), "--raw")
    assert ",=cmd|" in raw.read_text("utf-8")
    assert plan_import(site_folder.app(), file, "monthly").counts == {"subscribed already": 3}
    brought = [row.subscriber.name for row in rows(file.read_bytes(), bytes(32)) if row.subscriber]
    assert "=cmd|' /C calc'!A0" in brought


def test_import_as_json_names_lines_and_nobody(site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]) -> None:
    """For programs."""
    file = site_folder.write("list.csv", LIST)
    command(site_folder, "import", str(file), *FORM, "--json")
    out = capsys.readouterr().out
    assert json.loads(out)["counts"]["new"] == 2
    assert "@" not in out


def test_whole_site_works_encrypted(
    site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From a plain state on: lists, a rehearsal, check, letters, status, backup; and nothing of it without the key."""
    site_folder.close()
    monkeypatch.setenv("PUBLISHER_STATE_KEY", "5e" * 32)
    whole = ("--site", str(site_folder.root))
    assert cli.main([*whole, "encrypt"]) == 0
    assert command(site_folder, "add", "ada@example.com", "Ada", *FORM) == 0
    site_folder.post("rest")
    for words in (["check"], ["newsletter", "plan"], ["run"], ["status"], ["backup", str(site_folder.root / "copy")]):
        assert cli.main([*whole, *words]) == 0, words
    assert len(list((site_folder.root / "out/mail").rglob("*.eml"))) == 3
    state = site_folder.root / ".publisher"
    assert not any(
        b"ada@" in path.read_bytes() for path in (*state.rglob("*"), state.parent / "copy") if path.is_file()
    )
    capsys.readouterr()
    monkeypatch.delenv("PUBLISHER_STATE_KEY")
    assert command(site_folder, "list") == 3
    assert "If it is encrypted, PUBLISHER_STATE_KEY is missing" in capsys.readouterr().err
