"""Each fault as bare premailer shows it: when one of these tests fails, its mend around inline.py can go."""

import io
import logging
from pathlib import Path

import pytest

from tests.newsletter.conftest import Listener
from tests.newsletter.premailed import IMPORTS, LOST, page, premailed


@pytest.mark.parametrize("css", IMPORTS)
def test_fault_d1_imports_are_fetched(listener: Listener, css: str) -> None:
    """Forbidding the network does not reach imports, neither in a page nor in the sheet that is given."""
    css = css.format(listener.address)
    premailed(page("<p>x</p>", f"<style>{css}</style>"))
    premailed(page("<p>x</p>"), css_text=f"{css} p {{ margin: 0 }}")
    assert listener.asked == ["/a.css", "/a.css"]


def test_fault_d2_imported_files_are_opened_and_quoted(tmp_path: Path) -> None:
    """The line of the file that is no CSS stands in the log, which is stderr if nobody says otherwise."""
    (tmp_path / "a.css").write_text("private words 123\np { margin: 0 }")
    log = logging.StreamHandler(io.StringIO())
    premailed(
        page("<p>x</p>", f"<style>@import url(file://{tmp_path}/a.css);</style>"),
        cssutils_logging_handler=log,
        cssutils_logging_level=logging.ERROR,
    )
    assert "private words" in log.stream.getvalue()


def test_fault_d3_linked_files_end_the_letter() -> None:
    """One path in a link is an exception, not a warning."""
    from premailer.premailer import ExternalFileLoadingError

    link = '<link rel="stylesheet" href="/nowhere/a.css">'
    with pytest.raises(ExternalFileLoadingError):
        premailed(page("<p>x</p>", link), allow_network=True)
    assert link in premailed(page("<p>x</p>", link))


def test_fault_d4_importance_is_lost_in_media_queries() -> None:
    """A telephone would get the wide page."""
    assert "important" not in premailed(page("<p>x</p>", "<style>@media print { p { color: red !important } }</style>"))


@pytest.mark.parametrize("rule", LOST.values(), ids=LOST.keys())
def test_fault_d5_rules_are_lost(rule: str) -> None:
    """They are neither on an element nor in the head."""
    html = premailed(page('<p class="xy">x</p>', f"<style>{rule}</style>"))
    assert "<style" not in html
    assert "style=" not in html


def test_fault_d6_a_style_is_taken_for_a_selector() -> None:
    """Three functions share one cache, so a style attribute "h6" beside a rule for h6 is a crash."""
    with pytest.raises(TypeError):
        premailed(page('<p style="h6">x</p><h6>x</h6>'), css_text="p { margin: 0 } h6 { color: #000000; margin: 0 }")


def test_fault_d7_media_queries_inside_each_other_crash() -> None:
    """#290"""
    with pytest.raises(AttributeError):
        premailed(page("<p>x</p>", "<style>@media print { @media (min-width: 1px) { p { color: red } } }</style>"))


def test_fault_d8_importance_loses_to_an_inline_style() -> None:
    """#273, #9, #150"""
    assert 'style="color:blue"' in premailed(page('<p style="color:blue">x</p>'), css_text="p { color: red !important}")


def test_fault_d9_the_fallback_of_a_pair_is_lost() -> None:
    """In rules and in style attributes."""
    html = premailed(
        page('<p style="margin:1px; margin:2px">x</p>'),
        css_text="p { background: #fff; background: linear-gradient(red, blue) }",
    )
    assert "#fff" not in html
    assert "1px" not in html


def test_fault_d10_weights_are_miscounted() -> None:
    """An attribute selector counts nothing, so the later rule wins over the heavier one."""
    assert "top:1px" in premailed(page('<a href="x">x</a>'), css_text="a[href] { top: 2px } a { top: 1px }")


def test_fault_d11_styles_become_attributes() -> None:
    """Outlook then uses the picture's own size, and validators complain."""
    css = "img { width: 100%; height: auto } td { background-color: rgba(0, 0, 0, 0.5) }"
    html = premailed(page('<table><tr><td><img width="600"></td></tr></table>'), css_text=css)
    assert all(made in html for made in ('width="100%"', 'height="auto"', 'bgcolor="rgba(0, 0, 0, 0.5)"'))


def test_fault_d12_one_malformed_link_ends_the_letter() -> None:
    """With a base address; and that leaves what is no link or picture relative."""
    with pytest.raises(ValueError, match="IPv6"):
        premailed(page('<a href="http://[x/">x</a>'), base_url="https://example.com/")
    html = premailed(page('<img srcset="a.png 2x"><a href="#n">x</a>'), base_url="https://example.com/")
    assert 'srcset="a.png 2x"' in html
    assert 'href="https://example.com/#n"' in html


@pytest.mark.parametrize("is_preserved", [False, True])
def test_fault_d13_template_marks_are_escaped(is_preserved: bool) -> None:
    """#297: also where they are to be preserved."""
    html = premailed(page('<a href="{{ url }}">x</a>'), preserve_handlebar_syntax=is_preserved)
    assert 'href="{{%20url%20}}"' in html


@pytest.mark.parametrize("body", ["<div>" * 300 + "deep" + "</div>" * 300, "<p>" + "deep " * 2_000_100 + "</p>"])
def test_fault_d14_what_is_deep_or_long_is_dropped(body: str) -> None:
    """And what follows it, without an error."""
    html = premailed(page(f"{body}<p>after</p>"))
    assert "deep" not in html
    assert "after" not in html


def test_fault_d15_a_lone_surrogate_cuts_its_paragraph() -> None:
    """And everything behind it; control characters pass."""
    assert "after" not in premailed(page("<p>a\ud800b</p><p>after</p>"))
    assert "\x85" in premailed(page("<p>\x85</p>"))


def test_fault_d16_variables_stay_and_units_go() -> None:
    """No program but Apple's resolves them; a drawing loses its proportions."""
    html = premailed(page('<p>x</p><svg viewBox="0 0 1 1"></svg>'), css_text="p { color: var(--x); margin: 0pt }")
    assert "color:var(--x); margin:0" in html
    assert "viewbox" in html


def test_fault_d17_an_open_condition_becomes_a_comment() -> None:
    """The other two forms survive."""
    html = premailed(page("<![if !mso]><p>x</p><![endif]>"))
    assert "<!--[if !mso]--><p>x</p>" in html


def test_fault_d18_nothing_is_a_crash() -> None:
    """A fragment becomes a page, and entities become characters (#93)."""
    with pytest.raises(AttributeError):
        premailed("")
    assert premailed("<p>&nbsp;&eacute;</p>").startswith("<html>\n<head></head>\n<body><p>\u00a0é</p>")


def test_fault_d20_a_sheet_beside_the_page_is_ignored(tmp_path: Path) -> None:
    """#268, #300: so the sheet is given as text."""
    (tmp_path / "a.css").write_text("p { color: #123456 }")
    link = '<link rel="stylesheet" href="a.css">'
    assert "123456" not in premailed(page("<p>x</p>", link), base_path=str(tmp_path))
    assert "123456" not in premailed(page("<p>x</p>"), css_text="@import url(a.css);", base_path=str(tmp_path))
