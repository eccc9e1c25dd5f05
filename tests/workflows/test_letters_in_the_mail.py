"""What every letter that left keeps to, whoever reads it."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from lxml import html as lxml_html

from publisher.workflows.progress import silent
from publisher.workflows.run import run
from tests.conftest import SiteFolder

DUE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)


@pytest.fixture
def messages(site_folder: SiteFolder) -> list[EmailMessage]:
    """Those of an issue with two posts that have the same headings and footnotes, greeting Maya and somebody else."""
    site_folder.change_settings(
        "since =", 'greeting = "Dear {name},"\nunsubscribe_url = "https://example.com/u/"\nsince ='
    )
    for name in ("rest", "sleep"):
        site_folder.post(name, title="How to rest", body="# Why\n\nRest well.[^1]\n\n## Why\n\n[^1]: Or sleep.")
    assert run(site_folder.app(), DUE, silent).opened
    found = [message_from_bytes(content, policy=policy.default) for content in site_folder.files("mail").values()]
    return [mail for mail in found if isinstance(mail, EmailMessage)]


def page(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part
    return str(part.get_content())


def test_one_reader_a_message(messages: list[EmailMessage]) -> None:
    """S5: nobody sees who else is a patient; each has a Message-ID and a way out of the own."""
    assert sorted(len(mail["To"].addresses) for mail in messages) == [1, 1]
    assert all(mail["Cc"] is None and mail["Bcc"] is None for mail in messages)
    for header in ("Message-ID", "List-Unsubscribe"):
        assert len({mail[header] for mail in messages}) == 2


def test_nothing_but_the_greeting_tells_who_reads(messages: list[EmailMessage]) -> None:
    """S10, L4: no name and no address in subject, Message-ID, links or picture addresses."""
    for mail in messages:
        (reader,) = mail["To"].addresses
        html = page(mail)
        addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
        told = " ".join(
            (mail["Subject"], mail["Message-ID"], mail["Feedback-ID"], mail["List-Unsubscribe"], *addresses)
        )
        assert reader.username not in told.lower()
        assert reader.addr_spec not in html
        assert ("Dear Maya," in html) == (reader.username == "maya")


def test_no_two_places_of_a_letter_have_one_id(messages: list[EmailMessage]) -> None:
    """Row 26: posts with the same headings and notes stand in one page."""
    tree = lxml_html.document_fromstring(page(messages[0]))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
