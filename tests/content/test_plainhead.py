"""The quick reading of front matter never differs from the slow one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content import plainhead, yamlhead
from publisher.errors import ContentError

LETTERS = st.text(
    st.sampled_from("abzA9 _-:#,.'\"[]{}&*!?%@|>~\\/=$`+()…’“é針🙂\t\u0301\u2028\u00a0\ufeff"), max_size=12
)
VALUES = st.one_of(
    LETTERS,
    LETTERS.map(lambda text: f'"{text}"'),
    LETTERS.map(lambda text: f"'{text}'"),
    st.lists(LETTERS | LETTERS.map(lambda text: f"'{text}'") | LETTERS.map(lambda text: f'"{text}"')).map(
        lambda items: f"[{', '.join(items)}]"
    ),
    st.sampled_from(["null", "~", "NULL", "'null'", "2024-05-01 10:00:00 +0100", "no", "1e3", "a:b", "a: b", "a #b"]),
    st.text(max_size=8),
)
KEYS = st.sampled_from(["title", "a", "date", "Title", "x-y", "b_c", "9", "", "a b", "'a'", "<<", " a", "null", "?"])
LINES = st.tuples(KEYS, st.sampled_from([": ", ":", ":  ", " : "]), VALUES, st.sampled_from(["", " ", "\t"])).map(
    "".join
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(LINES | st.sampled_from(["", "# note", "- a", "  - a", "---"]), max_size=5))
def test_what_is_read_quickly_is_read_right(lines: list[str]) -> None:
    """Whatever the quick reader takes, PyYAML reads as the same values on the same lines."""
    head = "".join(f"{line}\n" for line in lines)
    quick = plainhead.read(head)
    if quick is not None:
        assert quick == yamlhead._read_any("posts/rest.md", head)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        pytest.param("On rest, and why it's good – part 2", "On rest, and why it's good – part 2", id="sentence"),
        pytest.param("2024-05-01 10:00:00 +0100", "2024-05-01 10:00:00 +0100", id="moment"),
        pytest.param("https://example.com/a?b=c&d=%20", "https://example.com/a?b=c&d=%20", id="address"),
        pytest.param('"Rest: a plan #1"', "Rest: a plan #1", id="quotation marks"),
        pytest.param("''", "", id="empty quotation marks"),
        pytest.param("[rest, 'a, b', \"C#\", 2025]", ["rest", "a, b", "C#", "2025"], id="list"),
        pytest.param("針灸 и покой", "針灸 и покой", id="other scripts"),
    ],
)
def test_usual_lines_are_read_quickly(line: str, value: object) -> None:
    """What most posts begin with needs no YAML reader."""
    assert plainhead.read(f"a: {line}\nb: yes\n") == ({"a": value, "b": "yes"}, {"a": 2, "b": 3})


@pytest.mark.parametrize(
    "head",
    [
        "a: b: c\n",
        "a: b #c\n",
        "a: &x b\n",
        "a: 'it''s'\n",
        'a: "\\x41"\n',
        "a: b\na: c\n",
        "a:\n  - b\n",
        "a: |\n  b\n",
    ],
)
def test_the_rest_is_left_to_yaml(head: str) -> None:
    """Doubtful lines are not guessed at."""
    assert plainhead.read(head) is None


@pytest.mark.parametrize("head", ["a: [" + "a, " * 20_000, "a: " + "b " * 30_000 + ":\n", "a: '" + "b" * 60_000 + "\n"])
def test_a_long_line_is_read_to_its_end(head: str) -> None:
    """No line made for it keeps the reader busy."""
    try:
        yamlhead.read("posts/rest.md", head)
    except ContentError:
        return
