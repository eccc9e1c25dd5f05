"""The verb for cron: build, open what is due, send what is open; safe to call at any time, as often as anyone likes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from publisher.app import App, settings_line
from publisher.errors import Problem, PublisherError, parted
from publisher.layout import SETTINGS_FILE
from publisher.state.deliveries import IN_DOUBT
from publisher.workflows.audience import without_subscribers
from publisher.workflows.build import BuildReport, build
from publisher.workflows.findings import findings_of, is_built
from publisher.workflows.letters import NextIssue, is_any_due
from publisher.workflows.mail import Mail
from publisher.workflows.progress import Progress
from publisher.workflows.proofs import letter_of, proofs_of, public_files
from publisher.workflows.rest import rest
from publisher.workflows.sending import send_all, settle_leftovers


class RunReport(NamedTuple):
    """What a run did: its build, the issues it opened, and the tally (deliveries by state) of each issue it sent from.

    `held_back` are issues that are due and wait for the `problems` to be mended. `in_doubt` counts the deliveries that
    came into doubt with this run, its predecessor's leftovers among them.
    """

    build: BuildReport
    opened: tuple[str, ...]
    held_back: tuple[str, ...]
    tallies: dict[str, dict[str, int]]
    in_doubt: int
    problems: tuple[Problem, ...]


def run(app: App, now: datetime, progress: Progress, *, early: str = "") -> RunReport:
    """Build, then open the issues that are due, then send what is open. `early` is an issue to open before its time.

    With a problem in any post nothing new is opened: a letter must not leave without a post that should be in it.
    What an earlier run left open is sent all the same, because it is frozen.
    """
    doubts = app.ledger.deliveries.count(IN_DOUBT)
    settle_leftovers(app, now)
    mail = Mail(app, now)
    mail.look_in()  # who unsubscribed by mail gets nothing of what goes out now
    try:
        built = build(app, now, progress, is_due=bool(early) or is_any_due(app, now))
    except PublisherError:
        send_all(app, now, progress, mail.look_in)
        raise
    problems, opened = list(built.problems), list[str]()
    for upcoming in built.next_issues if not problems else ():
        found = _settle(app, upcoming, now, early)
        problems += found
        opened += [upcoming.id_at(early)] if upcoming.id_at(early) and not found else []
    due = [upcoming.id_at(early) for upcoming in built.next_issues]
    if opened:  # on the web before the first reader can follow the link to it
        built = _together(built, build(app, now, progress, is_due=True))
    tallies, found_sending = send_all(app, now, progress, mail.look_in)
    if not problems and not found_sending:
        rest(app, built, mail.looks, now)
    return RunReport(
        build=built,
        opened=tuple(opened),
        held_back=tuple(issue for issue in due if issue and issue not in opened),
        tallies=tallies,
        in_doubt=app.ledger.deliveries.count(IN_DOUBT) - doubts,
        problems=tuple(sorted({*problems, *found_sending})),
    )


def _together(first: BuildReport, second: BuildReport) -> BuildReport:
    """Two builds of one run as one."""
    return second._replace(
        was_needed=True,
        changed=tuple(sorted({*first.changed, *second.changed})),
        removed=tuple(sorted({*first.removed, *second.removed})),
        problems=tuple(sorted({*first.problems, *second.problems})),
        warnings=first.warnings,
    )


def _settle(app: App, upcoming: NextIssue, now: datetime, early: str) -> Sequence[Problem]:
    """Open the newsletter's issue if it is due and has something in it; say what keeps it from opening."""
    if not (upcoming.issue and upcoming.id_at(early)):
        app.ledger.put_standing(upcoming.newsletter, upcoming.standing)
        return ()
    problems = [*_renamed(app, upcoming)] or without_subscribers(app, upcoming.newsletter)
    if not problems:
        letter = letter_of(app, upcoming, upcoming.issue)
        found, _ = parted(findings_of(app, letter, partial(is_built, app.out)))
        if found:
            return found
        files = (*proofs_of(app, upcoming, letter), *public_files(app, upcoming, letter))
        app.key()  # made, where there is none yet, before there is anything that another one signed
        # first, because who is stopped behind the opening must find that its page is not made yet
        app.cache.set_facts(built="", calm_until="")
        app.ledger.open(letter.issue, letter.newsletter, files, upcoming.standing, now)
    return problems


def _renamed(app: App, upcoming: NextIssue) -> Iterator[Problem]:
    """A newsletter under a new name would mail everything again: the ledger knows it by the old one."""
    issues, known = app.ledger.issues(), app.settings.newsletter
    since = upcoming.options.since
    if since is None or any(issue.newsletter == upcoming.newsletter for issue in issues):
        return
    for name in sorted({issue.newsletter for issue in issues if issue.newsletter not in known}):
        last = max(issue.opened_at for issue in issues if issue.newsletter == name).date()
        if since <= last:
            text = (
                f"[newsletter.{upcoming.newsletter}] is new and [newsletter.{name}] is gone. If you renamed it, give "
                f"it its old name back; if it is another one, begin it with 'since' after {last}. Nothing was sent"
            )
            line = settings_line(app.root, "newsletter", upcoming.newsletter)
            yield Problem(source=SETTINGS_FILE, line=line, text=text)
