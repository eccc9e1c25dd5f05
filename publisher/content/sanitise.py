"""Keep of a post's HTML what is safe and of use, with absolute addresses; only import of nh3."""

import re
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

from publisher.content.addresses import SCHEMES, Addresses

if TYPE_CHECKING:
    import nh3

# What may stand in a post. Everything else loses its tags and keeps its words; these lose their words too.
WITHOUT_CONTENT = {"script", "style", "iframe", "object", "form", "textarea", "select", "svg", "math", "title"}
TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup "
    "table tbody td tfoot th thead time tr u ul var wbr".split()
)
_SCHEMES = {*SCHEMES, "data"}  # what of it may stay is for the addresses to say
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href", "class", "aria-label"},
    "blockquote": {"cite"},
    "code": {"class"},
    "img": {"src", "alt", "width", "height", "role"},
    "ol": {"start"},
    "q": {"cite"},
    "section": {"class"},
    "sup": {"class"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
# the classes that our own renderer writes; any other class would be a hook for somebody else's styles
_CLASS = re.compile(r"footnotes|footnote-ref|footnote-backref|language-[A-Za-z0-9_+#-]+")
_INPUT = r"<input\b[^<>]*>"
_TAG = r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]*)?>"
_DEPTH = 200  # nobody nests as deep, and the parsers of some readers stop at 256
_UNCLOSED_DEPTH = 400  # tags of the author's own; nh3 takes hours for a million
# elements that hold nothing, or that the next of their kind closes: many in a row are not deep
_FLAT = set("a area br col dd dt hr img input li option p tbody td tfoot th thead tr wbr".split())
_NESTING = re.compile(rf"<(?!(?:{'|'.join(sorted(_FLAT))})[\s/>])[A-Za-z]", re.IGNORECASE)
_PLAIN = _DEPTH // 4 - 1  # at most so many that nest: each holds three flat ones (table, tbody, tr, td) at most
_CLEAN_TAG = r'<(/?)([a-z][a-z0-9]*)(?: [^\s=<>"]+="[^"]*")*>'
_EMPTY = {"br", "col", "hr", "img", "wbr"}


def sanitise(html: str, addresses: Addresses) -> str:
    """The HTML without scripts, styles, forms, frames and foreign classes; ids begin with the prefix of `addresses`.

    Addresses are made absolute; one that cannot be parsed, or has a scheme other than http, https, mailto and tel,
    loses its attribute. Elements that are not allowed lose their tags and keep their words. Raises `OSError` when the
    machine refuses to look at a file beside the post.
    """
    if "<input" in html:
        html = re.sub(_INPUT, _tick, html)
    is_plain = _is_plain(html)
    refused: list[OSError] = []
    before = _POST.set((addresses, refused))
    try:
        cleaned = _cleaner().clean(html if is_plain else _shallow(html))
    finally:
        _POST.reset(before)
    if refused:
        raise refused[0]
    return cleaned if is_plain else _cut(cleaned)


@cache
def _cleaner() -> "nh3.Cleaner":
    """Made once: to hand over all that is allowed takes a quarter of the time that a post does."""
    import nh3

    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=WITHOUT_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


# whose attributes `_kept` is asked about, and what the machine refused meanwhile: nh3 would swallow it
_POST: ContextVar[tuple[Addresses, list[OSError]]] = ContextVar("_POST")


def _kept(_tag: str, name: str, value: str) -> str | None:
    """What becomes of an attribute."""
    addresses, refused = _POST.get()
    if name in ("href", "src", "cite"):
        try:
            return addresses.picture(value) if name == "src" else addresses.link(value)
        except OSError as error:
            refused.append(error)
            return None
    if name == "role":  # that of a picture without meaning; any other would tell a screen reader something untrue
        return value if value == "presentation" else None
    if name == "class":
        return value if _CLASS.fullmatch(value) else None
    return addresses.prefix + value if name == "id" else value


def _is_plain(html: str) -> bool:
    """Whether nothing in it can be deep: all start tags, or those that nest, are few."""
    return html.count("<") - html.count("</") <= _PLAIN or len(_NESTING.findall(html)) <= _PLAIN


def _shallow(html: str) -> str:
    """The same words with no more than 400 tags open at once, flat ones aside."""
    depth = 0

    def tag(found: re.Match[str]) -> str:
        nonlocal depth
        closes, name = found.groups()
        if name.lower() in _FLAT:
            return found.group()
        depth = max(depth - 1, 0) if closes else depth + 1
        return found.group() if depth + bool(closes) <= _UNCLOSED_DEPTH else ""

    return re.sub(_TAG, tag, html)


def _cut(html: str) -> str:
    """The same words at most 200 elements deep; what nh3 gave is balanced, and stays so."""
    depth = 0

    def tag(found: re.Match[str]) -> str:
        nonlocal depth
        closes, name = found.groups()
        if name in _EMPTY:
            return found.group()
        depth += not closes
        kept = found.group() if depth <= _DEPTH else ""
        depth -= bool(closes)
        return kept

    return re.sub(_CLEAN_TAG, tag, html)


def _tick(box: re.Match[str]) -> str:
    """Forms are dropped, but the ticks of a task list should stay."""
    tag = box.group()
    if 'type="checkbox"' not in tag:
        return tag
    return "☑" if "checked" in tag else "☐"
