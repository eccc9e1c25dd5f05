"""What is a reader's own, and the marks that wait for it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from publisher.errors import LetterError
from publisher.model import Issue, Newsletter, Note, Post, Slot
from publisher.newsletter.options import Options
from publisher.newsletter.slots import counted, fill, greeting, mailto, marks, reader_address, require_absent

LETTER = Newsletter(
    issue_id="i",
    subject="s",
    html='<p>HELLO</p><a href="SLOT">SLOT</a>',
    text="HELLO SLOT",
    slots=(
        Slot(name="greeting", mark="HELLO", in_html=1, in_text=1),
        Slot(name="unsubscribe", mark="SLOT", in_html=2, in_text=1),
    ),
)


def issue_of(*posts: Post, note: Note | None = None) -> Issue:
    return Issue(id="monthly-2024-03", newsletter="monthly", period="2024-03", subject="Rest", posts=posts, note=note)


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


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Maya", "Dear Maya,"),
        ("", "Hello,"),
        (" \u202e ", "Hello,"),
        ("Ma\nya\u202e {name}", "Dear Ma ya {name},"),
        ("👩‍⚕️ Noor", "Dear 👩‍⚕️ Noor,"),
    ],
    ids=["name", "none", "nothing to read", "turned around", "emoji"],
)
def test_greeting_is_one_readable_line(options: Callable[..., Options], name: str, line: str) -> None:
    """Whatever a reader wrote as a name."""
    assert greeting(options(greeting="Dear {name},", greeting_without_name="Hello,"), name) == line


def test_marks_are_the_same_for_the_same_issue(post: Callable[..., Post]) -> None:
    """Rendered again, a letter is the same to the byte."""
    assert marks(issue_of(post())) == marks(issue_of(post()))


def test_mark_cannot_be_written_in_advance(post: Callable[..., Post]) -> None:
    """Row 15: a post or a note that holds the mark of its former self gets another one."""
    before = marks(issue_of(post())).unsubscribe
    assert before.isalnum()
    assert before.isascii()
    assert marks(issue_of(post(html=f"<p>{before}</p>"))).unsubscribe != before
    assert marks(issue_of(post(), note=Note(source="n", intro=f"<p>{before}</p>"))).unsubscribe != before


def test_mark_among_the_authors_words_stops_the_letter() -> None:
    """Filling it in would change what the author wrote."""
    with pytest.raises(LetterError, match="change that post"):
        require_absent("SLOT", ["fine", "here is SLOT too"])


def test_own_parts_are_escaped_in_html_alone() -> None:
    """An ampersand is `&amp;` between tags and itself in text."""
    html, text = fill(LETTER, {"greeting": "<Hi>", "unsubscribe": "https://example.com/?a=1&b=2"})
    address = "https://example.com/?a=1&amp;b=2"
    assert html == f'<p>&lt;Hi&gt;</p><a href="{address}">{address}</a>'
    assert text == "<Hi> https://example.com/?a=1&b=2"


def test_slots_are_counted_where_they_stand(post: Callable[..., Post]) -> None:
    """A greeting that no template shows is counted as none."""
    found = marks(issue_of(post()))
    slots = counted(f"{found.unsubscribe} {found.unsubscribe}", found.unsubscribe, found)
    assert [(slot.name, slot.in_html, slot.in_text) for slot in slots] == [("greeting", 0, 0), ("unsubscribe", 2, 1)]


@pytest.mark.parametrize(
    "damaged",
    [
        replace(LETTER, html='<a href="SLOT">HELLO'),
        replace(LETTER, text="HELLO SLOT SLOT"),
        replace(LETTER, slots=LETTER.slots[:1]),
    ],
    ids=["one lost", "one more", "no way out"],
)
def test_wrong_number_of_slots_stops_the_letter(damaged: Newsletter) -> None:
    """A letter that lost its way out is not sent."""
    with pytest.raises(LetterError, match="unsubscribe"):
        fill(damaged, {"greeting": "", "unsubscribe": "https://example.com/"})
