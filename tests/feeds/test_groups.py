import re
from collections.abc import Callable

import pytest

from publisher.feeds.groups import groups
from publisher.feeds.options import Options, Rss
from publisher.feeds.outputs import links
from publisher.model import Post, Publication

MakePost = Callable[..., Post]
MakePublication = Callable[..., Publication]
Files = Callable[..., dict[str, bytes]]


def _paths(files: dict[str, bytes], below: str) -> list[str]:
    return sorted(path for path in files if path.startswith(below))


# feed practice E3; hostile input 30
def test_each_tag_has_a_feed_of_its_own(dated: MakePost, write: Files) -> None:
    """Tags that differ only in signs are two, those that differ only in case are one; a tag without posts has none."""
    files = write(
        dated("a", 1, tags=("C", "Rest")), dated("b", 2, tags=("C++", "rest", "C#")), dated("c", 3, tags=(" ", "\x00"))
    )
    assert _paths(files, "feeds/tag/") == [
        "feeds/tag/c-2421123ec6.xml",
        "feeds/tag/c-d016900d5b.xml",
        "feeds/tag/c.xml",
        "feeds/tag/rest.xml",
    ]
    rest = files["feeds/tag/rest.xml"].decode()
    assert re.findall(r"<title>(.*)</title>\n    <link>", rest) == ["A Quiet Clinic: Rest"]
    assert re.findall(r">https://blog.example.com/(\w)/</guid>", rest) == ["b", "a"]


# feed practice E3
def test_a_further_feed_says_what_it_is(dated: MakePost, write: Files) -> None:
    """Its own title, id and self link, in each format; the ids of posts are those of the main feed."""
    every = Options(by_formats=("rss", "atom", "json"))
    files = write(dated("a", 1, tags=("qi",)), options=every)
    base = "https://blog.example.com/feeds/tag/qi"
    atom = files["feeds/tag/qi.atom.xml"]
    assert f"<id>{base}</id>\n  <title>A Quiet Clinic: qi</title>".encode() in atom
    assert f'<link href="{base}.atom.xml" rel="self"'.encode() in atom
    assert f'<atom:link href="{base}.xml" rel="self"'.encode() in files["feeds/tag/qi.xml"]
    assert f'"feed_url": "{base}.json"'.encode() in files["feeds/tag/qi.json"]
    for path in ("feeds/tag/qi.xml", "feeds/tag/qi.atom.xml", "feeds/tag/qi.json", "rss.xml"):
        assert b"https://blog.example.com/a/" in files[path]


# feed practice E3
def test_authors_and_languages_have_feeds_when_there_are_several(dated: MakePost, write: Files) -> None:
    """One author's feed would be the blog's own; a feed by author is signed by them, one by language speaks it."""
    alone = write(dated("a", 1), dated("b", 2))
    assert not _paths(alone, "feeds/author/") + _paths(alone, "feeds/language/")
    both = Options(by_formats=("rss", "atom"))
    together = write(dated("a", 1, authors=("Bo",)), dated("b", 2, language="de-CH", authors=()), options=both)
    assert _paths(together, "feeds/author/") == [
        f"feeds/author/{name}{suffix}" for name in ("bo", "dr-ada-65d357c62d") for suffix in (".atom.xml", ".xml")
    ]
    assert {"feeds/language/de-ch.xml", "feeds/language/en.xml"} <= together.keys()
    assert b"<name>Bo</name>" in together["feeds/author/bo.atom.xml"].partition(b"<entry>")[0]
    german = together["feeds/language/de-ch.xml"]
    assert b"<title>A Quiet Clinic (Deutsch (CH))</title>" in german
    assert b"<language>de-CH</language>" in german
    assert b"dc:language" not in german.partition(b"<channel>")[2]
    assert b"<title>A Quiet Clinic \xe2\x80\x93 Bo</title>" in together["feeds/author/bo.xml"]


@pytest.mark.parametrize("kind", ["tag", "author", "language"])
def test_only_the_kinds_asked_for_exist(kind: str, dated: MakePost, write: Files) -> None:
    """A site may want feeds by tag alone, or none."""
    posts = [dated("a", 1, authors=("Bo",), language="de"), dated("b", 2)]
    files = write(*posts, options=Options(by=(kind,)))
    assert {path.split("/")[1] for path in _paths(files, "feeds/")} == {kind}


def test_a_new_spelling_renames_no_feed(dated: MakePost, publication: MakePublication) -> None:
    """The oldest post's spelling stays, so that readers see one name."""
    made = publication(dated("new", 9, tags=("REST",)), dated("old", 1, tags=("Rest",)))
    assert [(group.about, len(group.posts)) for group in groups(made, Options())] == [("Rest", 2)]


def test_a_further_feed_holds_no_more_than_the_main_one(
    dated: MakePost, publication: MakePublication, write: Files
) -> None:
    """The newest, as many as its format holds; of fifty thousand no more are gathered."""
    posts = [dated(f"n{day}", day) for day in range(5)]
    assert [len(group.posts) for group in groups(publication(*posts), Options(rss=Rss(count=2)))] == [2]
    content = write(*posts, options=Options(rss=Rss(count=2)))["feeds/tag/rest.xml"].decode()
    assert re.findall(r">https://blog.example.com/(\w+)/</guid>", content) == ["n4", "n3"]


# feed practice E2
def test_links_name_every_feed_once(dated: MakePost, publication: MakePublication) -> None:
    """The main feed in each format, then tags, authors and languages by name, each with a title of its own."""
    made = publication(
        dated("a", 1, tags=("Ada", "b"), authors=("Ada",)), dated("b", 2, tags=("Ada",), authors=("Bo",), language="es")
    )
    found = links(made, Options())
    assert [(link.kind, link.about, link.name) for link in found] == [
        ("", "", "RSS"),
        ("", "", "Atom"),
        ("", "", "JSON Feed"),
        ("tag", "Ada", "RSS"),
        ("tag", "b", "RSS"),
        ("author", "Ada", "RSS"),
        ("author", "Bo", "RSS"),
        ("language", "English", "RSS"),
        ("language", "Español", "RSS"),
    ]
    assert [link.media_type for link in found[:4]] == [
        "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rss+xml",
    ]  # fmt: skip
    assert found[0].title == "A Quiet Clinic (RSS)"
    assert len({link.title for link in found}) == len({link.url for link in found}) == len(found)
