"""How posts are read, as the table [content] sets it."""

from dataclasses import dataclass
from typing import Literal

from publisher.content import permalinks
from publisher.options import option


def _folder(text: str) -> str:
    parts = text.strip().strip("/").split("/")
    if text.strip().startswith("/") or not {"", ".", ".."}.isdisjoint(parts) or "\\" in text or "\0" in text:
        raise ValueError('must be a folder below the site\'s own, for example "_posts" or "content/posts"')
    return "/".join(parts)


def _patterns(patterns: tuple[str, ...]) -> tuple[str, ...]:
    if any(not text.strip() or text.startswith(("/", "./", "../")) or "\\" in text for text in patterns):
        raise ValueError('must be patterns of paths below the posts folder, for example "pages/*"')
    return tuple(f"{text}*" if text.endswith("/") else text for text in patterns)


@dataclass(frozen=True, kw_only=True)
class Options:
    """Reading posts, and texts from elsewhere."""

    folder: str = option("Folder of the posts, below the site's own.", default="posts", convert=_folder)
    skip: tuple[str, ...] = option(
        'Files in it that are no posts: "pages/*" is all below that folder, a name alone is meant in every folder.',
        default=("pages/*", "README.md"),
        convert=_patterns,
    )
    permalink: str = option(
        'Addresses of posts that name none: a path such as "/:year/:month/:title/"; empty is the name alone.',
        default="",
        convert=permalinks.pattern,
    )
    shortcodes: Literal["show", "drop"] = option(
        'Code of other tools in a post, such as {{< video >}}: "show" it as text, or "drop" it.', default="show"
    )
    untitled: Literal["refuse", "first-words"] = option(
        'A post without a title: "refuse" it, or take its "first-words".', default="refuse"
    )
    data_images: bool = option("Whether small pictures inside the text (data:image/…) stay.", default=False)
    campaigns: bool = option("Whether the parameters of campaigns (utm_…) stay in links.", default=False)
    date_order: Literal["month-first", "day-first"] = option(
        "How 'publisher import' reads a date such as 3/4/2024.", default="month-first"
    )
