"""Saved HTML pages."""

from collections.abc import Callable
from datetime import date

import pytest

from publisher.content.importers import Imported, read
from publisher.errors import ImporterError

_HEAD = """<!DOCTYPE html><html><head><title>Low tide – Harbour Notes</title>
<meta name="author" content="Ada Roe"><meta property="article:published_time" content="2024-03-04T09:00:00+01:00">
<meta property="article:tag" content="mud"><meta property="article:tag" content="sea">
<meta name="description" content="On mud."></head>"""
_PAGE = f"""{_HEAD}<body><header><h1>Harbour Notes</h1><nav><a href="/">Home</a></nav></header>
<main><article><header><h1>Low tide</h1><p>By Somebody | May 6, 2024</p></header>
<p>Mud *is* soft, and
<a href="/a b(c).html">boots_are</a> <b>needed</b>.<br>- Always</p><!-- hidden -->
<h2>Tide #</h2><ul><li>One<ul><li>Deep</li></ul></li><li>Two</li></ul>
<blockquote><p>Wet.</p><footer>A sailor</footer></blockquote>
<img src="mud 1.jpg" alt="A [brown] shore"><img src="data:image/png;base64,AAAA">
<pre>x  *  y</pre><table><tr><th>A</th></tr><tr><td>1|2</td></tr></table><dl><dt>Ebb</dt><dd>Out</dd></dl>
<form>Subscribe</form><script>track()</script><style>p {{}}</style><div class="sharedaddy x">Share</div></article>
<aside>Other posts</aside><div id="comments"><article>Nice, and long enough to be the longest.</article></div></main>
<footer>© 2024</footer></body></html>"""


def test_the_main_content_of_a_page(bring: Callable[..., Imported]) -> None:
    """The article alone, as Markdown that a person would write; what Markdown would misread is escaped."""
    assert bring("tide.html", _PAGE).body == (
        "Mud \\*is\\* soft, and [boots_are](/a%20b%28c%29.html) **needed**.\\\n\\- Always\n\n"
        "## Tide \\#\n\n- One\n  - Deep\n- Two\n\n> Wet.\n>\n> A sailor\n\n"
        "![A \\[brown\\] shore](mud%201.jpg)\n\n```\nx  *  y\n```\n\n"
        "| A |\n| --- |\n| 1\\|2 |\n\nEbb\n\nOut"
    )


def test_picture_that_waits_for_a_script_is_kept(bring: Callable[..., Imported]) -> None:
    """From the attribute that the script would read."""
    lazy = (
        '<img src="data:image/gif;base64,R0" data-src="/a b.jpg" alt="A leaf"><noscript><img src="/a.jpg"></noscript>'
    )
    found = bring("leaf.html", f"{_HEAD}<article><h1>Leaf</h1><p>A leaf. {lazy}</p></article>")
    assert found.body == "A leaf. ![A leaf](/a%20b.jpg)"
    assert found.notes == ("Pictures stay at their old address (1); copy them beside the post if that will go away.",)


def test_the_facts_of_a_page(bring: Callable[..., Imported]) -> None:
    """The head is believed before the byline; pictures that need a hand are in the notes."""
    found = bring("tide.html", _PAGE)
    assert (found.title, found.authors, found.tags, found.summary) == (
        "Low tide",
        ("Ada Roe",),
        ("mud", "sea"),
        "On mud.",
    )
    assert str(found.published) == "2024-03-04 09:00:00+01:00"
    assert found.notes == (
        "Pictures stay at their old address (1); copy them beside the post if that will go away.",
        "Pictures inside the page itself were left out (1); save them as files and add them by hand.",
    )


@pytest.mark.parametrize(
    ("page", "body"),
    [
        ("<article><p>Post.</p></article><main>Main, longer.</main>", "Post."),
        ("<main><p>Main.</p></main><div>Body, and longer.</div>", "Main."),
        ("<div role=main><p>Main.</p></div><div>Body, and longer.</div>", "Main."),
        ("<header>Site</header><nav>Menu</nav><p>Body.</p><footer>Foot</footer>", "Body."),
        ("<article></article><p>Body.</p>", "Body."),
    ],
    ids=["article", "main", "role", "body", "empty article"],
)
def test_where_the_content_is_looked_for(bring: Callable[..., Imported], page: str, body: str) -> None:
    """Article before main before body; an empty one is passed over."""
    assert bring("a.html", f"<title>T</title><body>{page}").body == body


def test_the_longest_of_several_articles_is_taken(bring: Callable[..., Imported]) -> None:
    """A page of several posts gives one, and says so."""
    found = bring("a.html", "<title>T</title><article>Short.</article><article>Rather longer.</article>")
    assert (found.body, found.notes) == ("Rather longer.", ("The page has 2 articles; the longest was taken.",))


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Page</title>", "<h1>Head</h1>", "Head"),
        ("<title>Low tide | Harbour Notes</title>", "", "Low tide"),
        ("<title>Low tide | Old Name</title><meta property=og:site_name content='Old Name'>", "", "Low tide"),
        ("<title>Page</title><meta property=og:title content='Open'>", "", "Open"),
        ("<title>Low tide</title>", "<h1>Harbour Notes</h1>", "Low tide"),
        ("<title>Low tide</title>", "<h1><img src=logo.png></h1>", "Low tide"),
    ],
)
def test_where_the_title_comes_from(bring: Callable[..., Imported], head: str, body: str, title: str) -> None:
    """The page's heading, else its head, without the site's name; it never stands in the body too."""
    found = bring("a.html", f"{head}<body>{body}<article><h2>{title}</h2><p>Mud.</p></article>")
    assert (found.title, found.body) == (title, "Mud.")


@pytest.mark.parametrize(
    "page",
    [
        '<p class="meta">By Ada Roe on March 4, 2024</p>',
        '<div><span>Ada Roe</span> · <time datetime="2024-03-04">last spring</time></div><a rel="author">Ada Roe</a>',
        '<script type="application/ld+json">{"@graph": [{"@type": "BlogPosting", "datePublished": "2024-03-04",'
        ' "author": [{"name": "Ada Roe"}]}]}</script><script type="application/ld+json">{oops</script>',
    ],
    ids=["byline", "time", "json-ld"],
)
def test_author_and_date_from_the_page_itself(bring: Callable[..., Imported], page: str) -> None:
    """Where the head is silent, a byline, a time element or JSON-LD will do."""
    found = bring("a.html", f"<title>T</title><article>{page}<p>Mud.</p></article>")
    assert (found.authors, found.published) == (("Ada Roe",), date(2024, 3, 4))


def test_a_date_inside_a_sentence_stays(bring: Callable[..., Imported]) -> None:
    """Only a whole block is taken for a byline."""
    found = bring("a.html", "<title>T</title><article><div>On <time>May 6, 2024</time> it rained.</div></article>")
    assert (found.body, found.published) == ("On May 6, 2024 it rained.", None)


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("koi8-r", "koi8-r"),
        ("utf-8", "utf-8"),
        ("rot13", "utf-8"),
    ],
)
def test_the_encoding_is_the_one_stated(label: str, encoding: str) -> None:
    """A page's own label is believed as browsers do; one that is no encoding of text is not."""
    text = "Мол" if encoding == "koi8-r" else "“Môle”"
    content = f'<meta http-equiv=x content="text/html; charset={label}"><h1>T</h1><p>{text}</p>'.encode(encoding)
    assert read("a.html", content, site_title="Harbour Notes").body == text


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("<article>Mud.</article>", "has no title"),
        ("<title>T</title>" + "<b>" * 900 + "Mud.", "nested too deep"),
        ("<h1>T</h1><nav>Menu</nav>", "no text below the title"),
    ],
    ids=["no title", "too deep", "no text"],
)
def test_a_page_that_is_no_post_is_refused(bring: Callable[..., Imported], page: str, problem: str) -> None:
    """The message says what is missing."""
    with pytest.raises(ImporterError, match=rf"^a\.html: .*{problem}"):
        bring("a.html", page)
