"""Moving to this program shows no reader an old post as new: the ids of the old feed go on."""

import json
from pathlib import Path

import pytest

from publisher.app import App
from publisher.errors import ImporterError, UsageError
from publisher.feeds.rules import items as feed_items
from publisher.model import Listing
from publisher.workflows.build import build
from publisher.workflows.ids import save_ids
from publisher.workflows.import_ids import ImportReport, import_ids, import_json, import_text
from publisher.workflows.progress import silent
from tests.conftest import SiteFolder
from tests.state.claiming import FIRST, LATER, claim, listed, other

WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>A Quiet Clinic</title><link>https://old.example.org</link><description/>
<item><title>One</title><link>https://old.example.org/2024/03/one/</link>
<pubDate>Mon, 04 Mar 2024 05:00:00 +0000</pubDate>
<guid isPermaLink="false">https://old.example.org/?p=123&#038;x=ñ</guid></item>
<item><title>Two&#8230;</title><link>https://old.example.org/archives/7</link>
<guid isPermaLink="false">https://old.example.org/?p=124</guid></item>
</channel></rss>
"""
GHOST = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>A</title><link>https://old.example.org/</link><description/>
<item><title><![CDATA[One]]></title><link>https://old.example.org/one/</link>
<guid isPermaLink="false">5f3a9c0e1d2b4a0039c8e7f1</guid></item>
<item><title>Two</title><link>https://old.example.org/two/</link><guid isPermaLink="false">62b0c4</guid></item>
</channel></rss>
"""
JEKYLL = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>https://old.example.org/feed.xml</id>
<updated>2024-03-04T05:00:00+00:00</updated>
<entry><title type="html">One</title><link href="https://old.example.org/notes/one.html" rel="alternate"/>
<published>2024-03-04T05:00:00+00:00</published><updated>2024-03-04T05:00:00+00:00</updated>
<id>https://old.example.org/notes/one</id></entry>
<entry><title type="html">Two</title><link href="https://old.example.org/notes/two.html" rel="alternate"/>
<updated>2024-03-04T05:00:00+00:00</updated><id>tag:old.example.org,2024:two</id></entry>
</feed>
"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A",
        "items": [
            {"id": "1", "url": "https://old.example.org/one", "title": "One", "content_text": "x"},
            {"id": "2", "url": "https://old.example.org/two", "content_text": "x"},
        ],
    }
)

ONE, TWO = "https://blog.example.com/one/", "https://blog.example.com/two/"


@pytest.fixture
def app(site_folder: SiteFolder) -> App:
    """A site whose posts one.md and two.md were built once, with the ids of their addresses."""
    app = site_folder.app()
    for name in ("one", "two"):
        site_folder.post(name)
    app.identities.settle(
        [other("one", title="One"), other("two", title="Two...")], {"posts/one.md", "posts/two.md"}, FIRST
    )
    return app


@pytest.fixture
def posts() -> list[Listing]:
    """These posts, as lists know them."""
    return [listed("one", title="One"), listed("two", title="Two...")]


def taken_over(app: App, feed: str, posts: list[Listing], *, dry_run: bool = False) -> ImportReport:
    """Import a feed."""
    file = app.root / "old-feed"
    file.write_text(feed, "utf-8")
    return import_ids(app, file, posts, dry_run=dry_run)


def ids(app: App) -> list[str]:
    """The ids that the posts have at the next build."""
    claims = [other("one", title="One!"), other("two", title="Two!")]
    return list(app.identities.settle(claims, {"posts/one.md", "posts/two.md"}, LATER).values())


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        pytest.param(
            WORDPRESS, ["https://old.example.org/?p=123&x=ñ", "https://old.example.org/?p=124"], id="WordPress"
        ),
        pytest.param(GHOST, ["5f3a9c0e1d2b4a0039c8e7f1", "62b0c4"], id="Ghost"),
        pytest.param(JEKYLL, ["https://old.example.org/notes/one", "tag:old.example.org,2024:two"], id="Jekyll"),
        pytest.param(JSON_FEED, ["1", "2"], id="JSON Feed"),
    ],
)
def test_posts_have_the_ids_of_the_old_feed(app: App, posts: list[Listing], feed: str, expected: list[str]) -> None:
    """As they are written there, never encoded again: readers compare them as text (hostile input 21)."""
    report = taken_over(app, feed, posts)
    assert report.changed == ("posts/one.md", "posts/two.md")
    assert ids(app) == expected


def test_ids_are_kept_in_the_file_too(app: App, posts: list[Listing], site_folder: SiteFolder) -> None:
    """A fresh checkout shows the same; the ids given here before stay taken."""
    taken_over(app, GHOST, posts)
    text = (site_folder.root / "config/ids.toml").read_text("utf-8")
    assert '"62b0c4" = { file = "posts/two.md"' in text
    assert f'"{TWO}" = {{}}' in text


def test_feeds_show_the_ids_of_the_old_blog(site_folder: SiteFolder) -> None:
    """A reader who was subscribed to the old feed is shown nothing twice, by any of the new ones."""
    site_folder.post("one", title="One")
    site_folder.post("two", title="Two")
    app = site_folder.app()
    build(app, LATER, silent)
    report = taken_over(app, GHOST, list(app.cache.listings(LATER)))
    app.cache.unsettle(report.changed)
    build(app, LATER, silent)
    for name in ("rss.xml", "atom.xml", "feed.json"):
        content = (site_folder.root / "out/public" / name).read_bytes()
        assert {one.id for one in feed_items(content)} == {"5f3a9c0e1d2b4a0039c8e7f1", "62b0c4"}


def test_dry_run_changes_nothing(app: App, posts: list[Listing], site_folder: SiteFolder) -> None:
    """It only tells what would be."""
    before = app.identities.all()
    report = taken_over(app, GHOST, posts, dry_run=True)
    assert app.identities.all() == before
    assert not (site_folder.root / "config/ids.toml").exists()
    assert f"posts/two.md would get the id 62b0c4 (instead of {TWO}; known by its name)" in import_text(report)


def test_second_import_finds_nothing_to_do(app: App, posts: list[Listing]) -> None:
    """The posts have these ids already."""
    taken_over(app, GHOST, posts)
    ghost_ids = ("5f3a9c0e1d2b4a0039c8e7f1", "62b0c4")
    report = taken_over(app, GHOST, [post._replace(id=id_) for post, id_ in zip(posts, ghost_ids, strict=True)])
    assert (report.changed, len(report.adopted), report.refused) == ((), 2, ())


def test_post_that_was_never_built_has_its_id_from_the_first_build_on(app: App, site_folder: SiteFolder) -> None:
    """The old blog was its first publication."""
    site_folder.post("three")
    three = listed("three", title="Two")
    report = taken_over(app, GHOST, [three])
    assert report.changed == ("posts/three.md",)
    assert app.identities.settle([claim("three")], {"posts/three.md"}, LATER) == {"posts/three.md": "62b0c4"}
    assert app.identities.first_public(["62b0c4"]) == {"62b0c4": three.published}


def test_id_that_its_author_fixed_stays(app: App, posts: list[Listing]) -> None:
    """The file says it, so only the file can change it."""
    fixed = "tag:example.com,2020:one"
    app.identities.settle([other("one", own_id=fixed)], {"posts/one.md", "posts/two.md"}, LATER)
    report = taken_over(app, GHOST, [posts[0]._replace(id=fixed), posts[1]])
    ((source, _, reason),) = report.refused
    assert (source, fixed in reason, "'id'" in reason) == ("posts/one.md", True, True)
    assert report.changed == ("posts/two.md",)


def test_id_of_another_post_is_refused(app: App, posts: list[Listing]) -> None:
    """One id is one post's; both files are named."""
    feed = GHOST.replace("5f3a9c0e1d2b4a0039c8e7f1", TWO).replace("62b0c4", TWO)
    report = taken_over(app, feed, posts)
    assert [(one.source, one.reason) for one in report.refused] == [("posts/one.md", "posts/two.md has that one")]
    assert ids(app) == [ONE, TWO]


def test_refused_post_stands_in_the_way_of_the_next(app: App, posts: list[Listing]) -> None:
    """What keeps its id cannot give it away."""
    app.identities.settle([other("two", own_id=TWO)], {"posts/one.md", "posts/two.md"}, LATER)
    report = taken_over(app, GHOST.replace("5f3a9c0e1d2b4a0039c8e7f1", TWO), posts)
    assert [one.source for one in report.refused] == ["posts/one.md", "posts/two.md"]
    assert report.changed == ()


def test_posts_may_exchange_ids(app: App, posts: list[Listing]) -> None:
    """Each gets what the other gives away."""
    report = taken_over(app, GHOST.replace("5f3a9c0e1d2b4a0039c8e7f1", TWO).replace("62b0c4", ONE), posts)
    assert report.refused == ()
    assert ids(app) == [TWO, ONE]


def test_id_that_no_feed_can_carry_is_refused(app: App, posts: list[Listing]) -> None:
    """A control character, as JSON may hold it."""
    report = taken_over(app, JSON_FEED.replace('"id": "1"', r'"id": "1\u0007"'), posts)
    assert [one.source for one in report.refused] == ["posts/one.md"]


def test_what_does_not_fit_is_told(app: App, posts: list[Listing]) -> None:
    """Items of no post, of two posts, and posts that are in no item."""
    twins = [listed("a", title="One"), listed("b", title="One"), posts[1]._replace(url="x", title="Other")]
    report = taken_over(app, GHOST.replace("old.example.org/one/", "old.example.org/7/"), twins)
    lines = import_text(report).split("\n")
    assert lines[:2] == [
        "in doubt: One (https://old.example.org/7/) could be posts/a.md or posts/b.md",
        "no post of ours: Two (https://old.example.org/two/)",
    ]
    assert lines[2].startswith("0 ids taken over, 0 the same already, 0 refused, 1 in doubt, 1 of no post; 3 posts are")
    facts = json.loads(import_json(report))
    assert facts["doubts"][0]["posts"] == ["posts/a.md", "posts/b.md"]
    assert facts["strangers"] == [{"id": "62b0c4", "url": "https://old.example.org/two/", "title": "Two"}]
    assert facts["missing"] == ["posts/a.md", "posts/b.md", "posts/two.md"]


def test_json_names_every_id(app: App, posts: list[Listing]) -> None:
    """For programs."""
    facts = json.loads(import_json(taken_over(app, GHOST, posts)))
    assert facts["adopted"][1] == {
        "source": "posts/two.md",
        "title": "Two...",
        "id": "62b0c4",
        "was": TWO,
        "known_by": "name",
    }


def test_ids_that_only_the_file_knew_stay(app: App, posts: list[Listing], site_folder: SiteFolder) -> None:
    """A line that came with the last pull is not lost."""
    save_ids(app)
    line = '"tag:example.com,2020:x" = {}\n'
    path = site_folder.root / "config/ids.toml"
    path.write_text(path.read_text("utf-8") + line, "utf-8")
    taken_over(app, GHOST, posts)
    assert line in path.read_text("utf-8")


def test_file_that_is_no_feed_is_refused(app: App, posts: list[Listing]) -> None:
    """With the reason, and nothing changes."""
    with pytest.raises(ImporterError, match="old-feed: is no feed that can be read: "):
        taken_over(app, "<html/>", posts)


@pytest.mark.parametrize(
    ("file", "complaint"), [("nix.xml", "nix.xml: cannot be read"), ("https://old.example.org/feed", "is an address")]
)
def test_feed_that_is_not_here_is_refused(app: App, file: str, complaint: str) -> None:
    """Nothing is fetched."""
    with pytest.raises(UsageError, match=complaint):
        import_ids(app, Path(file), [], dry_run=False)
