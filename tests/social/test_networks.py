"""The table of networks holds together and measures what it says."""

import pytest

from publisher.links import share_links
from publisher.pages import page
from publisher.social.networks import NETWORKS

BY_NAME = {network.name: network for network in NETWORKS}


def test_every_network_is_there_once() -> None:
    """A name is a file name and a key of the author's own texts, so it is unique."""
    names = [network.name for network in NETWORKS]
    assert names == ["x", "bluesky", "mastodon", "linkedin", "facebook", "email"]


def test_most_hashtags() -> None:
    """Each network has its own measure of hashtags; a mail has none."""
    most = {network.name: network.hashtags for network in NETWORKS}
    assert most == {"x": 2, "bluesky": 3, "mastodon": 5, "linkedin": 3, "facebook": 2, "email": 0}


def test_where_the_disclaimer_is_added() -> None:
    """X and Bluesky have no room for a disclaimer."""
    assert [network.name for network in NETWORKS if not network.disclaimer] == ["x", "bluesky"]


def test_both_limits_of_bluesky_hold() -> None:
    """Few clusters of many bytes break the second limit alone, and the message says so."""
    marks = "a" + "\u0301" * 1600
    assert BY_NAME["bluesky"].excess(marks) == "3201 bytes of 3000"


def test_excess_names_count_and_limit() -> None:
    """One character over is said in the network's own unit."""
    assert BY_NAME["x"].excess("a" * 281) == "281 weighted characters of 280"


@pytest.mark.parametrize(
    ("name", "most"),
    [("x", 280), ("bluesky", 300), ("mastodon", 500), ("linkedin", 3000), ("facebook", 5000), ("email", 1500)],
)
def test_exactly_the_limit(name: str, most: int) -> None:
    """The limit itself is allowed, one letter more is not."""
    network = BY_NAME[name]
    assert (network.fits("a" * most), network.excess("a" * most)) == (True, "")
    assert not network.fits("a" * (most + 1))


def test_every_network_has_a_share_form_and_a_name_on_pages() -> None:
    """A network added in one place is not forgotten in the others."""
    names = [network.name for network in NETWORKS]
    assert sorted(names) == sorted(share_links(title="t", text="t", url="u")) == sorted(page._NETWORK_NAMES)
