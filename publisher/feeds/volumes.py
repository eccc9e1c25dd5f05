"""The files of a feed: the one to subscribe to, and archives; which posts each holds and how they are linked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from publisher.feeds.archives import ArchiveStart, archives
from publisher.feeds.entry import NEVER, Entry, Feed, author_of, entry_of, title_of
from publisher.feeds.formats import FORMATS
from publisher.feeds.groups import Group
from publisher.feeds.options import Options, Podcast
from publisher.feeds.sizes import fitting, shortened
from publisher.feeds.style import STYLE_PATH
from publisher.links import absolute, to_uri
from publisher.model import Artifact, Listing, Post, Publication, Site
from publisher.output import Recipe
from publisher.readable import shown

GROUPS_FOLDER = "feeds"

# how the title of a further feed says what it is limited to, without a word that would need translation
_TITLES = {"": "{site}", "tag": "{site}: {about}", "author": "{site} – {about}", "language": "{site} ({about})"}


class Volume(NamedTuple):
    """One file of a feed, as its recipe tells `made`.

    `path` is that of the file to subscribe to. `serial` is that of an archive, 0 for the file to subscribe to itself;
    `older` and `newer` are the serials of the archives beside it, 0 for none. With `if_cut` the recipe's posts are all
    that there are, and no more than the feed may hold: archives are then written, and linked, only if the bytes are too
    many for one file; an archive's own posts are those from `begin` to `end`.
    """

    format: str
    path: str
    kind: str = ""
    about: str = ""
    language: str = ""
    serial: int = 0
    older: int = 0
    newer: int = 0
    if_cut: bool = False
    begin: int = 0
    end: int = 0


def archive_recipes(publication: Publication, options: Options, starts: Sequence[ArchiveStart]) -> Iterable[Recipe]:
    """A recipe for each archive of each format that keeps archives.

    There are archives when the feed to subscribe to does not hold every post. With more posts than its `count` that is
    plain. With fewer, only the bytes of the whole posts can tell: then each recipe gets all of them, and `made` decides
    for feed and archives alike.
    """
    posts = publication.in_feeds
    for name in FORMATS:
        settings = getattr(options, name)
        end = len(posts)
        for archive in archives(posts, starts) if settings.archive else ():
            begin = end - len(archive.posts)
            volume = Volume(name, settings.path, serial=archive.serial, older=archive.older, newer=archive.newer)
            if len(posts) > settings.count:
                yield _recipe(f"{name} archive {archive.serial}", volume, archive.posts)
            else:
                whole = volume._replace(if_cut=True, begin=begin, end=end)
                yield _recipe(f"{name} archive {archive.serial}", whole, posts)
            end = begin


def feed_recipes(publication: Publication, options: Options, starts: Sequence[ArchiveStart]) -> Iterable[Recipe]:
    """A recipe for the file to subscribe to, in each format."""
    posts = publication.in_feeds
    newest = archives(posts, starts)[-1:]
    for name in FORMATS:
        settings = getattr(options, name)
        older = newest[0].serial if newest and settings.archive else 0
        volume = Volume(name, settings.path, older=older, if_cut=len(posts) <= settings.count)
        yield _recipe(name, volume, posts[: settings.count])


def group_recipes(groups: Sequence[Group], options: Options) -> Iterable[Recipe]:
    """A recipe for the feed of each group, in each format wanted for these."""
    for group in groups:
        for name in options.by_formats:
            volume = Volume(name, group_path(group, name), group.kind, group.about, group.language)
            count = getattr(options, name).count
            yield _recipe(f"{name} {group.kind} {group.name}", volume, group.posts[:count])


def group_path(group: Group, format_name: str) -> str:
    """Where the feed of a group stands below the site's address."""
    return f"{GROUPS_FOLDER}/{group.kind}/{group.name}{FORMATS[format_name].suffix}"


def feed_title(site: Site, kind: str, about: str) -> str:
    """The title of a feed, different for each; the main feed's is the site's."""
    return _TITLES[kind].format(site=title_of(site), about=about)


def made(site: Site, options: Options, volume: Volume, posts: Sequence[Post]) -> list[Artifact]:
    """The file of one volume; none for an archive that is not needed."""
    entries = [entry_of(post, site, with_markdown=options.source_markdown) for post in posts]
    kept = fitting(entries)
    holds_all = volume.if_cut and len(kept) == len(entries)
    if not volume.serial:
        return [_written(site, options, volume._replace(older=0) if holds_all else volume, kept)]
    if holds_all:
        return []
    own = entries[volume.begin : volume.end] if volume.if_cut else entries
    return [_written(site, options, volume, shortened(own))]


def _recipe(name: str, volume: Volume, posts: Sequence[Listing]) -> Recipe:
    """A post's key covers its bytes, so the volume and these keys in order cover the file's."""
    parts = [repr(volume), *(post.key for post in posts)]
    key = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Recipe(name, key, tuple(posts), volume)


def _written(site: Site, options: Options, volume: Volume, entries: tuple[Entry, ...]) -> Artifact:
    written = FORMATS[volume.format]
    path = _archive_path(volume.path, volume.serial)
    content = written.write(_feed(site, options, volume, entries))
    return Artifact(path=f"public/{path}", media_type=written.served_as, content=content)


def _feed(site: Site, options: Options, volume: Volume, entries: tuple[Entry, ...]) -> Feed:
    title = feed_title(site, volume.kind, volume.about)
    own_path = _archive_path(volume.path, volume.serial)
    return Feed(
        id=_id(site, volume),
        title=title,
        description=shown(site.description) or title,  # RSS requires one
        site_url=to_uri(site.url),
        self_url=absolute(site.url, own_path),
        author=volume.about if volume.kind == "author" else author_of(site),
        language=volume.language or site.language,
        updated=max((entry.updated for entry in entries), default=NEVER),
        entries=entries,
        current_url=absolute(site.url, volume.path) if volume.serial else "",
        older_url=_archive_url(site, volume, volume.older),
        newer_url=_archive_url(site, volume, volume.newer),
        style_url="../" * own_path.count("/") + STYLE_PATH,
        contact=options.contact,
        podcast=_podcast(site, options.podcast),
    )


def _id(site: Site, volume: Volume) -> str:
    """What names the feed in every format and archive: the site's address, or that of a group below it."""
    path, _, _ = volume.path.partition(".") if volume.kind else ("", "", "")
    return absolute(site.url, path) if path else to_uri(site.url)


def _podcast(site: Site, podcast: Podcast | None) -> Podcast | None:
    return podcast and replace(podcast, image=absolute(site.url, podcast.image))


def _archive_path(path: str, serial: int) -> str:
    """`atom.xml` becomes `atom-archive-3.xml`; a path without an ending gets the number at its end."""
    stem, dot, ending = path.rpartition(".")
    if "/" in ending or not stem:
        stem, dot, ending = path, "", ""
    return f"{stem}-archive-{serial}{dot}{ending}" if serial else path


def _archive_url(site: Site, volume: Volume, serial: int) -> str:
    return absolute(site.url, _archive_path(volume.path, serial)) if serial else ""
