"""The newsletters of a site at one moment: whose turn it is, with which posts, and the letter that comes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from publisher.app import SETTINGS_FILE, App, settings_line
from publisher.errors import LetterError, Problem, SettingsError
from publisher.model import Artifact, Issue, Newsletter, Post
from publisher.newsletter.issue import Options, compose
from publisher.newsletter.proof import proof
from publisher.newsletter.render import render
from publisher.schedule.plan import Turn, turn
from publisher.schedule.rules import Rule, local_midnight, parse
from publisher.state.ledger import Standing


@dataclass(frozen=True, kw_only=True)
class NextIssue:
    """A newsletter's next issue. Without news there is no `issue`; with one there is a `letter` and its `proofs`, or
    the `problems` that keep it from being made. `standing` is what to remember once this turn is settled.
    """

    newsletter: str
    options: Options
    turn: Turn
    standing: Standing
    issue: Issue | None
    letter: Newsletter | None
    proofs: tuple[Artifact, ...]
    problems: tuple[Problem, ...]

    @property
    def due_id(self) -> str:
        """The id of the issue, if its time has come and there is something in it, else `""`."""
        return self.issue.id if self.issue and self.turn.is_due else ""


def is_any_due(app: App, now: datetime) -> bool:
    """Whether some newsletter's moment has come, or nobody asked the calendar yet; costs no calendar."""
    for name, options in app.settings.newsletter.items():
        standing = app.ledger.standing(name)
        if standing is None or standing.rule != _rule_text(app, options) or standing.next_due <= now:
            return True
    return False


def next_issues(app: App, posts: Sequence[Post], now: datetime) -> list[NextIssue]:
    """The next issue of each newsletter; raises `SettingsError` for schedules that cannot be read."""
    rules = _rules(app)
    return [_next_issue(app, name, rules[name], posts, now) for name in app.settings.newsletter]


def _rules(app: App) -> dict[str, Rule]:
    rules, problems = {}, []
    for name, options in app.settings.newsletter.items():
        try:
            rules[name] = parse(options.schedule, app.site.zone)
        except ValueError as error:
            line = settings_line(app.root, "newsletter", name, "schedule")
            problems.append(Problem(source=SETTINGS_FILE, line=line, text=f"'schedule' {error}"))
    if problems:
        raise SettingsError(problems)
    return rules


def _next_issue(app: App, name: str, rule: Rule, posts: Sequence[Post], now: datetime) -> NextIssue:
    options = app.settings.newsletter[name]
    standing = app.ledger.standing(name) or _first_standing(app, options, now)
    its_turn = _turn(app, name, rule, standing, now)
    issue = compose(name, its_turn.period, options, list(_unmailed(app, name, options, standing, posts)))
    letter, problems = _letter(app, issue, options) if issue else (None, ())
    return NextIssue(
        newsletter=name,
        options=options,
        turn=its_turn,
        standing=Standing(
            baseline=standing.baseline,
            checked_until=now,
            rule=_rule_text(app, options),
            next_due=its_turn.next_due,
        ),
        issue=issue,
        letter=letter,
        proofs=tuple(proof(issue, letter, app.site, options)) if issue and letter else (),
        problems=problems,
    )


def _letter(app: App, issue: Issue, options: Options) -> tuple[Newsletter | None, tuple[Problem, ...]]:
    """The issue as a letter; one that cannot be made is a problem of its own and costs the feeds nothing."""
    try:
        letter = render(issue, site=app.site, theme=app.theme, options=options, template_folders=app.template_folders)
    except LetterError as error:
        return None, (Problem(source=f"issue {issue.id}", text=str(error)),)
    return letter, ()


def _first_standing(app: App, options: Options, now: datetime) -> Standing:
    """Before the first run: posts from `since` on count, without it those that come after this moment."""
    baseline = local_midnight(options.since, app.site.zone) if options.since else now
    return Standing(baseline=baseline, checked_until=baseline, rule="", next_due=now)


def _turn(app: App, name: str, rule: Rule, standing: Standing, now: datetime) -> Turn:
    """The newsletter's turn; a period that has its issue is over, whatever the rule says now."""
    opened = {issue.period for issue in app.ledger.issues() if issue.newsletter == name}
    its_turn = turn(rule, standing.checked_until, now)
    if its_turn.period in opened:
        its_turn = turn(rule, now, now)
    while its_turn.period in opened:
        its_turn = turn(rule, its_turn.slot, its_turn.slot)
    return its_turn


def _unmailed(app: App, name: str, options: Options, standing: Standing, posts: Sequence[Post]) -> Iterator[Post]:
    """Posts that are news to the readers: not mailed, and dated or first seen after the newsletter's baseline.

    A post that was mailed under an earlier id of the same file was mailed.
    """
    mailed, identities = app.ledger.mailed(name), app.catalog.identities()
    first_public = {identity.post_id: identity.first_public for identity in identities}
    mailed_files = {identity.path for identity in identities if identity.post_id in mailed}
    for post in posts:
        since = post.published if options.since else first_public[post.id]
        is_news = since >= standing.baseline if options.since else since > standing.baseline
        if is_news and post.id not in mailed and post.source not in mailed_files:
            yield post


def _rule_text(app: App, options: Options) -> str:
    return f"{options.schedule} in {app.site.zone.key}"
