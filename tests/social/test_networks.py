"""The table of networks holds together and measures what it says."""

import pytest

from publisher.links import SHARE_FORMS
from publisher.social.networks import BY_NAME, NETWORKS
from publisher.social.options import NETWORK_NAMES


def test_every_network_is_there_once() -> None:
    """A name is a file name and a key of the author's own texts; settings know it without reading the table."""
    assert tuple(network.name for network in NETWORKS) == NETWORK_NAMES
    assert len(BY_NAME) == len(NETWORKS)


def test_most_hashtags() -> None:
    """Each network has its own measure of hashtags; a mail, a pin and a business's own entry have none."""
    most = {network.name: network.hashtags for network in NETWORKS if network.hashtags}
    assert most == {"x": 2, "bluesky": 3, "mastodon": 5, "threads": 1, "linkedin": 3, "facebook": 2} | {
        "instagram": 5,
        "telegram": 3,
    }


def test_where_the_disclaimer_is_added() -> None:
    """X, Bluesky and a text message have no room for a disclaimer."""
    assert [network.name for network in NETWORKS if not network.disclaimer] == ["x", "bluesky", "sms"]


def test_where_the_address_has_a_place_of_its_own() -> None:
    """An address that nobody can follow does not stand in the text."""
    assert [network.name for network in NETWORKS if not network.has_link] == ["instagram", "pinterest", "google"]


def test_room_is_inside_the_limit() -> None:
    """What we fill by ourselves is never more than what is allowed."""
    assert all(network.room <= network.limits[0].most for network in NETWORKS)


def test_both_limits_of_bluesky_hold() -> None:
    """Few clusters of many bytes break the second limit alone, and the message says so."""
    marks = "a" + "\u0301" * 1600
    assert BY_NAME["bluesky"].excess(marks) == "3201 bytes of 3000"


def test_excess_names_count_and_limit() -> None:
    """One character over is said in the network's own unit."""
    assert BY_NAME["x"].excess("a" * 281) == "281 weighted characters of 280"


@pytest.mark.parametrize(
    ("name", "most"),
    [
        *[("x", 280), ("bluesky", 300), ("mastodon", 500), ("threads", 500), ("linkedin", 3000), ("facebook", 5000)],
        *[("instagram", 2200), ("pinterest", 500), ("google", 1500), ("telegram", 4096), ("discord", 2000)],
        *[("sms", 160), ("email", 1500)],
    ],
)
def test_exactly_the_limit(name: str, most: int) -> None:
    """The limit itself is allowed, one letter more is not."""
    network = BY_NAME[name]
    assert (network.fits("a" * most), network.excess("a" * most)) == (True, "")
    assert not network.fits("a" * (most + 1))


def test_a_message_of_another_alphabet_holds_less() -> None:
    """One curly quote turns 160 into 70."""
    sms = BY_NAME["sms"]
    assert sms.fits("’" + "a" * 69)
    assert sms.excess("’" + "a" * 70) == "71 UCS-2 characters of 70"


def test_threads_takes_five_links() -> None:
    """The sixth different address is one too many; the same one again is not."""
    links = " ".join(f"https://example.com/{number}" for number in range(6))
    assert BY_NAME["threads"].excess(links) == "6 links of 5"
    assert BY_NAME["threads"].fits(links.replace("/5", "/4"))


def test_share_forms_are_named_as_the_networks_are() -> None:
    """A network has one name, on pages and at the desk; Reddit takes a title alone and has no text."""
    assert {name: form.title for name, form in SHARE_FORMS.items() if name != "reddit"} == {
        network.name: network.title for network in NETWORKS if network.name in SHARE_FORMS
    }
