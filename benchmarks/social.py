"""What sharing costs: share texts of fifteen networks, head tags and cards, beside what reading the same posts costs.

    .venv/bin/python benchmarks/social.py [--posts 1000] [--rounds 5]

The posts are those of corpus.py. "share texts" are all variants for all networks, counted, with facets and links;
"share files" puts them into text, JSON and the page to share from, too; a card is drawn for one post in ten. Rounds do
each work once, in turn; a ratio is taken within its round, and the table shows median and range. The last line sets
texts and tags together against the start of a Python that does nothing.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import corpus

from publisher import templates
from publisher.bundled import bundled
from publisher.content import posts as post_files
from publisher.head import post_tags
from publisher.model import Post, Site
from publisher.social.card import Words, card
from publisher.social.cards import card_image
from publisher.social.cardtext import drawable
from publisher.social.options import Options
from publisher.social.shared import shares
from publisher.social.sharefiles import share_files
from publisher.social.sharetext import terms
from publisher.theme import Theme

if TYPE_CHECKING:
    import jinja2

SITE = Site(
    title="Many posts",
    url="https://blog.example.com/",
    description="Notes.",
    author="Ada",
    language="en",
    zone=ZoneInfo("UTC"),
    postal_address="1 Main Street",
    disclaimer="This is general information, not medical advice.",
)
TERMS = terms(SITE, Options(hashtags={"bread": "#Bread", "river": "#Rivers"}), ("cure",))
BASE = "reading"
_Item = TypeVar("_Item")
Work = Callable[[], int]  # does it, and says how many bytes or letters came out


def works(posts: int) -> Mapping[str, tuple[int, Work]]:
    """Each work by its name, with how many posts it is done for; all but the first on posts that were read before."""
    sources = list(corpus.contents(posts))
    read = [_read(name, content) for name, content in sources]
    environment = templates.environment((bundled("templates"),))
    some = read[::10]
    return {
        BASE: (posts, partial(_each, lambda source: len(_read(*source).html), sources)),
        "head tags": (posts, partial(_each, _head, read)),
        "share texts": (posts, partial(_each, _texts, read)),
        "share files": (posts, partial(_each, partial(_files, environment), read)),
        "a card": (len(some), partial(_each, _card, some)),
    }


def _each(work: Callable[[_Item], int], items: Sequence[_Item]) -> int:
    return sum(map(work, items))


def _read(name: str, content: bytes) -> Post:
    return post_files.read(f"posts/{name}", content, SITE).post


def _head(post: Post) -> int:
    return sum(map(len, post_tags(SITE, post, card_image(post, SITE))))


def _texts(post: Post) -> int:
    return sum(len(text.text) for share in shares(post, TERMS, card_image(post, SITE)) for text in share.texts)


def _files(environment: "jinja2.Environment", post: Post) -> int:
    made = share_files(post, TERMS, card_image(post, SITE), environment, site_url=SITE.url)
    return sum(len(artifact.content) for artifact in made)


def _card(post: Post) -> int:
    words = Words(title=drawable(post.title), site=drawable(SITE.title), day="3 January 2005", is_rtl=False)
    return len(card(words, Theme()))


def measured(count: int, work: Work) -> tuple[float, int]:
    """CPU microseconds a post, and what came out of one."""
    begun = time.process_time()
    made = work()
    return (time.process_time() - begun) / count * 1e6, made // count


def rows(posts: int, rounds: int) -> Iterator[str]:
    """A row for each work, and its share of reading the post."""
    yield "| work | µs CPU a post | bytes a post | its time / reading |"
    yield "| --- | ---: | ---: | ---: |"
    todo = works(posts)
    runs = [{name: measured(*one) for name, one in todo.items()} for _ in range(rounds)]
    for name in todo:
        ratios = [run[name][0] / run[BASE][0] for run in runs]
        said = "" if name == BASE else f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        yield f"| {name} | {median(run[name][0] for run in runs):,.0f} | {runs[0][name][1]:,} | {said} |"
    both = median(run["share texts"][0] + run["head tags"][0] for run in runs) * posts / 1e6
    yield ""
    yield f"Share texts and head tags of {posts:,} posts: {both:.2f} s CPU, {both / _start_s():.0f} × `python -c pass`."


def _start_s() -> float:
    def once() -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        return time.perf_counter() - begun

    return median(once() for _ in range(9))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    for row in rows(options.posts, options.rounds):
        print(row, flush=True)


if __name__ == "__main__":
    main()
