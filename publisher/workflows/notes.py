"""The editor's note to an issue, found in the posts folder."""

import os

from publisher.app import App
from publisher.content.selection import NEWSLETTER_NOTES
from publisher.errors import ContentError, Problem
from publisher.look import LINK, OTHER
from publisher.model import Note
from publisher.newsletter.issue import address
from publisher.workflows.reading import Reader


def note_for(
    app: App, reader: Reader, issue: str, newsletter: str, period: str
) -> tuple[Note | None, tuple[Problem, ...]]:
    """The note of the issue, `None` if nobody wrote one, and everything that is to be said of it.

    It stands in `posts/newsletters/NEWSLETTER/PERIOD.md`; a file `PERIOD.txt` beside it holds the text part.
    """
    source, text = (f"{app.settings.content.folder}/{NEWSLETTER_NOTES}/{newsletter}/{period}{end}" for end in _ENDS)
    if source not in reader.looks:
        if text in reader.looks:
            return None, (Problem(source=text, text=f"is the text part of an issue without a note; write {source}"),)
        return None, ()
    from publisher.content import notes

    try:
        read = notes.read(
            source,
            _content(app, reader, source),
            app.site,
            url=address(issue, app.site),
            options=reader.options,
            text=_content(app, reader, text).decode("utf-8-sig") if text in reader.looks else "",
            beside=reader.beside,
        )
    except ContentError as error:
        return None, error.problems
    except UnicodeDecodeError as error:
        return None, (Problem(source=text, text=f"is not UTF-8 at byte {error.start}; save it as UTF-8"),)
    return read.note, read.warnings


_ENDS = (".md", ".txt")


def _content(app: App, reader: Reader, path: str) -> bytes:
    if reader.looks[path] in (LINK, OTHER):
        raise ContentError.at(path, 0, "is a link or no plain file; put the file itself here")
    try:
        return (app.root / path).read_bytes()
    except OSError as error:
        raise ContentError.at(path, 0, f"cannot be read: {os.strerror(error.errno or 0)}") from error
