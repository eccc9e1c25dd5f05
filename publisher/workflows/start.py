"""Begin: a new site, a new post, posts from elsewhere. Nothing that exists is ever overwritten."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from publisher.app import App
from publisher.bundled import bundled
from publisher.content import importers
from publisher.content.importers import DateOrder
from publisher.content.slugs import slugify
from publisher.errors import ImporterError, OutputError, UsageError
from publisher.files import write
from publisher.layout import SETTINGS_FILE
from publisher.links import site_address
from publisher.sitefacts import zone
from publisher.state.subscribers import Consent
from publisher.tables import parse
from publisher.workflows.subscribing import apply_import, plan_import

_POSTS = "posts"  # where a new site keeps them
_SAMPLE_LIST = "config/sample-subscribers.csv"
_WELCOME = """---
title: "Welcome"
date: {date}
tags: [welcome]
summary: "A first post, to see that everything works."
---

Write here as you would speak to one reader. A blank line begins a new paragraph.

## A heading

- a list
- with **bold** words and a [link](https://example.org/)

This post is dated before the newsletter begins, so nobody gets it by mail. Remove it when yours are here.
"""
_GITIGNORE = b"# made by publisher: a cache, and this machine's own state\nout/\n.publisher/\n"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a new site is filled in with; what is empty follows from the rest, or stays empty."""

    title: str = ""
    url: str = ""
    author: str = ""
    postal_address: str = ""
    zone: str = ""

    def __post_init__(self) -> None:
        for check, answer, name in ((site_address, self.url, "--url"), (zone, self.zone, "--zone")):
            try:
                if answer:
                    check(answer)
            except ValueError as error:
                raise UsageError(f"{name} {error}; nothing was made") from error


def init(folder: Path, answers: Answers, now: datetime, *, sample_posts: bool) -> list[Path]:
    """Make a site in `folder` from the sample that came with the publisher, and give the files made.

    With `sample_posts` it is the sample clinic's site with the answers put in. Without, nothing of the clinic stays:
    what was not answered follows from the address or is empty, the newsletter begins on the day of `now` (local), and
    one older post is there to start from. Files that are there already stay. Raises `OutputError` when the folder
    holds a site.
    """
    if (folder / SETTINGS_FILE).exists():
        raise OutputError(f"{folder / SETTINGS_FILE} is there already; nothing was changed.")
    files = _sample("config") | {".gitignore": _GITIGNORE}
    values = _given(answers) if sample_posts else _fresh(answers, folder.resolve().name, now)
    files[SETTINGS_FILE] = _filled(files[SETTINGS_FILE].decode(), values).encode()
    if sample_posts:
        files |= _sample(_POSTS)
    else:
        day = now - timedelta(days=1)
        files[f"{_POSTS}/{day:%Y-%m-%d}-welcome.md"] = _WELCOME.format(date=day.date()).encode()
    missing = {folder / name: content for name, content in sorted(files.items()) if not (folder / name).exists()}
    return [_put(path, content) for path, content in missing.items()]


def bring_sample_list(app: App, now: datetime) -> None:
    """Put the readers of the sample's list on the list of its newsletter, so that its first run has letters to show."""
    file, (newsletter, *_) = app.root / _SAMPLE_LIST, app.settings.newsletter
    digest = plan_import(app, file, newsletter).digest
    apply_import(app, file, newsletter, digest, Consent("sample"), now)


def _given(answers: Answers) -> dict[tuple[str, ...], object]:
    """The settings that were answered, by table and key."""
    return {("site", key): value for key, value in vars(answers).items() if value}


def _fresh(answers: Answers, name: str, now: datetime) -> dict[tuple[str, ...], object]:
    """Every setting of which the sample holds the clinic's own."""
    title, url = answers.title or name, answers.url or "https://example.com/"
    host = (urlsplit(url).hostname or "example.com").removeprefix("www.")
    monthly = ("newsletter", "monthly")
    return {
        ("site", "title"): title,
        ("site", "url"): url,
        ("site", "author"): answers.author or title,
        ("site", "postal_address"): answers.postal_address,
        ("site", "description"): "",
        ("site", "zone"): answers.zone or "UTC",
        ("site", "disclaimer"): "",
        ("social", "hashtags"): {},
        (*monthly, "title"): f"News from {title}",
        (*monthly, "sender"): f"letter@{host}",
        (*monthly, "reply_to"): f"hello@{host}",
        (*monthly, "since"): now.date(),
        (*monthly, "unsubscribe_url"): "",
        (*monthly, "unsubscribe_mail"): f"unsubscribe@{host}",
    }


def new_post(app: App, title: str, now: datetime) -> Path:
    """A first draft of a post of that title, dated now; gives its path. Raises `OutputError` if the name is taken."""
    if not title.strip():
        raise UsageError('a post needs a title, for example: publisher new "What a first visit is like"')
    local = now.astimezone(app.site.zone)
    head = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\ndate: {local.isoformat(timespec='minutes')}\n"
    text = f'{head}tags: []\nsummary: ""\ndraft: true  # remove this line to publish\n---\n\n'
    return _put(app.root / app.settings.content.folder / f"{local:%Y-%m-%d}-{slugify(title)}.md", text.encode())


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
    path, text = app.root / app.settings.content.folder / importers.file_name(found), importers.file_text(found)
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


def _filled(settings: str, values: Mapping[tuple[str, ...], object]) -> str:
    """The settings with each value on the line of its key; every comment stays."""
    tables, lines = parse(settings), settings.splitlines()
    for path, value in values.items():
        written = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
        lines[tables.line(*path) - 1] = f"{path[-1]} = {written}"
    return "\n".join(lines) + "\n"
