"""Runs each judge once over a folder of letters; starting a browser or a JVM for each letter would take minutes."""

import json
import mailbox
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests.judges.letters import Letter

Findings = Mapping[str, Mapping[str, list[str]]]  # by letter and what was looked at

HERE = Path(__file__).parent
_PACKAGES = HERE / "node_modules"
# no slow compiler for a run of seconds; the checker follows its schema deep down
_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# without a relay on top SpamAssassin takes the message for its own network's; other addresses kept for examples it
# calls impossible
_RECEIVED = """Received: from news.example.com (news.example.com [IPv6:2001:db8::25])
\tby mx.example.org (Postfix) with ESMTPS id 4ABCDE{place:04d}
\tfor <maya@example.org>; Mon, 02 Mar 2026 14:00:05 +0000
"""


@dataclass(frozen=True, kw_only=True)
class Score:
    """SpamAssassin's opinion: points, and the rules that gave them."""

    points: float
    rules: tuple[str, ...]


def write_pages(letters: Mapping[str, Letter], folder: Path) -> None:
    """Each letter as NAME.html and, before it was inlined, NAME.sheet.html; the sizes of pictures as pictures.json."""
    pictures: dict[str, tuple[int, int]] = {}
    for name, letter in letters.items():
        (folder / f"{name}.html").write_text(letter.html, "utf-8")
        if letter.sheet:
            (folder / f"{name}.sheet.html").write_text(letter.styled_by_sheet, "utf-8")
        pictures |= letter.pictures
    (folder / "pictures.json").write_text(json.dumps(pictures), "utf-8")


def write_messages(letters: Mapping[str, Letter], folder: Path) -> None:
    """Each message as NAME.eml."""
    for name, letter in letters.items():
        (folder / f"{name}.eml").write_bytes(letter.message)


def nu(folder: Path) -> Mapping[str, list[str]]:
    """The errors of the Nu checker in each letter; its warnings are about attributes that old Outlook needs."""
    jar = _PACKAGES / "vnu-jar/build/dist/vnu.jar"
    _require_packages()
    letters = [path for path in sorted(folder.glob("*.html")) if not path.name.endswith(".sheet.html")]
    command = [_program("java"), *_JAVA, "-jar", str(jar), "--format", "json", "--exit-zero-always"]
    found: dict[str, list[str]] = {path.stem: [] for path in letters}
    for message in json.loads(_run([*command, *map(str, letters)]).stderr)["messages"]:
        if message["type"] != "info":
            name = Path(message.get("url", "unknown")).stem
            found.setdefault(name, []).append(f"{message['message']} {message.get('extract', '')!r}")
    return found


def nu_of_tree(out: Path) -> Mapping[str, list[str]]:
    """The errors of the Nu checker in each page below a folder, by its path there."""
    jar = _PACKAGES / "vnu-jar/build/dist/vnu.jar"
    _require_packages()
    pages = sorted(out.rglob("*.html"))
    command = [_program("java"), *_JAVA, "-jar", str(jar), "--format", "json", "--exit-zero-always"]
    found: dict[str, list[str]] = {path.relative_to(out).as_posix(): [] for path in pages}
    by_address = {path.as_uri(): name for path, name in zip(pages, found, strict=True)}
    for message in json.loads(_run([*command, *map(str, pages)]).stderr)["messages"]:
        if message["type"] != "info":
            name = by_address[message["url"].replace("file:/", "file:///", 1).replace("file://///", "file:///")]
            found[name].append(f"{message['message']} {message.get('extract', '')!r}")
    return found


def in_browser_as_website(out: Path, origin: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """What a real browser finds in each page of a website, by its path: see website.mjs."""
    found: Mapping[str, Mapping[str, Sequence[str]]] = _node("website.mjs", _program(*_BROWSERS), str(out), origin)
    return found


def photograph_website(out: Path, origin: str, screens: Path) -> None:
    """Pictures of every page, narrow and wide, in light and dark."""
    _require_packages()
    _run([_program("node"), str(HERE / "website.mjs"), _program(*_BROWSERS), str(out), origin, str(screens)])


def in_browser(folder: Path) -> Findings:
    """What a real browser finds in each letter: overflow, axe, contrast, and styles that inlining changed."""
    found: Findings = _node("browser.mjs", _program(*_BROWSERS), str(folder))
    return found


def photograph(folder: Path, screens: Path) -> None:
    """Pictures of every letter as a telephone and a wide window show it, in light and dark, with images and without."""
    _require_packages()
    _run([_program("node"), str(HERE / "browser.mjs"), _program(*_BROWSERS), str(folder), str(screens)])


def caniemail(folder: Path) -> Findings:
    """Pairs of feature and client where caniemail.com knows of errors and of warnings."""
    found: Findings = _node("caniemail.mjs", str(folder))
    return found


def postal_mime(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Each message as postal-mime reads it."""
    read: Mapping[str, Mapping[str, Any]] = _node("mime.mjs", str(folder))
    return read


def spamassassin(folder: Path) -> Mapping[str, Score]:
    """SpamAssassin's score of each message, by its local rules alone."""
    program = shutil.which("spamassassin")
    if not program:
        pytest.skip("no spamassassin on this machine")
    paths = sorted(folder.glob("*.eml"))
    letters = (_RECEIVED.format(place=place) + _unix(path) for place, path in enumerate(paths))
    sent = "".join(f"From letter@news.example.com Mon Mar  2 14:00:05 2026\n{letter}\n" for letter in letters)
    (folder / "sent.mbox").write_text(sent, "ascii")
    judged = folder / "judged.mbox"
    nobodys_own = ["--prefspath", os.devnull, "--cf", "use_bayes 0"]
    command = [program, "--local", *nobodys_own, "--mbox", str(folder / "sent.mbox")]
    judged.write_text(_run(command).stdout, "utf-8")
    with closing(mailbox.mbox(judged)) as box:
        # it gives them back in an order of its own
        return {paths[_place(message)].stem: _score(str(message["X-Spam-Status"])) for message in box}


def _unix(path: Path) -> str:
    """A message as it lies in an mbox file."""
    return re.sub("^From ", ">From ", path.read_bytes().decode("ascii").replace("\r\n", "\n"), flags=re.MULTILINE)


def _place(message: Message) -> int:
    found = re.search(r"ESMTPS id 4ABCDE(\d+)", str(message["Received"]))
    assert found
    return int(found[1])


def _score(status: str) -> Score:
    points = re.search(r"score=(-?[\d.]+)", status)
    rules = re.search(r"tests=(.*?)\s+autolearn", status, re.DOTALL)
    assert points
    assert rules
    return Score(points=float(points[1]), rules=tuple(re.split(r"[,\s]+", rules[1])))


def _node(script: str, *arguments: str) -> Any:
    _require_packages()
    return json.loads(_run([_program("node"), str(HERE / script), *arguments]).stdout)


def _require_packages() -> None:
    if not (_PACKAGES / "ready").is_file():
        _without("the node packages of tests/judges are not installed; try 'make judges'")


def _program(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    return found or _without(f"no {names[0]} on this machine")


def _without(reason: str) -> str:
    """A judge that is not there lets a reader's machine pass, visibly, but no build that others rely on."""
    if os.environ.get("CI"):
        pytest.fail(f"a judge is missing: {reason}", pytrace=False)
    pytest.skip(reason)


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=HERE)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr[-2000:]}")
    return done
