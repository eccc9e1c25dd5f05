"""The list of addresses that moved, one `old new 301` a line, as Netlify, Cloudflare Pages and others read it."""

from collections.abc import Container, Iterable, Mapping, Sequence
from urllib.parse import quote, urlsplit

from publisher.feeds.options import Options
from publisher.links import absolute

REDIRECTS_PATH = "_redirects"


def redirects(
    site_url: str, options: Options, moved: Sequence[tuple[str, str]], taken: Container[str]
) -> tuple[str, ...]:
    """A line for each old address of a feed (`moved_from`) and each pair in `moved`, sorted by the old address.

    Addresses may be whole or paths below the site's. An old feed leads to the one of its format, as far as its name
    tells that, else to RSS. An address that moved twice leads to where it is now; one that is `taken` (a whole address
    of something that is there) leads nowhere else.
    """
    pairs = [*((old, _successor(old, options)) for old in options.moved_from), *moved]
    known = {absolute(site_url, old.lstrip("/")): absolute(site_url, new.lstrip("/")) for old, new in pairs}
    lines = (
        f"{_path(old)} {_target(new, site_url)} 301"
        for old, new in sorted(_settled(known))
        if old not in taken and _path(old) != _target(new, site_url)
    )
    return tuple(lines)


def _successor(old: str, options: Options) -> str:
    name = old.lower()
    if "json" in name:
        return options.json.path
    return options.atom.path if "atom" in name else options.rss.path


def _settled(known: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Each old address with the last in its chain; round a circle that is the address itself."""
    for old, new in known.items():
        seen = {old}
        while new in known and new not in seen:
            seen.add(new)
            new = known[new]
        yield old, new


def _target(url: str, site_url: str) -> str:
    return _path(url) if urlsplit(url).netloc == urlsplit(site_url).netloc else url


def _path(url: str) -> str:
    """The address below its host; what the list would take for a pattern is escaped."""
    return quote(urlsplit(url).path, safe="/%!$&'(),;=@~-._+")
