"""Every fault put into a good JSON feed is named: a checker that passes everything is worth nothing."""

import pytest

from publisher.feeds.rules import broken_rules

_AUTHORS = '"authors": [\n    {\n      "name": "Dr. Ada"\n    }\n  ]'

# what, a text of the good feed, what stands there instead, part of the complaint
FAULTS = [
    ("broken JSON", '"items": [', '"items": [,', "not JSON"),
    ("another version", "version/1.1", "version/1", "version must be"),
    ("no title", '"title": "A Quiet Clinic",', "", "no title"),
    ("no items", '"items": [', '"_items": [', "items must be there"),
    ("a circle", '"items": [', '"next_url": "https://blog.example.com/feed.json",\n  "items": [', "circle"),
    ("no home page", '"home_page_url"', '"_home"', "site's link"),
    ("another feed_url", "blog.example.com/feed.json", "blog.example.com/feed", "own address"),
    ("author of version 1.0", _AUTHORS, '"author": {"name": "x"}', "authors"),
    ("unknown name", '"items": [', '"pubDate": "x",\n  "items": [', "not a name of the format"),
    ("number as id", '"id": "https://blog.example.com/rest/"', '"id": 7', "id must be a text"),
    ("no content", '"content_html"', '"_content"', "content_html or content_text"),
    ("escapes", "ñ", "\\u00f1", "escapes"),
    ("no line feed at the end", "\n  ]\n}\n", "\n  ]\n}", "line feed"),
    ("no date", '"date_published": "2024-03-05T00:00:00+00:00",', "", "date_published"),
    (
        "date without zone",
        '"date_modified": "2024-03-06T00:00:00+00:00"',
        '"date_modified": "2024-03-06"',
        "date_modified",
    ),
    ("attachment without type", '"mime_type": "audio/mpeg",', "", "mime_type"),
    ("relative picture", '"https://blog.example.com/needles/cover.png"', '"cover.png"', "not a whole address"),
    ("tag that is a number", '"C#",', "7,", "tags must be a list"),
    ("tags that are none", '"tags": [\n        "rest"\n      ]', '"tags": null', "tags must be a list"),
    ("author without a name", '"name": "Dr. Ada"', '"name": ""', "needs a name"),
    (
        "authors as texts",
        '"authors": [\n        {\n          "name": "Dr. Ada"\n        }',
        '"authors": [\n        "Ada"',
        "authors must",
    ),
    ("size as a text", '"size_in_bytes": 123456', '"size_in_bytes": "1 MB"', "size_in_bytes"),
    ("half an emoji", "Rest is", "\\ud83d", "control characters"),
]


@pytest.mark.parametrize(("old", "new", "expected"), [pytest.param(*fault, id=what) for what, *fault in FAULTS])
def test_each_fault_is_named(
    old: str, new: str, expected: str, good: dict[str, bytes], addresses: dict[str, str]
) -> None:
    """One change to a good feed is enough for a complaint that says what is wrong."""
    text = good["json"].decode()
    assert old in text
    broken = broken_rules(text.replace(old, new, 1).encode(), addresses["json"])
    assert any(expected in str(rule) for rule in broken), broken
