"""Whether a newsletter has somebody to go to."""

from collections.abc import Iterator

from publisher.app import App, settings_line
from publisher.errors import Problem
from publisher.layout import SETTINGS_FILE


def without_subscribers(app: App, newsletter: str) -> list[Problem]:
    """What is wrong with a newsletter that would go to nobody; nothing for one that has subscribers."""
    if app.subscribers.count(newsletter):
        return []
    text = f"[newsletter.{newsletter}] has no subscriber; bring a list: publisher subscribers import FILE --newsletter "
    line = settings_line(app.root, "newsletter", newsletter)
    return [Problem(source=SETTINGS_FILE, line=line, text=f"{text}{newsletter}")]


def warnings(app: App) -> Iterator[Problem]:
    """The same for all newsletters, as warnings: before its first letter is due, nobody needs to be there."""
    for newsletter in app.settings.newsletter:
        for problem in without_subscribers(app, newsletter):
            yield Problem(source=problem.source, line=problem.line, text=problem.text, is_warning=True)
