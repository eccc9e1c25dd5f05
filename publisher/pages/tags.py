"""Posts sorted by their tags, each tag with a list of its own."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from publisher.model import Listing
from publisher.names import file_name, same_name
from publisher.readable import shown

FOLDER = "tags/"
IN_ONE_LIST = 100  # posts; a tag with more has a list for each year, too


class Tag(NamedTuple):
    """A tag as its oldest post spells it, the name of its folder, and its posts, newest first."""

    about: str
    name: str
    posts: tuple[Listing, ...]

    @property
    def address(self) -> str:
        """Of its list, below the site's."""
        return address(self.about)


@lru_cache(maxsize=1024)
def address(tag: str) -> str:
    """Where the list of a tag is, below the site's address; the same for all spellings of it."""
    return f"{FOLDER}{file_name(tag)}/"


def tags(listed: Sequence[Listing]) -> list[Tag]:
    """The tags of the posts, sorted by name; `listed` are newest first."""
    keys: dict[str, str] = {}  # the same few names stand in thousands of posts
    about: dict[str, str] = {}
    posts: dict[str, list[Listing]] = {}
    for post in listed:
        for tag in post.tags:
            key = keys.get(tag)
            if key is None:
                key = keys[tag] = same_name(tag)
            about[key] = tag
            held = posts.setdefault(key, [])
            if not held or held[-1] is not post:
                held.append(post)
    return [Tag(shown(about[key]), file_name(about[key]), tuple(posts[key])) for key in sorted(posts) if key]
