"""Which posts go into the next issue of a newsletter, and under which subject."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter

from publisher.model import Issue, Post, within_years
from publisher.options import option

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_SUBJECT_FIELDS = frozenset(("title", "period", "first"))
LONGEST = 1_000_000  # characters of a letter's page: premailer drops texts over 10 MB, and nobody reads as much
_AROUND_A_POST = 500  # characters of the letter at least, beside the post's own
_SUBJECT_LIMIT = 150  # longer subjects are cut at a word; readers show about 60 characters


def mail_address(text: str) -> str:
    """A plain e-mail address; raises `ValueError` for anything with a name, a space or a control character in it."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError("must be a plain e-mail address, for example letter@example.com")
    return text


def web_address(text: str) -> str:
    """An https address, or nothing; raises `ValueError` otherwise."""
    if text and (not text.startswith("https://") or not text.isascii() or any(c.isspace() for c in text)):
        raise ValueError("must be an https address, or empty")
    return text


def subject_pattern(text: str) -> str:
    """A subject with fields in braces; raises `ValueError` for a field that no issue has."""
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None and (name not in _SUBJECT_FIELDS or spec or conversion):
            raise ValueError("knows only the fields {title}, {period} and {first}")
    return text


@dataclass(frozen=True, kw_only=True)
class Options:
    """One newsletter of the site, as its table [newsletter.NAME] sets it."""

    title: str = option("Name of the newsletter, as readers see it.")
    sender: str = option("Address the letter comes from; at your own domain.", convert=mail_address)
    reply_to: str = option("Address that a person reads.", convert=mail_address)
    schedule: str = option("When it goes out: a cron line, or words such as 'monthly on the first Monday at 09:00'.")
    since: date | None = option(
        "Posts from this day on go into issues; without it, those after the first run.",
        default=None,
        convert=within_years,
    )
    readers: str = option("CSV file beside this one with the columns address and name.", default="readers.csv")
    subject: str = option(
        "Subject; {title}, {period} and {first} (the newest post's title) are filled in.",
        default="{title}: {first}",
        convert=subject_pattern,
    )
    unsubscribe_url: str = option(
        "Https address that takes a reader off the list; a signed token is added at its end.",
        default="",
        convert=web_address,
    )
    unsubscribe_mail: str = option("Address that takes unsubscribe mails.", convert=mail_address)


def compose(newsletter: str, period: str, options: Options, posts: Sequence[Post]) -> Issue | None:
    """The issue of one period with the posts given (newest first); `None` when there is nothing to send."""
    if not posts:
        return None
    subject = options.subject.format(title=options.title, period=period, first=posts[0].title)
    return Issue(
        id=f"{newsletter}-{period}",
        newsletter=newsletter,
        period=period,
        subject=_shortened(" ".join(subject.split())),
        posts=tuple(posts),
    )


def fitting(posts: Iterable[Post]) -> list[Post]:
    """The first of the posts, as many as one letter has room for; no more than one beyond these is taken."""
    fitting, length = list[Post](), 0
    for post in posts:
        length += len(post.html) + _AROUND_A_POST
        if length > LONGEST and fitting:  # a single post that is too long is for its letter to refuse
            break
        fitting.append(post)
    return fitting


def _shortened(subject: str) -> str:
    if len(subject) <= _SUBJECT_LIMIT:
        return subject
    return subject[: _SUBJECT_LIMIT - 1].rsplit(" ", 1)[0] + "…"
