import json

import pytest

from publisher.feeds.rules import broken_rules, differences


@pytest.mark.parametrize("format_name", ["rss", "atom", "json"])
def test_a_good_feed_breaks_no_rule(format_name: str, good: dict[str, bytes], addresses: dict[str, str]) -> None:
    """What we write is what we ask of others."""
    assert broken_rules(good[format_name], addresses[format_name]) == []


@pytest.mark.parametrize("format_name", ["rss", "atom", "json"])
def test_half_a_feed_is_never_a_good_one(format_name: str, good: dict[str, bytes], addresses: dict[str, str]) -> None:
    """Cutting the file off anywhere is noticed, and is never an error of the checker."""
    content = good[format_name]
    for end in range(0, len(content) - 1, 97):
        assert broken_rules(content[:end], addresses[format_name])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"<rss/>",
        b"<html/>",
        b"\xff",
        b"<?xml version='1.0' encoding='UmF-8'?><rss/>",
        b'{"items": [1, {"tags": 3, "authors": null, "language": 7}]}',
    ],
)
def test_what_is_no_feed_is_said_to_be_none(content: bytes) -> None:
    """Anything can lie at an address; the checker answers for all of it."""
    assert broken_rules(content, "https://blog.example.com/rss.xml")


def test_differences_between_formats_are_named(good: dict[str, bytes]) -> None:
    """The same posts, ids, titles, addresses and dates in the same order, or it is said which feed differs."""
    assert differences(good) == []
    document = json.loads(good["json"])
    document["items"].reverse()
    changed = good | {"json": json.dumps(document).encode()}
    assert differences(changed) == ["json does not tell the posts as rss does"]
