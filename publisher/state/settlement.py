"""One round of settling ids over the state database: gather what is known of the posts, decide, remember."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from publisher.errors import IdentityError, Problem
from publisher.state.decision import Known, decide, is_plain, own_claims, seen
from publisher.state.identity import Claim, Identity, same_id
from publisher.state.matching import is_known_as
from publisher.state.statements import queries

if TYPE_CHECKING:
    import sqlite3

_BATCH = 1000  # posts asked for at once
_Item = TypeVar("_Item")


class Settlement:
    """A round for `claims`, the strongest first, within the caller's transaction; `now` in ISO 8601, `present` every
    post file.

    Raises `IdentityError` as `Identities.settle` says.
    """

    def __init__(
        self, connection: "sqlite3.Connection", claims: Sequence[Claim], present: Collection[str], now: str
    ) -> None:
        self._connection = connection
        self._sql = queries("identity")
        # what a hidden post fixes by hand holds once it is public: until then it is in nobody's way
        self._claims = [one if one.is_public else one._replace(id=one.url, has_own_id=False) for one in claims]
        self._own = own_claims(self._claims)
        self._present = present
        self._now = now

    def ids(self) -> dict[str, str]:
        """The id of each public post, by its file; they are remembered, and hidden posts that have one are followed."""
        ids, held, rest, doubles = dict[str, str](), dict[str, Identity](), list[Claim](), list[Problem]()
        for batch in _batches(self._claims):
            known = self._held(batch, doubles)
            plain = [claim for claim in batch if is_plain(claim, known)]
            self._put((claim, known[claim.source].post_id, known[claim.source]) for claim in plain)
            ids |= {claim.source: known.pop(claim.source).post_id for claim in plain}
            rest += [claim for claim in batch if claim.source not in ids]
            held |= known
        if doubles:
            raise IdentityError(doubles)
        ids |= self._decided(rest, held) if rest else {}
        self._forget_former_urls()
        return {claim.source: ids[claim.source] for claim in self._claims if claim.is_public}

    def _decided(self, claims: Sequence[Claim], held: Mapping[str, Identity]) -> dict[str, str]:
        """The ids of posts of which more has to be known than what was at their files; hidden ones may have none."""
        sql, connection = self._sql, self._connection
        own = {post_id: identity for post_id in self._own if (identity := self._of_id(post_id))}
        known = Known(held=held, own=own, gone=self._gone(), rulings=dict(sql.rulings(connection)))
        is_first = not sql.is_any(connection)
        decision = decide(claims, known, lambda post_id: not is_first and self._of_id(post_id) is not None)
        sql.drop_ruling(connection, [(source,) for source in decision.ids if source in known.rulings])
        sql.let_go(connection, [(post_id,) for post_id in decision.let_go])
        rename(connection, decision.superseded)
        sql.displace(connection, () if is_first else decision.ids.items())
        settled = (claim for claim in claims if claim.source in decision.ids)
        self._put((claim, decision.ids[claim.source], decision.before.get(claim.source)) for claim in settled)
        return decision.ids

    def _held(self, claims: Sequence[Claim], doubles: list[Problem]) -> dict[str, Identity]:
        """The identity at each file that has one; not one whose id another file says now is its own.

        It is a problem, added to `doubles`, if that other file says so while the post is still where it was.
        """
        by_source, held = {claim.source: claim for claim in claims}, dict[str, Identity]()
        for identity in map(Identity._make, self._sql.at_paths(self._connection, paths=json.dumps(list(by_source)))):
            claim = by_source[identity.path]
            owner = self._own.get(identity.post_id, claim)
            if owner is claim:
                held[identity.path] = identity
            elif claim.is_public and not claim.has_own_id and is_known_as(claim, identity):
                doubles.append(same_id(owner.source, claim.source, identity.post_id))
        return held

    def _gone(self) -> list[Identity]:
        """Identities whose file is not there, and whose id no file says is its own."""
        missing = without_a_file(self._connection, self._present)
        return [identity for post_id in missing if post_id not in self._own and (identity := self._of_id(post_id))]

    def _of_id(self, post_id: str) -> Identity | None:
        row = self._sql.identity(self._connection, post_id=post_id)
        return Identity._make(row) if row else None

    def _put(self, posts: Iterable[tuple[Claim, str, Identity | None]]) -> None:
        """Remember how posts look now, and the addresses that they left."""
        for batch in _batches(posts):
            looks = [(seen(claim, post_id, before, self._now), before) for claim, post_id, before in batch]
            former = [(old.url, new.post_id) for new, old in looks if old and old.url not in ("", new.url)]
            self._sql.put(self._connection, [new for new, old in looks if new != old])
            self._sql.put_former_url(self._connection, former)

    def _forget_former_urls(self) -> None:
        """Where a post is now, no other one is looked for."""
        for batch in _batches(self._claims):
            urls = [claim.url for claim in batch if claim.is_public]
            self._sql.drop_former_urls(self._connection, urls=json.dumps(urls))


def without_a_file(connection: "sqlite3.Connection", present: Collection[str]) -> list[str]:
    """The ids of posts that are gone already, or whose file is not among those `present`."""
    there = present if isinstance(present, Set) else frozenset(present)
    return [post_id for path, post_id, is_gone in queries("identity").paths(connection) if is_gone or path not in there]


def rename(connection: "sqlite3.Connection", renamed: Mapping[str, str]) -> None:
    """Posts have other ids now: what leads to the old ones leads to the new ones, and the old ones stay taken.

    The identities with the new ids have to be put after this.
    """
    if not renamed:
        return
    sql = queries("identity")
    former = [(url, renamed[post_id]) for url, post_id in sql.former_urls(connection) if post_id in renamed]
    starts = [(*start, renamed[post_id]) for *start, post_id in sql.archive_starts(connection) if post_id in renamed]
    mailed = [(renamed[post_id], *row) for post_id, *row in sql.mailed(connection) if post_id in renamed]
    sql.put_former_url(connection, former)
    sql.put_archive_start(connection, starts)
    sql.add_mailed(connection, mailed)
    sql.give_card(connection, [(renamed[post_id],) for (post_id,) in sql.cards(connection) if post_id in renamed])
    sql.retire(connection, [(old,) for old in renamed])


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch
