"""Files that lie beside a post: which one a reference means, and the address it is published at."""

import posixpath
import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, unquote

from publisher.content.beside import Beside, FileBeside, nothing_beside
from publisher.content.mediatypes import SELDOM_SHOWN, STAND_INS, media_type
from publisher.links import to_uri

_PATH = r"(?![A-Za-z][A-Za-z0-9+.-]*:|[/?#])[^?#]+"
# {static}, {attach} and {filename}, or |filename|: Pelican's words before a path, as they stand or escaped
_PELICAN = r"(?i)(?:\{|%7B)(?:static|attach|filename)(?:\}|%7D)|(?:\||%7C)filename(?:\||%7C)"


class _Place(NamedTuple):
    """Where a file would lie (relative to the site), what it would be called, and what follows the path."""

    source: str
    name: str
    tail: str


@dataclass(kw_only=True)
class Files:
    """The files beside one post; keeps what was asked for and found.

    `source` is the post's own file and `folder` the posts folder, relative to the site; files are published below the
    address `home`, which is `home_path` below the site's address. `uses` are the paths that were asked of `beside`,
    `assets` what to publish (where from, by its path below the site), `sizes` those of pictures, in pixels, by their
    address. `missing` is what was to be shown and is not there, with its address; `astray` what can never be shown;
    `absent` what was only linked to; `clashing` files that would be published at one and the same path.
    """

    home: str
    home_path: str = ""
    source: str = ""
    folder: str = ""
    beside: Beside = nothing_beside
    uses: dict[str, FileBeside | None] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    astray: dict[str, None] = field(default_factory=dict)
    absent: dict[str, None] = field(default_factory=dict)
    clashing: dict[str, None] = field(default_factory=dict)

    def find(self, reference: str) -> tuple[FileBeside, str] | None:
        """The file that a reference means and the address it has; `None` where it means none that can be published."""
        place = self._place(reference)
        if place is None or not media_type(place.source) or _leads_astray(place.name):
            return None
        found = self._look(place.source)
        if found is None or not found.length:  # an empty file shows nothing, and a copy that failed is one
            return None
        address = to_uri(self.home + quote(place.name) + place.tail)
        if self.assets.setdefault(self.home_path + place.name, place.source) != place.source:
            self.clashing[place.name] = None
        if found.width and found.height:
            self.sizes[address] = (found.width, found.height)
        return found, address

    def publish_stand_in(self, reference: str) -> None:
        """Beside a picture that few mail programs show, publish the PNG or JPEG of the same name, if there is one."""
        path = reference.partition("?")[0].partition("#")[0]
        bare, ending = posixpath.splitext(path)
        if ending.lower() in SELDOM_SHOWN:
            any(self.find(bare + other) for other in STAND_INS)

    def expected(self, reference: str) -> str:
        """The name of the file that a reference can only mean, found or not; `""` where it may mean something else.

        A path upwards may as well mean another page's place on the site.
        """
        path = re.match(_PATH, reference)
        is_upwards = path and posixpath.normpath(path.group()).split("/")[0] == ".."
        return unquote(path.group()) if path and not is_upwards else ""

    def miss(self, reference: str) -> None:
        """Note that a picture to be shown was not found, if it can only mean a file beside the post."""
        name = self.expected(reference)
        if name and media_type(name) and not _leads_astray(name):
            self.missing[name] = to_uri(self.home + quote(_without_way_up(name)) + reference[_path_end(reference) :])
        elif name:
            self.astray[name] = None

    def _look(self, source: str) -> FileBeside | None:
        if not source.startswith(f"{self.folder}/"):
            return None
        if source not in self.uses:
            self.uses[source] = self.beside(source)
        return self.uses[source]

    def _place(self, reference: str) -> _Place | None:
        bare = without_pelican(reference)
        path = re.match(_PATH, bare)
        if path:
            written = unquote(path.group())
            source = posixpath.normpath(posixpath.join(posixpath.dirname(self.source), written))
            return _Place(source, _without_way_up(written), bare[path.end() :])
        if bare != reference and (path := re.match(_PATH, bare.lstrip("/"))):  # from the content's top (Pelican)
            written = unquote(path.group())
            return _Place(f"{self.folder}/{written}", written, bare.lstrip("/")[path.end() :])
        return None


def _path_end(reference: str) -> int:
    path = re.match(_PATH, reference)
    return path.end() if path else 0


def without_pelican(reference: str) -> str:
    """The reference without Pelican's word before the path."""
    marked = re.match(_PELICAN, reference)
    return reference[marked.end() :] if marked else reference


def _without_way_up(written: str) -> str:
    """The name under which a file is published: one from a folder above comes down beside the others."""
    name = posixpath.normpath(written)
    while name.startswith("../"):
        name = name[3:]
    return name


def _leads_astray(name: str) -> bool:
    """Whether a name would leave the post's folder once `..%2f` is read, or no disk can hold it."""
    return "\\" in name or "\0" in name or not {"", ".", ".."}.isdisjoint(posixpath.normpath(name).split("/"))
