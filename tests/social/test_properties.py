"""What holds of every share text, whatever the post: properties by their number, from Markdown to the last file."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content import posts
from publisher.content.options import Options as ContentOptions
from publisher.model import Image, Post
from publisher.sentences import one_by_one
from publisher.social.facets import with_short_links
from publisher.social.hashtags import by_tag
from publisher.social.networks import BY_NAME
from publisher.social.options import NETWORK_NAMES
from publisher.social.shared import Share, Terms, shares
from publisher.social.wording import clean, shortened
from tests.conftest import make_post, make_site

PICTURE = Image(url="https://blog.example.com/cards/rest.png", alt="Rest")
_SENTENCES = st.sampled_from(
    [
        "Needles come out after half an hour.",
        "Take 3.5 mg daily, e.g. after breakfast, and ask Dr. Ada (L.Ac.) first.",
        "Does it **really** hurt, or *only* a little?",
        "“Qi” — it’s old – really… [they say](https://example.com/qi).",
        "Tea &amp; Tui Na &lt;3 are `not` the same thing.",
        "Write to hello@example.com or ask @ada about it, if you like.",
        "针灸一般不疼。休息也很重要。",
        "Иглы вынимают через полчаса, и Вы отдыхаете.",
        "Share this post!",
        "Book now.",
        "Call us on 020 7946 0000 to book a visit this week.",
        "A family 👨‍👩‍👧‍👦 came to us and went home 🇬🇧 happy.",
        "It may help some people, though not all of them, and not at once.",
    ]
)
_BLOCKS = st.one_of(
    _SENTENCES,
    st.lists(_SENTENCES, min_size=2, max_size=6).map(" ".join),
    st.sampled_from(
        [
            *("## 3. A heading", "- one\n- two. Three four five six.", "> Somebody else said this. It is not ours."),
            *(
                "| a | b |\n| - | - |\n| Cell one is here. | x |",
                "```\ncode. It is not told.\n```",
                "<b>Bold</b> words stay.",
            ),
            *(
                "![A hill. It is green and wide.](https://example.com/a.png)",
                "A note.[^1] It says more.\n\n[^1]: Below. Far.",
            ),
        ]
    ),
)
_TITLE = st.one_of(
    st.lists(
        st.sampled_from(["Rest", "(well", "now)", "“Qi”", "3.5\u00a0mg", "针灸", "Dr.", "👍🏽", "does"]), min_size=1
    ).map(" ".join),
    st.sampled_from(["Does it hurt? What we know", "**Sleep** & [tea](https://example.com)", "Resting " * 60 + "well"]),
)
_CALLS: list[dict[str, str]] = [{}, {"instagram": "The link is in our profile."}]
_TERMS = st.builds(
    Terms,
    networks=st.just(NETWORK_NAMES),
    disclaimer=st.sampled_from(["", "This is information, not medical advice.", "No advice. " * 60]),
    requires_disclaimer=st.booleans(),
    hashtags=st.just(by_tag({"rest": "#Rest", "tai chi": "#TaiChi"})),
    calls=st.sampled_from(_CALLS),
    variant=st.integers(1, 5),
    wording=st.just(()),
)


@st.composite
def made(draw: st.DrawFn) -> tuple[Post, Terms, tuple[Share, ...]]:
    """A post read from Markdown, what the site asks, and what is shared."""
    title, blocks = draw(_TITLE), draw(st.lists(_BLOCKS, min_size=1, max_size=6))
    extra = draw(
        st.sampled_from(["", "summary: In short, rest helps. It takes time.\n", "social: {key_point: Rest helps.}\n"])
    )
    head = f"---\ntitle: {title!r}\ndate: 2024-03-04\nslug: rest\ntags: [rest, tai chi]\n{extra}---\n"
    text = head + "\n\n".join(blocks) + "\n\nShare this post!\n"
    file = posts.read("posts/rest.md", text.encode(), make_site(), options=ContentOptions(), beside=lambda _: None)
    terms = draw(_TERMS)
    return file.post, terms, shares(file.post, terms, PICTURE)


_few = settings(max_examples=60, deadline=None)


@_few
@given(made())
def test_nothing_ends_inside_anything(given_: tuple[Post, Terms, tuple[Share, ...]]) -> None:
    """Property 3: each line is whole words of the source, a link, hashtags, or a title cut before a word."""
    post, _, all_ = given_
    title = clean(post.title)
    for share in all_:
        for text in share.texts:
            lead = text.text.partition("\n")[0]
            if lead.endswith("…") and title.startswith(lead[:-1]) and " " in title:
                assert not title[len(lead) - 1].isalnum()  # behind a word
            for pair in ("()", "[]", "“”"):
                if _is_balanced(post.title + post.html, *pair):
                    assert _is_balanced(text.text, *pair) or "…" in text.text


@_few
@given(made())
def test_only_the_authors_words(given_: tuple[Post, Terms, tuple[Share, ...]]) -> None:
    """Property 2: without link, hashtags, call and disclaimer nothing is left but the post's own sentences."""
    post, terms, all_ = given_
    source = _words(post)
    for share in all_:
        for text in share.texts:
            rest = _plain(text.text)
            for piece in (_plain(terms.disclaimer).strip(), post.url, "#Rest #TaiChi", "#Rest", "#TaiChi"):
                rest = rest.replace(piece, "") if piece else rest
            rest = rest.replace("The link is in our profile.", "")
            for block in filter(None, map(str.strip, rest.split("\n\n"))):
                for told in one_by_one([block], "en") if block not in source else ():
                    if told.endswith("..."):
                        continue
                    assert told in source
                    block = block.replace(told, "", 1)
                # a title that was cut, or a lead that is no sentence
                assert block in source or block.strip().removesuffix("...").rstrip() in source


@_few
@given(made())
def test_facets_are_what_they_show(given_: tuple[Post, Terms, tuple[Share, ...]]) -> None:
    """Property 4: each range decodes to the shown words, sorted and apart; the post's link is the canonical one."""
    post, _, all_ = given_
    (bluesky,) = [share for share in all_ if share.network.name == "bluesky"]
    for text in bluesky.texts:
        content, end = text.posted.encode(), 0
        for facet in text.facets:
            assert end <= facet.start < facet.end <= len(content)
            end = facet.end
            words = content[facet.start : facet.end].decode()
            assert words == f"#{facet.tag}" if facet.tag else urlsplit(facet.uri).scheme == "https"
        assert [facet.uri for facet in text.facets].count(post.url) == 1
        assert with_short_links(text.text)[0].encode().decode()


@_few
@given(made())
def test_share_links_decode_back(given_: tuple[Post, Terms, tuple[Share, ...]]) -> None:
    """Property 5: the address once in each text that holds it, and each form opens with that text or address."""
    post, _, all_ = given_
    for share in all_:
        assert share.text.count(post.url) == share.network.has_link
        if not share.share_link:
            continue
        parts = urlsplit(share.share_link)
        values = parse_qs(parts.query or parts.fragment, strict_parsing=True)
        said = [value.replace("\r\n", "\n") for one in values.values() for value in one]
        assert share.text in said or post.url in said


@_few
@given(made())
def test_no_marks_are_left(given_: tuple[Post, Terms, tuple[Share, ...]]) -> None:
    """Property 8: no Markdown, tag, entity, control character, or call of a page."""
    _, _, all_ = given_
    for share in all_:
        for text in share.texts:
            assert not re.search(
                r"\*\*|\]\(|<[A-Za-z/]|&\w+;|[\x00-\x09\x0b-\x1f\x7f]|Share this post|020 7946", text.text
            )
            assert "Somebody else" not in text.text
            assert "hill" not in text.text


@_few
@given(made())
def test_another_post_changes_nothing(given_: tuple[Post, Terms, tuple[Share, ...]]) -> None:
    """Property 6: the same post gives the same texts, before and after another one."""
    post, terms, all_ = given_
    shares(make_post(slug="other"), terms, None)
    assert shares(post, terms, PICTURE) == all_


def test_the_limits_are_the_tables() -> None:
    """Property 1 is held to an independent count where the texts are made; here each kind of text is inside it."""
    now = datetime(2024, 3, 4, tzinfo=UTC)
    facts: dict[str, Any] = {"published": now, "updated": now, "title": "Does it hurt? " * 60}
    terms = Terms(
        networks=NETWORK_NAMES,
        disclaimer="No advice.",
        requires_disclaimer=False,
        hashtags={},
        calls={},
        variant=1,
        wording=(),
    )
    for share in shares(make_post(**facts), terms, None):
        for text in share.texts:
            assert BY_NAME[share.network.name].fits(text.text)
    assert shortened("Rest well", lambda text: len(text) <= 5) == "Rest…"


def _is_balanced(text: str, opened: str, closed: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == opened) - (character == closed)
        if depth < 0:
            return False
    return depth == 0


def _plain(text: str) -> str:
    marks: dict[str, str | int | None] = {
        "“": '"',
        "”": '"',
        "’": "'",
        "—": "-",
        "–": "-",
        "…": "...",
        "\u00a0": " ",
        "\u2060": "",
    }
    return text.translate(str.maketrans({**marks}))


def _words(post: Post) -> str:
    """Title, summary, key point and running text, as a text message would have them."""
    from publisher.textblocks import paragraphs

    parts = (post.title, post.summary, post.overrides.get("key_point", ""), *paragraphs(post.html))
    return " ".join(_plain(clean(part)) for part in parts)
