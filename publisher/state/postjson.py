"""A post as JSON and back, for the render cache."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from publisher.model import Asset, Enclosure, Image, Post


def dumps(post: Post) -> str:
    """The post as one JSON text."""
    return json.dumps(vars(post), ensure_ascii=False, default=_plain)


def loads(text: str) -> Post:
    """The post that `dumps` wrote."""
    facts: dict[str, Any] = json.loads(text)
    for name in ("sentences", "authors", "tags"):
        facts[name] = tuple(facts[name])
    for name in ("published", "updated"):
        facts[name] = datetime.fromisoformat(facts[name])
    facts["image"] = Image(**facts["image"]) if facts["image"] else None
    facts["enclosures"] = tuple(Enclosure(**enclosure) for enclosure in facts["enclosures"])
    facts["assets"] = tuple(Asset(**asset) for asset in facts["assets"])
    return Post(**facts)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Image | Enclosure | Asset):
        return vars(value)
    if isinstance(value, Mapping):  # json knows only dict
        return dict(value)
    raise TypeError(f"a post holds a {type(value).__name__}, which JSON cannot")
