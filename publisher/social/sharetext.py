"""Share texts as files: one a post and network, to be copied whole, and a page that shows them all."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.model import Artifact, Image, Listing, Post, Publication, Site
from publisher.output import Output, Recipe
from publisher.social.options import Options

if TYPE_CHECKING:
    from publisher.social.shared import Terms

_LIST = ""  # the recipe of the list of posts; no slug is empty
_PictureOf = Callable[[Post], Image | None]


def output(
    site: Site,
    options: Options,
    *,
    picture_of: _PictureOf,
    pictured: Callable[[Listing], str],
    wording: Sequence[str] = (),
    template_folders: Sequence[Path],
    compiled: Path | None = None,
) -> Output:
    """The files of `sharefiles` for each of the newest posts, and `social/index.html`, which leads to them.

    Every text is inside its network's limits. Nothing is posted anywhere. `picture_of` gives the picture that a preview
    of the post shows, `pictured` names it as far as it is not the post's own; `wording` is looked at twice. `make`
    raises `ContentError` with all that keeps a post from being shared.
    """

    @cache
    def known_terms() -> "Terms":
        return terms(site, options, wording)

    def make(recipe: Recipe, posts: Sequence[Post]) -> list[Artifact]:
        # the rules of all networks take their time to be compiled: not before a text is wanted
        from publisher import templates
        from publisher.social.sharefiles import list_file, share_files

        environment = templates.environment(template_folders, compiled=compiled)
        if recipe.name == _LIST:
            return [list_file(recipe.detail, site, environment)]
        (post,) = posts
        return list(share_files(post, known_terms(), picture_of(post), environment, site_url=site.url))

    return Output(name="social", recipes=partial(_recipes, options.count, pictured), make=make)


def terms(site: Site, options: Options, wording: Sequence[str]) -> "Terms":
    """What the site asks of all its share texts."""
    from publisher.social.hashtags import by_tag
    from publisher.social.shared import Terms

    return Terms(
        networks=options.networks,
        disclaimer=site.disclaimer,
        requires_disclaimer=options.require_disclaimer,
        hashtags=by_tag(options.hashtags),
        calls=options.calls,
        variant=options.variant,
        wording=wording,
    )


def _recipes(count: int, pictured: Callable[[Listing], str], publication: Publication) -> Iterator[Recipe]:
    shown = tuple(islice((post for post in publication.posts if post.in_lists), count))
    for post in shown:
        yield Recipe(post.slug, f"{post.key} {pictured(post)}", (post,))
    if shown:
        listed = [(post.slug, post.title, post.url, post.language) for post in shown]
        yield Recipe(_LIST, _digest(listed), detail=shown, comes_last=True)


def _digest(facts: object) -> str:
    return blake2b(repr(facts).encode(), digest_size=16).hexdigest()
