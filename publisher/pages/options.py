"""The table [pages] of the settings: whether there are web pages, and how many posts the first one shows."""

from dataclasses import dataclass

from publisher.links import SHARE_FORMS
from publisher.options import nearest, option


def at_least_one(count: int) -> int:
    """The count itself; raises `ValueError` for none."""
    if count < 1:
        raise ValueError("must be 1 or more")
    return count


def share_forms(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names themselves; raises `ValueError` for one that has no share form."""
    for name in names:
        if name not in SHARE_FORMS:
            raise ValueError(f"has {name!r}, which has no share form{nearest(name, SHARE_FORMS)}")
    return names


@dataclass(frozen=True, kw_only=True)
class Options:
    """The website of the publication, as its table [pages] sets it."""

    enabled: bool = option("Write a web page for each post, the list of posts and the page about feeds.", default=True)
    count: int = option(
        "How many of the newest posts the first page shows; with more there is a list for each year.",
        default=30,
        convert=at_least_one,
    )
    tags: bool = option("Write a list of posts for each tag, and one of all tags.", default=True)
    share: tuple[str, ...] = option(
        "The networks whose share forms a post's page links to, in this order; an empty list for none.",
        default=("email", "whatsapp", "facebook", "bluesky", "mastodon", "threads", "linkedin", "x"),
        convert=share_forms,
    )
