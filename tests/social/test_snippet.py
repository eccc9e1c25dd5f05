"""A share text is the author's own words: title, whole sentences, disclaimer, link, hashtags."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.errors import ContentError
from publisher.model import Post
from publisher.social.networks import NETWORKS, Network
from publisher.social.snippet import Wishes, snippet, variants
from publisher.social.wording import plain

MakePost = Callable[..., Post]

BY_NAME = {network.name: network for network in NETWORKS}
LINK = "https://blog.example.com/rest/"
ONE = "Needles come out after half an hour."
TWO = "Then you rest for a while."
NOTIFYING = {"x", "mastodon", "threads", "instagram", "telegram", "discord"}
every_network = pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.name)


def share(post: Post, name: str = "x", *, disclaimer: str = "", hashtags: tuple[str, ...] = ()) -> str:
    return snippet(post, BY_NAME[name], Wishes(disclaimer=disclaimer, hashtags=hashtags))


def test_shape(post: MakePost) -> None:
    """Title, sentences, disclaimer and link stand apart; hashtags follow on the line after the link."""
    text = share(post(title="On rest"), "mastodon", disclaimer="No medical advice.", hashtags=("#Rest", "#Calm"))
    assert text == f"On rest\n\n{ONE} {TWO}\n\nNo medical advice.\n\n{LINK}\n#Rest #Calm"


def test_sentences_stop_before_the_first_that_does_not_fit(post: MakePost) -> None:
    """No later, shorter sentence jumps the gap: what follows a missing sentence may need it."""
    long = "This one goes on " + "and on " * 40 + "to its end."
    text = share(post(title="On rest", paragraphs=(ONE, long, TWO)))
    assert text == f"On rest\n\n{ONE}\n\n{LINK}"


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 8, 9, 40])
def test_every_sentence_that_fits_is_told(count: int, post: MakePost) -> None:
    """A network with room for all of them gets all, however many they are."""
    sentence = "Needles rest well here."  # forty of them are 919 of 1,000
    told = share(post(title="On rest", paragraphs=(sentence,) * count), "linkedin")
    assert told.count(sentence) == count


def test_nothing_fits_beside_the_title(post: MakePost) -> None:
    """The title and the link alone make a text."""
    title = "Rest " * 48 + "well."  # 245 and the link with its blank line make 270
    assert share(post(title=title)) == f"{title}\n\n{LINK}"


def test_a_title_too_long_is_cut_at_a_word(post: MakePost) -> None:
    """The cut title ends in an ellipsis, fills the room, and keeps the link whole."""
    text = share(post(title="Resting " * 75))
    assert text == "Resting " * 30 + f"Resting…\n\n{LINK}"


def test_no_sentence_without_the_disclaimer_where_it_is_required(post: MakePost) -> None:
    """A network that gets none otherwise gets it; where it has no room, title and link stand alone."""
    required = Wishes(disclaimer="No medical advice.", requires_disclaimer=True)
    assert (
        snippet(post(title="On rest"), BY_NAME["x"], required)
        == f"On rest\n\n{ONE} {TWO}\n\nNo medical advice.\n\n{LINK}"
    )
    endless = Wishes(disclaimer="No medical advice. " * 20, requires_disclaimer=True)
    assert snippet(post(title="On rest"), BY_NAME["x"], endless) == f"On rest\n\n{LINK}"
    assert ONE in share(post(title="On rest"), disclaimer="No medical advice. " * 20)


def test_a_hashtag_longer_than_the_network_allows_makes_room_for_the_next(post: MakePost) -> None:
    """Threads takes fifty characters a topic, Mastodon more."""
    hashtags = (f"#{'Rest' * 13}", "#Calm")
    assert share(post(title="On rest"), "threads", hashtags=hashtags).endswith(f"{LINK}\n#Calm")
    assert share(post(title="On rest"), "mastodon", hashtags=hashtags).endswith(f"{LINK}\n{' '.join(hashtags)}")


@pytest.mark.parametrize("title", ["needles come out after half an hour", "Needles come out – after half an hour!"])
def test_a_first_sentence_like_the_title_is_skipped(post: MakePost, title: str) -> None:
    """What the title says is not said again."""
    assert share(post(title=title)) == f"{title}\n\n{TWO}\n\n{LINK}"


@pytest.mark.parametrize("pointer", ["Read on.", "Share this post!", "Book now - today!", "读下去"])
def test_a_sentence_under_four_words_is_skipped(post: MakePost, pointer: str) -> None:
    """Calls and pointers say nothing by themselves."""
    assert share(post(title="On rest", paragraphs=(pointer, TWO))) == f"On rest\n\n{TWO}\n\n{LINK}"


@pytest.mark.parametrize("sentence", ["针灸一般不疼。", "It doesn't hurt much.", "ฝังเข็มไม่เจ็บ!"])
def test_four_words_are_counted_in_any_script(post: MakePost, sentence: str) -> None:
    """Where no spaces part the words, characters stand for them."""
    assert share(post(title="On rest", paragraphs=(sentence,))) == f"On rest\n\n{sentence}\n\n{LINK}"


@pytest.mark.parametrize("sentences", [(), ("Rest well.",)], ids=["pictures only", "one short sentence"])
def test_a_post_of_almost_nothing(post: MakePost, sentences: tuple[str, ...]) -> None:
    """A post without a telling sentence is shared by title and link."""
    assert share(post(title="On rest", paragraphs=sentences)) == f"On rest\n\n{LINK}"


def test_without_a_title_the_sentences_speak(post: MakePost) -> None:
    """A post is never called untitled."""
    assert share(post(title=" ")) == f"{ONE} {TWO}\n\n{LINK}"


def test_nothing_to_share_is_an_error(post: MakePost) -> None:
    """Without a title and a sentence there is nothing to say; the author is told where."""
    with pytest.raises(ContentError, match=r"posts/rest.md: has nothing to share"):
        share(post(title="", paragraphs=()))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Rest\nand\tcalm", "Rest and calm", id="line break and tab"),
        pytest.param("\u202egpj\u202c care", "gpj care", id="direction override"),
        pytest.param("cafe\u0301", "café", id="decomposed"),
        pytest.param("Tea & Tui Na <3", "Tea & Tui Na <3", id="already decoded"),
        pytest.param("acu\u00adpuncture\ufeff", "acupuncture", id="invisible"),
        pytest.param("שלום לך", "שלום לך", id="right to left, in logical order"),
        pytest.param("10 tips for rest", "10 tips for rest", id="a number that belongs to the title"),
        pytest.param("Read @home", "Read @\u2060home", id="must not ping"),
        pytest.param("Why example.com?", "Why example.com?", id="a bare domain gets no scheme"),
    ],
)
def test_words_of_the_title(post: MakePost, title: str, expected: str) -> None:
    """A title is cleaned, not reworded, and stands on one line."""
    assert share(post(title=title, paragraphs=())) == f"{expected}\n\n{LINK}"


@every_network
def test_words_notify_nobody(post: MakePost, network: Network) -> None:
    """Only where a bare @word reaches an account is it made harmless; elsewhere it stays as written."""
    quiet = post(title="Read @home", paragraphs=("Or ask @ada, if you like.", "Ask \uff20ben, too, if you like."))
    text = snippet(quiet, network, Wishes())
    found = [f"{word[0]}\u2060{word[1:]}" in text for word in ("@home", "@ada", "\uff20ben")]
    assert found == [network.name in NOTIFYING] * 3


def test_a_title_that_is_the_link(post: MakePost) -> None:
    """The link is not posted twice."""
    assert share(post(title=LINK)) == f"{ONE} {TWO}\n\n{LINK}"


def test_a_sentence_with_the_link(post: MakePost) -> None:
    """Nor is a sentence repeated that holds it."""
    sentences = (f"You are reading {LINK} just now.", TWO)
    assert share(post(title="On rest", paragraphs=sentences)) == f"On rest\n\n{TWO}\n\n{LINK}"


class TestDisclaimer:
    """The site's disclaimer is whole or absent, and comes before sentences."""

    @every_network
    def test_added_where_the_network_has_it(self, post: MakePost, network: Network) -> None:
        """The table of networks decides."""
        text = snippet(post(), network, Wishes(disclaimer="No medical advice."))
        assert ("No medical advice." in text) == network.disclaimer

    def test_comes_before_sentences(self, post: MakePost) -> None:
        """When room is short a sentence gives way, not the disclaimer."""
        disclaimer = "This is no advice. " * 24 + "Ask your doctor."  # 472 of 500; the link takes 23
        text = share(post(title="", paragraphs=(ONE,)), "mastodon", disclaimer=disclaimer)
        assert text == f"{disclaimer}\n\n{LINK}"

    def test_left_out_whole(self, post: MakePost) -> None:
        """A disclaimer without room is left out, never cut."""
        text = share(post(title="On rest"), "mastodon", disclaimer="No advice. " * 50)
        assert text == f"On rest\n\n{ONE} {TWO}\n\n{LINK}"

    def test_not_repeated(self, post: MakePost) -> None:
        """An author who wrote it into the text has said it."""
        own = post(overrides={"text": "Rest. No medical advice."})
        assert share(own, "facebook", disclaimer="No medical advice.") == f"Rest. No medical advice.\n\n{LINK}"


class TestHashtags:
    """Hashtags stand last and are the first to go."""

    def test_at_most_as_many_as_the_network_is_to_have(self, post: MakePost) -> None:
        """X gets two of three."""
        assert share(post(), hashtags=("#One", "#Two", "#Three")).endswith(f"\n{LINK}\n#One #Two")

    def test_none_in_a_mail(self, post: MakePost) -> None:
        """A mail has no hashtags."""
        assert share(post(), "email", hashtags=("#One",)).endswith(LINK)

    def test_give_way_to_sentences(self, post: MakePost) -> None:
        """A sentence that fits is worth more than a hashtag."""
        filling = "word " * 44 + "end."  # 224: with title, link and blank lines 258 of 280
        text = share(post(title="On rest", paragraphs=(filling,)), hashtags=("#" + "a" * 30, "#Rest"))
        assert text == f"On rest\n\n{filling}\n\n{LINK}"


class TestAuthorsText:
    """What the author wrote for a network is used as it is."""

    def test_in_place_of_title_and_sentences(self, post: MakePost) -> None:
        """Lines stay, accounts are notified as the author wished, link and hashtags follow."""
        own = post(overrides={"x": "Rest with @home:\nit helps."})
        assert share(own, hashtags=("#Rest",)) == f"Rest with @home:\nit helps.\n\n{LINK}\n#Rest"

    def test_own_network_before_all(self, post: MakePost) -> None:
        """A text for one network wins over the text for all."""
        own = post(overrides={"text": "For all.", "x": "For X."})
        assert [share(own, name) for name in ("x", "bluesky")] == [f"For X.\n\n{LINK}", f"For all.\n\n{LINK}"]

    @pytest.mark.parametrize("written", [f"Look: {LINK}.", f"{LINK} is new", f"看{LINK}。"])
    def test_link_already_there(self, post: MakePost, written: str) -> None:
        """The link is not added a second time."""
        assert share(post(overrides={"text": written})) == written

    def test_a_longer_address_is_another(self, post: MakePost) -> None:
        """An address below the post's own is no link to the post."""
        own = post(overrides={"text": f"See {LINK}part-2/"})
        assert share(own) == f"See {LINK}part-2/\n\n{LINK}"

    def test_own_hashtags(self, post: MakePost) -> None:
        """An author who wrote hashtags gets no more of them."""
        assert share(post(overrides={"text": "So #calm."}), hashtags=("#Rest",)) == f"So #calm.\n\n{LINK}"

    def test_too_long_is_an_error(self, post: MakePost) -> None:
        """Never cut; the message names file, network, count and limit."""
        own = post(overrides={"x": "a" * 256})
        with pytest.raises(ContentError) as caught:
            share(own)
        assert str(caught.value) == (
            "posts/rest.md: the share text for x is too long with its link: 281 weighted characters of 280; shorten it"
        )

    def test_longest_that_fits(self, post: MakePost) -> None:
        """255, a blank line and a link of 23 are 280."""
        assert share(post(overrides={"x": "a" * 255})) == "a" * 255 + f"\n\n{LINK}"


def test_an_address_too_long_by_itself(post: MakePost) -> None:
    """A link is never cut: the author is told to shorten the slug."""
    with pytest.raises(ContentError, match=r"address alone is too long for sms: 226 GSM-7 characters of 160; shorten"):
        share(post(slug="a" * 200), "sms")


def test_bluesky_shows_a_long_address_short(post: MakePost) -> None:
    """An address that alone would fill Bluesky's room is counted as its app shows it; the text holds the whole."""
    slug = "a" * 300
    assert share(post(title="On rest", slug=slug), "bluesky").endswith(f"{TWO}\n\nhttps://blog.example.com/{slug}/")


# Pieces of text with their weight on X and their clusters, counted by hand; plain characters are 1 and 1.
PIECES = {
    "👨‍👩‍👧‍👦": (2, 1),
    "🇬🇧": (2, 1),
    "👍🏽": (2, 1),
    "1️⃣": (2, 1),
    "🫱🏻‍🫲🏿": (9, 1),
    "क्ष": (3, 1),
    "针": (2, 1),
    "𠮷": (2, 1),
    "é": (1, 1),
    "ש": (1, 1),
    "…": (2, 1),
    "“": (1, 1),
    "\u2060": (2, 1),
}
_WRITTEN = sorted(PIECES.keys() - {"\u2060"})  # a word joiner comes in only where a mention is made harmless
_PIECE = re.compile(rf"(https?://\S+)|({'|'.join(PIECES)})|.", re.DOTALL)
# every word begins with a letter, so that four of them are four words; repeated, they reach the larger limits too
_WORD = st.lists(st.sampled_from([*_WRITTEN, "e\u0301", "@", *"abc"]), min_size=1, max_size=4).map(
    lambda w: "w" + "".join(w)
)
_TEXT = st.builds(lambda words, n: " ".join(words * n), st.lists(_WORD, min_size=4, max_size=6), st.integers(1, 30))
_SENTENCE = st.one_of(_TEXT.map("{}.".format), st.just("Read on."))
_POST = st.fixed_dictionaries(
    {"title": _TEXT.map("Z {}".format), "paragraphs": st.lists(_SENTENCE, max_size=8).map(tuple)}
)
_NETWORK = st.sampled_from(NETWORKS)
_HASHTAGS = st.lists(st.from_regex("#[a-z]{2,40}", fullmatch=True), max_size=7, unique=True).map(tuple)
_DISCLAIMER = st.one_of(st.just(""), _TEXT)
_pure_fixtures = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _independent_count(text: str, network: str) -> int:
    """The text's length by the table above, without the code under test."""
    if network in UTF16:
        return sum(2 if ord(character) > 0xFFFF else 1 for character in text)
    if network == "email":
        return sum(6 if c == "\n" else 1 if re.match(r"[\w.~-]", c, re.ASCII) else 3 * len(c.encode()) for c in text)
    if network == "threads":
        emoji = [piece for _, piece in _PIECE.findall(text) if piece[:1] in EMOJI]
        return len(text.encode("utf-16-le")) // 2 + sum(
            len(e.encode()) - len(e.encode("utf-16-le")) // 2 for e in emoji
        )
    total = 0
    for link, piece in _PIECE.findall(text):
        shown = len(link) if network == "bluesky" else 23
        total += shown if link else PIECES.get(piece, (1, 1))[network != "x"]
    return total


EMOJI = ("👨", "🇬", "👍", "1", "🫱")
UTF16 = {
    "linkedin",
    "facebook",
    "instagram",
    "pinterest",
    "google",
    "nextdoor",
    "telegram",
    "discord",
    "whatsapp",
    "sms",
}
LIMITS = {
    "x": 280,
    "bluesky": 300,
    "mastodon": 500,
    "threads": 500,
    "linkedin": 3000,
    "facebook": 5000,
    "instagram": 2200,
    "pinterest": 500,
    "google": 1500,
    "nextdoor": 5000,
    "telegram": 4096,
    "discord": 2000,
    "whatsapp": 4096,
    "email": 1500,
}
ROOMS = {
    "linkedin": 1000,
    "facebook": 480,
    "instagram": 1000,
    "google": 750,
    "nextdoor": 1000,
    "telegram": 1024,
    "discord": 1000,
    "whatsapp": 700,
}


def _limit(network: str, text: str) -> int:
    return (160 if text.isascii() else 70) if network == "sms" else LIMITS[network]


def _has_room(text: str, network: str) -> bool:
    return _independent_count(text, network) <= min(_limit(network, text), ROOMS.get(network, 5000))


@_pure_fixtures
@given(_POST, _NETWORK, _DISCLAIMER, _HASHTAGS)
def test_always_inside_every_limit(
    post: MakePost, facts: dict[str, object], network: Network, disclaimer: str, hashtags: tuple[str, ...]
) -> None:
    """Whatever the words, a text fits by a count of its own."""
    for _, text in variants(post(**facts), network, Wishes(disclaimer=disclaimer, hashtags=hashtags)):
        assert _independent_count(text, network.name) <= _limit(network.name, text)
        assert len(text.encode()) <= 3000 or network.name != "bluesky"


@_pure_fixtures
@given(_POST, _NETWORK, _DISCLAIMER)
def test_whole_sentences_of_the_post_and_nothing_else(
    post: MakePost, facts: dict[str, Any], network: Network, disclaimer: str
) -> None:
    """The words are the first telling sentences of the post, and there would have been no room for the next one."""
    made = post(**facts)
    text = snippet(made, network, Wishes(disclaimer=disclaimer))
    telling = [_normal(sentence) for sentence in facts["paragraphs"] if sentence != "Read on."]
    blocks = _normal(text).split("\n\n")
    told = " ".join(block for block in blocks[1:] if block not in (_normal(disclaimer), LINK))
    count = next(n for n in range(len(telling) + 1) if " ".join(telling[:n]) == told)
    if count < len(telling):
        # one joiner for every "@" is a little more than is needed, so this claim is a little weaker
        another = (" " if told else "\n\n") + telling[count].replace("@", "@\u2060")
        assert not _has_room(text + another, network.name)


@_pure_fixtures
@given(_POST, _NETWORK, _DISCLAIMER, _HASHTAGS)
def test_link_once_and_whole_on_its_own_line(
    post: MakePost, facts: dict[str, object], network: Network, disclaimer: str, hashtags: tuple[str, ...]
) -> None:
    """Nothing is written against the link; where it has a field of its own it is not in the text."""
    text = snippet(post(**facts), network, Wishes(disclaimer=disclaimer, hashtags=hashtags))
    assert text.split("\n").count(LINK) == text.count(LINK) == network.has_link


@_pure_fixtures
@given(_POST, _NETWORK, _DISCLAIMER, _HASHTAGS)
def test_same_input_same_text(
    post: MakePost, facts: dict[str, object], network: Network, disclaimer: str, hashtags: tuple[str, ...]
) -> None:
    """A text depends on the post alone, and not on how its accents were typed."""
    decomposed = {"title": unicodedata.normalize("NFD", str(facts["title"]))}
    wishes = Wishes(disclaimer=disclaimer, hashtags=hashtags)
    assert variants(post(**(facts | decomposed)), network, wishes) == variants(post(**facts), network, wishes)


def _normal(text: str) -> str:
    return plain(unicodedata.normalize("NFC", text.replace("\u2060", "")))
