"""Decide which id each post gets, from what is known of its file and of the files that are gone. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from publisher.errors import IdentityError, Problem
from publisher.state.identity import Claim, Identity, new_ids, same_id, title_digest
from publisher.state.matching import Suspicion, is_known_as, left, recognise, suspicions

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
    """The id of each post that is or was public; raises `IdentityError` where only a person can tell.

    A file that fixes the id of a post we know by hand is that post. Any other is a post we know as a person ruled, or
    as `recognise` says, and keeps its id unless the file fixes another; else it is new. A hidden post is never new.
    """
    fixed = {claim.source: post for claim in claims if claim.has_own_id and (post := _post_with(claim.id, known))}
    vacated, replaced = _gave_way([claim for claim in claims if claim.source in fixed], known.held)
    others = [claim for claim in claims if claim.source not in fixed]
    ruled = _ruled([claim for claim in others if claim.source not in known.held], known)
    inherited = {source: identity for source, identity in ruled.items() if identity}
    unruled = [claim for claim in others if claim.source not in ruled]
    owners = recognise(unruled, known.held, vacated, left(known.gone, inherited)) | inherited
    lost = left(known.gone, owners)
    newcomers = [claim for claim in unruled if claim.is_public and claim.source not in owners]
    if found := suspicions(newcomers, lost):
        raise IdentityError(map(_lost_id, found))
    asked_about = suspicions([claim for claim in others if ruled.get(claim.source, claim) is None], lost)
    ids, before = _ids(claims, owners, is_taken), replaced | owners
    return Decision(
        ids=ids,
        before=before | fixed,
        superseded={post.post_id: ids[source] for source, post in before.items() if post.post_id != ids[source]},
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


def _post_with(post_id: str, known: Known) -> Identity | None:
    """The post that is known by the id; none where the id was given up."""
    identity = known.own.get(post_id)
    return identity if identity and identity.url else None


def _gave_way(fixed: Iterable[Claim], held: Mapping[str, Identity]) -> tuple[list[Identity], dict[str, Identity]]:
    """What was known of files that fix another post's id now: identities whose post must be elsewhere, and those, by
    file, whose post was given the other's id.
    """
    before = [(claim, held[claim.source]) for claim in fixed if claim.source in held]
    replaced = {claim.source: identity for claim, identity in before if is_known_as(claim, identity)}
    return [identity for claim, identity in before if claim.source not in replaced], replaced


def _ids(claims: Sequence[Claim], owners: Mapping[str, Identity], is_taken: Callable[[str], bool]) -> dict[str, str]:
    ids = {source: identity.post_id for source, identity in owners.items()}
    ids |= {claim.source: claim.id for claim in claims if claim.has_own_id}
    given = set(ids.values())
    for claim in claims:
        if claim.is_public and claim.source not in ids:
            ids[claim.source] = next(id_ for id_ in new_ids(claim) if id_ not in given and not is_taken(id_))
            given.add(ids[claim.source])
    return ids


def _lost_id(suspicion: Suspicion) -> Problem:
    import shlex

    source, gone = suspicion.claim.source, suspicion.gone
    names = [identity.path or identity.post_id for identity in gone]
    shared = "title" if gone[0].title == title_digest(suspicion.claim.title) else "date"
    command = f"publisher ids {shlex.quote(source)}"
    if suspicion.claim.url == gone[0].url:
        how, unlike = "put back", "not its words"
    else:
        how, unlike = "under another name", "neither its address nor its words"
    text = (
        f"may be {_list(names)} {how}: it has the same {shared}, but {unlike}. "
        f"If it is, run '{command} --was {shlex.quote(names[0])}', and readers see the same post; "
        f"if it is a new post, run '{command} --new'"
    )
    return Problem(source=source, text=text)


def _list(names: Collection[str]) -> str:
    shown = list(names)[:_NAMED]
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return " or ".join([*shown, *more])
