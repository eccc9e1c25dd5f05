"""A seeded folder of posts like real ones: log-normal lengths, tables, code, footnotes, links, other scripts."""

import random
from pathlib import Path

WORDS = (
    "needle rest pain sleep breath point channel muscle heat cold tea spring autumn slow deep warm calm walk stretch "
    "back knee neck visit doctor care gentle habit morning evening week month study patient relief"
).split()
_MEDIAN_WORDS = 700  # the median of eight public blogs is between 1 and 8 kB

SETTINGS = """\
[site]
title = "Many posts"
url = "https://blog.example.com/"
author = "Dr. Ada"
postal_address = "1 Main Street"
disclaimer = "Information, not advice."

[newsletter.monthly]
title = "Letter"
sender = "letter@example.com"
reply_to = "ada@example.com"
schedule = "monthly on the first Monday at 09:00"
unsubscribe_mail = "leave@example.com"
"""


def make(folder: Path, posts: int, seed: int = 1) -> None:
    """Write a site with so many posts; the same seed gives the same bytes."""
    chance = random.Random(seed)  # noqa: S311 a corpus, not a secret
    for name in ("config", "posts"):
        (folder / name).mkdir(parents=True)
    (folder / "config/publisher.toml").write_text(SETTINGS)
    (folder / "config/readers.csv").write_text("address,name\nada@example.org,Ada\n")
    for number in range(posts):
        day = f"{2005 + number % 20}-{number // 20 % 12 + 1:02}-{number // 240 % 28 + 1:02}"
        (folder / f"posts/{day}-post-{number}.md").write_text(_post(chance, number), "utf-8")


def _post(chance: random.Random, number: int) -> str:
    head = f"---\ntitle: Post {number} on {chance.choice(WORDS)}\ntags: [{chance.choice(WORDS)}]\n---\n\n"
    length = int(chance.lognormvariate(0, 0.9) * _MEDIAN_WORDS)
    parts = [_paragraph(chance) for _ in range(max(1, length // 60))]
    for share, extra in _EXTRAS:
        if chance.random() < share:
            parts.insert(chance.randrange(len(parts) + 1), extra)
    return head + "\n\n".join(parts) + "\n"


def _paragraph(chance: random.Random) -> str:
    sentences = []
    for _ in range(5):
        words = [chance.choice(WORDS) for _ in range(12)]
        words[3] = f"**{words[3]}**" if chance.random() < 0.2 else words[3]
        words[7] = f"[{words[7]}](https://example.org/{words[7]})" if chance.random() < 0.2 else words[7]
        sentences.append(" ".join(words).capitalize() + ".")
    return " ".join(sentences)


_EXTRAS = (
    (0.27, "```python\nfor point in channel:\n    rest(point)\n```"),
    (0.12, "<div><p>Raw <em>words</em></p></div>"),
    (0.08, "| point | minutes |\n| --- | --- |\n| one | 10 |\n| two | 20 |"),
    (0.06, "A claim.[^1]\n\n[^1]: A note on it."),
    (0.3, "## A heading"),
    (0.3, "- first\n- second\n  - nested"),
    (0.2, "针灸 и покой, לבריאות 🌿"),
)
