"""A post from the render cache is the post that was rendered."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.model import Asset, Enclosure, Image, Post
from publisher.state.postjson import dumps, loads
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
        text=draw(TEXTS),
        sentences=draw(lists),
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
    text = dumps(post)
    assert loads(text) == post
    assert dumps(loads(text)) == text


def test_post_with_nothing_special_goes_round() -> None:
    """The model's own empty mappings are read-only, which JSON does not know."""
    post = make_post(extra=MappingProxyType({"nested": MappingProxyType({"a": 1})}))
    assert loads(dumps(post)) == post


def test_times_keep_their_offset() -> None:
    """The same moment in the same words, so that nothing changes when a post comes from the cache."""
    local = datetime.fromisoformat("2024-03-04T09:00:00+02:00")
    post = loads(dumps(make_post(published=local, updated=local)))
    assert post.published.isoformat() == local.isoformat()


def test_letters_stand_as_they_are() -> None:
    """The cache of a Chinese blog is not three times its size."""
    assert "针灸" in dumps(make_post(title="针灸"))


def test_what_json_cannot_hold_is_a_bug() -> None:
    """A value of a new kind is refused, not turned into its repr."""
    with pytest.raises(TypeError, match="a post holds a set"):
        dumps(make_post(extra={"odd": {1, 2}}))
