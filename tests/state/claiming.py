"""Posts that claim an id, for tests of how ids are settled and remembered."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from publisher.model import Listing
from publisher.state.database import open_in_memory
from publisher.state.identities import Identities
from publisher.state.identity import Claim, words_digest

FIRST = datetime(2024, 3, 4, 9, tzinfo=UTC)
LATER = datetime(2024, 5, 6, 9, tzinfo=UTC)
REST_ID = "https://blog.example.com/rest/"


def claim(name: str = "rest", **changes: Any) -> Claim:
    """A post whose file and address come from its name; `text` gives the words, `own_id` is fixed by its author."""
    slug = changes.get("slug", name)
    url = changes.pop("url", f"https://blog.example.com/{slug}/")
    own_id = changes.pop("own_id", "")
    facts: dict[str, Any] = {
        "source": f"posts/{name}.md",
        "url": url,
        "slug": slug,
        "id": own_id or url,
        "has_own_id": bool(own_id),
        "title": "Rest is part of the treatment",
        "published_s": int(datetime(2024, 3, 4, 5, tzinfo=UTC).timestamp()),
        "words": words_digest(changes.pop("text", "Needles come out after half an hour.")),
        "is_public": True,
    }
    return Claim(**(facts | changes))


def other(name: str, **changes: Any) -> Claim:
    """A post that has nothing in common with any other: title, date and words come from its name too."""
    published_s = int.from_bytes(name.encode()[-3:].rjust(3)) * 60
    return claim(name, **({"title": f"About {name}", "published_s": published_s, "text": f"All on {name}."} | changes))


def listed(slug: str = "rest", **changes: Any) -> Listing:
    """A public post as lists know it."""
    url = f"https://blog.example.com/{slug}/"
    facts: dict[str, Any] = {
        "source": f"posts/{slug}.md",
        "id": url,
        "url": url,
        "slug": slug,
        "title": "Rest is part of the treatment",
        "published_s": int(datetime(2024, 3, 4, 5, tzinfo=UTC).timestamp()),
        "updated_s": int(datetime(2024, 3, 4, 5, tzinfo=UTC).timestamp()),
        "authors": ("Dr. Ada",),
        "tags": ("rest",),
        "language": "en",
        "in_lists": True,
        "in_feeds": True,
        "key": slug,
    }
    return Listing(**(facts | changes))


def opened() -> Identities:
    """An empty book of ids."""
    return Identities(open_in_memory())


def settle(
    identities: Identities, *claims: Claim, also_there: Collection[str] = (), now: datetime = LATER
) -> dict[str, str]:
    """The ids, by file, when these files and no others are in the folder."""
    return identities.settle(claims, {*(one.source for one in claims), *also_there}, now)


def after(*claims: Claim) -> Identities:
    """A book in which these posts were public together."""
    identities = opened()
    settle(identities, *claims, now=FIRST)
    return identities


def ids(identities: Identities, *claims: Claim, also_there: Collection[str] = ()) -> Sequence[str]:
    """The ids in the order of the claims."""
    settled = settle(identities, *claims, also_there=also_there)
    return [settled[one.source] for one in claims]
