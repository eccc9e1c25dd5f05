"""What is found in a letter before it goes out."""

from collections.abc import Callable

import pytest

from publisher.model import Issue, Newsletter, Note, Post, Site
from publisher.newsletter.budget import BUDGET
from publisher.newsletter.checks import Surroundings, addresses, findings
from publisher.newsletter.options import CheckOptions

PAGE = '<html><body><div class="preheader">Needles come out after half an hour, then you rest.</div>{}</body></html>'
BUILT = {"rest/", "a.jpg", ""}


@pytest.fixture
def found(site: Callable[..., Site]) -> Callable[..., list[tuple[str, int, str, bool]]]:
    """What is found in a letter of these posts; text that is looked for stands on line 7."""

    def find(
        *posts: Post,
        note: Note | None = None,
        frame: str = "",
        page: str = PAGE,
        subject: str = "Rest",
        options: CheckOptions | None = None,
        are_ours: bool = True,
    ) -> list[tuple[str, int, str, bool]]:
        issue = Issue(
            id="monthly-2024-03", newsletter="monthly", period="2024-03", subject=subject, posts=posts, note=note
        )
        letter = Newsletter(issue_id=issue.id, subject=subject, html=page.format(frame), text="", slots=())
        around = Surroundings(is_published=BUILT.__contains__, line_of=lambda _, __: 7, are_ours=are_ours)
        problems = findings(issue, letter, site=site(), options=options or CheckOptions(), around=around)
        return [(problem.source, problem.line, problem.text, problem.is_warning) for problem in problems]

    return find


Found = Callable[..., list[tuple[str, int, str, bool]]]


def test_nothing_is_found_in_a_good_letter(found: Found, post: Callable[..., Post]) -> None:
    """Its links lead to what is built, its pictures have descriptions."""
    html = (
        '<p>Rest <a href="https://blog.example.com/rest/#why">well</a>, <a href="https://example.org/?utm=1">or</a> '
        '<a href="mailto:a@example.com">write</a>. <img src="https://blog.example.com/a.jpg" alt="A bed"></p>'
    )
    assert found(post(html=html)) == []


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Dear {{ first_name }}, rest.</p>", "shows '{{ first_name }}', which nothing fills in"),
        ("<p>Dear *|FNAME|*, rest.</p>", "shows '*|FNAME|*', which nothing fills in"),
        ("<p>{% include x %}</p>", "shows '{% include x %}', which nothing fills in"),
        ("<p>Dear {Name}</p>", "shows '{Name}', which nothing fills in"),
        ('<p><a href="/about/">a</a></p>', "links to '/about/', which leads nowhere from a mail"),
        ('<p><a href="https://blog.example.com/gone/">a</a></p>', "and nothing is built there"),
        ('<p><img src="https://blog.example.com/a%20b.jpg" alt=""></p>', "shows 'a b.jpg' without a description"),
        ('<p><a href="https://example.org/?mc_eid=1">a</a></p>', "with 'mc_eid', which tells who reads it"),
    ],
    ids=["handlebars", "mailchimp", "tag", "braces", "relative", "nothing there", "no alt", "personal"],
)
def test_what_stops_a_letter_names_post_and_line(found: Found, post: Callable[..., Post], html: str, text: str) -> None:
    """And what to do."""
    ((source, line, said, is_warning),) = found(post(html=html))
    assert (source, line, is_warning) == ("posts/rest.md", 7, False)
    assert text in said


def test_placeholder_in_code_is_meant(found: Found, post: Callable[..., Post]) -> None:
    """A post about templates shows them."""
    assert found(post(html="<p>Write <code>{{ name }}</code>:</p>\n<pre><code>{% raw %}</code></pre>")) == []


def test_what_something_else_puts_there_is_not_missed(found: Found, post: Callable[..., Post]) -> None:
    """A shop beside the blog, or a blog that another program shows."""
    html = '<p><a href="https://blog.example.com/shop/tea/">tea</a></p>'
    assert found(post(html=html), options=CheckOptions(elsewhere=("/shop/*",))) == []
    assert found(post(html=html), are_ours=False) == []


def test_page_of_the_issue_itself_is_about_to_be_there(found: Found) -> None:
    """Its pictures are published when it is opened."""
    intro = '<p>a <img src="https://blog.example.com/newsletters/monthly-2024-03/a.jpg" alt="A door"></p>'
    assert found(note=Note(source="posts/newsletters/monthly/2024-03.md", intro=intro)) == []


def test_note_is_looked_at_like_a_post(found: Found) -> None:
    """It names its own file."""
    note = Note(source="posts/newsletters/monthly/2024-03.md", closing="<p>Dear {{ name }}</p>")
    assert [source for source, *_ in found(note=note)] == [note.source]


def test_wording_is_a_warning(found: Found, post: Callable[..., Post]) -> None:
    """A health practice decides itself; parts of other words are not meant."""
    warnings = found(post(html="<p>We guarantee a Cure. The manicure is secure.</p>"))
    assert [(text.split(":")[0], is_warning) for _, _, text, is_warning in warnings] == [
        ("says 'cure'", True),
        ("says 'guarantee'", True),
    ]
    assert found(post(html="<p>a cure</p>"), options=CheckOptions(wording=())) == []


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("R" + "e" * 60, "the subject has 61 characters"),
        ("REST NOW", "all in capitals"),
    ],
)
def test_subject_is_looked_at(found: Found, post: Callable[..., Post], subject: str, text: str) -> None:
    """Long ones are cut by lists of mails, capitals look like junk."""
    ((source, _, said, is_warning),) = found(post(), subject=subject)
    assert (source, is_warning) == ("issue monthly-2024-03", True)
    assert text in said


def test_missing_subject_stops_the_letter(found: Found, post: Callable[..., Post]) -> None:
    """Nobody opens it."""
    assert [(text, is_warning) for _, _, text, is_warning in found(post(), subject="")] == [
        ("has no subject; write one into 'subject'", False)
    ]


def test_missing_preheader_is_a_warning(found: Found, post: Callable[..., Post]) -> None:
    """Lists of mails would show the first words of the letter's head."""
    ((_, _, said, is_warning),) = found(post(), page="<html><body>{}</body></html>")
    assert "the preheader is missing" in said
    assert is_warning


def test_letter_near_the_limit_is_a_warning(found: Found, post: Callable[..., Post]) -> None:
    """It is shown whole, just."""
    ((_, _, said, is_warning),) = found(post(), frame="x" * BUDGET)
    assert "bytes; programs cut it at 102,400" in said
    assert is_warning


@pytest.mark.parametrize(
    "frame",
    [
        "<script>alert(1)</script>",
        '<iframe src="https://example.org/"></iframe>',
        '<p onclick="x()">a</p>',
        '<a href=" JavaScript:x()">a</a>',
        '<img src="https://example.org/o.gif" width="1" height="1" alt="">',
    ],
)
def test_what_a_template_must_not_bring_along(found: Found, post: Callable[..., Post], frame: str) -> None:
    """A site's own templates are looked at as they came out."""
    ((source, _, _, is_warning),) = found(post(), frame=frame)
    assert (source, is_warning) == ("templates/newsletter", False)


def test_post_without_a_word_is_no_letter(found: Found, post: Callable[..., Post]) -> None:
    """Row 25: a title alone is nothing to send."""
    assert [text for _, _, text, _ in found(post(html=""))] == ["has no text; a letter would show its title alone"]


def test_addresses_of_a_letter(post: Callable[..., Post]) -> None:
    """Every link and picture, each behind its file, and each post's own."""
    written = post(html='<p><a href="https://example.org/a">a</a><img src="https://example.org/b.png" alt="b"></p>')
    issue = Issue(id="i", newsletter="n", period="p", subject="s", posts=(written,))
    assert list(addresses(issue)) == [
        ("posts/rest.md", "https://example.org/a"),
        ("posts/rest.md", "https://example.org/b.png"),
        ("posts/rest.md", "https://blog.example.com/rest/"),
    ]
