"""The table [site] of the settings: facts about the blog, checked."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from publisher.languages import language
from publisher.links import site_address, to_uri
from publisher.model import Image, Site
from publisher.options import option


def zone(text: str) -> ZoneInfo:
    """The time zone of that name; raises `ValueError` for an unknown one."""
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("must be the name of a time zone, for example America/New_York") from error


def https_address(address: str) -> str:
    """The address, or nothing; raises `ValueError` for one that is no https address."""
    if address and not re.fullmatch(r"https://[^\s\"<>]+", address):
        raise ValueError("must be an https address, for example https://example.com/ada, or empty")
    return to_uri(address) if address else ""


def https_addresses(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses; raises `ValueError` for one that is no https address."""
    return tuple(map(https_address, filter(None, addresses)))


def fediverse_account(account: str) -> str:
    """The account, or nothing; raises `ValueError` for what is no user at a host."""
    if account and not re.fullmatch(r"@[\w.-]+@[\w-]+(\.[\w-]+)+", account):
        raise ValueError("must be an account such as @ada@example.social, or empty")
    return account


def x_account(account: str) -> str:
    """The account, or nothing; raises `ValueError` for what X has no room for."""
    if account and not re.fullmatch(r"@\w{1,15}", account, re.ASCII):
        raise ValueError("must be an account such as @ada, or empty")
    return account


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

    author_url: str = option("Https address of the page about the author.", default="", convert=https_address)
    profiles: tuple[str, ...] = option(
        "Https addresses of the author's profiles elsewhere, which may point back.", default=(), convert=https_addresses
    )
    fediverse: str = option(
        "The author's account on Mastodon or its kin, as @user@example.social.", default="", convert=fediverse_account
    )
    x: str = option("The blog's account on X, as @user.", default="", convert=x_account)
    picture: str = option(
        "Https address of a picture for previews of posts that have none.", default="", convert=https_address
    )
    picture_alt: str = option("What it shows, for those who cannot see it.", default="")

    def site(self) -> Site:
        """The same facts as the value that outputs take."""
        facts = vars(self) | {"picture": Image(url=self.picture, alt=self.picture_alt) if self.picture else None}
        facts.pop("picture_alt")
        return Site(**facts)
