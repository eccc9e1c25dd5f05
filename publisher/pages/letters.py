"""The archive of newsletters: every letter that the web shows, newest first."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from publisher.model import Site
from publisher.pages.addresses import near
from publisher.pages.page import Page, site_page
from publisher.pages.saying import Saying
from publisher.wording import Day, day


class LetterLink(NamedTuple):
    """A letter that was sent: its subject, address and newsletter, and when it was opened, in unix seconds."""

    subject: str
    url: str
    newsletter: str
    opened_s: int


class _Entry(NamedTuple):
    letter: LetterLink
    href: str
    opened: Day


def page_of_letters(letters: Sequence[LetterLink], site: Site, saying: Saying) -> Page:
    """The letters under the title of their newsletter; nothing personal is in them, nor here."""
    groups: dict[str, list[_Entry]] = {}
    for letter in letters:
        opened = day(datetime.fromtimestamp(letter.opened_s, UTC), site)
        opened = opened._replace(machine=opened.machine[:10])  # at which second cron came round is no news
        groups.setdefault(letter.newsletter, []).append(_Entry(letter, near(letter.url, site.url, "../"), opened))
    title, about = saying.plain("letters_link"), saying.plain("letters_about", site=site.title)
    return site_page(
        site, "newsletters/", "pages/newsletters.html", title=title, about=about, groups=tuple(groups.items())
    )
