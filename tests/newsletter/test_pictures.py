"""Pictures that a letter should not carry as they are."""

import pytest

from publisher.newsletter.pictures import PictureFile, of_pictures

A = "https://blog.example.com/rest/a.jpg"


def said(html: str, file: PictureFile | None = None, address: str = A) -> list[str]:
    found = of_pictures(
        "posts/rest.md", html, {address: "posts/a.jpg"}, {"posts/a.jpg": file}.get, lambda _, piece: len(piece)
    )
    return [str(problem) for problem in found]


def test_picture_without_description() -> None:
    """The letter waits for one; what is marked as a decoration needs none. (letter input 23)"""
    error = "posts/rest.md:5: shows 'a.jpg' without a description; write one: ![description](…)"
    assert said(f'<img src="{A}" alt=""><p><img src="{A}"></p>') == [error, error]
    assert said(f'<img src="{A}" alt="" role="presentation"><img src="{A}" alt="A bed">') == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (PictureFile(3_900_001, 4_000, 3_000), "shows 'a.jpg', 4,000 x 3,000 pixels in 3,901 KB: every reader"),
        (PictureFile(90_000, 1_201, 10), "shows 'a.jpg', 1,201 x 10 pixels in 90 KB: every reader"),
        (PictureFile(200_001, 900, 600), "shows 'a.jpg', 900 x 600 pixels in 201 KB: every reader"),
    ],
    ids=["twelve megapixels", "wide", "heavy"],
)
def test_large_picture(file: PictureFile, text: str) -> None:
    """Its author learns what it costs and what is enough; the letter may go. (letter input 22)"""
    (warning,) = said(f'<img src="{A}" alt="A bed">', file)
    assert warning.startswith(f"posts/rest.md:5: warning: {text}")
    assert warning.endswith("1,200 pixels across and 200 KB are enough")


@pytest.mark.parametrize("file", [None, PictureFile(200_000, 1_200, 900)], ids=["elsewhere", "just right"])
def test_nothing_to_say(file: PictureFile | None) -> None:
    """Of one that is small enough, or that is somebody else's. (letter input 22)"""
    assert said(f'<img src="{A}" alt="A bed">', file) == []


def test_broken_picture() -> None:
    """No reader would see it. A drawing needs no size. (letter input 22)"""
    broken = PictureFile(900, 0, 0)
    (error,) = said(f'<img src="{A}" alt="A bed">', broken)
    assert error == "posts/rest.md:5: shows 'a.jpg', which cannot be read as a picture; save it again as JPEG or PNG"
    drawing = A.replace(".jpg", ".svg")
    assert said(f'<img src="{drawing}" alt="A bed">', broken, drawing) == []
