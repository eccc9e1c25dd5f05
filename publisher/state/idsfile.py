"""config/ids.toml: the ids given out, one line a post, for git and for checkouts that have no state of their own."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from publisher.errors import Problem, SettingsError
from publisher.layout import IDS_FILE
from publisher.model import Listing
from publisher.state.identity import Identity
from publisher.state.idslines import quoted, read_quickly
from publisher.tables import TableError, Tables, parse

_ABOUT = """\
# What readers know the posts of this blog by. An id never changes: under another one a post would be shown as new.
# 'publisher ids --save' writes this file. Keep it in git: whoever has no .publisher/state.db takes the ids from here.
# One line a post, without a file where it was deleted; {} is an id that was given up and is never given again.
"""
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_NAMED = 3  # of many posts, so many are named
_Kind = TypeVar("_Kind")
_KINDS: dict[type, str] = {str: "text in quotes", datetime: "a moment such as 2024-03-04T05:00:00Z"}


class Kept(NamedTuple):
    """What the file holds: identities, former addresses with the id of their post, and where archives begin."""

    identities: list[Identity]
    former_urls: dict[str, str]
    archive_starts: list[tuple[int, int, str]]


def read(path: Path) -> bytes | None:
    """The bytes of the file, `None` where there is none; raises `SettingsError` when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError([_problem(0, f"cannot be read: {error.strerror}")]) from error


def dumps(kept: Kept) -> bytes:
    """The file that holds this, sorted; the same bytes for the same values."""
    ids = (f"{quoted(one.post_id)} = {_line(one)}\n" for one in sorted(kept.identities))
    moved = (f"{quoted(url)} = {quoted(post_id)}\n" for url, post_id in sorted(kept.former_urls.items()))
    archives = (
        f"{serial} = {{ date = {_date(published_s)}, post = {quoted(post_id)} }}\n"
        for serial, published_s, post_id in sorted(kept.archive_starts)
    )
    tables = {"ids": "".join(ids), "moved": "".join(moved), "archives": "".join(archives)}
    return (_ABOUT + "".join(f"\n[{name}]\n{lines}" for name, lines in tables.items() if lines)).encode()


def loads(content: bytes) -> Kept:
    """What the file holds; raises `SettingsError` with every line that cannot be used."""
    text = _text(content)
    values = read_quickly(text)
    if values is not None:
        kept, problems = _kept(Tables(values, text=""))
        if not problems:
            return kept
    kept, problems = _kept(_tables(text))
    if problems:
        raise SettingsError(problems)
    return kept


def contradicted(path: Path, listings: Iterable[Listing]) -> Iterator[Problem]:
    """Warnings about public posts that have another id in the file `path`; none where there is no such file."""
    content = read(path)
    by_file = {one.path: one.post_id for one in loads(content or b"").identities if one.path}
    for post in sorted(post for post in listings if by_file.get(post.source, post.id) != post.id):
        text = (
            f"gives {post.source} the id {by_file[post.source]}, but it was published from here under another one, "
            f"{post.id}. 'publisher ids --save' would write the latter"
        )
        yield Problem(source=IDS_FILE, text=text, is_warning=True)


def unsaved(path: Path, listings: Iterable[Listing]) -> Iterator[Problem]:
    """Warnings about public posts whose ids are not in the file `path`; none where there is no such file."""
    content = read(path)
    if content is None:
        return
    identities = loads(content).identities
    ids, files = {one.post_id for one in identities}, {one.path for one in identities}
    if new := sorted(post.source for post in listings if post.id not in ids and post.source not in files):
        names = ", ".join(new[:_NAMED]) + (f" and {len(new) - _NAMED} more" if len(new) > _NAMED else "")
        text = f"does not have the ids of {names}: run 'publisher ids --save' and commit the file"
        yield Problem(source=IDS_FILE, text=text, is_warning=True)


def _line(identity: Identity) -> str:
    if not identity.url:  # no mark is left that could lead to it
        return "{}"
    file = "" if identity.is_gone else identity.path
    address = "" if identity.url == identity.post_id else f"address = {quoted(identity.url)}, "
    public = int(datetime.fromisoformat(identity.first_public).timestamp())
    return (
        f"{{ file = {quoted(file)}, {address}date = {_date(identity.published_s)}, public = {_date(public)}, "
        f"title = {quoted(identity.title)}, words = {quoted(identity.words)} }}"
    )


def _date(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError([_problem(line, f"is not UTF-8 at byte {error.start}; save it as UTF-8")]) from error


def _tables(text: str) -> Tables:
    try:
        return parse(text)
    except TableError as error:
        for number, line in enumerate(text.split("\n"), start=1):
            if line.startswith(_CONFLICT):
                advice = "a merge was not finished here: keep the posts of both sides, each once, and remove the marks"
                raise SettingsError([_problem(number, advice)]) from error
        raise SettingsError([_problem(error.line, f"is not valid TOML: {error}")]) from error


def _kept(tables: Tables) -> tuple[Kept, list[Problem]]:
    """What the tables say, and what is wrong with them."""
    readers: dict[str, Callable[[str, Any], Any]] = {"ids": _identity, "moved": _former, "archives": _archive}
    found: dict[str, list[Any]] = {name: [] for name in readers}
    problems = []
    for name, table in tables.values.items():
        if name not in readers or not isinstance(table, dict):
            text = f"{name!r} is no table of this file, which has {', '.join(f'[{known}]' for known in readers)}"
            problems.append(_problem(tables.line(name), text))
            continue
        for key, value in table.items():
            try:
                found[name].append(readers[name](key, value))
            except (ValueError, OverflowError) as error:
                problems.append(_problem(tables.line(name, key), f"{key}: {error}"))
    problems += _second_ids(tables, found["ids"])
    return Kept(found["ids"], dict(found["moved"]), found["archives"]), problems


def _second_ids(tables: Tables, identities: Iterable[Identity]) -> Iterator[Problem]:
    by_file = dict[str, Identity]()
    for identity in identities:
        if identity.path and (other := by_file.setdefault(identity.path, identity)) is not identity:
            text = f"{identity.path} has another id on line {tables.line('ids', other.post_id)}; keep one of them"
            yield _problem(tables.line("ids", identity.post_id), text)


def _identity(post_id: str, value: Any) -> Identity:
    if value == {}:
        return Identity(post_id, "", "", "", "", 0, datetime.fromtimestamp(0, UTC).isoformat(), is_gone=True)
    return Identity(
        post_id=post_id,
        path=_part(value, "file", str),
        url=_part(value, "address", str) if "address" in value else post_id,
        words=_part(value, "words", str),
        title=_part(value, "title", str),
        published_s=_seconds(value, "date"),
        first_public=datetime.fromtimestamp(_seconds(value, "public"), UTC).isoformat(),
        is_gone=not value["file"],
    )


def _former(url: str, value: Any) -> tuple[str, str]:
    return url, _part({"id": value}, "id", str)


def _archive(serial: str, value: Any) -> tuple[int, int, str]:
    if not (serial.isascii() and serial.isdigit()):
        raise ValueError("the number of an archive must be a whole one")
    return int(serial), _seconds(value, "date"), _part(value, "post", str)


def _seconds(value: Any, name: str) -> int:
    moment = _part(value, name, datetime)
    if moment.tzinfo is None:
        raise ValueError(f"{name!r} needs a zone, as in 2024-03-04T05:00:00Z")
    return int(moment.timestamp())


def _part(value: Any, name: str, kind: type[_Kind]) -> _Kind:
    part = value.get(name) if isinstance(value, dict) else None
    if not isinstance(part, kind):
        raise ValueError(f"{name!r} must be {_KINDS[kind]}")
    return part


def _problem(line: int, text: str) -> Problem:
    return Problem(source=IDS_FILE, line=line, text=text)
