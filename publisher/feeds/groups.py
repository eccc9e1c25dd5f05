"""Further feeds beside the main one: by tag, by author, by language."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from publisher.feeds.entry import author_of
from publisher.feeds.options import Options
from publisher.model import Listing, Publication
from publisher.names import file_name, language_name, same_name
from publisher.readable import shown


class Group(NamedTuple):
    """Posts that have a feed of their own: by what (`kind`) and by which (`about`, as people write it).

    `name` is that of its files. `language` is empty but for a group by language. `posts` are the newest of them, as
    many as a feed holds.
    """

    kind: str
    about: str
    name: str
    language: str
    posts: tuple[Listing, ...]


def groups(publication: Publication, options: Options) -> tuple[Group, ...]:
    """The groups that have feeds, sorted by name within tags, authors and languages.

    Of a tag or a name spelled in two ways the oldest post's spelling is shown, so that a new post renames no feed.
    """
    posts = publication.in_feeds
    signer = (author_of(publication.site),)  # of a post that names nobody
    names: dict[str, Callable[[Listing], Iterable[str]]] = {
        "tag": lambda post: post.tags,
        "author": lambda post: post.authors or signer,
        "language": lambda post: (post.language,),
    }
    most = max((getattr(options, name).count for name in options.by_formats), default=0)
    return tuple(
        group
        for kind, names_of in names.items()
        if kind in options.by
        for group in _of_kind(kind, _gathered(posts, names_of, most))
    )


class _Gathered(NamedTuple):
    about: dict[str, str]
    posts: dict[str, list[Listing]]


def _gathered(posts: Iterable[Listing], names_of: Callable[[Listing], Iterable[str]], most: int) -> _Gathered:
    """The newest posts of each name, and the name as its oldest post spells it."""
    keys: dict[str, str] = {}  # the same few names stand in thousands of posts
    about: dict[str, str] = {}
    by_key: dict[str, list[Listing]] = {}
    for post in posts:
        for name in names_of(post):
            if name not in keys:
                keys[name] = same_name(name)
            key = keys[name]
            about[key] = name
            held = by_key.setdefault(key, [])
            if len(held) < most and (not held or held[-1] is not post):
                held.append(post)
    return _Gathered(about, by_key)


def _of_kind(kind: str, gathered: _Gathered) -> Iterable[Group]:
    keys = sorted(key for key in gathered.about if key)
    if kind != "tag" and len(keys) < 2:
        return
    for key in keys:
        posts = tuple(gathered.posts[key])
        if kind == "language":
            language = gathered.about[key]
            yield Group(kind, language_name(language), _language_file(key), language, posts)
        else:
            yield Group(kind, shown(gathered.about[key]), file_name(key), "", posts)


def _language_file(language: str) -> str:
    return language if language.replace("-", "").isalnum() and language.isascii() else file_name(language)
