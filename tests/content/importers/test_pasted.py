"""Whole pages as people paste them."""

from collections.abc import Callable
from datetime import date

import pytest

from publisher.content.importers import Imported, file_name
from publisher.errors import ImporterError

_BAKERY = """Bread That Keeps

Our Village Kitchen

The Slow Oven

Baking with time.\u00a0 New recipes on the first of each month.

Bread That Keeps
Written By: Baker Lin ~ 5/6/2023


  1. A Long Rise
    Dough that rests overnight in a cool room tastes of more, and the crust stays crisp for days. Nothing is hurried.

  2. Flours Worth Trying
    • Rye Meal: Dark and sour, for a loaf that lasts a week.

    • Spelt: Mild and nutty, for children.

Keeping It Fresh
Wrap the loaf in linen. A plastic bag makes the crust soft.

Good bread needs little else than patience.

Share this post!"""


def test_a_page_with_its_blog_around_it(bring: Callable[..., Imported]) -> None:
    """Title once, byline read, sections and points found, every sentence kept, the blog's own lines left out."""
    found = bring("bread.txt", _BAKERY, site_title="The Slow Oven")
    assert (found.title, found.authors, found.published) == ("Bread That Keeps", ("Baker Lin",), date(2023, 5, 6))
    assert found.body == (
        "## A Long Rise\n\n"
        "Dough that rests overnight in a cool room tastes of more, and the crust stays crisp for days. "
        "Nothing is hurried.\n\n"
        "## Flours Worth Trying\n\n"
        "- **Rye Meal:** Dark and sour, for a loaf that lasts a week.\n"
        "- **Spelt:** Mild and nutty, for children.\n\n"
        "## Keeping It Fresh\n\n"
        "Wrap the loaf in linen. A plastic bag makes the crust soft.\n\n"
        "Good bread needs little else than patience."
    )


def test_the_notes_name_the_date_and_what_is_gone(bring: Callable[..., Imported]) -> None:
    """A person can check each decision: both readings of the date, and each line that was left out."""
    assert bring("bread.txt", _BAKERY, site_title="The Slow Oven").notes == (
        "The date 5/6/2023 was read month first: May 6, 2023; read day first it would be June 5, 2023. "
        "Correct the date if that was meant.",
        "Left out above the title: “Our Village Kitchen”, “The Slow Oven”, "
        "“Baking with time. New recipes on the first of each month.”.",
        "Left out as part of the page: “Share this post!”.",
    )


def test_the_date_order_is_the_sites(bring: Callable[..., Imported]) -> None:
    """Where days come first the same page is a month younger."""
    found = bring("bread.txt", _BAKERY, site_title="The Slow Oven", date_order="day-first")
    assert file_name(found) == "2023-06-05-bread-that-keeps.md"


def test_wrapped_lines_menus_and_windows_line_ends(bring: Callable[..., Imported]) -> None:
    """Lines that a mail program wrapped are one paragraph again; a closing of two short lines stays two lines."""
    text = """\ufeffHome
About
Mending a Kite | Harbour Notes

Mending a Kite
Posted on December 1, 2023 by Max Poe
4 min read

A kite that has met a tree is not lost, as long as the spars are whole and
the tail is still there. Silk from an old umbrella is the best patch; the
Dutch use it too.

What You Need

1. A needle
2. Thread, strong but no thicker than
the cloth allows
3. Umbrella silk

Before the First Flight
Let the glue dry for a day, even when the wind is good and the children
are waiting.

\t-\tWind: a steady one
\t*\tString: forty metres

Fair winds,
Max

Leave a comment
Share on Facebook
Facebook
© 2023 Harbour Notes. All rights reserved.
""".replace("\n", "\r\n")
    found = bring("kite.txt", text)
    assert (found.title, found.authors, found.published) == ("Mending a Kite", ("Max Poe",), date(2023, 12, 1))
    assert found.body == (
        "A kite that has met a tree is not lost, as long as the spars are whole and the tail is still there. "
        "Silk from an old umbrella is the best patch; the Dutch use it too.\n\n"
        "## What You Need\n\n"
        "1. A needle\n2. Thread, strong but no thicker than the cloth allows\n3. Umbrella silk\n\n"
        "## Before the First Flight\n\n"
        "Let the glue dry for a day, even when the wind is good and the children are waiting.\n\n"
        "- **Wind:** a steady one\n- **String:** forty metres\n\n"
        "Fair winds,\\\nMax"
    )


def test_no_byline_and_text_that_looks_like_markup(bring: Callable[..., Imported]) -> None:
    """The first line is the title; stars, hashes and tags stay what they were, an address becomes a link."""
    text = "“Stars” & Dots\n\nIs *this* bold?\n\n# Not a heading. <b>Nor bold</b>, see https://example.org/a_b.\n🎉"
    found = bring("stars.txt", text)
    assert (found.title, found.authors, found.published) == ("“Stars” & Dots", (), None)
    assert found.body == (
        "Is \\*this\\* bold?\n\n\\# Not a heading. \\<b>Nor bold\\</b>, see <https://example.org/a_b>.\n\n🎉"
    )


def test_another_script(bring: Callable[..., Imported]) -> None:
    """Chinese has no spaces and its own colon; the file still gets a name."""
    text = (
        "海边散步\n作者 · 2024年3月4日\n\n为什么散步\n散步让人平静。空气很好。\n\n• 早上：人很少。\n• 晚上：风很大。\n"
    )
    found = bring("walk.txt", text)
    assert found.authors == ("作者",)
    assert found.body == "## 为什么散步\n\n散步让人平静。空气很好。\n\n- **早上**：人很少。\n- **晚上**：风很大。"
    assert file_name(found).startswith("2024-03-04-post-")


def test_date_above_and_author_below_the_title(bring: Callable[..., Imported]) -> None:
    """Title and byline may stand in any order; a subtitle below the title begins the text."""
    found = bring("a.txt", "5/16/2024\nThe Old Pier\nA walk in May.\nBy Ada Roe\n\nThe planks creak.")
    assert (found.title, found.authors, found.published) == ("The Old Pier", ("Ada Roe",), date(2024, 5, 16))
    assert found.body == "A walk in May.\n\nThe planks creak."


def test_a_signature_at_the_foot_drops_no_text(bring: Callable[..., Imported]) -> None:
    """A byline below the text gives its facts, and everything above it but the title stays."""
    paragraphs = "\n\n".join(f"Step {word} is done." for word in "one two three four five six seven eight nine".split())
    short = bring("a.txt", f"Nine Steps\n\n{paragraphs}\n\nWritten by Ada Roe on 5/16/2024")
    long = bring("a.txt", f"Nine Steps\n\n{paragraphs}\n\n{paragraphs}\n\nWritten by Ada Roe on 5/16/2024")
    assert (short.title, short.authors, short.body) == ("Nine Steps", ("Ada Roe",), paragraphs)
    assert (long.title, long.authors, long.body) == ("Nine Steps", ("Ada Roe",), f"{paragraphs}\n\n{paragraphs}")


def test_a_heading_with_by_below_a_text_is_no_byline(bring: Callable[..., Imported]) -> None:
    """Only at the top does a bare "By …" name the author."""
    found = bring("a.txt", "Low Tide\n\nMud.\n\nMore mud.\n\nBy Design\n\nThe sea means it.")
    assert (found.authors, found.body) == ((), "Mud.\n\nMore mud.\n\n## By Design\n\nThe sea means it.")


@pytest.mark.parametrize(
    "head",
    [
        "Low Tide\n\n",
        "Low Tide\n\nLow Tide\n\n",
        "Low Tide - Harbour Notes\nLow tide!\n",
        "Low Tide\nAll Our Posts\nLow Tide\n",
        "Low Tide\nBy Ada Roe\nLow Tide\n",
    ],
)
def test_a_title_stands_once(bring: Callable[..., Imported], head: str) -> None:
    """A page's title that is repeated above the text, with the site's name or in other case, is no second line."""
    found = bring("tide.txt", f"{head}Mud, mostly.")
    assert (found.title.rstrip("!").lower(), found.body) == ("low tide", "Mud, mostly.")


def test_a_text_without_a_title_is_refused(bring: Callable[..., Imported]) -> None:
    """A paragraph is no title; the message says what to do."""
    with pytest.raises(ImporterError, match="put a short title above it"):
        bring("a.txt", "Mud and more mud. " * 20)
