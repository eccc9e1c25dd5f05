"""A summary is cut from the front of a post, and no further sentence is looked for."""

import pytest

from publisher.content.summaries import SUMMARY_LIMIT, of_html, of_lead


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        pytest.param("<p>One is. Two is.</p><p>Three.</p>", "One is. Two is. Three.", id="sentences"),
        pytest.param(f"<p>One. {'W' * SUMMARY_LIMIT}.</p>", "One.", id="only what fits"),
        pytest.param(f"<p>{'w' * SUMMARY_LIMIT}x.</p><p>Two.</p>", f"{'w' * SUMMARY_LIMIT}x.", id="the first is long"),
        pytest.param("<p>to bring:</p><ul><li>tea</li></ul>", "to bring: tea", id="no sentence"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_of_html(html: str, summary: str) -> None:
    """Whole sentences where there are any."""
    assert of_html(html, "en") == summary


def test_of_lead() -> None:
    """An author's lead stays whole up to a paragraph's length."""
    assert of_lead("Rest. Well.") == "Rest. Well."
    assert len(of_lead("rest " * 400)) <= 600
