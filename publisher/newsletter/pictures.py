"""What stands against the pictures of a letter, and what its author should look at once more."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from publisher.errors import Problem

_WIDEST = 1_200  # pixels: twice a letter's width, for sharp screens
_HEAVIEST = 200_000  # bytes: a second on a slow telephone, for each reader and each picture
_DRAWING = ".svg"  # has no size that must be known


class PictureFile(NamedTuple):
    """A picture's file: its bytes and its size in pixels, 0 where it cannot be read."""

    length: int
    width: int
    height: int


def of_pictures(
    source: str,
    html: str,
    files: Mapping[str, str],
    look: Callable[[str], PictureFile | None],
    line_of: Callable[[str, str], int],
) -> Iterator[Problem]:
    """Errors and warnings about the pictures in a piece of html that the file `source` is responsible for.

    `files` gives the file of each address that is published with the piece, `look` what is known of a file. A picture
    needs a description, unless `role="presentation"` marks it as a decoration.
    """
    from publisher.newsletter.tree import parsed

    for image in parsed(html).iter("img"):
        address = image.get("src", "")
        name = unquote(address.rpartition("/")[2])
        line = line_of(source, name)
        if not image.get("alt", "").strip() and image.get("role") != "presentation":
            said = f"shows {name!r} without a description; write one: ![description](…)"
            yield Problem(source=source, line=line, text=said)
        file = look(files[address]) if address in files else None
        if file and not file.width and not name.lower().endswith(_DRAWING):
            said = f"shows {name!r}, which cannot be read as a picture; save it again as JPEG or PNG"
            yield Problem(source=source, line=line, text=said)
        elif file and (file.width > _WIDEST or file.length > _HEAVIEST):
            size = f"{file.width:,} x {file.height:,} pixels in {-(-file.length // 1000):,} KB"
            advice = f"every reader loads them all; {_WIDEST:,} pixels across and {_HEAVIEST // 1000} KB are enough"
            yield Problem(source=source, line=line, text=f"shows {name!r}, {size}: {advice}", is_warning=True)
