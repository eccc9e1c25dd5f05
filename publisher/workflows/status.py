"""Status: what is public, what was sent, what comes next, and whether a person must act."""

from dataclasses import dataclass
from datetime import datetime

from publisher.app import App
from publisher.errors import Problem, parted
from publisher.state.deliveries import DEFERRED, IN_DOUBT, QUEUED
from publisher.state.ledger import OpenedIssue
from publisher.workflows.stock import selection


@dataclass(frozen=True, kw_only=True)
class NewsletterStatus:
    """Where one newsletter stands: how many get it, its last issue with that one's tally, its next slot in UTC (`None`:
    never run).
    """

    name: str
    subscribers: int
    last: OpenedIssue | None
    tally: dict[str, int]
    next_due: datetime | None


@dataclass(frozen=True, kw_only=True)
class StatusReport:
    """The site as its state knows it.

    `skipped` counts the files that would be posts without the option `skip`. `in_doubt` deliveries, of all issues, may
    or may not have arrived; `deferred` ones are tried again later, `queued` ones wait for a run.
    """

    public: int
    waiting: int
    drafts: int
    skipped: int
    in_doubt: int
    deferred: int
    queued: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    newsletters: tuple[NewsletterStatus, ...]

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody must look; any monitor can ask by the exit code. What is deferred is no reason to."""
        return bool(self.problems or self.in_doubt or self.queued)


def status(app: App, now: datetime) -> StatusReport:
    """The state of the site, as the last build or run left it; looks at no post; changes nothing."""
    public, waiting, drafts = app.cache.count(now)
    problems, warnings = parted(app.cache.complaints())
    is_skipped = selection(app).is_skipped
    return StatusReport(
        public=public,
        waiting=waiting,
        drafts=drafts,
        skipped=sum(is_skipped(path) for path, _ in app.cache.looks()),
        in_doubt=app.ledger.deliveries.count(IN_DOUBT),
        deferred=app.ledger.deliveries.count(DEFERRED),
        queued=app.ledger.deliveries.count(QUEUED),
        problems=problems,
        warnings=warnings,
        newsletters=tuple(_newsletter(app, name) for name in app.settings.newsletter),
    )


def _newsletter(app: App, name: str) -> NewsletterStatus:
    last = next((issue for issue in app.ledger.issues() if issue.newsletter == name), None)
    standing = app.ledger.standing(name)
    return NewsletterStatus(
        name=name,
        subscribers=app.subscribers.count(name),
        last=last,
        tally=app.ledger.deliveries.tally(last.id) if last else {},
        next_due=standing.next_due if standing else None,
    )
