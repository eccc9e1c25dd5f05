import re
from collections.abc import Callable

import pytest

from publisher.feeds.options import Options, Rss
from publisher.model import Post

Files = Callable[..., dict[str, bytes]]


# feed practice G4; feed practice G5
@pytest.mark.parametrize("path", ["rss.xml", "atom.xml", "atom-archive-1.xml", "feeds/tag/rest.xml", "a/b/c.xml"])
def test_browsers_are_led_to_the_style_sheet(path: str, post: Callable[..., Post], write: Files) -> None:
    """One line before the root, with an address that works wherever the site is served from; and no XSLT."""
    posts = [post(slug=f"n{number}") for number in range(21)]
    main = Rss(path=path) if path.startswith("a/") else Rss()
    content = write(*posts, options=Options(rss=main))[path].decode()
    found = re.match(r"""<\?xml version='1.0' encoding='UTF-8'\?>\n<\?xml-stylesheet (.*?)\?>\n<(rss|feed) """, content)
    assert found
    assert found[1] == f'type="text/css" href="{"../" * path.count("/")}feeds.css"'


# feed practice G5
def test_the_style_sheet_shows_titles_dates_and_summaries_and_says_what_this_is(write: Files) -> None:
    """Whatever else stands in the file, escaped HTML above all, is hidden first."""
    style = write()["feeds.css"].decode()
    hidden = style.index("channel > *, item > *, feed > *, entry > * { display: none; }")
    for element in ("item > title", "item > pubDate", "item > description", "entry > summary", "entry > published"):
        assert style.index(element) > hidden
    assert "This is a feed" in style
    assert "encoded" not in style
    assert "entry > content" not in style
