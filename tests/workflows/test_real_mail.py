"""Letters through Postfix into Dovecot, read over IMAP; what comes back from there; what that server asks for."""

import re
import shutil
import smtplib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from publisher.app import open_app
from publisher.workflows.progress import silent
from publisher.workflows.returns import read_mailboxes
from publisher.workflows.run import RunReport, run
from tests.conftest import KEY, SiteFolder, subscribe
from tests.delivery import realmail
from tests.delivery.realmail import PASSWORD, RealMail

JUNE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)
ISSUE = "monthly-2024-06"
BOUNCES = "bounce@example.com"


@pytest.fixture(scope="module")
def server() -> Iterator[RealMail]:
    """For all tests of this file; where it cannot run they are skipped, and say why."""
    if reason := realmail.reason_not_to():
        pytest.skip(reason)
    users = ["maya@example.org", "noor@example.net", "müller@example.org", BOUNCES]
    bouncing = {"gone@example.org": "5.1.1 no such mailbox"}
    # not below pytest's own folder, which the server's users may not walk through
    with TemporaryDirectory() as folder, realmail.running(Path(folder), users, bouncing) as running:
        yield running


@pytest.fixture
def site(site_folder: SiteFolder, server: RealMail) -> SiteFolder:
    """A site that sends over that server, and reads the mailbox that failures come back to."""
    site_folder.write("config/server.pem", server.certificates.certificate.read_text())
    site_folder.change_settings(
        "[newsletter.monthly]",
        f'[delivery]\ntransport = "smtp"\nhost = "localhost"\nport = {server.port}\ncertificates = "server.pem"\n'
        'user = "letter@example.com"\n\n[newsletter.monthly]',
    )
    box = server.box(BOUNCES)
    site_folder.change_settings("since =", f'bounces = "{BOUNCES}"\nmailbox = "{box}"\nsince =')
    for folder in (box, box / "new", box / "cur", box / "tmp"):  # the server makes it with the first mail only
        folder.mkdir(exist_ok=True)
        shutil.chown(folder, "nobody", "nogroup")
    site_folder.post("rest")
    return site_folder


def ran(site: SiteFolder, password: str = PASSWORD) -> RunReport:
    environment = {"PUBLISHER_KEY": KEY, "PUBLISHER_SMTP_PASSWORD": password}
    with closing(open_app(site.root, environment=environment, random_bytes=bytes)) as app:
        return run(app, JUNE, silent)


def test_letters_arrive_once_and_what_fails_comes_back(site: SiteFolder, server: RealMail) -> None:
    """Each reader's own, in other scripts too; nobody at an address, known at once; a bounce, known by its tag."""
    subscribe(site.root, ("müller@example.org", "Müller"), ("nobody@example.org", ""), ("gone@example.org", ""))
    assert ran(site).tallies == {ISSUE: {"accepted": 4, "refused": 1}}
    for address, name in (("maya@example.org", "Maya"), ("noor@example.net", ""), ("müller@example.org", "Müller")):
        (letter,) = server.letters(address, at_least=1)
        assert (address in str(letter["To"]), name in str(letter["To"])) == (True, True)
        assert letter["Subject"] == "A quiet letter: Rest"
        assert str(letter["Return-Path"]).startswith("<bounce+")
    app = site.app()
    assert app.subscribers.suppression(app.digest("nobody@example.org"))
    assert len(server.letters(BOUNCES, at_least=1)) == 1
    assert read_mailboxes(app, JUNE) == {"hard": 1}
    assert ran(site).tallies == {}
    gone = app.subscribers.find("gone@example.org")
    assert gone
    assert list(app.connection().execute("SELECT subscriber, kind, status FROM bounce")) == [(gone.id, "hard", "5.1.1")]


def test_who_unsubscribes_by_mail_has_left(site: SiteFolder, server: RealMail) -> None:
    """A mail program sends what the letter's header says, to the mailbox that is read."""
    site.change_settings('unsubscribe_mail = "leave@example.com"', f'unsubscribe_mail = "{BOUNCES}"')
    had, seen = len(server.letters("noor@example.net")), len(server.letters(BOUNCES))
    assert ran(site).tallies == {ISSUE: {"accepted": 2}}
    letter = server.letters("noor@example.net", at_least=had + 1)[-1]
    address, _, subject = str(letter["List-Unsubscribe"]).strip("<>").removeprefix("mailto:").partition("?subject=")
    with smtplib.SMTP("localhost", server.port) as mail:
        mail.starttls(context=server.certificates.client())
        mail.login("noor@example.net", PASSWORD)
        words = f"From: noor@example.net\r\nTo: {address}\r\nSubject: {subject.replace('%20', ' ')}\r\n\r\n"
        mail.sendmail("noor@example.net", [address], words)
    server.letters(BOUNCES, at_least=seen + 1)
    ran(site)
    assert site.app().subscribers.state("monthly", "noor@example.net") == "left"


@pytest.mark.parametrize(
    ("old", "new", "password", "said"),
    [
        ('host = "localhost"', 'host = "127.0.0.1"\nsecurity = "none"', PASSWORD, "does not offer to log in"),
        ('certificates = "server.pem"\n', "", PASSWORD, "certificate is not to be trusted"),
        ("", "", "wrong-secret", "the login with 535 5.7.8"),
    ],
    ids=["no TLS", "unknown certificate", "wrong password"],
)
def test_what_the_server_asks_for_is_our_fault_to_lack(
    site: SiteFolder, server: RealMail, old: str, new: str, password: str, said: str
) -> None:
    """It costs no reader anything: all wait, and go out once it is mended; no password is shown."""
    had = len(server.letters("maya@example.org"))
    text = (site.root / "config/publisher.toml").read_text("utf-8")
    site.write("config/publisher.toml", text.replace(old, new) if old else text)
    report = ran(site, password)
    assert (report.tallies, len(report.problems)) == ({ISSUE: {"queued": 2}}, 1)
    assert re.search(said, report.problems[0].text)
    assert password not in report.problems[0].text
    site.write("config/publisher.toml", text)
    assert ran(site).tallies == {ISSUE: {"accepted": 2}}
    assert len(server.letters("maya@example.org", at_least=had + 1)) == had + 1
