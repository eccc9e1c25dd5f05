"""The share texts of one post for one network: the author's own words, whole sentences, inside every limit."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from publisher.errors import ContentError
from publisher.model import Post
from publisher.social.networks import Network
from publisher.social.telling import Telling, cleaned_sentences
from publisher.social.wording import clean, clean_lines, plain, shortened, silenced

_OWN_HASHTAG = re.compile(r"(?<!\S)[#＃]\w")
_ADDRESS_GOES_ON = r"[A-Za-z0-9/?#&=%_~-]"
_QUESTION = re.compile(r"(.*?\S\s+\S+\s+\S.*?[?？؟])\s+\S")

# The ways to tell a post, in the order of their numbers; the first is there for every post.
KINDS = ("full", "title", "question", "sentences", "key_point")
WRITTEN = "written"


class Variant(NamedTuple):
    """One way to share a post: its `text` has no line break at its end, its `kind` is one of `KINDS` or `WRITTEN`."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a share text is to hold beside the post's own words: the site's disclaimer, the post's hashtags in order,
    and a last line. With `requires_disclaimer` no sentence is told where the disclaimer has no room.
    """

    disclaimer: str = ""
    requires_disclaimer: bool = False
    hashtags: tuple[str, ...] = ()
    call: str = ""


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """A share text under way; a part that is empty takes no room."""

    lead: str
    link: str
    disclaimer: tuple[str, ...] = ()
    told: str = ""
    hashtags: tuple[str, ...] = ()
    call: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.telling(self.told)

    def telling(self, sentences: str) -> str:
        """The text when these sentences of the post stand in it."""
        # a line of its own for the link: networks disagree whether a mark written against it belongs to it
        ending = "\n".join(filter(None, (self.link, " ".join(self.hashtags))))
        return "\n\n".join(filter(None, (self.lead, sentences, *self.disclaimer, ending, *self.call)))


def snippet(post: Post, network: Network, wishes: Wishes, telling: Telling | None = None) -> str:
    """The post's share text: the author's own for this network, else title and sentences (`KINDS`, the first)."""
    return variants(post, network, wishes, telling)[0].text


def variants(post: Post, network: Network, wishes: Wishes, telling: Telling | None = None) -> tuple[Variant, ...]:
    """Every way in which the post can be shared there, in the order of `KINDS`; none of them twice.

    Each has a lead and the link first, then the disclaimer where the network is to have one, then whole sentences in
    order while there is room, then as many hashtags as the network is to have, then the call. No sentence is cut,
    joined or reworded: half a sentence can be a new medical claim. Only a title that does not fit by itself is cut, at
    a word. A text the author wrote for the network stands alone, in place of all others, and is never cut. `telling`
    is the post's, made once for all networks.

    Raises `ContentError` when such a text, or the link alone, is too long, and when there is nothing to say.
    """
    network = _shortening_where_needed(network, post)
    written = _written(post, network)
    if written:
        return (Variant(WRITTEN, _finished(_authors_draft(post, network, written), network, wishes)),)
    telling = telling or Telling(post)
    found = dict[str, str]()
    for kind, draft, told in _drafts(post, network, telling):
        found.setdefault(_finished(draft, network, wishes, told), kind)
    return tuple(Variant(kind, text) for text, kind in found.items())


def title_is_cut(post: Post, network: Network) -> bool:
    """Whether the title alone is too long for the network."""
    network = _shortening_where_needed(network, post)
    title = clean(post.title)
    return bool(title) and not _written(post, network) and not network.fits(_titled(post, network, title).text)


def _shortening_where_needed(network: Network, post: Post) -> Network:
    needs_it = network.shortens_links and not network.fits(post.url)
    return network.with_short_links() if needs_it else network


def _drafts(post: Post, network: Network, telling: Telling) -> Iterator[tuple[str, _Draft, Telling | None]]:
    """Each kind with what it begins with, and whose sentences may follow."""
    titled = _titled_draft(post, network)
    yield "full", titled, telling
    yield "title", titled, None
    if question := _QUESTION.match(clean(post.title)):
        yield "question", _titled(post, network, question[1]), telling
    if telling.first(1) and titled.lead:
        yield "sentences", replace(titled, lead=""), telling
    if key_point := clean(post.overrides.get("key_point", "")):
        draft = _titled(post, network, key_point)
        _require_room(draft, post, network, f"the key point is too long for {network.name} with its link", "shorten it")
        yield "key_point", draft, None


def _written(post: Post, network: Network) -> str:
    """What the author wrote for this network, else for all of them, else nothing."""
    return clean_lines(post.overrides.get(network.name, "")) or clean_lines(post.overrides.get("text", ""))


def _link(post: Post, network: Network) -> str:
    return post.url if network.has_link else ""


def _authors_draft(post: Post, network: Network, written: str) -> _Draft:
    holds_link = re.search(rf"{re.escape(post.url)}(?!{_ADDRESS_GOES_ON})", written)
    draft = _Draft(lead=written, link="" if holds_link else _link(post, network))
    _require_room(draft, post, network, f"the share text for {network.name} is too long with its link", "shorten it")
    return draft


def _titled_draft(post: Post, network: Network) -> _Draft:
    """The title and the link; without a title the sentences will have to speak for the post."""
    bare = _Draft(lead="", link=_link(post, network))
    _require_room(bare, post, network, f"the post's address alone is too long for {network.name}", "shorten the slug")
    title = clean(post.title)
    if not title and not any(cleaned_sentences(post)):
        raise ContentError.at(post.source, 0, "has nothing to share: give it a title or a sentence of text")
    if post.url in title:
        return bare
    titled = _titled(post, network, title)
    if network.fits(titled.text):
        return titled
    return replace(bare, lead=shortened(titled.lead, lambda lead: network.fits(replace(bare, lead=lead).text)))


def _titled(post: Post, network: Network, lead: str) -> _Draft:
    return _Draft(lead=_shown((lead,), network), link=_link(post, network))


def _require_room(draft: _Draft, post: Post, network: Network, problem: str, remedy: str) -> None:
    excess = network.excess(draft.text)
    if excess:
        raise ContentError.at(post.source, 0, f"{problem}: {excess}; {remedy}")


def _shown(texts: Iterable[str], network: Network) -> str:
    """The texts as one, as the network is to get them; no word of theirs notifies somebody there."""
    joined = " ".join(texts)
    joined = plain(joined) if network.is_plain else joined
    return silenced(joined) if network.notifies else joined


def _finished(draft: _Draft, network: Network, wishes: Wishes, telling: Telling | None = None) -> str:
    """The draft's text with all that there is room for."""
    disclaimer = clean(wishes.disclaimer)
    if disclaimer and (network.disclaimer or wishes.requires_disclaimer) and disclaimer not in draft.lead:
        draft = _filled(draft, "disclaimer", (_shown((disclaimer,), network),), network)
        if wishes.requires_disclaimer and not draft.disclaimer:
            telling = None
    if telling:
        draft = _told(draft, telling, network)
    if not _OWN_HASHTAG.search(draft.lead):
        fitting = [tag for tag in wishes.hashtags if len(tag) - 1 <= network.longest_hashtag]
        draft = _filled(draft, "hashtags", fitting[: network.hashtags], network)
    return _filled(draft, "call", filter(None, (clean(wishes.call),)), network).text


def _told(draft: _Draft, telling: Telling, network: Network) -> _Draft:
    """The draft with as many of the sentences as fit, from the first on and without a gap.

    A sentence more never makes a text shorter to any network: so their number is searched for, in ever larger steps and
    then between the last two, and a long post's text is not counted anew for each of its sentences.
    """

    def is_too_much(count: int) -> bool:
        sentences = telling.first(count)
        return len(sentences) < count or not network.has_room(draft.telling(_shown(sentences, network)))

    most = 1
    while not is_too_much(most):
        most *= 2
    count = bisect_left(range(most), True, lo=most // 2 + 1, key=is_too_much) - 1
    return replace(draft, told=_shown(telling.first(count), network))


def _filled(draft: _Draft, part: str, texts: Iterable[str], network: Network) -> _Draft:
    """The draft with as many of the texts in that part as fit, from the first on and without a gap."""
    taken: tuple[str, ...] = ()
    for text in texts:
        taken = (*taken, text)
        longer = replace(draft, **{part: taken})  # type: ignore[arg-type]
        if not network.fits(longer.text):
            break
        draft = longer
    return draft
