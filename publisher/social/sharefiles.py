"""The share texts of one post as files: each alone, all of them as JSON for programs, and as a page for the desk."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from publisher import templates
from publisher.model import Artifact, Image, Listing, Post, Site
from publisher.social.facets import Facet
from publisher.social.shared import Share, Terms, Text, shares, warnings
from publisher.social.snippet import KINDS, WRITTEN
from publisher.social.wording import clean

if TYPE_CHECKING:
    import jinja2

SCHEMA_VERSION = 1
_KIND_NAMES = {
    "full": "The title and the first sentences",
    "title": "The title alone",
    "question": "The question of the title first",
    "sentences": "The first sentences without the title",
    "key_point": "The key point",
    WRITTEN: "Your own text",
}


def share_files(
    post: Post, terms: Terms, picture: Image | None, environment: "jinja2.Environment", *, site_url: str
) -> Iterator[Artifact]:
    """Below `social/<slug>/`: `<network>.txt` for each network, `snippets.json` with all that is known of them
    (`snippets.schema.json` describes it), and `index.html` for the person who shares.

    Raises `ContentError` with what is wrong in every network's text.
    """
    made = shares(post, terms, picture)
    home = "../" * (post.slug.count("/") + 1)
    said = list(warnings(post))
    folder = f"social/{post.slug}"
    for share in made:
        yield _file(f"{folder}/{share.network.name}.txt", "text/plain", share.text)
    yield _file(f"{folder}/snippets.json", "application/json", snippets_json(post, made, said, picture))
    values = {
        "post": post,
        "heading": clean(post.title) or post.url,
        "home": home,
        "picture": picture,
        "picture_file": _beside(picture, site_url, f"{home}../public/"),
        "shares": made,
        "kinds": _KIND_NAMES,
        "warnings": said,
    }
    yield _file(f"{folder}/index.html", "text/html", templates.fill(environment, "social/post.html", values).rstrip())


def list_file(posts: Sequence[Listing], site: Site, environment: "jinja2.Environment") -> Artifact:
    """The page that leads to those of the posts."""
    page = templates.fill(environment, "social/index.html", {"posts": posts, "site": site})
    return _file("social/index.html", "text/html", page.rstrip())


def snippets_json(post: Post, made: Iterable[Share], said: Sequence[str], picture: Image | None) -> str:
    """What `snippets.json` says."""
    facts = {
        "version": SCHEMA_VERSION,
        "id": post.id,
        "url": post.url,
        "title": clean(post.title),
        "language": post.language,
        "published": post.published.isoformat(),
        "picture": _picture(picture),
        "warnings": [*said, *_of_picture(picture)],
        "networks": [_network(share) for share in made],
    }
    return json.dumps(facts, ensure_ascii=False, indent=2)


def _network(share: Share) -> dict[str, Any]:
    facts = {
        "network": share.network.name,
        "name": share.network.title,
        "chosen": share.chosen,
        "texts": [_text(text) for text in share.texts],
        "share_link": share.share_link,
        "link": share.link,
        "title": share.title,
        "warnings": list(share.warnings),
    }
    if share.network.name == "google":
        facts["call_to_action"] = {"actionType": "LEARN_MORE", "url": share.link}
    return {key: value for key, value in facts.items() if value != ""}


def _text(text: Text) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "kind": text.kind,
        "variant": KINDS.index(text.kind) + 1 if text.kind in KINDS else 0,
        "text": text.text,
        "counts": [asdict(count) for count in text.counts],
    }
    if text.posted != text.text:
        facts["posted"] = text.posted
    if text.facets:
        facts["facets"] = [_facet(facet) for facet in text.facets]
    return facts


def _facet(facet: Facet) -> dict[str, Any]:
    """As app.bsky.richtext.facet has it."""
    if facet.uri:
        feature = {"$type": "app.bsky.richtext.facet#link", "uri": facet.uri}
    else:
        feature = {"$type": "app.bsky.richtext.facet#tag", "tag": facet.tag}
    return {"index": {"byteStart": facet.start, "byteEnd": facet.end}, "features": [feature]}


def _picture(picture: Image | None) -> dict[str, Any] | None:
    if picture is None or not picture.alt:
        return None
    size = {"width": picture.width, "height": picture.height} if picture.width and picture.height else {}
    return {"url": picture.url, "alt": picture.alt, **size}


def _of_picture(picture: Image | None) -> Iterator[str]:
    if picture and not picture.alt:
        yield "the picture has no description and is not offered; write one as 'image_alt'"


def _beside(picture: Image | None, site_url: str, public: str) -> str:
    """The way to a picture that we published; one from elsewhere is not shown, so that nothing is asked of anybody."""
    if picture is None or not picture.url.startswith(site_url):
        return ""
    return public + picture.url.removeprefix(site_url)


def _file(path: str, media_type: str, text: str) -> Artifact:
    return Artifact(path=path, media_type=media_type, content=f"{text}\n".encode())
