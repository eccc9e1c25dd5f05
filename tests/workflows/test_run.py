"""One run sends what is due to everybody once; the next ones send nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from publisher.delivery.desk import Parcel
from publisher.errors import IdentityError
from publisher.model import Outcome, Verdict
from publisher.workflows.build import BuildReport, build
from publisher.workflows.progress import silent
from publisher.workflows.run import RunReport, run
from publisher.workflows.subscribing import person
from tests.conftest import MAYA, NOOR, SiteFolder, subscribe

BEFORE_JUNE = datetime(2024, 6, 3, 12, 59, tzinfo=UTC)  # the first Monday, a minute before 09:00 in New York
JUNE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)
JULY = datetime(2024, 7, 1, 13, 0, tzinfo=UTC)


def ran(site_folder: SiteFolder, now: datetime) -> RunReport:
    return run(site_folder.app(), now, silent)


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, _class=EmailMessage, policy=policy.default)


def mails(site_folder: SiteFolder, issue: str) -> list[EmailMessage]:
    files = site_folder.files(f"mail/{issue}").values()
    return [parsed(content) for content in files]


def plain_part(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A transport that can hand over nothing for now."""

    def refuse(_self: object, _parcel: Parcel) -> Outcome:
        return Outcome(verdict=Verdict.UNSENT, detail="the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("publisher.delivery.folder.FolderTransport.send", refuse)
        yield


def test_due_issue_reaches_each_reader_once(site_folder: SiteFolder) -> None:
    """Two readers, two messages, each addressed to one of them."""
    site_folder.post("rest")
    report = ran(site_folder, JUNE)
    assert report.tallies == {"monthly-2024-06": {"accepted": 2}}
    to = sorted(mail["To"].addresses[0].addr_spec for mail in mails(site_folder, "monthly-2024-06"))
    assert to == ["maya@example.org", "noor@example.net"]


def test_second_run_changes_nothing(site_folder: SiteFolder) -> None:
    """Not a file, not a time, not a row."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    before = site_folder.times()
    report = ran(site_folder, datetime(2024, 6, 3, 13, 10, tzinfo=UTC))
    assert (report.opened, report.tallies, report.build.was_needed) == ((), {}, False)
    assert site_folder.times() == before


def test_nothing_is_sent_before_its_time(site_folder: SiteFolder) -> None:
    """A minute early is early; the slot before the site's first run counts from 'since'."""
    site_folder.change_settings("since = 2024-01-01", "since = 2024-06-01")
    site_folder.post("rest", date="2024-06-01")
    assert ran(site_folder, BEFORE_JUNE).opened == ()
    assert ran(site_folder, JUNE).opened == ("monthly-2024-06",)


def test_post_is_mailed_once(site_folder: SiteFolder) -> None:
    """The next issue holds what came since, and no post of the last one."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    site_folder.post("sleep", title="Sleep", date="2024-06-20", body="Early to bed.")
    ran(site_folder, JULY)
    text = site_folder.read("newsletters/monthly-2024-07/letter.txt")
    assert "Sleep" in text
    assert "Rest well" not in text


def test_post_that_gets_an_id_is_not_mailed_again(site_folder: SiteFolder) -> None:
    """Though its title, date and words are new in the same save: it is the post that was in this file before."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    site_folder.write("posts/rest.md", "---\ntitle: Pause\ndate: 2024-06-10\nid: tag:example.com,2024:x\n---\n\nSit.\n")
    assert ran(site_folder, JULY).opened == ()


def test_post_that_gets_an_id_and_another_file_name_is_not_mailed_again(site_folder: SiteFolder) -> None:
    """Its words show which post it is."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    (site_folder.root / "posts/rest.md").unlink()
    text = "---\ntitle: Pause\ndate: 2024-06-10\nid: tag:example.com,2024:x\n---\n\nRest well.\n"
    site_folder.write("posts/pause.md", text)
    assert ran(site_folder, JULY).opened == ()


def test_new_post_where_a_deleted_one_was_is_mailed(site_folder: SiteFolder) -> None:
    """Nothing but its file name and address speaks for the old post, which a run saw gone."""
    site_folder.post("sleep", title="Sleep", date="2024-02-02", body="Early to bed.")
    path = site_folder.post("rest")
    ran(site_folder, JUNE)
    path.unlink()
    ran(site_folder, datetime(2024, 6, 10, tzinfo=UTC))
    site_folder.post("rest", title="Walk", date="2024-06-20", body="Once around the park.")
    assert ran(site_folder, JULY).opened == ("monthly-2024-07",)
    assert "<id>tag:blog.example.com,2024-06-20:rest</id>" in site_folder.read("public/atom.xml")


@pytest.mark.parametrize(
    "changes", [{"title": "Pause", "date": "2024-06-20"}, {"body": "Sit."}], ids=["words", "title"]
)
def test_post_that_was_away_for_a_while_is_not_mailed_again(site_folder: SiteFolder, changes: dict[str, str]) -> None:
    """Its words, or title and date, show that it is the same; a run in between saw it gone."""
    site_folder.post("sleep", title="Sleep", date="2024-02-02", body="Early to bed.")
    path = site_folder.post("rest")
    ran(site_folder, JUNE)
    path.unlink()
    ran(site_folder, datetime(2024, 6, 10, tzinfo=UTC))
    site_folder.post("rest", **changes)
    assert ran(site_folder, JULY).opened == ()
    assert "<id>https://blog.example.com/rest/</id>" in site_folder.read("public/atom.xml")


@pytest.mark.parametrize("hidden", ["draft: true", "date: 2999-01-01"], ids=["draft", "date to come"])
def test_post_that_was_withdrawn_renamed_and_rewritten_is_not_mailed_again(
    site_folder: SiteFolder, hidden: str
) -> None:
    """Runs saw each step of it, though nobody else did."""
    path = site_folder.post("rest")
    ran(site_folder, JUNE)
    date = "" if "date" in hidden else "date: 2024-03-04\n"
    site_folder.write("posts/rest.md", f"---\ntitle: Rest\n{date}{hidden}\n---\n\nRest well.\n")
    ran(site_folder, datetime(2024, 6, 10, tzinfo=UTC))
    path.rename(site_folder.root / "posts/pause.md")
    ran(site_folder, datetime(2024, 6, 11, tzinfo=UTC))
    site_folder.post("pause", title="Pause", date="2024-06-12", body="Sit for a while.")
    assert ran(site_folder, JULY).opened == ()
    assert "<id>https://blog.example.com/rest/</id>" in site_folder.read("public/atom.xml")


def test_month_without_news_sends_nothing(site_folder: SiteFolder) -> None:
    """Nobody gets an empty letter, and a post in mid-month waits for the next slot."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    assert ran(site_folder, JULY).opened == ()
    site_folder.post("sleep", date="2024-07-10")
    assert ran(site_folder, datetime(2024, 7, 11, tzinfo=UTC)).opened == ()
    assert ran(site_folder, datetime(2024, 8, 5, 13, tzinfo=UTC)).opened == ("monthly-2024-08",)


def test_back_dated_post_is_not_lost(site_folder: SiteFolder) -> None:
    """A post dated before the last issue but saved after it goes into the next one."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    site_folder.post("late", title="Late", date="2024-05-01")
    assert ran(site_folder, JULY).opened == ("monthly-2024-07",)


def test_months_missed_are_one_issue(site_folder: SiteFolder) -> None:
    """After a machine was off for a season, readers get one letter with everything, not three."""
    site_folder.change_settings("since = 2024-01-01", "since = 2024-03-01")
    site_folder.post("rest", date="2024-03-10")
    site_folder.post("sleep", date="2024-05-10")
    assert ran(site_folder, JUNE).opened == ("monthly-2024-06",)


def test_archive_is_not_mailed_without_since(site_folder: SiteFolder) -> None:
    """A newsletter that begins with its first run never mails what was there before."""
    site_folder.change_settings("since = 2024-01-01\n", "")
    site_folder.post("rest")
    ran(site_folder, BEFORE_JUNE)
    assert ran(site_folder, JUNE).opened == ()
    site_folder.post("sleep", date="2024-06-10")
    ran(site_folder, datetime(2024, 6, 10, 12, tzinfo=UTC))
    assert ran(site_folder, JULY).opened == ("monthly-2024-07",)


def test_problem_in_a_post_keeps_the_letter_back(site_folder: SiteFolder) -> None:
    """The letter waits until the post is mended; then it goes out."""
    site_folder.post("rest")
    bad = site_folder.write("posts/bad.md", "no date")
    report = ran(site_folder, JUNE)
    assert (report.opened, len(report.problems)) == ((), 2)
    bad.unlink()
    assert ran(site_folder, JUNE).opened == ("monthly-2024-06",)


def test_letter_is_the_one_that_was_shown(site_folder: SiteFolder) -> None:
    """What readers get is the proof but for their own unsubscribe address and headers."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    proof = parsed(site_folder.files()["newsletters/monthly-2024-06/letter.eml"])
    letters = [proof, *mails(site_folder, "monthly-2024-06")]
    assert len({plain_part(letter).split("leave@")[0] for letter in letters}) == 1


def test_edit_after_sending_changes_no_letter(site_folder: SiteFolder) -> None:
    """The page follows the post; the letter stays as it was sent."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    letter = site_folder.read("newsletters/monthly-2024-06/letter.html")
    site_folder.post("rest", body="Rest better.")
    ran(site_folder, JUNE)
    assert "Rest better." in site_folder.read("public/rest/index.html")
    assert site_folder.read("newsletters/monthly-2024-06/letter.html") == letter


def test_lost_out_folder_sends_nothing_again(site_folder: SiteFolder) -> None:
    """The letter to look at comes back; the messages are not made a second time."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    (site_folder.root / "out").rename(site_folder.root / "lost")
    ran(site_folder, JUNE)
    assert "newsletters/monthly-2024-06/letter.html" in site_folder.files()
    assert site_folder.files("mail") == {}


def test_interrupted_send_leaves_doubt_not_doubles(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message on its way when somebody stopped the run is in doubt and never sent again by itself; the other is."""
    site_folder.post("rest")

    def stop(_self: object, _parcel: Parcel) -> Outcome:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("publisher.delivery.folder.FolderTransport.send", stop)
        with pytest.raises(KeyboardInterrupt):
            ran(site_folder, JUNE)
    report = ran(site_folder, JUNE)
    assert report.tallies == {"monthly-2024-06": {"accepted": 1, "in doubt": 1}}
    assert len(site_folder.files("mail")) == 1


def test_transport_that_cannot_tell_needs_a_person(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doubt that arose in this very run is counted, once."""
    site_folder.post("rest")

    def unsure(_self: object, _parcel: Parcel) -> Outcome:
        return Outcome(verdict=Verdict.UNKNOWN)

    monkeypatch.setattr("publisher.delivery.folder.FolderTransport.send", unsure)
    assert [ran(site_folder, JUNE).in_doubt for _ in range(2)] == [2, 0]


def test_letter_gets_its_page_though_the_run_ended_when_it_was_opened(
    site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """fault: kill -9 anywhere in build. The next run finds that what it made before is not all any more."""
    site_folder.post("rest")
    built = 0

    def once(*arguments: Any, **words: Any) -> BuildReport:
        nonlocal built
        built += 1
        if built == 2:
            raise KeyboardInterrupt
        return build(*arguments, **words)

    with monkeypatch.context() as broken:
        broken.setattr("publisher.workflows.run.build", once)
        with pytest.raises(KeyboardInterrupt):
            ran(site_folder, JUNE)
    assert ran(site_folder, JUNE).tallies == {"monthly-2024-06": {"accepted": 2}}
    assert "public/newsletters/monthly-2024-06/index.html" in site_folder.files()


def test_newsletter_without_subscribers_is_a_problem(site_folder: SiteFolder) -> None:
    """An empty list is a slip, and must not use up the posts that the letter would have carried."""
    site_folder.post("rest")
    for address, _ in (MAYA, NOOR):
        leave(site_folder, address)
    (problem,) = ran(site_folder, JUNE).problems
    assert str(problem).startswith("config/publisher.toml:10: [newsletter.monthly] has no subscriber; bring a list: ")
    subscribe(site_folder.root, MAYA)
    assert ran(site_folder, JUNE).tallies == {"monthly-2024-06": {"accepted": 1}}


def leave(site_folder: SiteFolder, address: str) -> None:
    subscribers = site_folder.app().subscribers
    subscribers.leave(person(site_folder.app(), address), "monthly", "asked", JUNE)


def test_post_with_a_new_id_is_not_mailed_again(site_folder: SiteFolder) -> None:
    """An author who fixes the id by hand after the letter went out does not send the post a second time."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    site_folder.write(
        "posts/rest.md", "---\ntitle: Rest\ndate: 2024-03-04\nid: tag:example.com,2024:rest\n---\nRest.\n"
    )
    assert ran(site_folder, JULY).opened == ()


def test_deferred_message_goes_out_with_the_next_run(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk delays a letter; it does not lose one."""
    site_folder.post("rest")
    with full_disk(monkeypatch):
        report = ran(site_folder, JUNE)
        assert report.tallies == {"monthly-2024-06": {"queued": 2}}
        assert [str(problem) for problem in report.problems] == [
            "issue monthly-2024-06: the disk is full; 2 of its messages wait, and the next run goes on"
        ]
    assert ran(site_folder, JUNE).tallies == {"monthly-2024-06": {"accepted": 2}}


def test_open_issue_of_a_removed_newsletter_is_named(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that lost a newsletter in mid-send do not lose its readers."""
    site_folder.post("rest")
    with full_disk(monkeypatch):
        ran(site_folder, JUNE)
    site_folder.change_settings("[newsletter.monthly]", "[newsletter.weekly]")
    assert any("newsletter.monthly" in problem.text for problem in ran(site_folder, BEFORE_JUNE).problems)


def test_letter_that_cannot_be_made_costs_the_feeds_nothing(site_folder: SiteFolder) -> None:
    """Quotes nested beyond what mail clients take keep the letter back, with a reason; the post is still published."""
    site_folder.post("deep", body=">" * 120 + " down here")
    report = ran(site_folder, JUNE)
    assert report.opened == ()
    assert [problem.source for problem in report.problems] == ["posts/deep.md"]
    assert "public/deep/index.html" in site_folder.files()


def test_schedule_that_cannot_be_read_is_named(site_folder: SiteFolder) -> None:
    """A rule nobody can follow stops the run and says which shapes are understood."""
    site_folder.change_settings("monthly on the first Monday at 09:00", "now and then")
    with pytest.raises(Exception, match=r"^config/publisher\.toml:\d+: 'schedule' must be words such as"):
        ran(site_folder, JUNE)


def test_reader_who_left_does_not_get_a_letter_that_waited(
    site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of an issue that was opened before."""
    site_folder.post("rest")
    with full_disk(monkeypatch):
        ran(site_folder, JUNE)
    leave(site_folder, "noor@example.net")
    assert ran(site_folder, JUNE).tallies == {"monthly-2024-06": {"accepted": 1, "suppressed": 1}}


def test_renamed_newsletter_sends_nothing_again(site_folder: SiteFolder) -> None:
    """Its ledger stands under the old name; the person is told what to do."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    site_folder.change_settings("[newsletter.monthly]", "[newsletter.letter]")
    report = ran(site_folder, JULY)
    assert report.opened == ()
    assert "give it its old name back" in str(report.problems[0])


@pytest.mark.parametrize("move", ["rename and mend", "copy and remove", "new post in the old file"])
def test_post_that_moved_is_not_mailed_again(site_folder: SiteFolder, move: str) -> None:
    """However an author tidies the folder, a post reaches each reader once, and a new one reaches them at all."""
    old = site_folder.post("latest", title="Alpha", body="Words of Alpha.")
    ran(site_folder, JUNE)
    if move == "rename and mend":
        old.unlink()
        site_folder.post("better", title="Alpha", body="Mended words of Alpha.")
    elif move == "copy and remove":
        site_folder.post("zz", title="Alpha", body="Words of Alpha.")
        ran(site_folder, JUNE)
        old.unlink()
    else:
        old.rename(old.with_name("alpha.md"))
    site_folder.post("latest" if move.startswith("new") else "beta", title="Beta", date="2024-06-20", body="Of Beta.")
    ran(site_folder, JULY)
    text = site_folder.read("newsletters/monthly-2024-07/letter.txt")
    assert ("Alpha" in text, "Beta" in text) == (False, True)


def test_later_since_mails_no_archive(site_folder: SiteFolder) -> None:
    """'since' is read at every turn: taking it away does not send what came before the first run."""
    site_folder.change_settings("since = 2024-01-01", "since = 2024-06-01")
    site_folder.post("rest", date="2024-05-01")
    ran(site_folder, JUNE)
    site_folder.change_settings("since = 2024-06-01\n", "")
    assert ran(site_folder, JULY).opened == ()


def test_frozen_letter_goes_on_when_the_build_stops(site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was promised to readers does not wait for two posts to agree on an address."""
    site_folder.post("rest")
    with full_disk(monkeypatch):
        ran(site_folder, JUNE)
    site_folder.post("2024-05-05-rest", title="Another")
    with pytest.raises(IdentityError):
        ran(site_folder, JUNE)
    assert len(site_folder.files("mail")) == 2


def test_message_found_after_a_crash_is_no_doubt(site_folder: SiteFolder) -> None:
    """A whole file says that it arrived; only what cannot be known is in doubt."""
    site_folder.post("rest")
    ran(site_folder, JUNE)
    connection = site_folder.app().connection()
    connection.execute("UPDATE delivery SET state = 'sending'")
    next((site_folder.root / "out/mail/monthly-2024-06").iterdir()).unlink()
    assert ran(site_folder, JUNE).in_doubt == 1
