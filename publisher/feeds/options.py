"""The table [feeds] of the settings: which feeds there are, where they stand and what they hold."""

import re
from dataclasses import dataclass

from publisher.options import option

KINDS = ("tag", "author", "language")
FORMATS = ("rss", "atom", "json")
# Apple Podcasts' own list, which the other directories follow (podcasters.apple.com, "Apple Podcasts categories").
CATEGORIES = (
    *("Arts", "Business", "Comedy", "Education", "Fiction", "Government", "Health & Fitness", "History"),
    *("Kids & Family", "Leisure", "Music", "News", "Religion & Spirituality", "Science", "Society & Culture"),
    *("Sports", "TV & Film", "Technology", "True Crime"),
)

_PATH = r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*"
_OLD_PATH = r"/?[^\s/?#][^\s?#]*"
_MAIL = r"[^\s@<>()\"',;:]+@[^\s@<>()\"',;:.]+(\.[^\s@<>()\"',;:.]+)+"
_PICTURE = r"\S+\.(jpg|jpeg|png)"
_COUNTS = range(1, 1001)  # of a longer feed the byte limit would leave nothing anyway


def feed_path(text: str) -> str:
    """The path of a feed below the site's address; raises `ValueError` for one that leaves it or needs escaping."""
    if not re.fullmatch(_PATH, text):
        raise ValueError("must be a plain path such as rss.xml or feeds/rss.xml: letters, digits, dots, - and _")
    return text


def count(number: int) -> int:
    """How many posts a feed holds; raises `ValueError` for a number that makes no feed."""
    if number not in _COUNTS:
        raise ValueError(f"must be from {_COUNTS[0]} to {_COUNTS[-1]}, not {number}")
    return number


def mail_address(text: str) -> str:
    """A mail address without a name; raises `ValueError` for anything else. Empty stays empty."""
    if text and not re.fullmatch(_MAIL, text):
        raise ValueError("must be a mail address alone, for example hello@example.com")
    return text


def category(text: str) -> str:
    """A podcast's category, or `Category > Subcategory`; raises `ValueError` for one that directories do not know."""
    first, *more = (part.strip() for part in text.split(">"))
    if first not in CATEGORIES or len(more) > 1 or not all(more):
        raise ValueError(f"must be one of {', '.join(CATEGORIES)}; a part of one is written 'Arts > Books'")
    return " > ".join((first, *more))


def picture(text: str) -> str:
    """A JPEG or PNG by its path below the site or its address; raises `ValueError` for another kind of file."""
    if not re.fullmatch(_PICTURE, text):
        raise ValueError("must be a .jpg or .png: its path below the site, such as cover.jpg, or its address")
    return text


def kinds(values: tuple[str, ...]) -> tuple[str, ...]:
    """What further feeds are made by; raises `ValueError` for a word that says nothing."""
    return _known(values, KINDS)


def formats(values: tuple[str, ...]) -> tuple[str, ...]:
    """Formats of feeds; raises `ValueError` for an unknown one."""
    return _known(values, FORMATS)


def old_paths(values: tuple[str, ...]) -> tuple[str, ...]:
    """Paths that feeds once had below the site; raises `ValueError` for what is none."""
    for path in values:
        if not re.fullmatch(_OLD_PATH, path):
            raise ValueError(f"must hold paths below the site, for example 'feed/', not {path!r}")
    return values


def _known(values: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if value not in known:
            raise ValueError(f"must hold only {', '.join(map(repr, known))}, not {value!r}")
    return values


@dataclass(frozen=True, kw_only=True)
class Rss:
    """The RSS feed."""

    path: str = option("Path of the RSS feed below the site's address.", default="rss.xml", convert=feed_path)
    count: int = option("How many of the newest posts the RSS feed holds.", default=20, convert=count)
    archive: bool = option("Keep older posts in RSS archive files too.", default=False)


@dataclass(frozen=True, kw_only=True)
class Atom:
    """The Atom feed; its archives are on, because one format is enough for readers that follow archives."""

    path: str = option("Path of the Atom feed below the site's address.", default="atom.xml", convert=feed_path)
    count: int = option("How many of the newest posts the Atom feed holds.", default=20, convert=count)
    archive: bool = option("Keep older posts in Atom archive files (RFC 5005).", default=True)


@dataclass(frozen=True, kw_only=True)
class Json:
    """The JSON feed."""

    path: str = option("Path of the JSON feed below the site's address.", default="feed.json", convert=feed_path)
    count: int = option("How many of the newest posts the JSON feed holds.", default=20, convert=count)
    archive: bool = option("Keep older posts in JSON archive files too.", default=False)


@dataclass(frozen=True, kw_only=True)
class Podcast:
    """What podcast directories want to know of the RSS feed, when its posts carry recordings."""

    image: str = option("The cover, square, 1400 to 3000 pixels: a path below the site.", convert=picture)
    category: str = option("Its category, for example 'Health & Fitness > Medicine'.", convert=category)
    author: str = option("Who speaks; empty for the site's author.", default="")
    explicit: bool = option("Whether it is unsuitable for children.", default=False)
    owner: str = option("Mail address that directories write to; all can read it.", default="", convert=mail_address)


@dataclass(frozen=True, kw_only=True)
class Options:
    """The table [feeds].

    Feeds `by` author exist only when the posts have more than one, those by language likewise. Every further feed is
    written in each of `by_formats`. `moved_from` are old addresses of feeds, as paths below the site's address.
    """

    rss: Rss = option("The RSS feed.", default=Rss())
    atom: Atom = option("The Atom feed.", default=Atom())
    json: Json = option("The JSON feed.", default=Json())
    by: tuple[str, ...] = option("Further feeds: one for each tag, author or language.", default=KINDS, convert=kinds)
    by_formats: tuple[str, ...] = option(
        "Formats of the further feeds: rss, atom, json.", default=("rss",), convert=formats
    )
    opml: str = option("Path of the list of all feeds.", default="feeds.opml", convert=feed_path)
    source_markdown: bool = option("Give each post's Markdown too, in RSS.", default=False)
    contact: str = option("Public mail address, for the RSS feed's editor.", default="", convert=mail_address)
    moved_from: tuple[str, ...] = option(
        "Old addresses of feeds below the site, such as 'feed/'.", default=(), convert=old_paths
    )
    podcast: Podcast | None = option("The RSS feed as a podcast.", default=None)
