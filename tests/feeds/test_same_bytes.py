import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.model import Post, Publication

ROOT = Path(__file__).parents[2]

_BUILD = """
import hashlib, locale, runpy, time
from publisher.feeds import atom, jsonfeed, rss
from publisher.model import Publication
locale.setlocale(locale.LC_ALL, "")
time.tzset()
make = runpy.run_path("tests/conftest.py")
posts = [make["make_post"](slug=f"n{number}", tags=("b", "a", "ñ")) for number in range(5)]
publication = Publication(site=make["make_site"](), posts=tuple(posts))
for output in (rss, atom, jsonfeed):
    (artifact,) = output.render(publication, output.Options())
    print(hashlib.sha256(artifact.content).hexdigest())
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


@pytest.mark.parametrize(
    ("zone", "locale", "seed"),
    [("UTC", "C", "0"), ("Pacific/Apia", "C.UTF-8", "1"), ("America/St_Johns", "POSIX", "5")],
)
def test_another_machine_writes_the_same_bytes(
    zone: str,
    locale: str,
    seed: str,
    post: Callable[..., Post],
    publication: Callable[..., Publication],
    write: Callable[[Publication], dict[str, bytes]],
) -> None:
    """Zone, locale and hash seed of a process leave no trace in its feeds."""
    here = write(publication(*(post(slug=f"n{number}", tags=("b", "a", "ñ")) for number in range(5))))
    there = _run(_BUILD, TZ=zone, LC_ALL=locale, PYTHONHASHSEED=seed)
    assert there.split() == [hashlib.sha256(content).hexdigest() for content in here.values()]


def test_a_run_without_work_does_not_load_the_libraries() -> None:
    """Importing the feeds costs nothing: feedgen and lxml come in when the first feed is written."""
    assert _run(_IMPORT) == "[]\n"
