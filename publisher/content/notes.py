"""An editor's note to one issue of a newsletter, read from its file."""

from typing import NamedTuple

from publisher.content import bodies, places, sourcetext
from publisher.content.addresses import Addresses
from publisher.content.beside import Beside, nothing_beside
from publisher.content.frontmatter import FrontMatter, split
from publisher.content.keys import Keys
from publisher.content.nearby import Files
from publisher.content.options import Options
from publisher.content.titles import Titled
from publisher.errors import ContentError, Problem
from publisher.model import Asset, Note, Site

_NAMES = {name: (name,) for name in ("subject", "preheader", "posts", "image")}
_POSTS = "<!-- posts -->"  # on a line of its own: what stands below comes after the posts
_PREFIXES = ("note-", "closing-")  # of the ids in each part


class NoteFile(NamedTuple):
    """A note as its file says it; of the warnings, one that is no warning holds the letter back."""

    note: Note
    warnings: tuple[Problem, ...]


def read(
    source: str,
    content: bytes,
    site: Site,
    *,
    url: str,
    options: Options,
    text: str = "",
    beside: Beside = nothing_beside,
) -> NoteFile:
    """The note in a file; `source` is its path relative to the site, `url` the address of its issue, where its pictures
    are published. `text` is the issue's text part as the editor wrote it.

    The body comes before the posts; what follows a line `<!-- posts -->`, behind them. Raises `ContentError` with every
    problem of the file.
    """
    decoded, warnings = sourcetext.decode(source, content)
    keys = Keys(split(source, decoded), source, warnings=list(warnings), names=_NAMES)
    parts = []
    for prefix, titled in zip(_PREFIXES, _parts(keys.head), strict=True):
        # each its own, so that what is wrong with one is not told of the other
        files = Files(
            home=url, home_path=url.removeprefix(site.url), source=source, folder=options.folder, beside=beside
        )
        post_at = places.by_name(site, options.folder, options.permalink)
        addresses = Addresses(url=url, prefix=prefix, files=files, post_at=post_at, keeps_campaigns=options.campaigns)
        prose, _ = bodies.read(keys, titled, addresses, options, site_url=site.url, in_jekyll=False)
        parts.append((prose.html, files.assets))
    (intro, shown), (closing, shown_behind) = parts
    for name in keys.unknown():
        keys.warn_at(keys.head.lines.get(name, 1), f"unknown key {name!r}; known here: {', '.join(_NAMES)}")
    note = Note(
        source=source,
        subject=keys.text("subject"),
        preheader=keys.text("preheader"),
        posts=keys.texts("posts"),
        intro=intro,
        closing=closing,
        text=text,
        assets=tuple(Asset(source=place, path=path) for path, place in (shown | shown_behind).items()),
    )
    if keys.problems:
        raise ContentError(keys.problems)
    return NoteFile(note, tuple(sorted({*keys.warnings})))


def _parts(head: FrontMatter) -> tuple[Titled, Titled]:
    """What stands before the posts and what behind them, each with the line on which it begins."""
    lines = head.body.split("\n")
    at = next((number for number, line in enumerate(lines) if line.strip() == _POSTS), len(lines))
    before, behind = "\n".join(lines[:at]), "\n".join(lines[at + 1 :])
    return Titled("", before, head.body_line), Titled("", behind, head.body_line + at + 1)
