"""Which emoji of several code points X counts as one."""

import pytest

from publisher.social.counting import x_weight


@pytest.mark.parametrize(
    "emoji",
    ["👩🏽‍🔬", "👩‍❤️‍💋‍👨", "👩‍👦", "🧝🏿‍♀️", "🕵️‍♀️", "🏳️‍🌈", "🏴‍☠️", "👁️‍🗨️", "☺️", "⚡️", "🅰️", "✍🏻", "#️⃣", "®️"],
)
def test_known_in_2018(emoji: str) -> None:
    """A sequence of Emoji 11 weighs as much as one emoji."""
    assert x_weight(emoji) == 2


@pytest.mark.parametrize(
    ("emoji", "weight"),
    [
        pytest.param("🐻‍❄️", 5, id="the polar bear of 2020: only its snowflake is old"),
        pytest.param("🧑‍🎄", 5, id="the mx of 2020"),
        pytest.param("🤝🏽", 4, id="a handshake took a tone in 2021"),
        pytest.param("👍👍", 4, id="two emoji are no sequence"),
        pytest.param("☺︎", 4, id="asked for as text, it is no emoji"),
    ],
)
def test_later_or_no_sequence(emoji: str, weight: int) -> None:
    """What X's library may not know is counted by its parts."""
    assert x_weight(emoji) == weight
