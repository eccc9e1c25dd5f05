"""The editor's note to an issue, found in the posts folder."""

import os
import re
from collections.abc import Collection, Iterable, Iterator

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


def astray(app: App, looks: Iterable[str], newsletter: str, period: str, opened: Collection[str]) -> Iterator[Problem]:
    """A warning for each note that no issue will ever take: its name is no period's, or that of one that is over.

    `period` is that of the next issue, `opened` are those that had theirs.
    """
    folder = f"{app.settings.content.folder}/{NEWSLETTER_NOTES}/{newsletter}/"
    for path in looks:
        if path.startswith(folder) and path.endswith(_ENDS[0]):
            name = path.removeprefix(folder).removesuffix(_ENDS[0])
            if re.sub(r"\d", "0", name) != re.sub(r"\d", "0", period):
                text = f"is named after no issue of this newsletter; the next one's is {period}{_ENDS[0]}"
            elif name < period and name not in opened:
                text = f"is for an issue that was not sent; the next one's is {period}{_ENDS[0]}"
            else:
                continue
            yield Problem(source=path, text=text, is_warning=True)


def _content(app: App, reader: Reader, path: str) -> bytes:
    if reader.looks[path] in (LINK, OTHER):
        raise ContentError.at(path, 0, "is a link or no plain file; put the file itself here")
    try:
        return (app.root / path).read_bytes()
    except OSError as error:
        raise ContentError.at(path, 0, f"cannot be read: {os.strerror(error.errno or 0)}") from error
