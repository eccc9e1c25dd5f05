"""TOML is read with the line of every key, so that a complaint can point at it."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.tables import TableError, parse


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        pytest.param("a = 1\n\nb = 2", ("b",), 3, id="top"),
        pytest.param("# a = 1\na = 1", ("a",), 2, id="below a comment"),
        pytest.param("[t]\na = 1", ("t", "a"), 2, id="in a table"),
        pytest.param("\n[ t . u ] # note\n\n  a=1", ("t", "u", "a"), 4, id="in a table with spaces"),
        pytest.param("[t]\n[t.u]\na = 1", ("t", "u"), 2, id="table"),
        pytest.param("a.b . c = 1", ("a", "b", "c"), 1, id="dotted"),
        pytest.param("\n\"a.b\".'c d' = 1", ("a.b", "c d"), 2, id="quoted, with a dot inside"),
        pytest.param('["a.b"]\nc = 1', ("a.b", "c"), 2, id="quoted table"),
        pytest.param('["a]b"]\nc = 1', ("a]b", "c"), 2, id="bracket in a table's name"),
        pytest.param('"a\\"\\u0062" = 1', ('a"b',), 1, id="escapes"),
        pytest.param('"" = 1', ("",), 1, id="empty key"),
        pytest.param('a = """\nb = 0\n"""\nb = 1', ("b",), 4, id="after a long string"),
        pytest.param('a = """x \\""" \nb = 0 """""\nb = 1', ("b",), 3, id="after quotation marks in a long string"),
        pytest.param("a = '''\n[b]\n'''\nb = 1", ("b",), 4, id="after a literal string"),
        pytest.param("a = [\n  'x', # ]\n  [1,\n  2],\n]\nb = 1", ("b",), 6, id="after a long list"),
        pytest.param("a = [\n[1],\n]\nb = 1", ("b",), 4, id="after a list in a list"),
        pytest.param('a = "[" # {\nb = 1', ("b",), 2, id="after brackets that are text"),
        pytest.param("a = 'x\u2028y\x85z'\nb = 1", ("b",), 2, id="after a line separator in a string"),
        pytest.param("[[t]]\na = 1\n[[t]]\na = 2", ("t", "a"), 2, id="first of several tables"),
        pytest.param("[t]\r\na = 1\r\nb = 2\r\n", ("t", "b"), 3, id="Windows line ends"),
        pytest.param("t = {a = 1}", ("t", "a"), 1, id="nearest table around it"),
        pytest.param("[t]\na = 1", ("t", "missing", "deep"), 1, id="nearest table around what is missing"),
        pytest.param("a = 1\nt.u.b = 1", ("t",), 2, id="table that is only dotted"),
        pytest.param("a = 1\n[t.u]\nb = 1", ("t", "x"), 2, id="table that only holds another"),
        pytest.param("[t.u]\n[t]\na = 1", ("t",), 2, id="table opened after what it holds"),
        pytest.param("a = 1", ("b",), 0, id="nowhere"),
        pytest.param('a = """\nb = 0\n"""', ("b",), 0, id="not inside a string"),
    ],
)
def test_line(text: str, path: tuple[str, ...], line: int) -> None:
    """The line is the one an editor shows, or 0 where the key is not written."""
    assert parse(text).line(*path) == line


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("a = 1\nb = \n", 2, "Invalid value", id="no value"),
        pytest.param("a = 1\na = 2\n", 2, "Cannot overwrite a value", id="doubled"),
        pytest.param("a = 1\n[b\n", 2, "Expected ']' at the end of a table declaration", id="open header"),
        pytest.param(
            'a = 1\n\nb = """x', 3, "Unterminated string (at end of document)", id="open to the end of the file"
        ),
        pytest.param("a = " + "[" * 20_000, 1, "it is nested too deep, or a number in it is too long", id="brackets"),
        pytest.param("a = " + "1" * 20_000, 1, "it is nested too deep, or a number in it is too long", id="digits"),
    ],
)
def test_what_is_no_toml(text: str, line: int, reason: str) -> None:
    """The error names the line and the reader's reason, once."""
    with pytest.raises(TableError) as refused:
        parse(text)
    assert (refused.value.line, str(refused.value)) == (line, reason)


@pytest.mark.parametrize(
    "value", ["[" + "1,\n" * 20_000 + "]", '"""' + "a = 1\n" * 20_000 + '"""'], ids=["list", "string"]
)
def test_a_long_value_is_read_to_the_end(value: str) -> None:
    """Twenty thousand lines of one value are counted."""
    assert parse(f"a = {value}\nb = 1").line("b") == 20_002


CONTROLS = [chr(code) for code in (*range(32), 127)]  # TOML has no place for them
KEYS = st.text(st.characters(codec="utf-8", exclude_characters=CONTROLS), max_size=5)
VALUES = st.sampled_from(
    ["1", "'''\n[x]\ny = 1\n'''", '"# ["', "[\n1, # ]\n2]", "{a = [1]}", '"""\n\\"""\n"""', "2024-05-01"]
)


def quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(KEYS, st.tuples(VALUES, st.sampled_from(["", "\n", "# [\n", "#'''\n"])), min_size=1))
def test_every_key_has_its_line(tables: dict[str, tuple[str, str]]) -> None:
    """Whatever the keys are called and whatever stands between them, each is found where it was written."""
    text, expected = "", {}
    for key, (value, between) in tables.items():
        text += between
        expected[key,] = text.count("\n") + 1
        text += f"{quoted(key)} = {value}\n"
    assert parse(text).lines == expected


@settings(max_examples=100, deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from(["a", "=", ".", "'", '"', "[", "]", "{", "}", "\n", "#", "1", " "])).map("".join)
)
def test_any_text_is_tables_or_an_error(text: str) -> None:
    """What the standard library reads is read, and everything else is a `TableError`."""
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(TableError):
            parse(text)
    else:
        assert parse(text).values == expected
