"""The table [newsletter.NAME] of the settings: who writes to whom, when, and under which subject."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from publisher.model import within_years
from publisher.options import option

_ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
_LONGEST_GREETING = 100
_BOUNCE_NAME = 14  # with a plus and a tag of 49 it fits a local part's 64
_SUBJECT_FIELDS = frozenset(("title", "period", "first"))


def mail_address(text: str) -> str:
    """A plain e-mail address; raises `ValueError` for anything with a name, a space or a control character in it."""
    if not re.fullmatch(_ADDRESS, text):
        raise ValueError("must be a plain e-mail address, for example letter@example.com")
    return text


def bounce_address(text: str) -> str:
    """A plain address with room for a tag, or nothing; raises `ValueError` otherwise."""
    if text and len(mail_address(text).partition("@")[0]) > _BOUNCE_NAME:
        raise ValueError(f"must have at most {_BOUNCE_NAME} characters before the @: a tag of 49 is added there")
    return text


def web_address(text: str) -> str:
    """An https address, or nothing; raises `ValueError` otherwise."""
    if text and (not text.startswith("https://") or not text.isascii() or any(c.isspace() for c in text)):
        raise ValueError("must be an https address, or empty")
    return text


def subject_pattern(text: str) -> str:
    """A subject with fields in braces; raises `ValueError` for a field that no issue has."""
    from string import Formatter  # only who has a newsletter pays for its import

    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None and (name not in _SUBJECT_FIELDS or spec or conversion):
            raise ValueError("knows only the fields {title}, {period} and {first}")
    return text


def greeting_pattern(text: str) -> str:
    """A line with the field {name}, or nothing; raises `ValueError` for another field, or for none."""
    from string import Formatter

    fields = [found for found in Formatter().parse(one_greeting(text)) if found[1] is not None]
    if text and [found[1:] for found in fields] != [("name", "", None)]:
        raise ValueError("must have the field {name} once and no other, for example 'Dear {name},'")
    return text


def one_greeting(text: str) -> str:
    """A greeting of one short line; raises `ValueError` for anything longer or unprintable."""
    if len(text) > _LONGEST_GREETING or not text.isprintable():
        raise ValueError(f"must be one line of at most {_LONGEST_GREETING} characters")
    return text


def none_or_more(count: int) -> int:
    """The count itself; raises `ValueError` for a number below 0."""
    if count < 0:
        raise ValueError("must be 0 (for summaries alone) or more")
    return count


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
    subject: str = option(
        "Subject; {title}, {period} and {first} (the newest post's title) are filled in.",
        default="{title}: {first}",
        convert=subject_pattern,
    )
    greeting: str = option(
        "First line of a reader's letter, such as 'Dear {name},'; empty for none.", default="", convert=greeting_pattern
    )
    greeting_without_name: str = option(
        "The same for readers whose name is not known; only used with 'greeting'.",
        default="Hello,",
        convert=one_greeting,
    )
    template: Literal["digest", "single"] = option(
        "'digest': all that is new in one issue; 'single': one post an issue, the oldest that waits.",
        default="digest",
    )
    in_full: int = option(
        "How many posts, the newest first, stand in an issue in full; the others as summaries.",
        default=5,
        convert=none_or_more,
    )
    without_posts: Literal["skip", "note"] = option(
        "What happens when nothing is new: 'skip' the issue, or send the editor's 'note' alone, if there is one.",
        default="skip",
    )
    web_version: bool = option(
        "Whether letters can be read in a browser, at newsletters/ below the site's address.", default=True
    )
    unsubscribe_url: str = option(
        "Https address that takes a reader off the list; a signed token is added at its end.",
        default="",
        convert=web_address,
    )
    unsubscribe_mail: str = option("Address that takes unsubscribe mails.", convert=mail_address)
    bounces: str = option(
        "Address that failures come back to; it must take mail with a tag, as in bounce+tag@example.com.",
        default="",
        convert=bounce_address,
    )
    mailbox: str = option(
        "Maildir folder or mbox file, seen from this file, in which failures and unsubscribe mails arrive; each run "
        "reads what is new.",
        default="",
    )


@dataclass(frozen=True, kw_only=True)
class CheckOptions:
    """The table [checks] of the settings: what is looked for before a letter goes out."""

    wording: tuple[str, ...] = option(
        "Words that a health practice should look at twice before they are mailed; each becomes a warning.",
        default=("cure", "cures", "cured", "guarantee", "guaranteed", "miracle", "risk-free", "no side effects"),
    )
    elsewhere: tuple[str, ...] = option(
        'Paths below the site\'s address that something else puts there, such as "contact/" or "shop/*".', default=()
    )
