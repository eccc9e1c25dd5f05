"""The one entry, and what holds for every kind of file."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

import publisher
from publisher.content.importers import Imported, file_name, file_text, read
from publisher.errors import ImporterError

_ROOT = Path(publisher.__file__).parents[1]
_NAMES = ("post.txt", "post.md", "post.markdown", "post.html", "post.htm", "post", "post.rtf", ".md")
# what each kind of file is made of, so that chance puts together what a person would never type
_PARTS = """--- +++ # • - 1. ``` [[[[ &#0; &#xD800; 🎉 \u2028 \u200f By~Ada~Roe 3/4/2024 title:~a date:~soon
<p> </p> <h1> <li> <article> <dl><dd> <title> <time~datetime=' <meta~charset= <meta~name=author~content= <img~src=
<a~href=' <script~type=application/ld+json>""".split(" ")
_MARKUP = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from([*" \n", *(part.replace("~", " ") for part in _PARTS)])),
    max_size=30,
).map("".join)


@pytest.mark.parametrize(
    ("name", "text", "body"),
    [
        ("notes.md", "# Tides\n\n*Twice* a day.", "*Twice* a day."),
        ("notes.MARKDOWN", "# Tides\n\n*Twice* a day.", "*Twice* a day."),
        ("notes.html", "<h1>Tides</h1><p><em>Twice</em> a day.", "*Twice* a day."),
        ("notes.HTM", "<h1>Tides</h1><p><em>Twice</em> a day.", "*Twice* a day."),
        ("notes.txt", "Tides\n\n*Twice* a day.", r"\*Twice\* a day."),
        ("notes", "Tides\n\n*Twice* a day.", r"\*Twice\* a day."),
    ],
)
def test_the_ending_of_the_name_decides(bring: Callable[..., Imported], name: str, text: str, body: str) -> None:
    """Markdown and HTML go by their endings, in any case; all else is pasted text."""
    found = bring(name, text)
    assert (found.title, found.body) == ("Tides", body)


@pytest.mark.parametrize("name", ["post.txt", "post.md", "post.html"])
def test_another_encoding_is_refused_with_its_place(name: str) -> None:
    """The message names the file and the byte, so that a person can find it."""
    with pytest.raises(ImporterError, match=rf"^{name}\b.* is not UTF-8 at byte 9; save"):
        read(name, b"Crossing \xe9t\xe9\n\ntext", site_title="Harbour Notes")


@pytest.mark.parametrize("name", ["post.txt", "post.md", "post.html"])
@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \n\t\n", "\u00a0\n".encode(), b"# Tides"])
def test_a_file_without_text_is_refused(name: str, content: bytes) -> None:
    """An empty file, or one with a title alone, is an error and no empty post."""
    with pytest.raises(ImporterError, match=rf"^{name}: .*(no text|no title|nothing)"):
        read(name, content, site_title="Harbour Notes")


@given(name=st.sampled_from(_NAMES), content=st.one_of(st.binary(max_size=200), _MARKUP.map(str.encode)))
@example(name="a.html", content=b"<p>" + b"<b>" * 900 + b"x<title>T")
@example(name="a.html", content=b"<h1>&#xD800;&#x85;</h1>x")
@example(name="a.txt", content=b"T\n\n\x85\x1c x")
@example(name="a.md", content=b"---\ndate: 0001-01-01T00:00:00+14:00\n---\n# T\nx")
@settings(max_examples=100, deadline=None)
def test_any_bytes_become_a_post_or_an_importer_error(name: str, content: bytes) -> None:
    """Nothing else escapes, and a post that comes out is a whole file with the same title in its front matter."""
    try:
        found = read(name, content, site_title="Harbour Notes", tagline="By the sea")
    except ImporterError as error:
        assert str(error).startswith(name)  # noqa: PT017 - either way is right, and both are checked
        return
    text = file_text(found)
    assert yaml.safe_load(text.split("\n---\n")[0])["title"] == found.title
    assert text.endswith("\n") and not text.endswith("\n\n") and "\r" not in text  # noqa: PT018
    assert file_name(found).endswith(f"{found.slug}.md")


def test_importing_the_importers_loads_no_parser() -> None:
    """A run that imports nothing does not pay for the libraries that would."""
    heavy = "{'lxml', 'markdownify', 'bs4', 'yaml', 'comrak', 'markdown_it', 'nh3'}"
    check = f"import sys, publisher.content.importers; print({heavy} & {{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", check], cwd=_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
