"""Markdown to safe HTML with absolute links, and the same tree as text; only import of comrak, markdown-it and nh3."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from publisher.links import absolute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

# What may stand in a post. Everything else loses its tags and keeps its words; these lose their words too.
_WITHOUT_CONTENT = {"script", "style", "iframe", "object", "form", "textarea", "select", "svg", "math", "title"}
_TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup "
    "table tbody td tfoot th thead time tr u ul var wbr".split()
)
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href", "class", "aria-label"},
    "blockquote": {"cite"},
    "code": {"class"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "q": {"cite"},
    "section": {"class"},
    "sup": {"class"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_ADDRESSES = {("a", "href"), ("img", "src"), ("blockquote", "cite"), ("q", "cite")}
# the classes that our own renderer writes; any other class would be a hook for somebody else's styles
_CLASS = re.compile(r"footnotes|footnote-ref|footnote-backref|language-[A-Za-z0-9_+#-]+")
_SCHEMES = {"http", "https", "mailto", "tel"}
_CHECKBOX = re.compile(r'<input\b[^>]*\btype="checkbox"[^>]*>')
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
    return _read(_with_title_above(_sanitise(_renderer()(markdown), url, prefix)))


def plain(markdown: str) -> str:
    """One line of Markdown, such as a title, as plain text: no marks, no tags, white space folded."""
    line = re.sub(r"^#+ +", "", " ".join(markdown.split()))
    if not _MARKUP.search(line):
        return line
    # a zero-width mark keeps "1. Sleep" from becoming a list
    prose = render("\u200b" + line, url="https://example.com/", prefix="")
    return " ".join(prose.text.replace("\u200b", "").split())


def renderer_name() -> str:
    """Name and version of the Markdown renderer and sanitiser at hand: part of the key of every cached post."""
    from importlib.metadata import version

    engine = "comrak" if _renderer() is _comrak else "markdown-it-py"
    return f"{engine} {version(engine)}, nh3 {version('nh3')}"


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

    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin).use(tasklists_plugin)


def _sanitise(html: str, url: str, prefix: str) -> str:
    import nh3

    def attribute(tag: str, name: str, value: str) -> str | None:
        if (tag, name) in _ADDRESSES:
            return _address(value, url, prefix)
        if name == "class":
            return value if _CLASS.fullmatch(value) else None
        return prefix + value if name == "id" else value

    ticked = _CHECKBOX.sub(
        lambda box: "☑" if "checked" in box.group() else "☐", html
    )  # forms are dropped, the ticks should stay
    return nh3.clean(
        ticked,
        tags=_TAGS,
        clean_content_tags=_WITHOUT_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _address(value: str, url: str, prefix: str) -> str | None:
    """The address made absolute; `None`, which drops the attribute, for one that cannot be parsed."""
    reference = value.strip()
    if reference.startswith("#"):
        return f"{url}#{prefix}{reference[1:]}"
    try:
        return absolute(url, reference)
    except ValueError:
        return None


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
    """Each block's text in order, and whether it is running text; marks of footnotes are left out."""
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
        if "footnote-" in element.get("class", ""):
            walk.skip_subtree()
        else:
            pending.append("\n" if element.tag == "br" else element.text or "")


def _block(pending: list[str], inside: list[str]) -> "Iterator[tuple[str, bool]]":
    joined = "".join(pending)
    text = joined.strip("\n") if "pre" in inside else " ".join(joined.split())
    if text:
        yield text, _NOT_PROSE.isdisjoint(inside)
