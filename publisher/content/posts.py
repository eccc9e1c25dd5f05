"""Read one file of the posts folder into a Post."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import unquote

from publisher.content import dates
from publisher.content.frontmatter import split
from publisher.content.keys import Keys
from publisher.content.prose import Prose, plain, render
from publisher.content.sentences import sentences
from publisher.content.slugs import slugify
from publisher.errors import ContentError
from publisher.links import absolute, permalink, to_uri
from publisher.model import Asset, Image, Post, Site

SIZE_LIMIT = 1024 * 1024  # bytes; the longest post of eight public blogs has 851 kB
SUMMARY_LIMIT = 220  # characters; about what feed readers and search pages show

_DATED_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")
_FIRST_HEADING = re.compile(r"\s*#[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)")
# Windows-1252 letters that a paste left as control codes (U+0080 to U+009F), and what XML cannot hold
_CONTROLS: dict[int, str] = {
    **{code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)},
    **dict.fromkeys((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F), ""),
    **dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd"),
}


@dataclass(frozen=True, kw_only=True)
class PostFile:
    """A post as its file says it. A `draft` goes nowhere; `has_own_id` says that the author fixed the id by hand."""

    post: Post
    draft: bool
    has_own_id: bool


def read(source: str, content: bytes, site: Site) -> PostFile:
    """The post in a file; `source` is its path relative to the site.

    The id is the one in the front matter, else the address of this moment: whoever remembers an older one puts it in.
    Raises `ContentError` with every problem of the file.
    """
    keys = Keys(split(source, decode(source, content)), source)
    title, body = _title_and_body(keys)
    published = _published(keys, site)
    draft, own_id = keys.flag("draft"), keys.text("id")
    post = _post(keys, site, title, body, published) if published else None
    if keys.problems or post is None:
        raise ContentError(keys.problems)
    return PostFile(post=post, draft=draft, has_own_id=bool(own_id))


def decode(source: str, content: bytes) -> str:
    """The text of a file: UTF-8 without byte order mark, composed (NFC), LF line ends, no control characters.

    Raises `ContentError` for another encoding (with the byte's offset), a NUL, or more than 1 MiB; nothing is guessed.
    """
    if len(content) > SIZE_LIMIT:
        raise ContentError.at(source, 0, f"is larger than {SIZE_LIMIT // 1024} KiB; split it")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ContentError.at(source, line, f"is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ContentError.at(source, line, f"holds a NUL at byte {content.index(0)}: the file is damaged or no text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.translate(_CONTROLS))


def _post(keys: Keys, site: Site, title: str, body: str, published: datetime) -> Post:
    slug = slugify(keys.text("slug") or _name(keys.source))
    url = permalink(site.url, slug)
    prose = render(body, url=url, prefix=f"{slug}-")
    language = keys.text("language") or site.language
    whole = sentences(prose.paragraphs, language)
    updated = keys.moment("updated", site.zone) or published
    image = _image(keys, url, title, prose)
    return Post(
        id=_id(keys) or url,
        slug=slug,
        url=url,
        source=keys.source,
        title=title,
        html=prose.html,
        text=prose.text,
        summary=plain(keys.text("summary")) or _summary(whole, prose.text) or title,
        sentences=whole,
        published=published,
        updated=max(updated, published),
        authors=keys.texts("author") or (site.author,),
        tags=keys.texts("tags"),
        language=language,
        image=image,
        assets=_assets(keys.source, url, site.url, (image.url if image else "", *(src for src, _ in prose.images))),
        overrides=keys.table("social"),
        extra=keys.rest(),
    )


def _title_and_body(keys: Keys) -> tuple[str, str]:
    """The title as plain text, and the body without a first heading that says the same."""
    title, body = plain(keys.text("title")), keys.head.body
    heading = _FIRST_HEADING.match(body)
    if heading and title in ("", plain(heading.group(1))):
        title, body = plain(heading.group(1)), body[heading.end() :]
    if not title:
        keys.complain("title", "has no title; add 'title: …' to the front matter")
    return title, body


def _id(keys: Keys) -> str:
    return to_uri(keys.text("id")) if keys.text("id") else ""


def _published(keys: Keys, site: Site) -> datetime | None:
    """The front matter's date, else the one that begins the file name; never the clock's."""
    complaints = len(keys.problems)
    stated = keys.moment("date", site.zone)
    if stated or len(keys.problems) > complaints:
        return stated
    try:
        if named := _dated_name(keys.source):
            return dates.parse(named.group(1), site.zone)
        keys.complain("date", "has no date; add 'date: 2024-05-01' or begin the file's name with it")
    except ValueError as error:
        keys.complain("date", f"the date in the file's name {error}")
    return None


def _dated_name(source: str) -> re.Match[str] | None:
    return _DATED_NAME.fullmatch(_stem(source))


def _name(source: str) -> str:
    named = _dated_name(source)
    return named.group(2) if named else _stem(source)


def _stem(source: str) -> str:
    path = PurePosixPath(source)
    return path.parent.name if path.stem == "index" else path.stem


def _summary(whole: tuple[str, ...], text: str) -> str:
    """The first whole sentences that fit; a text without any is shortened at a word."""
    summary = ""
    for sentence in whole:
        if len(summary) + len(sentence) > SUMMARY_LIMIT and summary:
            break
        summary = f"{summary} {sentence}".strip()
    if summary:
        return summary
    folded = " ".join(text.split())
    return folded if len(folded) <= SUMMARY_LIMIT else folded[:SUMMARY_LIMIT].rsplit(" ", 1)[0] + "…"


def _image(keys: Keys, url: str, title: str, prose: Prose) -> Image | None:
    """The picture that the front matter names, else the first one of the text."""
    if named := keys.text("image"):
        return Image(url=absolute(url, named), alt=keys.text("image_alt") or title)
    return next((Image(url=src, alt=alt) for src, alt in prose.images), None)


def _assets(source: str, url: str, site_url: str, addresses: tuple[str, ...]) -> tuple[Asset, ...]:
    """The pictures that lie beside the file: what was written relative to it has an address below the post's own."""
    folder = PurePosixPath(source).parent
    below = dict.fromkeys(unquote(address.removeprefix(url)) for address in addresses if address.startswith(url))
    slug = url.removeprefix(site_url)
    return tuple(Asset(source=str(folder / name), path=f"{unquote(slug)}{name}") for name in below if name)
