"""A file becomes a post, or one complaint that names everything to mend in it."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.beside import Beside, FileBeside, nothing_beside
from publisher.content.options import Options
from publisher.content.posts import SIZE_LIMIT, PostFile, read
from publisher.content.summaries import SUMMARY_LIMIT
from publisher.errors import ContentError
from publisher.model import Asset, Enclosure, Image, Post, Site
from publisher.textblocks import text as words

MakeSite = Callable[..., Site]

SOURCE = "posts/rest.md"
HEAD = "title: Rest\ndate: 2024-03-04"
URL = "https://blog.example.com/rest/"
A_SITE = Site(
    title="A Quiet Clinic",
    url="https://blog.example.com/",
    description="",
    author="Dr. Ada",
    language="en",
    zone=ZoneInfo("UTC"),
    postal_address="1 Main Street, Springfield",
    disclaimer="",
)


def every_picture(path: str) -> FileBeside | None:
    """A folder in which every picture asked for lies, 20 pixels wide."""
    return FileBeside(1000, 20, 10) if path.endswith(".png") else None


FileOf = Callable[..., PostFile]


@pytest.fixture
def file_of(site: MakeSite) -> FileOf:
    """Read a post from its front matter, body and path, with every picture beside it."""

    def make(
        head: str = "",
        body: str = "Rest well.",
        *,
        source: str = SOURCE,
        beside: Beside = every_picture,
        **options: Any,
    ) -> PostFile:
        content = f"---\n{HEAD}\n{head}\n---\n\n{body}\n".encode()
        return read(source, content, site(), options=Options(**options), beside=beside)

    return make


@pytest.fixture
def post_of(file_of: FileOf) -> Callable[..., Post]:
    """The same, the post alone."""
    return lambda *args, **kwargs: file_of(*args, **kwargs).post


def warnings_of(file: PostFile) -> list[str]:
    """What is told of a file, one line a warning."""
    return [str(warning) for warning in file.warnings]


@pytest.fixture
def problems_of(site: MakeSite) -> Callable[..., list[str]]:
    """Read a file that cannot become a post, and list what is said about it."""

    def make(content: str | bytes, *, source: str = SOURCE) -> list[str]:
        with pytest.raises(ContentError) as refused:
            read(source, content.encode() if isinstance(content, str) else content, site())
        return [str(problem) for problem in refused.value.problems]

    return make


PostOf = Callable[..., Post]
ProblemsOf = Callable[..., list[str]]


def test_a_whole_post(site: MakeSite) -> None:
    """Every value that an output may ask for comes from the file or from the site."""
    text = (
        "---\ntitle: On *rest*\ndate: 2024-03-04 09:00\nupdated: 2024-03-05 09:00 -0500\nauthor: [Ada, Bo]\n"
        "tags: [rest, 2025]\nsummary: Why **rest**.\nslug: On Rest\nid: tag:example.com,2024:rest\nlanguage: de_CH\n"
        "image: a.png\nimage_alt: A chair\nsocial: {x: Rest!}\nlayout: wide\n---\n# On rest\n\nLie *down*. Breathe.\n"
    )
    found = read("posts/2024/note.md", text.encode(), site(), beside=every_picture)
    assert found.post == Post(
        id="tag:example.com,2024:rest",
        slug="on-rest",
        url="https://blog.example.com/on-rest/",
        source="posts/2024/note.md",
        title="On rest",
        html="<p>Lie <em>down</em>. Breathe.</p>\n",
        summary="Why rest.",
        published=datetime(2024, 3, 4, 14, tzinfo=UTC),
        updated=datetime(2024, 3, 5, 14, tzinfo=UTC),
        authors=("Ada", "Bo"),
        tags=("rest", "2025"),
        language="de-CH",
        markdown="\nLie *down*. Breathe.\n",
        image=Image(url="https://blog.example.com/on-rest/a.png", alt="A chair", width=20, height=10),
        assets=(Asset(source="posts/2024/a.png", path="on-rest/a.png"),),
        overrides={"x": "Rest!"},
        extra={"layout": "wide"},
    )
    assert (found.draft, found.has_own_id) == (False, True)


def test_a_post_that_says_little(site: MakeSite) -> None:
    """A heading and a date in the file's name are enough."""
    found = read("posts/2024-03-04-slow-evenings.md", b"# Slow evenings\n\nRest well.\n", site())
    assert (found.post.title, found.post.slug, found.post.html) == (
        "Slow evenings",
        "slow-evenings",
        "<p>Rest well.</p>\n",
    )
    assert found.post.id == found.post.url == "https://blog.example.com/slow-evenings/"
    assert found.post.published == found.post.updated == datetime(2024, 3, 4, 5, tzinfo=UTC)
    assert (found.post.authors, found.post.language, found.post.tags) == (("Dr. Ada",), "en", ())
    assert (found.post.image, found.post.assets, found.has_own_id) == (None, (), False)


def test_all_problems_of_a_file_are_named_together(problems_of: ProblemsOf) -> None:
    """Each with file, line and what would be right, although without a date there is no post."""
    head = (
        "updated: yesterday\ntags: [[a]]\ndraft: maybe\nlanguage: klingon\nimage: http://[oops/\nid: http://[oops/\n"
        "social: [x]\nslug: [a]\nauthor: [[a]]\nsummary: [a]\ndate: 01/02/2025"
    )
    lines = [problem.removeprefix(f"{SOURCE}:") for problem in problems_of(f"---\n{head}\n---\nRest.\n")]
    assert [line.split(" ", 1)[0] for line in lines] == [f"{number}:" for number in (1, *range(2, 13))]
    assert lines[0] == "1: has no title; add 'title: …' to the front matter"
    assert lines[1].startswith("2: 'updated' must be written like 2024-05-01 or ")
    assert lines[2] == "3: 'tags' must be one text, not a list"
    assert lines[3] == "4: 'draft' must be true or false"
    assert lines[4] == "5: 'language' must be a language code, for example en or de-CH; write tlh"
    assert lines[5] == "6: 'image' is no address that can be read: 'http://[oops/'"
    assert lines[6] == "7: 'id' is no address that can be read: 'http://[oops/'"
    assert lines[7] == "8: 'social' must be a table of texts, one a network"
    assert lines[11].startswith("12: 'date' must be written like 2024-05-01 or ")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("", [":1: has no date", ":1: has no title"], id="empty file"),
        pytest.param("---\ntitle: null\ndate: 2024-05-01\n---\n", [":2: has no title"], id="title without a value"),
        pytest.param("---\ntitle: '**'\n---\n", [":1: has no date; add 'date: 2024-05-01' or begin"], id="no date"),
        pytest.param(
            "---\ntitle: a\ndate: 2025-13-45\n---\n", [":3: 'date' is no date of the calendar"], id="month 13"
        ),
        pytest.param("---\ntitle: a\ndate: 10 Nov\n---\n", [":3: 'date' must be written like"], id="no year"),
        pytest.param(b"---\ntitle: caf\xe9\n", [":2: is not UTF-8 at byte 14; save it as UTF-8"], id="Latin-1"),
        pytest.param(
            "---\ntitle: a\n".encode("utf-16"), [":1: is UTF-16 from byte 0 on; save it as UTF-8"], id="UTF-16"
        ),
        pytest.param(b"a\nb\0c", [":2: holds a NUL at byte 3: "], id="NUL"),
        pytest.param(b"a" * (SIZE_LIMIT + 1), [": is larger than 1024 KiB; split it"], id="too large"),
        pytest.param("---\ntitle: a\n", [":1: the front matter is never closed"], id="never closed"),
        pytest.param(
            f"---\n{HEAD}\nimage: javascript:alert(1)\n---\n",
            [":4: 'image' must be a file beside the post or an https address, not 'javascript:alert(1)'"],
            id="image that is a script",
        ),
        pytest.param(
            f"---\n{HEAD}\n---\n![a](..%2fother%2fa.png)", [":1: shows '../other/a.png', which is no"], id="way out"
        ),
        pytest.param(f"---\n{HEAD}\n---\n![a](a%00.png)", [":1: shows 'a\\x00.png', which is no"], id="NUL in a name"),
        pytest.param(f"---\n{HEAD}\n---\n![a](a%5cb.png)", [":1: shows 'a\\\\b.png', which is no"], id="backslash"),
    ],
)
def test_what_cannot_become_a_post(problems_of: ProblemsOf, content: str | bytes, expected: list[str]) -> None:
    """Every problem begins with the file and the line, and says what would be right. (hostile inputs 5, 9, 12)"""
    found = problems_of(content)
    assert len(found) == len(expected)
    assert all(problem.startswith(SOURCE + start) for problem, start in zip(found, expected, strict=True))


def test_a_wrong_date_in_the_name_is_named(problems_of: ProblemsOf) -> None:
    """The file's name is no place for a guess either."""
    [problem] = problems_of("# Rest\n", source="posts/2024-02-30-rest.md")
    assert problem.startswith("posts/2024-02-30-rest.md:1: the date in the file's name is no date of the calendar")


def test_a_wrong_date_is_not_replaced_by_the_name(problems_of: ProblemsOf) -> None:
    """What the author wrote is mended by the author."""
    [problem] = problems_of("---\ntitle: Rest\ndate: tomorrow\n---\n", source="posts/2024-03-04-rest.md")
    assert problem.startswith("posts/2024-03-04-rest.md:3: 'date' must be written like")


@pytest.mark.parametrize("draft", ["true", "yes", "on"])
def test_a_draft_says_so(site: MakeSite, draft: str) -> None:
    """A draft is read like any post, and marked."""
    assert read(SOURCE, f"---\n{HEAD}\ndraft: {draft}\n---\n".encode(), site()).draft


@pytest.mark.parametrize(
    ("source", "slug"),
    [
        ("posts/rest.md", "rest"),
        ("posts/2024-03-04-rest.md", "rest"),
        ("posts/2024-3-4-rest.markdown", "rest"),
        ("posts/2024/Slow Evenings.md", "slow-evenings"),
        ("posts/2024-03-04-rest/index.md", "rest"),
        ("posts/2024-03-04.md", "2024-03-04"),
    ],
)
def test_slug_comes_from_the_name(post_of: PostOf, source: str, slug: str) -> None:
    """A date in front of the name is no part of the address; `index.md` is named by its folder."""
    assert post_of(source=source).slug == slug


@pytest.mark.parametrize(
    ("head", "body", "title", "text"),
    [
        pytest.param("title: Rest", "# Rest\n\nWell.", "Rest", "Well.", id="said twice"),
        pytest.param("title: On *rest*", "\n# On rest #\n\nWell.", "On rest", "Well.", id="said twice with marks"),
        pytest.param("title: Rest", "# Sleep\n\nWell.", "Rest", "Sleep\n\nWell.", id="another heading"),
        pytest.param("", "# On `rest` ##\nWell.", "On rest", "Well.", id="heading alone"),
        pytest.param("", "# C#\n\nWell.", "C#", "Well.", id="heading ending in a sign"),
        pytest.param("title: a", "## Rest", "a", "Rest", id="smaller heading"),
        pytest.param("title: '1. Rest'", "Well.", "1. Rest", "Well.", id="like a list"),
        pytest.param("title: 'Q&amp;A: pain < 3, AT&T'", "", "Q&A: pain < 3, AT&T", "", id="signs"),
        pytest.param("title: '<b>Rest</b> \\_ ok'", "", "Rest _ ok", "", id="markup and escape"),
        pytest.param('title: "a\\nb\\x01"', "", "a b", "", id="line end and control code"),
        pytest.param("title: ']]> 👩‍⚕️ שלום'", "", "]]> 👩‍⚕️ שלום", "", id="end of CDATA, joiners, Hebrew"),
        pytest.param("title: 2025", "", "2025", "", id="year"),
        pytest.param("title: no", "", "no", "", id="no"),
        pytest.param("title: 'null'", "", "null", "", id="null"),
    ],
)
def test_title(site: MakeSite, head: str, body: str, title: str, text: str) -> None:
    """Plain text from the front matter or the first heading, said once. (hostile inputs 7, 8, 9, 10)"""
    found = read(SOURCE, f"---\ndate: 2024-03-04\n{head}\n---\n{body}".encode(), site()).post
    assert (found.title, words(found.html)) == (title, text)


def test_code_at_the_top_is_no_heading(problems_of: ProblemsOf) -> None:
    """What is indented by four is shown as it is, so it gives no title."""
    [problem] = problems_of("---\ndate: 2024-03-04\n---\n    # install\n")
    assert "has no title" in problem


def test_updated_never_comes_before_published(file_of: FileOf) -> None:
    """A slip in the dates makes the post as old as its publication, and is told. (hostile input 17)"""
    found = file_of("updated: 2023-01-01")
    assert found.post.updated == found.post.published
    assert warnings_of(found) == [
        f"{SOURCE}:4: warning: is dated before the post itself (2023-01-01); the post's own date was taken"
    ]


@pytest.mark.parametrize("day", ["0099-06-01", "1969-12-31", "2101-01-01", "9999-12-31"])
def test_a_year_that_no_reader_expects_is_named(site: MakeSite, day: str) -> None:
    """The post appears all the same. (hostile input 14)"""
    found = read(SOURCE, f"---\ntitle: Rest\ndate: {day} 12:00Z\n---\n".encode(), site())
    assert [text.partition(" is the year")[0] for text in warnings_of(found)] == [f"{SOURCE}:3: warning:"]
    assert str(found.post.published)[:10] == day


@pytest.mark.parametrize("day", ["1970-01-01", "2100-12-31"])
def test_a_year_that_readers_know(site: MakeSite, day: str) -> None:
    """From the first day of the clock on. (hostile input 14)"""
    assert warnings_of(read(SOURCE, f"---\ntitle: Rest\ndate: {day} 12:00Z\n---\n".encode(), site())) == []


def test_an_hour_that_is_skipped_or_comes_twice(site: MakeSite) -> None:
    """The moment after the gap, the first of the two. (hostile input 13)"""
    moments = [
        read(SOURCE, f"---\ntitle: Rest\ndate: {date}\n---\n".encode(), site()).post.published.isoformat()
        for date in ("2024-03-10 02:30", "2024-11-03 01:30")
    ]
    assert moments == ["2024-03-10T07:30:00+00:00", "2024-11-03T05:30:00+00:00"]


def test_a_day_begins_in_the_zone_of_the_site(site: MakeSite) -> None:
    """A date without a time is midnight where the clinic is."""
    assert read(SOURCE, f"---\n{HEAD}\n---\n".encode(), site()).post.published == datetime(2024, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "body", "summary"),
    [
        pytest.param("summary: On *rest*", "Well.", "On rest", id="the author's"),
        pytest.param("", "One is here. Two is here.\n\nThree.", "One is here. Two is here. Three.", id="sentences"),
        pytest.param("", "- a list\n- of two", "a list of two", id="no sentence"),
        pytest.param("", "", "Rest", id="no text"),
        pytest.param("", "One. " + "W" * SUMMARY_LIMIT + ".", "One.", id="only what fits"),
        pytest.param("", "w" * SUMMARY_LIMIT + ".", "w" * SUMMARY_LIMIT + ".", id="first sentence is long"),
        pytest.param("", "- " + "word " * 100, "word " * 43 + "word…", id="cut at a word"),
    ],
)
def test_summary(post_of: PostOf, head: str, body: str, summary: str) -> None:
    """Without the author's own, whole sentences say what the post is about."""
    assert post_of(head, body).summary == summary


@pytest.mark.parametrize(
    ("head", "body", "image", "assets"),
    [
        pytest.param("", "Rest.", None, [], id="none"),
        pytest.param("", "![A](a.png) ![B](b/c.png)", f"{URL}a.png", ["a.png", "b/c.png"], id="beside the file"),
        pytest.param("image: a.png", "![B](b.png)", f"{URL}a.png", ["a.png", "b.png"], id="named and shown"),
        pytest.param("image: /a.png", "", "https://blog.example.com/a.png", [], id="of the site"),
        pytest.param("image: https://example.org/ä.png", "", "https://example.org/%C3%A4.png", [], id="elsewhere"),
        pytest.param("", "![A](a%20ä.png)", f"{URL}a%20%C3%A4.png", ["a ä.png"], id="space and umlaut"),
        pytest.param("", "![A](a.png?v=2#x) ![A](a.png)", f"{URL}a.png?v=2#x", ["a.png"], id="query"),
        pytest.param("", "![A](../a.png)", "https://blog.example.com/a.png", [], id="above"),
        pytest.param("", "![A](http://[oops/)", None, [], id="no address"),
    ],
)
def test_image_and_assets(post_of: PostOf, head: str, body: str, image: str | None, assets: list[str]) -> None:
    """The picture of a post is absolute, and the files that lie beside it are listed once each."""
    found = post_of(head, body)
    assert (found.image.url if found.image else None) == image
    listed = {Asset(source=f"posts/{name}", path=f"rest/{name}") for name in assets}
    assert (set(found.assets), len(found.assets)) == (listed, len(assets))


def test_an_id_is_an_ascii_uri(post_of: PostOf) -> None:
    """Whatever the author typed as an id, feeds can carry it. (hostile input 21)"""
    assert post_of("id: https://bücher.example.org/señal 1").id == "https://xn--bcher-kva.example.org/se%C3%B1al%201"


@pytest.mark.parametrize(
    "body",
    ["# " + " " * 20_000 + "x", "# " + " #" * 20_000 + " x", "\n " * 20_000, "#" * 20_000],
    ids=["spaces", "marks", "empty lines", "one long mark"],
)
def test_a_long_first_line_is_read(post_of: PostOf, body: str) -> None:
    """Looking for the title comes to an end whatever the first line is."""
    assert post_of(body=body).title == "Rest"


@settings(max_examples=100, deadline=None)
@given(st.binary() | st.binary().map(lambda raw: b"---\ntitle: Rest\ndate: 2024-03-04\n" + raw + b"\n---\n" + raw))
def test_any_bytes_are_a_post_or_a_complaint(raw: bytes) -> None:
    """Nothing but `ContentError` escapes, and it names the file."""
    try:
        found = read(SOURCE, raw, A_SITE)
    except ContentError as error:
        names = {problem.source for problem in error.problems}
    else:
        names = {found.post.source}
    assert names == {SOURCE}


VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=30) | st.sampled_from(
    [
        "[a]",
        "{a: b}",
        "http://[x",
        "//",
        "javascript:a",
        "..%2f",
        "2024-05-01",
        "'",
        "~",
        "&x",
        "|",
        "[[]]",
        "\x92",
        "💡",
    ]
)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("title date updated author tags summary slug id language image draft social other".split()),
        VALUES,
    ),
    st.sampled_from(["posts/2024-03-04-a.md", "posts/\udcff.md", "posts/2024-99-99-b.md", "posts/針/index.md"]),
)
def test_any_values_are_a_post_or_a_complaint(head: dict[str, str], source: str) -> None:
    """No value under any key, and no file name, brings anything but `ContentError`."""
    lines = "\n".join(f"{key}: {value}" for key, value in head.items())
    try:
        found = read(source, f"---\n{lines}\n---\n".encode(), A_SITE)
    except ContentError:
        return
    assert found.post.id.isascii()
    assert found.post.title


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        pytest.param("author: Ada Lin, L.Ac.", ("Ada Lin, L.Ac.",), id="a title behind a comma"),
        pytest.param("authors: Ada; Bo, Jr.", ("Ada", "Bo, Jr."), id="semicolons"),
        pytest.param("authors: Ada, Bo", ("Ada", "Bo"), id="commas where several are meant"),
        pytest.param("author: [Ada, {name: Bo, url: /bo/}]", ("Ada", "Bo"), id="list and table"),
        pytest.param('author: "Ada\\r\\n <ada@example.com> (Ada)"', ("Ada <ada@example.com> (Ada)",), id="line end"),
        pytest.param('author: "A\\x01da \\u202eniL"', ("Ada niL",), id="controls"),
        pytest.param("author: ''", ("Dr. Ada",), id="none"),
    ],
)
def test_authors(post_of: PostOf, head: str, authors: tuple[str, ...]) -> None:
    """Names as they are, on one line each. (hostile input 29)"""
    assert post_of(head).authors == authors


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        pytest.param("tags: [rest, C#, C, a/b, 'a, b', 2025]", ("rest", "C#", "C", "a/b", "a, b", "2025"), id="signs"),
        pytest.param("tags: [Rest, rest, REST]", ("Rest",), id="cases"),
        pytest.param("tags: ['', ' ', rest]", ("rest",), id="empty"),
        pytest.param("tags: [a]\ncategories: [b, a]\ncategory: c\nkeywords: [d]", ("a", "b", "c"), id="all kinds"),
        pytest.param("keywords: a, b", ("a", "b"), id="keywords alone"),
        pytest.param(f"tags: [{', '.join(f't{n}' for n in range(300))}]", tuple(f"t{n}" for n in range(300)), id="300"),
    ],
)
def test_tags(post_of: PostOf, head: str, tags: tuple[str, ...]) -> None:
    """Tags first, then categories, each once. (hostile input 30; feed practice D5)"""
    assert post_of(head).tags == tags


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('title: "Rest \\u202eesrever"', "Rest esrever"),
        ("title: '👩‍⚕️🇨🇭 e\u0301 שלום'", "👩‍⚕️🇨🇭 é שלום"),
        ("title: \"AT&amp;T <b>&</b> 'x'\"", "AT&T & 'x'"),
        ("title: 'a ]]> b'", "a ]]> b"),
    ],
)
def test_titles_of_every_script(site: MakeSite, head: str, title: str) -> None:
    """What is typed is shown, and turns nothing behind it. (hostile inputs 6, 7, 11)"""
    assert read(SOURCE, f"---\n{head}\ndate: 2024-03-04\n---\n".encode(), site()).post.title == title


def test_a_post_may_go_without_a_title(site: MakeSite) -> None:
    """By setting it is called by its first words; one without words is refused. (hostile input 9)"""
    options = Options(untitled="first-words")
    found = read(SOURCE, b"---\ndate: 2024-03-04\n---\nRest *well* today.", site(), options=options)
    assert found.post.title == "Rest well today."
    with pytest.raises(ContentError, match="has no title"):
        read(SOURCE, b"---\ndate: 2024-03-04\n---\n", site(), options=options)


def test_a_draft_needs_no_date(site: MakeSite) -> None:
    """It goes nowhere yet."""
    assert read("posts/_drafts/rest.md", b"---\ntitle: Rest\n---\n", site()).draft


@pytest.mark.parametrize(
    ("head", "address", "alt"),
    [
        ("image: a.png\nimage_alt: A", "a.png", "A"),
        ("cover: {image: a.png, alt: A}", "a.png", "A"),
        ("heroImage: ./a.png\nheroImageAlt: A", "a.png", "A"),
        ("featured_image: a.png", "a.png", "Rest"),
        ("images: [a.png, b.png]", "a.png", "Rest"),
        ("thumbnail: {src: a.png, alt: A}", "a.png", "A"),
        ("image:\n- {url: a.png, alt: A}", "a.png", "A"),
    ],
)
def test_names_of_the_picture(post_of: PostOf, head: str, address: str, alt: str) -> None:
    """Under every generator's name, with its description and its size."""
    assert post_of(head).image == Image(url=f"{URL}{address}", alt=alt, width=20, height=10)


def test_a_picture_elsewhere_has_no_size(post_of: PostOf) -> None:
    """Nothing is fetched to find it out."""
    found = post_of("image: {url: 'https://example.org/a.png', alt: A}").image
    assert found == Image(url="https://example.org/a.png", alt="A")


@pytest.mark.parametrize("name", ["a.png", "../assets/a.png"])
def test_a_named_picture_that_is_missing(file_of: FileOf, name: str) -> None:
    """The post has the first one of its text then, and its author is told. (hostile input 28)"""
    found = file_of(f"image: {name}", "![B](https://example.org/b.png)", beside=nothing_beside)
    assert found.post.image == Image(url="https://example.org/b.png", alt="B")
    assert warnings_of(found) == [
        f"{SOURCE}:4: warning: the picture {name!r} is not beside the post, so the post has none"
    ]


def test_a_shown_picture_that_is_missing(file_of: FileOf) -> None:
    """The post appears with the description in its place, but no letter may go out so. (hostile input 28)"""
    found = file_of("", "Rest.\n\n![A](a.png)", beside=nothing_beside)
    [problem] = found.warnings
    assert str(problem) == f"{SOURCE}:9: shows 'a.png', which is not there or empty; put the picture there"
    assert not problem.is_warning
    assert (found.post.image, found.post.assets, found.uses) == (None, (), ("posts/a.png",))
    assert 'alt="A"' in found.post.html


def test_the_files_a_post_uses(file_of: FileOf) -> None:
    """All that were looked for, so that the post is read again when one of them changes."""
    found = file_of("image: c.png\naudio: d.mp3", "![A](a.png) [B](b.pdf) [C](/c.pdf)")
    assert found.uses == ("posts/a.png", "posts/b.pdf", "posts/c.png", "posts/d.mp3")
    assert {asset.source for asset in found.post.assets} == {"posts/a.png", "posts/c.png"}


def test_an_enclosure(site: MakeSite) -> None:
    """A recording beside the post is announced with its true length, and published. (feed practice D3)"""
    content = f"---\n{HEAD}\naudio: talk.mp3\nduration: '31:04'\n---\nRest.".encode()
    found = read(SOURCE, content, site(), beside=lambda _: FileBeside(5_000))
    assert found.post.enclosures == (
        Enclosure(url=f"{URL}talk.mp3", length=5_000, media_type="audio/mpeg", duration_s=1864),
    )
    assert found.post.assets == (Asset(source="posts/talk.mp3", path="rest/talk.mp3"),)


def test_warnings_name_their_lines(file_of: FileOf) -> None:
    """File, line and what became of it, in the order of the lines. (hostile inputs 1, 22, 25)"""
    body = (
        "Rest {{ x }}\n\n<script>y</script>\n\n`<iframe>` <iframe src='https://example.org/v'></iframe>\n\n"
        "![P](data:image/png;base64,AAAA) [M](a/b.txt) &#1;\n\n[x](http://[oops/)\n\n<img src='/p' width=1>"
    )
    assert [text.removeprefix(f"{SOURCE}:").split(";")[0][:60] for text in warnings_of(file_of("", body))] == [
        "7: warning: code of another tool is shown as text",
        "9: warning: cannot keep <script>: removed from the post",
        "11: warning: <iframe> became a link to what it shows",
        "13: warning: &#1",
        "13: warning: a picture inside the text (data:image/…) was le",
        "15: warning: the link to 'http://[oops/' was removed, its wo",
        "17: warning: a picture of one pixel was left out: it would t",
    ]


def test_code_of_other_tools_can_be_dropped(file_of: FileOf) -> None:
    """By setting, from the page and from the Markdown that feeds carry."""
    found = file_of("", "Rest {{< x >}}well.", shortcodes="drop")
    assert (words(found.post.html), found.post.markdown) == ("Rest well.", "\nRest well.\n")
    assert "was left out" in warnings_of(found)[0]


def test_nothing_is_evaluated(post_of: PostOf) -> None:
    """`{{7*7}}` comes out as it went in, and the Markdown keeps it too. (R2)"""
    found = post_of("", "{{7*7}} {% x %}")
    assert (words(found.html), found.markdown) == ("{{7*7}} {% x %}", "\n{{7*7}} {% x %}\n")


def test_small_pictures_inside_the_text_by_setting(file_of: FileOf) -> None:
    """They stay where the site says so. (hostile input 22)"""
    pixel = "data:image/png;base64,iVBORw0KGgo="
    found = file_of("", f"![P]({pixel})", data_images=True)
    assert f'src="{pixel}"' in found.post.html
    assert (found.warnings, found.post.image) == ((), None)


def test_the_lead_is_the_summary(post_of: PostOf) -> None:
    """What stands before the mark says what the post is about, unless its author says it better."""
    body = "One\n*two*\n\n<!-- more -->\n\nThree."
    assert (post_of("", body).summary, post_of("excerpt: Four", body).summary) == ("One two", "Four")


def test_unlisted_posts(post_of: PostOf) -> None:
    """A page alone, or no feed alone. (hostile input 16)"""
    hidden, quiet = post_of("eleventyExcludeFromCollections: true"), post_of("feed: false")
    assert (hidden.in_lists, hidden.in_feeds, quiet.in_lists, quiet.in_feeds) == (False, False, True, False)


def test_unknown_keys_are_kept(post_of: PostOf) -> None:
    """Templates of the site may want them."""
    found = post_of("layout: post\nsitemap: {priority: '0.7'}\naliases: [/old/]\nurl: https://example.org/x")
    assert found.extra == {
        "layout": "post",
        "sitemap": {"priority": "0.7"},
        "aliases": ["/old/"],
        "url": "https://example.org/x",
    }


def test_links_between_posts(post_of: PostOf) -> None:
    """Files, Jekyll's and Hugo's words for a post become its address."""
    body = (
        "[a](2024-01-02-sleep.md#why) [b](../posts/sleep/index.md) [c]({% post_url 2024-01-02-sleep %}) "
        '[d]({{< ref "sleep.md#why" >}})'
    )
    address = "https://blog.example.com/sleep/"
    found = post_of("", body)
    assert [href.partition('"')[0] for href in found.html.split('href="')[1:]] == [
        f"{address}#sleep-why",
        address,
        address,
        f"{address}#sleep-why",
    ]


def test_the_pattern_of_the_site(file_of: FileOf) -> None:
    """Every post that names no address of its own gets one by the site's pattern."""
    pattern = "/:year/:month/:title.html"
    found = file_of("", "![A](a.png) [b](2024-01-02-sleep.md)", permalink=pattern).post
    assert (found.slug, found.url) == ("2024/03/rest.html", "https://blog.example.com/2024/03/rest.html")
    assert found.assets == (Asset(source="posts/a.png", path="2024/03/rest/a.png"),)
    assert 'src="https://blog.example.com/2024/03/rest/a.png"' in found.html
    assert 'href="https://blog.example.com/2024/01/sleep.html"' in found.html


JEKYLL = """\
---
layout: post
title:  "Slow evenings"
date:   2016-01-28 17:21:50 -0800
last_modified_at: 2016-02-01
categories: [sleep]
tags: rest tea
permalink: /:categories/:year/:title/
excerpt_separator: <!--more-->
---
Dim the *light*.
<!--more-->

{% highlight ruby %}
puts "{{ tea }}"
{% endhighlight %}

See [rest]({% post_url 2016-01-02-rest %}).
{: .note}
"""
HUGO = """\
+++
title = "Slow evenings"
date = 2016-01-28T17:21:50-08:00
lastmod = 2016-02-01
tags = ["rest", "tea"]
categories = ["sleep"]
slug = "evenings"
aliases = ["/old/"]
[cover]
image = "cover.png"
alt = "A cup"
+++
Dim the *light*. {{< youtube abc >}}
"""
ELEVENTY = """\
---json
{"title": "Slow evenings", "date": "2016-01-29", "tags": "rest", "permalink": "/evenings/index.html"}
---
Dim the *light*.
"""
ASTRO = """\
---
title: 'Slow evenings'
description: 'On dim light.'
pubDate: 'Jan 28 2016'
updatedDate: 'February 1, 2016'
heroImage: './cover.png'
---
Dim the *light*.
"""
PELICAN = """\
Title: Slow evenings
Date: 2016-01-28 17:21
Modified: 2016-02-01
Category: sleep
Tags: rest, tea
Slug: evenings
Authors: Ada Lin; Bo
Summary: On dim light.
Status: published

Dim the *light*. ![Cup]({static}/images/cover.png)
"""


@pytest.mark.parametrize(
    ("source", "text", "slug", "tags", "picture"),
    [
        ("news/_posts/2016-01-28-slow-evenings.md", JEKYLL, "news/sleep/2016/slow-evenings", "rest tea sleep news", ""),
        ("evenings/index.md", HUGO, "evenings", "rest tea sleep", "cover.png"),
        ("slow.md", ELEVENTY, "evenings", "rest", ""),
        ("slow-evenings.md", ASTRO, "slow-evenings", "", "cover.png"),
        ("slow.md", PELICAN, "evenings", "rest tea sleep", "images/cover.png"),
        ("2016-01-28-slow-evenings.md", "# Slow evenings\n\nDim the *light*.\n", "slow-evenings", "", ""),
    ],
    ids=["Jekyll", "Hugo", "Eleventy", "Astro", "Pelican", "nothing but a name"],
)
def test_posts_of_other_tools(site: MakeSite, source: str, text: str, slug: str, tags: str, picture: str) -> None:
    """They are read as they are."""
    found = read(f"posts/{source}", text.encode(), site(), beside=every_picture)
    post = found.post
    address = f"https://blog.example.com/{slug}/"
    assert (post.title, post.slug, post.url, post.tags) == ("Slow evenings", slug, address, tuple(tags.split()))
    assert "<p>Dim the <em>light</em>." in post.html
    assert str(post.published)[:10] in ("2016-01-28", "2016-01-29")
    assert (post.image.url if post.image else "") == (f"{address}{picture}" if picture else "")
    assert not found.draft
    assert [warning for warning in found.warnings if "code of another tool" not in warning.text] == []


def test_what_jekyll_says_is_kept(site: MakeSite) -> None:
    """Code, links between posts and the lead."""
    found = read("posts/_posts/2016-01-28-slow.md", JEKYLL.encode(), site())
    assert (found.post.summary, found.post.extra) == (
        "Dim the light.",
        {"layout": "post", "excerpt_separator": "<!--more-->"},
    )
    assert '<code class="language-ruby">puts "{{ tea }}"' in found.post.html
    assert 'href="https://blog.example.com/rest/"' in found.post.html
    assert found.post.updated == datetime(2016, 2, 1, 5, tzinfo=UTC)
    assert "{: .note} (line 19)" in warnings_of(found)[0]


def test_what_pelican_says_is_kept(site: MakeSite) -> None:
    """Names, summary, and no header in the text."""
    found = read("posts/slow.md", PELICAN.encode(), site(), beside=every_picture).post
    assert (found.authors, found.summary) == (("Ada Lin", "Bo"), "On dim light.")
    assert words(found.html) == "Dim the light."
    assert found.assets == (Asset(source="posts/images/cover.png", path="evenings/images/cover.png"),)
    assert read("posts/slow.md", PELICAN.replace("published", "draft").encode(), site()).draft


def test_a_post_with_a_thousand_missing_pictures(file_of: FileOf) -> None:
    """The first ten are named."""
    body = " ".join(f"![A]({number}.png)" for number in range(1_000))
    assert len(file_of("", body, beside=nothing_beside).warnings) == 10


STRESS = "[ [a]( ![ <a *a **a_ > ` {{ <div> ## [^1] ![a](b.png) <!-- &#1; <iframe a. |a~~ <p/onx=1> Dr.".split()


def test_stress_is_read_in_time(tmp_path: Path) -> None:
    """Twenty posts made to be slow, each as large as is allowed, are read within a generous time. (R21)"""
    (tmp_path / "read.py").write_text(
        "import sys\nfrom zoneinfo import ZoneInfo\nfrom publisher.content import posts\n"
        "from publisher.model import Site\n"
        "site = Site(title='', url='https://blog.example.com/', description='', author='Ada', language='en',"
        " zone=ZoneInfo('UTC'), postal_address='', disclaimer='')\n"
        "for piece in sys.argv[1:]:\n"
        "    for gap in ('', ' ', '\\n'):\n"
        "        body = (piece + gap) * (300_000 // len(piece + gap))\n"
        "        posts.read('posts/2024-01-02-a.md', b'---\\ntitle: A\\n---\\n\\n' + body.encode(), site)\n"
    )
    subprocess.run([sys.executable, tmp_path / "read.py", *STRESS], check=True, timeout=300)


def test_reading_a_post_loads_little(tmp_path: Path) -> None:
    """One changed post pays for no tree of HTML, no picture and no YAML reader that it does not need."""
    (tmp_path / "read.py").write_text(
        "import sys\nfrom zoneinfo import ZoneInfo\nfrom publisher.content import posts\n"
        "from publisher.content.prose import renderer_name\nfrom publisher.model import Site\n"
        "site = Site(title='', url='https://blog.example.com/', description='', author='Ada', language='en',"
        " zone=ZoneInfo('UTC'), postal_address='', disclaimer='')\n"
        "posts.read('posts/2024-01-02-a.md', b'---\\ntitle: A\\n---\\nRest *well*. <b>x</b>', site)\n"
        "renderer_name()\n"
        "print(*sorted({'lxml', 'PIL', 'yaml', 'importlib.metadata', 'markdown_it', 'bs4'} & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, tmp_path / "read.py"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
