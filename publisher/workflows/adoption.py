"""Find which post of ours each item of an old feed is. Pure."""

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from publisher.feeds.rules.seen import SeenItem
from publisher.model import Listing

_INDEX = re.compile(r"/(index\.\w+)?$")
_ENDING = re.compile(r"\.(html?|php|aspx?)$")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
_TRACKING = re.compile(r"(?<=[?&])utm_\w+=[^&#]*&?")
_DASHES = re.compile("\\s*(?:-{1,3}|[\u2010-\u2015\u2212])\\s*")
_STRAIGHT = str.maketrans(dict.fromkeys("‘’‚‛′´`", "'") | dict.fromkeys("“”„‟″«»", '"'))


class Pair(NamedTuple):
    """An item and the post it is, known by its address ("address"), the last part of that ("name"), its title on that
    day ("title and day") or its title alone ("title").
    """

    item: SeenItem
    post: Listing
    known_by: str


class Doubt(NamedTuple):
    """An item that could be several posts, or one of several items that could be one post."""

    item: SeenItem
    posts: tuple[Listing, ...]


class Adoption(NamedTuple):
    """What a feed and a blog have in common: `pairs`, `doubts`, items of no post, and posts without an item."""

    pairs: tuple[Pair, ...]
    doubts: tuple[Doubt, ...]
    strangers: tuple[SeenItem, ...]
    missing: tuple[Listing, ...]


def match(items: Iterable[SeenItem], posts: Sequence[Listing], zone: ZoneInfo) -> Adoption:
    """Which post each item is; days are those in `zone`. Of items with one id, the first counts, as in readers.

    Each way to know a post is tried for all before the next, and decides only where it leads from one item to one post.
    """
    left = dict[str, SeenItem]()
    for item in items:
        if item.id:
            left.setdefault(item.id, item)
    free = {post.source: post for post in posts}
    pairs, doubts = list[Pair](), defaultdict[str, set[str]](set)
    for known_by, of_item, of_post in _ways(zone):
        for found, candidates in _meeting(left.values(), of_item, free.values(), of_post):
            if len(found) == len(candidates) == 1:
                pairs.append(Pair(left.pop(found[0].id), free.pop(candidates[0].source), known_by))
                continue
            for item in found:
                doubts[item.id] |= {post.source for post in candidates}
    unsure = {id_: tuple(free[source] for source in sorted(doubts[id_] & free.keys())) for id_ in left}
    return Adoption(
        pairs=tuple(pairs),
        doubts=tuple(Doubt(item, unsure[id_]) for id_, item in left.items() if unsure[id_]),
        strangers=tuple(item for id_, item in left.items() if not unsure[id_]),
        missing=tuple(free.values()),
    )


_Key = Callable[[SeenItem], object]
_PostKey = Callable[[Listing], object]


def _ways(zone: ZoneInfo) -> tuple[tuple[str, _Key, _PostKey], ...]:
    """How an item is known, the surest first: a name, and the keys of an item and of a post (empty: not known so)."""

    def title_and_day(item: SeenItem) -> object:
        day = item.published and item.published.astimezone(zone).date()
        return (plain_title(item.title), day) if day and plain_title(item.title) else ""

    return (
        ("address", lambda item: item.url, lambda post: post.url),
        ("address", lambda item: _place(_untracked(item.url)), lambda post: _place(post.url)),
        ("name", lambda item: last_name(_untracked(item.url)), lambda post: last_name(post.url)),
        (
            "title and day",
            title_and_day,
            lambda post: (plain_title(post.title), post.published.astimezone(zone).date()),
        ),
        ("title", lambda item: plain_title(item.title), lambda post: plain_title(post.title)),
    )


def last_name(url: str) -> str:
    """The last part of an address without ending and date: `rest` of `/2024/05/2024-05-01-rest.html`; `""` where a
    query tells the pages apart.
    """
    name = "" if "?" in url else _path(url).rpartition("/")[2]
    return _DAY.sub("", _ENDING.sub("", name), count=1).casefold()


def plain_title(title: str) -> str:
    """A title without what one blog sets straight and another curls: quotes, dashes, spaces, upper case."""
    text = unicodedata.normalize("NFKC", html.unescape(title)).translate(_STRAIGHT)
    return " ".join(_DASHES.sub("-", text).split()).casefold()


def _place(url: str) -> str:
    """An address without what differs between the same pages: scheme, `www.`, a slash or index file at the end."""
    host, query = re.sub(r"^https?://(www\.)?|[/?#].*", "", url), url.partition("#")[0].partition("?")[2]
    return f"{host}{_path(url)}?{query}".lower() if _path(url) or query else ""


def _untracked(url: str) -> str:
    """An address without what counts readers (`utm_source=rss`)."""
    return _TRACKING.sub("", url).rstrip("?&")


def _path(url: str) -> str:
    try:
        return _INDEX.sub("", unquote(urlsplit(url).path))
    except ValueError:  # such as http://[oops/
        return ""


def _meeting(
    items: Iterable[SeenItem], of_item: _Key, posts: Iterable[Listing], of_post: _PostKey
) -> list[tuple[list[SeenItem], list[Listing]]]:
    """The items and the posts that have one key, for every key that both have."""
    by_key = defaultdict[object, tuple[list[SeenItem], list[Listing]]](lambda: ([], []))
    for item in items:
        by_key[of_item(item)][0].append(item)
    for post in posts:
        by_key[of_post(post)][1].append(post)
    by_key.pop("", None)
    return [(found, candidates) for found, candidates in by_key.values() if found and candidates]
