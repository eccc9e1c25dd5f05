"""What stands against sending a letter, and what its author should look at once more before it goes."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from publisher.errors import Problem
from publisher.links import PERSONAL, to_uri
from publisher.model import Asset, Issue, Newsletter, Site
from publisher.newsletter.budget import BUDGET, LIMIT, size
from publisher.newsletter.excerpt import shown
from publisher.newsletter.issue import address
from publisher.newsletter.options import CheckOptions
from publisher.newsletter.pictures import PictureFile, of_pictures
from publisher.phrases import said
from publisher.textblocks import images, text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SUBJECT = 60  # characters that a list of mails shows
_PREHEADER = 40
# What other programs fill in and we do not: {{ … }}, {% … %}, *|NAME|*, %%name%%, {first_name}
_PLACEHOLDER = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\*\|[A-Z0-9_:]+\|\*|%%\w+%%|(?i:\{(?:first_?|last_?)?name\}|\{e?mail\}|\{unsubscribe\w*\})"
)
_RUNNING = ("javascript:", "vbscript:", "data:")
_ACTIVE = ("script", "iframe", "form", "object", "embed", "link", "base")
# The first are taken out where a post is read; the others may be meant, but not for everybody.
_PERSONAL = PERSONAL | {"email", "e-mail", "subscriber", "subscriber_id"}


# Whoever mails from these through another server fails their DMARC policy, and is refused (RFC 7489).
_FREE_MAIL = frozenset(
    "gmail.com googlemail.com yahoo.com ymail.com aol.com outlook.com hotmail.com live.com msn.com icloud.com me.com "
    "mac.com gmx.com gmx.net gmx.de web.de t-online.de freenet.de mail.com mail.ru bk.ru yandex.ru yandex.com "
    "proton.me protonmail.com tutanota.com zoho.com orange.fr free.fr laposte.net libero.it qq.com 163.com "
    "126.com".split()
)


class Surroundings(NamedTuple):
    """What is known beside the letter: `is_published` of a path below the site's address, and on which line of a file a
    piece of text stands (0: not found). Links below the site's address are looked at only where its pages `are_ours`.
    `look` tells of a picture's file, by its path in the site.
    """

    is_published: Callable[[str], bool]
    line_of: Callable[[str, str], int]
    are_ours: bool
    look: Callable[[str], PictureFile | None] = lambda _: None


def addresses(issue: Issue) -> Iterator[tuple[str, str]]:
    """Every link and picture of the letter that its authors wrote, each behind the file that holds it."""
    for part in _parts(issue):
        yield from ((part.source, url) for url in (*_links(part.html), *(url for url, _ in images(part.html))))
    yield from ((post.source, post.url) for post in issue.posts)


def objection_to_sender(domain: str) -> str:
    """Why no letter should come from an address at the domain, or `""`."""
    if domain.lower() not in _FREE_MAIL:
        return ""
    return f"is at {domain}, whose owner lets nobody else send for it; use an address at your own domain"


class _Part(NamedTuple):
    """A piece of the letter that one file is responsible for; its html is the sanitiser's."""

    source: str
    html: str


def findings(
    issue: Issue, letter: Newsletter, *, site: Site, options: CheckOptions, around: Surroundings
) -> Iterator[Problem]:
    """Everything there is to say of the letter: errors, which hold it back, and warnings.

    What makes a letter impossible (no postal address, no way out, too large) is refused where it is made.
    """
    files = {to_uri(site.url + quote(asset.path)): asset.source for asset in _assets(issue)}
    for part in _parts(issue):
        yield from _of_words(part, options, around)
        yield from of_pictures(part.source, part.html, files, around.look, around.line_of)
        yield from _of_addresses(part, issue, site, options, around)
    yield from _of_posts(issue)
    yield from _of_head(issue, letter)
    yield from _of_frame(letter)


def _parts(issue: Issue) -> Iterator[_Part]:
    if issue.note:
        yield _Part(issue.note.source, issue.note.intro)
        yield _Part(issue.note.source, issue.note.closing)
    for post, form in issue.entries:
        yield _Part(post.source, shown(post, form))


def _assets(issue: Issue) -> Iterator[Asset]:
    yield from issue.note.assets if issue.note else ()
    for post in issue.posts:
        yield from post.assets


def _error(part: _Part, around: Surroundings, piece: str, text: str) -> Problem:
    return Problem(source=part.source, line=around.line_of(part.source, piece), text=text)


def _of_words(part: _Part, options: CheckOptions, around: Surroundings) -> Iterator[Problem]:
    words = text(_without_code(part.html))
    for found in dict.fromkeys(_PLACEHOLDER.findall(words)):
        advice = "which nothing fills in; write the words themselves, or as `code` if it is meant"
        yield _error(part, around, found, f"shows {found[:60]!r}, {advice}")
    for phrase in said(options.wording, words):
        advice = "look whether you may promise that (the words are a list in [checks])"
        line = around.line_of(part.source, phrase)
        yield Problem(source=part.source, line=line, text=f"says {phrase!r}: {advice}", is_warning=True)


def _of_addresses(
    part: _Part, issue: Issue, site: Site, options: CheckOptions, around: Surroundings
) -> Iterator[Problem]:
    for url in dict.fromkeys(_links(part.html)):
        parsed = urlsplit(url)
        if not parsed.scheme:
            yield _error(part, around, url, f"links to {url!r}, which leads nowhere from a mail; write it out")
        personal = [name for name, _ in parse_qsl(parsed.query) if name.lower() in _PERSONAL]
        if personal:
            said = f"links to an address with {personal[0]!r}, which tells who reads it; remove it"
            yield _error(part, around, personal[0], said)
        own = address(issue.id, site)
        if around.are_ours and url.startswith(site.url) and not url.startswith(own):
            path = unquote(parsed.path.removeprefix(urlsplit(site.url).path))
            if not around.is_published(path) and not _is_elsewhere(path, options.elsewhere):
                advice = "mend the link, or name it under 'elsewhere' in [checks] if something else puts it there"
                yield _error(part, around, path, f"links to {url}, and nothing is built there; {advice}")


def _is_elsewhere(path: str, patterns: Sequence[str]) -> bool:
    from fnmatch import fnmatchcase

    return any(fnmatchcase(path, pattern.lstrip("/")) for pattern in patterns)


def _of_posts(issue: Issue) -> Iterator[Problem]:
    for post in issue.posts:
        if not text(post.html) and "<img" not in post.html:
            yield Problem(source=post.source, text="has no text; a letter would show its title alone")


def _of_head(issue: Issue, letter: Newsletter) -> Iterator[Problem]:
    source = issue.note.source if issue.note and issue.note.subject else f"issue {issue.id}"
    subject, count = letter.subject, len(letter.subject)
    if not subject.strip():
        yield Problem(source=source, text="has no subject; write one into 'subject'")
    if count > _SUBJECT:
        yield _warning(source, f"the subject has {count} characters, and lists of mails show about {_SUBJECT}")
    if count > 3 and subject.isupper():
        yield _warning(source, "the subject is all in capitals, as those of junk are")
    preheader = _preheader(letter)
    if len(preheader) < _PREHEADER:
        said = f"has {len(preheader)} characters" if preheader else "is missing"
        yield _warning(source, f"the preheader {said}; 40 to 90 stand beside the subject. Give the posts a summary")
    if (length := size(letter)) > BUDGET:
        yield _warning(f"issue {issue.id}", f"the letter has {length:,} bytes; programs cut it at {LIMIT:,}")


def _warning(source: str, text: str) -> Problem:
    return Problem(source=source, text=text, is_warning=True)


def _of_frame(letter: Newsletter) -> Iterator[Problem]:
    """What a site's own templates may have brought along; of posts nothing of it is left."""
    from lxml.html import document_fromstring

    page = document_fromstring(letter.html)
    for element in page.iter(*_ACTIVE):
        yield _of_templates(f"<{element.tag}> does not belong into a mail; no program runs it, and filters refuse it")
    if active := next(_handlers(page), ""):
        yield _of_templates(f"{active} does not belong into a mail; no program runs it, and filters refuse it")
    for image in page.iter("img"):
        if {image.get("width"), image.get("height")} & {"0", "1"}:
            yield _of_templates("a picture of one pixel tells who opened the letter; remove it")


def _of_templates(text: str) -> Problem:
    return Problem(source="templates/newsletter", text=text)


def _handlers(page: "HtmlElement") -> Iterator[str]:
    for element in page.iter():
        for name, value in element.attrib.items():
            is_address = name in ("href", "src", "background", "action")
            if name.startswith("on") or (is_address and str(value).strip().lower().startswith(_RUNNING)):
                yield f'{name}="{value}"'[:60]


def _preheader(letter: Newsletter) -> str:
    from lxml.html import document_fromstring

    return str(document_fromstring(letter.html).xpath("normalize-space(//*[@class='preheader'])"))


def _links(html: str) -> list[str]:
    from publisher.newsletter.tree import parsed

    return [str(link) for link in parsed(html).xpath(".//a/@href")]


def _without_code(html: str) -> str:
    return re.sub(r"<(pre|code)\b.*?</\1>", "", html, flags=re.DOTALL)
