"""The picture that a preview of a post shows: its own, else its card, else the site's."""

from collections.abc import Collection
from itertools import islice
from typing import NamedTuple

from publisher.app import App
from publisher.feeds.formats import FORMATS
from publisher.model import Image, Listing, Post, Publication, Site
from publisher.social.cards import card_image


class Previews(NamedTuple):
    """What previews show; `given` are the ids of the posts that have a card."""

    site: Site
    given: Collection[str]

    def of(self, post: Post) -> Image | None:
        """The picture for one post."""
        if post.image:
            return post.image
        card = card_image(post, self.site) if post.id in self.given else None
        return card or self.site.picture

    def mark(self, post: Listing) -> str:
        """What the keys of recipes that show the picture hold of it, beside the post's own."""
        return "card" if post.id in self.given else ""


def previews(app: App) -> Previews:
    """The previews as the state knows them."""
    return Previews(app.site, app.identities.cards() if app.settings.social.cards else frozenset())


def give_cards(app: App, publication: Publication) -> None:
    """Give a card to each post that a feed announces or an issue held, and let those that had one keep it."""
    if not app.settings.social.cards:
        return
    count = max(getattr(app.settings.feeds, name).count for name in FORMATS)
    announced = {post.id for post in islice(publication.in_feeds, count)}
    app.identities.give_cards(announced | app.ledger.mailed_posts())
