"""HTML that works away from its page: whole addresses, nothing that runs."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from publisher.feeds.rules.broken import Broken, advice
from publisher.feeds.rules.forms import is_web_address

_ADDRESSES = frozenset(("href", "src", "poster", "cite", "data", "action", "background", "longdesc"))
_SAFE_SCHEMES = frozenset(("http", "https", "mailto", "tel", "data"))
_UNSAFE_TAGS = frozenset(("script", "style", "iframe", "form", "object", "embed", "base", "meta", "link"))
_ENOUGH = 1_000_000  # a longer text is a fault by itself, and the standard parser slows down on hostile ones


def html_rules(html: str, place: str) -> Iterator[Broken]:
    """What would break or be dangerous where the HTML is shown: relative addresses, scripts."""
    reader = _Faults(place)
    # "<![" is no HTML, and before Python 3.14 an error to its parser
    reader.feed(html[:_ENOUGH].replace("<![", "<!-["))
    reader.close()
    yield from reader.found


class _Faults(HTMLParser):
    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place
        self.found: list[Broken] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSAFE_TAGS:
            self.found.append(advice(self._place, f"<{tag}> has no place in a feed; readers take it out"))
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(advice(self._place, f"{name} on <{tag}> is script; readers take it out"))
            for address in _not_whole(name, value or ""):
                self.found.append(Broken(self._place, f"{address!r} in <{tag}> is not a whole address"))


def _not_whole(name: str, value: str) -> list[str]:
    if name == "srcset":
        candidates = [candidate.split()[0] for candidate in value.split(", ") if candidate.strip()]
    else:
        candidates = [value] if name in _ADDRESSES else []
    return [address for address in candidates if not _stands_alone(address)]


def _stands_alone(address: str) -> bool:
    """Whether the address means the same on every page; links within the page and `//host` do not."""
    try:
        scheme = urlsplit(address.strip()).scheme
    except ValueError:
        return False
    return is_web_address(address) if scheme in ("http", "https", "") else scheme in _SAFE_SCHEMES
