"""A post as it stands in a letter: all of it, its beginning, or a few sentences about it."""

from html import escape
from itertools import accumulate

from publisher.model import Form, Post
from publisher.textblocks import bare_text

_EXCERPT = 700  # characters of words: about a third of a page, enough to know whether to read on


def shown(post: Post, form: Form) -> str:
    """The html of the post in that form; all of it where an excerpt or a summary would be no shorter."""
    if form is Form.FULL:
        return post.html
    summary = f"<p>{escape(post.summary)}</p>"
    shorter = (form is Form.EXCERPT and _beginning(post.html)) or summary
    return shorter if len(shorter) < len(post.html) else post.html


def _beginning(html: str) -> str:
    """The first whole blocks with no more words than an excerpt has, without a heading last; nothing when
    the first has more.
    """
    from publisher.newsletter.tree import parsed, written_alone

    blocks = [written_alone(block) for block in parsed(html)]
    lengths = accumulate(len(bare_text(block)) for block in blocks)
    kept = [block for block, length in zip(blocks, lengths, strict=True) if length <= _EXCERPT]
    while kept and kept[-1].startswith("<h"):  # a heading or a line with nothing below it
        kept.pop()
    return "\n".join(kept)
