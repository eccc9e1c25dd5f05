"""The formats of feeds: what each is called, served as, and who writes it."""

from collections.abc import Callable
from typing import NamedTuple

from publisher.feeds import _feedgen
from publisher.feeds.additions import ATOM_TYPE, RSS_TYPE
from publisher.feeds.entry import Feed
from publisher.feeds.jsonfeed import json_feed

_JSON_TYPE = "application/feed+json"


class Format(NamedTuple):
    """`media_type` is what links say of it; `served_as` what a server gives, `suffix` the end of a further feed's name.

    With the media types of RSS and Atom browsers show source; with plain XML they show a page.
    """

    label: str
    media_type: str
    served_as: str
    suffix: str
    write: Callable[[Feed], bytes]


FORMATS = {
    "rss": Format("RSS", RSS_TYPE, "application/xml", ".xml", _feedgen.rss),
    "atom": Format("Atom", ATOM_TYPE, "application/xml", ".atom.xml", _feedgen.atom),
    "json": Format("JSON Feed", _JSON_TYPE, _JSON_TYPE, ".json", json_feed),
}
