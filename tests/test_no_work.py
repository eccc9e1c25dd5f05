"""A run with nothing to do stays cheap: counted, not timed."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from publisher.workflows.progress import silent
from publisher.workflows.run import run
from tests.conftest import SiteFolder

HEAVY = (
    *("feedgen", "premailer", "lxml", "jinja2", "apscheduler", "PIL", "comrak", "markdown_it", "nh3", "yaml", "bs4"),
    *("sentencex", "regex", "markdownify", "asyncio", "cssutils"),
)
PROBE = f"""
import builtins, json, os, sys
opened, written = [], []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and os.sep + "site" + os.sep in arguments[0]:
        (written if arguments[2] & (os.O_WRONLY | os.O_RDWR) else opened).append(arguments[0].split("/site/")[1])
sys.addaudithook(watch)
from publisher.cli import main
code = main(["--site", sys.argv[1], "run"])
print(json.dumps([code, [m for m in {HEAVY!r} if m in sys.modules], opened, written]))
"""


@pytest.fixture
def idle_site(site_folder: SiteFolder) -> SiteFolder:
    """A site whose news were built and sent, with posts saved long ago."""
    for number in range(5):
        path = site_folder.post(f"post-{number}", body=f"Words of {number}.")
        os.utime(path, ns=(10**18, 10**18))
    subprocess.run([sys.executable, "-m", "publisher", "--site", str(site_folder.root), "run"], check=True)
    return site_folder


def test_idle_run_imports_nothing_heavy_and_opens_no_post(idle_site: SiteFolder) -> None:
    """Neither a renderer nor a calendar is loaded, no post is read, and only the lock is opened for writing."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(idle_site.root)], check=True, capture_output=True, text=True
    )
    code, heavy, opened, written = json.loads(done.stdout)
    assert (code, heavy) == (0, [])
    assert [path for path in opened if path.startswith("posts/")] == []
    assert [path for path in written if path != ".publisher/lock"] == []


def test_idle_run_asks_the_database_little(idle_site: SiteFolder) -> None:
    """A handful of statements, however many posts there are."""
    app, statements = idle_site.app(), list[str]()
    app.connection().set_trace_callback(statements.append)
    run(app, datetime.now(UTC), silent)
    assert len(statements) <= 10
