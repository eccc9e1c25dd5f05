"""Whatever was changed in whatever order, building only what changed gives the very bytes of building everything."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from publisher.workflows.build import build
from publisher.workflows.letters import is_any_due
from publisher.workflows.progress import silent
from tests.conftest import LETTER_SETTINGS, SiteFolder

POSTS = st.integers(0, 9)
WORDS = st.sampled_from(["Rest well.", "Sleep long.", "Walk.\n\n## A heading\n\nOn and on.", "![A leaf](leaf.png)"])
TAGS = st.sampled_from([(), ("rest",), ("Rest", "sleep"), ("C", "C#"), ("sleep",)])
# the smallest picture there is, in two sizes
PICTURES = st.sampled_from(
    [
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
        b"GIF89a\x02\x00\x03\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
        None,
    ]
)
SETTINGS = """
[site]
title = "{title}"
url = "https://{host}/"
author = "Dr. Ada"
postal_address = "1 Main Street, Springfield"

[pages]
count = {count}

[feeds.rss]
count = {count}
archive = true

[social]
count = {count}
"""


LEAN = """
[feeds]
by = []

[feeds.atom]
archive = false
"""


class Site(RuleBasedStateMachine):
    """A blog in the hands of somebody restless."""

    settings = SETTINGS + LETTER_SETTINGS

    def __init__(self) -> None:
        super().__init__()
        self._temporary = Path(tempfile.mkdtemp(prefix="publisher-test-"))
        self.folder = SiteFolder(self._temporary / "site")
        self.facts: dict[str, Any] = {"title": "Rest", "host": "blog.example.com", "count": 2}
        self.posts: dict[int, dict[str, Any]] = {}
        self.now = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=5)
        self.names = 0

    def teardown(self) -> None:
        self.folder.close()
        shutil.rmtree(self._temporary)

    @initialize()
    def begin(self) -> None:
        self._save_settings()
        for number in range(4):
            self.write(number, "Rest well.", ("rest",), days=number)

    @rule(number=POSTS, words=WORDS, tags=TAGS, days=st.integers(-3, 400))
    def write(self, number: int, words: str, tags: tuple[str, ...], days: int) -> None:
        """A new post, or other words, tags and another date for an old one; some wait for their day."""
        post = self.posts.setdefault(number, {"name": self._name(number), "title of": self.names})
        post |= {"words": words, "tags": tags, "date": self.now - timedelta(days=days, seconds=self.names)}
        self._save(number)

    @rule(number=POSTS, key=st.sampled_from(["draft", "unlisted", "language", "title", "slug", "author", "feed"]))
    def change(self, number: int, key: str) -> None:
        """One key of the front matter is set, or taken out again."""
        if post := self.posts.get(number):
            post[key] = not post.get(key)
            self._save(number)

    @rule(number=POSTS)
    def remove(self, number: int) -> None:
        if post := self.posts.pop(number, None):
            self._path(post).unlink()

    @rule(number=POSTS)
    def rename(self, number: int) -> None:
        if post := self.posts.get(number):
            before, post["name"] = self._path(post), self._name(number)
            before.rename(self._path(post))

    @rule(number=POSTS, bad=st.sampled_from(["no date", "---\ntitle: [\n---\n"]))
    def spoil(self, number: int, bad: str) -> None:
        """A post that cannot be read any more; the others go on."""
        if post := self.posts.get(number):
            self._path(post).write_text(bad)

    @rule(content=PICTURES)
    def picture(self, content: bytes | None) -> None:
        """A picture appears, gets another size, or goes."""
        path = self.folder.root / "posts/leaf.png"
        path.unlink(missing_ok=True)
        if content:
            path.write_bytes(content)

    @rule(key=st.sampled_from(["title", "host", "count"]))
    def settle(self, key: str) -> None:
        """Other settings: a name, a domain, shorter lists."""
        choices = {"title": ("Rest", "Sleep & rest"), "host": ("blog.example.com", "example.org"), "count": (2, 5)}[key]
        self.facts[key] = choices[self.facts[key] == choices[0]]
        self._save_settings()

    @rule(text=st.sampled_from(["<p>{{ title }}</p>\n", "<h1>{{ title }}</h1>\n", None]))
    def template(self, text: str | None) -> None:
        path = self.folder.root / "templates/pages/post.html"
        path.unlink(missing_ok=True)
        if text:
            self.folder.write("templates/pages/post.html", text)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @precondition(lambda self: self.posts)
    @invariant()
    def incremental_is_cold(self) -> None:
        """Build what changed, pages ahead; then build everything into an empty folder, with the same memory of ids and
        no page ahead of its time, and compare.
        """
        with few_in_an_archive():
            app = self.folder.app()
            with patch("publisher.workflows.stock._MUCH", 1):
                build(app, self.now, silent, is_due=is_any_due(app, self.now))
            self.folder.close()
            fresh = SiteFolder.__new__(SiteFolder)
            fresh.root, fresh._apps = self._temporary / "fresh", []
            shutil.copytree(self.folder.root, fresh.root, ignore=shutil.ignore_patterns("out", "cache.db"))
            build(fresh.app(), self.now, silent)
            fresh.close()
        made, anew = self.folder.files(), fresh.files()
        shutil.rmtree(fresh.root)
        assert made.keys() == anew.keys()
        assert [path for path in made if made[path] != anew[path]] == []

    def _name(self, number: int) -> str:
        self.names += 1
        return f"post-{number}-{self.names}"

    def _path(self, post: dict[str, Any]) -> Path:
        return self.folder.root / f"posts/{post['name']}.md"

    def _save(self, number: int) -> None:
        post = self.posts[number]
        lines = [
            f"title: Post {post['title of']}{' again' if post.get('title') else ''}",
            f"date: {post['date'].isoformat()}",
        ]
        lines += [f"tags: [{', '.join(post['tags'])}]"] if post["tags"] else []
        lines += [f"{key}: true" for key in ("draft", "unlisted") if post.get(key)]
        lines += ["language: de"] if post.get("language") else []
        lines += [f"slug: other-{number}"] if post.get("slug") else []
        lines += ["author: Ann"] if post.get("author") else []
        lines += ["feed: false"] if post.get("feed") else []
        text = "\n".join(["---", *lines, "---", "", f"Of {number}. {post['words']}", ""])
        self._path(post).write_text(text)

    def _save_settings(self) -> None:
        self.folder.write("config/publisher.toml", self.settings.format(**self.facts))


@contextmanager
def few_in_an_archive() -> Iterator[None]:
    """Archives of two posts, so that ten posts make several."""
    with patch("publisher.feeds.archives.ARCHIVE_POSTS", 2):
        yield


class LeanSite(Site):
    """The same with no letter, and no feed that shows old posts: their bodies are not kept."""

    settings = SETTINGS.replace("archive = true", "archive = false") + LEAN


for machine in (Site, LeanSite):
    machine.TestCase.settings = settings(
        max_examples=8, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
    )
TestIncremental = Site.TestCase
TestLean = LeanSite.TestCase
