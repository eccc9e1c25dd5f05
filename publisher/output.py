"""What every output looks like to the rest: recipes that say what its files are made from, and a cook."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from publisher.model import Artifact, Listing, Post, Publication, Site, listing


class Recipe(NamedTuple):
    """Files that are made together, and all they are made from beside the site's facts, settings and templates.

    `name` is the recipe's own among those of its output. While `key` stays the same, so do the files: nothing is made
    then. `posts` are those whose whole form is wanted, in that order. `detail` is what the output wants to be told
    again when it makes the files; it travels to other processes, so it is plain data. `size` is about how many bytes
    the files take, where that is much and `posts` do not tell. `comes_last`: its files lead people to those of other
    outputs, and are written when all of these are there.
    """

    name: str
    key: str
    posts: tuple[Listing, ...] = ()
    detail: Any = None
    size: int = 0
    comes_last: bool = False


@dataclass(frozen=True)
class Output:
    """One kind of output, bound to its options.

    `recipes` looks at the list of posts alone and is cheap; `make` gets a recipe and its whole posts, and gives files
    with paths below out/. Both are pure: the same posts and options give the same bytes. `make` raises `ContentError`
    for a post that this output cannot show; the other recipes are made all the same.
    """

    name: str
    recipes: Callable[[Publication], Iterable[Recipe]]
    make: Callable[[Recipe, Sequence[Post]], list[Artifact]]


def make_all(output: Output, site: Site, posts: Sequence[Post]) -> list[Artifact]:
    """Every file of the output from whole posts at hand, in any order."""
    by_listing = {listing(post, post.id): post for post in posts}
    newest_first = sorted(by_listing, key=lambda one: (one.published_s, one.id), reverse=True)
    publication = Publication(site=site, posts=tuple(newest_first))
    return [
        artifact
        for recipe in output.recipes(publication)
        for artifact in output.make(recipe, [by_listing[wanted] for wanted in recipe.posts])
    ]
