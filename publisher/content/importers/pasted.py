"""A post from text that a person copied out of a web page."""

import re
from collections.abc import Sequence
from itertools import groupby

from publisher.content.importers import furniture, top
from publisher.content.importers.blocks import Block, Kind, blocks
from publisher.content.importers.decoding import decoded
from publisher.content.importers.escaping import hashes_kept, literal_with_links
from publisher.content.importers.imported import Imported, fitting_body, listed, one_line
from publisher.content.importers.origin import Origin, same_words
from publisher.content.slugs import slugify

# "Chronic Back Pain: …": up to six words that begin with no small letter; "://" and "9:30" have no space behind
_LEAD_IN = re.compile(r"(?P<words>[^\W_a-z][^\s:：.!?]*(?: [^\s:：.!?]+){0,5})(?P<colon>: |：)(?P<rest>\S.*)")


def read(name: str, content: bytes, origin: Origin) -> Imported:
    """The post in a pasted page, without what the page put around it; `notes` name what was left out.

    Raises `ImporterError` for text that is not UTF-8 or has no title or no text.
    """
    # splitlines also ends lines at the separators of Unicode, which a copied page may hold
    lines = [one_line(line) for line in decoded(name, content).splitlines()]
    page = top.read(name, lines, origin)
    kept, left_out = furniture.without(_without_title(page.body, page.title), origin)
    around = (f"Left out as part of the page: {listed(left_out)}.",) if left_out else ()
    return Imported(
        title=page.title,
        slug=slugify(page.title),
        body=fitting_body(name, page.title, _markdown(blocks(kept))),
        authors=page.authors,
        published=page.day,
        notes=page.notes + around,
    )


def _without_title(body: Sequence[str], title: str) -> list[str]:
    """The lines below the title, which some pages repeat below the byline."""
    first = next((i for i, line in enumerate(body) if line), 0)
    return ["" if i == first and same_words(line, title) else line for i, line in enumerate(body)]


def _markdown(text: Sequence[Block]) -> str:
    groups = (
        ("\n" if kind in (Kind.ITEM, Kind.STEP) else "\n\n").join(map(_block, group))
        for kind, group in groupby(text, key=lambda block: block.kind)
    )
    return "\n\n".join(groups)


def _block(block: Block) -> str:
    match block.kind:
        case Kind.HEADING:
            return f"## {hashes_kept(literal_with_links(block.lines[0]))}"
        case Kind.ITEM:
            return f"- {_point(block.lines[0])}"
        case Kind.STEP:
            return f"{block.number}. {_point(block.lines[0])}"
    # a backslash, because two spaces at the end of a line are lost in many editors
    return "\\\n".join(map(literal_with_links, block.lines))


def _point(text: str) -> str:
    """A point of a list, its lead-in words in bold."""
    lead_in = _LEAD_IN.fullmatch(text)
    if lead_in is None:
        return literal_with_links(text)
    words, rest = literal_with_links(lead_in["words"]), literal_with_links(lead_in["rest"])
    # a wide colon has no space behind it, and Markdown ends bold only before a space or behind a letter
    return f"**{words}:** {rest}" if lead_in["colon"] == ": " else f"**{words}**：{rest}"
