"""The share text of one post for one network: the author's own words, whole sentences, inside every limit."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from publisher.errors import ContentError
from publisher.model import Post
from publisher.social.networks import Network
from publisher.social.telling import Telling, cleaned_sentences
from publisher.social.wording import clean, clean_lines, shortened, silenced

_OWN_HASHTAG = re.compile(r"(?<!\S)[#＃]\w")
_ADDRESS_GOES_ON = r"[A-Za-z0-9/?#&=%_~-]"


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """A share text under way; a part that is empty takes no room."""

    lead: str
    link: str
    disclaimer: tuple[str, ...] = ()
    told: str = ""
    hashtags: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.telling(self.told)

    def telling(self, sentences: str) -> str:
        """The text when these sentences of the post stand in it."""
        # a line of its own for the link: networks disagree whether a mark written against it belongs to it
        ending = "\n".join(filter(None, (self.link, " ".join(self.hashtags))))
        return "\n\n".join(filter(None, (self.lead, sentences, *self.disclaimer, ending)))


def snippet(
    post: Post, network: Network, *, disclaimer: str, hashtags: tuple[str, ...], telling: Telling | None = None
) -> str:
    """The post's share text, without a line break at its end: title, sentences, disclaimer, link, hashtags.

    Title and link come first, then the disclaimer where the network is to have one, then whole sentences in order while
    they fit, then as many of `hashtags` as the network is to have. No sentence is cut, joined or reworded: half
    a sentence can be a new medical claim. Only a title that does not fit by itself is cut, at a word. A text the author
    wrote for the network stands in place of title and sentences and is never cut. `telling` is the post's, made once
    for all networks.

    Raises `ContentError` when such a text, or the link alone, is too long, and when there is nothing to say.
    """
    written = _written(post, network)
    draft = _authors_draft(post, network, written) if written else _titled_draft(post, network)
    if network.disclaimer and clean(disclaimer) not in written:
        draft = _filled(draft, "disclaimer", _own_words((disclaimer,), network), network)
    if not written:
        draft = _told(draft, telling or Telling(post), network)
    if not _OWN_HASHTAG.search(written):
        draft = _filled(draft, "hashtags", hashtags[: network.hashtags], network)
    return draft.text


def _written(post: Post, network: Network) -> str:
    """What the author wrote for this network, else for all of them, else nothing."""
    return clean_lines(post.overrides.get(network.name, "")) or clean_lines(post.overrides.get("text", ""))


def _authors_draft(post: Post, network: Network, written: str) -> _Draft:
    holds_link = re.search(rf"{re.escape(post.url)}(?!{_ADDRESS_GOES_ON})", written)
    draft = _Draft(lead=written, link="" if holds_link else post.url)
    _require_room(draft, post, network, f"the share text for {network.name} is too long with its link", "shorten it")
    return draft


def _titled_draft(post: Post, network: Network) -> _Draft:
    """The title and the link; without a title the sentences will have to speak for the post."""
    bare = _Draft(lead="", link=post.url)
    _require_room(bare, post, network, f"the post's address alone is too long for {network.name}", "shorten the slug")
    title = "".join(_own_words((post.title,), network))
    if not title and not any(cleaned_sentences(post)):
        raise ContentError.at(post.source, 0, "has nothing to share: give it a title or a sentence of text")
    if post.url in title:
        return bare
    titled = replace(bare, lead=title)
    if network.fits(titled.text):
        return titled
    return replace(bare, lead=shortened(title, lambda shorter: network.fits(replace(bare, lead=shorter).text)))


def _require_room(draft: _Draft, post: Post, network: Network, problem: str, remedy: str) -> None:
    excess = network.excess(draft.text)
    if excess:
        raise ContentError.at(post.source, 0, f"{problem}: {excess}; {remedy}")


def _own_words(texts: Iterable[str], network: Network) -> Iterator[str]:
    """The texts cleaned, without the empty ones; no word of theirs notifies somebody on the network."""
    cleaned = filter(None, map(clean, texts))
    return (silenced(text) if network.notifies else text for text in cleaned)


def _told(draft: _Draft, telling: Telling, network: Network) -> _Draft:
    """The draft with as many of the sentences as fit, from the first on and without a gap.

    A sentence more never makes a text shorter to any network: so their number is searched for, in ever larger steps and
    then between the last two, and a long post's text is not counted anew for each of its sentences.
    """

    def first(count: int) -> str:
        joined = " ".join(telling.first(count))
        return silenced(joined) if network.notifies else joined

    def is_too_much(count: int) -> bool:
        return len(telling.first(count)) < count or not network.fits(draft.telling(first(count)))

    most = 1
    while not is_too_much(most):
        most *= 2
    return replace(draft, told=first(bisect_left(range(most), True, lo=most // 2 + 1, key=is_too_much) - 1))


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
