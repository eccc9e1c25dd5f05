"""What was seen of the posts folder, what it became, and which ids were given out."""

import json
import os
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from publisher.errors import Problem
from publisher.model import Post
from publisher.state import postjson
from publisher.state.database import queries, transaction
from publisher.state.identity import Identity, settle


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A file as a look at the folder shows it; what differs in any of these has to be read again."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, path: str, stat: os.stat_result) -> "Seen":
        """The file at `path`, relative to the site."""
        return cls(
            path=path, size=stat.st_size, mtime_ns=stat.st_mtime_ns, ctime_ns=stat.st_ctime_ns, inode=stat.st_ino
        )


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """What a file became. `key` names its bytes and everything they were rendered with; no post: it has problems."""

    key: str = ""
    post: Post | None = None
    draft: bool = False
    has_own_id: bool = False
    problems: tuple[Problem, ...] = ()


class Catalog:
    """The catalog in one state database. A method that changes something is one transaction, or joins the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = queries("catalog")

    def fact(self, name: str) -> str:
        """A remembered fact about the site, `""` if none."""
        value = self._sql.fact(self._connection, name=name)
        return str(value) if value is not None else ""

    def set_fact(self, name: str, value: str) -> None:
        """Remember a fact."""
        self._sql.set_fact(self._connection, name=name, value=value)

    def seen(self) -> dict[str, Seen]:
        """Every file as it was last seen, by path."""
        return {
            path: Seen(path=path, size=size, mtime_ns=mtime_ns, ctime_ns=ctime_ns, inode=inode)
            for path, size, mtime_ns, ctime_ns, inode in self._sql.sources(self._connection)
        }

    def problems(self) -> list[Problem]:
        """What is wrong with the files as they were last read, sorted."""
        return sorted(
            Problem(source=path, line=line, text=text)
            for path, complaints in self._sql.problems(self._connection)
            for line, text in json.loads(complaints)
        )

    def key(self, path: str) -> str:
        """The key under which a file's rendering is kept, `""` if none is."""
        return self._sql.rendered_key(self._connection, path=path) or ""

    def touch(self, seen: Seen) -> None:
        """The file looks new but is not: remember how it looks."""
        self._sql.touch_source(self._connection, **vars(seen))

    def put(self, seen: Seen, rendering: Rendering) -> None:
        """Remember a file and what it became."""
        post = rendering.post
        with transaction(self._connection):
            self._sql.put_source(
                self._connection,
                **vars(seen),
                published=int(post.published.timestamp()) if post else None,
                draft=rendering.draft,
                problems=json.dumps([(problem.line, problem.text) for problem in rendering.problems]),
            )
            self._sql.drop_rendered(self._connection, path=seen.path)
            if post:
                self._sql.put_rendered(
                    self._connection,
                    path=seen.path,
                    key=rendering.key,
                    has_own_id=rendering.has_own_id,
                    post=postjson.dumps(post),
                )

    def forget(self, paths: Iterable[str]) -> None:
        """The files are gone; the ids of their posts stay taken."""
        with transaction(self._connection):
            for path in paths:
                self._sql.forget_source(self._connection, path=path)

    def publish(self, now: datetime) -> tuple[Post, ...]:
        """The posts that are public at `now`, newest first, each with its permanent id, which is remembered.

        Raises `IdentityError` when two posts claim one id or address; nothing is remembered then.
        """
        rows = self._sql.public_posts(self._connection, now=int(now.timestamp()))
        public = [(postjson.loads(post), bool(has_own_id)) for has_own_id, post in rows]
        known = self.identities()
        settled, identities = settle(public, known, self.seen().keys(), now)
        self._remember(set(identities) - set(known))
        return tuple(sorted(settled, key=lambda post: (post.published, post.id), reverse=True))

    def count(self, now: datetime) -> tuple[int, int]:
        """How many posts are public at `now`, and how many wait for their time."""
        public, waiting = self._sql.count(self._connection, now=int(now.timestamp()))
        return int(public), int(waiting)

    def next_publication(self, now: datetime) -> datetime | None:
        """When the next waiting post becomes public; `None` when none waits."""
        moment = self._sql.next_publication(self._connection, now=int(now.timestamp()))
        return datetime.fromtimestamp(moment, UTC) if moment is not None else None

    def identities(self) -> list[Identity]:
        """Every id ever given out."""
        return [
            Identity(
                post_id=post_id,
                path=path,
                url=url,
                content=content,
                heading=heading,
                first_public=datetime.fromisoformat(first_public),
            )
            for post_id, path, url, content, heading, first_public in self._sql.identities(self._connection)
        ]

    def artifacts(self) -> set[str]:
        """The paths below out/ that we wrote."""
        return {path for (path,) in self._sql.artifacts(self._connection)}

    def note_artifacts(self, added: Iterable[str], removed: Iterable[str]) -> None:
        """Remember which paths below out/ are ours. Call it before writing new ones and after removing old ones."""
        with transaction(self._connection):
            self._sql.add_artifact(self._connection, [{"path": path} for path in added])
            self._sql.remove_artifact(self._connection, [{"path": path} for path in removed])

    def _remember(self, identities: Collection[Identity]) -> None:
        if not identities:
            return
        with transaction(self._connection):
            for identity in identities:
                row = vars(identity) | {"first_public": identity.first_public.isoformat()}
                self._sql.put_identity(self._connection, **row)
