"""A file becomes a post, or one complaint that names everything to mend in it."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.posts import SIZE_LIMIT, SUMMARY_LIMIT, decode, read
from publisher.errors import ContentError
from publisher.model import Asset, Image, Post, Site

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


@pytest.fixture
def post_of(site: MakeSite) -> Callable[..., Post]:
    """Read a post from its front matter, body and path."""

    def make(head: str = "", body: str = "Rest well.", *, source: str = SOURCE) -> Post:
        return read(source, f"---\n{HEAD}\n{head}\n---\n\n{body}\n".encode(), site()).post

    return make


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
    found = read("posts/2024/note.md", text.encode(), site())
    assert found.post == Post(
        id="tag:example.com,2024:rest",
        slug="on-rest",
        url="https://blog.example.com/on-rest/",
        source="posts/2024/note.md",
        title="On rest",
        html="<p>Lie <em>down</em>. Breathe.</p>\n",
        text="Lie down. Breathe.",
        summary="Why rest.",
        sentences=("Lie down.", "Breathe."),
        published=datetime(2024, 3, 4, 14, tzinfo=UTC),
        updated=datetime(2024, 3, 5, 14, tzinfo=UTC),
        authors=("Ada", "Bo"),
        tags=("rest", "2025"),
        language="de-CH",
        image=Image(url="https://blog.example.com/on-rest/a.png", alt="A chair"),
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
    assert lines[4] == "5: 'language' must be a language code, for example en or de-CH"
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
        pytest.param("---\ntitle: a\n".encode("utf-16"), [":1: is not UTF-8 at byte 0; save it as UTF-8"], id="UTF-16"),
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
    """Every problem begins with the file and the line, and says what would be right."""
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
    """The title is plain text from the front matter or the first heading, and is not said again in the body."""
    found = read(SOURCE, f"---\ndate: 2024-03-04\n{head}\n---\n{body}".encode(), site()).post
    assert (found.title, found.text) == (title, text)


def test_code_at_the_top_is_no_heading(problems_of: ProblemsOf) -> None:
    """What is indented by four is shown as it is, so it gives no title."""
    [problem] = problems_of("---\ndate: 2024-03-04\n---\n    # install\n")
    assert "has no title" in problem


def test_updated_never_comes_before_published(post_of: PostOf) -> None:
    """A slip in the dates makes the post as old as its publication."""
    found = post_of("updated: 2023-01-01")
    assert found.updated == found.published


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
    assert found.assets == tuple(Asset(source=f"posts/{name}", path=f"rest/{name}") for name in assets)


def test_an_id_is_an_ascii_uri(post_of: PostOf) -> None:
    """Whatever the author typed as an id, feeds can carry it."""
    assert post_of("id: https://bücher.example.org/señal 1").id == "https://xn--bcher-kva.example.org/se%C3%B1al%201"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(b"\xef\xbb\xbfa\n", "a\n", id="byte order mark"),
        pytest.param(b"a\r\nb\r\n", "a\nb\n", id="Windows line ends"),
        pytest.param(b"a\rb\r", "a\nb\n", id="old Mac line ends"),
        pytest.param("e\u0301".encode(), "é", id="composed"),
        pytest.param(b"a\x01b\x0cc\td", "abc\td", id="control codes"),
        pytest.param("It\x92s \x85".encode(), "It’s …", id="windows-1252"),
        pytest.param("a\ufffeb\uffff".encode(), "a\ufffdb\ufffd", id="no characters"),
        pytest.param("👩‍⚕️🇨🇭\u202eשלום".encode(), "👩‍⚕️🇨🇭\u202eשלום", id="joiners and directions"),
    ],
)
def test_decode(content: bytes, text: str) -> None:
    """A file's text is UTF-8 in one form, with one kind of line end."""
    assert decode(SOURCE, content) == text


def test_the_largest_file_is_read() -> None:
    """The limit itself is within the limit."""
    assert len(decode(SOURCE, b"a" * SIZE_LIMIT)) == SIZE_LIMIT


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
