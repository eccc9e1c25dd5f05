"""A feed and its archives together (RFC 5005, section 4): a reader that follows the links finds every post once."""

from collections.abc import Iterator, Mapping

from publisher.feeds.rules.broken import Broken
from publisher.feeds.rules.seen import Seen


def chain_rules(seen: Mapping[str, Seen], start: str) -> Iterator[Broken]:
    """What is wrong with the archives, given every file of the feed by its address; `start` is the one to subscribe to.

    The links lead from newest to oldest through each archive and back, and no post stands in two archives.
    """
    told: dict[str, str] = {}
    newer, url, visited = "", seen[start].older, {start}
    while url and url not in visited:
        if url not in seen:
            yield Broken(url, "is linked to, but is not there")
            return
        visited.add(url)
        yield from _archive_rules(url, seen[url], start, newer)
        for item in seen[url].items:
            if item.id in told:
                yield Broken(url, f"the post {item.id!r} stands in {told[item.id]} too")
            told[item.id] = url
        newer, url = url, seen[url].older
    if url:
        yield Broken(newer or start, f"its link to older posts leads back to {url}")
    yield from (Broken(other, "no link leads there") for other in seen if other not in visited)


def _archive_rules(url: str, archive: Seen, start: str, newer: str) -> Iterator[Broken]:
    if not archive.is_archive:
        yield Broken(url, "does not say that it is an archive")
    if archive.current != start:
        yield Broken(url, f"names {archive.current!r} as the feed to subscribe to, not {start!r}")
    if archive.newer != newer:
        yield Broken(url, f"names {archive.newer!r} as the archive after it, not {newer!r}")
    if not archive.items:
        yield Broken(url, "is an archive of nothing")
