"""A file beside a post is measured without being trusted."""

import os
import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from publisher.content.beside import FileBeside, measure, nothing_beside

Save = Callable[[str, bytes | str], Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Save a file and give its path."""

    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def picture(kind: str, size: tuple[int, int] = (30, 20), **options: object) -> bytes:
    written = BytesIO()
    Image.new("RGB", size).save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp", "avif"])
def test_size_of_a_picture(save: Save, kind: str) -> None:
    """Length in bytes and size in pixels, of every kind that the web shows."""
    content = picture(kind)
    assert measure(save(f"a.{kind}", content)) == FileBeside(len(content), 30, 20)


def test_a_picture_under_another_ending(save: Save) -> None:
    """Browsers look at the bytes, and so do we."""
    assert measure(save("a.png", picture("jpeg"))) == FileBeside(len(picture("jpeg")), 30, 20)


@pytest.mark.parametrize(("orientation", "size"), [(1, (30, 20)), (3, (30, 20)), (6, (20, 30)), (8, (20, 30))])
def test_a_camera_held_upright(save: Save, orientation: int, size: tuple[int, int]) -> None:
    """The size is that of the picture as a browser turns it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    found = measure(save("a.jpg", picture("jpeg", exif=exif)))
    assert found is not None
    assert found[1:] == size


DRAWINGS = {
    "pixels": ('<svg width="30" height="20px" viewBox="0 0 1 1">', (30, 20)),
    "view box": ("<svg xmlns='x' stroke-width='9' viewBox='-1 -1 30.4 19.6'>", (30, 20)),
    "view box for want of pixels": ('<svg width="100%" height="5em" viewBox="0,0,30,20">', (30, 20)),
    "behind a comment and a declaration": (
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><!-- <svg width="1" height="1"> -->'
        '<svg\nwidth="30" height="20"/>',
        (30, 20),
    ),
    "an entity is not expanded": ('<!DOCTYPE svg [<!ENTITY a "30">]><svg width="&a;" height="20">', (None, None)),
    "none": ("<svg>", (None, None)),
    "nothing": ('<svg width="0" height="0">', (None, None)),
    "no drawing": ("<html>", (None, None)),
    "never closed": ("<svg " * 20_000, (None, None)),
    "comments never closed": ("<!--" * 20_000, (None, None)),
    "odd numbers": ('<svg viewBox="0 0 1.2.3 4">', (None, None)),
}


@pytest.mark.parametrize(("text", "size"), DRAWINGS.values(), ids=DRAWINGS.keys())
def test_size_of_a_drawing(save: Save, text: str, size: tuple[int | None, int | None]) -> None:
    """An SVG says its size itself, or only its proportions."""
    assert measure(save("a.svg", text)) == FileBeside(len(text), *size)


def test_a_drawing_in_other_bytes(save: Save) -> None:
    """What is no text has no size."""
    assert measure(save("a.svg", b"\xff\xfe<\0s\0")) == FileBeside(6)


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp"])
@pytest.mark.parametrize("cut", [0, 3, 12, 20])
def test_a_damaged_picture_has_no_size(save: Save, kind: str, cut: int) -> None:
    """It is there, and nothing is raised."""
    assert measure(save(f"a.{kind}", picture(kind)[:cut])) == FileBeside(cut)


def test_a_picture_that_claims_to_be_huge(save: Save) -> None:
    """A bomb is not opened further than its head."""
    head = picture("png")
    bomb = head[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1) + head[24:]
    assert measure(save("a.png", bomb)) == FileBeside(len(bomb))


def test_a_recording_has_a_length_alone(save: Save) -> None:
    """Nothing but pictures is opened as one."""
    assert measure(save("a.mp3", picture("png"))) == FileBeside(len(picture("png")))


def test_what_is_no_plain_file_is_not_there(tmp_path: Path, save: Save) -> None:
    """Links, pipes, folders and names that no disk can hold. (R16; hostile input 38; fault: symlink out, FIFO)"""
    save("a.png", b"x")
    (tmp_path / "link.png").symlink_to(tmp_path / "a.png")
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "folder.png").mkdir()
    for name in ("link.png", "pipe.png", "folder.png", "missing.png", "a\0.png", "a" * 300 + ".png", "a.png/b.png"):
        assert measure(tmp_path / name) is None, name


def test_nothing_beside() -> None:
    """A look into no folder finds nothing."""
    assert nothing_beside("posts/a.png") is None
