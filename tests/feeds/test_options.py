from dataclasses import dataclass
from pathlib import Path

import pytest

from publisher.errors import SettingsError
from publisher.feeds.options import Atom, Options, Podcast, Rss
from publisher.options import option
from publisher.settings import load


@dataclass(frozen=True, kw_only=True)
class _Settings:
    feeds: Options = option("The feeds.", default=Options())


def _load(folder: Path, text: str) -> Options:
    path = folder / "feeds.toml"
    path.write_text(f"[feeds]\n{text}".replace("\n[", "\n[feeds.").replace("[feeds.feeds]", "[feeds]"), "utf-8")
    return load(path, _Settings, source="config/publisher.toml").feeds


def test_nothing_needs_to_be_said(tmp_path: Path) -> None:
    """Three feeds of 20, archives in Atom, and feeds by tag, author and language, in RSS."""
    options = _load(tmp_path, "")
    assert options == Options()
    assert (options.rss.archive, options.atom.archive, options.json.archive) == (False, True, False)
    assert (options.by, options.by_formats, options.podcast) == (("tag", "author", "language"), ("rss",), None)


def test_everything_can_be_said(tmp_path: Path) -> None:
    """Each setting reaches its place."""
    text = """
by = ["tag"]
by_formats = ["rss", "json"]
opml = "lists/feeds.opml"
source_markdown = true
contact = "hello@example.com"
moved_from = ["feed/", "/index.xml"]
[rss]
path = "feeds/all.xml"
count = 50
archive = true
[podcast]
image = "cover.jpg"
category = "Health & Fitness > Medicine"
explicit = true
owner = "ada@example.com"
"""
    options = _load(tmp_path, text)
    assert options == Options(
        rss=Rss(path="feeds/all.xml", count=50, archive=True),
        by=("tag",),
        by_formats=("rss", "json"),
        opml="lists/feeds.opml",
        source_markdown=True,
        contact="hello@example.com",
        moved_from=("feed/", "/index.xml"),
        podcast=Podcast(
            image="cover.jpg", category="Health & Fitness > Medicine", explicit=True, owner="ada@example.com"
        ),
    )
    assert options.atom == Atom()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("atom.count = 0", "'count' must be from 1 to 1000, not 0"),
        ("atom.count = 1001", "'count' must be from 1 to 1000, not 1001"),
        ('atom.path = "../x.xml"', "'path' must be a plain path"),
        ('opml = "/x"', "'opml' must be a plain path"),
        ('contact = "Ada <ada@example.com>"', "'contact' must be a mail address alone"),
        ('contact = "ada@localhost"', "'contact' must be a mail address alone"),
        ('podcast = {image = "c.gif", category = "Arts"}', "'image' must be a .jpg or .png"),
        ('podcast = {image = "c.jpg", category = "Needles"}', "'category' must be one of Arts, Business"),
        ('podcast = {image = "c.jpg", category = "Arts > "}', "'category' must be one of"),
        ('podcast = {category = "Arts"}', "'image' is missing"),
        ('by = ["tags"]', "'by' must hold only 'tag', 'author', 'language', not 'tags'"),
        ('by_formats = ["xml"]', "'by_formats' must hold only 'rss', 'atom', 'json', not 'xml'"),
        (
            'moved_from = ["//elsewhere.example.org/feed"]',
            "must hold paths below the site, for example 'feed/', not '//elsewhere",
        ),
        ('moved_from = ["?feed=rss2"]', "must hold paths below the site"),
    ],
)
def test_what_makes_no_feed_is_refused(line: str, complaint: str, tmp_path: Path) -> None:
    """The message names the key and says what would be accepted."""
    with pytest.raises(SettingsError, match=r"config/publisher\.toml:[12]: ") as caught:
        _load(tmp_path, f"{line}\n")
    assert complaint in str(caught.value)


@pytest.mark.parametrize("path", ["../rss.xml", "/rss.xml", "a//b.xml", "a\\b", "a b.xml", "x?y", "", ".hidden", "ñ"])
def test_a_feed_stays_below_the_site(path: str, tmp_path: Path) -> None:
    """A path that leaves the folder, or that an address would have to escape, is refused."""
    with pytest.raises(SettingsError, match="plain path"):
        _load(tmp_path, f"rss.path = '{path}'\n")
