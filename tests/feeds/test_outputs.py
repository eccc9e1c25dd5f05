import pickle
from collections.abc import Callable

from publisher.feeds.archives import archive_starts
from publisher.feeds.options import Atom, Options
from publisher.feeds.outputs import output
from publisher.model import Post, Publication, Site
from tests.feeds.conftest import listed
from tests.outputs import make_all

MakePost = Callable[..., Post]


def _made(site: Site, posts: list[Post], options: Options) -> dict[str, str]:
    starts = archive_starts(listed(site, posts), ())
    artifacts = make_all(output(site, options, archives=starts, moved=()), site, posts)
    return {artifact.path: artifact.media_type for artifact in artifacts}


# feed practice G5
def test_files_stand_below_public_with_the_types_that_browsers_need(dated: MakePost, site: Callable[..., Site]) -> None:
    """Plain XML for RSS and Atom: with their own types browsers show source instead of a page."""
    options = Options(atom=Atom(count=1), moved_from=("feed/",))
    assert _made(site(), [dated("a", 1), dated("b", 2)], options) == {
        "public/feeds.css": "text/css",
        "public/atom-archive-1.xml": "application/xml",
        "public/feeds/tag/rest.xml": "application/xml",
        "public/rss.xml": "application/xml",
        "public/atom.xml": "application/xml",
        "public/feed.json": "application/feed+json",
        "public/_redirects": "text/plain",
        "public/feeds.opml": "text/x-opml",
    }


def test_what_is_pointed_at_comes_first(dated: MakePost, site: Callable[..., Site]) -> None:
    """A reader that comes in the middle of a build finds whatever a file leads to."""
    paths = [*_made(site(), [dated("a", 1), dated("b", 2)], Options(atom=Atom(count=1), moved_from=("feed/",)))]
    assert paths[0] == "public/feeds.css"
    assert paths.index("public/atom-archive-1.xml") < paths.index("public/atom.xml") < paths.index("public/feeds.opml")
    assert paths.index("public/rss.xml") < paths.index("public/_redirects") < paths.index("public/feeds.opml")


def test_recipes_can_travel_to_another_process(dated: MakePost, site: Callable[..., Site]) -> None:
    """And make the same files there, out of nothing but themselves and their posts."""
    posts = [dated(f"n{day}", day) for day in range(30)]
    made_for, publication = site(), listed(site(), posts)
    here = output(made_for, Options(), archives=archive_starts(publication, ()), moved=())
    by_id = {post.id: post for post in posts}
    for recipe in here.recipes(publication):
        copy = pickle.loads(pickle.dumps(recipe))  # noqa: S301 - our own bytes
        wanted = [by_id[listing.id] for listing in recipe.posts]
        assert copy == recipe
        assert here.make(copy, wanted) == here.make(recipe, wanted)


# feed practice A7
def test_an_empty_blog_has_feeds_and_lists_them(site: Callable[..., Site]) -> None:
    """Valid ones without posts, no archive, no feed of a tag."""
    assert [*_made(site(), [], Options())] == [
        "public/feeds.css",
        "public/rss.xml",
        "public/atom.xml",
        "public/feed.json",
        "public/feeds.opml",
    ]


def test_one_publication_gives_the_same_recipes_twice(dated: MakePost, site: Callable[..., Site]) -> None:
    """Looking at it changes nothing."""
    publication: Publication = listed(site(), [dated("a", 1), dated("b", 2, tags=("z", "y"))])
    made = output(site(), Options(), archives=archive_starts(publication, ()), moved=())
    assert [*made.recipes(publication)] == [*made.recipes(publication)]
