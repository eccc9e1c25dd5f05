"""Where a post is found: its path below the site's address, and the addresses of posts known by their file's name."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from publisher.content import dates, filenames, permalinks
from publisher.content.filenames import FileName
from publisher.content.keys import Keys
from publisher.content.slugs import slugify
from publisher.links import permalink
from publisher.model import Site

_NOT_GIVEN = ("", "false", "no", "off")


class Place(NamedTuple):
    """The path of a post below the site's address and the address itself; `prefix` begins every id in its text.

    Its files are published in the folder `home`, which is `home_path` below the site's address.
    """

    slug: str
    url: str
    prefix: str
    home: str
    home_path: str


def of_post(keys: Keys, name: FileName, published: datetime, site: Site, pattern: str) -> Place:
    """The place that the front matter gives, else the one that the site's `pattern` makes of the post.

    What the front matter gives is checked, never changed; a slug that we make is `[a-z0-9-]{1,80}`.
    """
    own = slugify(keys.text("slug") or name.name)
    facts = permalinks.Facts(own, published.astimezone(site.zone), (*name.categories, *keys.texts("categories")))
    is_given = _is_given(keys) and not is_elsewhere(keys, site)
    given = keys.checked("permalink", lambda path: _given(path, facts, site)) if is_given else ""
    return at(given or _made(keys, facts, pattern), site)


def at(slug: str, site: Site) -> Place:
    """The place with that path below the site's address; one that ends in `.html` is a page, any other a folder."""
    if not slug.endswith(".html"):
        url = permalink(site.url, slug)
        return Place(slug, url, f"{slugify(slug)}-", url, f"{slug}/")
    home_path = slug.removesuffix(".html")
    home = permalink(site.url, home_path)
    return Place(slug, f"{home[:-1]}.html", f"{slugify(home_path)}-", home, f"{home_path}/")


def by_name(site: Site, folder: str, pattern: str) -> Callable[[str], tuple[str, str] | None]:
    """A look for the post in a source file: its address, and the prefix of its ids, as far as the file's name tells.

    `None` where the site's pattern needs more than that. A post whose front matter fixes its address is not found.
    """

    def post_at(path: str) -> tuple[str, str] | None:
        stem = path.removesuffix(".md").removesuffix(".markdown")
        if stem.rpartition("/")[2] in ("", ".", "..", "_index"):
            return None
        name = filenames.read(f"{stem}.md", folder)
        try:
            day = dates.parse(name.day, site.zone).astimezone(site.zone) if name.day else None
            facts = permalinks.Facts(slugify(name.name), day, name.categories or None)
            found = at(permalinks.slug_of(permalinks.fill(pattern, facts)) if pattern else facts.name, site)
        except ValueError:
            return None
        return found.url, found.prefix

    return post_at


def is_elsewhere(keys: Keys, site: Site) -> bool:
    """Whether `url` holds an address on another site: a link blog's target, not the post's own place."""
    written = keys.anything("permalink")
    is_address = isinstance(written, str) and written.lower().startswith(("http://", "https://"))
    return is_address and "permalink" not in keys.head.values and not str(written).startswith(site.url)


def _is_given(keys: Keys) -> bool:
    return str(keys.anything("permalink") or "").lower() not in _NOT_GIVEN


def _given(path: str, facts: permalinks.Facts, site: Site) -> str:
    below = path.removeprefix(site.url)
    if below.lower().startswith(("http://", "https://")):
        raise ValueError(f"must be a path below {site.url}, not {path[:80]!r}")
    return permalinks.slug_of(permalinks.fill(below, facts))


def _made(keys: Keys, facts: permalinks.Facts, pattern: str) -> str:
    try:
        return permalinks.slug_of(permalinks.fill(pattern, facts)) if pattern else facts.name
    except ValueError as error:
        keys.complain("permalink", f"[content] permalink {error}")
        return facts.name
