"""Atom 1.0 feed of the newest posts, in full."""

from dataclasses import dataclass

from publisher.feeds import _feedgen
from publisher.feeds.entry import feed_of, feed_path, require_count
from publisher.model import Artifact, Publication
from publisher.options import option
from publisher.output import Output


@dataclass(frozen=True, kw_only=True)
class Options:
    """Where the Atom feed stands and how much it holds."""

    path: str = option("Path of the Atom feed below the site's address.", default="atom.xml", convert=feed_path)
    count: int = option("How many of the newest posts the Atom feed holds.", default=20)

    def __post_init__(self) -> None:
        require_count(self.count)


def render(publication: Publication, options: Options) -> list[Artifact]:
    """The feed as one file; an empty blog gives a valid feed without posts.

    Its media type is plain XML: with that of Atom browsers show source instead of a page.
    """
    feed = feed_of(publication, path=options.path, count=options.count)
    return [Artifact(path=f"public/{options.path}", media_type="application/xml", content=_feedgen.atom(feed))]


OUTPUT = Output(Options, render)
