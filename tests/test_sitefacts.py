"""Facts about the blog are checked where they are written."""

from zoneinfo import ZoneInfo

import pytest

from publisher.languages import language
from publisher.model import Image, Site
from publisher.options import option_fields
from publisher.sitefacts import SiteFacts, zone


@pytest.mark.parametrize("name", ["America/New_York", "UTC", "Europe/Berlin", "Pacific/Apia"])
def test_zone(name: str) -> None:
    """A time zone is known by its name in the world's list."""
    assert zone(name).key == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Boston",
        "EST5",
        "+02:00",
        "America",
        "america/new_york ",
        "../../etc/passwd",
        "/etc/localtime",
        "a\0b",
        "z" * 300,
    ],
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    """The message shows how a zone is written, and no path leads out of the list."""
    with pytest.raises(ValueError, match="must be the name of a time zone, for example America/New_York"):
        zone(name)


def test_facts_become_the_site() -> None:
    """The facts are handed on as the value that outputs take, with the defaults filled in."""
    facts = SiteFacts(title="Calm", url="https://blog.example.com/", author="Ada", postal_address="1 Main Street")
    assert facts.site() == Site(
        title="Calm",
        url="https://blog.example.com/",
        author="Ada",
        postal_address="1 Main Street",
        description="",
        language="en",
        zone=ZoneInfo("UTC"),
        disclaimer="",
    )


def test_the_language_is_checked() -> None:
    """A site's language is one that ISO 639 knows, as a post's is."""
    assert option_fields(SiteFacts)["language"].metadata["convert"] is language


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("author_url", "https://example.com/ada", "http://example.com/ada"),
        ("fediverse", "@ada@example.social", "ada@example.social"),
        ("x", "@ada", "ada"),
        ("x", "@a_long_name_15", "@a_long_name_of_16"),
        ("picture", "https://example.com/a.png", "images/a.png"),
        ("picture", "", 'https://example.com/a".png'),
    ],
)
def test_what_previews_name_is_checked(key: str, good: str, bad: str) -> None:
    """An account or address that no network could follow is refused where it is written."""
    convert = option_fields(SiteFacts)[key].metadata["convert"]
    assert convert(good) == good
    with pytest.raises(ValueError, match="must be an"):
        convert(bad)


def test_a_picture_comes_with_its_words() -> None:
    """Address and description become one picture."""
    facts = SiteFacts(
        title="Calm",
        url="https://blog.example.com/",
        author="Ada",
        postal_address="1 Main Street",
        picture="https://example.com/a.png",
        picture_alt="A door",
    )
    assert facts.site().picture == Image(url="https://example.com/a.png", alt="A door")
