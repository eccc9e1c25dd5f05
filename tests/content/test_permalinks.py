"""A permalink decides where a post is found, and leads nowhere else."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.permalinks import Facts, UnknownFactError, fill, pattern, slug_of

FACTS = Facts("slow-evenings", datetime(2024, 3, 4, 9, 5, 7, tzinfo=UTC), ("News", "Für dich"))


@pytest.mark.parametrize(
    ("path", "filled"),
    [
        ("/:year/:month/:day/:title/", "/2024/03/04/slow-evenings/"),
        ("/:short_year/:i_month/:i_day/:slug", "/24/3/4/slow-evenings"),
        ("/:categories/:title.html", "/news/fur-dich/slow-evenings.html"),
        ("/:year/:y_day/:hour:minute:second/:filename:output_ext", "/2024/064/090507/slow-evenings.html"),
        ("pretty", "/news/fur-dich/2024/03/04/slow-evenings/"),
        ("date", "/news/fur-dich/2024/03/04/slow-evenings.html"),
        ("ordinal", "/news/fur-dich/2024/064/slow-evenings.html"),
        ("none", "/news/fur-dich/slow-evenings.html"),
        ("/about/", "/about/"),
    ],
)
def test_fill(path: str, filled: str) -> None:
    """Placeholders and styles mean what they mean to Jekyll and Hugo."""
    assert fill(path, FACTS) == filled


def test_an_unknown_placeholder_is_refused() -> None:
    """The message names those that are known."""
    with pytest.raises(ValueError, match="has the placeholder :jear; those known are :year, :month, :day, "):
        pattern("/:jear/:title/")


@pytest.mark.parametrize("path", ["/:year/", "/:categories/"])
def test_a_fact_that_is_not_known_is_not_guessed(path: str) -> None:
    """Of another post only its file's name is known."""
    with pytest.raises(UnknownFactError):
        fill(path, Facts("rest", None, None))


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/2024/03/rest/", "2024/03/rest"),
        ("about", "about"),
        ("/2024/rest.html", "2024/rest.html"),
        ("/2024/rest/index.html", "2024/rest"),
        ("//a//b/", "a/b"),
        ("/Se%C3%B1al%201/", "Señal 1"),
        ("/針灸/", "針灸"),
        ("/a%2Fb/", "a/b"),
        ("/rest.php", "rest.php"),
    ],
)
def test_slug(path: str, slug: str) -> None:
    """The path as it is before escaping, without slashes at its ends. (R16)"""
    assert slug_of(path) == slug


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        *((path, "must be a path such as /2024/03/rest/") for path in ("/a?b", "/a#b", "/a\\b/", "/a\x00/", "/a%00b/")),
        *((path, "must be a path such as /2024/03/rest/") for path in ("/a%5Cb/", "/%ff/", "/a%3Fb/")),
        *((path, "must not be the site's first page") for path in ("", "/", "//", "/index.html")),
        *((path, "has a part that begins with a dot") for path in ("/../a/", "/a/./b", "/%2e%2e/a", "/a%2F..%2Fb/")),
        *((path, "has a part that begins with a dot") for path in ("/.git/a", "/.html", "/" + "a" * 201)),
        *((path, "holds code of another tool") for path in ("/{{ page.date }}/", "/{% x %}/")),
    ],
)
def test_a_path_that_leads_astray_is_refused(path: str, problem: str) -> None:
    """Nothing above the site, nothing hidden, nothing that no disk can hold. (R16; hostile input 38)"""
    with pytest.raises(ValueError, match=problem):
        slug_of(path)


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"))
    | st.lists(st.sampled_from(["..", ".", "/", "%2e", "%2F", "a", "%", "\\", "é"])).map("".join)
)
def test_any_path_is_safe_or_refused(path: str) -> None:
    """Whatever was given, what is accepted stays below the site's folder."""
    try:
        slug = slug_of(path)
    except ValueError:
        return
    assert all(part and not part.startswith(".") and "\\" not in part for part in slug.split("/"))
    assert not {"\0", "\n", "?", "#"} & set(slug)
