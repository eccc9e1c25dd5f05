"""All that is needed to share one post: a text for each network in every variant, counted, with links and picture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from publisher.errors import ContentError, Problem
from publisher.links import SHARE_FORMS, share_link
from publisher.model import Image, Post
from publisher.phrases import said
from publisher.social.facets import Facet, facets, with_short_links
from publisher.social.hashtags import hashtags_of
from publisher.social.networks import BY_NAME, NETWORKS, Network
from publisher.social.snippet import KINDS, Variant, Wishes, title_is_cut, variants
from publisher.social.telling import Telling
from publisher.social.wording import clean, has_too_many_accents, shortened
from publisher.social.x_links import links

_PINTEREST_TITLE = 100  # characters, of a pin
# LinkedIn's "little text": one of these without a backslash before it, and the rest of the post is lost
_LITTLE_TEXT = str.maketrans({mark: f"\\{mark}" for mark in "\\|{}@[]()<>#*_~"})
_OTHER_KEYS = ("text", "key_point", "variant")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the site asks of all its share texts: see the options of the table [social]; `hashtags` is made by
    `hashtags.by_tag`, `wording` are words that are looked at twice.
    """

    networks: Sequence[str]
    disclaimer: str
    requires_disclaimer: bool
    hashtags: Mapping[str, str]
    calls: Mapping[str, str]
    variant: int
    wording: Sequence[str]


@dataclass(frozen=True)
class Count:
    """How much of a limit a text takes."""

    unit: str
    count: int
    limit: int


class Text(NamedTuple):
    """One variant for a network. `posted` is the text as a program posts it there: with addresses as they are shown,
    which `facets` make links, or with the network's escapes; elsewhere it is `text`.
    """

    kind: str
    text: str
    posted: str
    counts: tuple[Count, ...]
    facets: tuple[Facet, ...]


class Share(NamedTuple):
    """What is shared on one network: its `texts`, of which the one at `chosen` is ours to propose.

    `link` is the post's address where the text does not hold it, `title` where there is a field for one, `share_link`
    opens the network's form, each "" where there is none.
    """

    network: Network
    texts: tuple[Text, ...]
    chosen: int
    share_link: str
    link: str
    title: str
    warnings: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text that we propose."""
        return self.texts[self.chosen].text


def shares(post: Post, terms: Terms, picture: Image | None) -> tuple[Share, ...]:
    """The post's share for each network, in the order of the table; `picture` is what a preview shows.

    Raises `ContentError` with what is wrong in every network's text.
    """
    hashtags, telling, variant = hashtags_of(post.tags, terms.hashtags), Telling(post), _variant(post, terms)
    found: list[Share] = []
    problems: list[Problem] = []
    for network in (network for network in NETWORKS if network.name in terms.networks):
        wishes = Wishes(
            disclaimer=terms.disclaimer,
            requires_disclaimer=terms.requires_disclaimer,
            hashtags=hashtags,
            call=terms.calls.get(network.name, ""),
        )
        try:
            ways = variants(post, network, wishes, telling)
            found.append(_share(post, network, ways, KINDS[variant - 1], terms, picture))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return tuple(found)


def warnings(post: Post) -> Iterator[str]:
    """What is to be said of the post's share texts whatever the network."""
    from difflib import get_close_matches

    known = (*BY_NAME, *_OTHER_KEYS)
    for key in post.overrides:
        if key not in known:
            near = get_close_matches({"twitter": "x"}.get(key, key), known, n=1, cutoff=0.0)
            yield f"'social' has a text for {key!r}, which is no network here; did you mean {near[0]!r}?"
    if has_too_many_accents(post.title):
        yield "the title has more than four accents on one letter; those beyond are left out"


def _variant(post: Post, terms: Terms) -> int:
    """The number of the variant to propose: the post's own choice, else the site's."""
    written = post.overrides.get("variant", "")
    if not written:
        return terms.variant
    if written not in map(str, range(1, len(KINDS) + 1)):
        text = f"'variant' in 'social' must be a number from 1 to {len(KINDS)}, not {written!r}"
        raise ContentError.at(post.source, 0, text)
    return int(written)


def _share(
    post: Post, network: Network, ways: Sequence[Variant], kind: str, terms: Terms, picture: Image | None
) -> Share:
    texts = tuple(_counted(way, network) for way in ways)
    chosen = next((number for number, text in enumerate(texts) if text.kind == kind), 0)
    title = clean(post.title)
    return Share(
        network=network,
        texts=texts,
        chosen=chosen,
        share_link=_share_link(post, network, texts[chosen].text, picture),
        link="" if network.has_link else post.url,
        title=_pin_title(title) if network.name == "pinterest" else "",
        warnings=tuple(_warnings(post, network, texts[chosen], terms)),
    )


def _share_link(post: Post, network: Network, text: str, picture: Image | None) -> str:
    needs_picture = network.name == "pinterest"
    if network.name not in SHARE_FORMS or (needs_picture and picture is None):
        return ""
    title = clean(post.title) or post.url
    return share_link(network.name, title=title, text=text, url=post.url, picture=picture.url if picture else "")


def _counted(way: Variant, network: Network) -> Text:
    posted, found = way.text, tuple[Facet, ...]()
    if network.name == "bluesky":
        posted, found = (posted, facets(posted)) if network.fits(posted) else with_short_links(posted)
    counts = (Count(limit.unit, limit.count(posted), limit.most) for limit in network.limits)
    if network.name == "linkedin":
        posted = posted.translate(_LITTLE_TEXT)
    return Text(way.kind, way.text, posted, tuple(count for count in counts if count.count), found)


def _pin_title(title: str) -> str:
    return title if len(title) <= _PINTEREST_TITLE else shortened(title, lambda text: len(text) <= _PINTEREST_TITLE)


def _warnings(post: Post, network: Network, text: Text, terms: Terms) -> Iterator[str]:
    if title_is_cut(post, network):
        yield "the title is longer than the network allows, and was cut"
    if network.name == "x" and not all(link.is_sure for link in links(text.text)):
        yield "X may not make a link of an address in it, whose ending is young"
    for phrase in said(terms.wording, text.text):
        yield f"says {phrase!r}: look whether you may promise that"
