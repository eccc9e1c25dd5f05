"""Every fault put into a good podcast is named."""

from collections.abc import Callable

import pytest

from publisher.feeds.options import Options, Podcast
from publisher.feeds.rules import broken_rules
from publisher.model import Post

_SHOW = Options(podcast=Podcast(image="cover.jpg", category="Health & Fitness > Medicine"))
_COVER = '<itunes:image href="https://blog.example.com/cover.jpg"/>'
_EXPLICIT = "<itunes:explicit>false</itunes:explicit>"

# what, a text of the good feed, what stands there instead, part of the complaint
FAULTS = [
    ("no cover", _COVER, "", "needs itunes:image"),
    ("relative cover", "https://blog.example.com/cover.jpg", "cover.jpg", "whole address of a picture"),
    ("category as text", ' text="Health &amp; Fitness"', "", "itunes:category needs its name"),
    ("part of a category as text", ' text="Medicine"', "", "itunes:category needs its name"),
    ("no word on children", _EXPLICIT, "", "needs itunes:explicit"),
    ("yesterday's word", _EXPLICIT, "<itunes:explicit>clean</itunes:explicit>", "must be true or false"),
    ("no word at all", _EXPLICIT, "<itunes:explicit>maybe</itunes:explicit>", "must be true or false"),
    ("no author", "<itunes:author>Dr. Ada</itunes:author>", "", "itunes:author"),
    ("duration in words", "duration>95<", "duration>two minutes<", "itunes:duration"),
    ("half a duration", "duration>95<", "duration>1:2<", "itunes:duration"),
]


@pytest.mark.parametrize(("old", "new", "expected"), [pytest.param(*fault, id=what) for what, *fault in FAULTS])
def test_each_fault_is_named(
    old: str, new: str, expected: str, rich_post: Post, write: Callable[..., dict[str, bytes]]
) -> None:
    """One change to a good feed is enough for a complaint that says what is wrong."""
    text = write(rich_post, options=_SHOW)["rss.xml"].decode()
    assert old in text
    assert broken_rules(text.encode(), None) == []
    broken = broken_rules(text.replace(old, new, 1).encode(), None)
    assert any(expected in str(rule) for rule in broken), broken


@pytest.mark.parametrize("duration", ["95", "1:35", "01:35", "1:01:35", "100:00:00"])
def test_every_way_to_write_a_duration_is_read(
    duration: str, rich_post: Post, write: Callable[..., dict[str, bytes]]
) -> None:
    """Seconds, or hours, minutes and seconds."""
    text = write(rich_post, options=_SHOW)["rss.xml"].replace(b"duration>95<", f"duration>{duration}<".encode())
    assert broken_rules(text, None) == []
