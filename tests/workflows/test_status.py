"""Status tells what was sent, what comes next, and whether somebody must act."""

from datetime import UTC, datetime

import pytest

from publisher.delivery.desk import Parcel
from publisher.model import Outcome, Verdict
from publisher.telling import status_json, status_text
from publisher.workflows.progress import silent
from publisher.workflows.run import run
from publisher.workflows.status import status
from tests.conftest import SiteFolder

JUNE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)


def test_sent_issue_and_next_turn_are_told(site_folder: SiteFolder) -> None:
    """The last issue with its tally, and the next slot in UTC."""
    site_folder.post("rest")
    site_folder.post("later", date="2024-07-01")
    run(site_folder.app(), JUNE, silent)
    report = status(site_folder.app(), JUNE)
    (monthly,) = report.newsletters
    assert (report.public, report.waiting, report.needs_a_person) == (1, 1, False)
    assert (monthly.last and monthly.last.id, monthly.tally) == ("monthly-2024-06", {"accepted": 2})
    assert monthly.next_due == datetime(2024, 7, 1, 13, tzinfo=UTC)


def test_drafts_are_counted(site_folder: SiteFolder) -> None:
    """What is held back shows: a word that means something else in another tool hides no post unseen."""
    site_folder.post("rest")
    site_folder.post("drafts/sleep")
    site_folder.write("posts/tea.md", "---\ntitle: Tea\ndate: 2024-03-04\nheadless: true\n---\nTea.")
    run(site_folder.app(), JUNE, silent)
    app = site_folder.app()
    report = status(app, JUNE)
    assert (report.public, report.drafts, report.needs_a_person) == (1, 2, False)
    assert status_text(report, app).startswith("1 public post, 0 waiting for their time, 2 drafts.\n")
    assert '"drafts": 2,' in status_json(report)


def test_what_is_no_post_shows(site_folder: SiteFolder) -> None:
    """What the settings leave out is counted; what was passed over is a warning, and no alarm."""
    site_folder.post("rest")
    site_folder.post("pages/about")
    site_folder.write("posts/sleep.rst", "Sleep\n=====\n")
    run(site_folder.app(), JUNE, silent)
    app = site_folder.app()
    report = status(app, JUNE)
    assert (report.public, report.skipped, report.needs_a_person) == (1, 1, False)
    assert [warning.source for warning in report.warnings] == ["posts/sleep.rst"]
    lines = status_text(report, app).splitlines()
    assert lines[0] == "1 public post, 0 waiting for their time, 1 file that is no post ('skip' in [content])."
    assert lines[-1] == "1 warning: 'publisher check' names it."


def test_problem_needs_a_person(site_folder: SiteFolder) -> None:
    """A bad post is told until it is mended."""
    site_folder.write("posts/bad.md", "x")
    run(site_folder.app(), JUNE, silent)
    assert status(site_folder.app(), JUNE).needs_a_person


def test_doubt_needs_a_person(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transport that cannot tell leaves deliveries in doubt, and status says so."""

    def unsure(_self: object, _parcel: Parcel) -> Outcome:
        return Outcome(verdict=Verdict.UNKNOWN)

    monkeypatch.setattr("publisher.delivery.folder.FolderTransport.send", unsure)
    site_folder.post("rest")
    run(site_folder.app(), JUNE, silent)
    report = status(site_folder.app(), JUNE)
    assert (report.in_doubt, report.needs_a_person) == (2, True)
