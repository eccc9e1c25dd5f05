"""The networks we write for: their limits as dated facts, in one table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from publisher.social import counting


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most `most` of what `count` counts; `unit` names it for a person."""

    most: int
    count: Callable[[str], int]
    unit: str


@dataclass(frozen=True, kw_only=True)
class Network:
    """Where a share text goes: every limit holds at once, `checked` says when the facts were last looked up.

    `notifies` is true where a bare `@word` in a text reaches somebody's account.
    """

    name: str
    limits: tuple[Limit, ...]
    hashtags: int
    disclaimer: bool
    notifies: bool
    checked: date

    def fits(self, text: str) -> bool:
        """Whether the whole text, as it will be sent, is inside every limit."""
        return all(limit.count(text) <= limit.most for limit in self.limits)

    def excess(self, text: str) -> str:
        """Which limits the text breaks, with count and limit, for a message; empty when it fits."""
        counts = ((limit.count(text), limit) for limit in self.limits)
        return " and ".join(f"{n} {limit.unit} of {limit.most}" for n, limit in counts if n > limit.most)


_CHECKED = date(2026, 11, 1)

NETWORKS = (
    Network(
        name="x",  # docs.x.com, counting characters; a paid account may write more, we do not count on it
        limits=(Limit(most=280, count=counting.x_weight, unit="weighted characters"),),
        hashtags=2,
        disclaimer=False,
        notifies=True,
        checked=_CHECKED,
    ),
    Network(
        name="bluesky",  # lexicon app.bsky.feed.post; mentions are made only by facets, which we do not write
        limits=(
            Limit(most=300, count=counting.graphemes, unit="graphemes"),
            Limit(most=3000, count=counting.utf8_bytes, unit="bytes"),
        ),
        hashtags=3,
        disclaimer=False,
        notifies=False,
        checked=_CHECKED,
    ),
    Network(
        name="mastodon",  # the default of a server; docs.joinmastodon.org, Instance
        limits=(Limit(most=500, count=counting.mastodon_characters, unit="characters"),),
        hashtags=5,
        disclaimer=True,
        notifies=True,
        checked=_CHECKED,
    ),
    Network(
        name="linkedin",  # no unit is published
        limits=(Limit(most=3000, count=counting.utf16_units, unit="characters"),),
        hashtags=3,
        disclaimer=True,
        notifies=False,
        checked=_CHECKED,
    ),
    Network(
        name="facebook",  # 63,206 by hand, but schedulers stop at 5,000
        limits=(Limit(most=5000, count=counting.utf16_units, unit="characters"),),
        hashtags=2,
        disclaimer=True,
        notifies=False,
        checked=_CHECKED,
    ),
    Network(
        name="email",  # a mailto: link should stay under about 2,000 characters; the subject needs some of them
        limits=(Limit(most=1500, count=counting.mail_link_characters, unit="characters of a mail link"),),
        hashtags=0,
        disclaimer=True,
        notifies=False,
        checked=_CHECKED,
    ),
)
