"""Head tags of a page: what search engines and link previews read, as finished HTML elements."""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from publisher.model import FeedLink, Image, Post, Site

_ALT_SHOWN = 420  # characters of a picture's description on X
_PICTURE_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
}
_TAGS_SHOWN = 6  # previews show no more, and a longer list reads as spam
_REGION = r"(?i)([a-z]{2,3})(?:-[a-z]{4})?-([a-z]{2})(?:-|$)"

_JSON = json.JSONEncoder(ensure_ascii=False)  # made once: there is a block in every page

_Facts = Iterable[tuple[str, str]]


def page_tags(site: Site, *, title: str, url: str, description: str) -> tuple[str, ...]:
    """Tags of a page that is no post: description, canonical address, Open Graph, card. What is empty is left out."""
    graph = [
        *_graph(site, "website", title=title, url=url, description=description, language=site.language),
        *_picture(site.picture),
    ]
    return _elements(site, description, url, graph, site.picture)


def post_tags(site: Site, post: Post, picture: Image | None) -> tuple[str, ...]:
    """Tags of a post's page: those of any page, the picture of a preview, dates and tags, and its `BlogPosting`.

    Each is one element, escaped once. `og:url` equals the canonical address (ogp.me); the first six tags are named.
    """
    published = _moment(post.published, site.zone)
    updated = _moment(post.updated, site.zone) if post.updated != post.published else published
    graph = [
        *_graph(site, "article", title=post.title, url=post.url, description=post.summary, language=post.language),
        *_picture(picture),
        ("article:published_time", published),
        ("article:modified_time", updated),
        ("article:section", next(iter(post.tags), "")),
        *[("article:tag", tag) for tag in post.tags[:_TAGS_SHOWN]],
    ]
    posting = _blog_posting(site, post, picture, published=published, updated=updated)
    return (*_elements(site, post.summary, post.url, graph, picture), _data_block(posting))


def feed_tags(feeds: Iterable[FeedLink]) -> tuple[str, ...]:
    """The tags by which a feed reader that is given a page finds the feeds, in the order in which it should offer them
    (HTML, link type "alternate").
    """
    link = '<link rel="alternate" type="{}" title="{}" href="{}">'
    return tuple(link.format(*map(escape, (feed.media_type, feed.title, feed.url))) for feed in feeds)


def profile_tags(site: Site) -> tuple[str, ...]:
    """The tags of the first page that name the site's profiles elsewhere, which may name it in turn (rel="me")."""
    return tuple(f'<link rel="me" href="{escape(profile)}">' for profile in site.profiles)


def _elements(site: Site, description: str, url: str, graph: _Facts, picture: Image | None) -> tuple[str, ...]:
    card = [
        ("twitter:card", "summary_large_image" if picture else "summary"),
        ("twitter:image:alt", picture.alt[:_ALT_SHOWN] if picture else ""),
        ("twitter:site", site.x),
        ("fediverse:creator", site.fediverse),
    ]
    return (
        *_metas("name", [("description", description)]),
        f'<link rel="canonical" href="{escape(url)}">',
        *_metas("property", graph),
        *_metas("name", card),
    )


def _metas(kind: str, facts: _Facts) -> list[str]:
    return [f'<meta {kind}="{key}" content="{escape(value)}">' for key, value in facts if value]


def _graph(site: Site, kind: str, *, title: str, url: str, description: str, language: str) -> list[tuple[str, str]]:
    return [
        ("og:title", title),
        ("og:type", kind),
        ("og:url", url),
        ("og:description", description),
        ("og:site_name", site.title),
        ("og:locale", _locale(language)),
    ]


def _picture(image: Image | None) -> list[tuple[str, str]]:
    if image is None:
        return []
    return [
        ("og:image", image.url),
        ("og:image:type", _PICTURE_TYPES.get(image.url.rpartition(".")[2].lower(), "")),
        ("og:image:alt", image.alt),
        ("og:image:width", str(image.width or "")),
        ("og:image:height", str(image.height or "")),
    ]


def _locale(language: str) -> str:
    """`en_GB` for `en-GB`, nothing for `en`: Open Graph wants a territory, and guessing one would be a false claim."""
    found = re.match(_REGION, language)
    return f"{found[1].lower()}_{found[2].upper()}" if found else ""


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")


def _blog_posting(site: Site, post: Post, picture: Image | None, *, published: str, updated: str) -> dict[str, object]:
    """The post as schema.org sees it, with the properties that search engines ask of an article."""
    facts = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": post.title,
        "description": post.summary,
        "image": [picture.url] if picture else [],
        "datePublished": published,
        "dateModified": updated,
        "author": [_person(site, name) for name in post.authors or (site.author,)],
        "publisher": {"@type": "Organization", "name": site.title, "url": site.url},
        "mainEntityOfPage": post.url,
        "inLanguage": post.language,
        "keywords": list(post.tags),
    }
    return {key: value for key, value in facts.items() if value}


def _person(site: Site, name: str) -> dict[str, str]:
    """A person, and where to read about the site's own author."""
    person = {"@type": "Person", "name": name}
    return person | {"url": site.author_url} if site.author_url and name == site.author else person


def _data_block(facts: dict[str, object]) -> str:
    # a parser leaves the script at "</script" and changes state at "<!--" (HTML, restrictions on script contents)
    text = _JSON.encode(facts).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
