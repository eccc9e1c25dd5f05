"""The picture of a post: the one its front matter names, else the first that it shows."""

from urllib.parse import urlsplit

from publisher.content.addresses import Addresses
from publisher.content.keys import Keys
from publisher.content.prose import Prose
from publisher.links import absolute
from publisher.model import Image
from publisher.textblocks import images


def read(keys: Keys, addresses: Addresses, prose: Prose, title: str) -> Image | None:
    """The picture with its size where it lies beside the post; one that is missing is no picture."""
    named = _named(keys, addresses)
    if named:
        alt = keys.beside("image", "alt") or keys.text("image_alt") or title
        return _sized(named, alt, addresses)
    gone = {*addresses.files.missing.values()}
    shown = ((src, alt) for src, alt in images(prose.html) if src not in gone and not src.startswith("data:"))
    return next((_sized(src, alt, addresses) for src, alt in shown), None)


def _named(keys: Keys, addresses: Addresses) -> str:
    """The address that the front matter names, `""` where it names none that can be shown."""

    def shown(written: str) -> str:
        if found := addresses.files.find(written):
            return found[1]
        if addresses.files.expected(written) or written.startswith("../"):  # Astro means files, wherever they lie
            keys.warn("image", f"the picture {written[:80]!r} is not beside the post, so the post has none")
            return ""
        return _of_the_web(addresses.files.home, written)

    return keys.first("image", shown)


def _of_the_web(base: str, written: str) -> str:
    try:
        address = absolute(base, written)
    except ValueError as error:
        raise ValueError(f"is no address that can be read: {written[:80]!r}") from error
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError(f"must be a file beside the post or an https address, not {written[:80]!r}")
    return address


def _sized(address: str, alt: str, addresses: Addresses) -> Image:
    width, height = addresses.files.sizes.get(address, (None, None))
    return Image(url=address, alt=alt, width=width, height=height)
