"""A website with every kind of page, as the judges see it."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from publisher.workflows.progress import silent
from publisher.workflows.run import run
from tests.conftest import SiteFolder

ORIGIN = "https://blog.example.com/"
_BEFORE, _DUE = datetime(2024, 5, 6, 13, tzinfo=UTC), datetime(2024, 6, 3, 13, tzinfo=UTC)
_EVERYTHING = """\
---
title: What a first visit is like
date: 2024-05-20
updated: 2024-05-25
tags: [first visit, tai chi, C++]
author: [Dr. Ada, Ben]
image: hills.png
image_alt: Hills in the morning
enclosure: talk.mp3
syndication: https://example.social/@ada/1
---

The first hour is mostly **talking**.[^1] Bring *questions*, and `a list` of what you take.

## What to bring

1. Comfortable clothes
2. A list
   - of medicines
   - of questions

> Sleep is a shy guest.

| Point | Where it lies, in plain words that need some room | How deep | How long | What one may feel there |
| --- | --- | ---: | :---: | --- |
| LI4 | between thumb and forefinger | 10 mm | 20 minutes | a dull ache |

```
a line of code that is rather longer than a telephone is wide, and then some more of it
```

![Hills in the morning](hills.png)

- [x] a task
- [ ] another

https://example.com/a/very/long/address/that/has/no/place/to/break/anywhere/in/it/at/all/and/goes/on

[^1]: About twenty minutes of it.
"""
_SETTINGS = """
[pages]
count = 3

[social]
hashtags = { "tai chi" = "#TaiChi" }
networks = ["x", "bluesky", "instagram", "google", "sms"]
"""


def build(root: Path) -> Path:
    """Posts of all kinds, a letter that was sent, and all that is made of them; the folder out/."""
    site = SiteFolder(root)
    site.change_settings("[newsletter.monthly]", f"{_SETTINGS}\n[newsletter.monthly]")
    site.change_settings('author = "Dr. Ada"', 'author = "Dr. Ada"\ndescription = "Notes on rest."\nlanguage = "en"')
    site.write("posts/first-visit.md", _EVERYTHING)
    (root / "posts/hills.png").write_bytes(_png(1600, 900))
    (root / "posts/talk.mp3").write_bytes(b"ID3" + bytes(5000))
    site.write("posts/hebrew.md", _post("מנוחה טובה", "language: he\ntags: [tai chi]", "המחטים יוצאות אחרי חצי שעה."))
    site.write("posts/russian.md", _post("Болит ли спина?", "language: ru", "Иглы вынимают через полчаса."))
    site.write("posts/chinese.md", _post("针灸疼吗?", "language: zh\ntags: [针灸]", "针灸一般不疼。"))
    site.write("posts/long.md", _post("Donaudampfschifffahrtsgesellschaftskapitänsmütze " * 4, "", "Rest. " * 900))
    site.post("old", title="Rest in the old year", date="2023-11-02")
    try:
        run(site.app(), _BEFORE, silent)
        run(site.app(), _DUE, silent)
        run(site.app(), _DUE, silent)
    finally:
        site.close()
    return root / "out"


def _post(title: str, head: str, body: str) -> str:
    slug = f"slug: p{sum(map(ord, title)) % 9973}\n"
    return f"---\ntitle: {title!r}\ndate: 2024-05-10\n{slug}{head}\n---\n\n{body}\n".replace("\n\n---", "\n---")


def _png(width: int, height: int) -> bytes:
    from PIL import Image

    content = BytesIO()
    Image.new("RGB", (width, height), "#7a8f86").save(content, "PNG")
    return content.getvalue()
