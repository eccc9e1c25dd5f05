"""The table [social] of the settings: which posts get share text, for which networks, and what is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from publisher.options import nearest, option

# The names of the table in `networks`, which takes its time to be imported.
NETWORK_NAMES = (
    *("x", "bluesky", "mastodon", "threads", "linkedin", "facebook", "instagram", "pinterest", "google", "nextdoor"),
    *("telegram", "discord", "whatsapp", "sms", "email"),
)
_VARIANTS = range(1, 6)


def none_or_more(count: int) -> int:
    """The count itself; raises `ValueError` for a number below 0."""
    if count < 0:
        raise ValueError("must be 0 (for none) or more")
    return count


def a_variant(number: int) -> int:
    """The number itself; raises `ValueError` for one that no variant has."""
    if number not in _VARIANTS:
        raise ValueError(f"must be a number from {_VARIANTS[0]} to {_VARIANTS[-1]}")
    return number


def networks(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names themselves; raises `ValueError` for one that is no network here."""
    for name in names:
        if name not in NETWORK_NAMES:
            raise ValueError(f"has {name!r}, which is no network here{nearest(name, NETWORK_NAMES)}")
    return names


def by_network(texts: Mapping[str, str]) -> Mapping[str, str]:
    """The texts themselves; raises `ValueError` for one whose name is no network here."""
    networks(tuple(texts))
    return texts


@dataclass(frozen=True, kw_only=True)
class Options:
    """Which posts get share text, and what it may take from the site beside the post itself."""

    count: int = option("How many of the newest posts get share text; 0 for none.", default=50, convert=none_or_more)
    networks: tuple[str, ...] = option(
        "The networks it is written for; their names are in this page's list.", default=NETWORK_NAMES, convert=networks
    )
    variant: int = option(
        "Which variant is proposed: 1 title and first sentences, 2 the title alone, 3 the title's question first, "
        "4 the first sentences, 5 the key point.",
        default=1,
        convert=a_variant,
    )
    hashtags: Mapping[str, str] = option(
        'The hashtag that stands for a tag, as in "tai chi" = "#TaiChi"; a tag that is not listed gives none.',
        default=MappingProxyType({}),
    )
    calls: Mapping[str, str] = option(
        'A last line for a network, where there is room, as in instagram = "The link is in our profile."',
        default=MappingProxyType({}),
        convert=by_network,
    )
    cards: bool = option("Draw a picture for previews of new posts that have none.", default=True)
    require_disclaimer: bool = option(
        "Tell no sentence of a post where the site's disclaimer has no room beside it: title and link alone.",
        default=False,
    )
