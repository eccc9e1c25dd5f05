"""The folder transport keeps messages whole, private, and without an address in a name."""

from pathlib import Path

import pytest

from publisher.delivery.desk import Parcel
from publisher.delivery.folder import FolderTransport
from publisher.model import Delivery, Verdict
from tests.state.opened import person

MESSAGE = b"Subject: Rest\r\n\r\nRest.\r\n"


def parcel(name: str = "maya", issue: str = "monthly-2024-06") -> Parcel:
    return Parcel(Delivery(issue_id=issue, subscriber=person(name), attempts=1), MESSAGE)


def test_message_lies_below_its_issue_under_the_readers_id(tmp_path: Path) -> None:
    """The bytes are those given, and no name holds an address."""
    outcome = FolderTransport(tmp_path / "mail").send(parcel())
    assert outcome.verdict is Verdict.ACCEPTED
    files = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert files == {"mail/monthly-2024-06/s_maya.eml": MESSAGE}


def test_messages_are_for_their_user_alone(tmp_path: Path) -> None:
    """They hold addresses, so the folders on the way are closed too."""
    FolderTransport(tmp_path / "mail").send(parcel())
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"mail": 0o700, "monthly-2024-06": 0o700, "s_maya.eml": 0o600}


def test_same_message_again_is_one_file(tmp_path: Path) -> None:
    """A second try does no harm."""
    transport = FolderTransport(tmp_path)
    transport.send(parcel())
    assert transport.send(parcel()).verdict is Verdict.ACCEPTED
    assert len(list(tmp_path.rglob("*.eml"))) == 1


def test_issues_do_not_share_a_folder(tmp_path: Path) -> None:
    """Next month's letter does not replace this month's."""
    transport = FolderTransport(tmp_path)
    for issue in ("monthly-2024-06", "monthly-2024-07"):
        transport.send(parcel(issue=issue))
    assert len(list(tmp_path.rglob("*.eml"))) == 2


@pytest.mark.parametrize("blocked", ["mail", "mail/monthly-2024-06"])
def test_what_cannot_be_written_is_unsent(tmp_path: Path, blocked: str) -> None:
    """A file where a folder should be, as a full or read-only disk, costs a delay; the detail names no reader."""
    path = tmp_path / blocked
    path.parent.mkdir(exist_ok=True)
    path.write_text("in the way")
    outcome = FolderTransport(tmp_path / "mail").send(parcel())
    assert outcome.verdict is Verdict.UNSENT
    assert outcome.detail.startswith("a message cannot be written to ")
    assert "maya" not in outcome.detail


def test_message_that_cannot_be_replaced_is_unsent(tmp_path: Path) -> None:
    """Nothing half-written is left beside it."""
    (tmp_path / "monthly-2024-06" / "s_maya.eml").mkdir(parents=True)
    outcome = FolderTransport(tmp_path).send(parcel())
    assert outcome.verdict is Verdict.UNSENT
    assert [path.name for path in (tmp_path / "monthly-2024-06").iterdir()] == ["s_maya.eml"]
