"""What every output looks like to the rest: recipes that say what its files are made from, and a cook."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from publisher.model import Artifact, Listing, Post, Publication


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


class Output(NamedTuple):
    """One kind of output, bound to its options.

    `recipes` looks at the list of posts alone and is cheap; `make` gets a recipe and its whole posts, and gives files
    with paths below out/. Both are pure: the same posts and options give the same bytes. `make` raises `ContentError`
    for a post that this output cannot show; the other recipes are made all the same.

    `alone` gives the recipe that shows one post and depends on no other, where there is one: the same that `recipes`
    gives for it. Its files can be made as soon as the post is read.
    """

    name: str
    recipes: Callable[[Publication], Iterable[Recipe]]
    make: Callable[[Recipe, Sequence[Post]], list[Artifact]]
    alone: Callable[[Listing], Recipe] | None = None
