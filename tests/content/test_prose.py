"""Markdown becomes HTML that is safe anywhere, with addresses that work anywhere, and the same words as text."""

import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content import prose
from publisher.content.addresses import Addresses
from publisher.content.beside import FileBeside
from publisher.content.nearby import Files
from publisher.content.prose import Prose, plain, render, renderer_name
from publisher.textblocks import blocks, images, paragraphs, text

URL = "https://blog.example.com/rest/"
RENDERERS = {"comrak": prose._comrak, "markdown-it": prose._markdown_it}


def rendered(markdown: str) -> Prose:
    return render(markdown, Addresses(url=URL, prefix="rest-", files=Files(home=URL)))


@pytest.fixture(params=RENDERERS)
def renderer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each renderer in turn, as if it were the one at hand."""
    use(request.param, monkeypatch)
    return str(request.param)


def use(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prose, "_renderer", lambda: RENDERERS[name])


both_renderers = pytest.mark.usefixtures("renderer")


DOCUMENTS = {
    "table": "| point | place |\n|---|:-:|\n| LI-4 | *hand* |\n| ST-36 | leg |\n",
    "footnotes": "Rest.[^1] Sleep.[^n] Rest.[^1]\n\n[^1]: Twenty minutes.\n\n    At least.\n[^n]: Eight *hours*.\n",
    "note without a mark": "Rest.\n\n[^1]: Nobody points here.\n",
    "mark without a note": "Rest.[^1]\n",
    "note inside a sentence": "Rest ^[not a note here] well.\n",
    "task list": "- [x] tea\n- [ ] rest\n- [X] walk\n- plain\n",
    "strikethrough": "H~2~O, ~~never~~ rarely, ~one~ of ~50 and ~60.\n",
    "nested lists": "1. one\n   - two\n     1. three\n\n        still three\n     2. four\n\n2. five\n",
    "list in a quotation": "> - one\n> - two\n>\n> said Ada\n\nRest.\n",
    "code": "`a < b`\n\n```python\nif rest:\n    sleep()\n```\n\n    shown as it is\n\n~~~\n- [x] [^1]\n~~~\n",
    "raw HTML": "<div align=center>\n\n*Rest* <span style='x'>well</span><br>now\n\n</div>\n\n"
    "<details><summary>S</summary>D</details>\n",
    "emoji": "👩‍⚕️ 🇨🇭 🙂 :smile: e\u0301\n",
    "Chinese": "针灸**一般**不疼。\n第二行。\n",
    "Hebrew": "## שלום\n\nזה **חשוב** מאוד.\n",
    "entities": "AT&amp;T &copy; &lt;b&gt; &nbsp; &#8217; ]]> &nothing;\n",
    "line breaks": "one  \ntwo\\\nthree\nfour\n",
    "headings": "Rest\n====\n\nSleep\n----\n\n### Walk ###\n",
    "links": '[one](/a "t") <https://example.org/x> https://example.org/y [two][r] ![three](a.png) [four]\n\n[r]: /b\n',
    "rules and escapes": "\\*not\\* \\[x\\]\n\n***\n\na * b * c _d_e_f_ __g__\n",
    "template code": "{{ 7*7 }} {% include 'a' %} {{< x >}} $$a_b$$\n",
    "tabs": "-\tone\n\n\ttwo\n",
    "comment": "one <!-- hidden --> two\n\n<!-- more -->\n\nthree\n",
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_both_renderers_show_the_same_words(document: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site does not change when a machine has no wheel of the fast renderer."""
    use("comrak", monkeypatch)
    fast = rendered(document)
    use("markdown-it", monkeypatch)
    pure = rendered(document)
    assert [*blocks(pure.html)] == [*blocks(fast.html)]
    assert images(pure.html) == images(fast.html)


@both_renderers
def test_picture_that_waits_for_a_script_is_shown() -> None:
    """An export of WordPress loses none: a letter and a feed run no script."""
    found = rendered(
        '<p><img class="lazyload" src="data:image/gif;base64,R0lGOD" data-src="/leaf.jpg" alt="A leaf"></p>'
    )
    assert images(found.html) == (("https://blog.example.com/leaf.jpg", "A leaf"),)


@both_renderers
@pytest.mark.parametrize(
    ("document", "shown"),
    [
        ("table", "point\n\nplace\n\nLI-4\n\nhand\n\nST-36\n\nleg"),
        ("footnotes", "Rest. Sleep. Rest.\n\nTwenty minutes.\n\nAt least.\n\nEight hours."),
        ("task list", "☑ tea\n\n☐ rest\n\n☑ walk\n\nplain"),
        ("strikethrough", "HO, rarely, of ~50 and ~60."),
        ("code", "a < b\n\nif rest:\n    sleep()\n\nshown as it is\n\n- [x] [^1]"),
        ("raw HTML", "Rest well now\n\nS\n\nD"),
        ("template code", "{{ 7*7 }} {% include 'a' %} {{< x >}} $$a_b$$"),
        ("comment", "one two\n\nthree"),
    ],
)
def test_text(document: str, shown: str) -> None:
    """The text is what a reader sees, blocks apart, without the marks of footnotes."""
    assert text(rendered(DOCUMENTS[document]).html) == shown


def test_paragraphs_are_the_running_text() -> None:
    """Lists, quotations, tables, headings, code, figures and notes are not the author's running text."""
    found = rendered(
        "# Rest\n\nOne.[^1]\n\n- two\n\n> three\n\n| four |\n|---|\n| five |\n\n```\nsix\n```\n\n"
        "<div><p>Seven.</p></div>\n\n<figure><figcaption>eight</figcaption></figure>\n\n[^1]: nine\n"
    )
    assert [*paragraphs(found.html)] == ["One.", "Seven."]
    assert text(found.html).split() == "Rest One. two three four five six Seven. eight nine".split()


PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "script in pieces": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "script with a space": "<script\n>alert(1)</script\n>",
    "script never closed": "<script>alert(1)",
    "event": '<img src=x onerror="alert(1)">',
    "event with a slash": "<img/src=x/onerror=alert(1)>",
    "event in capitals": "<p ONMOUSEOVER=alert(1)>x</p>",
    "event on a detail": "<details open ontoggle=alert(1)>x</details>",
    "svg": "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "svg animation": '<svg><a><animate attributeName=href values="javascript:alert(1)"/>x</a></svg>',
    "math": "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "iframe": '<iframe src="https://example.org/"></iframe>',
    "iframe with a document": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "object": '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
    "base": '<base href="https://example.org/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "style sheet": "<link rel=stylesheet href=https://example.org/a.css><style>@import 'x'; p{}</style>",
    "inline style": '<p style="background:url(javascript:alert(1))">x</p>',
    "form": '<form action="https://example.org/"><input name=q><button formaction="javascript:x">x</button></form>',
    "link": "[x](javascript:alert(1))",
    "link in brackets": "[x](<javascript:alert(1)>)",
    "link in capitals": "[x](JaVaScRiPt:alert(1))",
    "automatic link": "<javascript:alert(1)>",
    "reference": "[x][y]\n\n[y]: javascript:alert(1)",
    "picture": "![x](javascript:alert(1))",
    "entity": "[x](&#106;avascript:alert(1)) [y](javascript&colon;alert(1))",
    "tab inside": '<a href="java\tscript:alert(1)">x</a> <a href="java&#9;script:alert(1)">x</a>',
    "line end inside": '<a href="java&#10;script:alert(1)">x</a> <a href="java&NewLine;script&colon;alert(1)">x</a>',
    "control code before": '<a href="&#1;javascript:alert(1)">x</a> <a href="\x0bjavascript:alert(1)">x</a>',
    "control code inside": '<a href="java&#1;script:alert(1)">x</a>',
    "no-break space before": '<a href="&nbsp;javascript:alert(1)">x</a> <a href="\u3000javascript:alert(1)">x</a>',
    "vbscript": "[x](vbscript:msgbox) <a href=' VBSCRIPT:msgbox'>x</a>",
    "page in a link": "[x](data:text/html;base64,PHNjcmlwdD4=) <a href='DATA:text/html,x'>x</a>",
    "picture in a link": "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "file": "[x](file:///etc/passwd) ![x](file:///etc/passwd)",
    "broken-out attribute": '[x](https://example.org/" onclick="alert(1)) ![a" onerror="alert(1)](b.png)',
    "title": '[x](/a "t\\" onclick=\\"alert(1)")',
    "code language": '```"><script>alert(1)</script>\nx\n```',
    "comment tricks": "<!--><script>alert(1)</script>--> <!-- x --!><img src=x onerror=alert(1)> <!--",
    "conditional comment": "<!--[if mso]><script>alert(1)</script><![endif]-->",
    "CDATA": "<![CDATA[<script>alert(1)</script>]]> <?xml?><script>alert(1)</script>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "template": "<template><script>alert(1)</script></template>",
    "checkbox": '<div>\n<input type="checkbox" onclick="x"><input type="checkbox" title="<script>x</script>">',
    "cite": '<blockquote cite="javascript:alert(1)">x</blockquote> <q cite="&nbsp;javascript:alert(1)">x</q>',
    "background": "<table background='javascript:alert(1)'><tr><td background='javascript:x'>x</table>",
    "picture set": "<img srcset='javascript:alert(1) 2x' src=a.png><video poster=javascript:alert(1) src=x></video>",
    "footnote": "[^<img src=x onerror=alert(1)>]: x\n\n[^1]\n\n[^1]: <script>alert(1)</script>",
}
TAGS = {
    "script",
    "iframe",
    "base",
    "meta",
    "form",
    "style",
    "link",
    "object",
    "embed",
    "svg",
    "math",
    "input",
    "button",
}


def dangers(html: str) -> list[str]:
    """What another parser finds in a page that could run, load or send something."""
    found = []
    for element in lxml.html.document_fromstring(f"<html><body><div>{html}</div></body></html>").iter():
        if not isinstance(element.tag, str) or element.tag in TAGS:
            found.append(str(element.tag))
        for name, value in element.attrib.items():
            scheme = urlsplit("".join(str(value).split())).scheme
            if str(name).startswith("on") or name in ("style", "srcdoc", "srcset", "background", "action", "poster"):
                found.append(str(name))
            elif name in ("href", "src", "cite") and scheme not in ("http", "https", "mailto", "tel"):
                found.append(str(value))
    return found


@both_renderers
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_nothing_dangerous_is_left(payload: str) -> None:
    """A post runs nothing, frames nothing, sends nothing, wherever it is shown. (hostile inputs 22, 25)"""
    assert dangers(rendered(payload).html) == []
    assert dangers(rendered(f"<div>\n{payload}\n</div>").html) == []
    assert dangers(rendered(f"Rest. {payload} well.").html) == []


def test_the_judge_sees_dangers() -> None:
    """The judge of the tests above is not blind."""
    html = "<p onclick=x><a href='java\tscript:x'>a</a><script></script><img src='data:x'></p><!-- c -->"
    assert len(dangers(html)) == 5


@both_renderers
@settings(max_examples=100, deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from([*PAYLOADS.values(), "> ", "\n\n", "`", "<p ", '"', "'", "-->", "]"])).map("".join)
)
def test_no_markdown_is_dangerous(markdown: str) -> None:
    """However the pieces are put together."""
    assert dangers(rendered(markdown).html) == []


@both_renderers
@settings(max_examples=100, deadline=None)
@given(st.text(max_size=4), st.integers(0, 11))
def test_no_character_hides_a_scheme(hidden: str, place: int) -> None:
    """Whatever stands before or inside the word, no script is left in a link."""
    scheme = "javascript:"[:place] + hidden + "javascript:"[place:]
    escaped = "".join(f"&#{ord(letter)};" for letter in scheme)
    assert dangers(rendered(f'<a href="{escaped}alert(1)">x</a>').html) == []


def links(html: str) -> list[str | None]:
    return [link.get("href") for link in lxml.html.fromstring(f"<div>{html}</div>").iter("a")]


ADDRESSES = pytest.mark.parametrize(
    ("reference", "address"),
    [
        pytest.param("sleep/", f"{URL}sleep/", id="below"),
        pytest.param("../sleep/", "https://blog.example.com/sleep/", id="beside"),
        pytest.param("/sleep/", "https://blog.example.com/sleep/", id="from the root"),
        pytest.param("?q=1", f"{URL}?q=1", id="query"),
        pytest.param("#why", f"{URL}#rest-why", id="place in the post"),
        pytest.param("#wärme", f"{URL}#rest-w%C3%A4rme", id="place with a letter"),
        pytest.param("#", URL, id="top"),
        pytest.param("//example.org/x", "https://example.org/x", id="host without a scheme"),
        pytest.param("https://example.org/a%20b?c=%26#d", "https://example.org/a%20b?c=%26#d", id="already encoded"),
        pytest.param("https://example.org/señal", "https://example.org/se%C3%B1al", id="letters"),
        pytest.param("https://bücher.example.org/", "https://xn--bcher-kva.example.org/", id="host with letters"),
        pytest.param("//bücher.example.org/", "https://xn--bcher-kva.example.org/", id="host with letters alone"),
        pytest.param("/x//bücher", "https://blog.example.com/x//b%C3%BCcher", id="slashes in a path"),
        pytest.param("mailto:ada@example.com", "mailto:ada@example.com", id="mail"),
        pytest.param("tel:+1555", "tel:+1555", id="telephone"),
    ],
)


@ADDRESSES
def test_links_of_html_are_absolute(reference: str, address: str) -> None:
    """A link is read from the post's own address."""
    assert links(rendered(f'<a href="{reference}">calm</a>').html) == [address]


@both_renderers
@ADDRESSES
def test_links_of_markdown_are_absolute(reference: str, address: str) -> None:
    """So is a link in Markdown, and it leads to the same place."""
    assert links(rendered(f"[calm](<{reference}>)").html) == [address]


@both_renderers
@pytest.mark.parametrize("reference", ["http://[oops/", "//[oops/", "javascript:alert(1)", "file:///a", "cid:1", "x:y"])
def test_a_link_that_leads_nowhere_loses_its_address(reference: str) -> None:
    """One bad link costs itself alone: its words stay, and the links around it."""
    found = rendered(f'[one](/a) <a href="{reference}">calm</a> [two](/b)')
    assert links(found.html) == ["https://blog.example.com/a", None, "https://blog.example.com/b"]
    assert text(found.html) == "one calm two"


def test_pictures_and_quotations_are_absolute() -> None:
    """Every attribute that holds an address is made absolute."""
    found = rendered('![a](a.png) <q cite="/b">b</q>\n\n<blockquote cite="../c">c</blockquote>\n\n![d](http://[oops/)')
    assert images(found.html) == ((f"{URL}a.png", "a"),)
    assert 'cite="https://blog.example.com/b"' in found.html
    assert 'cite="https://blog.example.com/c"' in found.html
    assert '<img alt="d">' in found.html


@both_renderers
def test_footnotes_lead_there_and_back() -> None:
    """Every id carries the post's prefix, and each link to it finds it."""
    html = rendered(DOCUMENTS["footnotes"]).html
    ids = [str(element.get("id")) for element in lxml.html.fromstring(f"<div>{html}</div>").iter() if element.get("id")]
    assert len(ids) == 5
    assert all(name.startswith("rest-") for name in ids)
    assert {f"{URL}#{name}" for name in ids} == set(links(html))


@both_renderers
def test_ids_of_the_author_are_prefixed() -> None:
    """Two posts on one page do not share an id."""
    html = rendered('<h2 id="why">Why</h2>\n\n[there](#why)').html
    assert 'id="rest-why"' in html
    assert links(html) == [f"{URL}#rest-why"]


@both_renderers
@pytest.mark.parametrize(
    ("markdown", "tags"),
    [
        pytest.param("# a\n\n## b\n\n###### c", ["h2", "h3", "h6"], id="with a first heading"),
        pytest.param("## b\n\n### c", ["h2", "h3"], id="without"),
        pytest.param("<h1 id=x>a</h1>\n\n##### c", ["h2", "h6"], id="raw"),
        pytest.param("a\n=\n\nb\n-", ["h2", "h3"], id="underlined"),
        pytest.param("```\n<h1>a</h1>\n```\n\n## b", ["h2"], id="only shown"),
    ],
)
def test_the_title_is_the_only_first_heading(markdown: str, tags: list[str]) -> None:
    """Headings go one level down where the body has one of the first level."""
    tree = lxml.html.fromstring(f"<div>{rendered(markdown).html}</div>")
    assert [element.tag for element in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")] == tags


def depth(html: str) -> int:
    """How deep another parser finds the deepest element."""
    parser = lxml.html.HTMLParser(huge_tree=True)
    tree = lxml.html.fragment_fromstring(html, create_parent="div", parser=parser)
    return max(len(list(element.iterancestors())) for element in tree.iter())


@pytest.mark.parametrize(
    "markdown",
    [
        "<div>" * 300 + "deep",
        "<table><tr><td>" * 300 + "deep",
        ">" * 300 + " deep",
        "<b><i>" * 300 + "deep",
        "<ul><li>" * 300 + "deep",
    ],
    ids=["boxes", "tables", "quotations", "bold", "lists"],
)
def test_depth_is_cut(markdown: str) -> None:
    """Readers' parsers stop at 256 elements; the words stay. (hostile input 26)"""
    html = rendered(markdown).html
    assert 100 < depth(html) <= 201  # with the box that the judge puts around
    assert "deep" in html


@both_renderers
def test_headings_get_ids_that_links_meet() -> None:
    """A link to a heading's words leads there, also where posts share a page. (feed practice C6; hostile input 23)"""
    html = rendered("# Why rest?\n\n## Why rest?\n\n[a](#why-rest) [b](#why-rest-1)").html
    ids = [str(heading.get("id")) for heading in lxml.html.fromstring(f"<div>{html}</div>").iter("h2", "h3")]
    assert ids == ["rest-why-rest", "rest-why-rest-1"]
    assert links(html) == [f"{URL}#{name}" for name in ids]


@both_renderers
@pytest.mark.parametrize(
    "html",
    [
        '<img src="a.png" srcset="b.png 2x, c.png 3x">',
        '<video src="a.mp4" poster="b.png"></video>',
        '<object data="a.pdf">',
    ],
)
def test_no_relative_address_is_left(html: str) -> None:
    """Neither in attributes that hold several, nor in those of players. (hostile input 23; feed practice C3)"""
    found = rendered(f"{html}\n\nx {html}").html
    assert all(str(name) not in ("srcset", "poster", "data") for name in attributes(found))
    assert all(value.startswith("https://") for name, value in attributes(found).items() if name in ("src", "href"))


def attributes(html: str) -> dict[str, str]:
    tree = lxml.html.fromstring(f"<div>{html}</div>")
    return {str(name): str(value) for element in tree.iter() for name, value in element.attrib.items()}


@both_renderers
def test_frames_and_players_become_links() -> None:
    """What they show can be followed from a feed or a letter. (hostile input 25; feed practice C5)"""
    found = rendered(
        '<iframe src="//example.org/v" title="A film"></iframe>\n\n<video><source src="/v.mp4">none</video>\n'
    )
    assert links(found.html) == ["https://example.org/v", "https://blog.example.com/v.mp4"]
    assert (text(found.html), found.linked, found.removed) == (
        "A film (example.org)\n\nblog.example.com/v.mp4",
        ("iframe", "video"),
        (),
    )


@both_renderers
def test_what_was_removed_is_named() -> None:
    """Elements that run, send or restyle. (hostile input 25)"""
    found = rendered('<form><script>x</script></form>\n\n<p onclick="x">a</p>\n\n`<style>` <b>b</b>')
    assert found.removed == ("<form>", "<script>", "onclick")
    assert text(found.html) == "a\n\n<style> b"


@both_renderers
def test_pictures_of_one_pixel_are_left_out() -> None:
    """They tell their owner who reads; what was measured beside the post counts too. (letter input 27)"""
    found = rendered(
        '<img src="https://t.example.org/o.gif?id=3" width=1 height="1" alt="">\n\n'
        '<img alt="a > b" height="0" src="//t.example.org/p.gif"> a\n\n'
        '<img src="/a.jpg" alt=\'width="1"\' width="10">\n'
    )
    assert (found.pixels, found.html.count("<img")) == (2, 1)
    assert 'width="10"' in found.html


@pytest.mark.parametrize(
    ("markdown", "address"),
    [
        ("[x](javascript:alert(1))", "javascript:alert(1)"),
        ("[x](&#106;avascript:alert(1))", "javascript:alert(1)"),
        ('<a href="JaVa&#9;Script:x">x</a>', "JaVa\tScript:x"),
        ("<a href=vbscript:x>x</a>", "vbscript:x"),
        ("[x](data:text/html,y)", "data:text/html,y"),
        ("[x](http://[oops/)", "http://[oops/"),
        ('<a href="https://exa mple.org/">x</a>', "https://exa mple.org/"),
    ],
)
def test_a_link_that_cannot_stay_loses_its_address(markdown: str, address: str) -> None:
    """Its words stay, the others of the post are whole, and it is named. (letter inputs 9, 10, 18)"""
    found = rendered(f"{markdown} and [y](/y)")
    assert (text(found.html), links(found.html)) == ("x and y", [None, "https://blog.example.com/y"])
    assert found.refused == (address,)


@both_renderers
@pytest.mark.parametrize("mark", ["<!--more-->", "<!-- more -->", "<!--truncate-->", "<!-- MORE -->"])
@pytest.mark.parametrize("gap", ["\n\n", "\n", " "], ids=["alone", "line", "inside"])
def test_lead(mark: str, gap: str) -> None:
    """What stands before the mark is the lead; notes and references of the whole post count."""
    found = rendered(f"*One* [two][x].{gap}{mark}{gap}Three.\n\n[x]: /a")
    assert (found.lead, mark in found.html) == ("One two.", False)
    assert "Three." in text(found.html)


def test_no_mark_no_lead() -> None:
    """A mark in code is code."""
    assert rendered("One.\n\n`<!--more-->`\n\n    <!--more-->\n").lead == ""


def test_pictures_beside_the_post_get_their_size() -> None:
    """A page does not jump while it loads; what the author set stays. (feed practice C5)"""
    there = {"posts/a.png": FileBeside(9, 30, 20), "posts/b.svg": FileBeside(9)}
    files = Files(home=URL, source="posts/rest.md", folder="posts", beside=there.get)
    html = render(
        '![A](a.png "t") ![B](b.svg) <img src="a.png" width="3"> ![C](https://example.org/c.png)',
        Addresses(url=URL, prefix="rest-", files=files),
    ).html
    assert '<img src="https://blog.example.com/rest/a.png" alt="A" title="t" width="30" height="20">' in html
    assert f'<img src="{URL}b.svg" alt="B">' in html
    assert f'<img src="{URL}a.png" width="3">' in html
    assert '<img src="https://example.org/c.png" alt="C">' in html


@both_renderers
def test_foreign_classes_go() -> None:
    """Only the classes that the renderer writes are left, so no style of another page takes hold."""
    html = rendered('<p class="hero">a</p>\n\n<code class="x language-y">b</code>\n\n```python\nc\n```').html
    assert "hero" not in html
    assert "language-y" not in html
    assert 'class="language-python"' in html


@both_renderers
@pytest.mark.parametrize("markdown", ["a&#1;b&#x8;c", "<p>a&#1;b&#x8;c</p>"], ids=["Markdown", "HTML"])
def test_control_characters_do_not_come_in_by_number(markdown: str) -> None:
    """A numeric reference brings in nothing that the file itself could not hold; a mark may stand in its place."""
    assert text(rendered(markdown).html).replace("\ufffd", "") == "abc"


@both_renderers
@pytest.mark.parametrize(
    "markdown",
    [
        "<div><p><b>a",
        "a</div></div>",
        "</td></tr></table>a",
        "a <!-- b",
        "a <![CDATA[ b",
        "<textarea>a",
        "<plaintext>a",
        "</content:encoded>]]>a",
        "<table><tr><td>a",
        "<p a='>a",
    ],
)
def test_broken_markup_is_closed(markdown: str) -> None:
    """One post cannot leak into the next: put between two, it leaves both as they were. (hostile input 24)"""
    html = f"<div><p>before</p>{rendered(markdown).html}<p>after</p></div>"
    page = lxml.html.fragment_fromstring(html)
    assert (page[0].text, page[-1].text) == ("before", "after")


@both_renderers
@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        pytest.param("[" * 20_000, "[" * 20_000, id="brackets"),
        pytest.param("[a](" * 5_000, "[a](" * 5_000, id="links never closed"),
        pytest.param("![" * 5_000, "![" * 5_000, id="pictures never closed"),
        pytest.param("<a " * 5_000 + "b", "<a" * 5_000 + "b", id="tags never closed"),
        pytest.param("*a " * 5_000, "*a" * 5_000, id="stars"),
        pytest.param("**a_" * 3_000 + "b", "**a_" * 3_000 + "b", id="stars and lines"),
        pytest.param("> " * 90 + "deep", "deep", id="quotations"),
        pytest.param(
            "".join("  " * depth + f"- {depth}\n" for depth in range(40)), "".join(map(str, range(40))), id="lists"
        ),
        pytest.param("<div>" * 300 + "deep", "deep", id="boxes"),
        pytest.param("<div>" * 50_000 + "deep", "deep", id="more boxes"),
        pytest.param("<b>" * 5_000 + "deep" + "</b>" * 5_000 + " after", "deepafter", id="bold in bold"),
        pytest.param("<p>a<br>" * 5_000, "a" * 5_000, id="paragraphs never closed"),
        pytest.param("<ul><li>" * 300 + "deep", "deep", id="raw lists"),
        pytest.param("<div>\n" + "<input " * 20_000 + "\n\nrest", "rest", id="inputs never closed"),
        pytest.param("<div>\n<input " + 'type="checkbox" ' * 10_000 + "\n\nrest", "rest", id="checkbox never closed"),
        pytest.param("\n".join(f"[a{n}]: /x" for n in range(2_000)) + "\n\n[a1]", "a1", id="references"),
        pytest.param("[^1] " * 2_000 + "b\n\n[^1]: note", "bnote", id="notes"),
        pytest.param("| a " * 500 + "|\n" + "|-" * 500 + "|\n", "a" * 500, id="columns"),
    ],
)
def test_stress_is_read_to_the_end(markdown: str, words: str) -> None:
    """Input made to be slow or deep is rendered, and loses no words. (R21)"""
    assert "".join(text(rendered(markdown).html).split()) == words


def test_fifty_thousand_items() -> None:
    """A long list keeps every item. (hostile input 26)"""
    assert text(rendered("- rest\n" * 50_000).html).count("rest") == 50_000


def test_quotations_deeper_than_any_parser_likes() -> None:
    """A hundred thousand marks are cut to what other parsers can take, with the words in place."""
    assert text(rendered(">" * 100_000 + " deep\n\nafter").html) == "deep\n\nafter"


def test_what_is_not_deep_keeps_its_shape() -> None:
    """A long post with thousands of elements in a row is not flattened."""
    assert rendered("> - *rest*\n\n" * 2_000).html.count("<em>rest</em>") == 2_000


@both_renderers
def test_many_runs_of_backticks() -> None:
    """Runs of different lengths close nothing and stay as they are."""
    markdown = " ".join("`" * length for length in range(1, 300))
    assert text(rendered(markdown + " x").html).split() == [*markdown.split(), "x"]


def test_class_of_code_hides_no_words() -> None:
    """A language may be called anything."""
    assert text(rendered("```footnote-ref\nshown\n```").html) == "shown"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        pytest.param("On rest", "On rest", id="plain"),
        pytest.param("  On \n\n rest ", "On rest", id="white space"),
        pytest.param("On *rest* and `sleep`", "On rest and sleep", id="marks"),
        pytest.param("[Rest](/a) ![chair](b.png)", "Rest", id="link and picture"),
        pytest.param("<em>Rest</em><script>x</script>", "Rest", id="tags"),
        pytest.param("AT&amp;T & &lt;b&gt;", "AT&T & <b>", id="entities"),
        pytest.param("Pain < 3 > 2", "Pain < 3 > 2", id="signs"),
        pytest.param("1. *Rest*", "1. Rest", id="number"),
        pytest.param("- *Rest*", "- Rest", id="hyphen"),
        pytest.param("# Rest", "Rest", id="heading"),
        pytest.param("\\*Rest\\*", "*Rest*", id="escape"),
        pytest.param("***", "***", id="stars alone"),
        pytest.param("ฝัง\u200bเข็ม *เบา*", "ฝัง\u200bเข็ม เบา", id="zero-width space of the author"),
        pytest.param("👩‍⚕️ *שלום*", "👩‍⚕️ שלום", id="joiner and Hebrew"),
        pytest.param("", "", id="nothing"),
    ],
)
@both_renderers
def test_plain(markdown: str, text: str) -> None:
    """A line of Markdown as a person would read it aloud."""
    assert plain(markdown) == text


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_plain_is_one_line(markdown: str) -> None:
    """No line end or doubled space is left, whatever came in."""
    assert plain(markdown) == " ".join(plain(markdown).split())


@pytest.mark.parametrize(("name", "expected"), [("comrak", "comrak 0."), ("markdown-it", "markdown-it-py ")])
def test_renderer_name(name: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What made a page is named with its version, so that a cache knows when to let go."""
    use(name, monkeypatch)
    monkeypatch.setitem(sys.modules, "importlib.metadata", None)  # asking it would cost every build 50 ms
    assert renderer_name().startswith(expected)
    assert ", nh3 0." in renderer_name()


@pytest.fixture
def choice() -> Iterator[Callable[[], str]]:
    """The choice of a renderer made anew, and forgotten afterwards."""
    prose._renderer.cache_clear()
    yield lambda: prose._renderer().__name__
    prose._renderer.cache_clear()


def test_comrak_is_used_where_it_is_installed(choice: Callable[[], str]) -> None:
    """The fast renderer goes first."""
    assert choice() == "_comrak"


def test_markdown_it_is_used_where_comrak_is_not(choice: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a wheel renders all the same."""
    monkeypatch.setitem(sys.modules, "comrak", None)
    assert choice() == "_markdown_it"
