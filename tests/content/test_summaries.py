"""A summary is cut from the front of a post, and no further sentence is looked for."""

import pytest

from publisher.content.summaries import SUMMARY_LIMIT, of_lead, of_text


@pytest.mark.parametrize(
    ("paragraphs", "text", "summary"),
    [
        pytest.param(("One is. Two is.", "Three."), "", "One is. Two is. Three.", id="sentences"),
        pytest.param(("One. " + "W" * SUMMARY_LIMIT + ".",), "", "One.", id="only what fits"),
        pytest.param(("w" * SUMMARY_LIMIT + "x.", "Two."), "", "w" * SUMMARY_LIMIT + "x.", id="the first is long"),
        pytest.param(("to bring:",), "to bring:\n\ntea", "to bring: tea", id="no sentence"),
        pytest.param((), "", "", id="nothing"),
    ],
)
def test_of_text(paragraphs: tuple[str, ...], text: str, summary: str) -> None:
    """Whole sentences where there are any."""
    assert of_text(paragraphs, text, "en") == summary


def test_of_lead() -> None:
    """An author's lead stays whole up to a paragraph's length."""
    assert of_lead("Rest. Well.") == "Rest. Well."
    assert len(of_lead("rest " * 400)) <= 600
