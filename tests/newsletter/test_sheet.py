"""What an inlineable style sheet may hold."""

import pytest

from publisher.errors import LetterError
from publisher.newsletter.sheet import require_inlineable

REFUSED = {
    "import": "@import url(https://example.com/a.css);",
    "escaped import": r"@\69mport url(https://example.com/a.css);",
    "import behind a comment": "/**/@IMPORT url(https://example.com/a.css);",
    "media query": "@media print { p { color: #000000 } }",
    "font face": "@font-face { font-family: x }",
    "nested rule": "p { color: #000000; b { color: #ffffff } }",
    "pseudo class": "a:hover { color: #000000 }",
    "star": "* { color: #000000 }",
    "attribute": "[data-ogsc] p { color: #000000 }",
    "id": "#x { color: #000000 }",
    "sibling": "h1 + p { color: #000000 }",
    "later sibling": "h1 ~ p { color: #000000 }",
    "no selector": "{ color: #000000 }",
    "no rule": "color: #000000",
    "unclosed": "p { color: #000000",
    "important": "p { color: #000000 ! IMPORTANT }",
    "variable": "p { color: VAR(--x) }",
    "variable defined": "p { --x: 1px }",
    "http address": "p { background: url(http://example.com/a.png) }",
    "file": "p { background: URL( 'file:///etc/hostname') }",
    "relative address": "p { background: url(a.png) }",
    "twice": "p { color: #000000; color: #ffffff }",
    "no value": "p { color: }",
    "no property": "p { color }",
}


@pytest.mark.parametrize("css", REFUSED.values(), ids=REFUSED.keys())
def test_what_an_inliner_loses_or_fetches_is_refused(css: str) -> None:
    """The sheet is refused as a whole, before any library reads it."""
    with pytest.raises(LetterError, match="style sheet"):
        require_inlineable(css)


@pytest.mark.parametrize(
    "css",
    [
        "",
        "/* a: { comment } */ p { color: #000000 }",
        "p, .a.b td.c > a { color: #000000; font-family: Georgia, 'Times New Roman', serif; }",
        "p { background: url(https://example.com/a.png) }",
        "p { mso-hide: all; -webkit-text-size-adjust: 100% }",
    ],
)
def test_plain_rules_pass(css: str) -> None:
    """Types, classes, descendants and children with one value for each property."""
    require_inlineable(css)


def test_message_names_the_place() -> None:
    """The person who wrote the rule finds it by the message."""
    with pytest.raises(LetterError, match=r"\.button: ' color: #ffffff' ?: stands twice|\.button: 'color: #ffffff'"):
        require_inlineable(".button { color: #000000; color: #ffffff }")
