"""The text of a post rendered, and what there is to tell about it."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from publisher.characters import legible
from publisher.content import shortcodes
from publisher.content.addresses import Addresses
from publisher.content.codemask import CodeMask
from publisher.content.keys import Keys
from publisher.content.options import Options
from publisher.content.prose import Prose, render
from publisher.content.titles import Titled

_REFERENCE = r"&#(?:[xX]([0-9A-Fa-f]{1,6})|([0-9]{1,7}));"
_NAMED = 10  # of each kind


def read(
    keys: Keys, titled: Titled, addresses: Addresses, options: Options, *, site_url: str, in_jekyll: bool
) -> tuple[Prose, str]:
    """The rendered body and its Markdown: as its author wrote it, but for code of other tools that is dropped.

    What had to be left out or changed becomes a warning with its line. A picture that should lie beside the post and
    does not becomes a problem that holds back letters alone: on the web its description stands in its place.
    """
    is_dropped = options.shortcodes == "drop"

    def address_of(name: str) -> str | None:
        path, _, fragment = name.partition("#")
        found = addresses.post_at(path)
        return f"{found[0]}#{found[1]}{fragment}" if found and fragment else found and found[0]

    clear = shortcodes.cleared(
        titled.body, drop=is_dropped, everywhere=in_jekyll, post_at=address_of, site_url=site_url
    )
    prose = render(clear.markdown, addresses)
    if clear.found:
        line, _ = clear.found[0]
        words = shortcodes.warning(clear.found, titled.body_line, drop=is_dropped)
        keys.warn_at(titled.body_line + line, words)
    _tell(keys, titled, addresses, prose)
    return prose, clear.markdown if is_dropped else titled.body


def _tell(keys: Keys, titled: Titled, addresses: Addresses, prose: Prose) -> None:
    where = _Where(titled)
    for piece, words in (*_of_html(prose), *_of_addresses(addresses), *_of_references(titled.body)):
        keys.warn_at(where.line_of(piece), words)
    for name, words in _each(addresses.files.missing, "shows {!r}, which is not there or empty; put the picture there"):
        keys.warn_at(where.line_of(name), words, is_warning=False)
    for _, words in _each(addresses.files.astray, "shows {!r}, which is no picture file; put one beside the post"):
        keys.complain("image", words)
    for _, words in _each(addresses.files.clashing, "would publish two files as {!r}; rename one of them"):
        keys.complain("image", words)


_Finding = tuple[str, str]  # a piece of the body to look for, and what to say of it


def _each(names: Iterable[str], words: str) -> Iterator[_Finding]:
    """What is said of each name; of a post with thousands the first ones will do."""
    return ((name, words.format(name)) for name in islice(names, _NAMED))


def _of_html(prose: Prose) -> Iterator[_Finding]:
    if prose.removed:
        yield prose.removed[0].rstrip(">"), f"cannot keep {', '.join(prose.removed)}: removed from the post"
    yield from ((f"<{name}", f"<{name}> became a link to what it shows") for name in prose.linked)
    if prose.pixels:
        yield "<img", "a picture of one pixel was left out: it would tell its owner who reads the post, and when"
    refused = dict.fromkeys(address[:80] for address in prose.refused)
    yield from _each(refused, "the link to {!r} was removed, its words stay: that is no address to send readers to")


def _of_addresses(addresses: Addresses) -> Iterator[_Finding]:
    unknown = "the link to {!r} leads to no post whose address its name tells; write the address out"
    yield from _each(addresses.unknown_posts, unknown)
    yield from _each(addresses.files.absent, "the link to {!r} leads to nothing; put the file beside the post")
    if addresses.dropped_data:
        yield "data:", "a picture inside the text (data:image/…) was left out; put it beside the post as a file"


def _of_references(body: str) -> Iterator[_Finding]:
    if unfit := next(_unfit_references(body), None):
        yield unfit, f"{unfit} stands for a control character, which was removed or mended"


def _unfit_references(body: str) -> Iterator[str]:
    return (
        found.group()
        for found in (re.finditer(_REFERENCE, body) if "&#" in body else ())
        if _is_unfit(int(found.group(1), 16) if found.group(1) else int(found.group(2)))
    )


def _is_unfit(code: int) -> bool:
    return code > 0x10FFFF or legible(chr(code)) != chr(code)


class _Where:
    """Finds the line of a piece of the body; what stands in code is not what was meant."""

    def __init__(self, titled: Titled) -> None:
        self._titled = titled
        self._mask: CodeMask | None = None

    def line_of(self, piece: str) -> int:
        """The line of the file on which the piece first stands outside code, else that of the body's begin."""
        body, place = self._titled.body.lower(), -1
        self._mask = self._mask or CodeMask(self._titled.body)
        while (place := body.find(piece.lower(), place + 1)) >= 0:
            if not self._mask.end_of_code(place):
                return self._titled.body_line + body.count("\n", 0, place)
        return self._titled.body_line
