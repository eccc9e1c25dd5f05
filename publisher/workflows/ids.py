"""The ids of posts: list them, keep them in git, and settle what only a person can tell."""

import json
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from publisher.app import App
from publisher.errors import UsageError
from publisher.files import write
from publisher.layout import IDS_FILE
from publisher.state.identity import Identity


class Saved(NamedTuple):
    """The file that holds the ids now, how many, and whether it had to change."""

    path: Path
    ids: int
    was_changed: bool


class Ruling(NamedTuple):
    """What a person said of a new file: the id it keeps, `""` for a new post."""

    source: str
    post_id: str


def list_ids(app: App) -> list[Identity]:
    """Every post that was ever public, by its file; those without a file last."""
    known = [identity for identity in app.identities.all() if identity.url]
    return sorted(known, key=lambda identity: (not identity.path, identity.path, identity.post_id))


def save_ids(app: App) -> Saved:
    """Write every id into config/ids.toml, the same bytes for the same ids. What the file knew and the state did not
    is kept. Raises `SettingsError` when the file that is there cannot be read.
    """
    path = app.root / IDS_FILE
    app.identities.take_in(path, lambda source: (app.root / source).exists())
    return Saved(path, len(app.identities.all()), write(path, app.identities.save()))


def rule(app: App, post: str, was: str | None) -> Ruling:
    """Say of the new file `post` that it is the post that `was` in a file that is gone (its path or id); `None`: that
    it is a new post. The next build goes by it, once.

    Raises `UsageError` when there is no such file, when its id is settled, or when `was` names no post that is gone.
    """
    source = _source(app, post)
    if known := app.identities.of_file(source):
        raise UsageError(f"{source} has its id already: {known.post_id}. Only a new file is asked about")
    lost = _lost(app, was) if was is not None else None
    app.identities.rule(source, (lost.path or lost.post_id) if lost else "")
    return Ruling(source, lost.post_id if lost else "")


def ids_text(identities: Sequence[Identity]) -> str:
    """A line a post: its file, and its id."""
    return "\n".join(f"{identity.path or '(no file)'}\t{identity.post_id}" for identity in identities)


def ids_json(identities: Sequence[Identity]) -> str:
    """`[{"id", "source", "url", "first_public", "fixed_by_author"}]`."""
    facts = [
        {
            "id": identity.post_id,
            "source": identity.path,
            "url": identity.url,
            "first_public": identity.first_public,
            "fixed_by_author": bool(identity.has_own_id),
        }
        for identity in identities
    ]
    return json.dumps(facts, ensure_ascii=False, indent=2)


def saved_text(saved: Saved) -> str:
    """What to do with the file."""
    what = "written; commit it" if saved.was_changed else "holds them already"
    return f"{saved.path}: {saved.ids} ids, {what}."


def ruling_text(ruling: Ruling) -> str:
    """What the next build will do."""
    if ruling.post_id:
        return f"{ruling.source} keeps the id {ruling.post_id}, from the next build on."
    return f"{ruling.source} is a new post, from the next build on."


def _source(app: App, post: str) -> str:
    """The path relative to the site of a file that is named so, or as seen from the present folder."""
    for path in (app.root / post, Path(post)):
        if path.is_file() and path.resolve().is_relative_to(app.root.resolve()):
            return path.resolve().relative_to(app.root.resolve()).as_posix()
    raise UsageError(f"{post}: there is no such file in {app.root.resolve()}")


def _lost(app: App, was: str) -> Identity:
    """The post that had the file or id and has no file now."""
    gone = [one for one in list_ids(app) if one.is_gone or not (app.root / one.path).exists()]
    names = {name: one for one in gone for name in (one.post_id, one.path) if name}
    if was in names:
        return names[was]
    if app.identities.of_file(was) or app.identities.of_id(was):
        raise UsageError(f"{was} is still there, or has another id now: nothing can take its id over")
    close = get_close_matches(was, names, n=1)
    raise UsageError(f"{was} was never public{f'; did you mean {close[0]}?' if close else ' from here'}")
