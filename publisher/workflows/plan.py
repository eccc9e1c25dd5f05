"""The plan of the next issues: what goes in and how, what stays out and why."""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from publisher.app import App
from publisher.errors import ContentError, LetterError, Problem, UsageError
from publisher.feeds.outputs import links
from publisher.layout import OUT_FOLDER
from publisher.model import Form, Issue, Listing, Publication
from publisher.newsletter.budget import size
from publisher.newsletter.options import Options
from publisher.workflows.build import prepare
from publisher.workflows.findings import findings_of, is_built
from publisher.workflows.letters import NextIssue
from publisher.workflows.progress import Progress
from publisher.workflows.proofs import Letter, letter_of
from publisher.workflows.stock import take_stock

if TYPE_CHECKING:
    from publisher.schedule.plan import Turn


class Place(NamedTuple):
    """A post, and how it stands in the letter or why it does not."""

    source: str
    title: str
    words: str


class IssuePlan(NamedTuple):
    """What the next issue of a newsletter will be, as things stand; `size` is the html's, in bytes, 0 without a letter.
    `problems` hold it back, warnings among them do not.
    """

    newsletter: str
    id: str
    turn: "Turn"
    subject: str
    note: str
    size: int
    included: tuple[Place, ...]
    left_out: tuple[Place, ...]
    problems: tuple[Problem, ...]


def plan(app: App, name: str, now: datetime, progress: Progress) -> list[IssuePlan]:
    """The plan of the newsletter with that name, or of all; raises `UsageError` for a name that no newsletter has."""
    if name and name not in app.settings.newsletter:
        known = ", ".join(app.settings.newsletter) or "none"
        raise UsageError(f"there is no [newsletter.{name}] in the settings; known: {known}")
    stock = take_stock(app, now, progress)
    edition = prepare(app, stock, now)
    hidden = list(_hidden(app, now))
    public = edition.publication.posts
    paths = _paths(app, edition.publication, now)
    problems = {*stock.problems, *edition.problems}
    return [
        _issue_plan(app, upcoming, public, hidden, paths, problems)
        for upcoming in edition.next_issues
        if name in ("", upcoming.newsletter)
    ]


def _hidden(app: App, now: datetime) -> Iterator[Place]:
    for post, is_draft in app.cache.hidden(now):
        when = f"{post.published.astimezone(app.site.zone):%Y-%m-%d %H:%M}"
        yield Place(post.source, post.title, "is a draft" if is_draft else f"waits for its date, {when}")


def _paths(app: App, publication: Publication, now: datetime) -> set[str]:
    """Where a build puts posts, their files and feeds, below the site's address."""
    urls = (*(post.url for post in publication.posts), *(link.url for link in links(publication, app.settings.feeds)))
    return {url.removeprefix(app.site.url) for url in urls} | {path for path, _ in app.cache.assets(now)}


def _issue_plan(
    app: App,
    upcoming: NextIssue,
    public: Sequence[Listing],
    hidden: Iterable[Place],
    paths: Container[str],
    found: Iterable[Problem],
) -> IssuePlan:
    letter, problems = _letter(app, upcoming, paths)
    issue = letter.issue if letter else upcoming.issue
    waiting = {post.source: why for post, why in upcoming.choice.left_out}
    chosen = {post.source for post in upcoming.choice.posts}
    others = (
        Place(post.source, post.title, waiting.get(post.source) or upcoming.news.objection(post))
        for post in public
        if post.source not in chosen
    )
    return IssuePlan(
        newsletter=upcoming.newsletter,
        id=issue.id if issue else "",
        turn=upcoming.turn,
        subject=issue.subject if issue else "",
        note=issue.note.source if issue and issue.note else "",
        size=size(letter.newsletter) if letter else 0,
        included=tuple(_included(issue, upcoming.options, upcoming.issue)) if issue else (),
        left_out=(*others, *hidden),
        problems=tuple(sorted({*found, *upcoming.problems, *problems})),
    )


def _letter(app: App, upcoming: NextIssue, paths: Container[str]) -> tuple[Letter | None, list[Problem]]:
    """The letter, if it can be made, and everything found in it; `paths` are there, or will be with the next build."""
    if upcoming.issue is None:
        return None, []
    try:
        letter = letter_of(app, upcoming, upcoming.issue)
    except LetterError as error:
        return None, [Problem(source=f"issue {upcoming.issue.id}", text=str(error))]
    except ContentError as error:
        return None, list(error.problems)
    return letter, list(findings_of(app, letter, lambda path: path in paths or is_built(app.root / OUT_FOLDER, path)))


def _included(issue: Issue, options: Options, asked: Issue | None) -> Iterator[Place]:
    asked_forms = [form for _, form in asked.entries] if asked else []
    for (post, form), asked_form in zip(issue.entries, asked_forms, strict=False):
        yield Place(post.source, post.title, _form_words(form, asked_form, options))


def _form_words(form: Form, asked: Form, options: Options) -> str:
    if form is Form.FULL:
        return "in full"
    what = "its beginning" if form is Form.EXCERPT else "a summary"
    if form is asked:
        return f"{what}: 'in_full' is {options.in_full}"
    return f"{what}: the letter would be larger than mail programs show"
