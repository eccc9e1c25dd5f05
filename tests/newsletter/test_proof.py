"""The letter as files for its author."""

from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy

from publisher.model import Artifact, Newsletter, Post, Site
from publisher.newsletter.issue import compose
from publisher.newsletter.options import Options
from publisher.newsletter.proof import proof

DUE = datetime(2024, 4, 1, 13, tzinfo=UTC)
Make = Callable[..., Newsletter]


def files(posts: list[Post], letter: Make, site: Site, options: Options) -> dict[str, Artifact]:
    issue = compose("monthly", "2024-03", options, posts)
    assert issue is not None
    return {artifact.path: artifact for artifact in proof(issue, letter(*posts), site, options, DUE)}


def test_three_files_below_the_issues_folder(
    letter: Make, site: Callable[..., Site], post: Callable[..., Post], options: Callable[..., Options]
) -> None:
    """The letter to look at, to read, and to send to oneself."""
    found = files([post()], letter, site(), options())
    assert {path: artifact.media_type for path, artifact in found.items()} == {
        "newsletters/monthly-2024-03/letter.html": "text/html",
        "newsletters/monthly-2024-03/letter.txt": "text/plain",
        "newsletters/monthly-2024-03/letter.eml": "message/rfc822",
    }


def test_proof_is_the_same_every_time(
    letter: Make, site: Callable[..., Site], post: Callable[..., Post], options: Callable[..., Options]
) -> None:
    """No clock and no chance: an unchanged issue leaves its files untouched."""
    assert files([post()], letter, site(), options()) == files([post()], letter, site(), options())


def test_proof_goes_to_the_author_and_takes_nobody_off(
    letter: Make, site: Callable[..., Site], post: Callable[..., Post], options: Callable[..., Options]
) -> None:
    """It is dated like its newest post, and its unsubscribe address holds a word where a token stands."""
    newer = post(slug="b", published=datetime(2024, 3, 6, 9, tzinfo=UTC), updated=datetime(2024, 3, 7, tzinfo=UTC))
    written = files([newer, post()], letter, site(), options())["newsletters/monthly-2024-03/letter.eml"].content
    mail = message_from_bytes(written, policy=policy.default)
    assert (mail["To"], mail["Date"]) == ("ada@example.com", "Mon, 01 Apr 2024 13:00:00 +0000")
    assert "t=proof>" in mail["List-Unsubscribe"]


def test_html_and_text_are_what_the_message_holds(
    letter: Make, site: Callable[..., Site], post: Callable[..., Post], options: Callable[..., Options]
) -> None:
    """Who reads one has read the other."""
    found = files([post()], letter, site(), options())
    mail = message_from_bytes(found["newsletters/monthly-2024-03/letter.eml"].content, policy=policy.default)
    text, html = (part.get_content().replace("\r\n", "\n").encode() for part in mail.iter_parts())
    assert text == found["newsletters/monthly-2024-03/letter.txt"].content
    assert html == found["newsletters/monthly-2024-03/letter.html"].content
