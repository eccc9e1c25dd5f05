"""Addresses stay the same address however often they pass through, and share links say what they were given."""

from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.links import absolute, permalink, share_link, site_address, tag_uri, to_uri

SITE = "https://blog.example.com/"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("https://example.com/a b", "https://example.com/a%20b", id="space"),
        pytest.param("https://example.com/señal?q=ñ#ü", "https://example.com/se%C3%B1al?q=%C3%B1#%C3%BC", id="letters"),
        pytest.param("https://example.com/a%20b%C3%B1", "https://example.com/a%20b%C3%B1", id="already encoded"),
        pytest.param("https://example.com/100%/%zz", "https://example.com/100%25/%25zz", id="a lone percent sign"),
        pytest.param("https://example.com/a?b=1&c=2/3?", "https://example.com/a?b=1&c=2/3?", id="query kept"),
        pytest.param("https://example.com/a_(b)", "https://example.com/a_(b)", id="brackets kept"),
        pytest.param(
            "HTTPS://Blog.Example.COM/Rest", "https://blog.example.com/Rest", id="host in lower case, path not"
        ),
        pytest.param("https://MÜNCHEN.example.org/", "https://xn--mnchen-3ya.example.org/", id="host in punycode"),
        pytest.param("https://ü.example.org:8443/", "https://xn--tda.example.org:8443/", id="port kept"),
        pytest.param("https://[2001:db8::1]/a", "https://[2001:db8::1]/a", id="host as a number"),
        pytest.param(" https://example.com/ ", "https://example.com/", id="white space around it"),
        pytest.param("mailto:ada@example.com", "mailto:ada@example.com", id="a mail address"),
    ],
)
def test_to_uri(address: str, expected: str) -> None:
    """An address becomes plain ASCII without changing where it leads."""
    assert to_uri(address) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_to_uri_never_encodes_twice(path: str, query: str) -> None:
    """What is a URI already stays so, whatever was in it."""
    once = to_uri(f"https://example.com/{path}?{query}")
    assert to_uri(once) == once
    assert once.isascii()
    assert " " not in once


@pytest.mark.parametrize("address", ["http://[oops/", "https://" + "ü" * 64 + ".example.com/"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """An address that cannot be parsed is an error, not a guess."""
    with pytest.raises(ValueError):  # noqa: PT011 - the standard library words it
        to_uri(address)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        pytest.param("../calm/", "https://blog.example.com/calm/", id="beside"),
        pytest.param("/calm/", "https://blog.example.com/calm/", id="from the root"),
        pytest.param("//cdn.example.net/a.png", "https://cdn.example.net/a.png", id="scheme of the page"),
        pytest.param("#end", "https://blog.example.com/rest/#end", id="same page"),
        pytest.param("http://example.org/ñ", "http://example.org/%C3%B1", id="already absolute"),
        pytest.param(" pic one.png ", "https://blog.example.com/rest/pic%20one.png", id="white space"),
    ],
)
def test_absolute(reference: str, expected: str) -> None:
    """A reference is read as a browser on the page would."""
    assert absolute(f"{SITE}rest/", reference) == expected


@pytest.mark.parametrize(
    ("slug", "expected"),
    [("rest", "rest/"), ("针灸", "%E9%92%88%E7%81%B8/"), ("50%20", "50%2520/"), ("what?#", "what%3F%23/")],
)
def test_permalink(slug: str, expected: str) -> None:
    """A slug is a name, not an address: every sign in it is meant."""
    assert permalink(SITE, slug) == SITE + expected


@pytest.mark.parametrize("text", ["https://blog.example.com", " https://BLOG.example.com// "])
def test_site_address(text: str) -> None:
    """The site's address ends in one slash, however it was typed."""
    assert site_address(text) == SITE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("blog.example.com", "full address with a scheme"),
        ("ftp://blog.example.com/", "full address with a scheme"),
        ("https:///blog", "full address with a scheme"),
        ("https://blog.example.com/?a=1", "query or a fragment"),
        ("https://blog.example.com/#top", "query or a fragment"),
    ],
)
def test_site_address_refused(text: str, message: str) -> None:
    """What would not do is refused with what would."""
    with pytest.raises(ValueError, match=message):
        site_address(text)


def test_tag_uri() -> None:
    """An id names host, day and post, without the port (RFC 4151)."""
    made = tag_uri("https://blog.example.com:8443/", date(2024, 3, 4), "rest & calm")
    assert made == "tag:blog.example.com,2024-03-04:rest%20%26%20calm"


class TestShareLinks:
    """Share links decode back to what they were made of."""

    @settings(max_examples=60, deadline=None)
    @given(
        st.sampled_from(["x", "bluesky", "mastodon", "threads", "whatsapp"]),
        st.text(st.characters(exclude_categories=["Cs"])),
    )
    def test_text_decodes_back(self, network: str, text: str) -> None:
        """No sign is lost or read as part of the address, and a space is never `+`."""
        _, _, value = share_link(network, title="On rest", text=text, url=SITE).partition("text=")
        assert unquote(value) == text
        assert not set(value) & set("+&# ")

    def test_mail(self) -> None:
        """A mail has the title as its subject and line breaks as mail wants them (RFC 6068)."""
        link = share_link("email", title="Rest & calm", text="One\nTwo", url=SITE)
        assert link == "mailto:?subject=Rest%20%26%20calm&body=One%0D%0ATwo"

    @pytest.mark.parametrize(("network", "field"), [("linkedin", "url"), ("facebook", "u")])
    def test_forms_that_take_an_address(self, network: str, field: str) -> None:
        """LinkedIn and Facebook read title and picture from the page itself."""
        link = share_link(network, title="T", text="text", url=f"{SITE}?a=1&b=2")
        assert parse_qs(urlsplit(link).query) == {field: [f"{SITE}?a=1&b=2"]}

    @pytest.mark.parametrize("network", ["reddit", "telegram"])
    def test_forms_that_take_address_and_title(self, network: str) -> None:
        """Reddit and Telegram put the address first themselves."""
        link = share_link(network, title="T & U", text="text", url=f"{SITE}?a=1&b=2")
        assert sorted(parse_qs(urlsplit(link).query).values()) == sorted([[f"{SITE}?a=1&b=2"], ["T & U"]])

    def test_a_pin_has_a_picture(self) -> None:
        """Pinterest gets address, picture and words."""
        link = share_link("pinterest", title="T", text="One & two", url=SITE, picture=f"{SITE}a.png")
        assert parse_qs(urlsplit(link).query) == {
            "url": [SITE],
            "media": [f"{SITE}a.png"],
            "description": ["One & two"],
        }

    def test_a_text_message(self) -> None:
        """A telephone opens a message with the text in it (RFC 5724)."""
        assert share_link("sms", title="T", text="Rest & calm\n", url=SITE) == "sms:?body=Rest%20%26%20calm%0A"

    def test_unknown_network(self) -> None:
        """A network without a share form is a mistake of ours."""
        with pytest.raises(KeyError, match="nowhere"):
            share_link("nowhere", title="T", text="text", url=SITE)
