"""The inliner, and the faults of its libraries that are mended around it (test_premailer.py shows each of them)."""

import inspect
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import premailer
import pytest

from publisher.errors import LetterError
from publisher.model import Newsletter
from publisher.newsletter.inline import inline
from publisher.newsletter.slots import UNSUBSCRIBE
from tests.newsletter.conftest import Listener
from tests.newsletter.premailed import IMPORTS, LOST, page


def test_styles_stand_on_the_elements() -> None:
    """A class outweighs an element, and a style attribute outweighs both."""
    html = inline(
        page('<p class="a" style="margin:0">x</p>'), "p { color: #000000; margin: 4px } .a { color: #ffffff }"
    )
    assert '<p class="a" style="color:#fff; margin:0">x</p>' in html


def test_no_white_space_comes_between_words() -> None:
    """Where one word is bold in the middle, it stays one word."""
    assert "<p>un<b>believ</b>able</p>" in inline(page("<p>un<b>believ</b>able</p>"), "i { color: #000000 }")


SETTINGS = {
    "allow_network": False,  # D1 to D3
    "allow_loading_external_files": False,
    "strip_important": False,  # D4
    "keep_style_tags": False,
    "disable_basic_attributes": ["width", "height", "align", "valign", "bgcolor"],  # D11
    "align_floating_images": False,
    "disable_validation": True,
    "cssutils_logging_level": 50,  # D2
    "include_star_selectors": False,
    "remove_classes": False,
    "exclude_pseudoclasses": True,
    "base_url": None,  # D12
    "preserve_handlebar_syntax": False,  # D13
    "capitalize_float_margin": False,
    "disable_leftover_css": False,
    "method": "html",
}
# Left as they are: `external_styles` and `base_path` have nothing to act on; attachments (cid:) and what is unset are
# harmless; the cache is emptied before each letter.
LEFT_ALONE = {
    *("allow_insecure_ssl", "base_path", "cache_css_parsing", "cssutils_logging_handler", "disable_link_rewrites"),
    *("external_styles", "preserve_inline_attachments", "preserve_internal_links", "remove_unset_properties"),
}


def test_every_setting_was_thought_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has the value that the faults ask for; a new one in the library is to be decided."""
    seen = dict[str, Any]()
    true_one = premailer.Premailer

    def noted(html: str, **settings: Any) -> Any:
        seen.update(settings)
        return true_one(html, **settings)

    monkeypatch.setattr(premailer, "Premailer", noted)
    inline(page("<p>x</p>"), "p { color: #000000 }")
    with pytest.raises(LetterError, match="fetched"):
        seen.pop("session").get("https://example.com/a.css")
    assert seen.pop("css_text") == "p { color: #000000 }"
    assert seen == SETTINGS
    known = inspect.signature(true_one.__init__).parameters.keys()
    assert known - seen.keys() - LEFT_ALONE == {"self", "html", "css_text", "session"}


@pytest.mark.parametrize(
    "head", [*(f"<style>{css}</style>" for css in IMPORTS), "<style>p { background: url({}) }</style>"]
)
def test_d1_nothing_is_fetched_from_the_page(listener: Listener, head: str) -> None:
    """An import that found its way into the page asks nobody."""
    inline(page("<p>x</p>", head.replace("{}", listener.address)), "p { color: #000000 }")
    assert listener.asked == []


@pytest.mark.parametrize("css", IMPORTS)
def test_d1_nothing_is_fetched_from_the_sheet(listener: Listener, css: str) -> None:
    """An import in the sheet is refused before anybody reads it."""
    with pytest.raises(LetterError):
        inline(page("<p>x</p>"), f"{css.format(listener.address)} p {{ color: #000000 }}")
    assert listener.asked == []


_opened: list[str] | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _opened is not None and event == "open":
        _opened.append(str(arguments[0]))


sys.addaudithook(_watch)  # cannot be taken back: it looks only while a test gives it a list


@pytest.mark.parametrize("css", IMPORTS)
def test_d2_no_file_is_opened(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, css: str
) -> None:
    """An import of a file opens nothing, and nothing of it is printed."""
    sheet = tmp_path / "private.css"
    sheet.write_text("private words 123\np { color: #123456 }")
    opened = list[str]()
    monkeypatch.setattr(sys.modules[__name__], "_opened", opened)
    html = inline(page("<p>x</p>", f"<style>{css.format(f'file://{sheet}')}</style>"), "p { color: #000000 }")
    sheet.read_bytes()  # seen, so the other would have been
    assert opened.count(str(sheet)) == 1
    assert "123456" not in html
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("address", ["{}", "/etc/hostname", "a.css"])
def test_d3_linked_sheet_is_refused(listener: Listener, address: str) -> None:
    """It would be fetched, end the letter in a crash, or stay behind as a link that no mail program reads (D20)."""
    link = f'<link rel="stylesheet" href="{address.format(listener.address)}">'
    with pytest.raises(LetterError, match="linked style sheet"):
        inline(page("<p>x</p>", link), "p { color: #000000 }")
    assert listener.asked == []


def test_other_links_are_no_sheets() -> None:
    """A letter's page on the web may name its address."""
    link = '<link rel="canonical" href="https://example.com/a/">'
    assert link in inline(page("<p>x</p>", link), "p { color: #000000 }")


NESTED = "@media print { @media (min-width: 1px) { p { color: red !important } } }"
KEPT = {
    "D4 importance": "@media (max-width: 480px) { p { color: red !important } }",
    **{f"D5 {name}": rule for name, rule in LOST.items()},
    "D7 nested": NESTED,
    "D9 pair": "p { background: #fff; background: linear-gradient(red, blue) }",
    "D19 white space": "@media print\n{p{color:red}\n\n}",
}


@pytest.mark.parametrize("rules", KEPT.values(), ids=KEPT.keys())
def test_d4_d5_d7_d9_marked_style_block_is_left_alone(rules: str) -> None:
    """What cannot stand on an element stays in the head byte for byte; only the mark goes."""
    block = f"<style>{rules}</style>"
    assert block in inline(page("<p>x</p>", block.replace("<style>", '<style data-premailer="ignore">')), "")


def test_d6_style_that_looks_like_a_selector_is_refused() -> None:
    """`style="h6"` beside a rule for h6 would crash premailer: a clear error says so instead."""
    with pytest.raises(LetterError, match="style attribute: 'h6': is not"):
        inline(page('<h6>x</h6><p style="h6">x</p>'), "h6 { color: #000000 } p { color: #000000 }")


def test_d6_an_earlier_page_cannot_spoil_a_later_one() -> None:
    """What stands in premailer's cache is gone before each letter."""
    from premailer.merge_style import csstext_to_pairs

    csstext_to_pairs("h5")
    assert '<h5 style="color:#000">' in inline(page("<h5>x</h5>"), "h5 { color: #000000 }")


@pytest.mark.parametrize(
    ("style", "problem"),
    [
        ("margin: 1px; margin: 2px", "stands twice"),
        ("color: red !important", "important"),
        ("color: var(--x)", "variables"),
        ("background: url(http://example.com/a.png)", "https"),
    ],
    ids=["D9", "D8", "D16", "D1"],
)
def test_d8_d9_d16_style_attributes_follow_the_sheets_rules(style: str, problem: str) -> None:
    """A template's own attribute goes through the same inliner."""
    with pytest.raises(LetterError, match=f"style attribute: .*{problem}"):
        inline(page(f'<p style="{style}">x</p>'), "")


def test_d11_sizes_and_colours_do_not_become_attributes() -> None:
    """`width="600"` on an image stays: Outlook would take `100%` for the picture's own size."""
    css = "img { width: 100%; height: auto } td { background-color: #ffffff; text-align: left; vertical-align: top }"
    html = inline(page('<table><tr><td><img width="600" alt=""></td></tr></table>'), css)
    assert 'width="600"' in html
    assert not any(f"{name}=" in html for name in ("height", "bgcolor", "align", "valign"))


@pytest.mark.parametrize("link", ["http://[x/", "#note", "/a", "https://example.com/?a=1&amp;b=%20"])
def test_d12_links_come_out_as_they_went_in(link: str) -> None:
    """One that is malformed does not end the letter, and none is made absolute here."""
    assert f'href="{link}"' in inline(page(f'<a href="{link}">x</a>'), "a { color: #000000 }")


def test_d13_slot_passes_as_it_is(letter: Callable[..., Newsletter]) -> None:
    """It is made of letters and digits, so it stands in links unescaped, as often as it was counted."""
    rendered = letter()
    (way_out,) = (slot for slot in rendered.slots if slot.name == UNSUBSCRIBE)
    assert way_out.mark.isalnum()
    assert rendered.html.count(f'href="{way_out.mark}"') == way_out.in_html


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<div>" * 110 + "x" + "</div>" * 110, "nested deeper"),
        ("<div>" * 5000 + "x" + "</div>" * 5000, "nested deeper"),
        ("<p>" + "x" * 1_000_001 + "</p>", "characters"),
        ("<p>\x00</p>", "U\\+0000"),
        ("<p>\x85</p>", "U\\+0085"),
        ("<p>\ud800</p>", "U\\+D800"),
        ("<![if !mso]><p>x</p><![endif]>", "would become a comment"),
        ("<![IF !mso]><p>x</p><![endif]>", "would become a comment"),
    ],
    ids=["D14 deep", "D14 very deep", "D14 long", "D15 NUL", "D15 C1", "D15 surrogate", "D17", "D17 capitals"],
)
def test_d14_d15_d17_what_would_come_out_damaged_is_refused(body: str, problem: str) -> None:
    """The libraries below drop such things, and what follows them, without a word."""
    with pytest.raises(LetterError, match=problem):
        inline(page(body), "p { color: #000000 }")


def test_d14_nothing_that_passes_is_dropped() -> None:
    """As deep and as long as a page may be, its last word is there."""
    deep = "<div>" * 98 + "deep" + "</div>" * 98
    html = inline(page(f"<p>{'long ' * 190_000}</p>{deep}<p>last</p>"), "p { color: #000000 }")
    assert (html.count("long "), html.count("deep"), html.count(">last<")) == (190_000, 1, 1)


def test_d16_nothing_is_nothing_in_any_unit() -> None:
    """The unit that goes is of no use; variables are refused, and no drawing passes the sanitiser."""
    assert 'style="margin:0"' in inline(page("<p>x</p>"), "p { margin: 0pt }")


def test_d17_conditional_comments_survive() -> None:
    """What only Outlook reads, and what only Outlook skips."""
    body = "<!--[if mso]><v:rect></v:rect><![endif]--><!--[if !mso]><!--><p>x</p><!--<![endif]-->"
    assert body in inline(page(body), "b { color: #000000 }")


@pytest.mark.parametrize("html", ["", "<p>x</p>", "<html></html>"])
def test_d18_a_page_without_doctype_is_refused(html: str) -> None:
    """Without it browsers and webmail lay out in the manner of 1998; nothing at all would be a crash."""
    with pytest.raises(LetterError, match="DOCTYPE"):
        inline(html, "")


def test_d18_entities_become_characters_that_utf8_can_hold() -> None:
    """What would be markup stays escaped."""
    assert "<p>&nbsp;é &lt;b&gt; &amp;amp;</p>".replace("&nbsp;", "\u00a0") in inline(
        page("<p>&nbsp;&eacute; &lt;b&gt; &amp;amp;</p>"), ""
    )


def test_d19_threads_write_the_same_bytes() -> None:
    """Letters made side by side are those made one after the other."""
    css = "p { color: #000000 } .a { margin: 0 } b { font-weight: bold }"
    head = f'<style data-premailer="ignore">{NESTED}</style>'
    pages = [page(f'<p class="a">{number} <b>x</b></p>', head) for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda html: inline(html, css), pages)) == [inline(html, css) for html in pages]


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """Properties that cssutils does not know leave no warning on stderr."""
    inline(page('<p style="mso-x: &">x</p>', "<style>p {{ : }</style>"), "p { mso-hide: all; zoom: bar(1) }")
    assert capfd.readouterr() == ("", "")
