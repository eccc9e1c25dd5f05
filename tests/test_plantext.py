"""What comes next, in words."""

import json

from publisher.contrast import pairs
from publisher.plantext import theme_json, theme_text
from publisher.theme import Theme


def test_every_pair_of_colours_has_a_line() -> None:
    """Those that cannot be read say so."""
    lines = theme_text(list(pairs(Theme(text="#999999")))).splitlines()
    assert len(lines) == len(list(pairs(Theme())))
    assert next(line for line in lines if "text on paper" in line).split() == [
        *("light", "text", "on", "paper", "2.8", "below", "4.5"),
    ]


def test_pairs_for_programs() -> None:
    """With the ratio, and whether it is enough."""
    first = json.loads(theme_json(list(pairs(Theme()))))[0]
    assert first == {"mode": "light", "ink": "text", "ground": "paper", "ratio": 13.75, "needed": 4.5, "enough": True}
