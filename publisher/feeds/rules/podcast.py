"""Rules for podcasts, as Apple's directory states them (podcasters.apple.com, "A Podcaster's Guide to RSS")."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publisher.feeds.namespaces import ITUNES
from publisher.feeds.rules.broken import Broken, advice
from publisher.feeds.rules.forms import is_web_address

_EXPLICIT, _IMAGE, _CATEGORY, _DURATION, _AUTHOR = (
    f"{{{ITUNES}}}{name}" for name in ("explicit", "image", "category", "duration", "author")
)
_PLAYING_TIME = re.compile(r"\d+|(\d+:)?\d{1,2}:\d\d")


def channel_rules(channel: Element) -> Iterator[Broken]:
    """What a feed must say once it says anything in the podcasts' vocabulary."""
    if not any(child.tag.startswith(f"{{{ITUNES}}}") for child in channel):
        return
    for tag in (_IMAGE, _CATEGORY, _EXPLICIT):
        if channel.find(tag) is None:
            yield Broken("feed", f"a podcast needs itunes:{tag.rpartition('}')[2]}")
    if not (channel.findtext(_AUTHOR) or "").strip():
        yield advice("feed", "a podcast should name its itunes:author")
    if not all(is_web_address(image.get("href", "")) for image in channel.findall(_IMAGE)):
        yield Broken("feed", "itunes:image needs the whole address of a picture as its href")
    if not all(category.get("text", "").strip() for category in channel.iter(_CATEGORY)):
        yield Broken("feed", "itunes:category needs its name as its text attribute")
    yield from _explicit_rules(channel, "feed")


def item_rules(item: Element, place: str) -> Iterator[Broken]:
    """What a recording may say of itself."""
    yield from _explicit_rules(item, place)
    for duration in item.findall(_DURATION):
        if not _PLAYING_TIME.fullmatch((duration.text or "").strip()):
            yield Broken(place, f"itunes:duration {duration.text!r} is not a number of seconds or HH:MM:SS")


def _explicit_rules(parent: Element, place: str) -> Iterator[Broken]:
    for explicit in parent.findall(_EXPLICIT):
        word = (explicit.text or "").strip()
        if word not in ("true", "false"):
            is_old = word.lower() in ("yes", "no", "clean", "explicit")
            yield Broken(place, f"itunes:explicit must be true or false, not {word!r}", is_advice=is_old)
