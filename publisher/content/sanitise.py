"""Keep of a post's HTML what is safe and of use, with absolute addresses; only import of nh3."""

import re
from urllib.parse import unquote, urlsplit

from publisher.characters import legible
from publisher.links import absolute

# What may stand in a post. Everything else loses its tags and keeps its words; these lose their words too.
WITHOUT_CONTENT = {"script", "style", "iframe", "object", "form", "textarea", "select", "svg", "math", "title"}
TAGS = set(
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
_HOST = re.compile(r"\A(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*")
_ESCAPED_LETTERS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_INPUT = re.compile(r"<input\b[^<>]*>")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]*)?>")
_DEPTH = 400  # nobody nests as deep; with what stands between them (ul and li, table and td) far from lxml's 2,048
# elements that hold nothing, or that the next of their kind closes: many in a row are not deep
_FLAT = set("a area br col dd dt hr img input li option p tbody td tfoot th thead tr wbr".split())


def sanitise(html: str, url: str, prefix: str) -> str:
    """The HTML without scripts, styles, forms, frames and foreign classes; ids begin with `prefix`.

    Addresses are read from the page `url`; one that cannot be parsed, or has a scheme other than http, https, mailto
    and tel, loses its attribute. Elements that are not allowed lose their tags and keep their words.
    """
    import nh3

    def attribute(tag: str, name: str, value: str) -> str | None:
        if (tag, name) in _ADDRESSES:
            return _address(value, url, prefix)
        if name == "class":
            return value if _CLASS.fullmatch(value) else None
        return prefix + value if name == "id" else value

    cleaned = nh3.clean(
        _INPUT.sub(_tick, _shallow(html)),
        tags=TAGS,
        clean_content_tags=WITHOUT_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    return legible(cleaned)


def _shallow(html: str) -> str:
    """The same words at most 400 elements deep: lxml drops what lies below 2,048, and nh3 takes hours for a million."""
    if html.count("<") <= _DEPTH:
        return html
    depth = 0

    def tag(found: re.Match[str]) -> str:
        nonlocal depth
        closes, name = found.groups()
        if name.lower() in _FLAT:
            return found.group()
        depth = max(depth - 1, 0) if closes else depth + 1
        return found.group() if depth + bool(closes) <= _DEPTH else ""

    return _TAG.sub(tag, html)


def _tick(box: re.Match[str]) -> str:
    """Forms are dropped, but the ticks of a task list should stay."""
    tag = box.group()
    if 'type="checkbox"' not in tag:
        return tag
    return "☑" if "checked" in tag else "☐"


def _address(value: str, url: str, prefix: str) -> str | None:
    """The address made absolute; `None`, which drops the attribute, for one that cannot be parsed or has no business
    in a post.
    """
    reference = _HOST.sub(_unescaped_host, value.strip())
    if reference.startswith("#") and reference != "#":
        reference = f"#{prefix}{reference[1:]}"
    try:
        address = absolute(url, reference)
    except ValueError:
        return None
    # nh3 looks at the scheme before this filter: behind a no-break space it sees a relative link, and we have cut that
    return address if urlsplit(address).scheme in _SCHEMES else None


def _unescaped_host(start: re.Match[str]) -> str:
    """The host in its own letters: comrak percent-encodes them, where only punycode may stand."""
    return _ESCAPED_LETTERS.sub(lambda letters: unquote(letters.group()), start.group())
