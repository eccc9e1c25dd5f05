"""What is found in a letter before it goes out, by the files of the site that it comes from."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.app import App, settings_line
from publisher.errors import Problem
from publisher.layout import SETTINGS_FILE
from publisher.workflows.proofs import Letter

if TYPE_CHECKING:
    from publisher.newsletter.pictures import PictureFile


def findings_of(app: App, letter: Letter, is_published: Callable[[str], bool]) -> Iterator[Problem]:
    """Everything there is to say of the letter, errors and warnings; `is_published` tells of a path below the site's
    address whether something is there, or will be when this build is done.
    """
    from publisher import contrast
    from publisher.newsletter.checks import Surroundings, findings

    line_of = line_finder(app.root)
    yield from contrast.problems(app.theme, line_of)
    yield from _of_sender(app, letter.issue.newsletter)
    around = Surroundings(
        is_published=is_published,
        line_of=line_of,
        are_ours=app.settings.pages.enabled,
        look=lambda path: picture_file(app.root / path),
    )
    yield from findings(letter.issue, letter.newsletter, site=app.site, options=app.settings.checks, around=around)


def _of_sender(app: App, newsletter: str) -> Iterator[Problem]:
    from publisher.newsletter.checks import objection_to_sender
    from publisher.newsletter.message import sender_domain

    if objection := objection_to_sender(sender_domain(app.settings.newsletter[newsletter])):
        line = settings_line(app.root, "newsletter", newsletter, "sender")
        yield Problem(source=SETTINGS_FILE, line=line, text=f"'sender' {objection}")


def picture_file(path: Path) -> "PictureFile | None":
    """What is known of a picture's file; `None` where there is none."""
    from publisher.content.beside import measure
    from publisher.newsletter.pictures import PictureFile

    file = measure(path)
    return PictureFile(file.length, file.width or 0, file.height or 0) if file else None


def line_finder(root: Path) -> Callable[[str, str], int]:
    """Gives the line of a file of the site on which a piece of text stands first, 0 where it does not."""

    @cache
    def lines(source: str) -> list[str]:
        try:
            return (root / source).read_text("utf-8", "replace").casefold().splitlines()
        except OSError:  # it is gone since: there is no line to name
            return []

    def line_of(source: str, piece: str) -> int:
        return next((number for number, line in enumerate(lines(source), 1) if piece.casefold() in line), 0)

    return line_of


def is_built(out: Path, path: str) -> bool:
    """Whether the web shows something at a path below the site's address, as the folder `out` stands now."""
    there = out / "public" / path
    return (there / "index.html").is_file() if path.endswith("/") or not path else there.is_file() or there.is_dir()
