"""Front matter comes back as written, or as a complaint that names file and line."""

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.frontmatter import split
from publisher.errors import ContentError

SOURCE = "posts/rest.md"


def head(text: str, fence: str = "---") -> str:
    return f"{fence}\n{text}\n{fence}\nRest well.\n"


def values(text: str, fence: str = "---") -> dict[str, Any]:
    return split(SOURCE, head(text, fence)).values


def complaint(text: str) -> str:
    with pytest.raises(ContentError) as refused:
        split(SOURCE, text)
    return str(refused.value)


@pytest.mark.parametrize("fence", ["---", "+++"], ids=["YAML", "TOML"])
def test_body_begins_after_the_closing_fence(fence: str) -> None:
    """The body is what follows, with the line of the file on which it begins."""
    sign = ":" if fence == "---" else " ="
    found = split(SOURCE, f'{fence}  \ntitle{sign} "Rest"\n{fence}\t\n\nRest.\n{fence}\nMore.\n')
    assert (found.values, found.lines) == ({"title": "Rest"}, {"title": 2})
    assert (found.body, found.body_line) == (f"\nRest.\n{fence}\nMore.\n", 4)


@pytest.mark.parametrize(
    "text", ["", "Rest well.\n", "# Rest\n\n---\n", "----\na: 1\n----\n", "--- a\n---\n", "\n---\na: 1\n---\n"]
)
def test_without_front_matter_all_is_body(text: str) -> None:
    """A rule across the page or a heading opens no front matter."""
    found = split(SOURCE, text)
    assert (found.values, found.body, found.body_line) == ({}, text, 1)


@pytest.mark.parametrize("text", ["", "# a comment only", "\n\n"])
def test_empty_front_matter(text: str) -> None:
    """Nothing between the fences is no mistake."""
    assert values(text) == {}


def test_front_matter_may_end_the_file() -> None:
    """A closing fence needs no line end."""
    assert split(SOURCE, "---\ntitle: Rest\n---").body == ""


@pytest.mark.parametrize(
    "written",
    ["2025", "2024-05-01", "no", "yes", "true", "on", "1.0", "0x1F", "1_000", "12:30", ".nan", "007", "=", "1e3"],
)
def test_a_yaml_scalar_stays_the_text_it_is(written: str) -> None:
    """No title turns into a year, a number or a no."""
    assert values(f"title: {written}\ntags: [{written}]") == {"title": written, "tags": [written]}


@pytest.mark.parametrize("written", ["null", "~", "Null"])
def test_null_is_a_word_in_a_list_and_in_quotation_marks(written: str) -> None:
    """Where a value cannot be meant to be missing it is text."""
    assert values(f"title: '{written}'\ntags: [{written}]") == {"title": written, "tags": [written]}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_a_key_without_a_value_is_left_out(written: str) -> None:
    """An empty field of a form is no field, also inside a table."""
    assert values(f"image: {written}\nauthor:\n  name: {written}\n  url: /me/") == {"author": {"url": "/me/"}}


def test_empty_quotation_marks_are_a_value() -> None:
    """What is quoted was meant."""
    assert values("title: ''") == {"title": ""}


@pytest.mark.parametrize(
    ("text", "body_line"),
    [
        pytest.param('{\n  "title": "Rest",\n  "tags": ["a", 2]\n}\n\nWell.\n', 4, id="in braces, as Hugo has it"),
        pytest.param('---json\n{"title": "Rest", "tags": ["a", 2]}\n---\nWell.\n', 4, id="between fences"),
    ],
)
def test_json(text: str, body_line: int) -> None:
    """JSON is front matter too; an empty value is no value."""
    found = split(SOURCE, text)
    assert (found.values, found.body.strip(), found.body_line) == (
        {"title": "Rest", "tags": ["a", 2]},
        "Well.",
        body_line,
    )


def test_lines_of_json_keys() -> None:
    """A key stands where the editor shows it."""
    assert split(SOURCE, '{\n"a": null,\n"b": 1\n}\n').lines == {"b": 3}


@pytest.mark.parametrize("text", ["{{< x >}}\n", "{% x %}\n", "{: .a}\n", "{ braces }\n", "{}\n", "{'a': 1}\n"])
def test_braces_alone_are_no_front_matter(text: str) -> None:
    """Code of other tools begins a post, not its head."""
    assert split(SOURCE, text).body == text


@pytest.mark.parametrize("fence", ["---", "..."])
def test_yaml_may_end_with_dots(fence: str) -> None:
    """YAML's own end of a document will do."""
    assert split(SOURCE, f"---\ntitle: Rest\n{fence}\nWell.").body == "Well."


@pytest.mark.parametrize("word", ["yaml", "yml", "toml"])
def test_the_opening_fence_may_name_its_language(word: str) -> None:
    """Eleventy's users write so."""
    sign = "=" if word == "toml" else ":"
    assert split(SOURCE, f"---{word}\ntitle {sign} 'Rest'\n---\n").values == {"title": "Rest"}


def test_header_lines() -> None:
    """Pelican's posts have no fences: the first empty line ends the header."""
    found = split(SOURCE, "Title: Rest: a plan\nDate: 2010-12-03 10:20\nTags: a, b\nSummary: One,\n    two.\n\nWell.\n")
    assert found.values == {
        "title": "Rest: a plan",
        "date": "2010-12-03 10:20",
        "tags": "a, b",
        "summary": "One,\ntwo.",
    }
    assert found.lines == {"title": 1, "date": 2, "tags": 3, "summary": 4}
    assert (found.body, found.body_line) == ("Well.\n", 7)


@pytest.mark.parametrize(
    "text",
    [
        "Note: we are closed.\n\nTitle: x\n",
        "Title\n\nx",
        "Title: Rest\nand more words\n\nx",
        "    Title: x\n\ny",
        "See: https://example.com\n",
        "Title of: it\n\n",
    ],
)
def test_a_sentence_with_a_colon_is_no_header(text: str) -> None:
    """Only lines of keys, a title or a date among them, are one."""
    assert split(SOURCE, text).body == text


def test_a_header_may_be_all() -> None:
    """A file may end with its header; an empty value is no value."""
    found = split(SOURCE, "Title: Rest\nSlug:")
    assert (found.values, found.body) == ({"title": "Rest"}, "")


def test_keys_are_read_in_lower_case() -> None:
    """`Title` and `title` are one key, also to the list of lines."""
    found = split(SOURCE, head("Title: Rest\nDATE: 2024-05-01"))
    assert found.values == {"title": "Rest", "date": "2024-05-01"}
    assert found.lines == {"title": 2, "date": 3}


def test_lines_of_yaml_keys() -> None:
    """A key after a long value or a comment stands where the editor shows it."""
    found = split(SOURCE, head("a: |\n  one\n  two\n\n# note\nb:\n  - x\n  - y\nc: 'z'"))
    assert found.lines == {"a": 2, "b": 7, "c": 10}


def test_lines_of_toml_keys() -> None:
    """So does a key after a long string, and a key in a table counts for the table."""
    found = split(SOURCE, head('a = """\none = 1\n"""\nb = 2\n[Social]\nx = "Rest"', "+++"))
    assert found.lines == {"a": 2, "b": 5, "social": 6}


def test_toml_keeps_its_types() -> None:
    """A TOML date is a date; quotation marks say what is text."""
    assert values('date = 2024-05-01\ndraft = true\ntitle = "2025"', "+++") == {
        "date": date(2024, 5, 1),
        "draft": True,
        "title": "2025",
    }


@pytest.mark.parametrize(
    "text", ["tags:\n  - rest\t\n  - sleep", "tags:\t[rest,\tsleep]", "tags:\n- rest\t# a note\n- sleep"]
)
def test_tabs_around_yaml_values(text: str) -> None:
    """Tabs that editors leave at the end of a line do no harm."""
    assert values(text) == {"tags": ["rest", "sleep"]}


def test_tags_of_yaml_do_nothing() -> None:
    """A type written in the file makes no object; its text stays text."""
    assert values("a: !!python/object/apply:os.system ['echo']\nb: !!int '3'") == {"a": ["echo"], "b": "3"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "---\ntitle: Rest\n", ":1: the front matter is never closed; end it with a line of ---", id="open"
        ),
        pytest.param("+++\n", ":1: the front matter is never closed; end it with a line of +++", id="TOML open"),
        pytest.param("---\na: 1\n+++\n", ":1: the front matter is never closed", id="other fence"),
        pytest.param(head("a: " + "b" * 70_000), ":1: the front matter is longer than 64 KiB", id="too long"),
        pytest.param(head("a: 1\nb: [1"), ":4: the front matter is not valid YAML: ", id="open list"),
        pytest.param(head("title: Rest: a plan"), ":2: the front matter is not valid YAML: mapping values", id="colon"),
        pytest.param(head("a: 1\n\tb: 2"), ":3: the front matter is not valid YAML: found a tab", id="tab"),
        pytest.param(head("a: '1"), ":3: the front matter is not valid YAML: ", id="open quotation"),
        pytest.param(head('a: 1\nb: "\\ud800"'), ":3: the front matter is not valid YAML: ", id="half a character"),
        pytest.param(head("a: \x08"), ":1: the front matter is not valid YAML: ", id="control character"),
        pytest.param(head("- a\n- b"), ":2: the front matter must be lines of 'key: value'", id="list"),
        pytest.param(head("rest"), ":2: the front matter must be lines of 'key: value'", id="word"),
        pytest.param(head("a: 1\nb: 2\na: 3"), ":4: the front matter has the key 'a' twice", id="doubled"),
        pytest.param(head("a:\nb: 2\na: 3"), ":4: the front matter has the key 'a' twice", id="doubled and empty"),
        pytest.param(head("c:\n  a: 1\n  a: 2"), ":4: the front matter has the key 'a' twice", id="doubled inside"),
        pytest.param(
            head("Title: 1\ntitle: 2"), ":3: the front matter has the key 'title' twice", id="doubled by case"
        ),
        pytest.param(head("? [a, b]\n: 1"), ":2: the front matter has a list or a table as a key", id="list as key"),
        pytest.param(head("a: &x [1]\nb: *x"), ":3: the front matter uses an alias", id="alias"),
        pytest.param(head("a: &x 1\nb: *x"), ":3: the front matter uses an alias", id="alias of a text"),
        pytest.param(head("a: &x [*x]"), ":2: the front matter uses an alias", id="alias of itself"),
        pytest.param(head("a: 1\nb: " + "[" * 60_000), ":3: the front matter is nested too deep", id="brackets"),
        pytest.param(head("a:\n  " + "- " * 30_000), ":3: the front matter is nested too deep", id="dashes"),
        pytest.param(head("a: " + "{a: " * 15_000), ":2: the front matter is nested too deep", id="braces"),
        pytest.param(head("? " * 30_000), ":2: the front matter is nested too deep", id="question marks"),
        pytest.param(
            head("a = 1\nb = ", "+++"), ":3: the front matter is not valid TOML: Invalid value", id="no value"
        ),
        pytest.param(head("a = 1\na = 2", "+++"), ":3: the front matter is not valid TOML: ", id="TOML doubled"),
        pytest.param(
            head("Title = 1\ntitle = 2", "+++"), ":3: the front matter has the key 'title' twice", id="TOML by case"
        ),
        pytest.param(head("a = 2024-13-45", "+++"), ":2: the front matter is not valid TOML: ", id="no TOML date"),
        pytest.param(
            head("a = " + "[" * 30_000, "+++"), ":2: the front matter is not valid TOML: it is nested", id="TOML ["
        ),
        pytest.param(
            head("a = " + "9" * 5_000, "+++"), ":2: the front matter is not valid TOML: ", id="endless number"
        ),
        pytest.param(head("b = 1\na = 0x" + "f" * 5_000, "+++"), ":3: 'a' is nested too deep or a", id="huge number"),
        pytest.param(head("b = 1\na." + "a." * 50 + "a = 1", "+++"), ":3: 'a' is nested too deep", id="dots"),
        pytest.param(head("a = " + "[" * 50 + "]" * 50, "+++"), ":2: 'a' is nested too deep", id="fifty lists"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, expected: str) -> None:
    """File, line, and what is wrong there; no input ends the process. (R17; fault: YAML bomb)"""
    assert complaint(text).startswith(SOURCE + expected)


@pytest.fixture
def without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose PyYAML is pure Python."""
    monkeypatch.delattr(yaml, "CBaseLoader")


@pytest.mark.usefixtures("without_libyaml")
def test_pure_reader_gives_the_same() -> None:
    """Values and lines do not depend on libyaml."""
    found = split(SOURCE, head("Title: 2025\ntags:\n  - no\n  - ''\nimage: ~\nsocial: {x: 'a'}"))
    assert found.values == {"title": "2025", "tags": ["no", ""], "social": {"x": "a"}}
    assert found.lines == {"title": 2, "tags": 3, "image": 6, "social": 7}


@pytest.mark.usefixtures("without_libyaml")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1\nb: " + "[" * 2_000, ":3: the front matter is nested too deep", id="brackets"),
        pytest.param('a: "\\UFFFFFFFF"', ":1: the front matter holds an escape for no character", id="no character"),
        pytest.param("a: b\t\n- c", ":2: the front matter is not valid YAML: ", id="tab"),
    ],
)
def test_pure_reader_complains_too(text: str, expected: str) -> None:
    """What the pure reader cannot take is named in the same way."""
    assert complaint(head(text)).startswith(SOURCE + expected)


LINES = st.sampled_from(
    [
        "title: Rest",
        "a: [1, 2]",
        "- a",
        "  b: |",
        "&x",
        "*x",
        "{",
        "]",
        "? c",
        ": d",
        '"',
        "'",
        "\t",
        "# e",
        "!t",
        "%",
        "a.b=1",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["---", "+++"]), st.text() | st.lists(LINES).map("\n".join))
def test_any_front_matter_is_values_or_a_complaint(fence: str, text: str) -> None:
    """Nothing but `ContentError` escapes, whatever stands between the fences."""
    try:
        found = split(SOURCE, head(text, fence))
    except ContentError:
        return
    assert found.values.keys() <= found.lines.keys()


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_split_or_refused(text: str) -> None:
    """A file that is no post at all raises nothing else either."""
    try:
        assert text.endswith(split(SOURCE, text).body)
    except ContentError:
        return
