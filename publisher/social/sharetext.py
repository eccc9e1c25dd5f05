"""Share texts as files: one a post and network, to be copied whole, and the links that share the post."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import islice

from publisher.model import Artifact, Post, Publication, Site
from publisher.output import Output, Recipe
from publisher.social.options import Options


def output(site: Site, options: Options) -> Output:
    """`social/<slug>/<network>.txt` for each of the newest posts and each network, and `social/<slug>/links.txt`, one
    address a line.

    Every text is inside its network's limits. Nothing is posted anywhere. `make` raises `ContentError` with all that
    keeps a post from being shared.
    """

    @cache
    def known() -> Mapping[str, str]:
        from publisher.social.hashtags import by_tag

        return by_tag(options.hashtags)

    def make(_: Recipe, posts: Sequence[Post]) -> list[Artifact]:
        # the rules of all networks take their time to be compiled: not before a text is wanted
        from publisher.social.sharefiles import share_files

        return [file for post in posts for file in share_files(post, site.disclaimer, known())]

    return Output(name="social", recipes=partial(_recipes, options.count), make=make)


def _recipes(count: int, publication: Publication) -> Iterator[Recipe]:
    shown = (post for post in publication.posts if post.in_lists)
    return (Recipe(post.slug, post.key, (post,)) for post in islice(shown, count))
