"""Other people's judges on every kind of page; each judge runs once for all."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from tests.judges import bench
from tests.judges.test_letters import lines, wrong_for_nu
from tests.judges.website import ORIGIN, build

Found = Mapping[str, Mapping[str, Sequence[str]]]
_Said = TypeVar("_Said")

_MOST_BYTES = 30_000  # of a page beyond the post's own html
_FAULTS = {
    "axe": ("first-visit", "<h1", '<img src="./hills.png"><h1'),
    "overflow": ("old", "<h1", '<p style="width: 2000px">Wide.</p><h1'),
    "foreign": ("old", "<h1", '<img alt="" src="https://example.org/pixel.png"><h1'),
    "missing": ("old", "<h1", '<img alt="" src="./nowhere.png"><h1'),
    "script": ("old", "</body>", "<script>document.body.append('More.')</script></body>"),
    "keyboard": ("old", 'class="skip"', 'class="skip" style="outline: none"'),
    "printed": ("old", 'class="colophon">', 'class="colophon"><button type="button">Print</button>'),
    "nu": ("old", "<h1", "<center>x</center><h1"),
}


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The website, and beside it a page for each fault that a judge must find."""
    folder = build(tmp_path_factory.mktemp("website") / "site")
    for name, (page, old, new) in _FAULTS.items():
        text = (folder / f"public/{page}/index.html").read_text("utf-8")
        assert old in text
        broken = folder / f"public/{page}/broken-{name}.html"
        broken.write_text(text.replace(old, new, 1), "utf-8")
    return folder


@pytest.fixture(scope="session")
def seen(out: Path) -> Found:
    """What a browser finds in each page."""
    return bench.in_browser_as_website(out, ORIGIN)


@pytest.fixture(scope="session")
def nu_of_pages(out: Path) -> Mapping[str, list[str]]:
    """What the Nu checker says of each page."""
    return bench.nu_of_tree(out)


def whole(found: Mapping[str, _Said]) -> dict[str, _Said]:
    """Pages without the broken ones."""
    return {name: said for name, said in found.items() if "broken-" not in name}


def test_every_kind_of_page_is_judged(seen: Found) -> None:
    """Posts, lists by year and tag, feeds, newsletters, a letter, and the pages at the desk."""
    pages = set(whole(seen))
    assert {"index.html", "first-visit/index.html", "archive/2023/index.html", "tags/index.html"} <= pages
    assert {"tags/tai-chi/index.html", "feeds/index.html", "newsletters/index.html"} <= pages
    assert {"newsletters/monthly-2024-06/index.html", "social/index.html", "social/first-visit/index.html"} <= pages


@pytest.mark.parametrize("judge", ["axe", "overflow", "foreign", "missing", "script", "keyboard", "printed"])
def test_a_browser_finds_nothing(seen: Found, judge: str) -> None:
    """axe in light and dark; nothing stands out at three widths; no other host is asked; no file is missing; the words
    are there without script; focus is seen from the first key on; paper shows no buttons.
    """
    found = [f"{name}: {one}" for name, page in whole(seen).items() for one in page[judge]]
    assert not found, lines(found)


def test_html_is_valid(nu_of_pages: Mapping[str, list[str]]) -> None:
    """The Nu checker (W3C) finds no error in any page."""
    found = [f"{name}: {one}" for name, said in whole(nu_of_pages).items() for one in wrong_for_nu(list(said))]
    assert not found, lines(found)


@pytest.mark.parametrize("judge", [judge for judge in _FAULTS if judge != "nu"])
def test_each_judge_sees_its_fault(seen: Found, judge: str) -> None:
    """A judge that finds nothing anywhere judges nothing."""
    assert seen[f"{_FAULTS[judge][0]}/broken-{judge}.html"][judge]


def test_nu_sees_its_fault(nu_of_pages: Mapping[str, list[str]]) -> None:
    """An element that HTML has not any more."""
    assert wrong_for_nu(list(nu_of_pages["public/old/broken-nu.html"]))


def test_pages_are_small(out: Path) -> None:
    """What stands around a post weighs less than a picture; lists of a small blog, too."""
    for path in (out / "public").rglob("*.html"):
        if "newsletters" in path.parts and path.parent.name != "newsletters":
            continue  # a letter's own weight has a limit of its own
        text = path.read_text("utf-8")
        own = re.search(r'<div class="e-content">(.*)</div>\n<footer class="after"', text, re.DOTALL)
        assert len(text.encode()) - len(own[1].encode() if own else b"") < _MOST_BYTES, path


def test_no_page_has_a_script_of_ours(out: Path) -> None:
    """Data for search engines is all that stands in one."""
    for path in (out / "public").rglob("index.html"):
        kinds = re.findall(r"<script([^>]*)>(.*?)</script>", path.read_text("utf-8"), re.DOTALL)
        assert [kind for kind, _ in kinds] in ([], [' type="application/ld+json"'])
        assert all(json.loads(text) for _, text in kinds)
