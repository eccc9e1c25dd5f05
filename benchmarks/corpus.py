"""A seeded folder of posts shaped like those of eight public blogs that were counted.

    python benchmarks/corpus.py POSTS FOLDER [--seed 1]

Lengths are log-normal: the median post has 4.7 kB, nine in ten are under 12.6 kB, none is over 62 kB; 10,000 posts are
64 MB. Fences stand in 27 of 100 posts, reference links in 20, pictures in 15, raw HTML in 12, tables in 8, footnotes in
6, task lists in 2, letters beyond ASCII in 70. The front matter (title, date, tags) is what every generator reads.
Pictures have addresses elsewhere, so that no tool has one to copy or to measure. No template code and no odd dates:
what those do is no question of speed.
"""

import argparse
import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

_MEDIAN, _NINE_IN_TEN, _LARGEST = 4_700, 12_600, 62_000  # bytes of a file
_SPREAD = math.log(_NINE_IN_TEN / _MEDIAN) / 1.2816  # the normal distribution's 90th percentile
_FIRST_DAY, _DAYS = datetime(2005, 1, 3, 9, tzinfo=UTC), 7_000  # so that the last post lies in the past
_SENTENCE = 95  # bytes of a usual one
_SENTENCES = 4_000  # enough that no compressor or cache finds a post in another, few enough to be made in a moment

_WORDS = (
    "harbour ladder morning kettle garden lantern river letter window market bicycle pepper autumn shelter candle "
    "hammer orchard blanket needle compass basket thunder meadow whistle copper feather saddle anchor pebble ribbon "
    "walks carries mends lifts remembers follows opens waters counts paints leaves gathers warms crosses finds keeps "
    "slow bright quiet early narrow patient wooden bitter gentle distant careful hollow steady plain late round "
    "under beside without after through against before between along toward and or but while because until "
    "the a every some this that another each one our their her his no"
).split()
_FAR_WORDS = (
    "café naïve “quoted” Zürich señor – jalapeño coöperate it’s don’t … fjörd Łódź crème π ½ 漢字 привет 🌿 🧭".split()
)
_TAGS = "boats bread bicycles books gardens kitchens maps music paint rivers tools weather".split()


class _Stock(NamedTuple):
    """Sentences to draw from: plain ones, and ones with letters beyond ASCII."""

    plain: list[str]
    far: list[str]


def make(folder: Path, posts: int, seed: int = 1) -> int:
    """Write so many posts into the folder and say how many bytes they are; the same seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, content in contents(posts, seed):
        written += (folder / name).write_bytes(content)
    return written


def contents(posts: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """File name and bytes of each post, the oldest first; no two have one date or name."""
    chance = Random(seed)  # noqa: S311 a corpus, not a secret
    stock = _Stock([_sentence(chance, 0) for _ in range(_SENTENCES)], [_sentence(chance, 2) for _ in range(_SENTENCES)])
    for number in range(posts):
        moment = _FIRST_DAY + timedelta(days=_DAYS) * number / posts
        yield f"post-{number:05}.md", _post(chance, stock, number, moment.replace(microsecond=0)).encode()


def _post(chance: Random, stock: _Stock, number: int, moment: datetime) -> str:
    title = " ".join(chance.choices(_WORDS, k=chance.randint(3, 8))).capitalize()
    tags = ", ".join(chance.sample(_TAGS, chance.randint(1, 3)))
    head = f"---\ntitle: {title} {number}\ndate: {moment:%Y-%m-%dT%H:%M:%SZ}\ntags: [{tags}]\n---\n\n"
    extras = [extra for share, extra in _EXTRAS if chance.random() < share]
    length = min(_LARGEST, chance.lognormvariate(math.log(_MEDIAN), _SPREAD))
    room = int(length) - len(head) - sum(len(extra.encode()) + 2 for extra in extras)
    parts = _paragraphs(chance, stock, room, is_far=chance.random() < 0.7)
    for extra in extras:
        parts.insert(chance.randint(0, len(parts)), extra)
    return head + "\n\n".join(parts) + "\n"


def _paragraphs(chance: Random, stock: _Stock, room: int, *, is_far: bool) -> list[str]:
    """Paragraphs of so many bytes together, give or take a sentence; a far post has letters beyond ASCII."""
    parts: list[str] = []
    while room > 0 or not parts:
        sentences = chance.choices(stock.plain, k=min(chance.randint(2, 7), max(1, room // _SENTENCE)))
        if is_far and (not parts or chance.random() < 0.3):
            sentences[-1] = chance.choice(stock.far)
        parts.append(" ".join(sentences))
        room -= len(parts[-1].encode()) + 2
    return parts


def _sentence(chance: Random, far_words: int) -> str:
    words = chance.choices(_WORDS, k=chance.randint(6, 22))
    if chance.random() < 0.12:
        words[2] = chance.choice(("*{}*", "**{}**", "`{}`")).format(words[2])
    if chance.random() < 0.08:
        words[4] = f"[{words[4]}](https://example.org/{words[5]}/)"
    for _ in range(far_words):
        words.insert(chance.randint(1, len(words)), chance.choice(_FAR_WORDS))
    words[0] = words[0].capitalize()
    return " ".join(words) + "."


_FENCE = """\
```python
def mend(basket, *, needle="copper"):
    for hole in basket.holes:
        if hole.width < 3 and hole not in basket.mended:
            hole.close(needle)
    return len(basket.mended)
```"""
_REFERENCES = """\
The [first map][map] and the [second one][another] hang beside the [door].

[map]: https://example.org/maps/first/ "The first map"
[another]: https://example.org/maps/second/
[door]: https://example.com/door/"""
_TABLE = """\
| month | sown | gathered |
| --- | ---: | ---: |
| March | 12 | 0 |
| June | 30 | 9 |
| September | 4 | 41 |"""
_RAW_HTML = (
    '<div class="note">\n<p>Kept <em>dry</em> &amp; dark, as <a href="https://example.org/dark/">told</a>.</p>\n</div>'
)
_PICTURE = "![A ladder against the orchard wall](https://pictures.example.org/ladder.jpg)"
_NOTE = "The ladder was older than the wall.[^1]\n\n[^1]: By eleven years, as the parish book has it."
_TASKS = "- [x] oil the hinge\n- [ ] count the pebbles\n- [ ] write to the ferryman"

# a share of the posts, and what is in them; the first seven shares were counted, the others are what posts look like
_EXTRAS = (
    *((0.27, _FENCE), (0.20, _REFERENCES), (0.15, _PICTURE), (0.12, _RAW_HTML), (0.08, _TABLE), (0.06, _NOTE)),
    *((0.02, _TASKS), (0.6, "## What the river kept"), (0.4, "### After the market")),
    *((0.35, "- a kettle\n- two candles\n  - one of them short\n- rope"), (0.15, "1. open\n2. count\n3. close")),
    (0.2, "> Whoever mends the basket carries it, and whoever carries it may rest first."),
)


def main() -> None:
    """The command line; says what was written."""
    parser = argparse.ArgumentParser(description="Write a seeded folder of posts.")
    parser.add_argument("posts", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    written = make(options.folder, options.posts, options.seed)
    print(f"{options.posts} posts, {written / 1e6:.1f} MB, in {options.folder}")


if __name__ == "__main__":
    main()
