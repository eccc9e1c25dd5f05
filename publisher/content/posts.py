"""Read one file of the posts folder into a Post."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from publisher.characters import legible
from publisher.content import dates
from publisher.content.frontmatter import split
from publisher.content.keys import Keys
from publisher.content.prose import Prose, plain, render
from publisher.content.sentences import sentences
from publisher.content.slugs import slugify
from publisher.errors import ContentError
from publisher.links import absolute, permalink
from publisher.model import Asset, Image, Post, Site
from publisher.sitefacts import language as language_code

SIZE_LIMIT = 1024 * 1024  # bytes; the longest post of eight public blogs has 851 kB
SUMMARY_LIMIT = 220  # characters; about what feed readers and search pages show

# what may lie beside a post and be published: never a page, which would stand unsanitised at the site's own address
_PICTURES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}
_DATED_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")
_FIRST_HEADING = re.compile(r"(?:[ \t]*\n)* {0,3}#[ \t]+(\S[^\n]*)(?:\n|\Z)")
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # for a post without a date, which is read only to list its other problems


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
    draft, own_id = keys.flag("draft"), keys.checked("id", _address())
    post = _post(keys, site, title, body, published or _ANY_DAY, own_id)
    if keys.problems:
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
    return unicodedata.normalize("NFC", legible(text))


def _post(keys: Keys, site: Site, title: str, body: str, published: datetime, own_id: str) -> Post:
    slug = slugify(keys.text("slug") or _name(keys.source))
    url = permalink(site.url, slug)
    prose = render(body, url=url, prefix=f"{slug}-")
    language = keys.checked("language", language_code) or site.language
    whole = sentences(prose.paragraphs, language)
    updated = keys.moment("updated", site.zone) or published
    image = _image(keys, url, title, prose)
    return Post(
        id=own_id or url,
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
        assets=_assets(keys, url, site.url, (image.url if image else "", *(src for src, _ in prose.images))),
        overrides=keys.table("social"),
        extra=keys.rest(),
    )


def _title_and_body(keys: Keys) -> tuple[str, str]:
    """The title as plain text, and the body without a first heading that says the same."""
    title, body = plain(keys.text("title")), keys.head.body
    heading = _FIRST_HEADING.match(body)
    said = plain(_without_closing_marks(heading.group(1))) if heading else ""
    if heading and title in ("", said):
        title, body = said, body[heading.end() :]
    if not title:
        keys.complain("title", "has no title; add 'title: …' to the front matter")
    return title, body


def _without_closing_marks(heading: str) -> str:
    """`Rest ##` is the heading "Rest"; `C#` keeps its mark (CommonMark section 4.2)."""
    words = heading.rstrip(" \t").rstrip("#")
    return words.rstrip(" \t") if words[-1:] in ("", " ", "\t") else heading


def _address(base: str = "", schemes: tuple[str, ...] = ()) -> Callable[[str], str]:
    """A reader of addresses as seen from `base`, with one of the `schemes` if any are named."""

    def read(text: str) -> str:
        try:
            address = absolute(base, text)
        except ValueError as error:
            raise ValueError(f"is no address that can be read: {text[:80]!r}") from error
        if schemes and urlsplit(address).scheme not in schemes:
            raise ValueError(f"must be a file beside the post or an {schemes[-1]} address, not {text[:80]!r}")
        return address

    return read


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
    if named := keys.checked("image", _address(url, ("http", "https"))):
        return Image(url=named, alt=keys.text("image_alt") or title)
    return next((Image(url=src, alt=alt) for src, alt in prose.images), None)


def _assets(keys: Keys, url: str, site_url: str, addresses: tuple[str, ...]) -> tuple[Asset, ...]:
    """The pictures that lie beside the file: what was written relative to it has an address below the post's own."""
    folder, slug = PurePosixPath(keys.source).parent, url.removeprefix(site_url)
    below = (address.removeprefix(url) for address in addresses if address.startswith(url))
    names = dict.fromkeys(unquote(urlsplit(address).path) for address in below)
    if astray := [name for name in names if _leads_astray(name)]:
        keys.complain("image", f"shows {astray[0]!r}, which is no picture file; put one beside the post")
    return tuple(Asset(source=str(folder / name), path=f"{unquote(slug)}{name}") for name in names if name)


def _leads_astray(name: str) -> bool:
    """Whether a name would leave the post's folder once `..%2f` is read, no disk can hold it, or it is no picture's."""
    if not name:
        return False
    parts = name.split("/")
    is_picture = PurePosixPath(name).suffix.lower() in _PICTURES
    return not {"", ".", ".."}.isdisjoint(parts) or "\\" in name or "\0" in name or not is_picture
