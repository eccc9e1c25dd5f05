"""Begin: a new site, a new post, posts from elsewhere. Nothing that exists is ever overwritten."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.app import POSTS_FOLDER, SETTINGS_FILE, App
from publisher.bundled import bundled
from publisher.content import importers
from publisher.content.importers import DateOrder
from publisher.content.slugs import slugify
from publisher.errors import ImporterError, OutputError
from publisher.files import write

_WELCOME = """---
title: "{title}"
date: {date}
tags: [welcome]
summary: "What this blog is about."
---

Write here as you would speak to one reader. A blank line begins a new paragraph.

## A heading

- a list
- with **bold** words and a [link](https://example.org/)

Save the file, run `publisher run`, and look into `out/`.
"""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a new site is filled in with; an empty answer keeps the sample's."""

    title: str = ""
    url: str = ""
    author: str = ""
    postal_address: str = ""
    zone: str = ""


def init(folder: Path, answers: Answers, now: datetime, *, sample_posts: bool) -> list[Path]:
    """Make a site in `folder` from the sample that came with the publisher, and give the files made.

    `now` is local: its date is the day on which the newsletters begin, so that no older post is ever mailed. With
    `sample_posts` the clinic's posts come along, else one post to start from. Files that are there already stay as they
    are. Raises `OutputError` when the folder holds a site.
    """
    if (folder / SETTINGS_FILE).exists():
        raise OutputError(f"{folder / SETTINGS_FILE} is there already; nothing was changed.")
    files = _sample("config")
    today = now.date().isoformat()
    settings = _filled(files[SETTINGS_FILE].decode(), answers, "" if sample_posts else today)
    files[SETTINGS_FILE] = settings.encode()
    if sample_posts:
        files |= _sample(POSTS_FOLDER)
    else:
        text = _WELCOME.format(title="Welcome", date=now.isoformat(timespec="seconds"))
        files[f"{POSTS_FOLDER}/{today}-welcome.md"] = text.encode()
    files[".gitignore"] = b"# made by publisher: a cache, and this machine's own state\nout/\n.publisher/\n"
    missing = {folder / name: content for name, content in sorted(files.items()) if not (folder / name).exists()}
    return [_put(path, content) for path, content in missing.items()]


def new_post(app: App, title: str, now: datetime) -> Path:
    """A first draft of a post of that title, dated now; gives its path. Raises `OutputError` if the name is taken."""
    local = now.astimezone(app.site.zone)
    head = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\ndate: {local.isoformat(timespec='minutes')}\n"
    text = f'{head}tags: []\nsummary: ""\ndraft: true  # remove this line to publish\n---\n\n'
    return _put(app.root / POSTS_FOLDER / f"{local:%Y-%m-%d}-{slugify(title)}.md", text.encode())


@dataclass(frozen=True, kw_only=True)
class ImportedPost:
    """A post made from a file: where it is (or, in a dry run, would be), its text, and what a person should know."""

    path: Path
    text: str
    notes: tuple[str, ...]


def import_post(app: App, file: Path, date_order: DateOrder | None, *, dry_run: bool) -> ImportedPost:
    """Turn a file (pasted text, Markdown, HTML) into a post, and save it unless `dry_run`.

    `date_order` goes before the site's own. Raises `ImporterError` for a file that is no post, `OutputError` when the
    post's file name is taken.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ImporterError(f"{file}: cannot be read: {error.strerror}") from error
    found = importers.read(
        file.name,
        content,
        date_order=date_order or app.settings.content.date_order,
        site_title=app.site.title,
        tagline=app.site.description,
        zone=app.site.zone,
    )
    path, text = app.root / POSTS_FOLDER / importers.file_name(found), importers.file_text(found)
    if not dry_run:
        _put(path, text.encode())
    return ImportedPost(path=path, text=text, notes=found.notes)


def _put(path: Path, content: bytes) -> Path:
    if path.exists() or path.is_symlink():
        raise OutputError(f"{path} is there already; nothing was overwritten. Rename it, or choose another title.")
    write(path, content)
    return path


def _sample(folder: str) -> dict[str, bytes]:
    """The files of a bundled folder by their path in a site."""
    top = bundled(folder)
    return {f"{folder}/{path.relative_to(top).as_posix()}": path.read_bytes() for path in _files(top)}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _filled(settings: str, answers: Answers, since: str) -> str:
    """The settings with the answers put into their lines; every comment stays."""
    values: Mapping[str, str] = vars(answers)
    for key, value in values.items():
        if value:
            settings = _with_value(settings, key, json.dumps(value, ensure_ascii=False))
    return _with_value(settings, "since", since) if since else settings


def _with_value(settings: str, key: str, written: str) -> str:
    # keys that init fills in stand once in the bundled settings, each on a line of its own
    return re.sub(rf"^{key} = .*$", lambda _: f"{key} = {written}", settings, count=1, flags=re.MULTILINE)
