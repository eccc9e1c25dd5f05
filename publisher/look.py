"""Look at a folder without opening a file: what lies there, and how it would show that it changed."""

import os
from stat import S_IFDIR, S_IFLNK, S_IFREG

LINK, OTHER = "link", "other"  # instead of a file's numbers: what is never opened

_KIND = 0o170000  # the bits of a mode that say what kind of thing it is of
_IGNORED_ENDINGS = ("~", ".part", ".tmp", ".swp")  # what editors and downloads leave for a moment


def look(root: str, folder: str) -> dict[str, str]:
    """Every file below `folder`, by its path relative to `root`, with what a change of it would change.

    That is its size, times of change in nanoseconds (of content and of the file itself) and inode, as one text; the
    time of the file itself catches an edit whose author set the old time back. Hidden files and files in the middle of
    being saved are passed over; a symbolic link is `LINK`, a pipe or a device `OTHER`. Raises `OSError` for a folder
    that cannot be read.
    """
    found: dict[str, str] = {}
    _below(os.path.join(root, folder), folder, found)
    return found


def look_at(paths: list[str]) -> dict[str, str]:
    """The same for single files by the paths given; a missing one is left out."""
    found = {}
    for path in paths:
        try:
            found[path] = _numbers(os.stat(path))
        except OSError:
            continue
    return found


def digest(looks: dict[str, str]) -> str:
    """A short text that changes with anything in the looks."""
    from _blake2 import blake2b  # hashlib's own; the rest of hashlib would cost an idle run a millisecond

    lines = "\n".join([f"{path}\0{looks[path]}" for path in sorted(looks)])
    return str(blake2b(lines.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest())


def changed_ns(numbers: str) -> int:
    """When a file with these numbers last changed, in unix nanoseconds."""
    _, mtime_ns, ctime_ns, _ = map(int, numbers.split())
    return max(mtime_ns, ctime_ns)


def _below(folder: str, name: str, found: dict[str, str]) -> None:
    # one question to the system for each entry: at 10,000 posts this loop is most of an idle run
    with os.scandir(folder) as entries:
        for entry in entries:
            file = entry.name
            path = f"{name}/{file}"
            if file[0] == "." or file.endswith(_IGNORED_ENDINGS):
                continue
            facts = entry.stat(follow_symlinks=False)
            kind = facts.st_mode & _KIND
            if kind == S_IFREG:
                found[path] = _numbers(facts)
            elif kind == S_IFDIR:
                _below(entry.path, path, found)
            else:
                found[path] = LINK if kind == S_IFLNK else OTHER


def _numbers(facts: os.stat_result) -> str:
    return f"{facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns} {facts.st_ino}"
