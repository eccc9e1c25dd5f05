"""Which posts make an issue, and its subject."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from publisher.model import Form, Listing, Note, Post, listing
from publisher.newsletter.issue import News, choose, compose
from publisher.newsletter.options import Options


def test_nothing_to_send_makes_no_issue(options: Callable[..., Options]) -> None:
    """Without posts there is no issue, and so never an empty letter."""
    assert compose("monthly", "2024-03", options(), []) is None


def test_issue_is_named_after_newsletter_and_period(options: Callable[..., Options], post: Callable[..., Post]) -> None:
    """The id comes from stable facts, not from what the posts say."""
    issue = compose("monthly", "2024-03", options(), [post(slug="b"), post(slug="a")])
    assert issue is not None
    assert (issue.id, [p.slug for p in issue.posts]) == ("monthly-2024-03", ["b", "a"])


@pytest.mark.parametrize(
    ("pattern", "subject"),
    [
        ("{title}: {first}", "The Quiet Letter: Rest {now}"),
        ("{period}", "2024-03"),
        ("Plain", "Plain"),
    ],
)
def test_subject_is_filled_in_once(
    options: Callable[..., Options], post: Callable[..., Post], pattern: str, subject: str
) -> None:
    """A title's own braces are words, never fields."""
    issue = compose("monthly", "2024-03", options(subject=pattern), [post(title="Rest {now}")])
    assert issue is not None
    assert issue.subject == subject


def test_subject_stays_on_one_line(options: Callable[..., Options], post: Callable[..., Post]) -> None:
    """A line break in a title becomes a space and cannot begin another header."""
    issue = compose("monthly", "2024-03", options(subject="{first}"), [post(title="Rest\r\nBcc: x@example.net\u2028!")])
    assert issue is not None
    assert issue.subject == "Rest Bcc: x@example.net !"


def test_long_subject_is_cut_at_a_word(options: Callable[..., Options], post: Callable[..., Post]) -> None:
    """A title of 2,000 characters makes a subject of 150 at most."""
    issue = compose("monthly", "2024-03", options(subject="{first}"), [post(title="rest " * 400)])
    assert issue is not None
    assert len(issue.subject) <= 150
    assert issue.subject.endswith("rest…")


SINCE = datetime(2024, 1, 1, tzinfo=UTC)
NOTE = Note(source="posts/newsletters/monthly/2024-03.md")


def news(mailed: dict[str, str] | None = None, since: datetime | None = SINCE, **came_later: datetime) -> News:
    """What a newsletter knows: posts mailed, by slug, and moments at which others were first seen."""
    return News(
        mailed_with=lambda post: (mailed or {}).get(post.slug, ""),
        since=since,
        came_later={f"https://blog.example.com/{slug}/": moment for slug, moment in came_later.items()},
    )


def listed(post: Callable[..., Post], slug: str, day: str, **facts: object) -> Listing:
    moment = datetime.fromisoformat(f"{day}T09:00:00+00:00")
    return listing(post(slug=slug, published=moment, updated=moment, **facts), slug)


@pytest.fixture
def three(post: Callable[..., Post]) -> list[Listing]:
    """Posts of this year, newest first."""
    return [listed(post, slug, day) for slug, day in (("c", "2024-03-05"), ("b", "2024-02-05"), ("a", "2024-01-05"))]


def test_everything_new_goes_in_the_newest_first(options: Callable[..., Options], three: list[Listing]) -> None:
    """What was mailed does not."""
    choice = choose(three, news({"b": "monthly-2024-02"}), options(), None)
    assert [post.slug for post in choice.posts] == ["c", "a"]


def test_post_of_before_is_not_new(post: Callable[..., Post]) -> None:
    """An archive that was there when the newsletter began is never mailed."""
    old = listed(post, "old", "2023-12-30")
    assert news().objection(old) == "is from before 2024-01-01 ('since')"
    assert news(since=None).objection(old) == "was public before the first run"


def test_post_dated_back_but_published_late_is_new(post: Callable[..., Post]) -> None:
    """It was written in December and saved in February; nobody has read it."""
    late = listed(post, "late", "2023-12-30")
    assert news(late=SINCE + timedelta(days=40)).objection(late) == ""
    assert news(since=None, late=SINCE).objection(late) == ""


def test_archive_brought_over_later_is_not_new(post: Callable[..., Post]) -> None:
    """Years of posts must not reach everybody because they were imported after the first letter."""
    old = listed(post, "old", "2019-03-04")
    objection = news(old=SINCE + timedelta(days=40)).objection(old)
    assert objection == "is dated 2019-03-04, long before it was first seen here; a note can choose it"


def test_post_in_no_list_is_not_mailed(post: Callable[..., Post]) -> None:
    """Its author gives the address to whom it is for."""
    assert news().objection(listed(post, "a", "2024-03-05", in_lists=False)) == "stands in no list"


def test_note_chooses_and_orders(options: Callable[..., Options], three: list[Listing]) -> None:
    """By slug, address, or file; what it leaves out waits."""
    note = Note(source=NOTE.source, posts=("posts/a.md", "c", "https://blog.example.com/c/"))
    choice = choose(three, news(), options(), note)
    assert [post.slug for post in choice.posts] == ["a", "c"]
    assert [(post.slug, why) for post, why in choice.left_out] == [("b", f"is not chosen by {NOTE.source}")]


def test_note_may_choose_an_old_post(options: Callable[..., Options], post: Callable[..., Post]) -> None:
    """An editor's favourite from before the newsletter is sent on purpose."""
    note = Note(source=NOTE.source, posts=("old",))
    assert choose([listed(post, "old", "2019-03-04")], news(), options(), note).posts


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("b", "chooses 'b', which was mailed with monthly-2024-02; no post is mailed twice"),
        ("x", "chooses 'x', which is no public post; write its slug, file or address"),
    ],
)
def test_what_a_note_cannot_choose(options: Callable[..., Options], three: list[Listing], name: str, text: str) -> None:
    """The letter waits until somebody mends the note."""
    note = Note(source=NOTE.source, posts=(name,))
    choice = choose(three, news({"b": "monthly-2024-02"}), options(), note)
    assert [(problem.source, problem.text) for problem in choice.problems] == [(NOTE.source, text)]


def test_single_newsletter_carries_the_oldest(options: Callable[..., Options], three: list[Listing]) -> None:
    """One post an issue; the others wait for theirs, and none is lost."""
    choice = choose(three, news(), options(template="single"), None)
    assert [post.slug for post in choice.posts] == ["a"]
    assert [post.slug for post, _ in choice.left_out] == ["c", "b"]
    note = Note(source=NOTE.source, posts=("a", "b"))
    assert "carries one an issue" in choose(three, news(), options(template="single"), note).problems[0].text


def test_first_posts_stand_in_full(options: Callable[..., Options], post: Callable[..., Post]) -> None:
    """The others as summaries."""
    issue = compose("monthly", "2024-03", options(in_full=1), [post(slug="b"), post(slug="a")])
    assert issue is not None
    assert issue.forms == (Form.FULL, Form.SUMMARY)


def test_editor_sets_subject_and_preheader(options: Callable[..., Options], post: Callable[..., Post]) -> None:
    """The pattern is for issues without a note."""
    note = Note(source=NOTE.source, subject="Summer  hours", preheader="We close")
    issue = compose("monthly", "2024-03", options(), [post()], note)
    assert issue is not None
    assert (issue.subject, issue.preheader) == ("Summer hours", "We close")


def test_note_alone_is_sent_only_where_it_is_wanted(options: Callable[..., Options]) -> None:
    """A month without posts is skipped otherwise, and so is one with an empty note."""
    note = Note(source=NOTE.source, intro="<p>We moved.</p>")
    assert compose("monthly", "2024-03", options(), [], note) is None
    alone = compose("monthly", "2024-03", options(without_posts="note"), [], note)
    assert alone is not None
    assert alone.subject == "The Quiet Letter: 2024-03"
    assert compose("monthly", "2024-03", options(without_posts="note"), [], NOTE) is None
