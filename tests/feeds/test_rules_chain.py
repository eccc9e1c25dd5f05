"""Feeds and their archives, judged together: one link that is missing or leads astray is enough for a complaint."""

import re
from collections.abc import Callable

import pytest

from publisher.feeds.options import Atom, Json, Options, Rss
from publisher.feeds.rules import broken_chain
from publisher.model import Post

SITE = "https://blog.example.com/"
EVERY = Options(rss=Rss(count=1, archive=True), atom=Atom(count=1), json=Json(count=1, archive=True), by=())
STARTS = {"rss": "rss.xml", "atom": "atom.xml", "feed": "feed.json"}


@pytest.fixture
def chains(dated: Callable[..., Post], write: Callable[..., dict[str, bytes]]) -> dict[str, dict[str, bytes]]:
    """The files of each format, by address: a feed and three archives."""
    files = write(*(dated(f"n{day:03}", day) for day in range(201)), options=EVERY)
    return {
        stem: {SITE + path: content for path, content in files.items() if re.match(rf"{stem}[-.]", path)}
        for stem in STARTS
    }


@pytest.mark.parametrize("stem", STARTS)
def test_a_whole_chain_is_good(stem: str, chains: dict[str, dict[str, bytes]]) -> None:
    """Four files that lead to each other and hold every post once."""
    assert len(chains[stem]) == 4
    assert broken_chain(chains[stem], SITE + STARTS[stem]) == []


@pytest.mark.parametrize("stem", STARTS)
def test_each_missing_link_is_named(stem: str, chains: dict[str, dict[str, bytes]]) -> None:
    """In whichever file it is missing."""
    dropped = 0
    for rel in ("prev-archive", "next-archive", "current", "next_url", "next_archive"):
        link = rf'<(atom:)?link [^>]*rel="{rel}"[^>]*/>|"{rel}": "[^"]*",?'.encode()
        for url, content in chains[stem].items():
            without = re.sub(rb",(\s*[}\]])", rb"\1", re.sub(link, b"", content))
            if without != content:
                dropped += 1
                assert broken_chain(chains[stem] | {url: without}, SITE + STARTS[stem]), (url, rel)
    assert dropped == (5 if stem == "feed" else 8)


def test_an_archive_that_is_not_there_is_named(chains: dict[str, dict[str, bytes]]) -> None:
    """So is one that nothing leads to, one that does not say what it is, and one that is empty."""
    atom, start = chains["atom"], f"{SITE}atom.xml"
    middle = f"{SITE}atom-archive-2.xml"
    without = {url: content for url, content in atom.items() if url != middle}
    assert [str(one) for one in broken_chain(without, start)] == [f"{middle}: is linked to, but is not there"]
    lonely = atom | {f"{SITE}atom-archive-9.xml": atom[middle]}
    assert [str(one) for one in broken_chain(lonely, start)] == [f"{SITE}atom-archive-9.xml: no link leads there"]
    plain = atom | {middle: atom[middle].replace(b"<fh:archive/>", b"")}
    assert any("does not say that it is an archive" in one.text for one in broken_chain(plain, start))
    empty = atom | {middle: re.sub(rb"<entry>.*</entry>", b"", atom[middle], flags=re.DOTALL)}
    assert any("archive of nothing" in one.text for one in broken_chain(empty, start))


def test_a_circle_and_a_post_twice_are_named(chains: dict[str, dict[str, bytes]]) -> None:
    """A reader would go round for ever, or show the post twice."""
    atom, start = chains["atom"], f"{SITE}atom.xml"
    first = f"{SITE}atom-archive-1.xml"
    circle = atom | {
        first: atom[first].replace(b"<fh:archive/>", f'<fh:archive/><link href="{start}" rel="prev-archive"/>'.encode())
    }
    assert any("leads back to" in one.text for one in broken_chain(circle, start))
    (id_of_another,) = re.findall(rb"<id>([^<]*/n150/)</id>", atom[f"{SITE}atom-archive-2.xml"])
    twice = atom | {first: atom[first].replace(b"https://blog.example.com/n050/</id>", id_of_another + b"</id>")}
    assert any("stands in" in one.text for one in broken_chain(twice, start))


def test_what_cannot_be_read_is_an_error(chains: dict[str, dict[str, bytes]]) -> None:
    """A chain of something else is none."""
    with pytest.raises(ValueError, match="well-formed"):
        broken_chain(chains["atom"] | {f"{SITE}atom.xml": b"<"}, f"{SITE}atom.xml")
