"""Wide tables of a post, each put into a box that scrolls by itself."""

import re

# A whole tag with its quoted attributes, so that what looks like a table inside an attribute is passed over.
_TAG = r'<(?P<name>/?[a-z][a-z0-9]*)(?:"[^"]*"|[^">])*>'
# Such a thing inside an attribute. Where there is none, and there hardly ever is, no tag has to be read whole.
_HIDDEN = r'="[^"]*</?table'
_OPENED = r"<table(?=[\s>])"
# the box takes the focus: in Safari nothing else lets a keyboard scroll it (axe, scrollable-region-focusable)
_BOX = '<div class="scroll" tabindex="0">'


def with_scrolling_tables(html: str) -> str:
    """The sanitised HTML with a `div` of class `scroll` around each table; all else stays as it is, byte for byte."""
    if "<table" not in html:
        return html
    if re.search(_HIDDEN, html):
        return re.sub(_TAG, _boxed, html)
    return re.sub(_OPENED, f"{_BOX}<table", html).replace("</table>", "</table></div>")


def _boxed(tag: re.Match[str]) -> str:
    if tag["name"] == "table":
        return _BOX + tag[0]
    return f"{tag[0]}</div>" if tag["name"] == "/table" else tag[0]
