"""Mails that come back act on the lists, when we signed what they carry."""

import mailbox
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import pytest

from publisher.errors import StateError
from publisher.idle import is_idle
from publisher.model import Subscriber
from publisher.tokens import bounce_tag, unsubscribe_token
from publisher.workflows.mail import Mail
from publisher.workflows.progress import silent
from publisher.workflows.returns import read_mailboxes
from publisher.workflows.run import run
from publisher.workflows.subscribing import person
from tests.conftest import KEY, SiteFolder
from tests.delivery.test_returned import BOUNCES, block, report

JUNE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)
ISSUE = "monthly-2024-06"
SECRET = bytes.fromhex(KEY)


class Box(NamedTuple):
    """A mailbox on disk, opened for each look as another program would."""

    path: Path
    kind: str

    def open(self) -> "mailbox.Maildir | mailbox.mbox":
        """It, to be closed."""
        return mailbox.Maildir(self.path) if self.kind == "maildir" else mailbox.mbox(self.path)


@pytest.fixture(params=["maildir", "mbox"])
def box(request: pytest.FixtureRequest, site_folder: SiteFolder, tmp_path: Path) -> Box:
    """An empty mailbox that the site's newsletter reads, and an issue that was sent to two."""
    made = Box(tmp_path / "box", request.param)
    site_folder.change_settings("since =", f'bounces = "bounce@example.com"\nmailbox = "{made.path}"\nsince =')
    with closing(made.open()):
        if made.kind == "mbox":
            made.path.touch()
    site_folder.post("rest")
    run(site_folder.app(), JUNE, silent)
    return made


def maya(site_folder: SiteFolder) -> Subscriber:
    return person(site_folder.app(), "maya@example.org")


def put(box: Box, mail: bytes) -> None:
    with closing(box.open()) as opened:
        opened.add(mail)


def failure(site_folder: SiteFolder, status: str, issue: str = ISSUE, key: bytes = SECRET) -> bytes:
    tag = bounce_tag(key, issue, maya(site_folder).id)
    return report(block(status), to=f"bounce+{tag}@example.com")


def unsubscription(site_folder: SiteFolder, key: bytes = SECRET) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "someone@example.net", "leave@example.com"
    mail["Subject"] = f"unsubscribe {unsubscribe_token(key, maya(site_folder).id, 'monthly')}"
    mail.set_content("")
    return mail.as_bytes()


def test_mail_that_unsubscribes_acts_before_the_next_letter(site_folder: SiteFolder, box: Box) -> None:
    """Whoever sent it: the token is the proof. Another of the same does nothing more."""
    put(box, unsubscription(site_folder))
    put(box, unsubscription(site_folder))
    site_folder.post("sleep", date="2024-06-10")
    report = run(site_folder.app(), datetime(2024, 7, 1, 13, 0, tzinfo=UTC), silent)
    assert report.tallies == {"monthly-2024-07": {"accepted": 1}}
    assert site_folder.app().subscribers.state("monthly", "maya@example.org") == "left"
    assert read_mailboxes(site_folder.app(), JUNE) == {}


def test_mail_that_unsubscribes_acts_while_letters_go_out(
    site_folder: SiteFolder, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A send may take hours: the mailbox is looked into again before more is claimed, and Maya, who is next, gets
    nothing; nor is the mail forgotten when the run comes to rest.
    """
    monkeypatch.setattr("publisher.delivery.desk._LOOK_EVERY_S", 0)
    site_folder.post("sleep", date="2024-06-10")
    looked = []

    def look_in(self: Mail) -> None:
        looked.append(1)
        if len(looked) == 2:  # the first is that at the start of the run
            put(box, unsubscription(site_folder))
        original(self)

    original = Mail.look_in
    monkeypatch.setattr(Mail, "look_in", look_in)
    report = run(site_folder.app(), datetime(2024, 7, 1, 13, 0, tzinfo=UTC), silent)
    assert report.tallies == {"monthly-2024-07": {"accepted": 1, "suppressed": 1}}


def test_mailbox_that_cannot_be_read_any_more_stops_the_letters(
    site_folder: SiteFolder, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may have left meanwhile is not mailed on a guess; nothing is in doubt, and all wait."""
    monkeypatch.setattr("publisher.delivery.desk._LOOK_EVERY_S", 0)
    site_folder.post("sleep", date="2024-06-10")
    original, looked = Mail.look_in, []

    def look_in(self: Mail) -> None:
        looked.append(1)
        if len(looked) == 2:
            box.path.rename(box.path.with_name("moved"))
        original(self)

    monkeypatch.setattr(Mail, "look_in", look_in)
    report = run(site_folder.app(), datetime(2024, 7, 1, 13, 0, tzinfo=UTC), silent)
    assert report.tallies == {"monthly-2024-07": {"queued": 2}}
    assert "the mailbox cannot be read" in report.problems[0].text


@pytest.mark.parametrize("forged", [b"\0" * 32, b"another key of thirty-two bytes!"])
def test_forged_mails_change_nothing(site_folder: SiteFolder, box: Box, forged: bytes) -> None:
    """R18: neither a report nor an unsubscription that we did not sign; they stay for a person to see."""
    before = list(site_folder.app().connection().iterdump())
    put(box, failure(site_folder, "5.1.1", key=forged))
    put(box, unsubscription(site_folder, key=forged))
    put(box, report(block("5.1.1"), to="bounce@example.com"))
    assert read_mailboxes(site_folder.app(), JUNE) == {}
    assert list(site_folder.app().connection().iterdump()) == before


def test_dead_address_is_suppressed_on_the_second_day(site_folder: SiteFolder, box: Box) -> None:
    """One report may be a slip of a server; two on two days are not, and two of one day are one."""
    app = site_folder.app()
    put(box, failure(site_folder, "5.1.1"))
    put(box, failure(site_folder, "5.1.1"))
    assert read_mailboxes(app, JUNE) == {"hard": 2}
    assert app.subscribers.state("monthly", "maya@example.org") == "active"
    site_folder.post("sleep", date="2024-06-10")
    july = datetime(2024, 7, 1, 13, 0, tzinfo=UTC)
    run(site_folder.app(), july, silent)
    put(box, failure(site_folder, "5.1.1", "monthly-2024-07"))
    read_mailboxes(app, july)
    assert app.subscribers.state("monthly", "maya@example.org") == "left"
    found = app.subscribers.suppression(app.digest("maya@example.org"))
    assert found
    assert found.reason == "mail came back (5.1.1)"


def test_three_issues_in_a_row_not_taken_suppress(site_folder: SiteFolder, box: Box) -> None:
    """A full mailbox is no dead one, but after a quarter of a year nobody empties it."""
    app = site_folder.app()
    states = []
    for month in (6, 7, 8):
        now = datetime(2024, month, 8, 13, 0, tzinfo=UTC)
        if month > 6:
            site_folder.post(f"post-{month}", title=f"Post {month}", date=f"2024-{month - 1:02}-20")
            run(site_folder.app(), now, silent)
        put(box, failure(site_folder, "5.2.2", f"monthly-2024-{month:02}"))
        read_mailboxes(app, now)
        states.append(app.subscribers.state("monthly", "maya@example.org"))
    assert states == ["active", "active", "left"]


def test_complaint_suppresses_at_once(site_folder: SiteFolder, box: Box) -> None:
    """And for good: it cannot be lifted."""
    tag = bounce_tag(SECRET, ISSUE, maya(site_folder).id)
    to = f"bounce+{tag}@example.com"
    put(box, report("Feedback-Type: abuse", to=to, kind="feedback-report"))
    app = site_folder.app()
    assert read_mailboxes(app, JUNE) == {"complaint": 1}
    found = app.subscribers.suppression(app.digest("maya@example.org"))
    assert found
    assert found.reason == "complaint"


def test_complaint_that_hides_the_reader_is_known_by_the_way_out(site_folder: SiteFolder, box: Box) -> None:
    """The letter it quotes holds our own token."""
    mail = report("Feedback-Type: abuse", to="abuse@example.com", kind="feedback-report").decode()

    def hidden(key: bytes, reader: str) -> bytes:
        token = unsubscribe_token(key, reader, "monthly")
        way_out = f"List-Unsubscribe: <mailto:leave@example.com?subject=unsubscribe%20{token}>"
        return mail.replace(f"Return-Path: <{BOUNCES}>", way_out).encode()

    app, readers = site_folder.app(), [maya(site_folder).id, person(site_folder.app(), "noor@example.net").id]
    put(box, hidden(SECRET, readers[0]))
    assert read_mailboxes(app, JUNE) == {"complaint": 1}
    assert app.subscribers.suppression(app.digest("maya@example.org"))
    put(box, hidden(b"x" * 32, readers[1]))
    assert read_mailboxes(app, JUNE) == {}
    assert app.subscribers.suppression(app.digest("noor@example.net")) is None


def test_other_mail_stays_as_it_is(site_folder: SiteFolder, box: Box) -> None:
    """A reader's question in the same mailbox is not marked as seen."""
    put(box, b"From: maya@example.org\r\nSubject: A question\r\n\r\nWhen do you open?\r\n")
    put(box, failure(site_folder, "5.2.2"))
    read_mailboxes(site_folder.app(), JUNE)
    with closing(box.open()) as again:
        flags = {str(mail["subject"]): mail.get_flags() for mail in again}
    assert flags["A question"] == ""
    assert set(flags.values()) != {""}


def test_file_of_a_mail_keeps_its_mode(site_folder: SiteFolder, box: Box) -> None:
    """It names a patient: marking it must not show it to others."""
    put(box, failure(site_folder, "5.2.2"))
    files = [path for path in (box.path, *box.path.rglob("*")) if path.is_file()]
    for file in files:
        file.chmod(0o600)
    assert read_mailboxes(site_folder.app(), JUNE) == {"soft": 1}
    assert {path.stat().st_mode & 0o777 for path in (box.path, *box.path.rglob("*")) if path.is_file()} == {0o600}


def test_new_mail_ends_the_rest(site_folder: SiteFolder, box: Box) -> None:
    """A run that finds nothing to do looks whether mail came."""
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=10)  # when all that was saved is settled
    for _ in range(2):
        run(site_folder.app(), later, silent)
        site_folder.close()
    was_idle = is_idle(str(site_folder.root), later.timestamp())
    put(box, unsubscription(site_folder))
    site_folder.close()
    assert (was_idle, is_idle(str(site_folder.root), later.timestamp())) == (True, False)


def test_mailbox_that_is_not_there_is_named(site_folder: SiteFolder) -> None:
    """Who would unsubscribe there must not be mailed on."""
    site_folder.change_settings("since =", 'mailbox = "no-such-box"\nsince =')
    with pytest.raises(StateError, match="no-such-box: the mailbox cannot be read"):
        run(site_folder.app(), JUNE, silent)
