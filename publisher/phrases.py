"""Words that somebody should look at twice, found in a text."""

import re
from collections.abc import Iterable, Iterator


def said(phrases: Iterable[str], text: str) -> Iterator[str]:
    """Those of the phrases that stand in the text as words of their own, whatever their capitals."""
    return (phrase for phrase in phrases if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE))
