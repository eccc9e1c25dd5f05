"""out/ follows the posts: complete, unchanged where nothing changed, and never with what is not public."""

from datetime import UTC, datetime

import pytest

from publisher.errors import IdentityError, StateError
from publisher.state.database import faults_named
from publisher.workflows.build import BuildReport, build
from publisher.workflows.progress import silent
from tests.conftest import SiteFolder

NOW = datetime(2024, 6, 1, tzinfo=UTC)


def made(site_folder: SiteFolder, now: datetime = NOW, *, thorough: bool = False) -> BuildReport:
    return build(site_folder.app(), now, silent, thorough=thorough)


def test_post_reaches_every_output(site_folder: SiteFolder) -> None:
    """One post gives its page, three feeds, share texts and the next letter."""
    site_folder.post("rest")
    made(site_folder)
    expected = {
        *("public/index.html", "public/rest/index.html", "public/rss.xml", "public/atom.xml", "public/feed.json"),
        *("social/rest/x.txt", "social/rest/bluesky.txt", "social/rest/mastodon.txt", "social/rest/linkedin.txt"),
        *("social/rest/facebook.txt", "social/rest/email.txt", "newsletters/monthly-2024-05/letter.html"),
        *("newsletters/monthly-2024-05/letter.txt", "newsletters/monthly-2024-05/letter.eml"),
    }
    assert expected <= site_folder.files().keys()


def test_bad_post_costs_itself_alone(site_folder: SiteFolder) -> None:
    """A post that cannot be read is named; the others are built."""
    site_folder.post("rest")
    site_folder.write("posts/bad.md", "---\ntitle: Bad\ndate: 10 Nov\n---\n")
    report = made(site_folder)
    assert [(problem.source, problem.line) for problem in report.problems] == [("posts/bad.md", 3)]
    assert report.posts == 1


def test_share_text_that_is_too_long_leaves_only_that_post_out(site_folder: SiteFolder) -> None:
    """An author's own text is never cut; without it the post is still in the feeds, and the others have theirs."""
    site_folder.post("rest")
    site_folder.write(
        "posts/long.md", f"---\ntitle: Long\ndate: 2024-03-05\nsocial:\n  x: {'word ' * 100}\n---\nHello."
    )
    report = made(site_folder)
    assert [problem.source for problem in report.problems] == ["posts/long.md"]
    assert "social/rest/x.txt" in site_folder.files()
    assert "social/long/x.txt" not in site_folder.files()
    assert "<title>Long</title>" in site_folder.read("public/rss.xml")


def test_draft_and_future_post_are_nowhere(site_folder: SiteFolder) -> None:
    """Not one word of what is not public yet is in any output."""
    site_folder.post("rest")
    site_folder.post("later", date="2024-06-02", body="canary-of-tomorrow")
    site_folder.write("posts/draft.md", "---\ntitle: D\ndate: 2024-01-05\ndraft: true\n---\ncanary-of-a-draft\n")
    made(site_folder)
    assert not [path for path, content in site_folder.files().items() if b"canary" in content]


def test_waiting_post_appears_when_its_time_comes(site_folder: SiteFolder) -> None:
    """A later look, with no file changed, brings the post in."""
    site_folder.post("later", date="2024-06-02")
    made(site_folder)
    made(site_folder, datetime(2024, 6, 2, 5, tzinfo=UTC))
    assert "public/later/index.html" in site_folder.files()


def test_second_build_touches_nothing(site_folder: SiteFolder) -> None:
    """Even a thorough build leaves every unchanged file, and its time, as it is."""
    site_folder.post("rest")
    made(site_folder)
    before = {path: time for path, time in site_folder.times().items() if "/out/" in path}
    report = made(site_folder, thorough=True)
    assert report.changed == ()
    assert {path: time for path, time in site_folder.times().items() if "/out/" in path} == before


def test_lost_output_is_made_again(site_folder: SiteFolder) -> None:
    """out/ is a cache: what was in it comes back, byte for byte."""
    site_folder.post("rest")
    made(site_folder)
    before = site_folder.files()
    (site_folder.root / "out").rename(site_folder.root / "lost")
    made(site_folder)
    assert site_folder.files() == before


def test_removed_post_leaves_every_output(site_folder: SiteFolder) -> None:
    """Its page, share texts and feed entries go; files that we did not write stay."""
    site_folder.post("rest")
    gone = site_folder.post("gone", body="canary-of-the-past")
    made(site_folder)
    site_folder.write("out/public/robots.txt", "mine")
    gone.unlink()
    made(site_folder)
    files = site_folder.files()
    assert not [path for path, content in files.items() if b"canary" in content or "gone/" in path]
    assert "public/robots.txt" in files


def test_renamed_post_keeps_its_id(site_folder: SiteFolder) -> None:
    """A new file name, and so a new address, shows nobody an old post as new."""
    path = site_folder.post("rest", body="The same words.")
    made(site_folder)
    path.rename(path.with_name("repose.md"))
    made(site_folder)
    feed = site_folder.read("public/rss.xml")
    assert "<link>https://blog.example.com/repose/</link>" in feed
    assert '<guid isPermaLink="false">https://blog.example.com/rest/</guid>' in feed


def test_two_posts_at_one_address_stop_the_build(site_folder: SiteFolder) -> None:
    """Which of them a reader would see were chance: both are named, and all else that is wrong; nothing changes."""
    site_folder.post("2024-03-04-rest")
    made(site_folder)
    before = site_folder.files()
    site_folder.post("2024-04-04-rest", title="Another")
    site_folder.write("posts/bad.md", "x")
    with pytest.raises(
        IdentityError, match=r"^posts/2024-04-04-rest\.md: .* posts/2024-03-04-rest\.md.*\nposts/bad\.md:1"
    ):
        made(site_folder)
    assert site_folder.files() == before


def test_post_at_an_address_of_the_site_costs_itself_alone(site_folder: SiteFolder) -> None:
    """It is in nothing, its pictures neither, until it has another address; the others are built."""
    site_folder.post("rest")
    site_folder.write("posts/feeds/dot.png", "png")
    site_folder.post("feeds/index", body="The canary sings. ![a dot](dot.png)")
    report = made(site_folder)
    text = "feeds/: the site needs this address for itself; give the post another 'slug'"
    assert [str(problem) for problem in report.problems] == [f"posts/feeds/index.md: {text}"]
    assert report.posts == 1
    files = site_folder.files()
    assert "public/rest/index.html" in files
    assert not [path for path, content in files.items() if b"canary" in content or path.endswith("dot.png")]
    site_folder.write("posts/feeds/index.md", "---\ntitle: Feeds\ndate: 2024-03-04\nslug: birds\n---\n\n![](dot.png)")
    assert made(site_folder).problems == ()
    assert {"public/birds/index.html", "public/birds/dot.png"} <= site_folder.files().keys()


def test_draft_at_an_address_of_the_site_is_no_problem(site_folder: SiteFolder) -> None:
    """Its author may still find another one; nobody has to mend anything today."""
    site_folder.write("posts/feeds.md", "---\ntitle: Feeds\ndate: 2024-03-04\ndraft: true\n---\n\nSoon.")
    assert made(site_folder).problems == ()


@pytest.mark.parametrize("path", ["news/index.html", "news"])
def test_feed_that_takes_the_address_of_a_post(site_folder: SiteFolder, path: str) -> None:
    """A post that was public gives way to a feed that its owner sets there, and keeps its id for another address."""
    site_folder.post("news")
    made(site_folder)
    site_folder.change_settings("[newsletter", f'[feeds.rss]\npath = "{path}"\n\n[newsletter')
    assert [problem.source for problem in made(site_folder).problems] == ["posts/news.md"]
    assert site_folder.read(f"public/{path}").startswith("<?xml")
    (site_folder.root / "posts/news.md").rename(site_folder.root / "posts/other.md")
    assert made(site_folder).problems == ()
    assert '<guid isPermaLink="false">https://blog.example.com/news/</guid>' in site_folder.read(f"public/{path}")


def test_picture_beside_the_post_is_published(site_folder: SiteFolder) -> None:
    """A picture named relative to the post lies at the post's own address, and shows on its page before that is up."""
    site_folder.write("posts/images/room.png", "pixels")
    site_folder.post("rest", body="![A quiet room](images/room.png)")
    made(site_folder)
    assert site_folder.read("public/rest/images/room.png") == "pixels"
    assert 'src="./images/room.png"' in site_folder.read("public/rest/index.html")
    assert "https://blog.example.com/rest/images/room.png" in site_folder.read("public/rss.xml")


def test_missing_picture_is_named(site_folder: SiteFolder) -> None:
    """A picture that nobody can see is a problem of the post that shows it."""
    site_folder.post("rest", body="![A quiet room](images/room.png)")
    assert [problem.source for problem in made(site_folder).problems] == ["posts/rest.md"]


def test_picture_behind_a_link_is_not_published(site_folder: SiteFolder) -> None:
    """A link cannot carry a file of the machine into the public folder."""
    secret = site_folder.write("secret.txt", "canary")
    (site_folder.root / "posts/room.png").symlink_to(secret)
    site_folder.post("rest", body="![A quiet room](room.png)")
    made(site_folder)
    assert not [path for path, content in site_folder.files().items() if b"canary" in content]


def test_no_post_is_a_valid_site(site_folder: SiteFolder) -> None:
    """An empty blog has its pages and feeds, and no letter."""
    made(site_folder)
    assert "public/rss.xml" in site_folder.files()
    assert site_folder.files("newsletters") == {}


def test_template_of_the_site_wins(site_folder: SiteFolder) -> None:
    """A file in the site's own templates/ replaces the bundled one."""
    site_folder.post("rest")
    site_folder.write("templates/pages/style.css", "body { color: rebeccapurple }")
    made(site_folder)
    assert "rebeccapurple" in site_folder.read("public/style.css")


def test_crash_between_reading_and_building_loses_no_news(
    site_folder: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that died after it had read a new post leaves the next one knowing that out/ is behind."""
    site_folder.post("rest")
    made(site_folder)
    site_folder.post("news", body="Newwords.")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("publisher.workflows.build.prepare", die)
        with pytest.raises(KeyboardInterrupt):
            made(site_folder)
    made(site_folder)
    assert "Newwords" in site_folder.read("public/rss.xml")


def test_pictures_of_two_posts_at_one_address_are_refused(site_folder: SiteFolder) -> None:
    """One would silently take the other's place; both files are named."""
    for name, head in (("a", ""), ("b", "permalink: /a.html\n")):
        site_folder.write(
            f"posts/{name}/index.md", f"---\ntitle: {name}\ndate: 2024-03-04\n{head}---\n\n![A leaf](p.png)\n"
        )
        site_folder.write(f"posts/{name}/p.png", name)
    with pytest.raises(IdentityError, match=r"posts/b/p\.png: would be published at a/p\.png, where posts/a/p\.png is"):
        made(site_folder)


def test_a_damaged_cache_is_not_taken_for_damaged_state(site_folder: SiteFolder) -> None:
    """Whoever restored an older state would mail everybody again; the cache alone goes, and the next build is whole."""
    for number in range(40):
        site_folder.post(f"post-{number}", title=f"Post {number}", body="Words. " * 500)
    made(site_folder)
    site_folder.close()
    path = site_folder.root / ".publisher/cache.db"
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"x" * 64
    path.write_bytes(content)
    with pytest.raises(StateError, match=r"cache\.db was damaged"), faults_named(site_folder.root / ".publisher"):
        made(site_folder)
    assert not path.exists()
