"""What an HTML page says of itself in its head: title, authors, date, tags, summary."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publisher.content.importers.imported import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATES = ("article:published_time", "date", "dc.date", "dcterms.date", "dcterms.created", "publish-date")
_ARTICLES = {"Article", "BlogPosting", "NewsArticle", "Report", "MedicalWebPage", "WebPage"}


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """Plain texts, empty where the page does not say; `published` is as written, `titles` the likeliest first."""

    titles: tuple[str, ...]
    site_name: str
    authors: tuple[str, ...]
    published: str
    tags: tuple[str, ...]
    summary: str


def read(tree: "HtmlElement") -> PageFacts:
    """The facts of a page, those made for machines before those for people."""
    metas = list(_metas(tree))
    first = dict(reversed(metas))
    linked = next(_articles(tree), {})
    keywords = tuple(text for name, text in metas if name == "article:tag") or first.get("keywords", "").split(",")
    return PageFacts(
        titles=_filled(first.get("og:title", ""), one_line(tree.findtext(".//title") or "")),
        site_name=first.get("og:site_name", ""),
        authors=_authors(tree, first, linked),
        published=_published(tree, first, linked),
        tags=_filled(*map(one_line, keywords)),
        summary=first.get("description", "") or first.get("og:description", ""),
    )


def _metas(tree: "HtmlElement") -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and one_line(meta.get("content", "")):
            yield name.lower(), one_line(meta.get("content", ""))


def _authors(tree: "HtmlElement", metas: dict[str, str], linked: dict[str, Any]) -> tuple[str, ...]:
    marked = tree.xpath("//*[@rel='author'] | //*[@itemprop='author' and not(self::meta)]")
    texts = (metas.get("author", ""), metas.get("article:author", ""))
    named = next((text for text in texts if text and "://" not in text), "")
    return _filled(named) or _filled(*_names(linked.get("author"))) or _filled(*(_text(e) for e in marked[:1]))


def _published(tree: "HtmlElement", metas: dict[str, str], linked: dict[str, Any]) -> str:
    stated = next((metas[name] for name in _DATES if name in metas), "") or linked.get("datePublished")
    if isinstance(stated, str) and stated.strip():
        return stated.strip()
    times = tree.xpath("//article//time[@datetime] | //main//time[@datetime]") or tree.xpath("//time[@datetime]")
    return next((time.get("datetime").strip() for time in times), "")


def _articles(tree: "HtmlElement") -> Iterator[dict[str, Any]]:
    """The articles that the page describes in JSON-LD, alone, in a list or in a graph."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            stated = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # a page's own mistake, and it has other facts
        graph = stated.get("@graph", stated) if isinstance(stated, dict) else stated
        for item in graph if isinstance(graph, list) else [graph]:
            if isinstance(item, dict) and _ARTICLES.intersection(_texts(item.get("@type"))):
                yield item


def _names(author: Any) -> list[str]:
    people = author if isinstance(author, list) else [author]
    return _texts([person.get("name") if isinstance(person, dict) else person for person in people])


def _texts(value: Any) -> list[str]:
    return [one_line(item) for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _text(element: "HtmlElement") -> str:
    return one_line(str(element.text_content()))


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
