"""The bundled letters: what each kind shows, and that their styles are those another inliner finds."""

import re
from html import unescape
from pathlib import Path

import pytest
from lxml import html as lxml_html

from publisher import templates
from publisher.theme import Theme
from tests.newsletter.kinds import KINDS, filled, made, page


def parsed(html: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(html)


def tree_of(kind: str) -> lxml_html.HtmlElement:
    return parsed(filled(kind)[0])


def outline(kind: str) -> list[tuple[str, str]]:
    return [(e.tag, e.text_content()) for e in tree_of(kind).iter("h1", "h2", "h3", "h4", "h5", "h6")]


def lines(tree: lxml_html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.find_class(selector)]


def test_digest_stands_under_the_newsletters_title() -> None:
    """An h2 for each post, the post's own headings below it."""
    assert outline("digest") == [
        ("h1", "The Quiet Letter"),
        ("h2", "Rest is part of the treatment"),
        ("h3", "A heading"),
        ("h4", "Smaller"),
        ("h2", "מנוחה"),
        ("h2", "A longer post"),
    ]


def test_single_stands_under_its_posts_title() -> None:
    """The newsletter's title is small above it, and the post's headings come next."""
    assert outline("single") == [("h1", "Rest is part of the treatment"), ("h2", "A heading"), ("h3", "Smaller")]
    assert lines(tree_of("single"), "masthead") == [
        "A Quiet Clinic The Quiet Letter Rest is part of the treatment 4 March 2024"
    ]
    assert filled("single")[1].startswith("Rest is part of the treatment\n====")


def test_note_alone_is_one_letter() -> None:
    """Under its own subject, in one piece from greeting to signature, with nothing of a digest round it."""
    tree = tree_of("note alone")
    assert outline("note alone") == [("h1", "We are closed for a week"), ("h2", "When we are back")]
    (sheet,) = lines(tree, "sheet")
    assert sheet.startswith("Dear Maya, The clinic is closed.")
    assert sheet.endswith("Yours, Ada")
    assert not tree.find_class("next")
    assert not tree.find_class("contents")


def test_contents_are_listed_where_there_are_several_posts() -> None:
    """One post needs no list of one."""
    assert lines(tree_of("digest"), "contents") == ["In this letter Rest is part of the treatment מנוחה A longer post"]
    assert not tree_of("digest of one").find_class("contents")


def test_greeting_comes_first_and_the_note_before_the_posts() -> None:
    """As in a letter: to whom, what we have to say, what else there is, goodbye."""
    html, text = filled("digest with a note")
    for part in (html.partition('class="page"')[2], text):
        places = [part.index(words) for words in ("Dear Maya,", "The clinic is closed.", "A longer post", "Yours, Ada")]
        assert places == sorted(places)


def test_what_goes_on_elsewhere_has_a_button() -> None:
    """A post that is whole has a quiet link to its page; a label says to which."""
    tree = tree_of("digest")
    buttons = [(cell[0].text, cell[0].get("aria-label"), cell[0].get("href")) for cell in tree.find_class("button")]
    assert buttons == [("Read on", "Read on: A longer post", "https://blog.example.com/long/")]
    quiet = [(cell[0].text, cell[0].get("aria-label")) for cell in tree.find_class("onward")]
    assert quiet == [
        ("Read on the web", "Read on the web: Rest is part of the treatment"),
        ("Read on the web", "Read on the web: מנוחה"),
    ]


def test_drawn_button_is_wide_enough_for_its_words() -> None:
    """Outlook cuts what its drawing has no room for: 16 pixels a wide character, and a margin."""
    (width,) = re.findall(r"<v:roundrect [^>]*width:(\d+)px", made("digest of one").html)
    assert int(width) >= 9 * len("Read on") + 32


def test_logo_stands_for_the_name() -> None:
    """And the name for the logo, where no picture is shown."""
    (image,) = tree_of("digest of one").xpath("//p[@class='site']/a/img")
    assert [image.get(name) for name in ("src", "width", "alt")] == [
        "https://blog.example.com/logo.png",
        "180",
        "A Quiet Clinic",
    ]
    assert "logo" not in made("digest").html


def test_post_in_another_language_is_marked() -> None:
    """Its text and title say so, also where the title is the letter's own."""
    (post,) = tree_of("digest").xpath("//div[@lang='he']")
    assert post.get("dir") == "rtl"
    (heading,) = tree_of("single in Hebrew").iter("h1")
    assert (heading.get("lang"), heading.get("dir")) == ("he", "rtl")


def test_words_that_a_language_lacks_say_in_which_they_are() -> None:
    """A Finnish letter says in English what nobody has translated, and a screen reader hears it."""
    english = tree_of("Finnish letter").xpath("//*[@lang='en']")
    assert {" ".join(element.text_content().split()) for element in english} == {
        "In this letter",
        "Read on the web",
        "Read on",
        "You get this letter because you asked for “Kirje” at Hiljainen klinikka.",
        "Unsubscribe from this letter",
        "View in browser",
    }
    assert not tree_of("digest").xpath("//body//*[@lang='en'][not(self::div or self::time)]")


def test_letter_in_hebrew_runs_from_right_to_left() -> None:
    """The frame too, and its words are Hebrew."""
    html = made("Hebrew letter").html
    assert "text-align:left" not in html
    assert "הסרה מרשימת התפוצה" in html
    assert "Read" not in html


@pytest.mark.parametrize("kind", ["digest with a note", "single", "note alone"])
def test_web_version_has_nothing_personal(kind: str) -> None:
    """For everybody: no greeting, no reason, no way out; it names its own address for search engines."""
    tree = parsed(page(kind))
    words = " ".join(tree.body.text_content().split())
    assert not re.search("Dear|greeting|You get this letter|[Uu]nsubscribe|View in browser", words)
    assert "1 Main Street" in words
    assert tree.xpath("//link/@href") == ["https://blog.example.com/newsletters/monthly-2024-03/"]
    assert not tree.find_class("preheader")


def test_letter_leads_to_its_web_version() -> None:
    """For those whose program shows it badly."""
    (link,) = tree_of("digest").xpath("//a[text()='View in browser']")
    assert link.get("href") == "https://blog.example.com/newsletters/monthly-2024-03/"
    assert "View in browser:\nhttps://blog.example.com/newsletters/monthly-2024-03/\n" in filled("digest")[1]


def test_theme_colours_every_part() -> None:
    """Every colour of the theme stands somewhere in the letter, and none besides."""
    theme = Theme()
    colours = {value for name, value in vars(theme).items() if str(value).startswith("#")}
    html = made("digest with a note").html
    found = {_long(colour) for colour in re.findall(r"#[0-9a-f]{3}(?:[0-9a-f]{3})?\b", html)}
    assert found == colours


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])


@pytest.mark.parametrize("kind", KINDS)
def test_styles_are_those_another_inliner_finds(kind: str, template_folders: tuple[Path, ...]) -> None:
    """css-inline, which shares no code with premailer, puts the same declarations on the same elements."""
    import css_inline

    letter = parsed(re.sub(r"<style>.*?</style>", "", made(kind).html, flags=re.DOTALL))
    theme = Theme(logo="x") if letter.find_class("logo") else Theme()
    environment = templates.environment(template_folders)
    values = {"theme": theme, "direction": letter.get("dir")}
    css = templates.fill(environment, "newsletter/letter.css", values)
    ours = [_declared(str(e.attrib.pop("style", ""))) for e in letter.iter("*") if e.tag != "tbody"]
    bare = lxml_html.tostring(letter, encoding="unicode", doctype="<!DOCTYPE html>")
    judged = css_inline.CSSInliner(extra_css=css, load_remote_stylesheets=False).inline(bare)
    # an HTML5 parser adds the tbody that the author of a table left out; our sheet gives it no style
    theirs = [e for e in lxml_html.document_fromstring(judged).iter("*") if e.tag != "tbody"]
    assert len(ours) > 40
    assert [_declared(e.get("style", "")) for e in theirs] == ours


def _declared(style: str) -> dict[str, str]:
    """What holds in the end: `border` says all four sides, colours in their short form."""
    held: dict[str, str] = {}
    for name, _, value in (part.partition(":") for part in unescape(style).split(";") if part.strip()):
        value = re.sub(r"#(.)\1(.)\2(.)\3\b", r"#\1\2\3", " ".join(value.split()).replace('"', "'"))
        sides = ("left", "right", "top", "bottom") if name.strip() == "border" else ()
        held |= {f"border-{side}": value for side in sides} or {name.strip(): value}
    return held
