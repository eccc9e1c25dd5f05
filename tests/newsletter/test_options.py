"""What a newsletter's table refuses."""

import pytest

from publisher.newsletter.options import mail_address, subject_pattern, web_address


@pytest.mark.parametrize(
    "text", ["Ada <ada@example.com>", "ada", "ada@example.com\n", "a\0da@example.com", "ada@localhost"]
)
def test_address_with_more_than_an_address_is_refused(text: str) -> None:
    """Names, line ends and control characters do not pass."""
    with pytest.raises(ValueError, match="plain e-mail address"):
        mail_address(text)


@pytest.mark.parametrize("text", ["http://example.com/u?", "https://example.com/ü", "https://example.com/ u"])
def test_unsubscribe_address_must_be_https(text: str) -> None:
    """One-click unsubscribe needs https and ASCII."""
    with pytest.raises(ValueError, match="https"):
        web_address(text)


def test_unknown_subject_field_is_refused() -> None:
    """A misspelt field is found when settings are read, not when the letter is due."""
    with pytest.raises(ValueError, match=r"\{title\}"):
        subject_pattern("{titel}")
