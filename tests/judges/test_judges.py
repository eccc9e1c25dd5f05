"""Every judge finds the fault it is here for: one that finds nothing anywhere judges nothing."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.judges.bench import Score
from tests.judges.letters import Letter
from tests.judges.test_letters import Findings, read_differently, told_apart, wrong_for_nu

Found = Mapping[str, Findings]


def test_nu_sees_what_is_not_closed(nu: Findings) -> None:
    """An element that ends nowhere."""
    assert any("Unclosed element" in error for error in wrong_for_nu(nu["broken-not-closed"]))


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("without-alt", "light, violations: image-alt"),
        ("empty-link", "light, violations: link-name"),
        ("pale", "light, violations: color-contrast"),
        ("pale-in-the-dark", "dark, violations: color-contrast"),
        ("over-a-picture", "light, incomplete: color-contrast"),
    ],
)
def test_axe_sees(browser: Found, fault: str, rule: str) -> None:
    """What one cannot read, or axe cannot judge."""
    assert any(found.startswith(rule) for found in browser[f"broken-{fault}"]["axe"])


@pytest.mark.parametrize(
    ("fault", "where"),
    [
        ("wide", "600 px, with head styles, images refused"),
        ("wide", "320 px, without head styles, images shown"),
        ("wide-picture", "600 px, with head styles, images shown"),
        ("cut-at-the-left", "320 px, with head styles, images refused"),
    ],
)
def test_browser_sees_what_stands_out(browser: Found, fault: str, where: str) -> None:
    """To the right or to the left, and pictures at their true size."""
    assert any(found.startswith(where) for found in browser[f"broken-{fault}"]["overflow"])


def test_browser_knows_that_a_refused_picture_is_not_wide(browser: Found) -> None:
    """Images are refused where it says so."""
    assert not any("images refused" in found for found in browser["broken-wide-picture"]["overflow"])


@pytest.mark.parametrize(
    ("fault", "where"),
    [
        ("pale", "light"),
        ("pale", "without head styles"),
        ("pale-in-the-dark", "dark"),
        ("pale-in-the-dark", "dark in Outlook on the web"),
        ("pale-when-turned", "forced dark, all turned"),
        ("pale-when-turned", "forced dark, as Outlook"),
    ],
)
def test_contrast_is_seen(browser: Found, fault: str, where: str) -> None:
    """In each of the ways in which programs colour a letter."""
    assert any(found.startswith(f"{where}: ") for found in browser[f"broken-{fault}"]["contrast"])


@pytest.mark.parametrize("where", ["320 px, dark", "600 px, light"])
def test_other_styles_are_seen(browser: Found, where: str) -> None:
    """A rule that inlining would have lost."""
    found = browser["broken-other-sheet"]["styles"]
    assert any(finding.startswith(where) and "letter-spacing" in finding for finding in found)


def test_caniemail_sees_what_is_new(caniemail: Found) -> None:
    """A grid in Outlook, a video anywhere."""
    errors = caniemail["broken-modern"]["errors"]
    assert "display:grid: outlook.windows" in errors
    assert "<video> element: gmail.ios" in errors


def test_spamassassin_sees_a_shouting_subject(spamassassin: Mapping[str, Score]) -> None:
    """Points are given at all."""
    assert spamassassin["broken-shouting"].points > -1.0


@pytest.mark.parametrize(
    ("fault", "what"),
    [("way-out-encoded", "way out"), ("two-subjects", "headers"), ("part-cut", "parts")],
)
def test_python_sees(broken_messages: Mapping[str, Letter], fault: str, what: str) -> None:
    """A header that no program understands, one too many, a part that is lost."""
    assert what in told_apart(broken_messages[f"broken-{fault}"])


@pytest.mark.parametrize(("fault", "what"), [("two-subjects", "headers"), ("part-cut", "text")])
def test_postal_mime_sees(
    broken_messages: Mapping[str, Letter], postal_mime: Mapping[str, Mapping[str, Any]], fault: str, what: str
) -> None:
    """The same, in its own way."""
    name = f"broken-{fault}"
    assert what in read_differently(broken_messages[name], postal_mime[name])
