"""Templates: which file is taken, what is escaped, and what a person is told of a fault."""

from pathlib import Path

import pytest

from publisher.errors import TemplateError
from publisher.templates import environment, fill, own_html


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


def test_own_template_wins_over_the_bundled_one(tmp_path: Path) -> None:
    """A site replaces one template and keeps the others."""
    bundled = write(tmp_path / "bundled", "pages/a.html", "{% include 'pages/b.html' %}")
    write(bundled, "pages/b.html", "bundled")
    own = write(tmp_path / "own", "pages/b.html", "own")
    assert fill(environment([own, bundled]), "pages/a.html", {}) == "own"


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.html", "&lt;a &amp; b&gt;"), ("a.xml", "&lt;a &amp; b&gt;"), ("a.txt", "<a & b>"), ("a.css", "<a & b>")],
)
def test_escaping_fits_the_kind_of_file(name: str, text: str, tmp_path: Path) -> None:
    """HTML escapes what it is given; plain text and style sheets show it as it is."""
    templates = environment([write(tmp_path, name, "{{ words }}")])
    assert fill(templates, name, {"words": "<a & b>"}) == text


def test_own_html_is_not_escaped(tmp_path: Path) -> None:
    """HTML that we made arrives as it is, and is not read as a template."""
    templates = environment([write(tmp_path, "a.html", "{{ body }}")])
    assert fill(templates, "a.html", {"body": own_html("<b>{{ 7*7 }}</b>")}) == "<b>{{ 7*7 }}</b>"


def test_unknown_name_is_told_with_its_line(tmp_path: Path) -> None:
    """An unknown name is no empty place: the message leads to the line, in the included file too."""
    write(tmp_path, "pages/part.html", "\n\n{{ posst.title }}\n")
    templates = environment([write(tmp_path, "pages/a.html", "{% include 'pages/part.html' %}")])
    with pytest.raises(TemplateError) as caught:
        fill(templates, "pages/a.html", {})
    assert str(caught.value) == "templates/pages/part.html:3: 'posst' is undefined"


def test_broken_template_is_told_with_its_line(tmp_path: Path) -> None:
    """A template that cannot be read names its file and line."""
    templates = environment([write(tmp_path, "a.html", "one\n{% if %}\n")])
    with pytest.raises(TemplateError, match=r"^templates/a\.html:2: "):
        fill(templates, "a.html", {})


def test_missing_template_is_named(tmp_path: Path) -> None:
    """A template that is not there is named, with the one that needs it."""
    templates = environment([write(tmp_path, "a.html", "{% extends 'base.html' %}")])
    with pytest.raises(TemplateError, match=r"^templates/base\.html: is missing, and filling a\.html needs it$"):
        fill(templates, "a.html", {})


def test_bug_in_a_value_keeps_its_traceback(tmp_path: Path) -> None:
    """A failure that is no template's fault reaches the top as it is."""
    templates = environment([write(tmp_path, "a.html", "{{ 1 / nothing }}")])
    with pytest.raises(ZeroDivisionError):
        fill(templates, "a.html", {"nothing": 0})
