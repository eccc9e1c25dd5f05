"""Decide which id each post gets, from what is known of its file and of the files that are gone. Pure."""

import shlex
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from publisher.errors import IdentityError, Problem
from publisher.state.identity import Claim, Identity, new_ids, same_id, title_digest
from publisher.state.matching import Suspicion, is_known_as, recognise, suspicions

_NAMED = 3  # of many posts that a new file may be, so many are named


class Known(NamedTuple):
    """What is remembered that matters to some claims: the identity at each of their files, those with the ids that the
    files fix by hand, those whose file is gone, and what a person said of new files (`""`: a new post).
    """

    held: Mapping[str, Identity]
    own: Mapping[str, Identity]
    gone: Sequence[Identity]
    rulings: Mapping[str, str]


class Decision(NamedTuple):
    """Who has which id, and as what each post was known `before` (without new ones), both by file.

    `superseded` ids gave way to another one of the same post (the new one behind it), `let_go` are ids of posts that a
    person said no new file is.
    """

    ids: dict[str, str]
    before: dict[str, Identity]
    superseded: dict[str, str]
    let_go: list[str]


def own_claims(claims: Iterable[Claim]) -> dict[str, Claim]:
    """The claims whose author fixed the id, by that id; raises `IdentityError` when two fixed the same."""
    own = dict[str, Claim]()
    doubles = []
    for claim in claims:
        if claim.has_own_id and (other := own.setdefault(claim.id, claim)) is not claim:
            doubles.append(same_id(claim.source, other.source, claim.id))
    if doubles:
        raise IdentityError(doubles)
    return own


def is_plain(claim: Claim, held: Mapping[str, Identity]) -> bool:
    """Whether nothing has to be looked for: the file is known, and so is what stands in it."""
    identity = held.get(claim.source)
    if identity is None:
        return False
    return claim.id == identity.post_id if claim.has_own_id else is_known_as(claim, identity)


def decide(claims: Sequence[Claim], known: Known, is_taken: Callable[[str], bool]) -> Decision:
    """The id of each post, in the order of `claims`; raises `IdentityError` where only a person can tell.

    What an author fixed by hand holds. Any other file keeps or takes over an id as a person ruled, or as `recognise`
    says; else the post is new.
    """
    others = [claim for claim in claims if not claim.has_own_id]
    ruled = _ruled([claim for claim in others if claim.source not in known.held], known)
    inherited = {source: identity for source, identity in ruled.items() if identity}
    unruled = [claim for claim in others if claim.source not in ruled]
    owners = recognise(unruled, known.held, _vacated(claims, known), _without(known.gone, inherited)) | inherited
    left = _without(known.gone, owners)
    if found := suspicions([claim for claim in unruled if claim.source not in owners], left):
        raise IdentityError(map(_lost_id, found))
    asked_about = suspicions([claim for claim in others if ruled.get(claim.source, claim) is None], left)
    ids = _ids(claims, owners, is_taken)
    rewritten = {claim.source: known.held[claim.source] for claim in claims if _is_another_id(claim, known)}
    fixed = {claim.source: known.own[claim.id] for claim in claims if claim.has_own_id and claim.id in known.own}
    return Decision(
        ids=ids,
        before=owners | rewritten | fixed,
        superseded={identity.post_id: ids[source] for source, identity in rewritten.items()},
        let_go=[identity.post_id for suspicion in asked_about for identity in suspicion.gone],
    )


def seen(claim: Claim, post_id: str, before: Identity | None, now: str) -> Identity:
    """What to remember of a post; `before` is what was, `now` in ISO 8601."""
    return Identity(
        post_id=post_id,
        path=claim.source,
        url=claim.url,
        words=claim.words,
        title=title_digest(claim.title),
        published_s=claim.published_s,
        first_public=before.first_public if before else now,
        has_own_id=claim.has_own_id,
    )


def _ruled(strangers: Iterable[Claim], known: Known) -> dict[str, Identity | None]:
    """What a person said of new files: which identity each takes over, `None` for a new post. What was said of a file
    that is there again does not count.
    """
    by_name = {name: identity for identity in known.gone for name in (identity.post_id, identity.path) if name}
    said = {claim.source: known.rulings[claim.source] for claim in strangers if claim.source in known.rulings}
    return {source: by_name.get(was) for source, was in said.items() if not was or was in by_name}


def _is_another_id(claim: Claim, known: Known) -> bool:
    """Whether the author has fixed another id for a post that had one before."""
    identity = known.held.get(claim.source)
    return claim.has_own_id and identity is not None and identity.post_id != claim.id and is_known_as(claim, identity)


def _vacated(claims: Iterable[Claim], known: Known) -> list[Identity]:
    """Identities at files in which another post stands now, one with an id of its own."""
    own = [claim for claim in claims if claim.has_own_id and claim.source in known.held]
    return [known.held[claim.source] for claim in own if not is_known_as(claim, known.held[claim.source])]


def _ids(claims: Sequence[Claim], owners: Mapping[str, Identity], is_taken: Callable[[str], bool]) -> dict[str, str]:
    ids = {claim.source: claim.id for claim in claims if claim.has_own_id}
    given = set(ids.values())
    for claim in claims:
        if claim.source in owners:
            ids[claim.source] = owners[claim.source].post_id
        elif not claim.has_own_id:
            ids[claim.source] = next(id_ for id_ in new_ids(claim) if id_ not in given and not is_taken(id_))
            given.add(ids[claim.source])
    return ids


def _without(identities: Sequence[Identity], found: Mapping[str, Identity]) -> list[Identity]:
    taken = {identity.post_id for identity in found.values()} if identities else ()
    return [identity for identity in identities if identity.post_id not in taken]


def _lost_id(suspicion: Suspicion) -> Problem:
    source, gone = suspicion.claim.source, suspicion.gone
    names = [identity.path or identity.post_id for identity in gone]
    shared = "title" if gone[0].title == title_digest(suspicion.claim.title) else "date"
    command = f"publisher ids {shlex.quote(source)}"
    text = (
        f"may be {_list(names)} under another name: it has the same {shared}, but neither its address nor its words. "
        f"If it is, run '{command} --was {shlex.quote(names[0])}', and readers see the same post; "
        f"if it is a new post, run '{command} --new'"
    )
    return Problem(source=source, text=text)


def _list(names: Collection[str]) -> str:
    shown = list(names)[:_NAMED]
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return " or ".join([*shown, *more])
