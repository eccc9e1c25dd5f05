"""A run with nothing to do stays cheap: counted, not timed."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from publisher.idle import is_idle
from publisher.workflows.progress import silent
from publisher.workflows.run import run
from tests.conftest import SiteFolder

HEAVY = (
    *("feedgen", "premailer", "lxml", "jinja2", "apscheduler", "PIL", "comrak", "markdown_it", "nh3", "yaml", "bs4"),
    *("sentencex", "regex", "markdownify", "asyncio", "cssutils", "multiprocessing"),
)
LIGHT = ("dataclasses", "typing", "argparse", "json", "tomllib", "re", "pathlib", "enum")  # left out by the front part
PROBE = f"""
import sys
import json, os
opened, written, statements = [], [], []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and os.sep + "site" + os.sep in arguments[0]:
        (written if arguments[2] & (os.O_WRONLY | os.O_RDWR) else opened).append(arguments[0].split("/site/")[1])
sys.addaudithook(watch)
import sqlite3
connect = sqlite3.connect
def watched(*arguments, **options):
    connection = connect(*arguments, **options)
    connection.set_trace_callback(statements.append)
    return connection
sqlite3.connect = watched
known = set(sys.modules)
sys.argv[:] = ["publisher", "--site", sys.argv[1], "run"]
from publisher.__main__ import main
code = main()
new = [m for m in sys.modules if m not in known]
print(json.dumps([code, [m for m in {(*HEAVY, *LIGHT)!r} if m in new], opened, written, statements]))
"""


@pytest.fixture
def idle_site(site_folder: SiteFolder) -> SiteFolder:
    """A site whose news were built and sent, with everything saved long ago."""
    for number in range(5):
        site_folder.post(f"post-{number}", body=f"Words of {number}.\n\n![A leaf](leaf.png)")
    _draw_leaf(site_folder, "green")
    settle(site_folder)
    return site_folder


def _draw_leaf(folder: SiteFolder, colour: str) -> None:
    Image.new("RGB", (2, 2), colour).save(folder.root / "posts/leaf.png", compress_level=0)


def settle(folder: SiteFolder) -> None:
    """Run until there is nothing left to do: what was saved within two seconds of a run is looked at once more."""
    for path in (*folder.root.glob("posts/**/*"), *folder.root.glob("config/*")):
        os.utime(path, ns=(10**18, 10**18))
    publisher(folder, "run")
    later = datetime.now(UTC).timestamp() + 60
    app = folder.app()
    run(app, datetime.fromtimestamp(later, UTC), silent)
    app.cache.set_facts(calm_since="0")  # that run was ahead of the clock


def publisher(folder: SiteFolder, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "publisher", "--site", str(folder.root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True)


def idle(folder: SiteFolder) -> bool:
    return is_idle(str(folder.root), datetime.now(UTC).timestamp())


def test_idle_run_imports_nothing_and_opens_nothing(idle_site: SiteFolder) -> None:
    """Nothing heavy is loaded and hardly anything light, no post, setting or template is read, nothing is written, and
    the database is asked once.
    """
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(idle_site.root)], check=True, capture_output=True, text=True
    )
    code, imported, opened, written, statements = json.loads(done.stdout)
    assert (code, imported, opened, written) == (0, [], [], [])
    assert len(statements) <= 3


def test_idle_run_is_quiet_unless_asked(idle_site: SiteFolder) -> None:
    """Cron hears nothing; who asks hears that there is nothing."""
    assert publisher(idle_site, "run").stdout == ""
    assert publisher(idle_site, "run", "-v").stdout == "Nothing new.\n"


def _write_post(folder: SiteFolder) -> None:
    folder.post("new")


def _change_picture(folder: SiteFolder) -> None:
    before = (folder.root / "posts/leaf.png").stat().st_size
    _draw_leaf(folder, "brown")
    assert (folder.root / "posts/leaf.png").stat().st_size == before  # so its length does not tell


def _remove_post(folder: SiteFolder) -> None:
    (folder.root / "posts/post-1.md").unlink()


def _change_settings(folder: SiteFolder) -> None:
    folder.change_settings("A Quiet Clinic", "A Quiet Clinic 2")


def _change_theme(folder: SiteFolder) -> None:
    folder.write("config/theme.toml", 'accent = "#225544"\n')


def _add_template(folder: SiteFolder) -> None:
    folder.write("templates/pages/index.html", "new")


def _change_ids(folder: SiteFolder) -> None:
    folder.write("config/ids.toml", "")


def _remove_output(folder: SiteFolder) -> None:
    (folder.root / "out/public").rename(folder.root / "elsewhere")


def _remove_state(folder: SiteFolder) -> None:
    (folder.root / ".publisher/state.db").unlink()


def _write_state(folder: SiteFolder) -> None:
    connection = folder.app().connection()
    connection.execute("INSERT INTO fact VALUES ('a', 'b')")


def _remove_cache(folder: SiteFolder) -> None:
    (folder.root / ".publisher/cache.db").unlink()


def _replace_cache(folder: SiteFolder) -> None:
    (folder.root / ".publisher/cache.db").unlink()
    (folder.root / ".publisher/cache.db").mkdir()


def _damage_cache(folder: SiteFolder) -> None:
    (folder.root / ".publisher/cache.db").write_bytes(b"no database" * 99)


CHANGES = (
    *(_write_post, _change_picture, _remove_post, _change_settings, _change_theme, _add_template, _change_ids),
    *(_remove_output, _remove_state, _write_state, _remove_cache, _replace_cache, _damage_cache),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_whatever_changes_ends_the_rest(idle_site: SiteFolder, change: object) -> None:
    """No change to anything that a run depends on is slept through."""
    assert idle(idle_site)
    change(idle_site)  # type: ignore[operator]
    assert not idle(idle_site)


def test_the_rest_ends_when_something_is_due(idle_site: SiteFolder) -> None:
    """At the newsletter's next moment, and not a second before, a real run is made; no clock set back is believed."""
    app = idle_site.app()
    until = float(app.cache.fact("calm_until"))
    standing = app.ledger.standing("monthly")
    assert standing
    assert until == standing.next_due.timestamp()
    assert is_idle(str(idle_site.root), until - 1)
    assert not is_idle(str(idle_site.root), until)
    app.cache.set_facts(calm_since=str(until - 10))
    assert not is_idle(str(idle_site.root), until - 11)


def test_a_waiting_post_ends_the_rest_at_its_time(site_folder: SiteFolder) -> None:
    """A post of tomorrow appears tomorrow, though nothing changes on disk."""
    site_folder.post("today")
    site_folder.post("later", date="2999-01-01T09:00Z")
    settle(site_folder)
    app = site_folder.app()
    app.cache.set_facts(calm_since="0")
    assert float(app.cache.fact("calm_until")) <= datetime(2999, 1, 1, 9, tzinfo=UTC).timestamp()


def test_nothing_rests_over_a_problem(site_folder: SiteFolder) -> None:
    """As long as something needs a person every run says so."""
    site_folder.write("posts/bad.md", "no date and no title")
    app = site_folder.app()
    run(app, datetime.now(UTC), silent)
    assert not idle(site_folder)


def test_a_file_saved_this_moment_is_looked_at_again(site_folder: SiteFolder) -> None:
    """What was saved within the same breath as a run could change once more without its times showing it."""
    site_folder.post("now")
    run(site_folder.app(), datetime.now(UTC), silent)
    assert not idle(site_folder)


def test_a_folder_without_a_cache_is_no_idle_site(tmp_path: Path) -> None:
    """Where nothing was ever built there is everything to do."""
    assert not is_idle(str(tmp_path / "nowhere"), 0)
