"""Letters of every kind, made as those that patients get are made, from the words in `posts/`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from html import escape, unescape
from pathlib import Path
from typing import Literal
from unittest.mock import patch

from publisher.bundled import bundled
from publisher.content import notes, posts
from publisher.content.beside import FileBeside
from publisher.content.options import Options as Reading
from publisher.model import Issue, Newsletter, Note, Post, Site, Subscriber
from publisher.newsletter.budget import within_budget
from publisher.newsletter.inline import inline
from publisher.newsletter.issue import address, compose, issue_id
from publisher.newsletter.message import Mailing
from publisher.newsletter.options import Options
from publisher.newsletter.render import render
from publisher.newsletter.slots import fill, own_parts
from publisher.theme import Theme
from tests.conftest import make_site
from tests.newsletter.conftest import make_options

WORDS = Path(__file__).parent / "posts"
SENT = datetime(2026, 3, 2, 14, tzinfo=UTC)
_TOKEN = "k3q7example"  # noqa: S105 stands where a signed one stands
_READER = Subscriber(id="s_maya", address="maya@example.org", name="Maya")
_MESSAGE_ID = "<k3q7zt4mexample26characters@news.example.com>"
_SIZE_IN_NAME = re.compile(r"-(\d+)x(\d+)\.")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter as one reader's program gets it, and as it was laid out before its styles were inlined."""

    newsletter: Newsletter
    html: str
    text: str
    message: bytes
    laid_out: str
    sheet: str

    @cached_property
    def styled_by_sheet(self) -> str:
        """The letter as it was laid out, its sheet in the head: what inlining must leave as it looks."""
        html = self.laid_out.replace(' data-premailer="ignore"', "")
        return html.replace("<style>", f"<style>\n{self.sheet}</style>\n<style>", 1)

    @cached_property
    def pictures(self) -> Mapping[str, tuple[int, int]]:
        """The true width and height in pixels of each picture, by its address."""
        addresses = {unescape(found) for found in re.findall(r'<img[^>]* src="([^"]*)"', self.html)}
        return {name: _size(name) for name in sorted(addresses)}


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What a letter is made of; `posts` are names of files in `posts/`, the newest first."""

    posts: tuple[str, ...] = ()
    note: str = ""
    template: Literal["digest", "single"] = "digest"
    theme: Theme = field(default_factory=Theme)
    title: str = "The Quiet Letter"
    in_full: int = 99
    site: Mapping[str, str] = field(default_factory=dict)


_IN_HEBREW = {
    "title": "המרפאה השקטה",
    "language": "he",
    "postal_address": "רחוב הגפן 12\nחיפה",
    "disclaimer": "מידע כללי בלבד, לא ייעוץ רפואי.",
}
_IN_RUSSIAN = {
    "title": "Тихая клиника",
    "language": "ru",
    "postal_address": "ул. Садовая, 12\nСпрингфилд",
    "disclaimer": "Это общие сведения, а не медицинский совет.",
}
_IN_CHINESE = {
    "title": "静心诊所",
    "language": "zh-Hans",
    "postal_address": "花园街12号\n春田",
    "disclaimer": "以上为一般信息，不能代替医生的建议。",
}

LETTERS: Mapping[str, Recipe] = {
    "short": Recipe(posts=("short-too", "short")),
    "long": Recipe(posts=("long", "plain")),
    "no-image": Recipe(posts=("plain", "short")),
    "many-images": Recipe(posts=("pictures",)),
    "table": Recipe(posts=("table",)),
    "wide-table": Recipe(posts=("wide-table",)),
    "code": Recipe(posts=("code",)),
    "hebrew-and-arabic-posts": Recipe(posts=("arabic-post", "hebrew-post", "plain")),
    "hebrew": Recipe(posts=("hebrew-clinic", "hebrew-post", "plain-english"), title="המכתב השקט", site=_IN_HEBREW),
    "cyrillic": Recipe(posts=("russian-clinic",), title="Тихое письмо", site=_IN_RUSSIAN),
    "chinese-and-japanese": Recipe(posts=("japanese-post", "chinese-clinic"), title="静心来信", site=_IN_CHINESE),
    "emoji": Recipe(posts=("emoji",), title="The Quiet Letter 🌿"),
    "one-post": Recipe(posts=("table",), template="single"),
    "thirty-posts": Recipe(posts=("tips",)),
    "summaries": Recipe(posts=("long", "hebrew-post", "pictures", "emoji"), in_full=1),
    "note-only": Recipe(note="note-only"),
    "note-around-posts": Recipe(posts=("short-too", "table"), note="note-around"),
    "long-address": Recipe(posts=("long-title", "long-address")),
    "footnotes": Recipe(posts=("footnotes", "footnotes-again")),
    "nested-lists": Recipe(posts=("lists",)),
    "quotes": Recipe(posts=("quotes",)),
    "headings": Recipe(posts=("headings",)),
    "html-of-authors": Recipe(posts=("raw-html",)),
    "own-posts": Recipe(posts=("own",)),
}


def make(recipe: Recipe) -> Letter:
    """The letter of a recipe, by the way that `run` takes."""
    facts = {"disclaimer": "This is general information, not medical advice. Please ask your own doctor."}
    site = make_site(**(facts | {**recipe.site}))
    options = make_options(title=recipe.title, template=recipe.template, in_full=recipe.in_full, without_posts="note")
    found = [post for name in recipe.posts for post in _posts(name, site)]
    issue = compose("monthly", "2026-03", options, found, _note(recipe.note, site) if recipe.note else None)
    assert issue is not None
    newsletter, (laid_out, sheet) = _rendered(issue, site, options, recipe.theme)
    parts = own_parts(options, _READER, _TOKEN)
    html, text = fill(newsletter, parts)
    for slot in newsletter.slots:
        laid_out = laid_out.replace(slot.mark, escape(parts[slot.name]))
    mailing = Mailing(newsletter, "monthly", site=site, options=options, date=SENT)
    return Letter(
        newsletter=newsletter,
        html=html,
        text=text,
        message=mailing.message(_READER, token=_TOKEN, message_id=_MESSAGE_ID),
        laid_out=laid_out,
        sheet=sheet,
    )


def _rendered(issue: Issue, site: Site, options: Options, theme: Theme) -> tuple[Newsletter, tuple[str, str]]:
    """The letter within its budget, and the page and the sheet that the inliner was given for it."""
    given = dict[str, tuple[str, str]]()

    def remembered(html: str, css: str) -> str:
        inlined = inline(html, css)
        given[inlined] = (html, css)
        return inlined

    def rendered(issue: Issue) -> Newsletter:
        return render(issue, site=site, theme=theme, options=options, template_folders=[bundled("templates")])

    with patch("publisher.newsletter.render.inline", remembered):
        _, newsletter = within_budget(issue, rendered)
    return newsletter, given[newsletter.html]


def _posts(name: str, site: Site) -> list[Post]:
    if name == "tips":
        return [_tip(place, site) for place in range(30)]
    paths = sorted(bundled("posts").glob("*.md"), reverse=True) if name == "own" else [WORDS / f"{name}.md"]
    return [posts.read(f"posts/{path.name}", path.read_bytes(), site, beside=_beside).post for path in paths]


def _tip(place: int, site: Site) -> Post:
    title, _, words = (WORDS / "tips.txt").read_text("utf-8").splitlines()[place].partition(": ")
    front = f"---\ntitle: {title}\ndate: {SENT - timedelta(days=place + 1):%Y-%m-%d}\n---\n"
    return posts.read(f"posts/tip-{place}.md", f"{front}\n{words}\n".encode(), site).post


def _note(name: str, site: Site) -> Note:
    path = WORDS / "notes" / f"{name}.md"
    url = address(issue_id("monthly", "2026-03"), site)
    return notes.read(f"posts/{name}.md", path.read_bytes(), site, url=url, options=Reading(), beside=_beside).note


def _beside(path: str) -> FileBeside | None:
    """A file for every picture that a post shows; its name tells its size."""
    return FileBeside(40_000, *_size(path)) if path.endswith((".jpg", ".png")) else None


def _size(name: str) -> tuple[int, int]:
    found = _SIZE_IN_NAME.search(name)
    return (int(found[1]), int(found[2])) if found else (1200, 800)
