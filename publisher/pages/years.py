"""Posts sorted into the years in which they appeared, on the site's own calendar."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from publisher.model import Listing


class Year(NamedTuple):
    """The posts of one year, newest first; `newer` and `older` name the years beside it, "" where there is none."""

    name: str
    posts: tuple[Listing, ...]
    newer: str
    older: str


def years(posts: Sequence[Listing], zone: ZoneInfo) -> list[Year]:
    """The years that have posts, newest first; `posts` are newest first, too."""
    parts = dict(_parts(posts, zone))
    names = ["", *parts, ""]
    return [
        Year(name=name, posts=own, newer=newer, older=older)
        for (name, own), newer, older in zip(parts.items(), names, names[2:], strict=False)
    ]


def _parts(posts: Sequence[Listing], zone: ZoneInfo) -> list[tuple[str, tuple[Listing, ...]]]:
    """Each year's name and posts; to search for where a year begins costs less than to ask each of 50,000 posts."""
    parts = []
    begin = 0
    while begin < len(posts):
        year = datetime.fromtimestamp(posts[begin].published_s, zone).year
        first_s = datetime(year, 1, 1, tzinfo=zone).timestamp()
        end = bisect_right(posts, -first_s, lo=begin, key=lambda post: -post.published_s)
        parts.append((f"{year:04}", tuple(posts[begin:end])))
        begin = end
    return parts
