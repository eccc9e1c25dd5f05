"""Posts that are odd or hostile, through the whole program into a letter: each input by its number, and what is right.

Inputs of a letter as a whole (its size, its posts, its readers, its sending) are in the tests of those rooms.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from lxml.html import document_fromstring, tostring
from PIL import Image

from publisher.workflows.build import build
from publisher.workflows.check import check
from publisher.workflows.progress import silent
from tests.conftest import SiteFolder
from tests.newsletter.conftest import Listener

JUNE = datetime(2024, 6, 3, 13, 0, tzinfo=UTC)
LONG = "https://example.org/" + "a" * 280 + "/end"
CODE = "dose = " + "1 + " * 150 + "1"
WIDE = "|".join(f"head{number}" for number in range(12)), "|".join("-" * 12), "|".join(f"cell{n}" for n in range(12))
NESTED = "\n".join(f"{'  ' * level}- level {level}" for level in range(7))
FRAMES = (
    '<iframe src="https://video.example.org/walk" title="A walk"></iframe>\n\n'
    '<video src="https://video.example.org/v.mp4" poster="small.jpg" title="A stretch"></video>'
)
LINKS = (
    "[a](javascript:alert(1)) [b](&#106;avascript:alert(1)) [c](vbscript:x) "
    '<a href="JaVa&#9;ScRiPt:x">d</a> <a href="java\nscript:x">e</a>'
)
ACTIVE = (
    "<script>alert(1)</script><style>p{}</style><link rel=stylesheet href=x><meta charset=x><base href=x>"
    "<form><input></form>\n\n<p onclick='x()'>kept</p>"
)
MARKS = "{{ 7*7 }} {% include 'x' %} {{ config }} TOKEN_UNSUB {{unsubscribe}} %%first_name%%"
PLACES = "[a](/a) [b](../b) [c](c/d) [d](?q) [e](//host.example.org/x) ![f](../f.png)"
ADDRESSES = "[a](http://[oops/) [b](<http://example.org/a b>) [c](http://exämple.org/ü) [d](http://example.org/%C3%BC)"
NOTES = "Rest[^1] and [more](#more), see[^1].\n\n## More\n\n[^1]: Half an hour."
TRACKED = (
    "[a](https://example.org/?utm_source=x&a=1&mc_eid=abc&fbclid=q) "
    '<img src="https://t.example.org/o.gif?id=3" width="1" height="1" alt="">'
)
PICTURES = '![A "warm" bed > a cold one](small.jpg)\n\n<img src="small.jpg" alt="" role="presentation">'
CLOSED = "<b>a <i>b </td></table></div></body></html> <!--[if mso]> c <![endif]--> --> d\n\ne"
BODIES = {
    "2": "\n".join(f"|{row}|" for row in WIDE),
    "3": f"```\n{CODE}\n\tif well\n```",
    "4": f"{LONG} and <{LONG}>",
    "5": "Family 👩\u200d👩\u200d👧 [👍](https://example.org/x)",
    "7": "<svg><text>drawn</text></svg>\n\n![A chart](chart.svg)\n\n![A lone one](lone.svg)",
    "8": FRAMES,
    "9": LINKS,
    "10": "![A dot](data:image/png;base64,AAAA) [page](data:text/html,x)",
    "11": ACTIVE,
    "12": '<p style="background:url(file:///etc/passwd)">a</p>\n\n<h6 style="h6">b</h6>',
    "14": MARKS,
    "17": PLACES,
    "18": ADDRESSES,
    "19": NOTES,
    "20": NESTED + "\n\n1. a\n\n   b\n\n   ```\n   c\n   ```",
    "21": "[" * 20_000,
    "23": PICTURES,
    "24": CLOSED,
    "27": TRACKED,
    "28": "Call [+1 217 555 0100](tel:+12175550100) or [us](tel:+12175550100), 4 March 2024",
}


def tree_of(page: str) -> Any:
    return document_fromstring(page)


class Part(NamedTuple):
    """One post in the letter: as html, as the tree of that, as text, and the warnings of its file."""

    html: str
    tree: Any
    text: str
    warnings: str

    def hrefs(self) -> list[str]:
        """Where its links lead."""
        return [str(link.get("href")) for link in self.tree.iter("a")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteFolder]:
    """A site with a post for each input, built."""
    folder = SiteFolder(tmp_path_factory.mktemp("hostile") / "site")
    folder.change_settings("since = 2024-01-01", "since = 2024-01-01\nin_full = 99")
    for number, body in BODIES.items():
        folder.post(f"row-{number}", title=f"Input {number}.", body=body)
    folder.write(
        "posts/row-6.md",
        '---\ntitle: "Input 6. מנוחה \\u202e"\ndate: 2024-03-04\nlanguage: he\n---\nמנוחה היא חלק מהטיפול.\n',
    )
    for name in ("chart.svg", "lone.svg"):
        folder.write(f"posts/{name}", '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"/>')
    for name in ("chart.png", "small.jpg"):
        Image.new("RGB", (90, 60), (200, 120, 80)).save(folder.root / "posts" / name)
    build(folder.app(), JUNE, silent)
    yield folder
    folder.close()


@pytest.fixture(scope="module")
def page(folder: SiteFolder) -> str:
    return folder.read("newsletters/monthly-2024-06/letter.html")


@pytest.fixture(scope="module")
def warnings(folder: SiteFolder) -> list[str]:
    return [str(warning) for warning in check(folder.root, JUNE, silent).warnings]


@pytest.fixture
def part(request: pytest.FixtureRequest, folder: SiteFolder, page: str, warnings: list[str]) -> Part:
    """The part of the letter that the number in the test's name says."""
    number = re.sub(r"test_(\d+)_.*", r"\1", request.node.originalname)
    posts = tree_of(page).find_class("post")
    (tree,) = (post for post in posts if post.xpath(f"string(.//h2[starts-with(., 'Input {number}.')])"))
    _, _, text = folder.read("newsletters/monthly-2024-06/letter.txt").partition(f"\nInput {number}.")
    html = tostring(tree, encoding="unicode", with_tail=False)
    text = text.partition("\nRead on the web")[0]
    return Part(html, tree, text, "\n".join(warning for warning in warnings if f"row-{number}.md" in warning))


def test_2_table_of_twelve_columns(part: Part) -> None:
    """Each cell stands behind its heading, in both parts: nobody scrolls sideways."""
    rows = [[str(cell.text) for cell in row] for row in part.tree.iter("tr")]
    assert rows == [[f"head{number}", f"cell{number}"] for number in range(12)]
    assert all(f"\nhead{number}: cell{number}\n" in part.text for number in range(12))


def test_3_long_line_of_code(part: Part) -> None:
    """It wraps in a table of one cell, and is whole in the text."""
    ((cell,),) = (list(table.iter("td")) for table in part.tree.find_class("code"))
    assert cell.text_content().startswith(CODE)
    assert cell.find(".//br").tail.startswith("\xa0\xa0\xa0\xa0if well")
    assert not list(part.tree.iter("pre"))
    assert f"\n{CODE}\n\tif well\n" in part.text


def test_4_long_address(part: Part) -> None:
    """Short to look at, whole to follow, on one line of the text; what is long breaks."""
    assert part.hrefs() == [LONG, LONG]
    assert [link.text for link in part.tree.iter("a")] == [f"example.org/…{'a' * 16}/end"] * 2
    assert part.text.split("\n").count(f"<{LONG}>") == 2
    (around,) = part.tree.xpath("ancestor::div[@class='letter']")
    assert "word-break:break-word" in around.get("style")


def test_5_emoji(part: Part) -> None:
    """They pass whole; a link of nothing else says where it leads."""
    assert "Family 👩\u200d👩\u200d👧" in part.html
    assert "Family 👩\u200d👩\u200d👧 👍 [1]" in part.text
    assert [link.get("aria-label") for link in part.tree.iter("a")] == ["👍 example.org"]


def test_6_hebrew_in_an_english_letter(part: Part) -> None:
    """Its own language and direction, to the right; nothing in its title turns what follows."""
    assert (part.tree.get("lang"), part.tree.get("dir")) == ("he", "rtl")
    assert part.tree.getparent().get("align") == "right"
    assert "\u202e" not in part.html + part.text


def test_7_drawings(part: Part) -> None:
    """Inline ones go with a warning; a file gives way to the PNG beside it, or to its description."""
    (image,) = part.tree.iter("img")
    assert (image.get("src"), image.get("alt")) == ("https://blog.example.com/row-7/chart.png", "A chart")
    assert part.hrefs() == ["https://blog.example.com/row-7/lone.svg"]
    assert "[Image: A chart]\n\nA lone one [1]" in part.text
    assert "cannot keep <svg>" in part.warnings
    assert "drawn" not in part.html


def test_7_the_drawings_stand_in_is_published(folder: SiteFolder) -> None:
    """A letter shows it from there."""
    assert "public/row-7/chart.png" in folder.files("public")


def test_8_frames_and_films(part: Part) -> None:
    """Links that name what they show and the host; the film's picture is part of its link."""
    assert part.hrefs() == ["https://video.example.org/walk", "https://video.example.org/v.mp4"]
    assert "A walk (video.example.org) [1]\n\n[Image: A stretch]\n▶ A stretch (video.example.org) [2]" in part.text
    (image,) = part.tree.iter("img")
    assert (image.get("alt"), image.getparent().tag) == ("A stretch", "a")
    assert "<iframe> became a link" in part.warnings


def test_9_links_that_run_something(part: Part) -> None:
    """No address, no sign of a link; the words stay, and the author is told."""
    assert (part.hrefs(), "script" in part.html.lower()) == ([], False)
    assert "a b c d e" in part.text
    assert part.warnings.count("was removed, its words stay") >= 3


def test_10_data_inside_an_address(part: Part) -> None:
    """The picture's description stays, and what to do is told."""
    assert (part.hrefs(), "data:" in part.html) == ([], False)
    assert "A dot page" in part.text
    assert "put it beside the post as a file" in part.warnings


def test_11_scripts_styles_and_forms(part: Part) -> None:
    """Gone, with a warning that names the file, the line and each of them."""
    assert part.tree.text_content().split()[-2:] == ["11.", "kept"]
    assert not re.search(r"<(script|style|link|meta|base|form|input)\b|onclick", part.html)
    names = "<script>, <style>, <link>, <meta>, <base>, <form>, onclick"
    assert f"posts/row-11.md:6: warning: cannot keep {names}" in part.warnings


def test_12_author_styles(part: Part) -> None:
    """No word of them; the letter's own stand in their place. (D1, D6)"""
    assert "passwd" not in part.html
    assert "background" not in part.html
    assert [heading.get("style", "").startswith("margin:") for heading in part.tree.iter("h3")] == [True]


def test_13_imports_in_a_post(site_folder: SiteFolder, listener: Listener) -> None:
    """Nobody is asked, no file is opened: they never reach the inliner."""
    import_of = "<style>@import url({});</style>\n\n<p style=\"@import url('{}')\">kept</p>\n"
    site_folder.post("p", body=import_of.format(listener.address, listener.address))
    build(site_folder.app(), JUNE, silent)
    assert "kept" in site_folder.read("newsletters/monthly-2024-06/letter.txt")
    assert "@import" not in site_folder.read("newsletters/monthly-2024-06/letter.html")
    assert listener.asked == []


def test_14_15_template_marks(folder: SiteFolder, page: str) -> None:
    """Printed as they stand; what other programs fill in is not filled in here."""
    text = folder.read("newsletters/monthly-2024-06/letter.txt")
    assert MARKS in tree_of(page).text_content()
    assert MARKS in " ".join(text.split())


def test_16_title_that_would_be_a_header(site_folder: SiteFolder) -> None:
    """Line ends become spaces, controls go, the subject ends at a word; it is one header."""
    title = '"Rest\\r\\nBcc: all@example.net\\0\\x07 ' + "and rest " * 220 + '"'
    site_folder.post("p", title=title)
    build(site_folder.app(), JUNE, silent)
    written = (site_folder.root / "out/newsletters/monthly-2024-06/letter.eml").read_bytes()
    parsed = email.message_from_bytes(written, policy=email.policy.default)
    subject = str(parsed["Subject"])
    assert parsed["Bcc"] is None
    assert subject.startswith("A quiet letter: Rest Bcc: all@example.net and rest")
    assert len(subject) <= 150
    assert subject.removesuffix("…").split()[-1] in ("and", "rest")
    assert not parsed.defects


def test_17_relative_places(part: Part) -> None:
    """As seen from the post's own address; another host is asked at https."""
    home = "https://blog.example.com/"
    assert part.hrefs() == [f"{home}{x}" for x in ("a", "b", "row-17/c/d", "row-17/?q")] + [
        "https://host.example.org/x"
    ]
    assert [image.get("src") for image in part.tree.iter("img")] == [f"{home}f.png"]


def test_18_odd_addresses(part: Part) -> None:
    """One that cannot be read is no link and is named; the others are encoded once."""
    assert part.hrefs() == [
        *("http://example.org/a%20b", "http://xn--exmple-cua.org/%C3%BC", "http://example.org/%C3%BC"),
    ]
    assert "row-18.md:6: warning: the link to 'http://[oops/' was removed" in part.warnings


def test_19_footnotes(part: Part) -> None:
    """Numbered at the post's end, their marks are numbers; a place in the post is found on the web."""
    assert part.hrefs() == ["https://blog.example.com/row-19/#row-19-more"]
    assert "Rest (1) and more [1], see (1)." in part.text
    assert "(1) Half an hour." in part.text
    assert [mark.text_content() for mark in part.tree.find_class("footnote-ref")] == ["1", "1"]


def test_20_deep_lists(part: Part) -> None:
    """Four levels are indented, margins stand on every list and item; the same in the text."""
    levels = [re.search(r"padding:([^;]+)", found.get("style", "")) for found in part.tree.iter("ul")]
    assert [level.group(1) for level in levels if level] == ["0 0 0 28px"] * 4 + ["0"] * 3
    assert all("margin:" in item.get("style", "") for item in part.tree.iter("ul", "ol", "li"))
    assert "\n      - level 3\n      - level 4\n      - level 5\n" in part.text
    assert "1. a\n\n   b\n\n   c" in part.text


def test_20_deep_lists_from_right_to_left(site_folder: SiteFolder) -> None:
    """There the room is on the other side."""
    site_folder.change_settings("[site]", '[site]\nlanguage = "ar"')
    site_folder.post("p", body=NESTED)
    build(site_folder.app(), JUNE, silent)
    page = tree_of(site_folder.read("newsletters/monthly-2024-06/letter.html"))
    styles = [re.search(r"padding:([^;]+)", str(found.get("style", ""))) for found in page.iter("ul")]
    assert [style.group(1) for style in styles if style] == ["0 28px 0 0"] * 4 + ["0"] * 3


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (">" * 400 + " deep", "posts/p.md: the post is nested deeper than 50 elements, too deep for a letter; flatten"),
        ("x" * 11_000_000, "posts/p.md: "),
    ],
    ids=["quotes", "line"],
)
def test_21_what_no_letter_can_show(site_folder: SiteFolder, body: str, problem: str) -> None:
    """A clear error names the post, and no letter is made."""
    site_folder.post("p", body=body)
    problems = [str(problem) for problem in check(site_folder.root, JUNE, silent).problems]
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    build(site_folder.app(), JUNE, silent)
    assert not list(site_folder.files("newsletters"))


def test_21_twenty_thousand_brackets(part: Part) -> None:
    """They are words, and take no time."""
    assert part.text.count("[") == part.html.count("[") == 20_000


def test_22_pictures_that_cannot_be_sent(site_folder: SiteFolder) -> None:
    """Missing and broken ones hold the letter back, large ones are told; each by file and line."""
    site_folder.post("p", body="![A](gone.jpg)\n\n![B](broken.jpg)\n\n![C](huge.jpg)\n\n![D](small.jpg)")
    (site_folder.root / "posts/broken.jpg").write_bytes(b"\xff\xd8\xff broken")
    Image.new("RGB", (4_000, 3_000)).save(site_folder.root / "posts/huge.jpg")
    Image.new("RGB", (400, 300)).save(site_folder.root / "posts/small.jpg")
    found = check(site_folder.root, JUNE, silent)
    assert [str(problem).partition(";")[0] for problem in found.problems] == [
        "posts/p.md:6: shows 'gone.jpg', which is not there or empty",
        "posts/p.md:8: shows 'broken.jpg', which cannot be read as a picture",
    ]
    (warning,) = (str(warning) for warning in found.warnings if "huge" in warning.text)
    assert warning.startswith("posts/p.md:10: warning: shows 'huge.jpg', 4,000 x 3,000 pixels")
    build(site_folder.app(), JUNE, silent)
    page = tree_of(site_folder.read("newsletters/monthly-2024-06/letter.html"))
    widths = {str(image.get("alt")): image.get("width") for image in page.iter("img")}
    assert (widths["C"], widths["D"]) == ("520", "400")


def test_23_descriptions(part: Part) -> None:
    """Quotation marks and brackets are escaped; a decoration says nothing, least of all its file's name."""
    assert [image.get("alt") for image in part.tree.iter("img")] == ['A "warm" bed > a cold one', ""]
    assert '[Image: A "warm" bed > a cold one]' in part.text
    assert "small" not in part.text


def test_23_picture_without_description(site_folder: SiteFolder) -> None:
    """The author is asked for one before the letter goes."""
    Image.new("RGB", (40, 30)).save(site_folder.root / "posts/small.jpg")
    site_folder.post("p", body="![](small.jpg)")
    (problem,) = check(site_folder.root, JUNE, silent).problems
    assert str(problem) == "posts/p.md:6: shows 'small.jpg' without a description; write one: ![description](…)"


def test_24_tags_that_would_break_the_frame(part: Part, page: str) -> None:
    """What an author opens or closes ends with the post: the next one and the footer stand where they stood."""
    assert "c" not in part.text.split()
    assert part.text.split()[-1] == "e"
    tree = tree_of(page)
    posts = tree.find_class("post")
    assert len({id(post.getparent().getparent().getparent()) for post in posts}) == 1
    assert tree.xpath("count(//*[@class='footer'])") == 1
    assert page.count("<!--[if mso]>") + page.count("<!--[if !mso]><!-->") == page.count("<![endif]-->")


def test_27_what_tells_who_reads(part: Part) -> None:
    """The pixel and every parameter of a person or a campaign are gone; the author is told of the pixel."""
    assert part.hrefs() == ["https://example.org/?a=1"]
    assert not list(part.tree.iter("img"))
    assert "a picture of one pixel was left out" in part.warnings
    assert "[1] https://example.org/?a=1" in part.text


def test_28_telephone_numbers(part: Part, page: str) -> None:
    """Links in the letter's own colour; nothing else turns blue by itself."""
    assert part.hrefs() == ["tel:+12175550100"] * 2
    assert all("color:" in link.get("style", "") for link in part.tree.iter("a"))
    assert re.search(r'<meta name="format-detection" content="telephone=no, date=no, address=no, email=no', page)
    assert "Call +1 217 555 0100 or us [1], 4 March 2024" in part.text
