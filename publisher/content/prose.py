"""Markdown to safe HTML with absolute links, and the same as text; only import of comrak and markdown-it."""

import os
import re
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from publisher import textblocks
from publisher.characters import legible
from publisher.content import headings
from publisher.content.addresses import Addresses
from publisher.content.nearby import Files
from publisher.content.sanitise import TAGS, WITHOUT_CONTENT, sanitise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NO_TAG = rf"<(?!/?(?:{'|'.join(sorted(TAGS | WITHOUT_CONTENT))})\b)"
_MARKUP = re.compile(r"[*_`\[<&\\~]")
_MORE = r"(?i)<!--\s*(?:more|truncate)\s*-->"
_MODULES = {"comrak": "comrak", "markdown-it-py": "markdown_it", "nh3": "nh3"}
_SOURCE = r' src="([^"]*)"'
_ATTRIBUTE = r' [^\s=<>"]+="[^"]*"'
_PIXEL = rf'<img(?=(?:{_ATTRIBUTE})*? (?:width|height)="[01]")(?:{_ATTRIBUTE})*>'
_LINK = r"(?i)<a\b[^<>]{0,2000}?\shref\s*=\s*(\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\s\"'<>]{1,2000})"


class Prose(NamedTuple):
    """A rendered body: safe `html` with absolute addresses, in the form that `textblocks` reads.

    `lead` is the text before the mark `<!-- more -->`, `""` without one. `removed` names what of the author's own HTML
    could not stay, `linked` the elements that became links to what they show, `refused` the addresses of links that
    lost them; `pixels` counts pictures of one pixel, which were left out because they tell who looks.
    """

    html: str
    lead: str = ""
    removed: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    pixels: int = 0


def render(markdown: str, addresses: Addresses) -> Prose:
    """Render CommonMark with tables, footnotes, strikethrough and task lists.

    Ids begin with the prefix of `addresses`, because a feed reader shows many posts on one page; pictures that lie
    beside the post get their size. Raw HTML is sanitised; what is not allowed is dropped, never escaped into view.
    """
    raw = _renderer()(markdown)
    removed: list[str] = []
    linked: list[str] = []
    if "<" in markdown:
        from publisher.content import lazy, rawhtml

        if rawhtml.may_matter(markdown):
            raw, linked = rawhtml.with_links(lazy.shown(raw), addresses.link)
            removed = rawhtml.removed(raw)
    html, pixels = _without_pixels(_finished(sanitise(raw, addresses), markdown, addresses))
    more = re.search(_MORE, raw) if "<!--" in markdown else None
    return Prose(
        html=html,
        lead=_text(sanitise(raw[: more.start()], addresses)) if more else "",
        removed=tuple(removed),
        linked=tuple(dict.fromkeys(linked)),
        refused=tuple(_refused(raw, html, addresses)) if "<a>" in html else (),
        pixels=pixels,
    )


def _without_pixels(html: str) -> tuple[str, int]:
    """The HTML without pictures of at most one pixel, and how many there were."""
    return re.subn(_PIXEL, "", html) if '="1"' in html or '="0"' in html else (html, 0)


def _refused(raw: str, html: str, addresses: Addresses) -> "Iterator[str]":
    """Addresses that links had before the sanitiser, and none has after it."""
    for found in re.finditer(_LINK, raw):
        written = unescape(found.group(1).strip("\"'"))
        kept = addresses.link(written)
        if written.strip() and (kept is None or f'href="{escape(kept)}"' not in html):
            yield unquote(written)


def plain(markdown: str) -> str:
    """One line of Markdown, such as a title, as plain text: no marks, no tags, white space folded."""
    line = re.sub(r"^#+ +", "", " ".join(markdown.split()))
    if not _MARKUP.search(line):
        return line
    # what only looks like a tag ("Tea & <friends>") is words; a zero-width mark keeps "1. Sleep" from being a list
    raw = _renderer()("\u200b" + re.sub(_NO_TAG, "&lt;", line))
    nowhere = Addresses(url="https://example.com/", prefix="", files=Files(home="https://example.com/"))
    return _text(legible(sanitise(raw, nowhere))).replace("\u200b", "", 1).strip()


def _text(html: str) -> str:
    return " ".join(textblocks.text(html).split())


def _finished(html: str, markdown: str, addresses: Addresses) -> str:
    if "&" in markdown:  # a file's own text is legible; numeric references can bring in what is not
        html = legible(html)
    html = headings.arranged(html, addresses.prefix)
    sizes = addresses.files.sizes
    return re.sub(textblocks.IMAGE, lambda image: _sized(image, sizes), html) if sizes else html


def _sized(image: re.Match[str], sizes: dict[str, tuple[int, int]]) -> str:
    """The picture with its own size, where its author set none: a page does not jump while it loads."""
    source = re.search(_SOURCE, image.group(1))
    size = sizes.get(textblocks.unescaped(source.group(1))) if source else None
    if size is None or ' width="' in image.group(1) or ' height="' in image.group(1):
        return image.group()
    return f'<img{image.group(1)} width="{size[0]}" height="{size[1]}">'


def renderer_name() -> str:
    """Name and version of the Markdown renderer and sanitiser at hand: part of the key of every cached post."""
    engine = "comrak" if _renderer() is _comrak else "markdown-it-py"
    return f"{engine} {_version(engine)}, nh3 {_version('nh3')}"


@cache
def _version(package: str) -> str:
    """The package's version, from the name of the folder that its installer left; reading it costs 50 ms of imports."""
    from importlib.util import find_spec

    module = find_spec(_MODULES[package])
    if module is None or module.origin is None:
        return "?"
    start = package.replace("-", "_") + "-"
    with os.scandir(Path(module.origin).parent.parent) as entries:
        names = (entry.name for entry in entries if entry.name.endswith(".dist-info"))
        return next((name[len(start) : -len(".dist-info")] for name in names if name.lower().startswith(start)), "?")


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
