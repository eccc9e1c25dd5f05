"""Share one post: its texts for every network, the head tags of its page, and a share card when asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from publisher.app import App
from publisher.errors import UsageError
from publisher.head import feed_tags, post_tags
from publisher.layout import OUT_FOLDER
from publisher.model import Image, Listing, Post
from publisher.pages.feedspage import main_feeds
from publisher.social.cards import card_image
from publisher.social.sharetext import terms
from publisher.workflows.build import Edition, prepare
from publisher.workflows.outputs import feed_links
from publisher.workflows.previews import previews
from publisher.workflows.progress import Progress
from publisher.workflows.stock import take_stock

if TYPE_CHECKING:
    from publisher.social.shared import Share


class Shared(NamedTuple):
    """A post, what is shared of it on each network, the picture of a preview, and what is to be said of all that."""

    post: Post
    shares: "tuple[Share, ...]"
    picture: Image | None
    warnings: tuple[str, ...]


def share(app: App, name: str, now: datetime, progress: Progress) -> Shared:
    """What is shared of the post with that slug, address or file; any public post, however old.

    Raises `UsageError` for a name that no public post has, `ContentError` for a post that cannot be shared.
    """
    from publisher.social.shared import shares, warnings

    post, _ = _whole(app, name, now, progress)
    picture = previews(app).of(post)
    texts = shares(post, terms(app.site, app.settings.social, app.settings.checks.wording), picture)
    return Shared(post, texts, picture, tuple(warnings(post)))


def head(app: App, name: str, now: datetime, progress: Progress) -> tuple[str, ...]:
    """The head tags of the post's page, those of its feeds last, one element each; raises as `share` does."""
    post, edition = _whole(app, name, now, progress)
    feeds = main_feeds(feed_links(app, edition.publication))
    return (*post_tags(app.site, post, previews(app).of(post)), *feed_tags(feeds))


def ask_for_card(app: App, name: str, now: datetime, progress: Progress) -> str:
    """Give the post a share card, which the next build draws; its path.

    Raises `UsageError` for a post that has a picture of its own, or a title that cannot be drawn.
    """
    if not app.settings.social.cards:
        raise UsageError("cards are switched off: 'cards' in [social] of the settings")
    post, _ = _whole(app, name, now, progress)
    card = card_image(post, app.site)
    if post.image:
        raise UsageError(f"{post.source}: has a picture of its own, which previews show")
    if card is None:
        raise UsageError(f"{post.source}: its title has letters that our font lacks; give it a picture ('image')")
    app.identities.give_cards([post.id])
    app.cache.set_facts(built="", calm_until="")
    return f"{OUT_FOLDER}/public/{card.url.removeprefix(app.site.url)}"


def _whole(app: App, name: str, now: datetime, progress: Progress) -> tuple[Post, Edition]:
    stock = take_stock(app, now, progress)
    edition = prepare(app, stock, now)
    found = _named(edition.publication.posts, name)
    return next(stock.shelf.posts([found])), edition


def _named(posts: Sequence[Listing], name: str) -> Listing:
    slug = name.strip("/")
    for post in posts:
        if name in (post.url, post.source) or slug == post.slug or post.source.endswith(f"/{slug}"):
            return post
    from difflib import get_close_matches

    near = get_close_matches(slug, [post.slug for post in posts], n=1)
    advice = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"there is no public post with the slug, address or file {name!r}{advice}")
