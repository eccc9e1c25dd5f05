"""Lines that belong to the page around a post."""

import pytest

from publisher.content.importers.furniture import belongs_to_page, without
from publisher.content.importers.origin import Origin

_ORIGIN = Origin(site_title="Harbour Notes", tagline="News from the pier, on Sundays.")


@pytest.mark.parametrize(
    "line",
    [
        "Share this post!",
        "Share on Facebook",
        "Share via e-mail",
        "Follow us on Facebook, Instagram and X",
        "Leave a comment",
        "Leave a Reply »",
        "3 Comments",
        "Read more …",
        "← Previous post",
        "Skip to content",
        "Copyright © 2024 Harbour Notes. All rights reserved.",
        "© Harbour Notes",
        "Powered by WordPress",
    ],
)
def test_buttons_and_footers_are_the_pages_own(line: str) -> None:
    """What no section of a post is called goes wherever it stands."""
    assert belongs_to_page(line)


@pytest.mark.parametrize(
    "line",
    [
        "Share this with your doctor",
        "Sharing a boat",
        "Copyright law for sailors",
        "Home",
        "Leave a comment on the board if the boat leaks.",
        "Read more books",
        "Print",
    ],
)
def test_a_heading_or_sentence_is_not(line: str) -> None:
    """Words that a writer may mean stay in the middle of a text."""
    assert not belongs_to_page(line)


def test_only_the_ends_lose_names_and_menus() -> None:
    """The site's names go from above and below the text, a menu from below, and nothing from inside."""
    lines = [
        "HARBOUR NOTES",
        "",
        "News from the pier -- on Sundays",
        "Search",
        "First.",
        "Home",
        "Harbour Notes",
        "Last.",
        "Print",
        "Home",
    ]
    kept, left_out = without(lines, _ORIGIN)
    assert [line for line in kept if line] == ["Search", "First.", "Home", "Harbour Notes", "Last."]
    assert left_out == ("HARBOUR NOTES", "News from the pier -- on Sundays", "Print", "Home")


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Low Tide | Harbour Notes", "Low Tide"),
        ("Low Tide - Part 2 – harbour notes", "Low Tide - Part 2"),
        ("Harbour Notes: Low Tide", "Harbour Notes: Low Tide"),
        ("Harbour Notes » Low Tide", "Low Tide"),
        ("Low Tide | Another Blog", "Low Tide | Another Blog"),
        ("Low-Tide", "Low-Tide"),
    ],
)
def test_a_page_title_loses_the_sites_name(title: str, bare: str) -> None:
    """Before or behind the title, at its usual separators, and only this site's."""
    assert _ORIGIN.without_site_title(title) == bare
