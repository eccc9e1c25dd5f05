"""The table [site] of the settings: facts about the blog, checked."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from publisher.languages import language
from publisher.links import site_address
from publisher.model import Site
from publisher.options import option


def zone(text: str) -> ZoneInfo:
    """The time zone of that name; raises `ValueError` for an unknown one."""
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("must be the name of a time zone, for example America/New_York") from error


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
