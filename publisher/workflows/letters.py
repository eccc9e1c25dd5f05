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
    letter, proofs, problems = _letter(app, issue, options) if issue else (None, (), ())
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
        proofs=proofs,
        problems=problems,
    )


def _letter(
    app: App, issue: Issue, options: Options
) -> tuple[Newsletter | None, tuple[Artifact, ...], tuple[Problem, ...]]:
    """The issue as a letter and its proofs; one that cannot be made is a problem and costs the feeds nothing."""
    try:
        letter = render(issue, site=app.site, theme=app.theme, options=options, template_folders=app.template_folders)
        return letter, tuple(proof(issue, letter, app.site, options)), ()
    except LetterError as error:
        return None, (), (Problem(source=f"issue {issue.id}", text=str(error)),)


def _first_standing(app: App, options: Options, now: datetime) -> Standing:
    """Before the first run: its moment is the baseline, and slots since `since` are still to be settled."""
    return Standing(baseline=now, checked_until=_since(app, options) or now, rule="", next_due=now)


def _since(app: App, options: Options) -> datetime | None:
    return local_midnight(options.since, app.site.zone) if options.since else None


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
    """Posts that are news to the readers: not mailed, and dated from `since` on, or first seen after the first run."""
    mailed, since = app.ledger.mailed(name), _since(app, options)
    first_public = {identity.post_id: identity.first_public for identity in app.catalog.identities()}
    for post in posts:
        is_news = post.published >= since if since else first_public[post.id] > standing.baseline
        if is_news and not mailed.holds(post):
            yield post


def _rule_text(app: App, options: Options) -> str:
    return f"{options.schedule} in {app.site.zone.key}"
