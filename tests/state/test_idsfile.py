"""config/ids.toml: lines for people and git, read fast, and never misread."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.errors import SettingsError
from publisher.layout import IDS_FILE
from publisher.state.identity import Identity
from publisher.state.idsfile import Kept, contradicted, dumps, loads, unsaved
from publisher.state.idslines import read_quickly
from tests.state.claiming import listed

FIRST = "2024-03-04T09:00:00+00:00"
REST = Identity(
    post_id="https://blog.example.com/?p=1",
    path="posts/rest.md",
    url="https://blog.example.com/rest/",
    words="aa",
    title="bb",
    published_s=1709528400,
    first_public=FIRST,
)
SLEEP = REST._replace(
    post_id="https://blog.example.com/sleep/", url="https://blog.example.com/sleep/", path="posts/s.md", words=""
)
GIVEN_UP = Identity("tag:example.com,2020:x", "", "", "", "", 0, "1970-01-01T00:00:00+00:00", is_gone=True)
KEPT = Kept([REST, SLEEP, GIVEN_UP], {"https://blog.example.com/old/": REST.post_id}, [(1, 1709528400, REST.post_id)])

LINES = """\

[ids]
"https://blog.example.com/?p=1" = { file = "posts/rest.md", address = "https://blog.example.com/rest/", \
date = 2024-03-04T05:00:00Z, public = 2024-03-04T09:00:00Z, title = "bb", words = "aa" }
"https://blog.example.com/sleep/" = { file = "posts/s.md", \
date = 2024-03-04T05:00:00Z, public = 2024-03-04T09:00:00Z, title = "bb", words = "" }
"tag:example.com,2020:x" = {}

[moved]
"https://blog.example.com/old/" = "https://blog.example.com/?p=1"

[archives]
1 = { date = 2024-03-04T05:00:00Z, post = "https://blog.example.com/?p=1" }
"""


def test_file_says_what_it_is_and_holds_a_line_a_post() -> None:
    """Whoever meets it in a folder or a merge can tell what it is for."""
    comment, lines = dumps(KEPT).decode().split("\n\n", 1)
    assert all(line.startswith("# ") for line in comment.splitlines())
    assert "publisher ids --save" in comment
    assert f"\n{lines}" == LINES


def test_same_bytes_whatever_the_order() -> None:
    """A save without news changes no line."""
    turned = Kept(KEPT.identities[::-1], KEPT.former_urls, KEPT.archive_starts)
    assert dumps(turned) == dumps(KEPT)


def test_file_reads_as_it_was_written() -> None:
    """Both ways to read it find the same: the quick one, and one that knows all of TOML."""
    assert loads(dumps(KEPT)) == KEPT
    spaced = dumps(KEPT).replace(b"= {", b"=  {")
    assert read_quickly(spaced.decode()) is None
    assert loads(spaced) == KEPT


def test_post_without_its_file_is_written_without_it() -> None:
    """Nobody who reads the line takes a later post in that file for it."""
    line = dumps(Kept([SLEEP._replace(is_gone=True)], {}, []))
    assert b'{ file = "", date' in line
    assert loads(line).identities == [SLEEP._replace(path="", is_gone=True)]


def test_empty_book_gives_a_file_that_can_be_read() -> None:
    """A site without a post."""
    assert loads(dumps(Kept([], {}, []))) == Kept([], {}, [])


STRINGS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(post_id=STRINGS, path=STRINGS, address=STRINGS)
def test_any_text_survives(post_id: str, path: str, address: str) -> None:
    """Ids of other systems are kept character by character, and the quick reader agrees with the thorough one."""
    kept = Kept([REST._replace(post_id=post_id, path=path, url=address)], {address: post_id}, [(1, 0, post_id)])
    text = dumps(kept).decode()
    assert loads(text.encode()) == kept
    quick = read_quickly(text)
    assert quick is None or quick == tomllib.loads(text)


@given(at=st.integers(0, len(LINES) - 1), put=st.text(max_size=3), drop=st.integers(0, 3))
def test_quick_reader_never_reads_what_the_thorough_one_would_not(at: int, put: str, drop: int) -> None:
    """After any small edit it finds the same tables, or leaves the text to the other."""
    edited = LINES[:at] + put + LINES[at + drop :]
    quick = read_quickly(edited)
    if quick is not None:
        found = tomllib.loads(edited)
        assert quick == {name: table for name, table in found.items() if table}


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_file_from_another_system_is_read(ending: str) -> None:
    """With a byte order mark, and with the line ends of Windows."""
    content = b"\xef\xbb\xbf" + dumps(KEPT).decode().replace("\n", ending).encode()
    assert loads(content) == KEPT


def test_hand_written_file_is_read() -> None:
    """Any TOML with the same content will do."""
    text = """
    ids."tag:example.com,2020:x" = {}
    [ids.'https://blog.example.com/?p=1']
    file = 'posts/rest.md'
    address = "https://blog.example.com/rest/"
    date = 2024-03-04T00:00:00-05:00
    public = 2024-03-04T09:00:00.75Z
    title = "bb"
    words = "aa"
    """
    assert loads(text.encode()).identities == [GIVEN_UP, REST]


def complaints(text: str) -> list[str]:
    """What is said of a file, each with its line."""
    with pytest.raises(SettingsError) as caught:
        loads(text.encode())
    assert {problem.source for problem in caught.value.problems} == {IDS_FILE}
    return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]


def test_unfinished_merge_is_named() -> None:
    """Git's marks in the file: the line of the first, and what to do."""
    text = LINES.replace('"tag:', '<<<<<<< HEAD\n"tag:').replace("\n[moved]", "=======\n>>>>>>> other\n[moved]")
    (complaint,) = complaints(text)
    assert complaint.startswith("5: a merge was not finished here: keep the posts of both sides, each once")


def test_id_that_stands_twice_is_named() -> None:
    """Both sides of a merge were kept, the same post in each."""
    (complaint,) = complaints(LINES.replace("\n[moved]", '"tag:example.com,2020:x" = {}\n[moved]'))
    assert complaint.startswith("6: is not valid TOML")


def test_table_that_stands_twice_is_named() -> None:
    """Two files were put one behind the other."""
    (complaint,) = complaints(LINES + '[ids]\n"x" = {}\n')
    assert complaint.startswith("12: is not valid TOML")


def test_file_with_two_ids_is_named() -> None:
    """Two sides of a merge gave one post two ids; both lines are named."""
    (complaint,) = complaints(LINES.replace("posts/s.md", "posts/rest.md"))
    assert complaint == "4: posts/rest.md has another id on line 3; keep one of them"


SLEEPS = "4: https://blog.example.com/sleep/: "


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param('file = "posts/s.md"', "file = 1", f"{SLEEPS}'file' must be text", id="no text"),
        pytest.param('file = "posts/s.md", ', "", f"{SLEEPS}'file' must be text", id="missing"),
        pytest.param(
            's.md", date = 2024-03-04T05:00:00Z', 's.md", date = 2024-03-04', f"{SLEEPS}'date' must", id="day"
        ),
        pytest.param(
            's.md", date = 2024-03-04T05:00:00Z',
            's.md", date = 2024-03-04T05:00:00',
            f"{SLEEPS}'date' needs a zone",
            id="zone",
        ),
        pytest.param("T05:00:00Z, public", "T05:00:61Z, public", "3: is not valid TOML", id="no date"),
        pytest.param('x" = {}', 'x" = 1', "5: tag:example.com,2020:x: 'file' must be text", id="no table"),
        pytest.param(
            '/old/" = "https', '/old/" = 1 # "https', "8: https://blog.example.com/old/: 'id' must be text", id="no id"
        ),
        pytest.param("\n1 = {", "\nx = {", "11: x: the number of an archive must be a whole one", id="no number"),
        pytest.param("[moved]", "[move]", "7: 'move' is no table of this file, which has [ids], [moved]", id="table"),
        pytest.param("\n[ids]", "x = 1\n[ids]", "1: 'x' is no table of this file", id="value"),
        pytest.param('x" = {}', 'x" = {', "5: is not valid TOML", id="TOML"),
    ],
)
def test_slip_is_named_with_its_line(old: str, new: str, complaint: str) -> None:
    """Hand edits happen; nothing is guessed, and nothing of a file with a slip is used."""
    assert complaints(LINES.replace(old, new, 1))[0].startswith(complaint)


def test_every_slip_is_named() -> None:
    """Not one after the other."""
    assert len(complaints(LINES.replace('words = "aa"', "words = 1").replace('words = ""', "words = 2"))) == 2


def test_file_that_is_not_utf8_is_named_with_its_byte() -> None:
    """No guessing, as with posts."""
    with pytest.raises(SettingsError, match=r"config/ids\.toml:2: is not UTF-8 at byte 6"):
        loads(b"[ids]\n\xff")


@pytest.mark.parametrize("second", [-62135596800, -1, 0, 253402300799])
def test_any_year_survives(second: int) -> None:  # hostile input 14
    """A date of the year 1 or 9999 is written as TOML wants it."""
    kept = Kept([REST._replace(published_s=second)], {}, [])
    assert loads(dumps(kept)) == kept


def test_posts_without_a_line_are_warned_of(tmp_path: Path) -> None:
    """Somebody has to save and commit; it keeps nothing from being published."""
    path = tmp_path / "ids.toml"
    path.write_bytes(dumps(KEPT))
    new = [listed(name) for name in ("d", "a", "c", "b")]
    (problem,) = unsaved(path, [listed("s", id=SLEEP.post_id), *new])
    assert (problem.source, problem.is_warning) == (IDS_FILE, True)
    assert problem.text == (
        "does not have the ids of posts/a.md, posts/b.md, posts/c.md and 1 more: "
        "run 'publisher ids --save' and commit the file"
    )


def test_post_with_another_id_than_the_file_says_is_warned_of(tmp_path: Path) -> None:
    """Two machines gave it two ids; a person should know before one overwrites the other."""
    path = tmp_path / "ids.toml"
    path.write_bytes(dumps(KEPT))
    here = listed("rest", id="https://blog.example.com/rest/")
    (problem,) = contradicted(path, [here])
    assert list(unsaved(path, [here])) == []
    assert "gives posts/rest.md the id https://blog.example.com/?p=1, but" in problem.text
    assert "another one, https://blog.example.com/rest/." in problem.text
    assert problem.is_warning


def test_site_without_the_file_is_not_told_to_have_one(tmp_path: Path) -> None:
    """It is for those who want it."""
    assert list(unsaved(tmp_path / "ids.toml", [listed()])) == []
