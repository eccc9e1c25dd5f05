"""Letters of a site over a mail server, and what a person decides about them; the command line of it all."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from publisher import cli
from publisher.errors import SettingsError
from publisher.workflows.progress import silent
from publisher.workflows.run import RunReport, run
from publisher.workflows.settling import doubts
from tests.conftest import SiteFolder
from tests.delivery.faultsmtp import CLOSE, Faults, FaultServer

JUNE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)
ISSUE = "monthly-2024-06"
MAILTO = 'unsubscribe_mail = "leave@example.com"'
Serve = Callable[..., FaultServer]


@pytest.fixture(autouse=True)
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line signs as the workflows do."""
    monkeypatch.setenv("PUBLISHER_KEY", "ab" * 32)


@pytest.fixture
def serve(site_folder: SiteFolder) -> Iterator[Serve]:
    """A server that the site sends to, in place of one before it."""
    servers: list[FaultServer] = []

    def start(rules: dict[object, str] | None = None) -> FaultServer:
        servers.append(FaultServer(Faults(rules=rules or {})))
        if len(servers) > 1:
            site_folder.change_settings(f"port = {servers[-2].port}", f"port = {servers[-1].port}")
        else:
            told = f'[delivery]\ntransport = "smtp"\nhost = "127.0.0.1"\nport = {servers[-1].port}\nsecurity = "none"\n'
            site_folder.change_settings("[newsletter.monthly]", f"{told}connections = 1\n\n[newsletter.monthly]")
            site_folder.change_settings(MAILTO, f'unsubscribe_url = "https://example.com/leave/"\n{MAILTO}')
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def ran(site_folder: SiteFolder, now: datetime = JUNE) -> RunReport:
    return run(site_folder.app(), now, silent)


def command(site_folder: SiteFolder, *words: str) -> int:
    return cli.main(["--site", str(site_folder.root), *words])


def test_letter_goes_to_the_mail_server(site_folder: SiteFolder, serve: Serve) -> None:
    """Each reader's own, as a mail program reads it; nothing lies in out/mail/."""
    server = serve()
    site_folder.post("rest")
    assert ran(site_folder).tallies == {ISSUE: {"accepted": 2}}
    letters = {taken.recipient: message_from_bytes(taken.data, policy=policy.default) for taken in server.taken}
    assert {address: str(letter["To"]) for address, letter in letters.items()} == {
        "maya@example.org": "Maya <maya@example.org>",
        "noor@example.net": "noor@example.net",
    }
    assert {taken.sender for taken in server.taken} == {"letter@example.com"}
    assert site_folder.files("mail") == {}
    assert ran(site_folder).tallies == {}


def test_address_is_in_no_report(site_folder: SiteFolder, serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    """Not when it is refused, not when the server repeats it."""
    serve({"RCPT": "550 5.1.1 <maya@example.org> noor@example.net: nobody"})
    site_folder.post("rest")
    command(site_folder, "run", "--json")
    command(site_folder, "status", "--json")
    told = "".join(capsys.readouterr())
    assert '"refused": 2' in told
    assert "example.org" not in told
    assert "example.net" not in told


def test_person_settles_what_is_in_doubt(
    site_folder: SiteFolder, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is listed with the Message-ID, and taken for sent or sent again under the same one; nobody else is mailed."""
    lost = serve({("dot", 1): CLOSE, ("dot", 2): CLOSE})
    site_folder.post("rest")
    assert ran(site_folder).in_doubt == 2
    assert lost.taken == []
    (first, second) = doubts(site_folder.app())[ISSUE]
    assert command(site_folder, "newsletter", "resolve") == 1
    assert f"{ISSUE}  {first.subscriber}  {first.message_id}\n" in capsys.readouterr().out
    assert command(site_folder, "newsletter", "resolve", ISSUE, "--sent", "--reader", first.subscriber) == 0
    server = serve()
    assert ran(site_folder).tallies == {}
    assert command(site_folder, "newsletter", "resolve", ISSUE, "--again") == 0
    assert ran(site_folder).tallies == {ISSUE: {"accepted": 1, "assumed sent": 1}}
    (taken,) = server.taken
    assert message_from_bytes(taken.data, policy=policy.default)["Message-ID"] == second.message_id
    assert command(site_folder, "newsletter", "resolve") == 0


@pytest.mark.parametrize(
    ("policy_word", "tally"),
    [("resend", {"accepted": 2}), ("assume_sent", {"assumed sent": 2})],
)
def test_settings_may_decide_about_doubt(
    site_folder: SiteFolder, serve: Serve, policy_word: str, tally: dict[str, int]
) -> None:
    """With the next run; the default holds it for a person."""
    serve({("dot", 1): CLOSE, ("dot", 2): CLOSE})
    site_folder.post("rest")
    ran(site_folder)
    site_folder.change_settings("connections = 1", f'connections = 1\nin_doubt = "{policy_word}"')
    server = serve()
    ran(site_folder)
    assert site_folder.app().ledger.deliveries.tally(ISSUE) == tally
    assert len(server.taken) == tally.get("accepted", 0)


def test_setting_does_not_bring_back_old_letters(site_folder: SiteFolder, serve: Serve) -> None:
    """What was in doubt two days ago stays for a person."""
    serve({("dot", 1): CLOSE, ("dot", 2): CLOSE})
    site_folder.post("rest")
    ran(site_folder)
    site_folder.change_settings("connections = 1", 'connections = 1\nin_doubt = "resend"')
    server = serve()
    ran(site_folder, datetime(2024, 6, 5, 13, 0, tzinfo=UTC))
    assert server.taken == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("resolve", "monthly-2020-01", "--sent"),
            "no issue 'monthly-2020-01' was opened; the last ones: monthly-2024-06",
        ),
        (("resolve", ISSUE, "--sent", "--reader", "s_other"), "not in doubt in monthly-2024-06: s_other"),
        (("resolve", "--sent"), "name the issue"),
        (("resolve", ISSUE, "--reader", "s_other"), "say what became of them"),
        (("pause", "monthly-2020-01"), "no issue"),
        (("resume", "monthly-2020-01"), "no issue"),
        (("send", "monthly-2020-01", "--yes", "--expect", "2"), "is not the next issue"),
        (("test", "maya at example"), "the address is no e-mail address"),
        (("test", "ada@example.com", "--newsletter", "weekly"), "name a newsletter"),
    ],
)
def test_what_cannot_be_done_is_said(
    site_folder: SiteFolder, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """With what to type instead, and exit code 2."""
    site_folder.post("rest")
    ran(site_folder)
    assert command(site_folder, "newsletter", *words) == 2
    assert said in capsys.readouterr().err


def test_paused_issue_rests_until_a_person_lets_it_go_on(
    site_folder: SiteFolder, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each run says so; it goes on where it was."""
    serve({"connect": "554 5.7.1 go away"})
    site_folder.post("rest")
    assert [problem.source for problem in ran(site_folder).problems] == [f"issue {ISSUE}"]
    assert command(site_folder, "newsletter", "pause", ISSUE, "--reason", "a slip in it") == 0
    server = serve()
    (problem,) = ran(site_folder).problems
    assert "rests: paused by a person: a slip in it. 2 of its messages wait; look why, then" in problem.text
    assert server.taken == []
    assert command(site_folder, "newsletter", "resume", ISSUE) == 0
    assert ran(site_folder).tallies == {ISSUE: {"accepted": 2}}
    assert "goes on with the next run" in capsys.readouterr().out


def test_server_that_refuses_us_needs_a_person(
    site_folder: SiteFolder, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """The run ends with 1 and says why; the next one tries again by itself."""
    serve({"MAIL": "550 5.7.1 not you"})
    site_folder.post("rest")
    assert command(site_folder, "run") == 1
    assert "the mail server refuses our letters (MAIL: 550 5.7.1); 2 of its messages wait" in capsys.readouterr().err
    serve()
    assert command(site_folder, "run") == 0


def test_rehearsal_mails_nobody(site_folder: SiteFolder, serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the settings say: its messages are files."""
    server = serve()
    site_folder.post("rest")
    assert command(site_folder, "run", "--at", "2024-06-03T09:00") == 0
    assert (server.connections, server.taken) == (0, [])
    assert "A rehearsal" in capsys.readouterr().err


def test_test_letter_goes_to_one_address_and_leaves_no_trace(
    site_folder: SiteFolder, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """The next letter as it is, greeting and way out included; the issue goes to everybody afterwards."""
    server = serve()
    site_folder.change_settings("since =", 'greeting = "Dear {name},"\nsince =')
    site_folder.post("rest")
    assert command(site_folder, "newsletter", "test", "ada@example.com", "Ada") == 0
    (taken,) = server.taken
    letter = message_from_bytes(taken.data, policy=policy.default)
    assert (taken.recipient, str(letter["Subject"])) == ("ada@example.com", "[Test] A quiet letter: Rest")
    assert "Dear Ada," in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert capsys.readouterr().out == "sent: [Test] A quiet letter: Rest\n"
    state = "\n".join(site_folder.app().connection().iterdump())
    assert "ada@example.com" not in state
    assert "monthly-2024" not in state


def test_test_letter_that_is_refused_says_so(
    site_folder: SiteFolder, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the server's code, and exit code 3."""
    serve({"RCPT": "550 5.1.1 nobody"})
    site_folder.post("rest")
    assert command(site_folder, "newsletter", "test", "ada@example.com") == 3
    assert "the test letter was not sent (refused): RCPT: 550 5.1.1" in capsys.readouterr().err


def write_something_new(site_folder: SiteFolder) -> None:
    """A newsletter that begins today and is due at the end of the month, and a post of today."""
    today = datetime.now(ZoneInfo("America/New_York")).date()
    site_folder.change_settings("since = 2024-01-01", f"since = {today}")
    site_folder.change_settings("monthly on the first Monday at 09:00", "monthly on the last day at 23:59")
    site_folder.post("rest", date=str(today))
    command(site_folder, "run")


def next_issue(site_folder: SiteFolder) -> str:
    """The id of the issue that comes next, with the clock of this machine."""
    from publisher.commands import now_utc
    from publisher.workflows.plan import plan

    (one,) = plan(site_folder.app(), "", now_utc(), silent)
    return one.id


def test_issue_is_sent_before_its_time_when_its_readers_are_counted(
    site_folder: SiteFolder, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong number, or nobody to ask, sends nothing; the right one sends it once, and its time nothing more."""
    server = serve()
    write_something_new(site_folder)
    issue = next_issue(site_folder)
    assert command(site_folder, "newsletter", "send", issue) == 2
    assert f"to send {issue}, say --yes --expect 2" in capsys.readouterr().err
    assert command(site_folder, "newsletter", "send", issue, "--yes", "--expect", "3") == 2
    assert "goes to 2 readers, not 3; nothing was sent" in capsys.readouterr().err
    assert server.taken == []
    assert command(site_folder, "newsletter", "send", issue, "--yes", "--expect", "2", "--json") == 0
    assert json.loads(capsys.readouterr().out)["sent"] == {issue: {"accepted": 2}}
    assert command(site_folder, "newsletter", "send", issue, "--yes", "--expect", "0") == 0
    assert len(server.taken) == 2
    assert next_issue(site_folder) != issue


def test_issue_is_sent_when_somebody_types_the_number(
    site_folder: SiteFolder, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing else."""
    server = serve()
    write_something_new(site_folder)
    answers = iter(["yes", "2"])
    asked: list[str] = []

    def answer(_terminal: object, question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("publisher.terminal.Terminal.ask", answer)
    issue = next_issue(site_folder)
    assert command(site_folder, "newsletter", "send", issue) == 2
    assert server.taken == []
    assert command(site_folder, "newsletter", "send", issue) == 0
    assert len(server.taken) == 2
    assert asked == [f"{issue} goes to 2 readers, now. Type their number to send it:"] * 2


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('transport = "smtp"\n', "needs 'host'"),
        ('transport = "smtp"\nhost = "smtp.example.com"\nsecurity = "none"\n', "only for a server on this machine"),
        ('transport = "smtp"\nhost = "smtp example"\n', "must be the name of a machine"),
        ('transport = "smtp"\nhost = "127.0.0.1"\n', "no way out: set 'mailbox'"),
        ("port = 0\n", "from 1 to 65535"),
        ("connections = 11\n", "from 1 to 10"),
    ],
)
def test_settings_that_cannot_be_used_are_named(site_folder: SiteFolder, settings: str, said: str) -> None:
    """Before anything is built."""
    site_folder.change_settings("[newsletter.monthly]", f"[delivery]\n{settings}\n[newsletter.monthly]")
    with pytest.raises(SettingsError, match=said):
        site_folder.app()


def test_opened_issue_is_sent_by_hand(site_folder: SiteFolder, serve: Serve) -> None:
    """The server was down when it was due: the number is that of those who wait, and everybody has it once."""
    down = serve()
    down.close()
    site_folder.post("rest")
    assert command(site_folder, "run") == 1
    server = serve()
    assert command(site_folder, "newsletter", "send", opened_issue(site_folder), "--yes", "--expect", "1") == 2
    assert command(site_folder, "newsletter", "send", opened_issue(site_folder), "--yes", "--expect", "2") == 0
    assert len(server.taken) == 2


def opened_issue(site_folder: SiteFolder) -> str:
    (issue,) = site_folder.app().ledger.issues()
    return issue.id


def test_nothing_is_sent_on_a_full_disk(site_folder: SiteFolder, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """fault: disk full. What was opened waits, a person is told, and the next run goes on."""
    server = serve()
    site_folder.post("rest")
    with monkeypatch.context() as small:
        small.setattr("publisher.workflows.sending.disk_usage", lambda _: SimpleNamespace(free=(64 << 20) - 1))
        (problem,) = ran(site_folder).problems
    assert "63 MiB are free on its disk; nothing is sent with less than 64: make room" in problem.text
    assert server.taken == []
    assert ran(site_folder).tallies == {ISSUE: {"accepted": 2}}


@pytest.mark.parametrize("way_out", ['unsubscribe_url = "https://example.com/leave/"', 'mailbox = "../leave"'])
def test_one_way_out_is_enough(site_folder: SiteFolder, way_out: str) -> None:
    """One click, or a mailbox that is read."""
    site_folder.change_settings("[newsletter.monthly]", '[delivery]\ntransport = "smtp"\n\n[newsletter.monthly]')
    site_folder.change_settings('"smtp"\n', '"smtp"\nhost = "smtp.example.com"\n')
    site_folder.change_settings(MAILTO, f"{MAILTO}\n{way_out}")
    assert site_folder.app().settings.delivery.transport == "smtp"


def test_suppressed_address_gets_no_letter_whatever_the_list_says(site_folder: SiteFolder, serve: Serve) -> None:
    """Nobody was there: the next issue is not sent there, though the file still has the address."""
    serve({("RCPT", "maya@example.org"): "550 5.1.1 nobody"})
    site_folder.post("rest")
    assert ran(site_folder).tallies == {ISSUE: {"accepted": 1, "refused": 1}}
    server = serve()
    site_folder.post("sleep", date="2024-06-10")
    assert ran(site_folder, datetime(2024, 7, 1, 13, 0, tzinfo=UTC)).tallies == {"monthly-2024-07": {"accepted": 1}}
    assert [taken.recipient for taken in server.taken] == ["noor@example.net"]
