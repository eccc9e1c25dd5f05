"""The ids given out, remembered in the state database: settled once, never given to another post."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.model import utc
from publisher.state import idsfile
from publisher.state.database import transaction
from publisher.state.identity import Claim, Identity
from publisher.state.settlement import Settlement, rename, without_a_file
from publisher.state.statements import queries

if TYPE_CHECKING:
    import sqlite3

_TAKEN_IN = "ids.toml"  # the fact that holds a digest of the file as it was last taken in


class Identities:
    """The ids given out in one state database. What changes something is one transaction, or joins the caller's."""

    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._connection = connection
        self._sql = queries("identity")

    def settle(self, claims: Sequence[Claim], present: Collection[str], now: datetime) -> dict[str, str]:
        """The permanent id of each public post that claims one, by its file; they are remembered.

        `claims` are the posts that are new or changed since the last time, `present` every post file there is, drafts
        and damaged ones included. A known file keeps its id, a new file takes over the id of one that is gone
        when it is recognised by its words, by title and date, or, until `note_gone`, by its address; any other gets its
        address as its id, or a name at its host where the address was taken.

        Raises `IdentityError`, and remembers nothing, when two posts claim one id, or when a new file may be one that
        is gone and only a person can tell: it shares its title or its date, and nothing that would prove it.
        """
        if not claims:
            return {}
        with transaction(self._connection):
            in_order = sorted(claims, key=lambda claim: (not claim.is_public, claim.source))
            return Settlement(self._connection, in_order, present, utc(now).isoformat()).ids()

    def note_gone(self, present: Collection[str]) -> None:
        """Remember which posts have no file among those `present` (see `settle`), now that every post is settled: what
        comes later in their files or at their addresses is not taken for them on that ground alone.
        """
        with transaction(self._connection):
            self._sql.note_gone(self._connection, [(id_,) for id_ in without_a_file(self._connection, present)])

    def first_public(self, ids: Iterable[str]) -> dict[str, datetime]:
        """When each of these posts was first public, in UTC; without those never seen."""
        moments = ((post_id, self._sql.first_public(self._connection, post_id=post_id)) for post_id in ids)
        return {post_id: datetime.fromisoformat(moment) for post_id, moment in moments if moment}

    def first_public_after(self, moment: datetime) -> dict[str, datetime]:
        """The posts that were first public later than `moment`: when, in UTC, by id."""
        rows = self._sql.first_public_after(self._connection, moment=utc(moment).isoformat())
        return {post_id: datetime.fromisoformat(first_public) for post_id, first_public in rows}

    def moved(self) -> list[tuple[str, str]]:
        """Addresses that posts had before and no post has now, each with the present one of its post; sorted.

        A post that is gone is among them, with the last address it had.
        """
        return list(self._sql.moved(self._connection))

    def archive_starts(self) -> list[tuple[int, int, str]]:
        """Serial number, date (unix seconds) and id of the post that each archive begins with, the oldest first."""
        return list(self._sql.archive_starts(self._connection))

    def put_archive_starts(self, starts: Iterable[tuple[int, int, str]]) -> None:
        """Remember these, and no others."""
        rows = sorted((serial, published_s, post_id) for serial, published_s, post_id in starts)
        if rows != sorted(self.archive_starts()):
            with transaction(self._connection):
                self._sql.drop_archive_starts(self._connection)
                self._sql.put_archive_start(self._connection, rows)

    def cards(self) -> frozenset[str]:
        """The ids of the posts that have a share card, or once had one."""
        return frozenset(post_id for (post_id,) in self._sql.cards(self._connection))

    def give_cards(self, post_ids: Iterable[str]) -> None:
        """Remember that these posts have one, too."""
        new = set(post_ids) - self.cards()
        if new:
            with transaction(self._connection):
                self._sql.give_card(self._connection, [(post_id,) for post_id in sorted(new)])

    def all(self) -> list[Identity]:
        """Every identity ever given out, by id."""
        return [Identity._make(row) for row in self._sql.identities(self._connection)]

    def of_file(self, path: str) -> Identity | None:
        """The identity of the post in a file, `None` for a file that was never public."""
        return next(map(Identity._make, self._sql.at_paths(self._connection, paths=json.dumps([path]))), None)

    def of_id(self, post_id: str) -> Identity | None:
        """The identity with an id, `None` for an id that was never given out."""
        row = self._sql.identity(self._connection, post_id=post_id)
        return Identity._make(row) if row else None

    def rule(self, source: str, was: str) -> None:
        """Remember what a person said of a new file for the next `settle`: which file or id it `was`, `""` for none."""
        self._sql.put_ruling(self._connection, source=source, was=was)

    def adopt(self, identities: Collection[Identity]) -> None:
        """Give the posts in these files the ids named here; the ids they had before stay taken for ever."""
        before = {identity.path: self.of_file(identity.path) for identity in identities}
        with transaction(self._connection):
            rename(self._connection, {old.post_id: new.post_id for new in identities if (old := before[new.path])})
            self._sql.put(self._connection, identities)

    def has_news(self, path: Path) -> bool:
        """Whether the file `path` (config/ids.toml) is another one than was last taken in or saved."""
        content = idsfile.read(path)
        return content is not None and not self._is_taken_in(content)

    def take_in(self, path: Path, is_there: Callable[[str], bool]) -> None:
        """Take over what the file `path` (config/ids.toml) knows and the state does not: ids, when posts were first
        public, former addresses, archives. Where both know a post or a file, the state wins; so it does where the file
        knows nothing of a post that lost its file here (`is_there` says which files there are), and has an id for one
        that may be the same. Where such a post is now, the file may say.

        Costs little when there is no such file, or when it was taken in before. Raises `SettingsError` with the lines
        that cannot be read.
        """
        content = idsfile.read(path)
        if content is None or self._is_taken_in(content):
            return
        kept = idsfile.loads(content)
        with transaction(self._connection):
            self._add(kept, is_there)
            self._note_taken_in(content)

    def save(self) -> bytes:
        """What config/ids.toml should hold: all that `take_in` takes, the same bytes every time."""
        former = dict(self._sql.former_urls(self._connection))
        content = idsfile.dumps(idsfile.Kept(self.all(), former, self.archive_starts()))
        self._note_taken_in(content)
        return content

    def _add(self, kept: idsfile.Kept, is_there: Callable[[str], bool]) -> None:
        sql, connection = self._sql, self._connection
        ours = self.all()
        lost = [one for one in ours if one.is_gone or not is_there(one.path)]
        there = {one.path for one in ours if not one.is_gone}
        sql.add(connection, list(_added(kept.identities, lost, there)))
        sql.put(connection, list(_followed(kept.identities, lost, lambda path: is_there(path) and path not in there)))
        if kept.former_urls:
            known = {one.url for one in ours if not one.is_gone} | {url for url, _ in sql.former_urls(connection)}
            former = [(url, post_id) for url, post_id in kept.former_urls.items() if url not in known]
            sql.put_former_url(connection, former)
        if not self.archive_starts():
            self.put_archive_starts(kept.archive_starts)

    def _is_taken_in(self, content: bytes) -> bool:
        return bool(self._sql.fact(self._connection, name=_TAKEN_IN) == _digest(content))

    def _note_taken_in(self, content: bytes) -> None:
        self._sql.set_fact(self._connection, name=_TAKEN_IN, value=_digest(content))


def _added(kept: Sequence[Identity], lost: Iterable[Identity], there: Collection[str]) -> Iterator[Identity]:
    """The identities of the file as they are taken in. Another id for a file, or for a post that may be one of our
    `lost` ones of which the file never heard, is taken all the same, and leads nowhere.
    """
    told = {one.post_id for one in kept}
    marks = {mark for one in lost if one.post_id not in told for mark in _marks(one)}
    for one in kept:
        yield one if one.path not in there and marks.isdisjoint(_marks(one)) else _retired(one)


def _followed(kept: Iterable[Identity], lost: Iterable[Identity], is_free: Callable[[str], bool]) -> Iterator[Identity]:
    """Our `lost` posts of which the file knows where they are now, as it knows them."""
    ours = {one.post_id: one for one in lost if one.url}
    for one in kept:
        if one.post_id in ours and one.path and is_free(one.path):
            yield one._replace(first_public=ours[one.post_id].first_public)


def _retired(identity: Identity) -> Identity:
    return Identity(identity.post_id, "", "", "", "", 0, identity.first_public, is_gone=True)


def _marks(identity: Identity) -> set[object]:
    """All that a post may be known by, each for itself."""
    heading = {identity.title, identity.published_s} if identity.title else set()
    return {identity.url, identity.words, *heading} - {""}


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
