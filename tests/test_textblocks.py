"""The words of a post, as another parser finds them too."""

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.addresses import Addresses
from publisher.content.nearby import Files
from publisher.content.sanitise import sanitise
from publisher.textblocks import bare_text, blocks, images, paragraphs, unescaped

URL = "https://blog.example.com/rest/"


@pytest.mark.parametrize(
    ("html", "texts", "running"),
    [
        pytest.param("<p>a <b>b</b>\nc</p>\n<p>d</p>", ["a b c", "d"], ["a b c", "d"], id="paragraphs"),
        pytest.param("<p>a<br>b</p>", ["a b"], ["a b"], id="line break"),
        pytest.param("<ul><li>a<ul><li>b</li></ul>c</li></ul>d", ["a", "b", "c", "d"], ["d"], id="lists"),
        pytest.param("<pre><code> a\n  b\n</code></pre>", [" a\n  b"], [], id="code keeps its lines"),
        pytest.param("<p>a<del>b <i>c</i></del>d<s>e</s></p>", ["ad"], ["ad"], id="struck out"),
        pytest.param(
            '<p>a<sup class="footnote-ref"><a href="x" class="footnote-ref">1</a></sup>b<a href="y">c</a></p>',
            ["abc"],
            ["abc"],
            id="mark of a note",
        ),
        pytest.param('<code class="footnote-ref-x">a</code>', ["a"], ["a"], id="another class"),
        pytest.param(
            "a<hr>b<p>c&nbsp;&amp;lt; &lt;d&gt;</p>",
            ["a", "b", "c &lt; <d>"],
            ["a", "b", "c &lt; <d>"],
            id="references",
        ),
        pytest.param("<blockquote><p>a</p></blockquote><div><p>b</p></div>", ["a", "b"], ["b"], id="quotation"),
        pytest.param("\n \n", [], [], id="nothing"),
    ],
)
def test_blocks(html: str, texts: list[str], running: list[str]) -> None:
    """Blocks apart, and what of them is running text."""
    assert [block.text for block in blocks(html)] == texts
    assert list(paragraphs(html)) == running


def test_images() -> None:
    """Address and description as they are, not as they are written."""
    html = '<p><img src="/a?b=1&amp;c=2" alt="&quot;A&quot; &lt;b&gt;"><img alt="none"><img src="/d"></p>'
    assert images(html) == (("/a?b=1&c=2", '"A" <b>'), ("/d", ""))


def test_text_of_a_piece() -> None:
    """Tags go, even with a bracket in an attribute."""
    assert bare_text('<b title="a>b">c</b> &amp;amp; d') == "c &amp; d"
    assert unescaped("&quot;&amp;quot;&nbsp;") == '"&quot;\u00a0'


TAGS = "p b a br img pre code ul li table tr td div blockquote h2 hr sup q ruby rt".split()
HTML = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
        st.sampled_from(
            [
                '<img src="/a" alt="x>y">',
                '<a title="<b>&quot;">',
                "&lt;",
                "&amp;amp;",
                "&nbsp;",
                "\n",
                "  ",
                "<",
                ">",
                "<!--",
                "-->",
            ]
        ),
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=4),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=500, deadline=None)
@given(HTML)
def test_another_parser_finds_the_same_words(html: str) -> None:
    """lxml reads the same letters out of what the sanitiser gave, in the same order.

    Nothing is struck out here: libxml2 does not read `<s><p>` as HTML does.
    """
    clean = sanitise(html, Addresses(url=URL, prefix="r-", files=Files(home=URL)))
    tree = lxml.html.fragment_fromstring(clean, create_parent="div")
    letters = "".join("".join(tree.itertext()).split())
    assert "".join("".join(block.text for block in blocks(clean)).split()) == letters
    assert [src for src, _ in images(clean)] == [img.get("src") for img in tree.iter("img") if img.get("src")]
