"""The text part of any post says all that its html says: rules T1 to T4, on posts that nobody wrote."""

import re
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import fromstring

from publisher.content.posts import read
from publisher.newsletter.body import for_mail
from publisher.newsletter.mailable import mailable
from publisher.newsletter.plaintext import plain_text
from publisher.newsletter.wrapping import WIDTH, columns
from tests.conftest import make_site

# Each word stands once, so that one that is lost or said twice is seen; X is its number.
_PIECES = st.sampled_from(
    [
        *("wordX",) * 8,
        "Überwordäußerst-wordX",
        "*wordX*",
        "**wordX**ish",
        "~~wordX~~",
        "[wordX wordX](https://example.org/X/)",
        f"[wordX](/X/{'on-and-on/' * 9})",
        "[wordX](mailto:x@example.org)",
        f"<https://example.org/X/{'long/' * 20}>",
        "https://example.org/X",
        "![wordX](https://example.org/X.jpg)",
        "![wordX](https://example.org/X.svg)",
        "`wordX`",
        "<q>wordX</q>",
        "\\* wordX &amp; &lt;wordX&gt;",
        "休wordX。",
        "وwordX",
        "👩\u200d⚕️wordX",
        "a\\\nwordX",
    ]
)
_RUNNING = st.lists(_PIECES, min_size=1, max_size=16).map(" ".join)
_CODE = st.lists(st.sampled_from(["wordX  wordX", "    " + "wordX " * 20, ""]), min_size=1, max_size=3)
_LEAVES = st.one_of(
    _RUNNING,
    _RUNNING.map(lambda words: f"## {words.replace(chr(10), ' ')}"),
    _CODE.map(lambda lines: "\n".join(["```", *lines, "```"])),
    st.integers(1, 7).map(
        lambda wide: "\n".join(["|" + "wordX|" * wide, "|" + "-|" * wide, "|wordX wordX" * wide + "|"])
    ),
    st.just("---"),
    st.just('<iframe src="https://video.example.org/X"></iframe>'),
)


def _indented(first: str, other: str, blocks: list[str]) -> str:
    lines = "\n\n".join(blocks).split("\n")
    return "\n".join(f"{other if number else first}{line}" for number, line in enumerate(lines))


_BLOCKS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda blocks: _indented("> ", "> ", blocks)),
        st.lists(inner, min_size=1, max_size=3).map(lambda blocks: _indented("- ", "  ", blocks)),
        st.lists(inner, min_size=1, max_size=3).map(lambda blocks: _indented("7. ", "   ", blocks)),
    ),
    max_leaves=8,
)
_POSTS = st.lists(_BLOCKS, min_size=1, max_size=4).map("\n\n".join)


def _numbered(markdown: str) -> str:
    numbers = count(100)
    return re.sub("X", lambda _: f"{next(numbers)}", markdown)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_POSTS)
def test_any_post_reads_as_text(markdown: str) -> None:
    """Every word and every link of the html is there, each link on one line; no line is long but a word or code.

    (T1, T2, T4; letter inputs 2 to 5, 7, 8, 20, 28)
    """
    head = "---\ntitle: Rest\ndate: 2024-03-04\n---\n\n"
    post = read("posts/rest.md", f"{head}{_numbered(markdown)}\n".encode(), make_site()).post
    sent = mailable(post.html, post.assets)
    html, text = fromstring(f"<div>{for_mail(sent)}</div>"), plain_text(sent)
    lines = text.split("\n")
    for word in re.findall(r"word\d+", "".join(map(str, html.itertext()))):
        assert word in text
    for image in html.iter("img"):
        assert f"[Image: {image.get('alt')}]" in re.sub(r"\s+[> ]*", " ", text)
    for link in html.iter("a"):
        address = link.get("href", "").removeprefix("mailto:")
        assert any(address in line for line in lines)
    written = fromstring(f"<div>{sent}</div>").iter("pre")
    code = {line.strip("\n") for block in written for line in "".join(map(str, block.itertext())).split("\n")}
    for line in lines:
        bare = re.sub(r"^(?:[> ]|- |\d+\. )*", "", line)
        assert columns(line) <= WIDTH or " " not in re.sub(r"^\[\d+\] ", "", bare) or _is_code(line, code)
        assert line == line.rstrip() or _is_code(line, code)
    assert not re.search("[\u00ad\u200b\u2060\ufeff]", text)


def _is_code(line: str, code: set[str]) -> bool:
    return any(part and line.endswith(part) for part in code)
