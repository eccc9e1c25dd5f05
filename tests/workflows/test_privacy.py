"""fault: an address where it does not belong. Marker people go through everything that can happen to a reader."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from publisher import cli
from publisher.tokens import bounce_tag, subscriber_id
from tests.conftest import KEY, SiteFolder, subscribe
from tests.delivery.faultsmtp import CLOSE, Faults, FaultServer
from tests.delivery.test_returned import block, report

SECRET = bytes.fromhex(KEY)
# one for each thing that can become of a letter; the marker is in address and name
MARKER = "canary"
PEOPLE = {
    word: f"{MARKER}-{word}@example.org"
    for word in ("taken", "dead", "later", "unwelcome", "no", "lost", "gone", "bounced", "erased", "suppressed")
}


@pytest.fixture
def server(site_folder: SiteFolder, tmp_path: Path) -> Iterator[FaultServer]:
    """A mail server that repeats addresses in what it refuses, as servers do."""
    rules: dict[object, str] = {
        ("RCPT", PEOPLE["dead"]): f"550 5.1.1 <{PEOPLE['dead']}> is nobody",
        ("RCPT", PEOPLE["later"]): f"450 4.2.0 <{PEOPLE['later']}> is full",
        ("RCPT", PEOPLE["unwelcome"]): f"550 5.7.1 not for <{PEOPLE['unwelcome']}>",
        ("RCPT", PEOPLE["no"]): f"550 5.7.1 nor for <{PEOPLE['no']}>",  # the second lets the issue rest
        ("dot", PEOPLE["lost"]): CLOSE,
    }
    server = FaultServer(Faults(rules=rules))
    told = f'[delivery]\ntransport = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
    site_folder.change_settings("[newsletter.monthly]", f"{told}\n[newsletter.monthly]")
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "box" / folder).mkdir(parents=True)
    site_folder.change_settings("since =", f'bounces = "b@example.com"\nmailbox = "{tmp_path / "box"}"\nsince =')
    yield server
    server.close()


def test_marker_people_are_in_the_store_and_in_messages_alone(
    site_folder: SiteFolder,
    server: FaultServer,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Row R24: not in what is said, on either stream, as text or JSON, nor in a file or the name of one."""
    monkeypatch.setenv("PUBLISHER_KEY", KEY)
    subscribe(site_folder.root, *((address, f"{MARKER.title()} {word}") for word, address in PEOPLE.items()))
    site_folder.post("rest")
    csv = tmp_path / "list.csv"
    csv.write_text(
        f"address,name\n{MARKER} bad@example.org,x\n{PEOPLE['taken']},\n{MARKER}-new@example.org,\n", "utf-8"
    )

    def say(*words: str) -> None:
        cli.main(["--site", str(site_folder.root), *words])

    def id_of(word: str) -> str:
        return subscriber_id(SECRET, PEOPLE[word])

    say("subscribers", "import", str(csv), "--consent", "a form", "--json")
    say("subscribers", "import", str(csv), "--consent", "a form")
    say("subscribers", "list", "--json")
    say("subscribers", "remove", id_of("gone"))
    say("subscribers", "suppress", id_of("suppressed"), "--reason", "asked")
    say("subscribers", "erase", id_of("erased"), "--yes")
    say("subscribers", "add", PEOPLE["erased"], "--consent", "a form")
    say("subscribers", "remove", f"{MARKER}-nobody@example.org")
    say("newsletter", "test", PEOPLE["dead"], MARKER)
    say("check")
    say("newsletter", "plan", "--json")
    say("--verbose", "run")
    (issue,) = site_folder.app().ledger.issues()
    tag = bounce_tag(SECRET, issue.id, id_of("bounced"))
    put(tmp_path / "box", "1", report(block("5.1.1"), to=f"b+{tag}@example.com"))
    question = EmailMessage()
    question["From"], question["Subject"] = PEOPLE["taken"], f"unsubscribe {MARKER}"
    put(tmp_path / "box", "2", question.as_bytes())
    for words in (["run", "--json"], ["status"], ["status", "--json"], ["newsletter", "resolve"]):
        say(*words)
    say("newsletter", "resume", issue.id)
    say("--verbose", "run")
    say("newsletter", "resolve", issue.id, "--again")
    say("newsletter", "pause", issue.id)
    say("--verbose", "run")
    say("build")
    say("run", "--at", (datetime.now(UTC) + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M"))
    said = "".join(capfd.readouterr())
    site_folder.close()
    tally = site_folder.app().ledger.deliveries.tally(issue.id)
    assert tally.keys() >= {"accepted", "refused", "deferred", "queued"}
    assert "too many servers refuse us" in said
    assert "the test letter was not sent" in said
    assert MARKER not in said.lower()
    assert {taken.recipient for taken in server.taken} >= {PEOPLE["taken"], PEOPLE["bounced"]}
    holders = {
        path.relative_to(site_folder.root).as_posix()
        for path in site_folder.root.rglob("*")
        if MARKER in path.name.lower() or (path.is_file() and MARKER.encode() in path.read_bytes().lower())
    }
    assert holders == {".publisher/state.db"}


def test_erased_people_are_in_no_page_of_the_store(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in none that is free."""
    monkeypatch.setenv("PUBLISHER_KEY", KEY)
    subscribe(site_folder.root, (PEOPLE["erased"], MARKER))
    site_folder.close()
    assert cli.main(["--site", str(site_folder.root), "subscribers", "erase", PEOPLE["erased"], "--yes"]) == 0
    assert MARKER.encode() not in (site_folder.root / ".publisher/state.db").read_bytes().lower()


def put(box: Path, name: str, mail: bytes) -> None:
    (box / "new" / name).write_bytes(mail)
