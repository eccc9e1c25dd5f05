"""Share texts as files: one a post and network, to be copied whole, and the links that share the post."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from types import MappingProxyType

from publisher.model import Artifact, Post, Publication, Site
from publisher.options import option
from publisher.output import Output, Recipe
from publisher.social.hashtags import by_tag


def none_or_more(count: int) -> int:
    """The count itself; raises `ValueError` for a number below 0."""
    if count < 0:
        raise ValueError("must be 0 (for none) or more")
    return count


@dataclass(frozen=True, kw_only=True)
class Options:
    """Which posts get share text, and what it may take from the site beside the post itself."""

    count: int = option("How many of the newest posts get share text; 0 for none.", default=50, convert=none_or_more)

    hashtags: Mapping[str, str] = option(
        'The hashtag that stands for a tag, as in "tai chi" = "#TaiChi"; a tag that is not listed gives none.',
        default=MappingProxyType({}),
    )


def output(site: Site, options: Options) -> Output:
    """`social/<slug>/<network>.txt` for each of the newest posts and each network, and `social/<slug>/links.txt`, one
    address a line.

    Every text is inside its network's limits. Nothing is posted anywhere. `make` raises `ContentError` with all that
    keeps a post from being shared.
    """
    known = cache(lambda: by_tag(options.hashtags))

    def make(_: Recipe, posts: Sequence[Post]) -> list[Artifact]:
        # the rules of all networks take their time to be compiled: not before a text is wanted
        from publisher.social.sharefiles import share_files

        return [file for post in posts for file in share_files(post, site.disclaimer, known())]

    return Output(name="social", recipes=partial(_recipes, options.count), make=make)


def _recipes(count: int, publication: Publication) -> Iterator[Recipe]:
    shown = (post for post in publication.posts if post.in_lists)
    return (Recipe(post.slug, post.key, (post,)) for post in islice(shown, count))
