"""A post from the cache is the post that was rendered."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.model import Asset, Enclosure, Image, Post
from publisher.state.packing import pack, unpack
from tests.conftest import make_post

TEXTS = st.text(max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
MOMENTS = st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@st.composite
def posts(draw: st.DrawFn) -> Post:
    published = draw(MOMENTS)
    lists = st.lists(TEXTS, max_size=3).map(tuple)
    return make_post(
        title=draw(TEXTS),
        html=draw(TEXTS),
        authors=draw(lists),
        tags=draw(lists),
        published=published,
        updated=published + timedelta(seconds=draw(st.integers(0, 10**6))),
        image=draw(st.none() | st.builds(Image, url=TEXTS, alt=TEXTS, width=st.none() | st.integers(1, 9))),
        enclosures=draw(
            st.lists(st.builds(Enclosure, url=TEXTS, length=st.integers(0), media_type=TEXTS), max_size=2).map(tuple)
        ),
        assets=draw(st.lists(st.builds(Asset, source=TEXTS, path=TEXTS), max_size=2).map(tuple)),
        overrides=draw(st.dictionaries(TEXTS, TEXTS, max_size=2)),
        extra=draw(st.dictionaries(TEXTS, PLAIN, max_size=3)),
    )


@settings(max_examples=100, deadline=None)
@given(posts())
def test_round_trip(post: Post) -> None:
    """Whatever a post holds comes back equal, and the second trip gives the same text."""
    content = pack(post)
    assert unpack(content, post_id=post.id) == post
    assert pack(unpack(content, post_id=post.id)) == content


def test_post_with_nothing_special_goes_round() -> None:
    """The model's own empty mappings are read-only, which JSON does not know."""
    post = make_post(extra=MappingProxyType({"nested": MappingProxyType({"a": 1})}))
    assert unpack(pack(post), post_id=post.id) == post


def test_times_keep_their_offset() -> None:
    """The same moment in the same words, so that nothing changes when a post comes from the cache."""
    local = datetime.fromisoformat("2024-03-04T09:00:00+02:00")
    post = unpack(pack(make_post(published=local, updated=local)), post_id="id")
    assert post.published.isoformat() == local.isoformat()


def test_the_settled_id_counts() -> None:
    """The id comes from whoever remembers it, not from the time of reading."""
    assert unpack(pack(make_post(id="new")), post_id="old").id == "old"


def test_what_cannot_be_packed_is_a_bug() -> None:
    """A value of a new kind is refused, not turned into its repr."""
    with pytest.raises(ValueError, match="unmarshallable"):
        pack(make_post(extra={"odd": object()}))
