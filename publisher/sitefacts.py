"""The table [site] of the settings: facts about the blog, checked."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from publisher.links import site_address
from publisher.model import Site
from publisher.options import option

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?")


def zone(text: str) -> ZoneInfo:
    """The time zone of that name; raises `ValueError` for an unknown one."""
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("must be the name of a time zone, for example America/New_York") from error


def language(text: str) -> str:
    """A language as BCP 47 writes it; `de_DE` becomes `de-DE`. Raises `ValueError` for anything else."""
    if not _LANGUAGE.fullmatch(tag := text.strip().replace("_", "-")):
        raise ValueError("must be a language code, for example en or de-CH")
    return tag


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """Facts about the blog that every output needs."""

    title: str = option("Name of the blog.")
    url: str = option("Its address: where what is in out/public/ will be found.", convert=site_address)
    author: str = option("Who writes, unless a post says otherwise.")
    postal_address: str = option("Street address; the law wants it in every letter.")
    description: str = option("What the blog is about, in a sentence.", default="")
    language: str = option("Language of the posts, unless one says otherwise.", default="en", convert=language)
    zone: ZoneInfo = option("Time zone of dates that name none.", default=ZoneInfo("UTC"), convert=zone)
    disclaimer: str = option("Sentence that every letter carries, and share text where there is room.", default="")

    def site(self) -> Site:
        """The same facts as the value that outputs take."""
        return Site(**vars(self))
