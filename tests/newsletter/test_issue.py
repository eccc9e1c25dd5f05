"""Which posts make an issue, and its subject."""

from collections.abc import Callable

import pytest

from publisher.model import Post
from publisher.newsletter.issue import compose, fitting
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


def test_only_what_fits_into_one_letter_is_taken(post: Callable[..., Post]) -> None:
    """Short posts take room, too; the others are not even asked for."""
    posts = iter([post(slug=str(number), html="x" * 99_500) for number in range(20)])
    assert [p.slug for p in fitting(posts)] == [str(number) for number in range(10)]
    assert next(posts).slug == "11"
    assert len(fitting(post(html="") for _ in range(5_000))) == 2_000


def test_post_that_is_too_long_alone_is_not_left_out(post: Callable[..., Post]) -> None:
    """An issue without posts would be settled without a word."""
    huge = post(html="x" * 1_000_001)
    assert fitting([huge, post(), huge]) == [huge]


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
