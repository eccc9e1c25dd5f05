"""Letters of every kind, held to the rules of mail programs, accessibility and law; each test names its rule."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from lxml import html as lxml_html

from publisher.model import Newsletter
from publisher.newsletter.tree import shown_words
from tests.newsletter.kinds import KINDS, filled, made

CLIPPED_AT = 102_400  # bytes of html after which Gmail hides the rest, and the styles with it
OBSOLETE = ("script", "form", "iframe", "object", "video", "svg", "base", "link", "font", "center", "input", "button")
HIDDEN = {"display:none", "max-height:0", "overflow:hidden", "mso-hide:all"}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """A letter of each kind in turn."""
    return str(request.param)


@pytest.fixture
def letter(kind: str) -> Newsletter:
    return made(kind)


@pytest.fixture
def tree(kind: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(filled(kind)[0])


@pytest.fixture
def style_blocks(letter: Newsletter) -> list[str]:
    return re.findall(r"<style>(.*?)</style>", letter.html, re.DOTALL)


def style(element: lxml_html.HtmlElement) -> dict[str, str]:
    """The declarations on an element."""
    pairs = (part.partition(":") for part in element.get("style", "").split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def shown(tree: lxml_html.HtmlElement) -> Iterator[tuple[lxml_html.HtmlElement, tuple[int, int]]]:
    """Each element of the letter with the size and height of its lines, in pixels."""
    sizes: dict[lxml_html.HtmlElement, tuple[int, int]] = {}
    for element in tree.find("body")[0].iter("*"):
        sizes[element] = font(element) or sizes[element.getparent()]
        yield element, sizes[element]


def font(element: lxml_html.HtmlElement) -> tuple[int, int] | None:
    """The size and line height that an element names itself."""
    found = re.search(r"(\d+)px/(\d+)(?:px)? ", style(element).get("font", ""))
    return (int(found[1]), int(found[2])) if found else None


def test_h1_h2_language_stands_on_html_and_again_in_the_body(
    letter: Newsletter, tree: lxml_html.HtmlElement, kind: str
) -> None:
    """Webmail drops the html element, so the first element of the body says it again."""
    expected = {"Hebrew letter": ("he", "rtl"), "Finnish letter": ("fi", "ltr")}.get(kind, ("en", "ltr"))
    assert letter.html.startswith("<!DOCTYPE html>")
    assert [(e.get("lang"), e.get("dir")) for e in (tree, tree.find("body")[0])] == [expected] * 2


def test_h3_title_is_the_subject(letter: Newsletter, tree: lxml_html.HtmlElement) -> None:
    """It is what a browser tab and a screen reader say first."""
    assert tree.findtext("head/title") == letter.subject


def test_h4_head_asks_for_what_clients_need(tree: lxml_html.HtmlElement) -> None:
    """UTF-8, the phone's own width, both colour schemes, no blue telephone numbers."""
    metas = {meta.get("name"): meta.get("content") for meta in tree.iter("meta")}
    assert tree.find("head")[0].get("charset") == "utf-8"
    assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"
    assert metas["viewport"] == "width=device-width, initial-scale=1"
    assert "telephone=no" in metas["format-detection"]


def test_h5_layout_tables_are_no_tables_to_a_screen_reader(tree: lxml_html.HtmlElement) -> None:
    """Layout has the role and three zeros; data has headings and no role."""
    for table in tree.iter("table"):
        if "data" in table.get("class", "").split():
            assert table.find(".//th") is not None
            assert table.get("role") is None
        else:
            assert table.get("role") == "presentation"
            assert [table.get(name) for name in ("border", "cellpadding", "cellspacing")] == ["0", "0", "0"]


def test_h6_images_work_without_being_shown(tree: lxml_html.HtmlElement) -> None:
    """Alternative text in words of its own colour and size, width in digits, https, no wider than the screen."""
    for image in tree.iter("img"):
        assert image.get("alt")
        assert image.get("src").startswith("https://")
        assert image.get("width", "").isdigit()
        assert style(image)["max-width"] == "100%"
        assert "color" in style(image)
        assert font(image) == (16, 24)


def test_h7_links_lead_somewhere(tree: lxml_html.HtmlElement) -> None:
    """Absolute addresses alone."""
    assert all(re.match(r"https://|mailto:|tel:", link.get("href")) for link in tree.iter("a"))


def test_h8_links_say_where_they_lead(tree: lxml_html.HtmlElement) -> None:
    """Each has words, and the same words lead to the same place, unless a label says which."""
    places: dict[str, set[str]] = {}
    for link in tree.iter("a"):
        words = link.get("aria-label") or link.text_content().strip() or link.find("img").get("alt")
        assert link.text_content().strip() in words or words == link.text_content().strip()
        places.setdefault(words, set()).add(link.get("href"))
    assert all(len(found) == 1 for found in places.values())


def test_h9_nothing_that_mail_programs_strip(tree: lxml_html.HtmlElement) -> None:
    """No script, form, frame, drawing or reference to another file."""
    assert not list(tree.iter(*OBSOLETE))


def test_h10_nothing_acts(letter: Newsletter, tree: lxml_html.HtmlElement) -> None:
    """No handler, and no address that runs or holds something."""
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not re.search(r"javascript:|data:", letter.html)


def test_h11_styles_are_in_the_head_and_small(tree: lxml_html.HtmlElement, style_blocks: list[str]) -> None:
    """Gmail drops all of them beyond 16 KB, of older accounts beyond 8 KB."""
    assert len(tree.findall(".//style")) == len(tree.findall("head/style")) == len(style_blocks)
    assert sum(len(block.encode()) for block in style_blocks) < 8_192


def test_h12_styles_fetch_nothing_and_leave_nothing_open(letter: Newsletter) -> None:
    """No import, no file, no variable that only a browser knows."""
    assert not re.search(r"@import|url\(|var\(|file:", letter.html)


def test_h13_nothing_of_the_template_is_left(letter: Newsletter, kind: str) -> None:
    """No mark, no tool's own attribute, and no slot once it is filled."""
    html, text = filled(kind)
    assert not re.search(r"\{\{|\{%|\{#|data-premailer", html + text)
    assert not any(slot.mark in html + text for slot in letter.slots)


def test_h14_letter_stays_far_below_gmails_limit(letter: Newsletter) -> None:
    """The frame leaves room for the posts."""
    assert len(letter.html.encode()) < CLIPPED_AT / 4


def test_h15_style_blocks_are_two_and_plain(style_blocks: list[str]) -> None:
    """Gmail drops a whole block over one rule it dislikes, and some programs the rule behind a comment."""
    responsive, clients = style_blocks
    assert "@media" in responsive
    assert "[" not in responsive
    assert "@media" not in clients
    assert "/*" not in responsive + clients


def test_h16_first_words_are_the_preheader_and_hidden(tree: lxml_html.HtmlElement) -> None:
    """Up to 90 characters, hidden by the four declarations that only together work everywhere."""
    preheader = tree.find("body/div")[0]
    assert preheader.get("class") == "preheader"
    assert {f"{name}:{value}" for name, value in style(preheader).items()} >= HIDDEN
    assert 0 < len(preheader.text) <= 90


def test_h17_headings_make_an_outline(tree: lxml_html.HtmlElement) -> None:
    """One h1, before all others, and no level left out on the way down."""
    levels = [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_h18_layout_needs_no_style_block(tree: lxml_html.HtmlElement) -> None:
    """As wide as the screen, at most 600 pixels; Outlook's own table has the 600."""
    (column,) = tree.xpath("//table[@class='column']")
    assert column.get("width") == "100%"
    assert style(column)["max-width"] == "600px"
    assert 'width="600"' in column.getprevious().text


def test_h19_buttons_are_as_high_as_a_finger(letter: Newsletter, tree: lxml_html.HtmlElement) -> None:
    """44 pixels at least, with a drawing for Outlook that is as high and leads to the same place."""
    for cell in tree.find_class("button"):
        (link,) = cell
        above, line = style(link)["padding"].split()[0], shown_font[1] if (shown_font := font(link)) else 0
        assert 2 * int(above.removesuffix("px")) + line >= 44
        assert style(link)["display"] == "inline-block"
        assert cell.get("bgcolor")
        (drawing,) = re.findall(rf'<v:roundrect [^>]*href="{re.escape(link.get("href"))}"[^>]*>', letter.html)
        assert int(re.findall(r"height:(\d+)px", drawing)[0]) >= 44


def test_h20_dark_words_have_dark_ground(style_blocks: list[str]) -> None:
    """Every rule that colours words colours what is behind them, for both kinds of dark mode."""
    for block in (
        style_blocks[0].partition("prefers-color-scheme: dark")[2],
        style_blocks[1].partition("[data-ogsc]")[2],
    ):
        rules = re.findall(r"\{([^{}]*[^-]color: [^{}]*)\}", block)
        assert len(rules) >= 8
        assert all("background-color: " in rule for rule in rules)


def test_h20_media_rules_beat_the_inline_styles(style_blocks: list[str]) -> None:
    """Each declaration is important, or an inline style wins."""
    declarations = re.findall(r"[\w-]+: [^;{}]+;", style_blocks[0].partition("@media")[2])
    assert declarations
    assert all(declaration.endswith("!important;") for declaration in declarations)


def test_h21_outlook_comments_have_the_two_safe_forms(letter: Newsletter) -> None:
    """Any other form is turned into a dead comment on the way; each that begins ends."""
    marks = re.findall(r"<!--\[if.*?\]>(?:<!-->)?|<!\[if.*?\]>", letter.html)
    assert set(marks) <= {"<!--[if mso]>", "<!--[if !mso]><!-->"}
    assert "<!--[if mso]>" in marks
    assert letter.html.count("<![endif]-->") == len(marks)


def test_h22_text_is_large_enough(tree: lxml_html.HtmlElement) -> None:
    """17/28 for reading, 15/24 for the small print, 14 for raised numbers, which keep lines no further apart."""
    for element, (size, line) in shown(tree):
        if element.tag in ("sup", "sub"):
            assert (size, line) == (14, 0)
        elif element.getparent().tag not in ("sup", "sub"):
            assert size >= 15
            assert line >= 24
    assert font(tree.find("body")[0]) == (17, 28)


def test_h22_links_are_underlined(tree: lxml_html.HtmlElement, style_blocks: list[str]) -> None:
    """Colour alone is not seen by everybody: links stay as browsers show them, and the head says so once more.

    Only the blog's name and buttons, which look like nothing else, lose their line, and that in the head alone.
    """
    assert not any("text-decoration" in style(link) for link in tree.iter("a"))
    assert ".letter a { text-decoration: underline; }" in style_blocks[0]
    (plain,) = re.findall(r"([^{}\n]*)\{ text-decoration: none; \}", style_blocks[0])
    assert plain.strip() == ".letter .site a, .letter .button a"


def test_l1_l2_small_print_stands_in_both_parts(kind: str, tree: lxml_html.HtmlElement) -> None:
    """Why it came, a link to leave by, where we live, and that it is no medical advice."""
    html, text = filled(kind)
    reason = {"Hebrew letter": "ביקשתם לקבל"}.get(kind, "You get this letter because you asked for")
    disclaimer = {"Hebrew letter": "מידע כללי.", "Finnish letter": "Ei lääkärin neuvo."}.get(
        kind, "This letter is information, not medical advice."
    )
    for part in (" ".join(shown_words(html).split()), " ".join(text.split())):
        for words in (reason, "1 Main Street", "Springfield", disclaimer):
            assert words in part
    assert len(tree.xpath("//a[@href='https://blog.example.com/u?t=x']")) == 1
    assert "https://blog.example.com/u?t=x\n" in text


def test_l3_nothing_tracks(tree: lxml_html.HtmlElement) -> None:
    """The only address of one reader is the way out; no picture but the author's and the logo."""
    assert sum("u?t=x" in address for address in tree.xpath("//@href | //@src")) == 1
    assert {image.get("src") for image in tree.iter("img")} <= {
        "https://blog.example.com/scarf.jpg",
        "https://blog.example.com/logo.png",
    }


def test_t_text_has_every_link_and_the_words(kind: str, tree: lxml_html.HtmlElement) -> None:
    """Nothing is missing for those who read no html."""
    text = filled(kind)[1]
    assert all(href in text for href in tree.xpath("//a/@href") if "fn" not in href)
    words = {word for post in tree.find_class("post") for word in re.findall(r"\w+", " ".join(post.itertext()))}
    assert [word for word in words if word not in text] == []


def test_t_text_lines_fit(kind: str) -> None:
    """72 columns, but for an address; no invisible filling, no space at an end."""
    text = filled(kind)[1]
    assert all(len(line) <= 72 or "https://" in line for line in text.split("\n"))
    assert not re.search("[\u200b\u200c\u200d\u00ad\u034f\ufeff]", text)
    assert not re.search(r"[ \t]\n", text)
