"""The table [social] of the settings: which posts get share text."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from publisher.options import option


def none_or_more(count: int) -> int:
    """The count itself; raises `ValueError` for a number below 0."""
    if count < 0:
        raise ValueError("must be 0 (for none) or more")
    return count


@dataclass(frozen=True, kw_only=True)
class Options:
    """Which posts get share text, and what it may take from the site beside the post itself."""

    count: int = option("How many of the newest posts get share text; 0 for none.", default=50, convert=none_or_more)

    hashtags: Mapping[str, str] = option(
        'The hashtag that stands for a tag, as in "tai chi" = "#TaiChi"; a tag that is not listed gives none.',
        default=MappingProxyType({}),
    )
