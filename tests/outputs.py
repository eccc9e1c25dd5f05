"""Every file of an output, as its tests want to see it."""

from collections.abc import Sequence

from publisher.model import Artifact, Post, Publication, Site, listing
from publisher.output import Output


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
