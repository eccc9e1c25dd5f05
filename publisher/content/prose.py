"""Markdown to safe HTML with absolute links, and the same tree as text; only import of comrak and markdown-it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from publisher.content.sanitise import TAGS, WITHOUT_CONTENT, sanitise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

_FOOTNOTE_MARKS = {"footnote-ref", "footnote-backref"}
_STRUCK_OUT = {"del", "s"}
_NO_TAG = re.compile(rf"<(?!/?(?:{'|'.join(sorted(TAGS | WITHOUT_CONTENT))})\b)")
_MARKUP = re.compile(r"[*_`\[<&\\~]")
_HEADING = re.compile(r"(</?h)([1-6])(?=[ >])")


@dataclass(frozen=True, kw_only=True)
class Prose:
    """A rendered body: safe `html` with absolute addresses, its plain `text` (blocks separated by a blank line),
    the text of its `paragraphs` outside lists, quotes, tables and notes, and the addresses of its `images` in order.
    """

    html: str
    text: str
    paragraphs: tuple[str, ...]
    images: tuple[tuple[str, str], ...]


def render(markdown: str, *, url: str, prefix: str) -> Prose:
    """Render CommonMark with tables, footnotes, strikethrough and task lists.

    `url` is the post's own address: relative links are read from it. `prefix` begins every id, because a feed reader
    shows many posts on one page. Raw HTML is sanitised; what is not allowed is dropped, never escaped into view.
    """
    return _read(_with_title_above(sanitise(_renderer()(markdown), url, prefix)))


def plain(markdown: str) -> str:
    """One line of Markdown, such as a title, as plain text: no marks, no tags, white space folded."""
    line = re.sub(r"^#+ +", "", " ".join(markdown.split()))
    if not _MARKUP.search(line):
        return line
    # what only looks like a tag ("Tea & <friends>") is words; a zero-width mark keeps "1. Sleep" from being a list
    prose = render("\u200b" + _NO_TAG.sub("&lt;", line), url="https://example.com/", prefix="")
    return " ".join(prose.text.replace("\u200b", "", 1).split())


def renderer_name() -> str:
    """Name and version of the Markdown renderer and sanitiser at hand: part of the key of every cached post."""
    engine = "comrak" if _renderer() is _comrak else "markdown-it-py"
    return f"{engine} {_version(engine)}, nh3 {_version('nh3')}"


@cache
def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)


@cache
def _renderer() -> "Callable[[str], str]":
    try:
        import comrak  # noqa: F401
    except ImportError:
        return _markdown_it
    return _comrak


def _comrak(markdown: str) -> str:
    import comrak

    extensions, rendering = comrak.ExtensionOptions(), comrak.RenderOptions()
    extensions.table = extensions.footnotes = extensions.strikethrough = extensions.tasklist = True
    rendering.unsafe_ = True  # raw HTML passes here because the sanitiser comes after it
    return comrak.render_markdown(markdown, extension_options=extensions, render_options=rendering)


def _markdown_it(markdown: str) -> str:
    return str(_markdown_it_parser().render(markdown))


@cache
def _markdown_it_parser():  # type: ignore[no-untyped-def]
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    # Like comrak and GitHub, one tilde strikes too, and a note is never written inside a sentence. What is nested
    # deeper than `maxNesting` is lost; the default is 20, and Python's stack ends before 400.
    options = {"strikethrough_single_tilde": True, "maxNesting": 100}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin, inline=False).use(tasklists_plugin)


def _with_title_above(html: str) -> str:
    """Headings one level down where the body has an h1 of its own: the title is the only h1 of a post."""
    if "<h1" not in html:
        return html
    return _HEADING.sub(lambda tag: f"{tag.group(1)}{min(int(tag.group(2)) + 1, 6)}", html)


# elements that begin and end a block of text; everything else flows inside one
_BLOCKS = {
    *("blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
# what stands in one of these is not the author's running text: a list, somebody else's words, figures, notes
_NOT_PROSE = _BLOCKS - {"p", "div"}


def _read(html: str) -> Prose:
    import lxml.html

    # huge_tree: the parser would otherwise drop what is nested deeper than 255 elements, silently
    parser = lxml.html.HTMLParser(huge_tree=True)
    tree = lxml.html.fragment_fromstring(html, create_parent="div", parser=parser)
    blocks = list(_text_blocks(tree))
    return Prose(
        html=html,
        text="\n\n".join(text for text, _ in blocks),
        paragraphs=tuple(text for text, is_prose in blocks if is_prose),
        images=tuple((str(img.get("src")), str(img.get("alt", ""))) for img in tree.iter("img") if img.get("src")),
    )


def _text_blocks(tree: "HtmlElement") -> "Iterator[tuple[str, bool]]":
    """Each block's text in order, and whether it is running text.

    Marks of footnotes are left out, and words that the author struck out: without their line they would be said again.
    """
    from lxml.etree import iterwalk

    pending: list[str] = []
    inside: list[str] = []
    walk = iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if element.tag in _BLOCKS:
            yield from _block(pending, inside)
            pending.clear()
        if event == "end":
            inside.pop()
            pending.append(element.tail or "")
            continue
        inside.append(element.tag)
        if element.get("class") in _FOOTNOTE_MARKS or element.tag in _STRUCK_OUT:
            walk.skip_subtree()
        else:
            pending.append("\n" if element.tag == "br" else element.text or "")


def _block(pending: list[str], inside: list[str]) -> "Iterator[tuple[str, bool]]":
    joined = "".join(pending)
    text = joined.strip("\n") if "pre" in inside else " ".join(joined.split())
    if text:
        yield text, _NOT_PROSE.isdisjoint(inside)
