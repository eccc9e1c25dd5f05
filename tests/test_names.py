import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.names import file_name, language_name, same_name


# feed practice E3; hostile input 30
def test_tags_that_differ_have_files_that_differ() -> None:
    """What is left of two tags in plain letters may be the same, their names never are."""
    tags = [
        "C",
        "C++",
        "C#",
        "chinese medicine",
        "chinese-medicine",
        "chinese, medicine",
        "a/b",
        "a b",
        "ä b",
        "漢",
        "字",
    ]
    tags += ["../x", "x", "...", "con", "Busse", "Buße", "c 2421123ec6", "7", "x" * 300, "x" * 301]
    assert len({file_name(tag) for tag in tags}) == len(tags)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rest", "rest"), ("ÉTÉ", "e\u0301te\u0301"), (" a  b\n", "a b"), ("a\u202eb", "ab")],
)
def test_spellings_of_one_tag_have_one_file(one: str, other: str) -> None:
    """Case, composed and decomposed accents, white space and marks of direction make no second tag."""
    assert same_name(one) == same_name(other)
    assert file_name(one) == file_name(other)


def test_plain_words_can_be_read_in_an_address() -> None:
    """Only what is not plain carries a digest, the same one in every build."""
    assert [file_name(tag) for tag in ("Rest", "Chinese Medicine", "C++", "漢")] == [
        "rest",
        "chinese-medicine",
        "c-2421123ec6",
        "94751906f7",
    ]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=80) | st.text(alphabet="ab1-+ ", max_size=6), max_size=20))
def test_any_tags_have_safe_names_and_only_twins_share_one(tags: list[str]) -> None:
    """Whatever people write: a short lower-case file name, one for each tag."""
    names = {same_name(tag): file_name(tag) for tag in tags}
    assert len(set(names.values())) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and len(name) <= 71 for name in names.values())


@pytest.mark.parametrize("device", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_no_file_is_named_like_a_device(device: str) -> None:
    """Windows could not unpack the site."""
    assert file_name(device) != device


def test_languages_are_named_in_their_own_words() -> None:
    """As whoever reads it looks for it; a region stands in brackets, an unknown one keeps its code."""
    named = {code: language_name(code) for code in ("de", "pt-BR", "sr-Latn-RS", "tlh")}
    assert named == {"de": "Deutsch", "pt-BR": "Português (BR)", "sr-Latn-RS": "Српски (Latn-RS)", "tlh": "tlh"}
    assert all(unicodedata.is_normalized("NFC", name) for name in named.values())
