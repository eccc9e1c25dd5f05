"""The newsletters of a site at one moment: whose turn it is, with which posts, and the letter that comes of it.

The calendar is imported when it is asked: a site without a newsletter has none.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from publisher.app import App, settings_line
from publisher.errors import LetterError, Problem, SettingsError
from publisher.layout import SETTINGS_FILE
from publisher.model import Artifact, Issue, Listing, Newsletter, Post, Publication
from publisher.newsletter.issue import LONGEST, compose, fitting
from publisher.newsletter.options import Options
from publisher.output import Output, Recipe
from publisher.state.ledger import Standing
from publisher.workflows.shelf import Shelf

if TYPE_CHECKING:
    from publisher.schedule.plan import Turn
    from publisher.schedule.rules import Rule

_AT_A_TIME = 20  # posts read from the cache


class NextIssue(NamedTuple):
    """A newsletter's next issue; without news there is no `issue`. `listings` are its posts as lists know them: where
    these are more than one letter has room for, `issue` holds the first of them, and no letter can be made.
    `standing` is what to remember once this turn is settled.
    """

    newsletter: str
    options: Options
    turn: "Turn"
    standing: Standing
    issue: Issue | None
    listings: tuple[Listing, ...]

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


def next_issues(app: App, shelf: Shelf, posts: Sequence[Listing], now: datetime) -> list[NextIssue]:
    """The next issue of each newsletter; raises `SettingsError` for schedules that cannot be read."""
    rules = _rules(app)
    return [_next_issue(app, shelf, name, rules[name], posts, now) for name in app.settings.newsletter]


def letter_of(app: App, upcoming: NextIssue, issue: Issue) -> tuple[Newsletter, tuple[Artifact, ...]]:
    """The issue as a letter, and the proofs of it; raises `LetterError` or `ContentError` for what cannot be made."""
    from publisher.newsletter.proof import proof
    from publisher.newsletter.render import render

    options = upcoming.options
    if len(issue.posts) < len(upcoming.listings):
        raise LetterError(
            f"its {len(upcoming.listings):,} posts make a letter of more than {LONGEST:,} characters; set 'since' in "
            f"[newsletter.{upcoming.newsletter}] to a later day, older posts are then mailed to nobody"
        )
    letter = render(issue, site=app.site, theme=app.theme, options=options, template_folders=app.template_folders)
    return letter, tuple(proof(issue, letter, app.site, options))


def next_letters(app: App, upcoming: Sequence[NextIssue]) -> Output:
    """The letters that come next, for their author to look at; made again only when something in them changed."""
    issues = {one.issue.id: (one, one.issue) for one in upcoming if one.issue}
    return Output(
        "next letters",
        recipes=lambda _: [_recipe(issue, one.listings) for one, issue in issues.values()],
        make=lambda recipe, _: list(letter_of(app, *issues[recipe.name])[1]),
    )


def opened_letters(app: App) -> Output:
    """The letters of opened issues, as they were frozen."""
    return Output("opened letters", recipes=partial(_opened_recipes, app), make=partial(_opened_letter, app))


def _recipe(issue: Issue, listings: Sequence[Listing]) -> Recipe:
    digest = blake2b(f"{issue.id}\0{issue.subject}".encode(), digest_size=16)
    for listing in listings:
        digest.update(f"\0{listing.key}".encode())
    return Recipe(issue.id, digest.hexdigest())


def _opened_recipes(app: App, _: Publication) -> list[Recipe]:
    return [Recipe(issue.id, "frozen") for issue in app.ledger.issues()]


def _opened_letter(app: App, recipe: Recipe, _: Sequence[Post]) -> list[Artifact]:
    return app.ledger.proofs(recipe.name)


def _rules(app: App) -> "dict[str, Rule]":
    rules, problems = {}, []
    for name, options in app.settings.newsletter.items():
        try:
            rules[name] = _rule(app, options)
        except ValueError as error:
            line = settings_line(app.root, "newsletter", name, "schedule")
            problems.append(Problem(source=SETTINGS_FILE, line=line, text=f"'schedule' {error}"))
    if problems:
        raise SettingsError(problems)
    return rules


def _rule(app: App, options: Options) -> "Rule":
    from publisher.schedule.rules import parse

    return parse(options.schedule, app.site.zone)


def _next_issue(app: App, shelf: Shelf, name: str, rule: "Rule", posts: Sequence[Listing], now: datetime) -> NextIssue:
    options = app.settings.newsletter[name]
    standing = app.ledger.standing(name) or _first_standing(app, options, now)
    its_turn = _turn(app, name, rule, standing, now)
    listings = tuple(_unmailed(app, name, options, standing, posts))
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
        issue=compose(name, its_turn.period, options, fitting(_whole(shelf, listings))),
        listings=listings,
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


def _turn(app: App, name: str, rule: "Rule", standing: Standing, now: datetime) -> "Turn":
    """The newsletter's turn; a period that has its issue is over, whatever the rule says now."""
    from publisher.schedule.plan import turn

    opened = {issue.period for issue in app.ledger.issues() if issue.newsletter == name}
    its_turn = turn(rule, standing.checked_until, now)
    if its_turn.period in opened:
        its_turn = turn(rule, now, now)
    while its_turn.period in opened:
        its_turn = turn(rule, its_turn.slot, its_turn.slot)
    return its_turn


def _unmailed(app: App, name: str, options: Options, standing: Standing, posts: Sequence[Listing]) -> Iterator[Listing]:
    """Posts that are news to the readers: not mailed, and dated from `since` on, or first seen after the first run."""
    mailed, since = app.ledger.mailed(name), _since(app, options)
    later = frozenset[str]() if since else app.identities.first_public_after(standing.baseline)
    for post in posts:
        is_news = post.published_s >= since.timestamp() if since else post.id in later
        if is_news and post.in_lists and not mailed.holds(post):
            yield post


def _rule_text(app: App, options: Options) -> str:
    return f"{options.schedule} in {app.site.zone.key}"
