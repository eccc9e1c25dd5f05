"""Find out which identity each file has: the one it had, one it is recognised by, or none so far. Pure, and linear."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from publisher.state.identity import Claim, Identity, title_digest

_ADDRESS, _WORDS, _HEADING, _PLACE = range(4)
# What a post in a new file is known by, the surest first: many marks before few, and the address before the words.
_FOR_A_STRANGER = (
    (_ADDRESS, _WORDS, _HEADING),
    (_ADDRESS, _WORDS),
    (_ADDRESS, _HEADING),
    (_WORDS, _HEADING),
    (_PLACE,),  # the address alone counts only while no build ended without the post
    (_WORDS,),
    (_HEADING,),
)
# For files that changed hands the address says nothing: it comes from the file's name.
_BY_HEADING = ((_WORDS, _HEADING), (_HEADING,))
_BY_WORDS = ((_WORDS,),)


class Suspicion(NamedTuple):
    """A new file that may be one of the `gone` under another name, and no mark proves or disproves it."""

    claim: Claim
    gone: tuple[Identity, ...]


def is_known_as(claim: Claim, identity: Identity) -> bool:
    """Whether what stands in the file is the post that had the identity: by its words, or by title and date."""
    has_its_words = claim.words == identity.words != ""
    return has_its_words or (title_digest(claim.title), claim.published_s) == (identity.title, identity.published_s)


def recognise(
    claims: Sequence[Claim],
    held: Mapping[str, Identity],
    vacated: Collection[Identity],
    gone: Sequence[Identity],
) -> dict[str, Identity]:
    """The identity of each file that has one, by path.

    `claims` are posts whose file names no id that we know, `held` the identities at the files that are known, `vacated`
    those whose file holds another post now, `gone` those whose file is not there. A known file keeps its identity,
    however it changed, unless another file shows that the post moved there. A new file takes over one that is gone, by
    its words, by title and date, or by its address if the post was there at the last build. Of several that could have
    one, the file with more of its marks has it, then the one with its address, with its words, with its heading, and
    then the first by its path.
    """
    owners = {claim.source: held[claim.source] for claim in claims if claim.source in held}
    doubtful = [claim for claim in claims if claim.source in owners and not is_known_as(claim, owners[claim.source])]
    free = list(gone)
    if doubtful or vacated:
        free = _change_hands(claims, owners, doubtful, vacated, free)
    strangers = [claim for claim in claims if claim.source not in owners]
    return owners | _passed_on(strangers, free, _FOR_A_STRANGER)


def left(identities: Sequence[Identity], found: Mapping[str, Identity]) -> list[Identity]:
    """Those of the identities that no file was found to have."""
    taken = {identity.post_id for identity in found.values()} if identities else ()
    return [identity for identity in identities if identity.post_id not in taken]


def suspicions(newcomers: Iterable[Claim], gone: Iterable[Identity]) -> list[Suspicion]:
    """New posts that share a title or a date with posts that are gone, with these: the likeliest first."""
    by_title, by_date = defaultdict[str, list[Identity]](list), defaultdict[int, list[Identity]](list)
    for identity in sorted(gone):
        if identity.title:
            by_title[identity.title].append(identity)
            by_date[identity.published_s].append(identity)
    if not by_title:
        return []
    found = ((one, by_title[title_digest(one.title)] + by_date[one.published_s]) for one in newcomers)
    return [Suspicion(claim, tuple(dict.fromkeys(likely))) for claim, likely in found if likely]


def _change_hands(
    claims: Sequence[Claim],
    owners: dict[str, Identity],
    doubtful: Sequence[Claim],
    vacated: Iterable[Identity],
    gone: list[Identity],
) -> list[Identity]:
    """Follow posts that moved into files where another post was, and give the identities that are free after that.

    `owners` is changed: whose identity went elsewhere has none, until it is recognised like a new file.
    """
    strangers = [claim for claim in claims if claim.source not in owners]
    occupied = {owners[claim.source].post_id: owners[claim.source] for claim in doubtful}
    occupied |= {identity.post_id: identity for identity in vacated}
    moved = _passed_on([*doubtful, *strangers], occupied.values(), _BY_HEADING)
    moved |= _passed_on(_without(strangers, moved), left(list(occupied.values()), moved), _BY_WORDS)
    moved |= _passed_on(_without(doubtful, moved), gone, _BY_HEADING)
    before = [owners.pop(claim.source) for claim in doubtful if claim.source in moved]
    taken = {identity.post_id for identity in moved.values()}
    for claim in doubtful:
        if claim.source in owners and owners[claim.source].post_id in taken:
            del owners[claim.source]
    owners |= moved
    return left([*gone, *before], moved)


def _passed_on(
    seekers: Sequence[Claim], offered: Iterable[Identity], ways: Iterable[tuple[int, ...]]
) -> dict[str, Identity]:
    """Which of the identities offered each seeker takes, when the surest ways to know a post are tried first."""
    found: dict[str, Identity] = {}
    free = sorted(offered, key=lambda identity: (identity.path, identity.post_id), reverse=True)
    for marks in ways:
        seekers = _without(seekers, found)
        if not free or not seekers:
            break
        by_marks = defaultdict[tuple[object, ...], list[Identity]](list)
        for identity in free:
            by_marks[_marks(identity, identity.title, marks)].append(identity)
        by_marks.pop((), None)
        for seeker in seekers:
            if takers := by_marks.get(_marks(seeker, title_digest(seeker.title), marks)):
                found[seeker.source] = takers.pop()
        free = left(free, found)
    return found


def _marks(post: Claim | Identity, title: str, which: tuple[int, ...]) -> tuple[object, ...]:
    """The marks asked for, or `()` where one of them is empty."""
    place = "" if isinstance(post, Identity) and post.is_gone else post.url
    all_marks = (post.url, post.words, (title, post.published_s) if title else "", place)
    marks = tuple(all_marks[mark] for mark in which)
    return marks if all(marks) else ()


def _without(claims: Sequence[Claim], found: Mapping[str, Identity]) -> list[Claim]:
    return [claim for claim in claims if claim.source not in found]
