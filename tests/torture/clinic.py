"""A small clinic's blog on its first day, and what its owner has changed by the second."""

import os
import struct
import zlib
from pathlib import Path

from tests.conftest import MAYA, NOOR, SETTINGS, subscribe

URL = "https://blog.example.com/"

_CROWD = 520
_FIRST_DAY_S, _SECOND_DAY_S = 1_710_000_000, 1_720_000_000  # long settled: nothing depends on when a test runs


def first_day(root: Path) -> None:
    """Settings, two readers, four posts with a picture each, one of them larger than the database; the newsletter is
    due.
    """
    _save(root / "config/publisher.toml", SETTINGS.encode(), _FIRST_DAY_S)
    subscribe(root, MAYA, NOOR)
    for number, name in enumerate(("rest", "sleep", "tea", "walks"), start=1):
        _post(root, name, f"2024-03-0{number}", "The old text.", _FIRST_DAY_S)
        _save(root / f"posts/{name}.png", _picture(number, 512 if name == "sleep" else 16), _FIRST_DAY_S)


def second_day(root: Path) -> None:
    """One post and one large picture changed without changing length, one post withdrawn, one removed, one new."""
    _post(root, "rest", "2024-03-01", "The new text.", _SECOND_DAY_S)
    _save(root / "posts/sleep.png", _picture(9, 512), _SECOND_DAY_S)
    _post(root, "tea", "2024-03-03", "The old text.", _SECOND_DAY_S, more="draft: true\n")
    for suffix in (".md", ".png"):
        (root / f"posts/walks{suffix}").unlink()
    _post(root, "needles", "2024-03-05", "What nobody tells you.", _SECOND_DAY_S)
    _save(root / "posts/needles.png", _picture(5, 16), _SECOND_DAY_S)


def crowded_day(root: Path) -> None:
    """So many short posts that several processes work on them."""
    first_day(root)
    for number in range(_CROWD):
        _post(root, f"day-{number}", "2023-03-01", f"The text of day {number}.", _FIRST_DAY_S, picture="rest")


def _post(root: Path, name: str, date: str, text: str, at_s: int, *, more: str = "", picture: str = "") -> None:
    head = f"---\ntitle: About {name}\ndate: {date}\ntags: [clinic, {name[:5]}]\n{more}---\n"
    body = f"{text}\n\n![A view of {name}]({picture or name}.png)\n"
    _save(root / f"posts/{name}.md", f"{head}\n{body}".encode(), at_s)


def _save(path: Path, content: bytes, at_s: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at_s, at_s))


def _picture(shade: int, side: int) -> bytes:
    """A grey PNG; all of one size are equally long."""
    rows = zlib.compress(b"".join(b"\0" + bytes([shade]) * side for _ in range(side)), 0)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
