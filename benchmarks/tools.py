"""The programs that are measured: how each one's site is laid out, how it is called, and what it must have made."""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import corpus

_HERE = Path(__file__).parent
_IN_FEED = 20


class Usage(NamedTuple):
    """What one run of a command took; `peak_mib` is that of its largest process."""

    cpu_s: float
    wall_s: float
    peak_mib: float


class WrongWorkError(Exception):
    """A tool did not make what the others made: a figure of it would say nothing."""


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One program and its site below `root`, which is laid out like the folder of that name below peers/.

    `cold` builds a site that has no output, `again` one that was built before. `made` are the files and folders that
    it writes, `pages` the one that holds the pages, `feed` the path of the feed in it, `entry` what begins an entry.
    """

    name: str
    root: Path
    posts: str
    cold: Sequence[str]
    again: Sequence[str]
    made: tuple[str, ...]
    pages: str
    feed: str
    entry: bytes = b"<item>"
    beside: tuple[tuple[str, Path], ...] = ()

    def lay_out(self, posts: int, seed: int) -> None:
        """Write the site and its posts."""
        template = _HERE / "peers" / self.name
        self.root.mkdir(parents=True)
        if template.is_dir():
            shutil.copytree(template, self.root, dirs_exist_ok=True)
        for name, path in self.beside:
            (self.root / name).symlink_to(path)
        corpus.make(self.root / self.posts, posts, seed)
        for path in (self.root / self.posts).iterdir():
            os.utime(path, (1_000_000_000, 1_000_000_000))  # saved long ago: a file just saved is looked at twice

    def put_aside(self) -> None:
        """Make the next build a cold one. Nothing is deleted: files made after many were are dear on ext4."""
        for number in itertools.count():
            aside = self.root.parent / "aside" / f"{self.root.name}-{number}"
            if not aside.exists():
                break
        aside.mkdir(parents=True)
        for name in self.made:
            if (self.root / name).exists():
                (self.root / name).rename(aside / name)

    def edit(self, mark: str) -> None:
        """Add a sentence to the newest post: its page and every feed have to show it."""
        path = max((self.root / self.posts).glob("*.md"))
        path.write_text(path.read_text("utf-8") + f"\nThe {mark} sentence.\n", "utf-8")

    def run(self, command: Sequence[str]) -> Usage:
        """Run one of its commands in its folder, with the posts in memory, as a disk's cache holds what is in use."""
        # what others have written must not be waited for when this one makes its files durable
        os.sync()
        for path in (self.root / self.posts).iterdir():
            path.read_bytes()
        return measured(command, self.root)

    def check(self, posts: int, mark: str = "") -> None:
        """Refuse a tool that made less or other than the rest: every page, twenty whole entries, the edit in both."""
        pages = self.root / self.pages
        count = sum((folder / "index.html").exists() for folder in pages.glob("post-*"))
        feed = (pages / self.feed).read_bytes()
        newest = max(pages.glob("post-*")) / "index.html"
        for fact, wanted, found in (
            ("pages", posts, count),
            ("entries in its feed", min(_IN_FEED, posts), feed.count(self.entry)),
            ("edits in the newest page", 1, mark.encode() in newest.read_bytes()),
            ("edits in its feed", 1, mark.encode() in feed),
        ):
            if wanted != found:
                raise WrongWorkError(f"{self.name} made {found} {fact}, not {wanted}; look into {self.root}")


def measured(command: Sequence[str], folder: Path) -> Usage:
    """What the command took; raises `WrongWorkError` with the end of its output when it failed."""
    log = folder / "measured.log"
    helper = [sys.executable, "-I", "-S", str(_HERE / "measured.py"), str(log), *command]
    done = subprocess.run(helper, cwd=folder, check=True, capture_output=True, text=True)
    cpu_s, wall_s, peak_kib, code = map(float, done.stdout.split())
    if code:
        raise WrongWorkError(f"{' '.join(command)} ended with {code:.0f}:\n{log.read_text('utf-8')[-1500:]}")
    return Usage(cpu_s, wall_s, peak_kib / 1024)


def publisher(installed: Path, work: Path, name: str = "publisher", *, has_letter: bool = False) -> Tool:
    """Ours, from the environment `installed`; `name` is its settings below peers/. One that `has_letter` gets its one
    subscriber with each cold build, because the list lies in what such a build begins without.
    """
    program = str(installed / "bin/publisher")
    command = (program, "run")
    join = f"{program} subscribers add ada@example.org Ada --consent benchmark"
    return Tool(
        name=name,
        root=work / name,
        posts="posts",
        cold=("/bin/sh", "-c", f"{join} && {program} run") if has_letter else command,
        again=command,
        made=("out", ".publisher"),
        pages="out/public",
        feed="rss.xml",
    )


def _hugo(peers: Path, work: Path) -> Tool | None:
    # the Python package's own command would add the start of an interpreter
    binary = next(peers.glob("py/lib/python*/site-packages/hugo/binaries/hugo"), None)
    if binary is None:
        return None
    command = (str(binary), "build", "--quiet", "--cacheDir", str(work / "hugo-cache"))
    return Tool(
        name="hugo",
        root=work / "hugo",
        posts="content/posts",
        cold=command,
        again=command,
        made=("public",),
        pages="public",
        feed="index.xml",
    )


def _eleventy(peers: Path, work: Path) -> Tool | None:
    modules = peers / "eleventy/node_modules"
    command = ("node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")
    if not (modules / "@11ty/eleventy/cmd.cjs").exists() or not shutil.which("node"):
        return None
    return Tool(
        name="eleventy",
        root=work / "eleventy",
        posts="posts",
        cold=command,
        again=command,
        made=("_site",),
        pages="_site",
        feed="feed.xml",
        beside=(("node_modules", modules),),
    )


def _pelican(peers: Path, work: Path) -> Tool | None:
    program = peers / "py/bin/pelican"
    command = (str(program), "--quiet", "--settings", "pelicanconf.py")
    if not program.exists():
        return None
    return Tool(
        name="pelican",
        root=work / "pelican",
        posts="content/posts",
        cold=command,
        again=(*command, "--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"),
        made=("output", "cache"),
        pages="output",
        feed="feed.xml",
    )


# where each is looked for: in the folder that peers.sh filled
PEERS: dict[str, Callable[[Path, Path], Tool | None]] = {"hugo": _hugo, "eleventy": _eleventy, "pelican": _pelican}
