from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from lxml import etree

from publisher.feeds.rules import broken_rules
from publisher.model import Image, Post

MakePost = Callable[..., Post]
Feeds = Callable[..., dict[str, bytes]]
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_MEDIA = "{http://search.yahoo.com/mrss/}content"


def _channel(made: dict[str, bytes]) -> "etree._Element":
    return etree.fromstring(made["rss"])[0]


# feed practice C1
def test_summary_stands_before_the_whole_post(post: MakePost, feeds: Feeds) -> None:
    """Readers that take the first text show the summary; the others find the post."""
    item = _channel(feeds(post(summary="Short.", html="<p>Long.</p>"))).find("item")
    assert item is not None
    tags = [child.tag for child in item]
    assert tags.index("description") < tags.index(_CONTENT)
    assert (item.findtext("description"), item.findtext(_CONTENT)) == ("Short.", "<p>Long.</p>")


def test_a_summary_is_shown_as_typed(post: MakePost, feeds: Feeds) -> None:
    """A description is HTML to readers, so a less-than sign in plain text is escaped for them too."""
    item = _channel(feeds(post(summary="3 < 4 & so on"))).find("item")
    assert item is not None
    assert item.findtext("description") == "3 &lt; 4 &amp; so on"


def test_a_post_without_summary_still_has_its_content(post: MakePost, feeds: Feeds) -> None:
    """The title stands in, so that the whole post does not end up in the description."""
    item = _channel(feeds(post(summary="", title="T", html="<p>x</p>"))).find("item")
    assert item is not None
    assert (item.findtext("description"), item.findtext(_CONTENT)) == ("T", "<p>x</p>")


# feed practice B2
@pytest.mark.parametrize(
    ("post_id", "is_address"),
    [("https://blog.example.com/rest/", "true"), ("tag:blog.example.com,2020-01-01:rest", "false")],
)
def test_a_guid_is_a_permalink_only_while_it_is_the_address(
    post_id: str, is_address: str, post: MakePost, feeds: Feeds
) -> None:
    """After a rename the id stays, and readers must not open it."""
    guid = _channel(feeds(post(id=post_id))).find("item/guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (post_id, is_address)


# feed practice D1
def test_several_authors_are_one_creator(post: MakePost, feeds: Feeds) -> None:
    """Of two dc:creator some readers show the first and some the last; RSS's own author needs a mail address."""
    item = _channel(feeds(post(authors=("Ada", "Bo"))))[-1]
    assert [creator.text for creator in item.findall(_CREATOR)] == ["Ada, Bo"]
    assert item.find("author") is None


# feed practice B5
def test_dates_have_four_digit_years_and_a_numeric_zone(post: MakePost, feeds: Feeds) -> None:
    """RFC 822 as the profile wants it, in English and UTC."""
    moment = datetime(2024, 2, 29, 23, 59, 58, tzinfo=UTC)
    channel = _channel(feeds(post(published=moment, updated=moment)))
    expected = "Thu, 29 Feb 2024 23:59:58 +0000"
    assert (channel.findtext("lastBuildDate"), channel.findtext("item/pubDate")) == (expected, expected)


# feed practice E1
def test_the_channel_links_to_the_site_and_names_itself(feeds: Feeds) -> None:
    """One link for people, one for readers, each with its own address."""
    channel = _channel(feeds())
    (own,) = channel.findall("{http://www.w3.org/2005/Atom}link")
    assert channel.findtext("link") == "https://blog.example.com/"
    assert dict(own.items()) == {
        "href": "https://blog.example.com/rss.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }


# feed practice D4
def test_a_picture_stands_by_itself(post: MakePost, feeds: Feeds) -> None:
    """Without a size nothing is guessed."""
    item = _channel(feeds(post(image=Image(url="https://example.org/i.png", alt="x"))))[-1]
    (picture,) = item.findall(_MEDIA)
    assert dict(picture.items()) == {"url": "https://example.org/i.png", "medium": "image"}


# feed practice C7
def test_only_another_language_is_named(post: MakePost, feeds: Feeds) -> None:
    """The channel says its language once; an item speaks up where it differs, as RSS has no xml:lang."""
    items = _channel(feeds(post(slug="b", language="es"), post(slug="a"))).findall("item")
    assert [item.findtext("{http://purl.org/dc/elements/1.1/}language") for item in items] == ["es", None]


# hostile input 14
@pytest.mark.parametrize(
    ("moment", "in_rss", "in_atom"),
    [
        (datetime(99, 1, 1, tzinfo=UTC), "Thu, 01 Jan 0099 00:00:00 +0000", "0099-01-01T00:00:00+00:00"),
        (
            datetime(1900, 1, 1, 0, 9, 21, tzinfo=timezone(timedelta(seconds=561))),
            "Mon, 01 Jan 1900 00:00:00 +0000",
            "1900-01-01T00:00:00+00:00",
        ),
        (datetime(1970, 1, 1, tzinfo=UTC), "Thu, 01 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00+00:00"),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), "Fri, 31 Dec 9999 23:00:00 +0000", "9999-12-31T23:00:00+00:00"),
    ],
    ids=["year 99", "an offset with seconds", "the epoch", "the end of time"],
)
def test_odd_years_have_the_form_of_any_date(
    moment: datetime, in_rss: str, in_atom: str, post: MakePost, feeds: Feeds
) -> None:
    """Four digits, UTC, whole seconds, in every format; the checker calls such a year implausible."""
    made = feeds(post(published=moment, updated=moment))
    assert f"<pubDate>{in_rss}<" in made["rss"].decode()
    assert f"<published>{in_atom}<" in made["atom"].decode()
    assert f'"date_published": "{in_atom}"' in made["json"].decode()
    assert {bool(broken_rules(content, None)) for content in made.values()} == {moment.year != 1970}


# hostile input 17
def test_no_post_was_changed_before_it_appeared(post: MakePost) -> None:
    """Such a post cannot be made, so no feed can show one."""
    with pytest.raises(ValueError, match="before published"):
        post(published=datetime(2024, 1, 2, tzinfo=UTC), updated=datetime(2024, 1, 1, tzinfo=UTC))
