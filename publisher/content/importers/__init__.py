"""Text, Markdown and HTML from elsewhere become posts."""

from collections.abc import Callable
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from publisher.content.importers import markdown_file, pasted, web_page
from publisher.content.importers.imported import Imported
from publisher.content.importers.origin import DateOrder, Origin
from publisher.content.importers.post_file import file_name, file_text

__all__ = ["DateOrder", "Imported", "file_name", "file_text", "read"]


def read(
    name: str,
    content: bytes,
    *,
    date_order: DateOrder = "month-first",
    site_title: str,
    tagline: str = "",
    zone: ZoneInfo | None = None,
) -> Imported:
    """The post in a file, read as its name's ending says: Markdown, HTML, or else text pasted from a page.

    `site_title` and `tagline` are left out where a page repeats them. `date_order` reads dates such as 3/4/2024; the
    notes of the result say when it mattered. `zone` is where times without a zone were meant; without it only their
    day is kept. Raises `ImporterError`, worded for the person who has the file.
    """
    origin = Origin(site_title=site_title, tagline=tagline, date_order=date_order, zone=zone)
    reader = _READERS.get(PurePosixPath(name).suffix.lower(), pasted.read)
    return reader(name, content, origin)


_READERS: dict[str, Callable[[str, bytes, Origin], Imported]] = {
    ".md": markdown_file.read,
    ".markdown": markdown_file.read,
    ".html": web_page.read,
    ".htm": web_page.read,
}
