"""The values that travel through the publisher; frozen, complete, and impossible to build wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


def _require_aware(name: str, moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError(f"{name} needs a time zone, got {moment.isoformat()}")


@dataclass(frozen=True, kw_only=True)
class Site:
    """Facts about the blog that every output needs; `url` is absolute and ends in a slash.

    `picture` is shown by previews of posts that have none. `author_url` is the page about the author; `fediverse`
    (`@user@host`) and `x` (`@user`) are accounts that previews name, `profiles` addresses of profiles elsewhere.
    """

    title: str
    url: str
    description: str
    author: str
    language: str
    zone: ZoneInfo
    postal_address: str
    disclaimer: str
    picture: "Image | None" = None
    author_url: str = ""
    fediverse: str = ""
    x: str = ""
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Image:
    """A picture of a post: absolute address, its description, and its size in pixels where known."""

    url: str
    alt: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file that belongs to a post (audio, a PDF): absolute address, true length in bytes, media type.

    `length` is 0 only for a file elsewhere whose length nobody said; `duration_s` is its playing time, where known.
    """

    url: str
    length: int
    media_type: str
    duration_s: int | None = None


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file that a post shows: where it lies (relative to the site) and its path below the site's address."""

    source: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Post:
    """One post, ready for every output.

    `id` is decided once and outlives title, slug, address and domain. `slug` is the path of its page below the site's
    address, as it is before escaping and without slashes at its ends (`2024/03/rest`): a folder with the page in it,
    or, where it ends in `.html`, the page itself, whose `url` has no slash behind. `html` is sanitised, its links are
    absolute; `textblocks` reads its words. `markdown` is the body as its author wrote it. `title` and `summary` are
    plain text. `source` is the file, relative to the site. A post that is not `in_lists` has a page and is shown by
    nothing else; one that is not `in_feeds` is in no feed. `overrides` holds share texts the author wrote, by network;
    `extra` every front matter key not known here.
    """

    id: str
    slug: str
    url: str
    source: str
    title: str
    html: str
    summary: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    markdown: str = ""
    in_lists: bool = True
    in_feeds: bool = True
    image: Image | None = None
    enclosures: tuple[Enclosure, ...] = ()
    assets: tuple[Asset, ...] = ()
    overrides: Mapping[str, str] = field(default_factory=_nothing)
    extra: Mapping[str, Any] = field(default_factory=_nothing)

    def __post_init__(self) -> None:
        _require_aware("published", self.published)
        _require_aware("updated", self.updated)
        if self.updated < self.published:
            raise ValueError(f"updated {self.updated} is before published {self.published}")


class Listing(NamedTuple):
    """What lists, feeds and archives need to know of a post to place it; small, because there may be 50,000.

    `published_s` and `updated_s` are whole unix seconds. `key` names the bytes of the post and everything it was
    rendered with, its id included: as long as it stays, so does all that is made from the post. `pictured` says that
    it has a picture of its own.
    """

    source: str
    id: str
    url: str
    slug: str
    title: str
    published_s: int
    updated_s: int
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    in_lists: bool
    in_feeds: bool
    key: str
    pictured: bool = False

    @property
    def published(self) -> datetime:
        """When it appeared, in UTC."""
        return datetime.fromtimestamp(self.published_s, UTC)

    @property
    def updated(self) -> datetime:
        """When it last changed in a way worth reading again, in UTC."""
        return datetime.fromtimestamp(self.updated_s, UTC)


def listing(post: Post, key: str) -> Listing:
    """The post as lists know it, under the `key` of its rendering."""
    return Listing(
        source=post.source,
        id=post.id,
        url=post.url,
        slug=post.slug,
        title=post.title,
        published_s=int(post.published.timestamp()),
        updated_s=int(post.updated.timestamp()),
        authors=post.authors,
        tags=post.tags,
        language=post.language,
        in_lists=post.in_lists,
        in_feeds=post.in_feeds,
        key=key,
        pictured=post.image is not None,
    )


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What the world may see at one moment: the site and its public posts, newest first, those of one second by id
    from the highest.
    """

    site: Site
    posts: tuple[Listing, ...]

    @cached_property
    def in_feeds(self) -> tuple[Listing, ...]:
        """The posts that feeds show; every feed and archive asks for them, so they are looked for once."""
        return tuple([post for post in self.posts if post.in_feeds and post.in_lists])


class FeedLink(NamedTuple):
    """Where a feed can be found: `name` is its format ("RSS"), `about` what it is limited to ("", or a tag, an author,
    a language as people write them), `kind` the kind of that limit ("", "tag", "author", "language").
    """

    name: str
    title: str
    url: str
    media_type: str
    kind: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Artifact:
    """The bytes of one output file and its path, relative and with forward slashes; it says nothing about disks."""

    path: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        parts = self.path.split("/")
        if any(part in ("", ".", "..") for part in parts) or "\\" in self.path or "\0" in self.path:
            raise ValueError(f"an output path must stay inside the output folder: {self.path!r}")


class Form(Enum):
    """How a post stands in a letter."""

    FULL = "full"  # all of it
    EXCERPT = "excerpt"  # its beginning, and where to read on
    SUMMARY = "summary"  # a few sentences, and where to read on


@dataclass(frozen=True, kw_only=True)
class Note:
    """An editor's words for one issue, from the file `source`; what was not written is empty.

    `intro` and `closing` are html as a post's is, before and behind the posts. `posts` names those that go in, in
    order, by slug, address or file; none named: all that are new. `text` is the body of the text part in the editor's
    own words, in place of the one made from the posts. `assets` are the pictures it shows.
    """

    source: str
    subject: str = ""
    preheader: str = ""
    posts: tuple[str, ...] = ()
    intro: str = ""
    closing: str = ""
    text: str = ""
    assets: tuple[Asset, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One number of a newsletter before it is rendered: which posts, for which period, under which subject.

    `forms` says of each post in turn how it stands in the letter; by default all are there in full. `preheader` is the
    editor's own line beside the subject, or empty.
    """

    id: str
    newsletter: str
    period: str
    subject: str
    posts: tuple[Post, ...]
    forms: tuple[Form, ...] = ()
    preheader: str = ""
    note: Note | None = None

    @property
    def entries(self) -> tuple[tuple[Post, Form], ...]:
        """Each post with its form."""
        return tuple(zip(self.posts, self.forms or (Form.FULL,) * len(self.posts), strict=True))


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A place in a letter for what is one reader's own: `mark` stands there so often, and nowhere in what its authors
    wrote. `name` says what goes in: "greeting" or "unsubscribe".
    """

    name: str
    mark: str
    in_html: int
    in_text: int


@dataclass(frozen=True, kw_only=True)
class Newsletter:
    """An issue rendered for everybody, with slots for what is each reader's own; frozen into the ledger when sending
    opens.
    """

    issue_id: str
    subject: str
    html: str
    text: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, kw_only=True)
class Subscriber:
    """A person who asked for the newsletter. `id` is keyed and safe to log; the rest is not and hides in repr."""

    id: str
    address: str = field(repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One issue for one subscriber; `attempts` counts the tries that were begun."""

    issue_id: str
    subscriber: Subscriber
    attempts: int


class Verdict(Enum):
    """What a transport says of one message."""

    ACCEPTED = "accepted"  # the other side has taken responsibility for it
    DEFERRED = "deferred"  # not now: try again later
    REFUSED = "refused"  # no, and trying again would not help
    UNKNOWN = "unknown"  # it may or may not have arrived: never resent by itself
    UNSENT = "unsent"  # surely not handed over, for a reason that is not the reader's: as if it was never tried


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A transport's verdict, with the reply code (0 where there is none), its enhanced status (RFC 3463) and a detail
    that names nobody.

    `is_dead`: there is no such person at that address. `is_unwelcome`: it is we who were refused. `is_throttled`: the
    receiving side wants less of us.
    """

    verdict: Verdict
    code: int = 0
    enhanced: str = ""
    detail: str = ""
    is_dead: bool = False
    is_unwelcome: bool = False
    is_throttled: bool = False


YEARS = range(1970, 2101)  # outside of these, readers of feeds show other days, or none, and calendars come to an end


def within_years(day: date) -> date:
    """The day (or moment) as it is; raises `ValueError` for one outside of `YEARS`."""
    if day.year not in YEARS:
        raise ValueError(f"must lie between the years {YEARS[0]} and {YEARS[-1]}, not in {day.year}")
    return day


def utc(moment: datetime) -> datetime:
    """The same moment in UTC, cut to whole seconds (feeds and mail headers carry no fractions)."""
    _require_aware("moment", moment)
    return moment.astimezone(UTC).replace(microsecond=0)
