"""The newsletters of a site at one moment: whose turn it is, and with which posts.

The calendar is imported when it is asked: a site without a newsletter has none.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from publisher.app import App, settings_line
from publisher.errors import Problem, SettingsError
from publisher.layout import SETTINGS_FILE
from publisher.model import Issue, Listing, Post
from publisher.newsletter.issue import MOST, Choice, News, choose, compose, issue_id
from publisher.newsletter.options import Options
from publisher.state.ledger import Standing
from publisher.workflows.notes import astray, note_for
from publisher.workflows.shelf import Shelf

if TYPE_CHECKING:
    from publisher.schedule.plan import Turn
    from publisher.schedule.rules import Rule

_AT_A_TIME = 20  # posts read from the cache


class NextIssue(NamedTuple):
    """A newsletter's next issue; without news there is no `issue`. `choice` has its posts as lists know them: where
    these are more than any letter has room for, `issue` holds the first of them, and no letter can be made. `news`
    tells of any post whether it may still be carried. `problems` are those of the editor's note and its choice;
    `standing` is what to remember once this turn is settled.
    """

    newsletter: str
    options: Options
    turn: "Turn"
    standing: Standing
    issue: Issue | None
    choice: Choice
    news: News
    problems: tuple[Problem, ...]

    def id_at(self, early: str) -> str:
        """The id of the issue, if its time has come or it is `early`, and there is something in it, else `""`."""
        return self.issue.id if self.issue and (self.turn.is_due or self.issue.id == early) else ""


def is_any_due(app: App, now: datetime) -> bool:
    """Whether some newsletter's moment has come, or nobody asked the calendar yet; costs no calendar."""
    for name, options in app.settings.newsletter.items():
        standing = app.ledger.standing(name)
        if standing is None or standing.rule != _rule_text(app, options) or standing.next_due <= now:
            return True
    return False


def next_issues(app: App, shelf: Shelf, posts: Sequence[Listing], now: datetime) -> list[NextIssue]:
    """The next issue of each newsletter; raises `SettingsError` for schedules that cannot be read."""
    by_name = rules(app)
    return [_next_issue(app, shelf, name, by_name[name], posts, now) for name in app.settings.newsletter]


def rules(app: App) -> "dict[str, Rule]":
    """The rule of each newsletter; raises `SettingsError` for schedules that cannot be read."""
    found, problems = {}, []
    for name, options in app.settings.newsletter.items():
        try:
            found[name] = _rule(app, options)
        except ValueError as error:
            line = settings_line(app.root, "newsletter", name, "schedule")
            problems.append(Problem(source=SETTINGS_FILE, line=line, text=f"'schedule' {error}"))
    if problems:
        raise SettingsError(problems)
    return found


def _rule(app: App, options: Options) -> "Rule":
    from publisher.schedule.rules import parse

    return parse(options.schedule, app.site.zone)


def _next_issue(app: App, shelf: Shelf, name: str, rule: "Rule", posts: Sequence[Listing], now: datetime) -> NextIssue:
    options = app.settings.newsletter[name]
    standing = app.ledger.standing(name) or _first_standing(app, options, now)
    opened = {issue.period for issue in app.ledger.issues() if issue.newsletter == name}
    its_turn = _turn(rule, standing, opened, now)
    note, problems = note_for(app, shelf.reader, issue_id(name, its_turn.period), name, its_turn.period)
    news = _news(app, name, options, standing)
    choice = choose(posts, news, options, note)
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
        issue=compose(name, its_turn.period, options, tuple(_whole(shelf, choice.posts[:MOST])), note),
        choice=choice,
        news=news,
        problems=(*problems, *choice.problems, *astray(app, shelf.reader.looks, name, its_turn.period, opened)),
    )


def _news(app: App, name: str, options: Options, standing: Standing) -> News:
    return News(
        mailed_with=app.ledger.mailed(name).carried,
        since=_since(app, options),
        came_later=app.identities.first_public_after(standing.baseline),
    )


def _whole(shelf: Shelf, listings: Sequence[Listing]) -> Iterator[Post]:
    """The posts one after the other, a few in memory at a time."""
    for first in range(0, len(listings), _AT_A_TIME):
        yield from shelf.posts(listings[first : first + _AT_A_TIME])


def _first_standing(app: App, options: Options, now: datetime) -> Standing:
    """Before the first run: its moment is the baseline, and slots since `since` are still to be settled."""
    return Standing(baseline=now, checked_until=_since(app, options) or now, rule="", next_due=now)


def _since(app: App, options: Options) -> datetime | None:
    from publisher.schedule.rules import local_midnight

    return local_midnight(options.since, app.site.zone) if options.since else None


def _turn(rule: "Rule", standing: Standing, opened: Collection[str], now: datetime) -> "Turn":
    """The newsletter's turn; a period that was `opened` is over, whatever the rule says now."""
    from publisher.schedule.plan import turn

    its_turn = turn(rule, standing.checked_until, now)
    if its_turn.period in opened:
        its_turn = turn(rule, now, now)
    while its_turn.period in opened:
        its_turn = turn(rule, its_turn.slot, its_turn.slot)
    return its_turn


def _rule_text(app: App, options: Options) -> str:
    return f"{options.schedule} in {app.site.zone.key}"
