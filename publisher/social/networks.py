"""The networks we write for: their limits as dated facts, in one table."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from publisher.social import counting
from publisher.social.facets import with_short_links


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most `most` of what `count` counts; `unit` names it for a person."""

    most: int
    count: Callable[[str], int]
    unit: str


@dataclass(frozen=True, kw_only=True)
class Network:
    """Where a share text goes: every limit holds at once, `checked` says when the facts were last looked up.

    - `title` is its name as people write it.
    - `room` is how much of the first limit sentences of the post may fill where we choose them: what a reader sees
      without a tap, or would read. 0: all of it. An author's own text may fill the limit.
    - `hashtags` is how many there may be, `longest_hashtag` how long each, in characters.
    - `disclaimer`: whether there is room for the site's.
    - `notifies`: whether a bare `@word` in a text reaches somebody's account.
    - `has_link`: whether the post's address stands in the text; elsewhere it has a field of its own, or none.
    - `shortens_links`: whether the text may show a short form of an address that leads to the whole one.
    - `is_plain`: whether typographic quotes and dashes cost more than plain ones.
    """

    name: str
    title: str
    limits: tuple[Limit, ...]
    checked: date
    room: int = 0
    hashtags: int = 0
    longest_hashtag: int = 64
    disclaimer: bool = True
    notifies: bool = False
    has_link: bool = True
    shortens_links: bool = False
    is_plain: bool = False

    def fits(self, text: str) -> bool:
        """Whether the whole text, as it will be sent, is inside every limit."""
        return all(limit.count(text) <= limit.most for limit in self.limits)

    def has_room(self, text: str) -> bool:
        """Whether one more sentence may make it this text."""
        return self.fits(text) and (not self.room or self.limits[0].count(text) <= self.room)

    def excess(self, text: str) -> str:
        """Which limits the text breaks, with count and limit, for a message; empty when it fits."""
        counts = ((limit.count(text), limit) for limit in self.limits)
        return " and ".join(f"{n} {limit.unit} of {limit.most}" for n, limit in counts if n > limit.most)

    def with_short_links(self) -> "Network":
        """The same network, with every address counted as it is shown."""
        return replace(self, limits=tuple(replace(limit, count=_of_shown(limit.count)) for limit in self.limits))


def _of_shown(count: Callable[[str], int]) -> Callable[[str], int]:
    return lambda text: count(with_short_links(text)[0])


def _units(most: int, unit: str = "characters") -> tuple[Limit, ...]:
    """A limit where no unit is published: UTF-16 units are never fewer than what people would count."""
    return (Limit(most=most, count=counting.utf16_units, unit=unit),)


_CHECKED = date(2026, 11, 1)

NETWORKS = (
    Network(
        name="x",  # docs.x.com, counting characters; a paid account may write more, we do not count on it
        title="X",
        limits=(Limit(most=280, count=counting.x_weight, unit="weighted characters"),),
        hashtags=2,
        disclaimer=False,
        notifies=True,
        checked=_CHECKED,
    ),
    Network(
        name="bluesky",  # lexicon app.bsky.feed.post; mentions are made only by facets, of which we make none
        title="Bluesky",
        limits=(
            Limit(most=300, count=counting.graphemes, unit="graphemes"),
            Limit(most=3000, count=counting.utf8_bytes, unit="bytes"),
        ),
        hashtags=3,
        disclaimer=False,
        shortens_links=True,
        checked=_CHECKED,
    ),
    Network(
        name="mastodon",  # the default of a server; docs.joinmastodon.org, Instance
        title="Mastodon",
        limits=(Limit(most=500, count=counting.mastodon_characters, unit="characters"),),
        hashtags=5,
        notifies=True,
        checked=_CHECKED,
    ),
    Network(
        name="threads",  # developers.facebook.com/docs/threads/posts: one topic tag, five different links
        title="Threads",
        limits=(
            Limit(most=500, count=counting.threads_characters, unit="characters"),
            Limit(most=5, count=counting.distinct_links, unit="links"),
        ),
        hashtags=1,
        longest_hashtag=50,
        notifies=True,
        checked=_CHECKED,
    ),
    Network(
        name="linkedin",  # no unit is published; three lines are shown, and who opens a post reads about so much
        title="LinkedIn",
        limits=_units(3000),
        room=1000,
        hashtags=3,
        checked=_CHECKED,
    ),
    Network(
        name="facebook",  # 63,206 by hand, but schedulers stop at 5,000; about 480 are shown
        title="Facebook",
        limits=_units(5000),
        room=480,
        hashtags=2,
        checked=_CHECKED,
    ),
    Network(
        name="instagram",  # addresses are dead in it; five hashtags since December 2025
        title="Instagram",
        limits=_units(2200),
        room=1000,
        hashtags=5,
        notifies=True,
        has_link=False,
        checked=_CHECKED,
    ),
    Network(
        name="pinterest",  # the address has a field of its own
        title="Pinterest",
        limits=_units(500),
        has_link=False,
        checked=_CHECKED,
    ),
    Network(
        name="google",  # Business Profile; the address is its button's, about 300 characters are shown
        title="Google Business Profile",
        limits=_units(1500),
        room=750,
        has_link=False,
        checked=_CHECKED,
    ),
    Network(
        name="nextdoor",  # no limit is published: ours is what a neighbour may read
        title="Nextdoor",
        limits=_units(5000),
        room=1000,
        checked=_CHECKED,
    ),
    Network(
        name="telegram",  # Bot API: 4,096 a message, 1,024 under a picture
        title="Telegram",
        limits=_units(4096),
        room=1024,
        hashtags=3,
        notifies=True,
        checked=_CHECKED,
    ),
    Network(
        name="discord",  # a webhook's `content`
        title="Discord",
        limits=_units(2000),
        room=1000,
        notifies=True,
        checked=_CHECKED,
    ),
    Network(
        name="whatsapp",  # no small limit is known; longer ones are folded near here
        title="WhatsApp",
        limits=_units(4096),
        room=700,
        checked=_CHECKED,
    ),
    Network(
        name="sms",  # one message: a second one is paid for, too (3GPP TS 23.040)
        title="Text message",
        limits=(
            Limit(most=160, count=counting.gsm_characters, unit="GSM-7 characters"),
            Limit(most=70, count=counting.ucs2_characters, unit="UCS-2 characters"),
        ),
        disclaimer=False,
        is_plain=True,
        checked=_CHECKED,
    ),
    Network(
        name="email",  # a mailto: link should stay under about 2,000 characters; the subject needs some of them
        title="E-mail",
        limits=(Limit(most=1500, count=counting.mail_link_characters, unit="characters of a mail link"),),
        checked=_CHECKED,
    ),
)
BY_NAME = {network.name: network for network in NETWORKS}
