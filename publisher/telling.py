"""Reports in words and as JSON; neither ever names a reader."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from publisher.app import App
from publisher.errors import Problem
from publisher.terminal import moment

if TYPE_CHECKING:
    from publisher.workflows.build import BuildReport
    from publisher.workflows.check import CheckReport, FeedsReport
    from publisher.workflows.letters import NextIssue
    from publisher.workflows.run import RunReport
    from publisher.workflows.status import NewsletterStatus, StatusReport


def check_text(report: "CheckReport") -> str:
    """One line on what was looked at."""
    if report.problems:
        return f"{_count(len(report.problems), 'problem')} to mend, named above; nothing was written."
    return f"All well: {_count(report.posts, 'public post')}, settings and readers."


def check_json(report: "CheckReport") -> str:
    """`{"posts", "problems": [{"source", "line", "text"}], "warnings": [the same]}`."""
    return _json(
        {"posts": report.posts, "problems": _problems(report.problems), "warnings": _problems(report.warnings)}
    )


def feeds_text(report: "FeedsReport") -> str:
    """One line on the feeds that were judged."""
    if report.problems:
        return f"{_count(len(report.problems), 'fault')} in {_count(report.files, 'feed')}, named above."
    return f"All well: {_count(report.files, 'feed')}."


def feeds_json(report: "FeedsReport") -> str:
    """`{"files", "problems": [{"source", "line", "text"}], "warnings": [the same]}`."""
    return _json(
        {"files": report.files, "problems": _problems(report.problems), "warnings": _problems(report.warnings)}
    )


def build_text(report: "BuildReport", app: App) -> str:
    """What was made, and where to look."""
    if not report.was_needed:
        return "Nothing new."
    files = f"{len(report.changed)} written, {report.unchanged} unchanged, {len(report.removed)} removed"
    lines = [f"{_count(report.posts, 'post')} in {app.out}: {files}."]
    lines += [_next_issue_text(issue, app) for issue in report.next_issues if not issue.turn.is_due]
    return "\n".join(lines)


def build_json(report: "BuildReport") -> str:
    """`{"needed", "posts", "changed": [path], "unchanged": count, "removed": [path], "next_issues", "problems", …}`."""
    return _json(_build_facts(report))


def run_text(report: "RunReport", app: App) -> str:
    """What was built and sent."""
    lines = [build_text(report.build, app)]
    for issue, tally in report.tallies.items():
        lines.append(f"{issue}: {_tally(tally)}; the messages are in {app.out / 'mail' / issue}")
    return "\n".join(lines)


def run_json(report: "RunReport") -> str:
    """`{"build": {…}, "opened": [issue], "held_back": [issue], "sent": {issue: {state: count}}, "in_doubt", …}`."""
    return _json(
        {
            "build": _build_facts(report.build),
            "opened": list(report.opened),
            "held_back": list(report.held_back),
            "sent": report.tallies,
            "in_doubt": report.in_doubt,
            "problems": _problems(report.problems),
        }
    )


def needs(report: "RunReport | StatusReport") -> Iterator[str]:
    """What a person has to know beside the problems, a line each."""
    for issue in getattr(report, "held_back", ()):
        yield f"{issue} is due and was not opened: mend what is named above, and the next run sends it."
    if report.in_doubt:
        count = _count(report.in_doubt, "delivery is", "deliveries are")
        yield f"{count} in doubt: they may have arrived. 'publisher newsletter resolve' says which, and settles them."
    if queued := getattr(report, "queued", 0):
        yield f"{_count(queued, 'message waits', 'messages wait')} to be handed over; the next run goes on."


def status_text(report: "StatusReport", app: App) -> str:
    """How the site stands, one line a newsletter."""
    posts = [_count(report.public, "public post"), f"{report.waiting} waiting for their time"]
    posts += [_count(report.drafts, "draft")] if report.drafts else []
    no_posts = _count(report.skipped, "file that is no post", "files that are no posts")
    posts += [f"{no_posts} ('skip' in [content])"] if report.skipped else []
    lines = [f"{', '.join(posts)}."]
    lines += [_newsletter_text(newsletter, app) for newsletter in report.newsletters]
    if warnings := len(report.warnings):
        lines.append(f"{_count(warnings, 'warning')}: 'publisher check' names {'it' if warnings == 1 else 'them'}.")
    return "\n".join(lines)


def status_json(report: "StatusReport") -> str:
    """`{"public", "waiting", "drafts", "skipped", "needs_a_person", "in_doubt", "newsletters": [{"name", …}], …}`."""
    return _json(
        {
            "public": report.public,
            "waiting": report.waiting,
            "drafts": report.drafts,
            "skipped": report.skipped,
            "needs_a_person": report.needs_a_person,
            "in_doubt": report.in_doubt,
            "deferred": report.deferred,
            "queued": report.queued,
            "newsletters": [_newsletter_facts(newsletter) for newsletter in report.newsletters],
            "problems": _problems(report.problems),
            "warnings": _problems(report.warnings),
        }
    )


def _build_facts(report: "BuildReport") -> dict[str, Any]:
    return {
        "needed": report.was_needed,
        "posts": report.posts,
        "changed": list(report.changed),
        "unchanged": report.unchanged,
        "removed": list(report.removed),
        "next_issues": [_next_issue_facts(issue) for issue in report.next_issues],
        "problems": _problems(report.problems),
        "warnings": _problems(report.warnings),
    }


def _next_issue_text(issue: "NextIssue", app: App) -> str:
    when = moment(issue.turn.slot, app.site.zone)
    if issue.issue is None:
        return f"{issue.newsletter}: nothing new to send yet; next turn {when}."
    letter = app.out / "newsletters" / issue.issue.id / "letter.html"
    return f"{issue.newsletter}: {_count(len(issue.choice.posts), 'post')} for {when}; look at {letter}"


def _next_issue_facts(issue: "NextIssue") -> dict[str, Any]:
    return {
        "newsletter": issue.newsletter,
        "period": issue.turn.period,
        "slot": issue.turn.slot.isoformat(),
        "due": issue.turn.is_due,
        "posts": [post.id for post in issue.choice.posts],
    }


def _newsletter_text(newsletter: "NewsletterStatus", app: App) -> str:
    last = f"last issue {newsletter.last.id}: {_tally(newsletter.tally)}" if newsletter.last else "no issue yet"
    people = _count(newsletter.subscribers, "subscriber")
    due = f"next turn {moment(newsletter.next_due, app.site.zone)}" if newsletter.next_due else "not run yet"
    return f"{newsletter.name}: {people}; {last}; {due}"


def _newsletter_facts(newsletter: "NewsletterStatus") -> dict[str, Any]:
    last = newsletter.last
    return {
        "name": newsletter.name,
        "subscribers": newsletter.subscribers,
        "last": {"issue": last.id, "opened_at": last.opened_at.isoformat(), "deliveries": newsletter.tally}
        if last
        else None,
        "next_due": newsletter.next_due.isoformat() if newsletter.next_due else None,
    }


def _tally(tally: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in tally.items()) or "no readers"


def _problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [{"source": problem.source, "line": problem.line, "text": problem.text} for problem in problems]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=2)
