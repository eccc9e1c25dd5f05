"""What was seen of the posts folder, what it became, and what was made of it; losing it costs one cold build."""

import contextlib
import json
import os
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from publisher.errors import Problem
from publisher.files import PRIVATE_FILE, private_folder
from publisher.layout import CACHE_DATABASE
from publisher.model import Listing, Post, listing
from publisher.state.database import transaction, unusable
from publisher.state.identity import Claim
from publisher.state.packing import pack_listing, unpack_listing
from publisher.state.statements import queries

# the first number is raised with every change of cache_schema.sql; how posts are packed depends on Python
_FORM = 6 * 10_000 + sys.version_info.major * 100 + sys.version_info.minor
_AGE = attrgetter("published_s", "id")
_SCHEMA = Path(__file__).parent / "sql" / "cache_schema.sql"


class Reading(NamedTuple):
    """What one file became. `row` holds the columns of its post and `body` the whole post; both are `None` for a file
    with problems, or one that `is_same` as it was known: then nothing but its look has to be remembered. A post that
    is seldom asked for may go without its body: it can be read again. `ahead` says where that lies which was made of
    the post already, if anything was; the cache does not remember it.
    """

    path: str
    look: str
    is_same: bool = False
    row: tuple[object, ...] | None = None
    body: bytes | None = None
    uses: tuple[str, ...] = ()
    assets: tuple[tuple[str, str], ...] = ()
    complaints: tuple[tuple[int, str, bool], ...] = ()
    ahead: tuple[str, int] | None = None


class Made(NamedTuple):
    """A recipe that was made under a key, and the paths of its files below out/."""

    name: str
    key: str
    paths: tuple[str, ...]


def row_of(post: Post, key: str, words: str, *, draft: bool, has_own_id: bool) -> tuple[object, ...]:
    """The columns of a post, for a `Reading`."""
    listed = listing(post, under_id(key, post.id, post.url))
    return post.source, key, post.id, has_own_id, listed.published_s, draft, words, pack_listing(listed)


def open_cache(folder: Path) -> sqlite3.Connection:
    """A connection to the cache in the state folder; one that is damaged, of another form or another Python's is begun
    anew.
    """
    path = private_folder(folder) / CACHE_DATABASE
    try:
        return _opened(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # a full disk, a lock: no fault of the cache
            raise unusable(path, error) from error
        for name in (path, path.with_name(f"{path.name}-journal")):
            name.unlink(missing_ok=True)
        return _opened(path)


def open_cache_in_memory() -> sqlite3.Connection:
    """A cache that leaves no trace."""
    return _opened(Path(":memory:"))


def _opened(path: Path) -> sqlite3.Connection:
    if str(path) != ":memory:" and not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        (form,) = connection.execute("PRAGMA user_version").fetchone()
        if form not in (0, _FORM):
            raise sqlite3.DatabaseError(f"a cache of form {form}")
        if form == 0:
            schema = _SCHEMA.read_text("utf-8")
            connection.executescript(f"BEGIN IMMEDIATE; {schema} PRAGMA user_version = {_FORM}; COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


class Cache:
    """The cache over its connection. A method that changes something is one transaction, or joins the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = queries("cache")

    def transaction(self) -> "contextlib.AbstractContextManager[None]":
        """All of the block or nothing of it."""
        return transaction(self._connection)

    def fact(self, name: str) -> str:
        """A remembered fact, `""` if none."""
        return self._sql.fact(self._connection, name=name) or ""

    def set_facts(self, **facts: str) -> None:
        """Remember facts."""
        with self.transaction():
            for name, value in facts.items():
                self._sql.set_fact(self._connection, name=name, value=value)

    def looks(self) -> Iterator[tuple[str, str]]:
        """Each file's path and how it looked when it was last read; an empty look for one to be read again."""
        yield from self._sql.files(self._connection)

    def is_settled(self) -> bool:
        """Whether no file has to be looked at again."""
        return self._sql.unsettled_file(self._connection) is None

    def key(self, path: str) -> str:
        """The key of a readable post, `""` for none."""
        return self._sql.key(self._connection, path=path) or ""

    def known(self, paths: Sequence[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The key of each readable post among these files, and the files that it looked for."""
        paths_json, uses = json.dumps(paths), defaultdict[str, list[str]](list)
        for path, file in self._sql.uses(self._connection, paths=paths_json):
            uses[path].append(file)
        return {path: (key, tuple(uses[path])) for path, key in self._sql.keys(self._connection, paths=paths_json)}

    def users(self, files: Iterable[str]) -> set[str]:
        """The posts that looked for any of the files."""
        return {post for (post,) in self._sql.users(self._connection, files=json.dumps(list(files)))}

    def put(self, readings: Sequence[Reading]) -> None:
        """Remember what files became, each in place of what it was before."""
        sql, connection = self._sql, self._connection
        changed = [reading for reading in readings if not reading.is_same]
        with self.transaction():
            sql.put_file(connection, [(reading.path, reading.look) for reading in readings])
            self._drop([reading.path for reading in changed])
            sql.put_post(connection, [reading.row for reading in changed if reading.row])
            sql.put_body(connection, [(reading.path, reading.body) for reading in changed if reading.body])
            sql.add_use(connection, [(reading.path, file) for reading in changed for file in reading.uses])
            sql.add_asset(connection, [(reading.path, *asset) for reading in changed for asset in reading.assets])
            sql.add_complaint(connection, [(one.path, *complaint) for one in changed for complaint in one.complaints])

    def forget(self, paths: Iterable[str]) -> None:
        """The files are gone."""
        paths = list(paths)
        with self.transaction():
            self._sql.forget_file(self._connection, [(path,) for path in paths])
            self._drop(paths)

    def _drop(self, paths: Sequence[str]) -> None:
        rows = [(path,) for path in paths]
        for drop in ("drop_post", "drop_body", "drop_uses", "drop_assets", "drop_complaints"):
            getattr(self._sql, drop)(self._connection, rows)

    def complaints(self) -> list[Problem]:
        """What is wrong, or worth a warning, with the files as they were last read, sorted."""
        return [
            Problem(source=path, line=line, text=text, is_warning=bool(is_warning))
            for path, line, text, is_warning in self._sql.complaints(self._connection)
        ]

    def claims(self, now: datetime) -> list[Claim]:
        """Posts that have no settled id yet, in the order of their paths: those that are public at `now`, and of the
        others those that were not among the claims before.
        """
        rows = self._sql.claims(self._connection, now=_seconds(now))
        return [
            Claim(
                source=post.source,
                url=post.url,
                slug=post.slug,
                id=post.id,
                has_own_id=bool(has_own_id),
                title=post.title,
                published_s=post.published_s,
                words=words,
                is_public=bool(is_public),
            )
            for packed, has_own_id, words, is_public in rows
            for post in (unpack_listing(packed),)
        ]

    def settle(self, ids: Mapping[str, str]) -> None:
        """Remember the permanent ids of posts, by path; `""` for one that is not public."""
        with self.transaction():
            self._sql.settle(self._connection, [(post_id, path) for path, post_id in ids.items()])

    def unsettle(self, paths: Iterable[str]) -> None:
        """Have the ids of these posts settled again by the next build."""
        with self.transaction():
            self._sql.unsettle(self._connection, [(path,) for path in paths])
            self.set_facts(built="", calm_until="")

    def listings(self, now: datetime) -> tuple[Listing, ...]:
        """Every post that is public at `now`, newest first; those of one second by id from the highest."""
        listings = map(_listing, self._sql.listings(self._connection, now=_seconds(now)))
        return tuple(sorted(listings, key=_AGE, reverse=True))

    def bodies(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The packed posts of these files, of those whose bodies are kept."""
        return dict(self._sql.bodies(self._connection, paths=json.dumps(list(paths))))

    def put_bodies(self, bodies: Mapping[str, bytes]) -> None:
        """Keep packed posts that were read again, by path."""
        with self.transaction():
            self._sql.put_body(self._connection, list(bodies.items()))

    def count(self, now: datetime) -> tuple[int, int, int]:
        """How many posts are public at `now`, how many wait for their time, and how many are drafts."""
        public, waiting, drafts = self._sql.count(self._connection, now=_seconds(now))
        return int(public), int(waiting), int(drafts)

    def hidden(self, now: datetime) -> Iterator[tuple[Listing, bool]]:
        """Each post that is not public at `now`, and whether it is a draft; in the order of their paths."""
        for packed, draft in self._sql.hidden(self._connection, now=_seconds(now)):
            yield unpack_listing(packed), bool(draft)

    def next_publication(self, now: datetime) -> datetime | None:
        """When the next waiting post becomes public; `None` when none waits."""
        moment = self._sql.next_publication(self._connection, now=_seconds(now))
        return datetime.fromtimestamp(moment, UTC) if moment is not None else None

    def assets(self, now: datetime) -> list[tuple[str, str]]:
        """Files that public posts show: path below the site's address, and path in the site."""
        return list(self._sql.assets(self._connection, now=_seconds(now)))

    def start_making(self, inputs: str, *, anew: bool) -> None:
        """Forget what the recipes were made under when it was not these `inputs`, or if `anew`; what they made stays
        known.
        """
        with self.transaction():
            if anew or self.fact("made_under") != inputs:
                self._sql.forget_keys(self._connection)
                self.set_facts(made_under=inputs)

    def recipes(self) -> dict[str, str]:
        """The key under which each recipe was last made, by its name."""
        return dict(self._sql.recipes(self._connection))

    def files_made_by(self, recipes: Iterable[str]) -> dict[str, str]:
        """Paths below out/ that any of the recipes made, and which of them."""
        return dict(self._sql.files_made_by(self._connection, recipes=json.dumps(list(recipes))))

    def makers(self, paths: Iterable[str]) -> dict[str, str]:
        """The recipe that made each of the files below out/, where one is known."""
        return dict(self._sql.makers(self._connection, paths=json.dumps(list(paths))))

    def note_made(self, made: Iterable[Made]) -> None:
        """Remember recipes and their files; what they made before stays noted too, until `assign` or `drop_made`."""
        made = list(made)
        with self.transaction():
            self._sql.put_recipe(self._connection, [(one.name, one.key) for one in made])
            self._sql.put_made(self._connection, [(path, one.name) for one in made for path in one.paths])

    def assign(self, paths: Iterable[str], recipe: str) -> None:
        """Have files below out/ belong to a recipe."""
        with self.transaction():
            self._sql.put_made(self._connection, [(path, recipe) for path in paths])

    def claim_made(self, paths: Iterable[str], recipe: str) -> None:
        """Remember that files below out/ are ours, where nobody knows it yet."""
        with self.transaction():
            self._sql.claim_made(self._connection, [(path, recipe) for path in paths])

    def drop_recipes(self, names: Iterable[str]) -> None:
        """Forget recipes that are not wanted any more; their files are dropped by `drop_made`."""
        with self.transaction():
            self._sql.drop_recipe(self._connection, [(name,) for name in names])

    def drop_made(self, paths: Iterable[str]) -> None:
        """The files are removed."""
        with self.transaction():
            self._sql.drop_made(self._connection, [(path,) for path in paths])


def _listing(row: tuple[bytes, str | None, str | None]) -> Listing:
    packed, settled, key = row
    post = unpack_listing(packed)
    return post if settled is None else post._replace(id=settled, key=under_id(key or "", settled, post.url))


def under_id(key: str, post_id: str, url: str) -> str:
    """The key of a rendering together with the post's id; one that is the address, as it nearly always is, adds
    nothing.
    """
    return key if post_id == url else f"{key} {post_id}"


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
