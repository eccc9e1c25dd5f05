"""A person can see the ids, keep them in git, and say what no program can know."""

import json
import shutil
from pathlib import Path

import pytest

from publisher.app import App
from publisher.errors import IdentityError, SettingsError, UsageError
from publisher.workflows.build import build
from publisher.workflows.ids import (
    ids_json,
    ids_text,
    list_ids,
    rule,
    ruling_text,
    save_ids,
    saved_text,
)
from publisher.workflows.progress import silent
from tests.conftest import SiteFolder
from tests.state.claiming import FIRST, LATER, REST_ID, claim, other


@pytest.fixture
def app(site_folder: SiteFolder) -> App:
    """A site where rest.md and sleep.md were public; only the second is still there, beside a new one."""
    app = site_folder.app()
    app.identities.settle([claim(), other("sleep")], {"posts/rest.md", "posts/sleep.md"}, FIRST)
    site_folder.post("sleep")
    site_folder.post("new")
    return app


def test_list_shows_each_post_with_its_id(app: App) -> None:
    """By file; what is gone is still there, because its id is taken."""
    assert ids_text(list_ids(app)).split("\n") == [
        f"posts/rest.md\t{REST_ID}",
        "posts/sleep.md\thttps://blog.example.com/sleep/",
    ]
    assert json.loads(ids_json(list_ids(app)))[0] == {
        "id": REST_ID,
        "source": "posts/rest.md",
        "url": REST_ID,
        "first_public": "2024-03-04T09:00:00+00:00",
        "fixed_by_author": False,
    }


def test_saved_file_is_for_git(app: App) -> None:
    """It stands in config/, holds every id, and a second save changes nothing."""
    saved = save_ids(app)
    assert saved.path == app.root / "config/ids.toml"
    assert (saved.ids, saved.was_changed, save_ids(app).was_changed) == (2, True, False)
    assert REST_ID in saved.path.read_text("utf-8")
    assert "2 ids, written; commit it." in saved_text(saved)


def test_saving_keeps_what_only_the_file_knew(app: App, site_folder: SiteFolder) -> None:
    """A line that came with the last pull is not overwritten."""
    line = '"tag:example.com,2020:x" = {}\n'
    site_folder.write("config/ids.toml", f"[ids]\n{line}")
    save_ids(app)
    assert line in (app.root / "config/ids.toml").read_text("utf-8")


def test_ruling_is_for_the_next_build(app: App) -> None:
    """The new file keeps the id of the one that is gone."""
    ruling = rule(app, "posts/new.md", "posts/rest.md")
    assert ruling_text(ruling) == f"posts/new.md keeps the id {REST_ID}, from the next build on."
    new = other("new", title=claim().title)
    assert app.identities.settle([new], {"posts/new.md", "posts/sleep.md"}, LATER) == {"posts/new.md": REST_ID}


def test_ruling_that_it_is_new(app: App) -> None:
    """The new file gets an id of its own."""
    assert ruling_text(rule(app, "posts/new.md", None)) == "posts/new.md is a new post, from the next build on."
    new = other("new", title=claim().title)
    assert app.identities.settle([new], {"posts/new.md", "posts/sleep.md"}, LATER) == {"posts/new.md": new.url}


def test_file_may_be_named_from_where_one_is(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a shell completes it, or whole; what counts is the file."""
    monkeypatch.chdir(app.root / "posts")
    assert rule(app, "new.md", None).source == "posts/new.md"
    assert rule(app, str(app.root / "posts/new.md"), None).source == "posts/new.md"


@pytest.mark.parametrize(
    ("post", "was", "complaint"),
    [
        ("posts/nix.md", None, "posts/nix.md: there is no such file in"),
        ("posts/sleep.md", None, "posts/sleep.md has its id already: https://blog.example.com/sleep/"),
        ("posts/new.md", "posts/sleep.md", "posts/sleep.md is still there"),
        ("posts/new.md", "posts/rst.md", "posts/rst.md was never public; did you mean posts/rest.md?"),
        ("posts/new.md", "12345", "12345 was never public from here"),
    ],
)
def test_ruling_that_makes_no_sense_is_refused(app: App, post: str, was: str | None, complaint: str) -> None:
    """What was named wrongly, and what would be right."""
    with pytest.raises(UsageError, match=complaint.replace("?", r"\?")):
        rule(app, post, was)


def test_ruling_about_a_file_outside_the_site_is_refused(app: App, tmp_path: Path) -> None:
    """It is no post of this site."""
    (tmp_path / "away.md").touch()
    with pytest.raises(UsageError, match="there is no such file in"):
        rule(app, str(tmp_path / "away.md"), None)


def test_build_stops_at_a_lost_id_and_goes_on_once_it_is_settled(site_folder: SiteFolder) -> None:
    """A post was renamed, dated and rewritten in one go: the old output stays, the command named settles it."""
    site_folder.post("rest", title="Rest", body="Rest well.")
    build(site_folder.app(), LATER, silent)
    before = site_folder.files("public")
    (site_folder.root / "posts/rest.md").unlink()
    site_folder.post("pause", title="Rest", date="2024-04-01", body="Quite other words.")
    with pytest.raises(IdentityError, match=r"publisher ids posts/pause\.md --was posts/rest\.md"):
        build(site_folder.app(), LATER, silent)
    assert site_folder.files("public") == before
    rule(site_folder.app(), "posts/pause.md", "posts/rest.md")
    build(site_folder.app(), LATER, silent)
    feed = site_folder.read("public/atom.xml")
    assert f"<id>{REST_ID}</id>" in feed
    assert "https://blog.example.com/pause/" in feed


def test_post_put_back_in_its_file_may_be_named_by_it(site_folder: SiteFolder) -> None:
    """A run saw it gone; its title and words are new, its date is not: the command that the build names settles it."""
    site_folder.post("sleep", title="Sleep", date="2024-02-02")
    path = site_folder.post("rest")
    build(site_folder.app(), LATER, silent)
    path.unlink()
    build(site_folder.app(), LATER, silent)
    site_folder.post("rest", title="Pause", body="Quite other words.")
    with pytest.raises(IdentityError, match=r"publisher ids posts/rest\.md --was posts/rest\.md"):
        build(site_folder.app(), LATER, silent)
    rule(site_folder.app(), "posts/rest.md", "posts/rest.md")
    build(site_folder.app(), LATER, silent)
    assert f"<id>{REST_ID}</id>" in site_folder.read("public/atom.xml")


def test_checkout_that_never_saw_a_post_replaces_no_id(site_folder: SiteFolder, tmp_path: Path) -> None:
    """It knows the post by its new name alone, and saved an id for that: what was published here stays, and is said."""
    path = site_folder.post("rest")
    build(site_folder.app(), LATER, silent)
    path.unlink()
    site_folder.post("pause", title="Pause")
    elsewhere = SiteFolder(tmp_path / "elsewhere")
    elsewhere.post("pause", title="Pause")
    build(elsewhere.app(), LATER, silent)
    site_folder.write("config/ids.toml", save_ids(elsewhere.app()).path.read_text("utf-8"))
    elsewhere.close()
    (warning,) = build(site_folder.app(), LATER, silent).warnings
    assert "gives posts/pause.md the id https://blog.example.com/pause/, but it was published from here" in warning.text
    assert f"<id>{REST_ID}</id>" in site_folder.read("public/atom.xml")
    assert build(site_folder.app(), LATER, silent, thorough=True).warnings == ()


def test_changed_file_of_ids_is_news(site_folder: SiteFolder) -> None:
    """What came with a pull is taken in by the next run, though no post changed: here a former address."""
    site_folder.post("rest")
    build(site_folder.app(), LATER, silent)
    site_folder.write("config/ids.toml", f'[moved]\n"https://blog.example.com/old/" = "{REST_ID}"\n')
    report = build(site_folder.app(), LATER, silent)
    assert (report.was_needed, report.changed) == (True, ("public/_redirects",))
    assert not build(site_folder.app(), LATER, silent).was_needed


def test_broken_file_of_ids_stops_every_run(site_folder: SiteFolder) -> None:
    """Until it is mended, with its line; also where nothing else is new."""
    site_folder.post("rest")
    build(site_folder.app(), LATER, silent)
    site_folder.write("config/ids.toml", '[ids]\n"x" = {\n')
    for _ in range(2):
        with pytest.raises(SettingsError, match=r"config/ids\.toml:2: is not valid TOML"):
            build(site_folder.app(), LATER, silent)
    (site_folder.root / "config/ids.toml").unlink()
    assert build(site_folder.app(), LATER, silent).changed == ()


def test_saved_ids_are_no_news(site_folder: SiteFolder) -> None:
    """The next run has nothing to do: what is in the file came from here."""
    site_folder.post("rest")
    build(site_folder.app(), LATER, silent)
    save_ids(site_folder.app())
    assert not build(site_folder.app(), LATER, silent).was_needed


def test_fresh_checkout_shows_the_same_feeds(site_folder: SiteFolder, tmp_path: Path) -> None:
    """All that is not in git is lost: the ids come from config/ids.toml, and the feeds are the same to the byte."""
    site_folder.post("rest")
    build(site_folder.app(), LATER, silent)
    (site_folder.root / "posts/rest.md").rename(site_folder.root / "posts/pause.md")
    build(site_folder.app(), LATER, silent)
    save_ids(site_folder.app())
    site_folder.close()
    shutil.rmtree(site_folder.root / ".publisher")
    before = site_folder.files("public")
    (site_folder.root / "out").rename(tmp_path / "before")
    build(site_folder.app(), LATER, silent)
    assert REST_ID in site_folder.read("public/rss.xml")
    assert site_folder.files("public") == before


def test_id_claimed_by_mistake_goes_back_to_its_post(site_folder: SiteFolder) -> None:
    """A copied 'id' stops the build; once it is removed again, each post is what it was, and later renames too."""
    site_folder.post("rest")
    build(site_folder.app(), LATER, silent)
    site_folder.write("posts/b.md", f"---\ntitle: B\ndate: 2024-03-05\nid: {REST_ID}\n---\n\nB.\n")
    with pytest.raises(IdentityError, match=r"same id as posts/b\.md"):
        build(site_folder.app(), LATER, silent)
    site_folder.post("b", title="B", date="2024-03-05", body="B.")
    build(site_folder.app(), LATER, silent)
    assert site_folder.app().identities.of_file("posts/rest.md") == site_folder.app().identities.of_id(REST_ID)


def test_post_at_the_address_of_another_gets_no_id_before_that_is_mended(site_folder: SiteFolder) -> None:
    """The build stops; with an address of its own the post has that as its id, as if nothing had been."""
    site_folder.post("rest")
    build(site_folder.app(), LATER, silent)
    site_folder.write("posts/b.md", "---\ntitle: B\ndate: 2024-03-05\nslug: rest\n---\n\nB.\n")
    with pytest.raises(IdentityError, match=r"same address as posts/b\.md"):
        build(site_folder.app(), LATER, silent)
    site_folder.post("b", title="B", date="2024-03-05", body="B.")
    build(site_folder.app(), LATER, silent)
    known = site_folder.app().identities.of_file("posts/b.md")
    assert known
    assert known.post_id == "https://blog.example.com/b/"
