"""Whatever a good feed may lose or hold twice: the checker notices, but for the parts that are listed here as free."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from publisher.feeds.options import Atom, Json, Options, Podcast, Rss
from publisher.feeds.rules import broken_rules
from publisher.model import Post
from tests.feeds.mutations import (
    short,
    short_json,
    with_another_value,
    with_one_element_twice,
    without_one_attribute,
    without_one_element,
    without_one_value,
)

Files = Callable[..., dict[str, bytes]]
SITE = "https://blog.example.com/"
FULL = Options(
    rss=Rss(count=1, archive=True),
    atom=Atom(count=1),
    json=Json(count=1, archive=True),
    by=(),
    contact="hello@example.com",
    source_markdown=True,
    podcast=Podcast(image="cover.jpg", category="Health & Fitness > Medicine", owner="show@example.com"),
)
# What a format leaves free and good practice too: a feed without it is a good feed.
FREE = {
    "rss": {
        *("channel/docs", "channel/generator", "channel/managingEditor", "channel/link rel=next-archive"),
        *("channel/owner", "channel/owner/name", "channel/owner/email", "channel/category/category"),
        *("item", "item/encoded", "item/category", "item/enclosure", "item/content", "item/language", "item/markdown"),
        *("item/explicit", "item/duration", "channel/link rel=prev-archive"),
    },
    "atom": {
        *(
            "feed/generator",
            "feed/subtitle",
            "feed/archive",
            "feed/link rel=next-archive",
            "feed/link rel=prev-archive",
        ),
        *("entry", "entry/summary", "entry/content", "entry/category", "entry/author", "entry/link rel=enclosure"),
    },
    "json": {
        *("feed/description", "feed/_archive", "feed/_archive/about", "feed/next_url", "feed/_archive/next_archive"),
        *("item", "item/summary", "item/image", "item/authors", "item/tags", "item/tags/one", "item/language"),
        *("item/attachments", "item/attachments/one", "item/attachments/one/size_in_bytes", "item/authors/one"),
        "item/attachments/one/duration_in_seconds",
    },
}
PATHS = {
    "rss": ("rss.xml", "rss-archive-1.xml", "rss-archive-2.xml"),
    "atom": ("atom.xml", "atom-archive-1.xml", "atom-archive-2.xml"),
    "json": ("feed.json", "feed-archive-1.json", "feed-archive-2.json"),
}


@pytest.fixture
def files(rich_post: Post, dated: Callable[..., Post], write: Files) -> dict[str, bytes]:
    """Feeds with archives and everything that a feed of ours can hold, and the newest of two archives."""
    changed = datetime(2024, 5, 5, tzinfo=UTC)
    older = [dated(f"n{number:03}", -number, tags=("rest",)) for number in range(100)]
    return write(rich_post, dated("new", 90, updated=changed, tags=("a", "b")), *older, options=FULL)


@pytest.mark.parametrize("format_name", PATHS)
def test_what_is_whole_breaks_no_rule(format_name: str, files: dict[str, bytes]) -> None:
    """Or the mutations below would prove nothing."""
    assert [broken_rules(files[path], SITE + path) for path in PATHS[format_name]] == [[], [], []]


@pytest.mark.parametrize("format_name", ["rss", "atom"])
def test_every_element_that_is_dropped_is_missed(format_name: str, files: dict[str, bytes]) -> None:
    """One by one, but for those that are free."""
    unnoticed = {
        name
        for path in PATHS[format_name]
        for name, content in without_one_element(short(files[path]))
        if not broken_rules(content, SITE + path)
    }
    assert unnoticed - FREE[format_name] == set()


@pytest.mark.parametrize("format_name", ["rss", "atom"])
def test_every_attribute_that_is_dropped_is_missed(format_name: str, files: dict[str, bytes]) -> None:
    """Addresses, types, lengths, rels: only a picture's size and medium, and an entry's language, may go."""
    unnoticed = {
        name
        for path in PATHS[format_name]
        for name, content in without_one_attribute(short(files[path]))
        if not broken_rules(content, SITE + path)
    }
    # a page's type is advice to readers, and feeds without it are everywhere
    free = {
        "content@width",
        "content@height",
        "content@medium",
        "entry@lang",
        "link@type rel=alternate",
        "link@rel rel=alternate",
    }
    archive_links = {f"link@{name} rel={rel}" for name in ("rel", "type") for rel in ("prev-archive", "next-archive")}
    assert unnoticed - free - archive_links - {"link@type rel=current"} == set()


@pytest.mark.parametrize("format_name", ["rss", "atom"])
def test_every_element_that_may_stand_once_is_missed_when_it_stands_twice(
    format_name: str, files: dict[str, bytes]
) -> None:
    """A second title, date, id, link; tags, authors, files and markup of other vocabularies may be several."""
    single = {
        "rss": "title link description language lastBuildDate guid pubDate creator encoded enclosure category".split(),
        "atom": "id title updated published summary content link category".split(),
    }[format_name]
    noticed = {
        name.rpartition("/")[2].partition(" ")[0]
        for path in PATHS[format_name]
        for name, content in with_one_element_twice(short(files[path]))
        if broken_rules(content, SITE + path)
    }
    assert set(single) - noticed == set()


def test_every_value_that_is_dropped_from_json_is_missed(files: dict[str, bytes]) -> None:
    """One by one, but for those that are free."""
    unnoticed = {
        name
        for path in PATHS["json"]
        for name, content in without_one_value(short_json(files[path]))
        if not broken_rules(content, SITE + path)
    }
    assert unnoticed - FREE["json"] == set()


@pytest.mark.parametrize("wrong", [None, 7, True, [], {}, [1], ""], ids=repr)
def test_every_value_of_another_type_is_named(wrong: Any, files: dict[str, bytes]) -> None:
    """Text for a list, a number for a text, null for anything: JSON lets it pass, readers stumble."""
    free = FREE["json"] | {"feed/_archive/about", "feed/items"} | _empty_allowed(wrong)
    unnoticed = {
        name
        for path in PATHS["json"]
        for name, content in with_another_value(short_json(files[path]), wrong)
        if not broken_rules(content, SITE + path)
    }
    assert {name for name in unnoticed if not name.startswith("feed/_archive")} - free == set()


def _empty_allowed(wrong: Any) -> set[str]:
    """Nothing in a text or a list is mostly as good as none; the format lets a content be empty."""
    return {"item/content_html", "item/content_text"} if wrong == "" else set()
