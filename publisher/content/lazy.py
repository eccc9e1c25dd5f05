"""Pictures that wait for a page's script, as WordPress and lazysizes write them: where they really are."""

import re
from collections.abc import Mapping

_SINGLE = ("data-src", "data-lazy-src", "data-original")
_SEVERAL = ("data-srcset", "data-lazy-srcset", "srcset")  # addresses with widths behind them, the first one counts

# lengths have bounds here, so that no text made for it takes long; a blurred placeholder may be some thousands long
_VALUE = r"(?:\"[^\"]{0,50000}\"|'[^']{0,50000}'|[^\s\"'<>=]{1,2000})"
_NAME = r"[^\s\"'<>/=]{1,99}"
_PICTURE = re.compile(
    rf"<img((?:\s{{1,99}}{_NAME}(?:\s{{0,9}}=\s{{0,9}}{_VALUE})?){{1,40}})\s{{0,99}}/?>", re.IGNORECASE
)
_TRACES = ("data-", "srcset")
_ATTRIBUTE = re.compile(rf"\s({_NAME})(?:\s*=\s*({_VALUE}))?")
_SPARE = re.compile(
    r"<noscript\b[^<>]{0,999}>[^<]{0,999}<img\b[^<>]{0,50000}>[^<]{0,999}</noscript\s{0,9}>", re.IGNORECASE
)


def address(attributes: Mapping[str, str]) -> str:
    """The picture's own `src`; where that is missing or a placeholder (`data:`), what its script would put there."""
    source = attributes.get("src", "").strip()
    if source and not source.lower().startswith("data:"):
        return source
    waiting = [attributes[name].strip() for name in _SINGLE if name in attributes]
    waiting += [attributes[name].split(",")[0].strip().split(" ")[0] for name in _SEVERAL if name in attributes]
    return next(filter(None, waiting), source)


def shown(html: str) -> str:
    """The HTML with such pictures at their address, and without the spares for readers without scripts."""
    small = html.lower()  # takes a tenth of the time of a search that passes over case
    if not any(trace in small for trace in _TRACES):
        return html
    mended = _PICTURE.sub(_mended, html)
    return mended if mended == html else _SPARE.sub("", mended)


def _mended(picture: re.Match[str]) -> str:
    from html import escape, unescape

    found = {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(picture.group(1))}
    source = address(found)
    if source == found.get("src", "").strip():
        return picture.group()
    kept = ((name, value) for name, value in found.items() if name in ("alt", "width", "height", "title"))
    return f'<img src="{escape(source)}"' + "".join(f' {name}="{escape(value)}"' for name, value in kept) + ">"
