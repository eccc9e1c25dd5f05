"""A post, and what lists know of it, as few bytes and back, for the cache."""

import marshal
import zlib
from collections.abc import Mapping
from datetime import date, datetime
from sys import intern
from typing import Any

from publisher.errors import StateError
from publisher.model import Asset, Enclosure, Image, Listing, Post

_QUICKLY = 1  # zlib's level: a post shrinks to a third, and the best level would only shave off a tenth more
_DAMAGED = "a post in .publisher/cache.db is damaged; remove that file and run again."

_WITHOUT_REFERENCES = 2  # marshal's form in which equal values are equal bytes


def pack(post: Post) -> bytes:
    """The post as bytes that the same Python, and only that, can `unpack`.

    marshal takes a tenth of JSON's time, which at 10,000 posts is seconds. Its form changes with Python's version,
    and so does the cache; unlike pickle it holds data alone, and zlib's checksum guards it against a failing disk.
    """
    facts: dict[str, Any] = vars(post) | {
        "published": post.published.isoformat(),
        "updated": post.updated.isoformat(),
        "image": post.image and vars(post.image),
        "enclosures": [vars(enclosure) for enclosure in post.enclosures],
        "assets": [vars(asset) for asset in post.assets],
        "overrides": dict(post.overrides),
        "extra": _plain(post.extra),
    }
    return zlib.compress(marshal.dumps(facts, _WITHOUT_REFERENCES), _QUICKLY)


def unpack(content: bytes, *, post_id: str) -> Post:
    """The post that `pack` gave, under its settled id; raises `StateError` for what a disk made of it."""
    try:
        facts: dict[str, Any] = marshal.loads(zlib.decompress(content))  # noqa: S302 we wrote it, in a private folder
    except (zlib.error, EOFError, ValueError, TypeError) as error:
        raise StateError(_DAMAGED) from error
    facts["id"] = post_id
    facts["published"] = datetime.fromisoformat(facts["published"])
    facts["updated"] = datetime.fromisoformat(facts["updated"])
    facts["image"] = Image(**facts["image"]) if facts["image"] else None
    facts["enclosures"] = tuple(Enclosure(**enclosure) for enclosure in facts["enclosures"])
    facts["assets"] = tuple(Asset(**asset) for asset in facts["assets"])
    return Post(**facts)


def pack_listing(post: Listing) -> bytes:
    """The listing as bytes that the same Python can `unpack_listing`.

    One value costs SQLite and Python a quarter of what thirteen columns do, and every build asks for all posts.
    """
    # interned, so that posts share the few names once they are read
    shared = post._replace(
        authors=tuple(map(intern, post.authors)), tags=tuple(map(intern, post.tags)), language=intern(post.language)
    )
    return marshal.dumps(tuple(shared))


def unpack_listing(content: bytes) -> Listing:
    """The listing that `pack_listing` gave; raises `StateError` for what a disk made of it."""
    try:
        return Listing._make(marshal.loads(content))  # noqa: S302 we wrote it, in a private folder
    except (EOFError, ValueError, TypeError) as error:
        raise StateError(_DAMAGED) from error


def _plain(value: Any) -> Any:
    """Front matter as marshal knows it: no dates, no read-only mappings."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
