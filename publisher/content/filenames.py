"""What the path of a post's file says about it."""

import re
from typing import NamedTuple

_DATED_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")
_JEKYLLS = ("_posts", "_drafts")
_DRAFTS = ("_drafts", "drafts")


class FileName(NamedTuple):
    """`day` is the date that begins the name, as written; `name` what follows it. `categories` are the folders that
    Jekyll takes for such: those above `_posts`. A file `in_drafts` lies in a folder for drafts.
    """

    day: str
    name: str
    categories: tuple[str, ...] = ()
    in_drafts: bool = False
    in_jekyll: bool = False


def read(source: str, folder: str = "") -> FileName:
    """What the path `source` says; `folder` is the posts folder, whose own name is no category.

    `slow-evenings/index.md` is named by its folder.
    """
    path = source.removeprefix(f"{folder}/")
    *folders, last = path.split("/")
    stem = last.rpartition(".")[0] or last
    if stem.partition(".")[0] == "index":
        above = (folders or source.split("/")[:-1] or [stem])[-1]
        stem = above + stem[len("index") :].replace(".", "-")  # Hugo's index.de.md beside index.md
    dated = _DATED_NAME.fullmatch(stem)
    day, name = dated.groups() if dated else ("", stem)
    if "_posts" not in source and "drafts" not in source.lower():
        return FileName(day, name)
    special = next((number for number, part in enumerate(folders) if part in _JEKYLLS), None)
    parts = {*folder.split("/"), *folders}
    return FileName(
        day,
        name,
        categories=tuple(folders[:special]) if special else (),
        in_drafts=any(part.lower() in _DRAFTS for part in parts),
        in_jekyll=not parts.isdisjoint(_JEKYLLS),
    )
