"""Head tags of a page: what search engines and link previews read, as finished HTML elements."""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from publisher.model import Image, Post, Site

_TAGS_SHOWN = 6  # previews show no more, and a longer list reads as spam
_REGION = re.compile(r"([a-z]{2,3})(?:-[a-z]{4})?-([a-z]{2})(?:-|$)", re.IGNORECASE)

_Facts = Iterable[tuple[str, str]]


def page_tags(site: Site, *, title: str, url: str, description: str) -> tuple[str, ...]:
    """Tags of a page that is no post: description, canonical address, Open Graph, card. What is empty is left out."""
    graph = _graph(site, "website", title=title, url=url, description=description, language=site.language)
    return _elements(description, url, graph, card="summary")


def post_tags(site: Site, post: Post) -> tuple[str, ...]:
    """Tags of a post's page: those of any page, the post's picture, dates and tags, and its `BlogPosting`.

    Each is one element, escaped once. `og:url` equals the canonical address (ogp.me); the first six tags are named.
    """
    graph = [
        *_graph(site, "article", title=post.title, url=post.url, description=post.summary, language=post.language),
        *_picture(post.image),
        ("article:published_time", _moment(post.published, site.zone)),
        ("article:modified_time", _moment(post.updated, site.zone)),
        *(("article:tag", tag) for tag in post.tags[:_TAGS_SHOWN]),
    ]
    card = "summary_large_image" if post.image else "summary"
    return (*_elements(post.summary, post.url, graph, card=card), _data_block(_blog_posting(site, post)))


def _elements(description: str, url: str, graph: _Facts, *, card: str) -> tuple[str, ...]:
    return (
        *_metas("name", [("description", description)]),
        f'<link rel="canonical" href="{escape(url)}">',
        *_metas("property", graph),
        *_metas("name", [("twitter:card", card)]),
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
        ("og:image:alt", image.alt),
        ("og:image:width", str(image.width or "")),
        ("og:image:height", str(image.height or "")),
    ]


def _locale(language: str) -> str:
    """`en_GB` for `en-GB`, nothing for `en`: Open Graph wants a territory, and guessing one would be a false claim."""
    found = _REGION.match(language)
    return f"{found[1].lower()}_{found[2].upper()}" if found else ""


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")


def _blog_posting(site: Site, post: Post) -> dict[str, object]:
    """The post as schema.org sees it, with the properties that search engines ask of an article."""
    facts = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": post.title,
        "description": post.summary,
        "image": [post.image.url] if post.image else [],
        "datePublished": _moment(post.published, site.zone),
        "dateModified": _moment(post.updated, site.zone),
        "author": [{"@type": "Person", "name": name} for name in post.authors],
        "publisher": {"@type": "Organization", "name": site.title, "url": site.url},
        "mainEntityOfPage": post.url,
        "inLanguage": post.language,
        "keywords": list(post.tags),
    }
    return {key: value for key, value in facts.items() if value}


def _data_block(facts: dict[str, object]) -> str:
    # a parser leaves the script at "</script" and changes state at "<!--" (HTML, restrictions on script contents)
    text = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
