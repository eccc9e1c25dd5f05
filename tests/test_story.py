"""The whole story, as a practice would live it: from a pasted page to letters in the post, and then to silence."""

import os
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import feedparser

PAGE = """A Quiet Clinic

Why We Ask About Your Sleep
By Dr. Ada ~ 2/14/2024

  1. Rest Is When Repair Happens
    Much of the body's repair is thought to take place at night. Poor sleep may make pain feel worse.

What You Can Try
    • Keep one hour: Go to bed at the same time each day.

    • Cool the room: Most people sleep better below 68 degrees.

Share this post!
"""


def publisher(folder: Path, *arguments: str) -> str:
    """Run one command in the folder; its output comes back, its failure fails the story."""
    command = [sys.executable, "-m", "publisher", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def messages(folder: Path) -> list[EmailMessage]:
    found = sorted((folder / "out/mail").rglob("*.eml"))
    return [message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default) for path in found]


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_from_a_pasted_page_to_letters_and_silence(tmp_path: Path) -> None:
    """Init, import, run: feeds a reader takes, share text, one letter a reader; run again: nothing at all."""
    site = tmp_path / "clinic"
    answers = ("--title", "A Quiet Clinic", "--url", "https://blog.example.org/", "--address", "1 Main Street")
    publisher(tmp_path, "init", "clinic", *answers)
    (site / "posts").rename(tmp_path / "welcome")
    (site / "posts").mkdir()
    settings = site / "config/publisher.toml"
    text = settings.read_text("utf-8")
    since = next(line for line in text.splitlines() if line.startswith("since = "))
    settings.write_text(text.replace(since, "since = 2024-01-01"), "utf-8")
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    publisher(site, "import", str(tmp_path / "page.txt"))
    for post in (site / "posts").iterdir():
        os.utime(post, (1_000_000_000, 1_000_000_000))  # saved long ago: a fresh file is looked at twice
    publisher(site, "check")
    bring_list(site)
    publisher(site, "run")

    feed = feedparser.parse((site / "out/public/rss.xml").read_bytes())
    assert (feed.bozo, [entry.title for entry in feed.entries]) == (False, ["Why We Ask About Your Sleep"])
    assert "https://blog.example.org/why-we-ask-about-your-sleep/" in (
        site / "out/social/why-we-ask-about-your-sleep/x.txt"
    ).read_text("utf-8")
    letters = messages(site)
    readers = (site / "config/sample-subscribers.csv").read_text("utf-8").splitlines()[1:]
    assert sorted(letter["To"].addresses[0].addr_spec for letter in letters) == sorted(
        line.split(",")[0] for line in readers
    )
    for letter in letters:
        assert "Keep one hour" in part(letter, "plain")
        assert "Keep one hour" in part(letter, "html")
        assert "mailto:unsubscribe@blog.example.org?subject=unsubscribe%20" in letter["List-Unsubscribe"]

    before = times(site)
    assert publisher(site, "run") == ""
    assert times(site) == before


def bring_list(site: Path) -> str:
    """As a person would: look at what would happen, then let it; what was said."""
    words = ("subscribers", "import", str(site / "config/sample-subscribers.csv"), "--consent", "a form")
    said = publisher(site, *words)
    return said + publisher(site, *words, "--apply", said.split()[-1])


def times(site: Path) -> dict[Path, int]:
    """When each file was last changed; but for the cache, which notes that what was saved a moment ago is settled."""
    files = (path for path in site.rglob("*") if path.is_file() and path.name != "cache.db")
    return {path: path.stat().st_mtime_ns for path in files}


def test_no_address_is_anywhere_but_in_state_and_messages(tmp_path: Path) -> None:
    """The list says who is a patient: feeds, pages, letters to look at, file names and output never do."""
    publisher(tmp_path, "init", "clinic", "--sample")
    site = tmp_path / "clinic"
    (site / "config/sample-subscribers.csv").write_text("address,name\ncanary@example.net,Canary Bird\n", "utf-8")
    said = (
        bring_list(site)
        + publisher(site, "-v", "run")
        + publisher(site, "run", "--json")
        + publisher(site, "status", "--json")
    )
    holders = {
        path.relative_to(site).parts[:2]
        for path in site.rglob("*")
        if path.is_file() and b"canary" in path.read_bytes().lower()
    }
    assert holders == {(".publisher", "state.db"), ("config", "sample-subscribers.csv"), ("out", "mail")}
    assert "canary" not in said.lower()
    assert not [path for path in site.rglob("*") if "canary" in path.name.lower()]
    messages = [oct(path.stat().st_mode & 0o777) for path in (site / "out/mail").rglob("*.eml")]
    assert messages == ["0o600"] * 4  # the sample's three readers came with it
    assert (site / "out/mail").stat().st_mode & 0o077 == 0
