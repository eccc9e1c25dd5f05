"""The slot in the letter and the address that goes into it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from publisher.errors import LetterError
from publisher.model import Issue, Newsletter, Post
from publisher.newsletter.options import Options
from publisher.newsletter.unsubscribe import fill, mailto, reader_address, require_absent, slot_of

LETTER = Newsletter(
    issue_id="i", subject="s", html='<a href="SLOT">SLOT</a>', text="SLOT", slot="SLOT", slots_html=2, slots_text=1
)


def issue_of(*posts: Post) -> Issue:
    return Issue(id="monthly-2024-03", newsletter="monthly", period="2024-03", subject="Rest", posts=posts)


def test_reader_leaves_by_web_where_the_site_has_an_address(options: Callable[..., Options]) -> None:
    """The token stands at the end of the https address."""
    assert reader_address(options(), "abc") == "https://blog.example.com/unsubscribe?t=abc"


def test_reader_leaves_by_mail_otherwise(options: Callable[..., Options]) -> None:
    """The space in the subject is %20: a plus sign would stay a plus sign."""
    assert reader_address(options(unsubscribe_url=""), "abc") == "mailto:leave@example.com?subject=unsubscribe%20abc"


def test_mail_address_cannot_add_fields() -> None:
    """Marks that mean something in a mailto address are escaped."""
    assert (
        mailto("a?cc=b&c@example.com", "x&body=y")
        == "mailto:a%3Fcc%3Db%26c@example.com?subject=unsubscribe%20x%26body%3Dy"
    )


def test_slot_is_the_same_for_the_same_issue(post: Callable[..., Post]) -> None:
    """Rendered again, a letter is the same to the byte."""
    assert slot_of(issue_of(post())) == slot_of(issue_of(post()))


def test_slot_cannot_be_written_in_advance(post: Callable[..., Post]) -> None:
    """A post that holds the slot of its former self gets another one."""
    before = slot_of(issue_of(post()))
    after = slot_of(issue_of(post(html=f"<p>{before}</p>")))
    assert before.isalnum()
    assert before.isascii()
    assert before != after


def test_slot_among_the_authors_words_stops_the_letter() -> None:
    """Filling it in would change what the author wrote."""
    with pytest.raises(LetterError, match="change that post"):
        require_absent("SLOT", ["fine", "here is SLOT too"])


def test_address_is_escaped_in_html_alone() -> None:
    """An ampersand is `&amp;` between tags and itself in text."""
    html, text = fill(LETTER, "https://example.com/?a=1&b=2")
    assert html == '<a href="https://example.com/?a=1&amp;b=2">https://example.com/?a=1&amp;b=2</a>'
    assert text == "https://example.com/?a=1&b=2"


@pytest.mark.parametrize(
    "damaged",
    [replace(LETTER, html='<a href="SLOT">'), replace(LETTER, text="SLOT SLOT"), replace(LETTER, slot="")],
    ids=["one lost", "one more", "none"],
)
def test_wrong_number_of_slots_stops_the_letter(damaged: Newsletter) -> None:
    """A letter that lost its way out is not sent."""
    with pytest.raises(LetterError, match="unsubscribe"):
        fill(damaged, "https://example.com/")
