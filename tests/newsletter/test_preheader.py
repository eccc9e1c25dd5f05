"""The line beside the subject."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.newsletter.preheader import preheader


@pytest.mark.parametrize(
    ("phrases", "line"),
    [
        (
            ["Needles come out after half an hour, and then you rest."],
            "Needles come out after half an hour, and then you rest.",
        ),
        (
            ["Rest.", "", "Rest.", "Scarves, and other things to wear in winter"],
            "Rest. · Scarves, and other things to wear in winter",
        ),
        (["Rest."], "Rest."),
    ],
    ids=["enough", "more is needed", "no more to say"],
)
def test_preheader_says_as_much_as_it_can(phrases: list[str], line: str) -> None:
    """Phrases are added until 40 characters stand there, none twice."""
    assert preheader(phrases) == line


@settings(max_examples=100)
@given(st.lists(st.text(), max_size=5))
def test_preheader_is_never_longer_than_shown(phrases: list[str]) -> None:
    """At most 90 characters, and 40 where there are as many to use."""
    line = preheader(phrases)
    assert len(line) <= 90
    assert len(line) >= min(40, max((len(" ".join(p.split())) for p in phrases), default=0))
