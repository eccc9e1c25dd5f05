"""Addresses become absolute, and a quick look at one never differs from the slow one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.addresses import _ABSOLUTE, Addresses
from publisher.content.beside import FileBeside
from publisher.content.nearby import Files
from publisher.links import absolute

URL = "https://blog.example.com/rest/"
PIXEL = "data:image/png;base64,iVBORw0KGgo="


def post_at(path: str) -> tuple[str, str] | None:
    return None if "unknown" in path else (f"https://blog.example.com/at/{path}/", "at-")


def addresses(*, allows_data: bool = False) -> Addresses:
    files = Files(
        home=URL,
        home_path="rest/",
        source="posts/2024/rest.md",
        folder="posts",
        beside={"posts/2024/a.pdf": FileBeside(1)}.get,
    )
    return Addresses(url=URL, prefix="rest-", files=files, post_at=post_at, allows_data=allows_data)


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("sleep.md", "https://blog.example.com/at/posts/2024/sleep.md/"),
        ("../sleep/index.md#why", "https://blog.example.com/at/posts/sleep/index.md/#at-why"),
        ("/posts/a%20b.markdown", "https://blog.example.com/at//posts/a b.markdown/"),
        ("{filename}sleep.md", "https://blog.example.com/at/posts/2024/sleep.md/"),
        ("%7Bfilename%7D../x/sleep.md#", "https://blog.example.com/at/posts/x/sleep.md/"),
        ("https://example.org/README.md", "https://example.org/README.md"),
        ("//example.org/README.md", "https://example.org/README.md"),
        ("a.pdf", URL + "a.pdf"),
    ],
)
def test_links_to_files(reference: str, address: str) -> None:
    """The Markdown file of another post means its page; a file beside the post is published."""
    assert addresses().link(reference) == address


def test_a_link_to_an_unknown_post_is_named() -> None:
    """It stays what it was, made absolute."""
    found = addresses()
    assert found.link("unknown.md#x") == URL + "unknown.md#x"
    assert list(found.unknown_posts) == ["unknown.md"]


def test_a_link_to_a_file_that_is_not_there_is_named() -> None:
    """A paper that somebody forgot to copy."""
    found = addresses()
    assert found.link("b.pdf") == URL + "b.pdf"
    assert list(found.files.absent) == ["b.pdf"]


@pytest.mark.parametrize(
    "reference",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        PIXEL,
        "vbscript:x",
        "",
        "\u00a0javascript:x",
        "http://[x",
    ],
)
def test_a_link_that_has_no_business_in_a_post_goes(reference: str) -> None:
    """Scripts, local files and pages inside a link. (hostile input 22)"""
    assert addresses(allows_data=True).link(reference) is None


@pytest.mark.parametrize("reference", ["mailto:ada@example.com", "tel:+1555"])
def test_mail_and_telephone_stay(reference: str) -> None:
    """They are for readers. (hostile input 22)"""
    assert addresses().link(reference) == reference


def test_small_pictures_inside_the_text_are_for_a_setting() -> None:
    """Without it they are left out and counted. (hostile input 22)"""
    found = addresses()
    assert (found.picture(PIXEL), found.dropped_data) == (None, 1)
    assert addresses(allows_data=True).picture(PIXEL) == PIXEL


@pytest.mark.parametrize(
    "reference",
    [
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:text/html;base64,PHN2Zz4=",
        "data:image/png,raw",
        "data:image/png;base64," + "A" * 50_000,
        'data:image/png;base64,AA"onerror=x',
    ],
)
def test_no_other_data_is_a_picture(reference: str) -> None:
    """A drawing may hold a script, and a large picture belongs beside the post. (hostile input 22)"""
    assert addresses(allows_data=True).picture(reference) is None


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("https://example.org/?utm_source=x&a=1&mc_eid=q#b", "https://example.org/?a=1#b"),
        ("https://example.org/?FBCLID=x", "https://example.org/"),
        ("/a?gclid=x&gclid=y", "https://blog.example.com/a"),
        ("https://example.org/?a=utm_x&utmost=1", "https://example.org/?a=utm_x&utmost=1"),
        ("https://example.org/#?fbclid=x", "https://example.org/#?fbclid=x"),
    ],
)
def test_no_link_tells_who_follows_it(reference: str, address: str) -> None:
    """What services add to a link that is copied goes, and a campaign's mark too. (letter input 27)"""
    assert (addresses().link(reference), addresses().picture(reference)) == (address, address)


def test_campaigns_stay_by_setting() -> None:
    """Marks that are the same for everybody, never those of a person. (letter input 27)"""
    found = addresses()
    found.keeps_campaigns = True
    assert found.link("https://example.org/?utm_id=x&fbclid=y") == "https://example.org/?utm_id=x"


@pytest.mark.parametrize(
    ("reference", "published"),
    [
        ("a.svg", ["rest/a.jpg", "rest/a.svg"]),
        ("a.SVG?x", ["rest/a.SVG", "rest/a.jpg"]),
        ("b.webp", ["rest/b.png", "rest/b.webp"]),
        ("b.png", ["rest/b.png"]),
        ("c.avif", ["rest/c.avif"]),
    ],
)
def test_the_same_picture_in_another_kind_is_published_too(reference: str, published: list[str]) -> None:
    """A letter shows that one, because few mail programs know the first. (letter input 7)"""
    found = addresses()
    names = ("a.svg", "a.SVG", "a.jpg", "b.webp", "b.png", "b.jpg", "c.avif")
    found.files.beside = {f"posts/2024/{name}": FileBeside(9, 4, 3) for name in names}.get
    assert found.picture(reference) == URL + reference
    assert sorted(found.files.assets) == published


def test_another_host_is_asked_at_https() -> None:
    """Also where the site itself has an address of old. (letter input 17)"""
    old = Addresses(url="http://old.example.com/a/", prefix="a-", files=Files(home="http://old.example.com/a/"))
    assert (old.link("//example.org/x"), old.link("/x")) == ("https://example.org/x", "http://old.example.com/x")


HOSTS = st.sampled_from(
    ["example.com", "EXAMPLE.com", "a.b-c.example", "bücher.example", "[::1]", "", "x:80", "u@x", "."]
)
PARTS = st.text(st.sampled_from("aZ09/-._~!$&'()*+,;=:@%4fF?#[]{}|\\^` \"é\u00a0\n"), max_size=12)


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(["http", "https", "HTTP", "ftp"]), HOSTS, st.sampled_from(["", "/", "?", "#"]), PARTS)
def test_the_quick_look_is_right(scheme: str, host: str, mark: str, rest: str) -> None:
    """What is taken for absolute already is what the long way round gives back."""
    reference = f"{scheme}://{host}{mark}{rest}"
    if _ABSOLUTE.fullmatch(reference):
        assert absolute(URL, reference) == reference
