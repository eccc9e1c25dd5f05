"""Front matter is read under every name that generators use, and each misfit is noted with its line."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from publisher.content.frontmatter import split
from publisher.content.keys import Keys

ROME = ZoneInfo("Europe/Rome")
NAMES = {
    "title": "title",
    "author": "author authors by",
    "summary": "summary description excerpt",
    "slug": "slug",
    "id": "id guid",
    "language": "language lang",
    "image": "image cover heroImage hero_image featured_image feature_image cover_image thumbnail",
    "image_alt": "image_alt imageAlt heroImageAlt cover_alt featured_image_alt",
}


def keys(text: str, fence: str = "---") -> Keys:
    return Keys(split("posts/rest.md", f"{fence}\n{text}\n{fence}\n"), "posts/rest.md")


def problems(read: Keys) -> list[str]:
    return [str(problem) for problem in read.problems]


@pytest.mark.parametrize(("key", "name"), [(key, name) for key, names in NAMES.items() for name in names.split()])
def test_names_of_texts(key: str, name: str) -> None:
    """Each text is found under the names that other generators gave it."""
    assert keys(f"{name.title()}: On  rest").text(key) == "On rest"


@pytest.mark.parametrize("name", ["tags", "categories", "category"])
def test_names_of_tags(name: str) -> None:
    """Tags are found under every name."""
    assert keys(f"{name}: [rest, sleep]").texts("tags") == ("rest", "sleep")


@pytest.mark.parametrize("name", ["date", "published", "pubDate", "publishDate"])
def test_names_of_the_date(name: str) -> None:
    """So is the day of publication."""
    assert keys(f"{name}: 2024-05-01").moment("date", ROME) == datetime(2024, 4, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize("name", ["updated", "lastmod", "modified", "updatedDate", "last_modified_at"])
def test_names_of_the_last_change(name: str) -> None:
    """So is the day of the last change."""
    assert keys(f"{name}: 2024-05-01").moment("updated", ROME) == datetime(2024, 4, 30, 22, tzinfo=UTC)


def test_our_own_name_goes_first() -> None:
    """Where two names stand, the one of this publisher counts."""
    assert keys("description: two\nsummary: one").text("summary") == "one"


def test_the_day_set_for_publication_goes_first() -> None:
    """What Hugo holds back until 2030 is not published on the day it was written. (R23)"""
    read = keys("date: 2024-01-01\npublishDate: 2030-01-01")
    assert read.moment("date", ROME) == datetime(2029, 12, 31, 23, tzinfo=UTC)


def test_published_may_be_yes_or_no() -> None:
    """Jekyll's word is no date."""
    read = keys("published: true\npubDate: 2024-05-01")
    assert (read.moment("date", ROME), read.problems) == (datetime(2024, 4, 30, 22, tzinfo=UTC), [])


def test_tags_of_every_name_are_taken_together() -> None:
    """Jekyll and Hugo have tags and categories; tags go first."""
    assert keys("category: c\ncategories: [b, a]\ntags: a, b2").texts("tags") == ("a", "b2", "b", "c")


def test_a_misspelt_key_is_found() -> None:
    """Only an unknown key can be one, and only one that is close."""
    assert (keys("drafft: true").misspelt("draft"), keys("layout: x").misspelt("draft")) == ("drafft", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("image: [a, b]", "a"), ("image: {src: a}", "a"), ("image: a", "a"), ("image: []", ""), ("image: ''", "")],
)
def test_the_first_of_several(text: str, expected: str) -> None:
    """A list of pictures gives its first."""
    read = keys(text)
    assert (read.first("image", str), read.problems) == (expected, [])


def test_what_stands_beside_a_value() -> None:
    """The description of a picture in its table."""
    assert keys("cover: {image: a, alt: 'A  b'}").beside("image", "alt") == "A b"
    assert keys("images: [{src: a, alt: A}]").beside("image", "alt") == "A"
    assert keys("image: a").beside("image", "alt") == ""


def test_what_is_not_there() -> None:
    """A key that is not written is an empty value of its type."""
    read = keys("title: Rest")
    assert read.text("slug") == ""
    assert read.texts("tags") == ()
    assert read.moment("date", ROME) is None
    assert read.flag("draft") is False
    assert read.table("social") == {}
    assert read.problems == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("2025", "2025", id="year"),
        pytest.param("no", "no", id="no"),
        pytest.param("'null'", "null", id="null in quotation marks"),
        pytest.param("AT&amp;T", "AT&amp;T", id="entity"),
        pytest.param("'One\n\n  two'", "One two", id="line ends"),
        pytest.param('"a\\x01\\0b\\x92s\\tc"', "ab’s c", id="control characters"),
        pytest.param("{name: Ada, url: /me/}", "Ada", id="table with a name"),
        pytest.param("{src: a.png, alt: A}", "a.png", id="table with a source"),
        pytest.param("{alt: A}", "", id="table without a value"),
        pytest.param("{name: }", "", id="table with an empty value"),
    ],
)
def test_text(written: str, expected: str) -> None:
    """A text is one line, as written."""
    assert keys(f"title: {written}").text("title") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("[rest, sleep]", ("rest", "sleep"), id="list"),
        pytest.param("rest, sleep , ", ("rest", "sleep"), id="commas"),
        pytest.param("rest", ("rest",), id="one"),
        pytest.param("[2025, no, null, 1.0]", ("2025", "no", "null", "1.0"), id="look like something else"),
        pytest.param("['a, b', C#, a/b]", ("a, b", "C#", "a/b"), id="signs inside"),
        pytest.param("[rest, '', ' ', rest, Rest]", ("rest", "Rest"), id="empty and repeated"),
        pytest.param("[{name: rest}, '  on   sleep ']", ("rest", "on sleep"), id="tables and spaces"),
        pytest.param("\n- rest\n-\n- sleep", ("rest", "sleep"), id="empty item"),
        pytest.param("[]", (), id="empty list"),
    ],
)
def test_texts(written: str, expected: tuple[str, ...]) -> None:
    """A list keeps its order and its words, without what is empty or said twice."""
    assert keys(f"tags: {written}").texts("tags") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("true", True), ("Yes", True), ("ON", True), ("false", False), ("no", False), ("Off", False), ("", False)],
)
def test_flag(written: str, expected: bool) -> None:
    """Yes and no are read in the words that YAML knows."""
    assert keys(f"draft: {written}").flag("draft") is expected


def test_table() -> None:
    """Texts by network keep their line ends; a bare number is its text."""
    assert keys("social:\n  x: |\n    One.\n    Two.\n  linkedin: 2025").table("social") == {
        "x": "One.\nTwo.",
        "linkedin": "2025",
    }


def test_values_of_toml() -> None:
    """Types that TOML knows become the text a reader would see."""
    read = keys("title = 2024-05-01\ntags = [1, true, 1.5]\ndraft = true\n[social]\nx = 7", "+++")
    assert (read.text("title"), read.texts("tags"), read.flag("draft")) == ("2024-05-01", ("1", "true", "1.5"), True)
    assert read.table("social") == {"x": "7"}


def test_rest_is_every_key_not_known_here() -> None:
    """What templates of the site may want is handed on as plain text, lists and tables."""
    read = keys("layout = 'wide'\ntitle = 'Rest'\nwhen = 2024-05-01\nflags = [true, {n = 1}]", "+++")
    assert read.rest() == {"layout": "wide", "when": "2024-05-01", "flags": ["true", {"n": "1"}]}


READINGS: list[tuple[str, Callable[[Keys], Any], Any, str]] = [
    ("title: [a]", lambda read: read.text("title"), "", "'title' must be one text, not a list"),
    ("categories: [a, [b]]", lambda read: read.texts("tags"), (), "'categories' must be one text, not a list"),
    ("draft: maybe", lambda read: read.flag("draft"), False, "'draft' must be true or false"),
    ("draft: []", lambda read: read.flag("draft"), False, "'draft' must be true or false"),
    ("social: hello", lambda read: read.table("social"), {}, "'social' must be a table of texts, one a network"),
    ("social: {x: [a]}", lambda read: read.table("social"), {}, "'social' must be a table of texts, one a network"),
    ("lastmod: 1/2/24", lambda read: read.moment("updated", ROME), None, "'lastmod' must be written like 2024-05-01"),
    ("guid: a", lambda read: read.checked("id", _refuse), "", "'guid' is refused: a"),
]


def _refuse(text: str) -> str:
    raise ValueError(f"is refused: {text}")


@pytest.mark.parametrize(("text", "read_value", "nothing", "expected"), READINGS, ids=[row[0] for row in READINGS])
def test_a_misfit_is_noted_and_reading_goes_on(
    text: str, read_value: Callable[[Keys], Any], nothing: object, expected: str
) -> None:
    """The problem carries the name that was written and its line; the value is the empty one."""
    read = keys(f"# a note\n{text}")
    assert read_value(read) == nothing
    assert len(read.problems) == 1
    assert problems(read)[0].startswith(f"posts/rest.md:3: {expected}")


def test_a_complaint_about_a_missing_key_points_at_the_top() -> None:
    """Where there is no line to show, the file's first one is shown."""
    read = keys("date: 2024-05-01")
    read.complain("title", "has no title")
    assert problems(read) == ["posts/rest.md:1: has no title"]


@pytest.mark.parametrize("written", ["", "''"])
def test_nothing_is_not_checked(written: str) -> None:
    """An empty value is no wrong one."""
    assert keys(f"id: {written}").checked("id", _refuse) == ""
