"""Letters as files: those that come next, for their author to look at, and those that were opened, as they went out."""

from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from publisher.app import App
from publisher.errors import ContentError, LetterError
from publisher.model import Artifact, Issue, Newsletter, Post, Publication
from publisher.newsletter.issue import MOST, address
from publisher.output import Output, Recipe
from publisher.workflows.letters import NextIssue


class Letter(NamedTuple):
    """An issue, its posts shortened to what the letter has room for, and the letter itself."""

    issue: Issue
    newsletter: Newsletter


def letter_of(app: App, upcoming: NextIssue, issue: Issue) -> Letter:
    """The issue as a letter; raises `LetterError` or `ContentError` for one that cannot be made."""
    from publisher.newsletter.budget import within_budget
    from publisher.newsletter.render import render

    if len(issue.posts) < len(upcoming.choice.posts):
        raise LetterError(
            f"its {len(upcoming.choice.posts):,} posts are more than the {MOST} that one letter can hold; set 'since' "
            f"in [newsletter.{upcoming.newsletter}] to a later day, older posts are then mailed to nobody"
        )

    def rendered(issue: Issue) -> Newsletter:
        return render(
            issue, site=app.site, theme=app.theme, options=upcoming.options, template_folders=app.template_folders
        )

    return Letter(*within_budget(issue, rendered))


def proofs_of(app: App, upcoming: NextIssue, letter: Letter) -> list[Artifact]:
    """The letter for its author to look at, below `newsletters/`."""
    from publisher.newsletter.proof import proof

    return proof(letter.issue, letter.newsletter, app.site, upcoming.options, upcoming.turn.slot)


def public_files(app: App, upcoming: NextIssue, letter: Letter) -> Iterator[Artifact]:
    """What the web shows of an issue that was opened: its page, and the pictures of its note."""
    from publisher.newsletter.render import web_page

    issue = letter.issue
    if upcoming.options.web_version:
        page = web_page(
            issue, site=app.site, theme=app.theme, options=upcoming.options, template_folders=app.template_folders
        )
        path = f"public/{address(issue.id, app.site).removeprefix(app.site.url)}index.html"
        yield Artifact(path=path, media_type="text/html", content=page.encode())
    for asset in issue.note.assets if issue.note else ():
        try:
            content = (app.root / asset.source).read_bytes()
        except OSError as error:
            raise ContentError.at(asset.source, 0, f"cannot be read: {error.strerror}; a note shows it") from error
        yield Artifact(path=f"public/{asset.path}", media_type="", content=content)


def next_letters(app: App, upcoming: Sequence[NextIssue]) -> Output:
    """The letters that come next; made again only when something in them changed."""
    issues = {one.issue.id: (one, one.issue) for one in upcoming if one.issue}
    return Output(
        "next letters",
        recipes=lambda _: [_recipe(one, issue) for one, issue in issues.values()],
        make=lambda recipe, _: _proofs(app, *issues[recipe.name]),
    )


def opened_letters(app: App) -> Output:
    """The letters of opened issues, as they were frozen."""
    return Output("opened letters", recipes=partial(_opened_recipes, app), make=partial(_opened_letter, app))


def _proofs(app: App, upcoming: NextIssue, issue: Issue) -> list[Artifact]:
    return proofs_of(app, upcoming, letter_of(app, upcoming, issue))


def _recipe(upcoming: NextIssue, issue: Issue) -> Recipe:
    digest = blake2b(repr((issue.id, issue.subject, issue.note)).encode("utf-8", "replace"), digest_size=16)
    for listing in upcoming.choice.posts:
        digest.update(f"\0{listing.key}".encode())
    return Recipe(issue.id, digest.hexdigest())


def _opened_recipes(app: App, _: Publication) -> list[Recipe]:
    return [Recipe(issue.id, "frozen") for issue in app.ledger.issues()]


def _opened_letter(app: App, recipe: Recipe, _: Sequence[Post]) -> list[Artifact]:
    return app.ledger.proofs(recipe.name)
