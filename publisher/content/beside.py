"""What lies beside a post: the length of a file and the size of a picture; only import of Pillow."""

import errno
import os
import re
import stat
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from publisher.content.mediatypes import is_picture


class FileBeside(NamedTuple):
    """A plain file: its length in bytes and, for a picture that can be read, its size in pixels as it is shown."""

    length: int
    width: int | None = None
    height: int | None = None


# What is at a path relative to the site (with forward slashes); `None` for what is no plain file, or not there.
Beside = Callable[[str], FileBeside | None]


def nothing_beside(_: str) -> FileBeside | None:
    """A look that finds no file."""
    return None


def measure(path: Path) -> FileBeside | None:
    """The plain file at the path; `None` for a link, a folder, a pipe, and for what is not there or cannot be opened.

    Of a picture only its head is read. One that is damaged, or of a kind unknown here, has no size; nothing is raised.
    """
    try:
        # without O_NONBLOCK a pipe would keep us waiting
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except ValueError:  # a NUL in the name
        return None
    except OSError as error:
        _raise_if_passing(error)
        return None
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        os.close(descriptor)
        return None
    with os.fdopen(descriptor, "rb") as file:
        width, height = _size(path.name, file) if is_picture(path.name) else (None, None)
        return FileBeside(facts.st_size, width, height)


_Size = tuple[int | None, int | None]
_NO_SIZE: _Size = (None, None)


def _size(name: str, file: BinaryIO) -> _Size:
    return _drawing_size(file) if name.lower().endswith(".svg") else _raster_size(file)


_ORIENTATION = 0x0112  # the EXIF tag; from 5 on a camera was held upright, and a browser turns the picture
_KINDS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")


def _raster_size(file: BinaryIO) -> _Size:
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(file, formats=_KINDS) as picture:
            width, height = picture.size
            # asking a PNG without the tag would decode it whole
            turned = "exif" in picture.info and picture.getexif().get(_ORIENTATION, 1) >= 5
    except Exception as error:  # noqa: BLE001 a damaged picture has brought up every kind of error in Pillow
        _raise_if_passing(error)
        return _NO_SIZE
    return (height, width) if turned else (width, height)


_HEAD = 64 * 1024  # bytes; before the first element of a drawing stand a few comments and declarations
_ROOT = r"<svg\b((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>"
_LENGTH = r"\b{}\s*=\s*[\"']\s*([0-9]{{1,6}}(?:\.[0-9]+)?)(?:px)?\s*[\"']"
_SIDES = tuple(r"(?<![\w:-])" + _LENGTH.format(side) for side in ("width", "height"))
_VIEW_BOX = r"\bviewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([0-9.]{1,12})[\s,]+([0-9.]{1,12})\s*[\"']"


# what the machine refuses now and may grant in a minute: no word on the file, so nothing to be remembered of it
_PASSING = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO}


def _raise_if_passing(error: Exception) -> None:
    if isinstance(error, OSError) and error.errno in _PASSING:
        raise error


def _drawing_size(file: BinaryIO) -> _Size:
    """The size that an SVG states in pixels, else its proportions; read as text, so no entity is ever expanded."""
    from publisher.content.rawhtml import without_comments

    root = re.search(_ROOT, without_comments(file.read(_HEAD).decode("utf-8", "replace")))
    if root is None:
        return _NO_SIZE
    sides = [re.search(side, root.group(1)) for side in _SIDES]
    box = re.search(_VIEW_BOX, root.group(1))
    numbers = [side.group(1) for side in sides if side] if all(sides) else list(box.groups()) if box else []
    try:
        width, height = (round(float(number)) for number in numbers)
    except ValueError:
        return _NO_SIZE
    return (width, height) if width and height else _NO_SIZE
