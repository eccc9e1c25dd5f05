import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from publisher.model import Post

ROOT = Path(__file__).parents[2]

_BUILD = """
import hashlib, locale, runpy, time
from publisher.feeds.options import Options
from publisher.feeds.outputs import output
from tests.outputs import make_all
locale.setlocale(locale.LC_ALL, "")
time.tzset()
make = runpy.run_path("tests/conftest.py")
post, site, languages = make["make_post"], make["make_site"](), ("en", "es")
posts = [post(slug=f"n{n}", tags=("b", "a", "ñ"), language=languages[n % 2]) for n in range(5)]
for artifact in make_all(output(site, Options(), archives=(), moved=()), site, posts):
    print(artifact.path.removeprefix("public/"), hashlib.sha256(artifact.content).hexdigest())
"""

_IMPORT = """
import importlib, pkgutil, sys
import publisher.feeds
for module in pkgutil.walk_packages(publisher.feeds.__path__, "publisher.feeds."):
    importlib.import_module(module.name)
print(sorted({"feedgen", "lxml", "dateutil"} & set(sys.modules)))
"""


def _run(script: str, **environment: str) -> str:
    inherited = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", "-c", script]
    ran = subprocess.run(command, cwd=ROOT, env=inherited | environment, capture_output=True, text=True, check=True)
    return ran.stdout


# feed practice A3; hostile input 39
@pytest.mark.parametrize(
    ("zone", "locale", "seed"),
    [("UTC", "C", "0"), ("Pacific/Apia", "C.UTF-8", "1"), ("America/St_Johns", "POSIX", "5")],
)
def test_another_machine_writes_the_same_bytes(
    zone: str,
    locale: str,
    seed: str,
    post: Callable[..., Post],
    write: Callable[..., dict[str, bytes]],
) -> None:
    """Zone, locale and hash seed of a process leave no trace in its feeds."""
    languages = ("en", "es")
    posts = [post(slug=f"n{n}", tags=("b", "a", "ñ"), language=languages[n % 2]) for n in range(5)]
    there = _run(_BUILD, TZ=zone, LC_ALL=locale, PYTHONHASHSEED=seed)
    here = [f"{path} {hashlib.sha256(content).hexdigest()}" for path, content in write(*posts).items()]
    assert there.splitlines() == here


# hostile input 39
def test_threads_write_the_same_bytes(
    rich_post: Post, post: Callable[..., Post], feeds: Callable[..., dict[str, bytes]]
) -> None:
    """Several at a time do not disturb each other, as feedgen's own dates would by changing the locale."""
    expected = feeds(rich_post, post())
    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(lambda _: feeds(rich_post, post()), range(20))] == [expected] * 20


def test_a_run_without_work_does_not_load_the_libraries() -> None:
    """Importing the feeds costs nothing: feedgen and lxml come in when the first feed is written."""
    assert _run(_IMPORT) == "[]\n"
