"""An issue as a letter: what every letter holds, and what stops one."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.errors import ContentError, LetterError, ProblemsError
from publisher.model import Newsletter, Post
from publisher.newsletter.slots import fill

Make = Callable[..., Newsletter]
MakePost = Callable[..., Post]


def test_same_issue_gives_the_same_letter(letter: Make) -> None:
    """Byte for byte, so that a round taken up again sends what the first readers got."""
    assert letter() == letter()


def test_every_post_is_there_in_full(letter: Make, post: MakePost) -> None:
    """Both posts' words, in the issue's order, in html and in text."""
    posts = post(slug="b", title="Second"), post(slug="a", title="First", html="<p>Drink.</p>")
    for part in (letter(*posts).html.partition("<body")[2], letter(*posts).text):
        assert part.index("Then you rest for a while.") < part.index("Drink.")
        assert part.count("https://blog.example.com/a/") >= 1


def test_slot_is_counted_where_it_stands(letter: Make) -> None:
    """At least one way out in each part, and none left when it is filled."""
    rendered = letter()
    html, text = fill(rendered, {"unsubscribe": "https://example.com/u?t=a&b", "greeting": ""})
    (way_out,) = (slot for slot in rendered.slots if slot.name == "unsubscribe")
    assert way_out.in_html >= 1
    assert way_out.in_text >= 1
    assert way_out.mark not in html + text
    assert 'href="https://example.com/u?t=a&amp;b"' in html
    assert "https://example.com/u?t=a&b" in text


def test_pictures_are_described_in_the_sites_language(letter: Make, post: MakePost) -> None:
    """In the text, as all fixed words of the letter are."""
    shown = post(html='<p><img src="https://blog.example.com/a.jpg" alt="Ein Schal"></p>')
    assert "[Bild: Ein Schal]" in letter(shown, language="de").text


def test_no_letter_without_postal_address(letter: Make) -> None:
    """The law asks for one in every letter."""
    with pytest.raises(LetterError, match="postal_address"):
        letter(postal_address=" \n")


def test_every_post_that_is_too_deep_is_named(letter: Make, post: MakePost) -> None:
    """Its author learns which files to mend, all of them at once."""
    deep = "<ul><li>" * 30 + "Rest." + "</li></ul>" * 30
    with pytest.raises(ContentError) as error:
        letter(post(slug="b", html=deep), post(slug="good"), post(slug="a", html=deep))
    text = "the post is nested deeper than 50 elements, too deep for a letter; flatten its lists or quotes"
    assert str(error.value).splitlines() == [f"posts/a.md: {text}", f"posts/b.md: {text}"]


def test_site_without_disclaimer_shows_no_empty_place(letter: Make) -> None:
    """Not every blog needs one."""
    rendered = letter(disclaimer="")
    assert 'class="disclaimer"' not in rendered.html
    assert rendered.text.endswith("Springfield\n")


@pytest.mark.parametrize(
    ("template", "old", "problem"),
    [
        ("footer.html", "{{ slot }}", "unsubscribe"),
        ("footer.html", "{{ site.disclaimer }}", "disclaimer"),
        ("footer.html", "{{ line }}", "postal_lines"),
        ("footer.txt", "{{ slot }}", "unsubscribe"),
        ("footer.txt", "{{ wrap(site.disclaimer) }}", "disclaimer"),
        ("footer.txt", "{{ line }}", "postal_lines"),
    ],
)
def test_own_template_cannot_leave_it_out(
    letter: Make, tmp_path: Path, template_folders: tuple[Path, ...], template: str, old: str, problem: str
) -> None:
    """A site may move its small print, not drop it."""
    bundled = (template_folders[0] / "newsletter" / template).read_text()
    (tmp_path / "newsletter").mkdir()
    (tmp_path / "newsletter" / template).write_text(bundled.replace(old, ""))
    with pytest.raises(LetterError, match=problem):
        letter(own_templates=tmp_path)


def test_own_template_comes_before_the_bundled_one(letter: Make, tmp_path: Path) -> None:
    """A site changes one piece and keeps the rest."""
    (tmp_path / "newsletter").mkdir()
    (tmp_path / "newsletter/post.html").write_text("<h2>Ours: {{ item.post.title }}</h2>")
    assert ">Ours: Rest is part of the treatment</h2>" in letter(own_templates=tmp_path).html


def test_misspelt_name_in_a_template_is_an_error(letter: Make, tmp_path: Path) -> None:
    """Never an empty place in a letter; the message tells file and line."""
    (tmp_path / "newsletter").mkdir()
    (tmp_path / "newsletter/post.html").write_text("\n{{ item.titel }}")
    with pytest.raises(ProblemsError, match=r"templates/newsletter/post\.html:2: .*titel"):
        letter(own_templates=tmp_path)


def test_style_that_cannot_be_inlined_is_an_error(letter: Make, tmp_path: Path) -> None:
    """A site's own sheet with a media query would lose it in silence."""
    (tmp_path / "newsletter").mkdir()
    (tmp_path / "newsletter/letter.css").write_text("@media print { p { color: #000000 } }")
    with pytest.raises(LetterError, match="style sheet"):
        letter(own_templates=tmp_path)


@pytest.mark.parametrize("title", ["{{ 7*7 }}", "{% include 'x' %}", "<script>x</script>", "</title><b>", "a & b"])
def test_title_is_words_and_never_markup(letter: Make, post: MakePost, title: str) -> None:
    """Escaped in html, as it is in text, filled in by nobody."""
    rendered = letter(post(title=title))
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f">{escaped}</h2>" in rendered.html
    assert title in rendered.text


def test_template_marks_in_a_post_are_printed(letter: Make, post: MakePost) -> None:
    """A post is data: it goes in as a value and is never read as a template."""
    words = "{{ 7*7 }} {% include 'x' %} {{ config }} {{unsubscribe}} TOKEN_UNSUB"
    rendered = letter(post(html=f"<p>{words}</p>"))
    assert words in rendered.html
    assert words in rendered.text


def test_post_cannot_break_out_of_its_frame(letter: Make, post: MakePost) -> None:
    """Closing tags and conditional comments of a post change nothing behind it."""
    rendered = letter(post(html="<p>a</td></table><!--[if mso]> b <![endif]--> -->"))
    assert "<h2" in rendered.html
    assert (
        rendered.html.index("Read on the web") < rendered.html.index('class="footer"') < rendered.html.index("</body>")
    )


def test_deep_post_is_an_error_not_a_loss(letter: Make, post: MakePost) -> None:
    """400 nested quotes would cut the letter short."""
    with pytest.raises(ContentError, match="nested"):
        letter(post(html="<blockquote>" * 400 + "x" + "</blockquote>" * 400))


def test_post_in_another_language_says_so(letter: Make, post: MakePost) -> None:
    """A Hebrew post in an English letter is read from right to left; an English one says nothing twice."""
    html = letter(post(slug="a", language="he", title="מנוחה"), post(slug="b")).html
    assert '<div class="post rtl" lang="he" dir="rtl"' in html
    assert '<div class="post ltr">' in html


def test_letter_in_hebrew_runs_from_right_to_left(letter: Make, post: MakePost) -> None:
    """The frame too, not the posts alone."""
    html = letter(post(language="he"), language="he").html
    assert html.count('lang="he" dir="rtl"') == 2
    assert "text-align:left" not in html


@pytest.mark.parametrize("title", ["Rest =?utf-8?q?x?=", "Re\0st"])
def test_subject_that_no_header_can_hold_is_told_at_once(letter: Make, post: MakePost, title: str) -> None:
    """Before anybody waits for the letter."""
    with pytest.raises(LetterError, match="Subject"):
        letter(post(title=title))


def test_room_opens_without_its_libraries() -> None:
    """A run with nothing to send pays for none of them."""
    modules = ("render", "inline", "plaintext", "message", "proof", "slots", "body", "issue")
    heavy = ("jinja2", "premailer", "lxml", "cssutils", "requests", "markupsafe")
    script = (
        f"import sys, json; {'; '.join(f'import publisher.newsletter.{name}' for name in modules)}; "
        f"print(json.dumps([name for name in {heavy} if name in sys.modules]))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []
