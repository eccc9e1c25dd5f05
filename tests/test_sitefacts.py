"""Facts about the blog are checked where they are written."""

from zoneinfo import ZoneInfo

import pytest

from publisher.languages import language
from publisher.model import Site
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
