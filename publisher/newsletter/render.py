"""An issue as the letter that every reader gets: html with its styles on the elements, and plain text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import templates
from publisher.errors import ContentError, LetterError, Problem
from publisher.languages import direction
from publisher.model import Asset, Form, Issue, Newsletter, Post, Site
from publisher.newsletter.body import for_mail
from publisher.newsletter.excerpt import shown
from publisher.newsletter.headers import refuse_unsafe
from publisher.newsletter.inline import inline
from publisher.newsletter.issue import address
from publisher.newsletter.mailable import mailable
from publisher.newsletter.options import Options
from publisher.newsletter.plaintext import plain_text
from publisher.newsletter.preheader import preheader
from publisher.newsletter.slots import UNSUBSCRIBE, counted, marks
from publisher.newsletter.tree import shown_words
from publisher.newsletter.wrapping import underline, wrap
from publisher.textblocks import bare_text
from publisher.theme import Theme
from publisher.wording import Day, day, period
from publisher.words import Words, words_for

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup


@dataclass(frozen=True, kw_only=True)
class Item:
    """A post as a template shows it; `language` is empty where it is the letter's own, lines begin at `start`. What is
    not `is_whole` goes on at the post's address.
    """

    post: Post
    html: "Markup"
    text: str
    is_whole: bool
    published: Day
    language: str
    direction: str
    start: str


@dataclass(frozen=True, kw_only=True)
class NoteText:
    """An editor's words as html and as text; both are empty where there are none."""

    html: "Markup | str" = ""
    text: str = ""


def web_page(issue: Issue, *, site: Site, theme: Theme, options: Options, template_folders: Sequence[Path]) -> str:
    """The letter as a page for everybody: nothing personal, no way out of a list; the same bytes for the same issue."""
    environment = templates.environment(template_folders)
    words = words_for(site.language, template_folders)
    html, _ = _filled(environment, _values(issue, site, theme, options, words, is_web=True))
    return html


def render(issue: Issue, *, site: Site, theme: Theme, options: Options, template_folders: Sequence[Path]) -> Newsletter:
    """The letter with a slot where each reader's unsubscribe address goes; the same issue gives the same bytes.

    `template_folders` hold a folder `newsletter` each, a site's own before the bundled one. Raises `LetterError` when
    the postal address, the way out of the list (15 USC 7704) or the site's disclaimer, if it has one, would be missing
    from html or text, and for a subject or name that no mail header can hold; `ContentError` with every post that no
    letter can show, `TemplateError` for a template that cannot be filled.
    """
    _require_postal_address(site)
    _require_names_for_headers(issue, site, options)
    environment, words = templates.environment(template_folders), words_for(site.language, template_folders)
    values = _values(issue, site, theme, options, words)
    html, text = _filled(environment, values)
    slots = counted(html, text, marks(issue))
    (way_out,) = (slot for slot in slots if slot.name == UNSUBSCRIBE)
    _require_complete(f"{options.template}.html", shown_words(html), way_out.in_html, site)
    _require_complete(f"{options.template}.txt", text, way_out.in_text, site)
    return Newsletter(issue_id=issue.id, subject=issue.subject, html=html, text=text, slots=slots)


def _filled(environment: "jinja2.Environment", values: Mapping[str, object]) -> tuple[str, str]:
    """The letter as html, its styles on its elements, and as text."""
    template = values["template"]
    laid_out = templates.fill(environment, f"newsletter/{template}.html", values)
    html = inline(laid_out, templates.fill(environment, "newsletter/letter.css", values))
    return html, templates.fill(environment, f"newsletter/{template}.txt", values)


def _values(
    issue: Issue, site: Site, theme: Theme, options: Options, words: Words, *, is_web: bool = False
) -> Mapping[str, object]:
    """What every template of a letter gets; `wrap` and `underline` are for text.

    With `is_web` it is for everybody: `slot` and `greeting` are empty then.
    """
    note, own, start = issue.note, marks(issue), _start(site.language)
    return {
        "template": options.template,
        "is_web": is_web,
        "web_address": address(issue.id, site) if options.web_version else "",
        "intro": _note(note.intro, note.assets, words, start) if note else NoteText(),
        "closing": _note(note.closing, note.assets, words, start) if note else NoteText(),
        "own_text": note.text.strip() if note else "",
        "issue": issue,
        "site": site,
        "theme": theme,
        "title": options.title,
        "headline": _headline(issue, options),
        "is_single": _is_single(issue, options),
        "direction": direction(site.language),
        "start": start,
        "preheader": issue.preheader or preheader(_phrases(issue, site)),
        "period": period(issue.period, words),
        "words": words.phrases,
        "items": _items(issue, site, options, words),
        "postal_lines": _address_lines(site),
        "slot": "" if is_web else own.unsubscribe,
        "greeting": "" if is_web or not options.greeting else own.greeting,
        "wrap": wrap,
        "underline": underline,
    }


def _headline(issue: Issue, options: Options) -> str:
    """What stands at the top: a single post's title, or a note's own subject where it is sent alone, names the letter
    better than the newsletter's title, which stays above it.
    """
    if _is_single(issue, options):
        return issue.posts[0].title
    is_note_alone = not issue.posts and issue.note and issue.note.subject
    return issue.subject if is_note_alone else options.title


def _is_single(issue: Issue, options: Options) -> bool:
    """Whether the letter is one post, whose title is the letter's."""
    return options.template == "single" and len(issue.posts) == 1


def _phrases(issue: Issue, site: Site) -> tuple[str, ...]:
    """What the preheader may say, the most telling first; the subject beside it names the first post already."""
    told = [bare_text(issue.note.intro)] if issue.note else [post.summary for post in issue.posts[:1]]
    return (*told, *(post.title for post in issue.posts[1:]), site.description, site.title)


def _items(issue: Issue, site: Site, options: Options, words: Words) -> tuple[Item, ...]:
    items, problems = list[Item](), list[Problem]()
    level = 1 if _is_single(issue, options) else 2
    for post, form in issue.entries:
        try:
            items.append(_item(post, form, words, site, level=level))
        except LetterError as error:
            problems.append(Problem(source=post.source, text=str(error)))
    if problems:
        raise ContentError(problems)
    return tuple(items)


def _item(post: Post, form: Form, words: Words, site: Site, *, level: int) -> Item:
    """The post, its title a heading of that level."""
    html = shown(post, form)
    sent = mailable(html, post.assets)
    return Item(
        post=post,
        html=templates.own_html(for_mail(sent, post.image, below=level, start=_start(post.language))),
        text=plain_text(sent, words.phrases["image"].text),
        is_whole=html == post.html,
        published=day(post.published, site, words),
        language="" if post.language == site.language else post.language,
        direction=direction(post.language),
        start=_start(post.language),
    )


def _note(html: str, assets: Sequence[Asset], words: Words, start: str) -> NoteText:
    sent = mailable(html, assets)
    text = plain_text(sent, words.phrases["image"].text)
    return NoteText(html=templates.own_html(for_mail(sent, below=1, start=start)), text=text)


def _start(language: str) -> str:
    """The side on which lines begin."""
    return "right" if direction(language) == "rtl" else "left"


def _address_lines(site: Site) -> tuple[str, ...]:
    return tuple(line.strip() for line in site.postal_address.splitlines() if line.strip())


def _require_postal_address(site: Site) -> None:
    if not site.postal_address.strip():
        raise LetterError(
            "newsletter: the site has no postal_address, and no letter goes out without; set it in [site]"
        )


def _require_names_for_headers(issue: Issue, site: Site, options: Options) -> None:
    """Told now, before anybody waits for the letter, rather than when its first message is written."""
    for header, words in (("Subject", issue.subject), ("From", site.title), ("List-ID", options.title)):
        refuse_unsafe(header, words)


def _require_complete(template: str, words: str, slots: int, site: Site) -> None:
    """A site's own template may move the small print; it cannot leave it out."""
    if not slots:
        raise LetterError(
            f"templates/newsletter/{template}: has no unsubscribe link; write {{{{ slot }}}} as its address"
        )
    joined = "".join(words.split())
    for name, value in (("disclaimer", [site.disclaimer]), ("postal_lines", _address_lines(site))):
        if any("".join(line.split()) not in joined for line in value):
            raise LetterError(f"templates/newsletter/{template}: leaves out {name}, which every letter must show")
