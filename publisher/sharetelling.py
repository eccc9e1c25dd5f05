"""The share texts of a post, in words and as JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.social.shared import Share
    from publisher.workflows.sharing import Shared


def share_text(shared: "Shared") -> str:
    """Each network's proposed text under its name and counts, with what is to be said of it."""
    return "\n\n".join("\n".join(_lines(one)) for one in shared.shares)


def share_json(shared: "Shared") -> str:
    """As snippets.json beside the post's share texts has it."""
    from publisher.social.sharefiles import snippets_json

    return snippets_json(shared.post, shared.shares, shared.warnings, shared.picture)


def _lines(one: "Share") -> Iterator[str]:
    text = one.texts[one.chosen]
    counts = ", ".join(f"{count.count:,} of {count.limit:,} {count.unit}" for count in text.counts)
    ways = f", {len(one.texts)} variants" if len(one.texts) > 1 else ""
    yield f"== {one.network.name}: {counts}{ways}"
    yield text.text
    yield from (f"-- {warning}" for warning in one.warnings)
