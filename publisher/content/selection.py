"""Which files of the posts folder are posts, and what to say of those that only look like one."""

import re
from collections.abc import Collection
from fnmatch import translate

from publisher.content.options import Options

NEWSLETTER_NOTES = "newsletters"  # below the posts folder: an editor's words for one issue, never posts

_POSTS = (".md", ".markdown")
_IMPORTED = (".html", ".htm", ".txt", ".text")
_RENAMED = (".mdx", ".mdown", ".mkd", ".mkdn")
_TURNED = (".rst", ".adoc", ".asciidoc", ".org", ".textile", ".xhtml", ".docx", ".odt", ".rtf")
_TEXTS = (*_IMPORTED, *_RENAMED, *_TURNED)
_NEVER = r"(?!)"


class Selection:
    """What a site's settings make of the files in its posts folder, told by their paths alone."""

    def __init__(self, options: Options, newsletters: Collection[str]) -> None:
        self._folder = options.folder
        self._skipped = re.compile("|".join(map(_expression, options.skip)) or _NEVER)
        self._newsletters = newsletters

    def is_post(self, path: str) -> bool:
        """Whether the file, relative to the site, is a post; none begins with `_` (Hugo's `_index.md`)."""
        return _has_name_of_post(path) and not self._is_note(path) and not self._is_skipped(path)

    def is_skipped(self, path: str) -> bool:
        """Whether the file would be a post if the option `skip` did not name it."""
        return _has_name_of_post(path) and not self._is_note(path) and self._is_skipped(path)

    def passed_over(self, path: str) -> str:
        """What to say of a file that is no post and was likely meant to be one, `""` for any other."""
        name = path.rpartition("/")[2]
        if name.startswith("_") or self._is_skipped(path):
            return ""
        if self._is_note(path):
            return self._about_note(path) if _has_name_of_post(path) else ""
        return _about(path) if name.lower().endswith(_TEXTS) else ""

    def _is_skipped(self, path: str) -> bool:
        return self._skipped.match(path, len(self._folder)) is not None

    def _is_note(self, path: str) -> bool:
        return path.startswith(f"{self._folder}/{NEWSLETTER_NOTES}/")

    def _about_note(self, path: str) -> str:
        folder = f"{self._folder}/{NEWSLETTER_NOTES}/"
        newsletter, is_below, _ = path.removeprefix(folder).partition("/")
        if is_below and newsletter in self._newsletters:
            return ""
        return f"is not read as a post: {folder} is for notes to the newsletters. Move it out of there if it is one"


def _has_name_of_post(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.lower().endswith(_POSTS) and not name.startswith("_")


def _about(path: str) -> str:
    if path.lower().endswith(_IMPORTED):
        way = f"make one of it with 'publisher import {path}'"
    elif path.lower().endswith(_RENAMED):
        way = "rename it to .md if it is one"
    else:
        way = "save it as Markdown (.md) if it is one"
    return f"is not read as a post: {way}, or name it under 'skip' in [content]"


def _expression(pattern: str) -> str:
    """A pattern as a regular expression for paths that begin with a slash, at the posts folder."""
    return translate(f"/{pattern}" if "/" in pattern else f"*/{pattern}")
