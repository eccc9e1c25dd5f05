"""Each fault as bare feedgen shows it: when one of these tests fails, its mend in _feedgen.py can go."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from publisher.model import Post

Feeds = Callable[..., dict[str, bytes]]
_ATOM = "{http://www.w3.org/2005/Atom}"
_THEN = datetime(2024, 3, 4, tzinfo=UTC)


def _bare_feed(**entry_facts: Any) -> FeedGenerator:
    """A feed as feedgen's own documentation builds it."""
    feed = FeedGenerator()
    feed.id("https://example.com/")
    feed.title("T")
    feed.description("D")
    feed.link(href="https://example.com/", rel="alternate")
    feed.add_entry(_bare_entry(**entry_facts))
    return feed


def _bare_entry(name: str = "1") -> FeedEntry:
    entry = FeedEntry()
    entry.id(f"https://example.com/{name}/")
    entry.title(name)
    entry.link(href=f"https://example.com/{name}/", rel="alternate")
    return entry


def _entry(feed: FeedGenerator) -> FeedEntry:
    entry: FeedEntry = feed.entry()[0]
    return entry


def _xml(content: bytes) -> "etree._Element":
    return etree.fromstring(content)


def test_fault_entry_links_lose_all_but_the_address() -> None:
    """#135, #143: a recording cannot be told from the post's own page."""
    feed = _bare_feed()
    _entry(feed).enclosure("https://example.com/a.mp3", 9, "audio/mpeg")
    links = _xml(feed.atom_str()).findall(f"{_ATOM}entry/{_ATOM}link")
    assert [sorted(link.attrib) for link in links] == [["href"], ["href"]]


def test_fault_the_last_link_is_taken_for_the_sites() -> None:
    """With a self link set last, RSS readers are sent to the feed instead of the site."""
    feed = _bare_feed()
    feed.link(href="https://example.com/rss.xml", rel="self")
    assert _xml(feed.rss_str()).findtext("channel/link") == "https://example.com/rss.xml"


def test_fault_rss_shows_one_self_link_alone() -> None:
    """#122: a hub never reaches RSS."""
    feed = _bare_feed()
    feed.link(href="https://example.com/rss.xml", rel="self")
    feed.link(href="https://hub.example.com/", rel="hub")
    assert len(_xml(feed.rss_str()).findall(f"channel/{_ATOM}link")) == 1


def test_fault_cdata_becomes_a_type() -> None:
    """#123: Atom knows no type CDATA, so content is given as html."""
    feed = _bare_feed()
    _entry(feed).content("<p>x", type="CDATA")
    assert b'type="CDATA"' in feed.atom_str()


def test_fault_content_without_a_type_is_plain_text() -> None:
    """Readers of Atom would show the tags."""
    feed = _bare_feed()
    _entry(feed).content("<p>x")
    assert b"<content>&lt;p&gt;" in feed.atom_str()


def test_fault_description_overwrites_content() -> None:
    """So the summary is given with summary(), never with description()."""
    feed = _bare_feed()
    _entry(feed).content("<p>the whole post", type="html")
    _entry(feed).description("the summary")
    assert b"the whole post" not in feed.atom_str()


def test_fault_content_without_summary_goes_to_the_description() -> None:
    """Without a summary there is no content:encoded, so the title stands in for it."""
    feed = _bare_feed()
    _entry(feed).content("<p>x", type="html")
    assert b"encoded>" not in feed.rss_str()


def test_fault_the_clock_dates_what_nobody_dated() -> None:
    """Two builds would differ; both dates are always set from the posts."""
    feed = _bare_feed()
    age = datetime.now(UTC) - _entry(feed).updated()
    assert age.total_seconds() < 60
    assert (datetime.now(UTC) - feed.updated()).total_seconds() < 60


def test_fault_entries_are_turned_round() -> None:
    """#55, #70: what is added last stands first, unless the order is given."""
    feed = _bare_feed(name="first")
    feed.add_entry(_bare_entry("second"))
    assert [title.text for title in _xml(feed.rss_str()).findall("channel/item/title")] == ["second", "first"]


def test_fault_an_author_without_mail_vanishes_from_rss() -> None:
    """#57: and two with mail give two author elements, where one is allowed."""
    feed = _bare_feed()
    _entry(feed).author([{"name": "Ada"}])
    assert b"Ada" not in feed.rss_str()


def test_fault_formatting_a_date_sets_the_locale_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread would format its dates in the wrong language for a moment."""
    from feedgen import util

    calls: list[object] = []
    monkeypatch.setattr(util.locale, "setlocale", lambda *arguments: calls.append(arguments))
    feed = _bare_feed()
    _entry(feed).published(_THEN)
    feed.rss_str()
    assert len(calls) > 3  # three for the feed's own date, and three more for the post's


def test_fault_early_years_have_three_digits() -> None:
    """RFC 822 dates of ours have four, always."""
    feed = _bare_feed()
    _entry(feed).published(datetime(99, 1, 1, tzinfo=UTC))
    assert b"01 Jan 99 " in feed.rss_str()


def test_fault_a_control_character_stops_the_whole_feed() -> None:
    """The error does not say which post, so texts are cleaned before feedgen sees them."""
    feed = _bare_feed()
    _entry(feed).title("a\x00b")
    with pytest.raises(ValueError, match="XML compatible"):
        feed.rss_str()


def test_fault_a_picture_is_wrapped_in_a_group() -> None:
    """The W3C validator refuses that, so media:content is written by hand."""
    feed = _bare_feed()
    feed.load_extension("media")
    _entry(feed).media.content({"url": "https://example.com/a.png", "medium": "image"})
    assert b"media:group" in feed.rss_str()


def test_fault_an_entry_has_no_language() -> None:
    """feedgen offers xml:lang for the feed only."""
    assert not hasattr(FeedEntry(), "language")


def test_fault_nothing_can_stand_before_the_root() -> None:
    """So the line that leads browsers to the style sheet is put there by the extension."""
    assert not [name for name in dir(FeedGenerator) if "style" in name or "instruction" in name]


def test_fault_links_to_archives_do_not_reach_rss() -> None:
    """RFC 5005's rels are kept in Atom alone, and fh:archive is known in neither."""
    feed = _bare_feed()
    feed.link(href="https://example.com/archive.xml", rel="prev-archive")
    assert b"prev-archive" not in feed.rss_str()
    assert not [name for name in dir(feed) if "archive" in name]


def test_fault_podcasts_are_explicit_in_yesterdays_words() -> None:
    """Directories ask for true and false; feedgen takes yes, no and clean alone."""
    feed = _bare_feed()
    feed.load_extension("podcast")
    with pytest.raises(ValueError, match="Invalid value for explicit tag"):
        feed.podcast.itunes_explicit("true")


def test_fault_what_it_is_given_is_changed() -> None:
    """So links are given as copies."""
    given = {"href": "https://example.com/1/"}
    FeedEntry().link([given])
    assert given == {"href": "https://example.com/1/", "rel": "alternate"}


def test_mended_links_keep_rel_type_and_length(rich_post: Post, feeds: Feeds) -> None:
    """Atom entries say which link is the post and which are files; RSS has one file, the first."""
    made = feeds(rich_post)
    links = _xml(made["atom"]).findall(f"{_ATOM}entry/{_ATOM}link")
    assert [(link.get("rel"), link.get("type"), link.get("length")) for link in links] == [
        ("alternate", "text/html", None),
        ("enclosure", "audio/mpeg", "123456"),
        ("enclosure", "application/pdf", "999"),
    ]
    (enclosure,) = _xml(made["rss"]).findall("channel/item/enclosure")
    assert dict(enclosure.items()) == {
        "url": "https://blog.example.com/needles/talk.mp3",
        "length": "123456",
        "type": "audio/mpeg",
    }


def test_mended_dates_are_not_formatted_by_feedgen(
    post: Callable[..., Post],
    feeds: Feeds,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever its formatter makes of them while another thread has the locale, the dates in the file are right."""
    before = feeds(post())
    for module in ("feedgen.feed", "feedgen.entry"):
        monkeypatch.setattr(f"{module}.formatRFC2822", lambda _: "Lun, 04 mar 2024")
    assert feeds(post()) == before
