"""Who wrote a page and when, from one line."""

from datetime import date

import pytest

from publisher.content.importers.byline import is_explicit, read

_DAY = date(2024, 5, 16)


@pytest.mark.parametrize(
    ("line", "authors", "day"),
    [
        ("By Ada Roe", ("Ada Roe",), None),
        ("by: ada roe", ("ada roe",), None),
        ("Written By: Dr. Roe ~ 5/16/2024", ("Dr. Roe",), _DAY),
        ("Words by Ada Roe", ("Ada Roe",), None),
        ("Author: the whole crew", ("the whole crew",), None),
        ("Posted on May 16, 2024 by Ada Roe", ("Ada Roe",), _DAY),
        ("Posted by Ada Roe on May 16, 2024 at 9:15 AM", ("Ada Roe",), _DAY),
        ("Posted on 2024-05-16T09:15:00Z", (), _DAY),
        ("Published: Thursday, 16th of May 2024", (), _DAY),
        ("By Ada Roe, May 16, 2024", ("Ada Roe",), _DAY),
        ("Ada Roe | 2024-05-16", ("Ada Roe",), _DAY),
        ("Ada Roe · 16 May 2024 · 5 min read", ("Ada Roe",), _DAY),
        ("5/16/2024 • Ada van der Roe", ("Ada van der Roe",), _DAY),
        ("May 16, 2024 — by Ada Roe and Max Poe, R.N.", ("Ada Roe", "Max Poe, R.N."), _DAY),
        ("By Ada Roe in Wellness", ("Ada Roe",), None),
        ("李明 · 2024年5月16日", ("李明",), _DAY),
    ],
)
def test_a_byline_gives_names_and_day(line: str, authors: tuple[str, ...], day: date | None) -> None:
    """The forms that blogs use, with any separator, in either order."""
    found = read(line, "month-first")
    assert found
    assert (found.authors, found.day) == (authors, day)


def test_what_has_no_place_in_a_post_is_named() -> None:
    """A category and the time it takes to read are handed back as asides."""
    found = read("By Ada Roe in Tides | 5 min read | 2 comments", "month-first")
    assert found
    assert found.asides == ("in Tides", "5 min read", "2 comments")


@pytest.mark.parametrize(
    "line",
    [
        "By now the tide had turned",
        "By the Numbers",
        "By 2024 all will be well",
        "On May 16, 2024 we opened the second room.",
        "Open house | May 16, 2024",
        "In Season",
        "Low tide",
        "By Ada Roe " + "and so on " * 20,
        "",
    ],
)
def test_a_sentence_or_heading_is_no_byline(line: str) -> None:
    """A line that says more than names and days stays in the text."""
    assert read(line, "month-first") is None


def test_only_a_line_that_says_so_is_believed_at_the_foot() -> None:
    """Below a text a bare name or date may be part of it."""
    lines = ["Written by Ada Roe", "Posted on May 16, 2024", "May 16, 2024", "By Ada Roe"]
    assert [is_explicit(line) for line in lines] == [True, True, False, False]
