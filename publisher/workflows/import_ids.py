"""Take over the ids of an old blog's feed, so that moving shows no reader an old post as new."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from publisher.app import App
from publisher.errors import ImporterError, UsageError
from publisher.feeds.rules.seen import SeenItem
from publisher.files import write
from publisher.layout import IDS_FILE
from publisher.model import Listing
from publisher.state.identities import Identities
from publisher.state.identity import Identity, title_digest
from publisher.workflows.adoption import Adoption, Doubt, Pair, match


class Adopted(NamedTuple):
    """A post that is in the feed: the id it has there, the one it had here, and what it is known by."""

    source: str
    title: str
    id: str
    was: str
    known_by: str


class Refused(NamedTuple):
    """A post that keeps its id, and why."""

    source: str
    id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What became of a feed's ids. `adopted` holds every post that has its id now, also those that had it before;
    `doubts` and `strangers` are items of several posts or of none, `missing` posts that are not in the feed.
    """

    dry_run: bool
    adopted: tuple[Adopted, ...]
    refused: tuple[Refused, ...]
    doubts: tuple[Doubt, ...]
    strangers: tuple[SeenItem, ...]
    missing: tuple[str, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """The files whose posts have another id now."""
        return tuple(one.source for one in self.adopted if one.id != one.was)


def import_ids(app: App, file: Path, posts: Sequence[Listing], *, dry_run: bool) -> ImportReport:
    """Give our `posts` (all that are public, with settled ids) the ids that the items of a feed have in `file`, as they
    are written there. Kept in the state and in config/ids.toml; with `dry_run` nothing is changed.

    An id that an author fixed by hand stays, and an id that another post of ours has is refused. Raises `UsageError`
    for a file that is not there, `ImporterError` for one that is no feed.
    """
    found = match(_items(file), posts, app.site.zone)
    app.identities.take_in(app.root / IDS_FILE, lambda source: (app.root / source).exists())
    refused = _refused(app, found.pairs)
    keep_theirs = {one.source for one in refused}
    pairs = [pair for pair in found.pairs if pair.post.source not in keep_theirs]
    report = _report(found, pairs, refused, dry_run=dry_run)
    if not dry_run:
        changed = set(report.changed)
        app.identities.adopt([_identity(app.identities, pair) for pair in pairs if pair.post.source in changed])
        write(app.root / IDS_FILE, app.identities.save())
    return report


def import_text(report: ImportReport) -> str:
    """What was found, one line for each thing that a person may want to look at."""
    verb = "would get" if report.dry_run else "has"
    lines = [
        f"{one.source} {verb} the id {one.id} (instead of {one.was}; known by its {one.known_by})"
        for one in report.adopted
        if one.id != one.was
    ]
    lines += [f"{one.source} keeps its id, not {one.id}: {one.reason}" for one in report.refused]
    lines += [f"in doubt: {_item(doubt.item)} could be {_names(doubt.posts)}" for doubt in report.doubts]
    lines += [f"no post of ours: {_item(item)}" for item in report.strangers]
    same = len(report.adopted) - len(report.changed)
    lines.append(
        f"{len(report.changed)} ids {'to take over' if report.dry_run else 'taken over'}, {same} the same already, "
        f"{len(report.refused)} refused, {len(report.doubts)} in doubt, {len(report.strangers)} of no post; "
        f"{len(report.missing)} posts are not in the feed, which matters only for those that readers have seen there."
    )
    return "\n".join(lines)


def import_json(report: ImportReport) -> str:
    """`{"dry_run", "adopted": [{"source", "title", "id", "was", "known_by"}], "refused": [{"source", "id", "reason"}],
    "doubts": [{"id", "url", "title", "posts": [source]}], "strangers": [{"id", "url", "title"}], "missing": [source]}`.
    """
    facts = {
        "dry_run": report.dry_run,
        "adopted": [one._asdict() for one in report.adopted],
        "refused": [one._asdict() for one in report.refused],
        "doubts": [_facts(one.item) | {"posts": [post.source for post in one.posts]} for one in report.doubts],
        "strangers": [_facts(item) for item in report.strangers],
        "missing": list(report.missing),
    }
    return json.dumps(facts, ensure_ascii=False, indent=2)


def _items(file: Path) -> tuple[SeenItem, ...]:
    from publisher.feeds.rules import items

    if "://" in str(file) or ":/" in str(file):
        raise UsageError(f"{file} is an address; save the feed into a file first, for example with curl")
    try:
        return items(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ImporterError(f"{file}: is no feed that can be read: {error}") from error


def _refused(app: App, pairs: Iterable[Pair]) -> tuple[Refused, ...]:
    """Posts that cannot have the id of their item. One that keeps its id may be in the way of another, and so on."""
    wanted = {pair.post.source: pair.item.id for pair in pairs}
    refused = list[Refused]()
    while found := [one for source, id_ in wanted.items() if (one := _refusal(app, source, id_, wanted))]:
        refused += found
        for one in found:
            del wanted[one.source]
    return tuple(sorted(refused))


def _refusal(app: App, source: str, post_id: str, wanted: Mapping[str, str]) -> Refused | None:
    ours, holder = app.identities.of_file(source), app.identities.of_id(post_id)
    if ours and ours.post_id == post_id:
        return None
    if not post_id.isprintable():
        return Refused(source, post_id, "it holds characters that not every feed can carry")
    if ours and ours.has_own_id:
        return Refused(source, post_id, f"its author fixed {ours.post_id} with 'id' in the file; change or remove that")
    if not holder or not holder.path or holder.path == source or not (app.root / holder.path).exists():
        return None
    if wanted.get(holder.path, post_id) != post_id:
        return None
    return Refused(source, post_id, f"{holder.path} has that one")


def _identity(identities: Identities, pair: Pair) -> Identity:
    known, post = identities.of_file(pair.post.source), pair.post
    if known:
        return known._replace(post_id=pair.item.id)
    return Identity(
        post_id=pair.item.id,
        path=post.source,
        url=post.url,
        words="",
        title=title_digest(post.title),
        published_s=post.published_s,
        first_public=post.published.isoformat(),
    )


def _report(found: Adoption, pairs: Iterable[Pair], refused: tuple[Refused, ...], *, dry_run: bool) -> ImportReport:
    adopted = (Adopted(one.post.source, one.post.title, one.item.id, one.post.id, one.known_by) for one in pairs)
    return ImportReport(
        dry_run=dry_run,
        adopted=tuple(sorted(adopted)),
        refused=refused,
        doubts=found.doubts,
        strangers=found.strangers,
        missing=tuple(sorted(post.source for post in found.missing)),
    )


def _item(item: SeenItem) -> str:
    return f"{item.title or '(no title)'} ({item.url or item.id})"


def _names(posts: Iterable[Listing]) -> str:
    return " or ".join(post.source for post in posts)


def _facts(item: SeenItem) -> dict[str, Any]:
    return {"id": item.id, "url": item.url, "title": item.title}
