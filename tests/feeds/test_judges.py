"""Other people's parsers, and our own rules, judge what we write."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fastfeedparser
import feedparser
import pytest
from lxml import etree

from publisher.feeds.options import Atom, Options, Rss
from publisher.feeds.rules import broken_rules, differences
from publisher.model import Post

MakePost = Callable[..., Post]
Feeds = Callable[..., dict[str, bytes]]


@pytest.fixture(params=["empty", "one", "many", "another-site"])
def made(request: Any, rich_post: Post, post: MakePost, feeds: Feeds) -> object:
    """Feeds of blogs of several sizes."""
    changed = datetime(2024, 6, 1, tzinfo=UTC)
    posts = {
        "empty": [],
        "one": [post()],
        "many": [rich_post, *(post(slug=f"n{n}", updated=changed, tags=()) for n in range(25))],
        "another-site": [post(summary="", html="", authors=(), id="tag:example.org,2020-02-03:rest")],
    }[request.param]
    names = {"title": "Nadeln & <mehr>", "description": "", "language": "de-CH"}
    return feeds(*posts, **(names if request.param == "another-site" else {}))


# feed practice A2; feed practice A6
def test_our_own_rules_are_kept(made: dict[str, bytes], addresses: dict[str, str]) -> None:
    """No rule is broken, and the three formats agree."""
    assert {name: broken_rules(content, addresses[name]) for name, content in made.items()} == {
        "rss": [],
        "atom": [],
        "json": [],
    }
    assert differences(made) == []


# feed practice A1
@pytest.mark.parametrize("format_name", ["rss", "atom"])
def test_two_xml_parsers_find_one_utf_8_document(format_name: str, made: dict[str, bytes]) -> None:
    """lxml wrote it; expat, which shares no code with it, reads it; nothing stands before the declaration."""
    assert made[format_name].startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<")
    assert ElementTree.fromstring(made[format_name]).tag in ("rss", "{http://www.w3.org/2005/Atom}feed")  # noqa: S314


@pytest.mark.parametrize(("format_name", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_feedparser_has_nothing_to_repair(format_name: str, version: str, made: dict[str, bytes]) -> None:
    """Its bozo bit stays off, and it recognises the format."""
    parsed = feedparser.parse(made[format_name])
    assert (parsed.bozo, parsed.version) == (0, version)


# feed practice C2; hostile input 7; hostile input 29
def test_feedparser_shows_the_post_and_its_files(rich_post: Post, feeds: Feeds) -> None:
    """The link is the post's page, not a recording; the texts are as typed; every author and tag is there."""
    made = feeds(rich_post)
    (in_rss,), (in_atom,) = (feedparser.parse(made[name]).entries for name in ("rss", "atom"))
    for entry in (in_rss, in_atom):
        assert entry.link == rich_post.url
        assert entry.title == rich_post.title
        assert [tag.term for tag in entry.tags] == list(rich_post.tags)
        assert entry.enclosures[0].length == "123456"
        assert entry.media_content[0]["url"].endswith("cover.png")
    assert in_rss.author == "Dr. Ada, Bo <bo>"
    assert [author.name for author in in_atom.authors] == ["Dr. Ada", "Bo <bo>"]
    assert len(in_atom.enclosures) == 2
    assert in_atom.content[0].language == "es"


def test_fastfeedparser_shows_the_same_in_all_formats(made: dict[str, bytes]) -> None:
    """Title, address, id and dates, read by one reader from three files."""
    told = {name: _facts(content) for name, content in made.items()}
    assert told["rss"] == told["atom"] == told["json"]


def _facts(content: bytes) -> list[tuple[object, ...]]:
    entries = fastfeedparser.parse(content, include_content=True).entries
    return [(entry.id, entry.title, entry.link, entry.published, _text(entry)) for entry in entries]


def _text(entry: Any) -> str:
    return str(entry.get("content", [{"value": ""}])[0]["value"])


def test_every_file_of_ours_is_good(rich_post: Post, post: MakePost, write: Feeds) -> None:
    """Archives and further feeds too: no rule broken, nothing to repair, and Atom by the grammar of its RFC."""
    schema = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
    every = Options(rss=Rss(count=1, archive=True), atom=Atom(count=1), by_formats=("rss", "atom", "json"))
    files = write(rich_post, post(slug="b", authors=("Ada",)), *(post(slug=f"n{n}") for n in range(120)), options=every)
    feeds = {path: content for path, content in files.items() if path.endswith(("xml", "json"))}
    assert len(feeds) == 3 + 4 + 3 * (4 + 3 + 2)
    for path, content in feeds.items():
        assert broken_rules(content, f"https://blog.example.com/{path}") == [], path
        assert path.endswith("json") or feedparser.parse(content).bozo == 0, path
        assert b"<feed " not in content or schema.validate(etree.fromstring(content)), (path, schema.error_log)
