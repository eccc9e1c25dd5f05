"""HTML that authors wrote into their Markdown: frames and players become links, and what goes is named."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

# lengths have bounds here, so that no text made for it takes long
_VALUE = r"(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\s\"'<>=]{1,2000})"
_START = re.compile(
    rf"<(iframe|video|audio|object|embed)((?:\s{{1,99}}[a-z-]{{1,99}}(?:\s{{0,9}}=\s{{0,9}}{_VALUE})?){{0,30}})\s{{0,99}}/?>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rf"\s(src|data|title|poster)\s*=\s*({_VALUE})", re.IGNORECASE)
_SOURCE = re.compile(rf"<(?:source|embed)\b[^<>]{{0,2000}}?\s(src)\s*=\s*({_VALUE})", re.IGNORECASE)

_REMOVED = re.compile(
    r"<(script|style|form|iframe|object|embed|video|audio|svg|math|base|meta|link|textarea|select|button)\b",
    re.IGNORECASE,
)
# Markdown in which neither stands becomes HTML with nothing to link and nothing to name: tags pass as they are written
_ELEMENT = re.compile(
    r"<(?:script|style|form|iframe|object|embed|video|audio|svg|math|base|meta|link|textarea|select|button)",
    re.IGNORECASE,
)
_VALUED = re.compile(r"<[A-Za-z][^<]*=")  # a tag with an attribute; its lines may begin with the > of a quotation
_PLAY = "▶"
_HANDLER = re.compile(r"<[a-z][^<>]{0,2000}?\s(on[a-z]+)\s*=", re.IGNORECASE)


def may_matter(markdown: str) -> bool:
    """Whether HTML in the Markdown may hold what the functions below look for; a glance beside a search for it."""
    return bool(_ELEMENT.search(markdown) or _VALUED.search(markdown))


def with_links(html: str, link: Callable[[str], str | None]) -> tuple[str, list[str]]:
    """The HTML with links in the place of frames, players and embedded objects, and the names of those.

    `link` gives the address that a link may have, `None` for one that it may not: that element stays, to be removed.
    """
    parts: list[str] = []
    names: list[str] = []
    place = 0
    ends = _Ends(html)
    while start := _START.search(html, place):
        name = start.group(1).lower()
        end = ends.after(name, start.end())
        instead = _link(start.group(2), html[start.end() : end], link)
        names += [name] if instead else []
        if instead and name == "iframe" and _stands_alone(html, start.start(), end):
            instead = f"<p>{instead}</p>"
        parts += html[place : start.start()], instead or html[start.start() : end]
        place = end
    return "".join(parts) + html[place:], names


def _stands_alone(html: str, start: int, end: int) -> bool:
    """Whether a frame has its lines for itself: CommonMark makes a block of it then, never a part of a paragraph."""
    return html[start - 1 : start] in ("", "\n") and html[end : end + 1] in ("", "\n")


def removed(html: str) -> list[str]:
    """Names of the elements and attributes in raw HTML that cannot stay, each once, in order."""
    html = without_comments(html)
    names = [f"<{name.lower()}>" for name in _REMOVED.findall(html)]
    return list(dict.fromkeys([*names, *(name.lower() for name in _HANDLER.findall(html))]))


def without_comments(html: str) -> str:
    """The HTML without comments; one that is never closed goes on to the end."""
    before, _, rest = html.partition("<!--")
    kept = [before]
    while rest:
        before, _, rest = rest.partition("-->")[2].partition("<!--")
        kept.append(before)
    return "".join(kept)


class _Ends:
    """Where elements end; one that is never closed ends with its start tag, and so do all of its name behind it."""

    def __init__(self, html: str) -> None:
        self._html = html.lower()
        self._never = {"embed"}

    def after(self, name: str, start: int) -> int:
        end = -1 if name in self._never else self._html.find(f"</{name}", start)
        if end < 0:
            self._never.add(name)
            return start
        return self._html.find(">", end) + 1 or len(self._html)


def _link(attributes: str, inside: str, link: Callable[[str], str | None]) -> str:
    """The link says what is shown and at which host; the picture that stands for a film is shown inside it."""
    from html import escape, unescape

    found = {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(attributes)}
    source = _SOURCE.search(inside)
    written = found.get("src") or found.get("data") or (unescape(source.group(2).strip("\"'")) if source else "")
    address = link(written) if written else None
    if address is None:
        return ""
    host, title = urlsplit(address).hostname or "", found.get("title", "")
    words = escape(f"{title} ({host})" if title else address.partition("://")[2])
    if poster := found.get("poster"):
        words = f'<img src="{escape(poster)}" alt="{escape(title) or _PLAY}"><br>{_PLAY} {words}'
    return f'<a href="{escape(address)}">{words}</a>'
