"""A post in a letter: whole, its beginning, or about it."""

from collections.abc import Callable

from publisher.model import Form, Post
from publisher.newsletter.excerpt import shown


def test_full_post_is_all_of_it(post: Callable[..., Post]) -> None:
    """Nothing is touched."""
    assert shown(post(html="<p>a</p>"), Form.FULL) == "<p>a</p>"


def test_excerpt_is_whole_blocks(post: Callable[..., Post]) -> None:
    """No sentence is cut, no element left open."""
    paragraphs = [f"<p>{'word ' * 60}<b>{number}</b></p>" for number in range(5)]
    assert shown(post(html="\n".join(paragraphs)), Form.EXCERPT) == "\n".join(paragraphs[:2])


def test_excerpt_does_not_end_in_a_heading(post: Callable[..., Post]) -> None:
    """What it announces is not there."""
    html = f"<p>a</p>\n<hr>\n<h2>b</h2>\n<p>{'word ' * 200}</p>"
    assert shown(post(html=html), Form.EXCERPT) == "<p>a</p>"


def test_post_that_begins_with_a_long_block_is_summed_up(post: Callable[..., Post]) -> None:
    """A page of code is no excerpt."""
    html = f"<pre><code>{'x = 1 ' * 300}</code></pre><p>a</p>"
    assert shown(post(html=html, summary="Rest & more."), Form.EXCERPT) == "<p>Rest &amp; more.</p>"


def test_short_post_is_never_made_longer(post: Callable[..., Post]) -> None:
    """A summary with a link behind it would be more to read."""
    short = post(html="<p>Rest.</p>", summary="Rest well, and sleep.")
    assert shown(short, Form.SUMMARY) == shown(short, Form.EXCERPT) == "<p>Rest.</p>"
