"""The finished file: its name and its text."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.frontmatter import split
from publisher.content.importers import Imported, file_name, file_text
from publisher.content.importers.imported import one_line
from publisher.content.posts import read
from publisher.model import Site


def _imported(**changes: Any) -> Imported:
    return Imported(**({"title": "Low tide", "slug": "low-tide", "body": "Mud, mostly."} | changes))


def test_the_whole_file() -> None:
    """Front matter with quoted texts, an empty line, the body, and one line end."""
    found = _imported(
        title='"Low" tide: a guide',
        authors=("Ada Roe",),
        published=date(2024, 3, 4),
        tags=("mud", "yes"),
        summary="# What to wear",
        body="\nMud, mostly.\n\n",
        extra={"weight": 3, "on": "x", "image": {"url": "a.jpg"}, "draft": True, "title": "another"},
    )
    assert file_text(found) == (
        "---\n"
        'title: "\\"Low\\" tide: a guide"\n'
        "date: 2024-03-04\n"
        'author: "Ada Roe"\n'
        'tags: ["mud", "yes"]\n'
        'summary: "# What to wear"\n'
        "weight: 3\n"
        '"on": "x"\n'
        'image: {"url": "a.jpg"}\n'
        "draft: true\n"
        "---\n\n"
        "Mud, mostly.\n"
    )


@pytest.mark.parametrize(
    ("published", "name"),
    [
        (date(2024, 3, 4), "2024-03-04-low-tide.md"),
        (date(987, 3, 4), "0987-03-04-low-tide.md"),
        (datetime(2024, 3, 4, 23, tzinfo=timezone(timedelta(hours=-5))), "2024-03-04-low-tide.md"),
        (None, "low-tide.md"),
    ],
    ids=str,
)
def test_the_name_begins_with_the_day(published: date | None, name: str) -> None:
    """The day is the one of the post's own zone; without a date there is none in the name."""
    assert file_name(_imported(published=published)) == name


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(title=_TEXT.map(one_line).filter(bool), value=_TEXT)
@settings(max_examples=100, deadline=None)
def test_any_text_comes_back_from_yaml(title: str, value: str) -> None:
    """Quotes, colons, backslashes, control characters: two readers see the same title and values again."""
    text = file_text(_imported(title=title, extra={"odd key: #": [value], "nested": {value: value}}))
    expected = {"title": title, "odd key: #": [value], "nested": {value: value}}
    assert yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n")) == expected
    assert split("post.md", text).values == expected


def test_the_posts_folder_reads_it(site: Any) -> None:
    """What the importer writes, the room that reads posts understands."""
    here: Site = site(zone=ZoneInfo("Europe/Paris"))
    found = _imported(published=date(2024, 3, 4), authors=("Ada Roe", "Max Poe"), tags=("mud",), summary="Mud.")
    post = read(f"posts/{file_name(found)}", file_text(found).encode(), here).post
    facts = (post.title, post.slug, post.authors, post.tags, post.summary, post.published)
    midnight = datetime(2024, 3, 3, 23, tzinfo=UTC)
    assert facts == ("Low tide", "low-tide", ("Ada Roe", "Max Poe"), ("mud",), "Mud.", midnight)


@pytest.mark.parametrize(
    "wrong",
    [{"published": datetime(2024, 3, 4)}, {"title": ""}, {"title": "two\nlines"}, {"slug": "../up"}],  # noqa: DTZ001
    ids=str,
)
def test_an_impossible_post_cannot_be_built(wrong: dict[str, Any]) -> None:
    """A naive moment, a title that is no line and a slug that is a path are refused at once."""
    with pytest.raises(ValueError, match=r"needs a time zone|one line of text|a-z"):
        _imported(**wrong)
