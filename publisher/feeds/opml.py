"""OPML 2.0 (opml.org/spec2.opml): one file that a feed reader takes to subscribe to any of a site's feeds."""

from collections.abc import Sequence
from html import escape

from publisher.model import FeedLink


def opml(title: str, home: str, feeds: Sequence[FeedLink]) -> bytes:
    """The list of `feeds` under a `title`, with the site's address `home` beside each; UTF-8.

    It bears no date: only a feed that comes, goes or is renamed changes it. The type is `rss` for every format, as the
    specification has it.
    """
    outlines = "".join(_outline(feed, home) for feed in feeds)
    return f"""\
<?xml version='1.0' encoding='UTF-8'?>
<opml version="2.0">
  <head>
    <title>{escape(title)}</title>
  </head>
  <body>
{outlines}  </body>
</opml>
""".encode()


def _outline(feed: FeedLink, home: str) -> str:
    title = escape(feed.title)
    return (
        f'    <outline type="rss" text="{title}" title="{title}" '
        f'xmlUrl="{escape(feed.url)}" htmlUrl="{escape(home)}"/>\n'
    )
