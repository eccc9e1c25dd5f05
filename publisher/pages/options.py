"""The table [pages] of the settings: whether there are web pages, and how many posts the first one shows."""

from dataclasses import dataclass

from publisher.options import option


def at_least_one(count: int) -> int:
    """The count itself; raises `ValueError` for none."""
    if count < 1:
        raise ValueError("must be 1 or more")
    return count


@dataclass(frozen=True, kw_only=True)
class Options:
    """The website of the publication, as its table [pages] sets it."""

    enabled: bool = option("Write a web page for each post, the list of posts and the page about feeds.", default=True)
    count: int = option(
        "How many of the newest posts the first page shows; with more there is a list for each year.",
        default=30,
        convert=at_least_one,
    )
