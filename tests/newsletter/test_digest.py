"""The bundled letter itself, held to the rules of mail programs, accessibility and law."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from lxml import html as lxml_html

from publisher import templates
from publisher.content.addresses import Addresses
from publisher.content.nearby import Files
from publisher.content.prose import render as prose
from publisher.contrast import contrast
from publisher.model import Newsletter, Post
from publisher.newsletter.slots import fill
from publisher.newsletter.tree import shown_words
from publisher.theme import Theme

MARKDOWN = """\
A paragraph with *emphasis*, `code`, a [link](../other/) and a note[^1].

## A heading

1. one
2. two
   - deeper

> quoted

| a | b |
|---|--:|
| 1 | 2 |

![A scarf](/scarf.jpg)

```
pre
```

- [x] done

---

#### Smaller

[^1]: Noted.
"""
CLIPPED_AT = 102_400  # bytes of html after which Gmail hides the rest, and the styles with it
OBSOLETE = ("script", "form", "iframe", "object", "video", "svg", "base", "link", "font", "center")

OWN = {"unsubscribe": "https://blog.example.com/u?t=x", "greeting": "Dear Maya,"}


def addresses(slug: str) -> Addresses:
    """Those of a post under that slug, with nothing beside it."""
    url = f"https://blog.example.com/{slug}/"
    return Addresses(url=url, prefix=f"{slug}-", files=Files(home=url))


@pytest.fixture
def rendered(letter: Callable[..., Newsletter], post: Callable[..., Post]) -> Newsletter:
    """A letter with everything in it: two posts, one in Hebrew, and each kind of block."""
    blocks = prose(MARKDOWN, addresses("rest"))
    hebrew = prose("> ציטוט\n\n- מים\n\n| א | ב |\n|---|---|\n| ג | ד |", addresses("he"))
    return letter(
        post(html=blocks.html),
        post(slug="he", title="מנוחה", language="he", html=hebrew.html),
        postal_address="1 Main Street\nSpringfield",
    )


@pytest.fixture
def tree(rendered: Newsletter) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(fill(rendered, OWN)[0])


@pytest.fixture
def style_blocks(rendered: Newsletter) -> list[str]:
    return re.findall(r"<style>(.*?)</style>", rendered.html, re.DOTALL)


def test_document_names_its_language_twice(rendered: Newsletter, tree: lxml_html.HtmlElement) -> None:
    """Webmail drops the html element, so the first element of the body says it again."""
    wrapper = tree.find("body")[0]
    assert rendered.html.startswith("<!DOCTYPE html>")
    assert [(e.get("lang"), e.get("dir")) for e in (tree, wrapper)] == [("en", "ltr")] * 2


def test_title_is_the_subject(rendered: Newsletter, tree: lxml_html.HtmlElement) -> None:
    """It is what a browser tab and a screen reader say first."""
    assert tree.findtext("head/title") == rendered.subject


def test_head_asks_for_what_clients_need(tree: lxml_html.HtmlElement) -> None:
    """UTF-8, the phone's own width, both colour schemes, no blue telephone numbers."""
    metas = {meta.get("name"): meta.get("content") for meta in tree.iter("meta")}
    assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"
    assert metas["viewport"] == "width=device-width, initial-scale=1"
    assert "telephone=no" in metas["format-detection"]
    assert tree.find("head/meta").get("charset") == "utf-8"


def test_first_words_are_the_preheader_and_hidden(tree: lxml_html.HtmlElement) -> None:
    """40 to 90 characters, hidden by the four declarations that only together work everywhere."""
    preheader = tree.find("body/div/div")
    declarations = set(re.split(r";\s*", preheader.get("style")))
    assert {"display:none", "max-height:0", "overflow:hidden", "mso-hide:all"} <= declarations
    assert 40 <= len(preheader.text) <= 90


def test_headings_make_an_outline(tree: lxml_html.HtmlElement) -> None:
    """One h1, the newsletter's; an h2 for each post; the post's own below it."""
    outline = [(e.tag, e.text_content()) for e in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert outline[:3] == [("h1", "The Quiet Letter"), ("h2", "Rest is part of the treatment"), ("h3", "A heading")]
    assert [tag for tag, _ in outline] == ["h1", "h2", "h3", "h5", "h2"]


def test_layout_tables_are_no_tables_to_a_screen_reader(tree: lxml_html.HtmlElement) -> None:
    """Layout has the role and three zeros; data has headings and no role."""
    for table in tree.iter("table"):
        if table.get("class") == "data":
            assert table.find(".//th") is not None
            assert table.get("role") is None
        else:
            assert table.get("role") == "presentation"
            assert [table.get(name) for name in ("border", "cellpadding", "cellspacing")] == ["0", "0", "0"]


def test_images_work_without_being_shown(tree: lxml_html.HtmlElement) -> None:
    """Alternative text, width in digits, an https address, and no wider than the screen."""
    (image,) = tree.iter("img")
    assert (image.get("alt"), image.get("src")) == ("A scarf", "https://blog.example.com/scarf.jpg")
    assert image.get("width", "").isdigit()
    assert "max-width:100%" in image.get("style")


def test_links_lead_somewhere_and_say_where(tree: lxml_html.HtmlElement) -> None:
    """Absolute addresses, and words in each."""
    for link in tree.iter("a"):
        assert re.match(r"https://|mailto:|tel:", link.get("href"))
        assert link.text_content().strip()


def test_each_post_leads_to_its_page(tree: lxml_html.HtmlElement) -> None:
    """A link whose words say so, and whose label says which."""
    labels = {a.get("href"): a.get("aria-label") for a in tree.iter("a") if a.text_content() == "Read on the web"}
    assert labels == {
        "https://blog.example.com/rest/": "Read on the web: Rest is part of the treatment",
        "https://blog.example.com/he/": "Read on the web: מנוחה",
    }


def test_nothing_that_mail_programs_strip(rendered: Newsletter, tree: lxml_html.HtmlElement) -> None:
    """No script, form, frame or drawing; no handler; no variable; no template mark left over."""
    assert not list(tree.iter(*OBSOLETE))
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not re.search(r"var\(|@import|\{\{|\{%|javascript:|data:|data-premailer", rendered.html)


def test_nothing_tracks(tree: lxml_html.HtmlElement) -> None:
    """The only address of one reader is the way out; no image but the author's."""
    assert sum("u?t=x" in address for address in tree.xpath("//@href | //@src")) == 1
    assert len(list(tree.iter("img"))) == 1


def test_outlook_comments_have_the_two_safe_forms(rendered: Newsletter) -> None:
    """Any other form is turned into a dead comment on the way."""
    marks = re.findall(r"<!--\[if.*?\]>(?:<!-->)?|<!\[if.*?\]>", rendered.html)
    assert set(marks) == {"<!--[if mso]>", "<!--[if !mso]><!-->"}
    assert rendered.html.count("<![endif]-->") == len(marks)


def test_layout_needs_no_style_block(tree: lxml_html.HtmlElement) -> None:
    """As wide as the screen, at most 600 pixels; Outlook's own table has the 600."""
    column = tree.xpath("//table[@class='column']")[0]
    assert column.get("width") == "100%"
    assert "max-width:600px" in column.get("style")
    assert 'width="600"' in column.getprevious().text


def test_style_blocks_are_two_and_small(style_blocks: list[str]) -> None:
    """Gmail drops a block it dislikes, and all of them beyond 16 KB (older accounts 8 KB)."""
    responsive, clients = style_blocks
    assert "@media" in responsive
    assert "@media" not in clients
    assert "[" not in responsive
    assert len(responsive) + len(clients) < 8_192
    assert "/*" not in responsive + clients


def test_media_rules_beat_the_inline_styles(style_blocks: list[str]) -> None:
    """Each declaration is important, or an inline style wins."""
    media = style_blocks[0].partition("@media")[2]
    declarations = re.findall(r"[\w-]+: [^;{}]+;", media)
    assert declarations
    assert all(declaration.endswith("!important;") for declaration in declarations)


def test_dark_words_have_dark_ground(style_blocks: list[str]) -> None:
    """Every rule that colours words colours what is behind them, for both kinds of dark mode."""
    for block in (
        style_blocks[0].partition("prefers-color-scheme: dark")[2],
        style_blocks[1].partition("[data-ogsc]")[2],
    ):
        rules = re.findall(r"\{([^{}]*[^-]color: [^{}]*)\}", block)
        assert len(rules) >= 8
        assert all("background-color: " in rule for rule in rules)


def test_colours_can_be_read() -> None:
    """4.5 to 1 at least (WCAG 2.2, 1.4.3), in light and in dark."""
    theme = Theme()
    pairs = [
        *((theme.text, ground) for ground in (theme.paper, theme.background)),
        *((theme.muted, ground) for ground in (theme.paper, theme.background)),
        (theme.accent, theme.paper),
        (theme.on_accent, theme.accent),
        *((theme.dark_text, ground) for ground in (theme.dark_paper, theme.dark_background)),
        *((theme.dark_muted, ground) for ground in (theme.dark_paper, theme.dark_background)),
        (theme.dark_accent, theme.dark_paper),
        (theme.dark_on_accent, theme.dark_accent),
    ]
    assert min(contrast(*pair) for pair in pairs) >= 4.5


def test_text_is_large_enough(tree: lxml_html.HtmlElement) -> None:
    """Nothing but raised numbers is smaller than 15 pixels."""
    sizes = {
        float(size): e.tag for e in tree.iter("*") for size in re.findall(r"font-size:([\d.]+)px", e.get("style", ""))
    }
    assert {tag for size, tag in sizes.items() if size < 15} <= {"sup", "sub"}


def test_theme_colours_every_part(letter: Callable[..., Newsletter]) -> None:
    """A colour of the site's own reaches elements, style blocks and Outlook's drawing."""
    html = letter(theme=Theme(accent="#112233", dark_accent="#ddeeff")).html
    assert "#123" in html
    assert 'fillcolor="#112233"' in html
    assert "#ddeeff !important" in html
    assert Theme().accent not in html


def test_small_print_stands_in_both_parts(rendered: Newsletter) -> None:
    """Why, the way out, where we live, and that it is no medical advice."""
    words = " ".join(shown_words(rendered.html).split())
    for part in (words, " ".join(rendered.text.split())):
        assert "You get this letter because you asked for The Quiet Letter at A Quiet Clinic." in part
        assert "Unsubscribe" in part
        assert "Springfield" in part
        assert "This letter is information, not medical advice." in part


def test_text_has_every_link_and_the_words(rendered: Newsletter, tree: lxml_html.HtmlElement) -> None:
    """Nothing is missing for those who read no html."""
    text = fill(rendered, OWN)[1]
    assert all(href in text for href in tree.xpath("//a/@href") if "fn" not in href)
    words = {word for post in tree.find_class("post") for word in re.findall(r"\w+", " ".join(post.itertext()))}
    assert [word for word in words if word not in text] == []


def test_text_lines_fit(rendered: Newsletter) -> None:
    """72 columns, but for an address; no invisible filling."""
    assert all(len(line) <= 72 or "https://" in line for line in fill(rendered, OWN)[1].split("\n"))
    assert not re.search("[\u200b\u200c\u200d\u00ad\u034f\ufeff]", rendered.text)


def test_letter_stays_far_below_gmails_limit(rendered: Newsletter) -> None:
    """The frame leaves room for the posts."""
    assert len(rendered.html.encode()) < CLIPPED_AT / 4


def test_styles_are_those_another_inliner_finds(rendered: Newsletter, template_folders: tuple[Path, ...]) -> None:
    """css-inline, which shares no code with premailer, puts the same declarations on the same elements."""
    import css_inline

    environment = templates.environment(template_folders)
    css = templates.fill(environment, "newsletter/letter.css", {"theme": Theme(), "direction": "ltr"})
    bare = lxml_html.document_fromstring(re.sub(r"<style>.*?</style>", "", rendered.html, flags=re.DOTALL))
    ours = [_declared(str(e.attrib.pop("style", ""))) for e in bare.iter("*") if e.tag != "tbody"]
    page = lxml_html.tostring(bare, encoding="unicode", doctype="<!DOCTYPE html>")
    judged = css_inline.CSSInliner(extra_css=css, load_remote_stylesheets=False).inline(page)
    # an HTML5 parser adds the tbody that the author of a table left out; our sheet gives it no style
    theirs = [e for e in lxml_html.document_fromstring(judged).iter("*") if e.tag != "tbody"]
    assert len(ours) > 80
    assert [_declared(e.get("style", "")) for e in theirs] == ours


def _declared(style: str) -> dict[str, str]:
    """What holds in the end: `border` says all four sides, colours in their short form."""
    held: dict[str, str] = {}
    for name, _, value in (part.partition(":") for part in unescape(style).split(";") if part.strip()):
        value = re.sub(r"#(.)\1(.)\2(.)\3\b", r"#\1\2\3", " ".join(value.split()).replace('"', "'"))
        sides = ("left", "right", "top", "bottom") if name.strip() == "border" else ()
        held |= {f"border-{side}": value for side in sides} or {name.strip(): value}
    return held
