"""How much of its posts a feed file can hold: the oldest give way, or give their summaries, never all of them."""

import json
from collections.abc import Sequence
from html import escape

from publisher.feeds.entry import Entry

# FeedBurner and its heirs stop at 512 kB, and a thousand readers fetch the file every hour.
FEED_BYTES = 500_000
# The W3C validator reads no more, and an archive is fetched once.
ARCHIVE_BYTES = 5_000_000

_HEAD_BYTES = 4_000  # more than the part before the first entry takes in any format
_FIXED_BYTES = 700  # markup and dates of one entry
_FIELD_BYTES = 120  # markup around one text or address


def fitting(entries: Sequence[Entry], byte_limit: int = FEED_BYTES) -> tuple[Entry, ...]:
    """The newest of `entries` (newest first) that fit into a file, the same in every format; one always stays."""
    size = _HEAD_BYTES
    for kept, entry in enumerate(entries):
        size += _largest_size(entry)
        if kept and size > byte_limit:
            return tuple(entries[:kept])
    return tuple(entries)


def shortened(entries: Sequence[Entry], byte_limit: int = ARCHIVE_BYTES) -> tuple[Entry, ...]:
    """All of `entries` (newest first), those that no longer fit into a file with their summary alone.

    Counted from the oldest, so that a post added to an archive leaves the others in it as they were.
    """
    size = _HEAD_BYTES
    kept: list[Entry] = []
    for entry in reversed(entries):
        bare = entry._replace(content=None, markdown="")
        fits = size + _largest_size(entry) <= byte_limit
        kept.append(entry if fits else bare)
        size += _largest_size(kept[-1])
    return tuple(reversed(kept))


def _largest_size(entry: Entry) -> int:
    """Not less than the bytes this entry takes in any format; counted once, so that all formats hold the same posts."""
    addresses = [entry.id, entry.url, *(file.url for file in entry.enclosures)]
    pictures = [entry.image.url] if entry.image else []
    twice_escaped = map(escape, (entry.summary, *entry.tags))  # RSS's description is HTML, Atom's tags are attributes
    texts = [entry.title, entry.content or "", *entry.authors, *addresses, *pictures, *twice_escaped]
    in_xml = sum(len(escape(text, quote=False).encode()) for text in (*texts, entry.markdown))
    in_json = sum(len(json.dumps(text, ensure_ascii=False).encode()) for text in texts)
    return _FIXED_BYTES + _FIELD_BYTES * (len(texts) + 1) + max(in_xml, in_json)
