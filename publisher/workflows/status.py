"""Status: what is public, what was sent, what comes next, and whether a person must act."""

from dataclasses import dataclass
from datetime import datetime

from publisher.app import App
from publisher.errors import Problem
from publisher.state.ledger import OpenedIssue
from publisher.workflows.readers import reader_problems


@dataclass(frozen=True, kw_only=True)
class NewsletterStatus:
    """Where one newsletter stands: its last issue with that one's tally, its next slot in UTC (`None`: never run)."""

    name: str
    last: OpenedIssue | None
    tally: dict[str, int]
    next_due: datetime | None


@dataclass(frozen=True, kw_only=True)
class StatusReport:
    """The site as its state knows it.

    `in_doubt` deliveries, of all issues, may or may not have arrived; `deferred` ones could not be handed over yet.
    """

    public: int
    waiting: int
    drafts: int
    in_doubt: int
    deferred: int
    problems: tuple[Problem, ...]
    newsletters: tuple[NewsletterStatus, ...]

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody must look; any monitor can ask by the exit code."""
        return bool(self.problems or self.in_doubt or self.deferred)


def status(app: App, now: datetime) -> StatusReport:
    """The state of the site, as the last build or run left it; looks at the readers but at no post; changes nothing."""
    public, waiting, drafts = app.cache.count(now)
    return StatusReport(
        public=public,
        waiting=waiting,
        drafts=drafts,
        in_doubt=app.ledger.count("in doubt"),
        deferred=app.ledger.count("deferred"),
        problems=tuple(sorted({*_posts_problems(app), *reader_problems(app)})),
        newsletters=tuple(_newsletter(app, name) for name in app.settings.newsletter),
    )


def _posts_problems(app: App) -> list[Problem]:
    return [problem for problem in app.cache.complaints() if not problem.is_warning]


def _newsletter(app: App, name: str) -> NewsletterStatus:
    last = next((issue for issue in app.ledger.issues() if issue.newsletter == name), None)
    standing = app.ledger.standing(name)
    return NewsletterStatus(
        name=name,
        last=last,
        tally=app.ledger.tally(last.id) if last else {},
        next_due=standing.next_due if standing else None,
    )
