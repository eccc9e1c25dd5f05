"""Share cards as files: one for each post that was ever announced and has no picture of its own."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from urllib.parse import quote

from publisher.languages import direction
from publisher.model import Artifact, Image, Post, Publication, Site
from publisher.output import Output, Recipe
from publisher.social.cardtext import drawable
from publisher.theme import Theme
from publisher.wording import day

FOLDER = "cards"
WIDTH, HEIGHT = 1200, 630  # pixels, the size that previews are cut to (Open Graph)
_EFFORT = 400_000  # drawing one takes as long as writing so many bytes
_DESIGN = 1  # raised when cards are drawn otherwise


def output(site: Site, theme: Theme, given: Collection[str]) -> Output:
    """`public/cards/<slug>.png` for each post whose id is among those `given`, that has no picture, and whose title
    a card can show. It is drawn when the title, the day, the site's name or the theme changes, and not else.
    """
    return Output(
        name="cards",
        recipes=partial(_recipes, given, _digest((site.title, site.language, str(site.zone), theme, _DESIGN))),
        make=partial(_make, site, theme),
    )


def card_image(post: Post, site: Site) -> Image | None:
    """The card of a post that was given one, as its page names it; `None` where it cannot be drawn."""
    if not _is_drawable(post.title, site):
        return None
    return Image(url=f"{site.url}{_address(post)}", alt=post.title, width=WIDTH, height=HEIGHT)


def _address(post: Post) -> str:
    """Below the site's address; escaped as the post's own address is."""
    return f"{FOLDER}/{quote(post.slug)}.png"


def _is_drawable(title: str, site: Site) -> bool:
    return bool(drawable(title) and drawable(site.title))


def _recipes(given: Collection[str], everywhere: str, publication: Publication) -> Iterator[Recipe]:
    for post in publication.posts if given else ():
        if post.id in given and not post.pictured:
            key = _digest((post.title, post.published_s, post.language, everywhere))
            yield Recipe(post.slug, key, detail=(post.title, post.published_s, post.language), size=_EFFORT)


def _make(site: Site, theme: Theme, recipe: Recipe, _: Sequence[Post]) -> list[Artifact]:
    # who draws nothing imports nothing
    from publisher.social.card import Words, card

    title, published_s, language = recipe.detail
    if not _is_drawable(title, site):
        return []
    words = Words(
        title=drawable(title),
        site=drawable(site.title),
        day=drawable(day(datetime.fromtimestamp(published_s, UTC), site).text),
        is_rtl=direction(language) == "rtl",
    )
    return [Artifact(path=f"public/{FOLDER}/{recipe.name}.png", media_type="image/png", content=card(words, theme))]


def _digest(facts: object) -> str:
    return blake2b(repr(facts).encode(), digest_size=16).hexdigest()
