from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from lxml import etree

from publisher.feeds import rss
from publisher.model import Image, Post, Publication

MakePost = Callable[..., Post]
MakePublication = Callable[..., Publication]
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_MEDIA = "{http://search.yahoo.com/mrss/}content"


def _channel(made: Publication) -> "etree._Element":
    (artifact,) = rss.render(made, rss.Options())
    return etree.fromstring(artifact.content)[0]


def test_is_one_xml_file_below_public(publication: MakePublication) -> None:
    """Browsers show a feed as a page only under the plain XML type."""
    (artifact,) = rss.render(publication(), rss.Options(path="feeds/news.xml"))
    assert (artifact.path, artifact.media_type) == ("public/feeds/news.xml", "application/xml")


def test_summary_stands_before_the_whole_post(post: MakePost, publication: MakePublication) -> None:
    """Readers that take the first text show the summary; the others find the post."""
    item = _channel(publication(post(summary="Short.", html="<p>Long.</p>"))).find("item")
    assert item is not None
    tags = [child.tag for child in item]
    assert tags.index("description") < tags.index(_CONTENT)
    assert (item.findtext("description"), item.findtext(_CONTENT)) == ("Short.", "<p>Long.</p>")


def test_a_summary_is_shown_as_typed(post: MakePost, publication: MakePublication) -> None:
    """A description is HTML to readers, so a less-than sign in plain text is escaped for them too."""
    item = _channel(publication(post(summary="3 < 4 & so on"))).find("item")
    assert item is not None
    assert item.findtext("description") == "3 &lt; 4 &amp; so on"


def test_a_post_without_summary_still_has_its_content(post: MakePost, publication: MakePublication) -> None:
    """The title stands in, so that the whole post does not end up in the description."""
    item = _channel(publication(post(summary="", title="T", html="<p>x</p>"))).find("item")
    assert item is not None
    assert (item.findtext("description"), item.findtext(_CONTENT)) == ("T", "<p>x</p>")


@pytest.mark.parametrize(
    ("post_id", "is_address"),
    [("https://blog.example.com/rest/", "true"), ("tag:blog.example.com,2020-01-01:rest", "false")],
)
def test_a_guid_is_a_permalink_only_while_it_is_the_address(
    post_id: str, is_address: str, post: MakePost, publication: MakePublication
) -> None:
    """After a rename the id stays, and readers must not open it."""
    guid = _channel(publication(post(id=post_id))).find("item/guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (post_id, is_address)


def test_several_authors_are_one_creator(post: MakePost, publication: MakePublication) -> None:
    """Of two dc:creator some readers show the first and some the last; RSS's own author needs a mail address."""
    item = _channel(publication(post(authors=("Ada", "Bo"))))[-1]
    assert [creator.text for creator in item.findall(_CREATOR)] == ["Ada, Bo"]
    assert item.find("author") is None


def test_dates_have_four_digit_years_and_a_numeric_zone(post: MakePost, publication: MakePublication) -> None:
    """RFC 822 as the profile wants it, in English and UTC."""
    moment = datetime(2024, 2, 29, 23, 59, 58, tzinfo=UTC)
    channel = _channel(publication(post(published=moment, updated=moment)))
    expected = "Thu, 29 Feb 2024 23:59:58 +0000"
    assert (channel.findtext("lastBuildDate"), channel.findtext("item/pubDate")) == (expected, expected)


def test_the_channel_links_to_the_site_and_names_itself(publication: MakePublication) -> None:
    """One link for people, one for readers, each with its own address."""
    channel = _channel(publication())
    (own,) = channel.findall("{http://www.w3.org/2005/Atom}link")
    assert channel.findtext("link") == "https://blog.example.com/"
    assert dict(own.items()) == {
        "href": "https://blog.example.com/rss.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }


def test_a_picture_stands_by_itself(post: MakePost, publication: MakePublication) -> None:
    """Without a size nothing is guessed."""
    item = _channel(publication(post(image=Image(url="https://example.org/i.png", alt="x"))))[-1]
    (picture,) = item.findall(_MEDIA)
    assert dict(picture.items()) == {"url": "https://example.org/i.png", "medium": "image"}
