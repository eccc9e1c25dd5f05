"""Code in Markdown is known by its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.codemask import CodeMask

X = pytest.mark.parametrize(
    ("markdown", "is_code"),
    [
        pytest.param("a X b", False, id="words"),
        pytest.param("a `X` b", True, id="span"),
        pytest.param("a ``X ` b``", True, id="span of two"),
        pytest.param("a `b `` X", False, id="runs that do not match"),
        pytest.param("a \\`X` b", False, id="escaped"),
        pytest.param("`a\n\nX` b", False, id="a span ends with its paragraph"),
        pytest.param("`a\nX` b", True, id="over a line end"),
        pytest.param("```\nX\n```", True, id="fence"),
        pytest.param("~~~ py\nX\n~~~", True, id="tildes"),
        pytest.param("````\n```\nX\n````", True, id="fence in a longer one"),
        pytest.param("```\na\n```\nX", False, id="behind a fence"),
        pytest.param("```\nX", True, id="fence never closed"),
        pytest.param("- ```\n  X\n  ```", True, id="fence in a list"),
        pytest.param("> ```\n> X\n> ```\n", True, id="fence in a quotation"),
        pytest.param("a\n\n    X", True, id="indented"),
        pytest.param("    X", True, id="indented at the top"),
        pytest.param("a\n    X", False, id="indented, but in a paragraph"),
        pytest.param("- a\n\n    X", False, id="paragraph of a list item"),
        pytest.param("- a\n\nb\n\n    X", True, id="indented after a list"),
        pytest.param("a\n\n\tX", True, id="indented by a tab"),
        pytest.param("    a\n\n    X", True, id="indented, second part"),
    ],
)


@X
def test_where_code_is(markdown: str, is_code: bool) -> None:
    """Fences, indented blocks and spans, as CommonMark has them."""
    assert bool(CodeMask(markdown).end_of_code(markdown.index("X"))) is is_code


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["`", "``", "```\n", "~~~\n", "a", " ", "\n", "    ", "- ", "\\"])).map("".join))
def test_any_text_has_places_in_order(markdown: str) -> None:
    """Spans lie within the text, one behind the other."""
    mask = CodeMask(markdown)
    for place in range(len(markdown)):
        end = mask.end_of_code(place)
        assert end == 0 or place < end <= len(markdown) + 1
