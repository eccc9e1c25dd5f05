"""Keep the lists: who gets which newsletter, with proof that this was wanted."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from publisher.app import App
from publisher.durable import whole_file
from publisher.errors import UsageError
from publisher.files import PRIVATE_FILE
from publisher.model import Subscriber
from publisher.state.addresslist import Row, cell, normal_address, rows
from publisher.state.database import transaction
from publisher.state.subscribers import ACTIVE, Consent, Member, Subscribers
from publisher.workflows.progress import Progress, silent

NEW, SUBSCRIBED, LEFT = "new", "subscribed already", "left, and is not brought back"
TWICE, SUPPRESSED, INVALID = "stands in the list before", "is never to be mailed", "cannot be read"
_COLUMNS = ("address", "name", "newsletter", "state", "since", "consent_at", "consent_source")
_COMPLAINT = "complaint"


class Verdict(NamedTuple):
    """What becomes of one line of a list; `words` say it and name nobody."""

    line: int
    kind: str
    words: str


class ImportPlan(NamedTuple):
    """What an import would do: a verdict for each line, and the digest of the file that it holds for."""

    digest: str
    verdicts: tuple[Verdict, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of each kind."""
        return dict(Counter(verdict.kind for verdict in self.verdicts))


def newsletter_named(app: App, name: str) -> str:
    """The newsletter with that name, or the only one there is for `""`; raises `UsageError` when it is none."""
    names = list(app.settings.newsletter)
    if name in names or (not name and len(names) == 1):
        return name or names[0]
    raise UsageError(f"name a newsletter with --newsletter; there are: {', '.join(names) or 'none'}")


def consent_from(source: str, wording: Path | None) -> Consent:
    """The proof: where it was given, and the file with the words that were agreed to, if there is one."""
    if not source.strip():
        raise UsageError("say where they agreed, for example --consent 'form at the front desk, 2026'")
    if wording is None:
        return Consent(source)
    try:
        content = wording.read_bytes()
    except OSError as error:
        raise UsageError(f"{wording}: cannot be read: {error.strerror}") from error
    return Consent(source, wording.stem, hashlib.sha256(content).hexdigest())


def add(
    app: App, address: str, name: str, newsletter: str, consent: Consent, now: datetime, *, lift: bool = False
) -> str:
    """Put one person on the list and give their id; `lift` ends a suppression, because they asked for that.

    Raises `UsageError` for an address that is none, or that is never to be mailed.
    """
    row = _row(app, address, name)
    digest = app.digest(row.address)
    suppression = app.subscribers.suppression(digest)
    if suppression and (not lift or suppression.reason.startswith(_COMPLAINT)):
        advice = "" if suppression.reason.startswith(_COMPLAINT) else "; if the person asked for letters again: --lift"
        raise UsageError(f"this address is never to be mailed ({suppression.reason}){advice}")
    if suppression:
        app.subscribers.lift(digest)
    app.subscribers.add(row, newsletter, consent, now)
    return (app.subscribers.find(row.address) or row).id


def _row(app: App, address: str, name: str) -> Subscriber:
    written = io.StringIO()
    csv.writer(written).writerows((("address", "name"), (address, name)))
    (row,) = rows(written.getvalue().encode(), app.key())
    if row.subscriber is None:
        raise UsageError(row.problem.replace(" in this line", ""))
    return row.subscriber


def plan_import(app: App, file: Path, newsletter: str, progress: Progress = silent) -> ImportPlan:
    """What an import of the file would do; writes nothing. Raises `UsageError` for a file that cannot be read."""
    content = _content(file)
    verdicts = tuple(verdict for verdict, _ in _judged(app, content, newsletter, progress))
    return ImportPlan(_digest(content), verdicts)


def apply_import(
    app: App, file: Path, newsletter: str, digest: str, consent: Consent, now: datetime, progress: Progress = silent
) -> ImportPlan:
    """Add everybody who is new, all or nobody; others stay as they are.

    Raises `UsageError` when the file is not the one that the dry run with this digest saw.
    """
    content, verdicts = _content(file), list[Verdict]()
    if _digest(content) != digest:
        found = _digest(content)
        raise UsageError(f"{file} is not what was looked at: its digest is {found}; look once more without --apply")
    with transaction(app.connection()):
        for verdict, subscriber in _judged(app, content, newsletter, progress):
            verdicts.append(verdict)
            if verdict.kind == NEW and subscriber:
                line = consent._replace(source=f"{consent.source} (import: {file.name}, line {verdict.line})")
                app.subscribers.add(subscriber, newsletter, line, now)
    return ImportPlan(digest, tuple(verdicts))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _judged(
    app: App, content: bytes, newsletter: str, progress: Progress
) -> Iterator[tuple[Verdict, Subscriber | None]]:
    """A verdict on each line, one after the other: a list may have a million."""
    seen, total = set[str](), content.count(b"\n")
    for number, row in enumerate(rows(content, app.key())):
        progress("looking at the list", number, total)
        yield _verdict(app, row, newsletter, seen), row.subscriber


def _verdict(app: App, row: Row, newsletter: str, seen: set[str]) -> Verdict:
    if row.subscriber is None:
        return Verdict(row.line, INVALID, row.problem)
    address = row.subscriber.address
    if address.casefold() in seen:  # capitals make no other mailbox
        return Verdict(row.line, TWICE, TWICE)
    seen.add(address.casefold())
    if suppression := app.subscribers.suppression(app.digest(address)):
        return Verdict(row.line, SUPPRESSED, f"{SUPPRESSED}: {suppression.reason}")
    state = app.subscribers.state(newsletter, address)
    kind = NEW if not state else SUBSCRIBED if state == ACTIVE else LEFT
    return Verdict(row.line, kind, kind)


def person(app: App, name: str) -> Subscriber:
    """The person with that id or address; raises `UsageError`, which repeats neither, when there is none."""
    with_address = name
    if "@" in name:
        try:
            with_address = normal_address(name)
        except ValueError as error:
            raise UsageError(f"the address {error}") from error
    found = app.subscribers.find(with_address)
    if found is None:
        raise UsageError("there is nobody with this address or id")
    return found


def suppress(app: App, name: str, reason: str, now: datetime) -> None:
    """Never mail somebody again, also an address that is on no list. Raises `UsageError` for what is no address."""
    known = app.subscribers.find(name)
    address = known.address if known else _row(app, name, "").address
    app.subscribers.suppress(app.subscribers.find(address), app.digest(address), reason, now)


def erase(app: App, name: str, now: datetime) -> None:
    """Forget somebody, but for a digest that keeps any list from bringing them back; raises as `person` does."""
    who = person(app, name)
    app.subscribers.erase(who, app.digest(who.address), now)


def export(subscribers: Subscribers, file: Path, newsletter: str, *, raw: bool) -> int:
    """Write the lists into a new CSV file for this user alone, and say how many rows; nothing in it can be carried out
    by a spreadsheet unless it is to be `raw`. Raises `UsageError` where something is in the way.
    """
    if file.exists():
        raise UsageError(f"{file} is there already; an export never takes the place of another file")
    count = 0
    try:
        with whole_file(file, PRIVATE_FILE) as part, part.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(_COLUMNS)
            for count, member in enumerate(subscribers.members(newsletter), start=1):  # noqa: B007 it is what is said
                writer.writerow(_cells(member, raw=raw))
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}") from error
    return count


def _cells(member: Member, *, raw: bool) -> Sequence[str]:
    who = member.subscriber
    facts = (who.address, who.name, member.newsletter, member.state, member.changed_at.isoformat())
    told = (*facts, member.consent_at, member.consent_source)
    return told if raw else [cell(text) for text in told]


def member_lines(subscribers: Subscribers, newsletter: str, *, addresses: bool) -> Iterator[str]:
    """A line for each person on the list; their address only when it was asked for."""
    for member in subscribers.members(newsletter):
        who = f"  {member.subscriber.address}" if addresses else ""
        yield f"{member.subscriber.id}  {member.newsletter}  {member.state} since {member.changed_at:%Y-%m-%d}{who}"
