"""Read one file of the posts folder into a Post."""

from datetime import UTC, datetime
from typing import NamedTuple

from publisher.content import (
    bodies,
    dates,
    enclosures,
    filenames,
    pictures,
    places,
    sourcetext,
    summaries,
    titles,
    visibility,
)
from publisher.content.addresses import Addresses
from publisher.content.beside import Beside, nothing_beside
from publisher.content.filenames import FileName
from publisher.content.frontmatter import split
from publisher.content.keys import Keys
from publisher.content.nearby import Files
from publisher.content.options import Options
from publisher.content.places import Place
from publisher.content.prose import Prose, plain
from publisher.content.sourcetext import SIZE_LIMIT
from publisher.content.titles import Titled
from publisher.content.visibility import Visibility
from publisher.errors import ContentError, Problem
from publisher.languages import language as language_code
from publisher.links import absolute
from publisher.model import YEARS, Asset, Post, Site
from publisher.textblocks import text

__all__ = ["SIZE_LIMIT", "PostFile", "read"]

_DEFAULTS = Options()
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # for a post without a date, which is read only to list its other problems


class PostFile(NamedTuple):
    """A post as its file says it. A `draft` goes nowhere; `has_own_id` says that the author fixed the id by hand.

    `warnings` are to be told; one among them that is no warning (a picture that is missing) leaves the post on the
    web, but no letter should go out with it. `uses` are the paths of files, relative to the site, that the post was
    made with or without: it is to be read again when one of them appears, changes or goes.
    """

    post: Post
    draft: bool
    has_own_id: bool
    warnings: tuple[Problem, ...] = ()
    uses: tuple[str, ...] = ()


def read(
    source: str, content: bytes, site: Site, *, options: Options = _DEFAULTS, beside: Beside = nothing_beside
) -> PostFile:
    """The post in a file; `source` is its path relative to the site, and `beside` looks at files around it.

    The id is the one in the front matter, else the address of this moment: whoever remembers an older one puts it in.
    Raises `ContentError` with every problem of the file.
    """
    decoded, warnings = sourcetext.decode(source, content)
    keys = Keys(split(source, decoded), source, warnings=list(warnings))
    name = filenames.read(source, options.folder)
    visible = visibility.read(keys, in_drafts=name.in_drafts)
    published = _published(keys, name, site, is_draft=visible.draft) or _ANY_DAY
    place = places.of_post(keys, name, published, site, options.permalink)
    files = Files(home=place.home, home_path=place.home_path, source=source, folder=options.folder, beside=beside)
    facts = _Facts(keys, name, visible, published, place, files)
    post = _post(facts, site, options)
    if keys.problems:
        raise ContentError(keys.problems)
    return PostFile(
        post=post,
        draft=visible.draft,
        has_own_id=bool(keys.anything("id")),
        warnings=tuple(sorted({*keys.warnings})),
        uses=tuple(sorted(files.uses)),
    )


class _Facts(NamedTuple):
    """What is known of a post before its text is read."""

    keys: Keys
    name: FileName
    visible: Visibility
    published: datetime
    place: Place
    files: Files


def _post(facts: _Facts, site: Site, options: Options) -> Post:
    keys, place = facts.keys, facts.place
    addresses = Addresses(
        url=place.url,
        prefix=place.prefix,
        files=facts.files,
        post_at=places.by_name(site, options.folder, options.permalink),
        allows_data=options.data_images,
        keeps_campaigns=options.campaigns,
    )
    titled = titles.read(keys)
    prose, markdown = bodies.read(keys, titled, addresses, options, site_url=site.url, in_jekyll=facts.name.in_jekyll)
    title = _title(keys, titled, prose, options)
    language = keys.checked("language", language_code) or site.language
    return Post(
        id=keys.checked("id", _address) or place.url,
        slug=place.slug,
        url=place.url,
        source=keys.source,
        title=title,
        html=prose.html,
        summary=_summary(keys, prose, language) or title,
        published=facts.published,
        updated=_updated(keys, facts.published, site),
        authors=_authors(keys) or (site.author,),
        tags=_tags(keys, facts.name),
        language=language,
        markdown=markdown,
        in_lists=facts.visible.in_lists,
        in_feeds=facts.visible.in_feeds,
        image=pictures.read(keys, addresses, prose, title),
        enclosures=enclosures.read(keys, addresses),
        assets=tuple(Asset(source=source, path=path) for path, source in facts.files.assets.items()),
        overrides=keys.table("social"),
        extra=_extra(keys, site),
    )


def _published(keys: Keys, name: FileName, site: Site, *, is_draft: bool) -> datetime | None:
    """The front matter's date, else the one that begins the file name; never the clock's."""
    complaints = len(keys.problems)
    stated = keys.moment("date", site.zone)
    if stated or len(keys.problems) > complaints:
        return _plausible(keys, "date", stated)
    try:
        if name.day:
            return dates.parse(name.day, site.zone)
    except ValueError as error:
        keys.complain("date", f"the date in the file's name {error}")
    else:
        if not is_draft:  # a draft need not know its day yet
            keys.complain("date", "has no date; add 'date: 2024-05-01' or begin the file's name with it")
    return None


def _updated(keys: Keys, published: datetime, site: Site) -> datetime:
    updated = _plausible(keys, "updated", keys.moment("updated", site.zone)) or published
    if updated < published:
        keys.warn("updated", f"is dated before the post itself ({updated:%Y-%m-%d}); the post's own date was taken")
    return max(updated, published)


def _plausible(keys: Keys, key: str, moment: datetime | None) -> datetime | None:
    if moment and moment.year not in YEARS:
        keys.warn(key, f"is the year {moment.year} right? Feed readers show other days, or none, for such a date")
    return moment


def _title(keys: Keys, titled: Titled, prose: Prose, options: Options) -> str:
    title = titled.title or (titles.from_text(text(prose.html)) if options.untitled == "first-words" else "")
    if not title:
        keys.complain("title", "has no title; add 'title: …' to the front matter")
    return title


def _summary(keys: Keys, prose: Prose, language: str) -> str:
    """The author's own, else the lead before `<!-- more -->`, else the first sentences."""
    stated = plain(keys.text("summary")) or summaries.of_lead(prose.lead)
    return stated or summaries.of_html(prose.html, language)


def _authors(keys: Keys) -> tuple[str, ...]:
    """Names in lists, or in a text with semicolons; with commas only where the key says that there are several."""
    written = str(keys.anything("author") or "")
    is_plural = "authors" in keys.head.values and "author" not in keys.head.values
    return keys.texts("author", "," if is_plural and ";" not in written else ";")


def _tags(keys: Keys, name: FileName) -> tuple[str, ...]:
    """Tags, then categories, those of Jekyll's folders among them; keywords only where there is neither."""
    mark = " " if name.in_jekyll and "," not in str(keys.anything("tags")) else ","  # Jekyll parts them by spaces
    found = (*keys.texts("tags", mark), *name.categories) or keys.texts("keywords")
    return tuple({tag.casefold(): tag for tag in reversed(found)}.values())[::-1]


def _extra(keys: Keys, site: Site) -> dict[str, object]:
    """What no reading here asked for; so is `url` where it leads to another site."""
    return keys.rest() | ({"url": keys.head.values["url"]} if places.is_elsewhere(keys, site) else {})


def _address(written: str) -> str:
    try:
        return absolute("", written)
    except ValueError as error:
        raise ValueError(f"is no address that can be read: {written[:80]!r}") from error
