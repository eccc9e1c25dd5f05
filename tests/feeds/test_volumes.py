"""Feeds and archives as files: what each holds, how they are linked, and how few of them a change rewrites."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from publisher.feeds.archives import archive_starts
from publisher.feeds.options import Atom, Json, Options, Rss
from publisher.feeds.rules import broken_chain, broken_rules
from publisher.model import Post, Publication
from tests.feeds.conftest import SITE, a_site

MakePost = Callable[..., Post]
Files = Callable[..., dict[str, bytes]]

SMALL = Options(
    rss=Rss(count=3, archive=True), atom=Atom(count=3), json=Json(count=3, archive=True), by=()
)  # every format with archives


def _files_of(files: dict[str, bytes], stem: str) -> dict[str, bytes]:
    """A feed and its archives by their addresses."""
    return {SITE + path: content for path, content in files.items() if re.match(rf"{stem}(-archive-\d+)?\.", path)}


# feed practice F2; hostile input 32
@pytest.mark.parametrize("posts", [0, 1, 2, 3, 4, 100, 101, 200])
@pytest.mark.parametrize(("stem", "start"), [("rss", "rss.xml"), ("atom", "atom.xml"), ("feed", "feed.json")])
def test_a_reader_finds_every_post_through_the_archives(
    posts: int, stem: str, start: str, dated: MakePost, write: Files
) -> None:
    """From the feed back to the first post, each once; no link leads to nothing and no archive is empty."""
    files = _files_of(write(*(dated(f"n{day:03}", day) for day in range(posts)), options=SMALL), stem)
    assert len(files) == (1 if posts <= 3 else 1 + -(-posts // 100))
    assert broken_chain(files, SITE + start) == []
    assert [broken_rules(content, url) for url, content in files.items()] == [[]] * len(files)
    told = b"".join(files.values()) if posts <= 3 else b"".join(v for k, v in files.items() if "archive" in k)
    assert all(f"/n{day:03}/".encode() in told for day in range(posts))


# feed practice F2
def test_an_archive_says_what_it_is(dated: MakePost, write: Files) -> None:
    """fh:archive, the feed's id, and links to itself, to the feed and to its neighbours (RFC 5005, section 4)."""
    files = write(*(dated(f"n{day:03}", day) for day in range(250)), options=SMALL)
    middle = files["atom-archive-2.xml"].decode()
    assert "<fh:archive/>" in middle
    assert "<id>https://blog.example.com/</id>\n  <title>A Quiet Clinic</title>" in middle
    assert dict(re.findall(r'<link href="https://blog.example.com/([\w.-]+)" rel="(.*?)"', middle)) == {
        "atom-archive-2.xml": "self",
        "atom.xml": "current",
        "atom-archive-1.xml": "prev-archive",
        "atom-archive-3.xml": "next-archive",
    }
    assert '<link href="https://blog.example.com/atom-archive-3.xml" rel="prev-archive"' in files["atom.xml"].decode()
    assert "fh:archive" not in files["atom.xml"].decode()


# feed practice F2
def test_json_leads_from_page_to_page(dated: MakePost, write: Files) -> None:
    """By next_url, which is never feed_url; an archive keeps the feed's own address as what names it."""
    files = write(*(dated(f"n{day:03}", day) for day in range(150)), options=SMALL)
    feed, newer, older = (json.loads(files[f"feed{part}.json"]) for part in ("", "-archive-2", "-archive-1"))
    assert feed["next_url"] == f"{SITE}feed-archive-2.json"
    assert newer["next_url"] == f"{SITE}feed-archive-1.json"
    assert "next_url" not in older
    assert {document["feed_url"] for document in (feed, newer, older)} == {f"{SITE}feed.json"}
    assert older["_archive"]["self"] == f"{SITE}feed-archive-1.json"


def test_archives_are_written_where_wanted(dated: MakePost, write: Files) -> None:
    """In one XML format unless told otherwise: two take twice the room and give readers nothing."""
    files = write(*(dated(f"n{day:03}", day) for day in range(21)))
    assert [path for path in files if "archive" in path] == ["atom-archive-1.xml"]
    assert b"archive" not in files["rss.xml"]
    assert b"next_url" not in files["feed.json"]


@pytest.mark.parametrize("path", ["feeds/all.xml", "blog/feed", "a.b/feed", "x.y.xml"])
def test_archives_stand_beside_their_feed(path: str, dated: MakePost, write: Files) -> None:
    """Whatever it is called."""
    options = Options(atom=Atom(path=path, count=1), by=())
    files = {SITE + name: content for name, content in write(dated("a", 1), dated("b", 2), options=options).items()}
    own = {url: content for url, content in files.items() if b"2005/Atom" in content[:300] and b"<feed" in content}
    assert len(own) == 2
    assert {url.rpartition("/")[0] for url in own} == {(SITE + path).rpartition("/")[0]}
    assert broken_chain(own, SITE + path) == []


# feed practice F1
def test_posts_that_the_byte_limit_cuts_off_are_in_an_archive(dated: MakePost, write: Files) -> None:
    """Even when there are no more of them than the feed may hold: only then is there an archive at all."""
    posts = [dated(f"n{day}", day, html="x" * 300_000) for day in range(3)]
    files = write(*posts, options=SMALL)
    for stem, start in (("rss", "rss.xml"), ("atom", "atom.xml"), ("feed", "feed.json")):
        own = _files_of(files, stem)
        assert len(own) == 2
        assert broken_chain(own, SITE + start) == []
        assert own[SITE + start].count(b"x" * 300_000) == 1
        assert own[SITE + start.replace(".", "-archive-1.")].count(b"x" * 300_000) == 3
    one = [replace(posts[0], html="x"), *posts[1:2]]
    assert not [path for path in write(*one, options=SMALL) if "archive" in path]


def test_a_few_posts_in_several_archives_are_cut_alike(dated: MakePost, write: Files) -> None:
    """A blog that shrank keeps its boundaries, and each archive its own posts."""
    posts = [dated(f"n{day:03}", day, html="x" * 5_000) for day in range(210)]
    options = Options(atom=Atom(count=150), by=())
    known = archive_starts(_publication_of(posts), ())
    left = [post for number, post in enumerate(posts) if number % 2]
    files = _files_of(write(*left, options=options, known=known), "atom")
    assert len(files) == 4
    assert broken_chain(files, f"{SITE}atom.xml") == []
    assert [files[f"{SITE}atom-archive-{serial}.xml"].count(b"<entry>") for serial in (1, 2, 3)] == [50, 50, 5]


def test_a_blog_that_shrank_keeps_no_archive(dated: MakePost, write: Files) -> None:
    """What the feed holds in full needs none, whatever was known before."""
    posts = [dated(f"n{day}", day) for day in range(5)]
    known = archive_starts(_publication_of(posts), ())
    assert not [path for path in write(*posts[:3], options=SMALL, known=known) if "archive" in path]


# hostile input 16; feed practice E3
def test_a_post_kept_out_of_feeds_is_in_none(dated: MakePost, write: Files) -> None:
    """Neither in the feed, nor in an archive, nor by tag, in any format; one that only has a page neither."""
    public = [dated(f"n{day}", day) for day in range(5)]
    hidden = [dated("quiet", 2, in_feeds=False, tags=("odd",)), dated("unlisted", 3, in_lists=False, tags=("odd",))]
    assert write(*public, *hidden, options=SMALL) == write(*public, options=SMALL)
    assert "feeds/tag/odd.xml" not in write(*public, *hidden)


# hostile input 33
def test_a_deleted_post_leaves_feed_and_archive(dated: MakePost, write: Files) -> None:
    """No trace of it stays in any file."""
    posts = [dated(f"n{day}", day, tags=(f"t{day}",)) for day in range(5)]
    known = archive_starts(_publication_of(posts), ())
    for gone in (0, 4):
        files = write(
            *(post for post in posts if post is not posts[gone]), options=replace(SMALL, by=("tag",)), known=known
        )
        assert not [path for path, content in files.items() if f"n{gone}/".encode() in content or f"t{gone}." in path]


# feed practice A6
def test_all_formats_hold_the_same_posts(dated: MakePost, write: Files) -> None:
    """The same ids in the same order, also where bytes cut them off."""
    files = write(*(dated(f"n{day:02}", day, html="<&>" * 15_000) for day in range(20)))
    found = [
        re.findall(pattern, files[path].decode())
        for path, pattern in (
            ("rss.xml", r"<guid[^>]*>(.*?)</guid>"),
            ("atom.xml", r"<entry>\s*<id>(.*?)</id>"),
            ("feed.json", r'"id": "(.*?)"'),
        )
    ]
    assert found[0] == found[1] == found[2]
    assert 0 < len(found[0]) < 20


def _publication_of(posts: list[Post]) -> Publication:
    from tests.feeds.conftest import listed

    return listed(a_site(), posts)
