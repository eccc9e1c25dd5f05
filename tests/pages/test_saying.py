"""Pages speak the site's language."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from publisher.model import Post
from publisher.pages.letters import LetterLink
from publisher.pages.saying import Saying
from publisher.words import PAGES, words_for
from tests.conftest import make_site
from tests.pages.built import FEEDS, OPML, SITE, TAG_FEED, TEMPLATES, build, page

MakePost = Callable[..., Post]

TABLES: Mapping[str, Mapping[str, str]] = tomllib.loads((TEMPLATES / PAGES).read_text("utf-8"))
LETTERS: Mapping[str, Mapping[str, Any]] = tomllib.loads((TEMPLATES / "newsletter/words.toml").read_text("utf-8"))
WHOLE = [language for language in TABLES if "skip" in TABLES[language]]


def test_pages_know_the_languages_of_letters() -> None:
    """A site whose letters are in a language has its pages in it, too."""
    assert set(WHOLE) == {language for language in LETTERS if "reason" in LETTERS[language]}


@pytest.mark.parametrize("language", TABLES)
def test_every_language_is_complete(language: str) -> None:
    """No page mixes languages: each has every phrase of the English one, with the same places to fill."""
    found = words_for(language, [TEMPLATES], PAGES).phrases
    assert found.keys() == TABLES["en"].keys()
    assert not [name for name, phrase in found.items() if phrase.language]


@pytest.mark.parametrize(
    "name", [name for name in TABLES["en"] if name.startswith("feed_") or name in ("skip", "share")]
)
def test_every_language_says_it_in_its_own_words(name: str) -> None:
    """Nothing was left in English, or copied from the language above it."""
    said = [TABLES[language][name] for language in WHOLE]
    assert len(set(said)) >= len(WHOLE) - 1  # the two scripts of Chinese may agree


def test_no_english_is_left_on_a_german_page(post: MakePost) -> None:
    """Every fixed word of every kind of page is from the table, in attributes too."""
    letters = (LetterLink("Ruhe", f"{SITE}newsletters/a/", "Brief", 1),)
    posts = [post(slug=f"p{n}", title="Ruhe", tags=("ruhe",), language="de") for n in range(3)]
    feeds = (*FEEDS, OPML, TAG_FEED)
    files = build(*posts, site=make_site(language="de"), letters=letters, count=1, feeds=feeds)
    english = {text for name, text in TABLES["en"].items() if "{" not in text and TABLES["de"][name] != text}
    pages = {path: text for path, text in files.items() if path.endswith(".html")}
    assert len(pages) == 9
    for path, text in pages.items():
        shown = {" ".join(part.split()) for part in re.split(r"<[^>]*>|\"", text)}
        assert not shown & english, path
        assert page(files, path).get("lang") == "de"


def test_a_language_without_words_says_that_they_are_english(post: MakePost) -> None:
    """So that a screen reader pronounces them."""
    text = build(post(), site=make_site(language="fi"))["public/rest/index.html"]
    assert '<span lang="en" dir="ltr">Skip to the text</span>' in text


def test_own_words_win(tmp_path: Path, post: MakePost) -> None:
    """A site says one thing in another way, and keeps the rest."""
    (tmp_path / "pages").mkdir()
    (tmp_path / PAGES).write_text('[en]\nshare = "Tell a friend & more"\n', "utf-8")
    files = build(post(), own_templates=[tmp_path])
    assert "<h2>Tell a friend &amp; more</h2>" in files["public/rest/index.html"]
    assert "Skip to the text" in files["public/rest/index.html"]


def test_what_is_filled_in_is_escaped() -> None:
    """A site's name may hold any mark."""
    saying = Saying(words_for("en", [TEMPLATES], PAGES))
    assert saying.html("follow", site="<b> & co") == "Follow &lt;b&gt; &amp; co"
    assert saying.plain("follow", site="<b> & co") == "Follow <b> & co"
