"""Find out in a moment that a run has nothing to do, which is what cron asks nearly always.

Looks at names, sizes and times alone; opens no post, no setting and no template, and imports nothing that the rest of
the publisher needs. Whatever is not plainly as the last complete run left it is left to a real run to look at.
"""

import os
import sys

from publisher import __version__
from publisher.layout import (
    CACHE_DATABASE,
    IDS_FILE,
    OUT_FOLDER,
    SETTINGS_FILE,
    STATE_DATABASE,
    STATE_FOLDER,
    THEME_FILE,
)
from publisher.look import LINK, digest, look, look_at


def is_idle(site: str, now_s: float) -> bool:
    """Whether a run at `now_s` (unix seconds) would find nothing new, nothing due and nothing left to send."""
    facts = _facts(os.path.join(site, STATE_FOLDER, CACHE_DATABASE))
    calm_until = facts.get("calm_until", "")
    # before the moment of the last run the clock was set back: that is no everyday run
    if not calm_until or not float(facts["calm_since"]) <= now_s < float(calm_until):
        return False
    try:
        return (
            facts["calm_state"] == state_look(site)
            and facts["calm_out"] == out_look(os.path.join(site, OUT_FOLDER))
            and facts["calm_mail"] == mail_look(facts["mailboxes"])
            and facts["calm_inputs"] == digest(inputs_look(site, facts["packages"]))
            and facts["calm_posts"] == digest(_posts_look(site, facts["folder"]))
        )
    except OSError:
        return False


def taken_look(site: str, folder: str) -> dict[str, str]:
    """How the posts folder looks: what `is_idle` saw a moment ago in this process, once, or else a new look."""
    return _seen.pop((site, folder), None) or look(site, folder)


# a look at 10,000 posts takes a tenth of a run that has one of them to do, so it is not taken twice
_seen: dict[tuple[str, str], dict[str, str]] = {}


def _posts_look(site: str, folder: str) -> dict[str, str]:
    _seen[site, folder] = look(site, folder)
    return _seen[site, folder]


def inputs_look(site: str, packages: str) -> dict[str, str]:
    """How everything looks that outputs are made from beside the posts: settings, templates, and what makes them."""
    looks = {name: _single(os.path.join(site, name)) for name in (SETTINGS_FILE, THEME_FILE, IDS_FILE)}
    looks["packages"] = _single(packages)
    looks["program"] = f"{__version__} {sys.version} {sys.prefix}"
    for place in _template_folders(site):
        for name, seen in look(place, "").items():
            path = f"{place}{name}"
            looks[path] = _single(path) if seen == LINK else seen  # a template may be a link, and is read through it
    return looks


def state_look(site: str) -> str:
    """How the state database looks: one that was restored, removed or written to needs a run."""
    return _single(os.path.join(site, STATE_FOLDER, STATE_DATABASE))


def out_look(out: str) -> str:
    """Names the public folder that is there now, `""` for none: one removed and made anew has another inode."""
    try:
        return str(os.stat(os.path.join(out, "public")).st_ino)
    except FileNotFoundError:
        return ""


def mail_look(mailboxes: str) -> str:
    """How the mailboxes look, a path a line, as one text; empty for none."""
    return digest(mail_looks(mailboxes)) if mailboxes else ""


def mail_looks(mailboxes: str) -> dict[str, str]:
    """The same for each: a new mail changes the folder or the file that it arrives in."""
    return look_at([path for box in mailboxes.splitlines() for path in (box, os.path.join(box, "new"))])


def _single(path: str) -> str:
    return look_at([path]).get(path, "")


def _template_folders(site: str) -> list[str]:
    package = os.path.dirname(__file__)
    bundled = os.path.join(package, "site", "templates")
    beside = os.path.join(os.path.dirname(package), "templates")  # of a checkout
    return [place for place in (os.path.join(site, "templates"), bundled, beside) if os.path.isdir(place)]


def _facts(cache: str) -> dict[str, str]:
    """What the last run remembered; nothing where there is no cache that can be read."""
    import sqlite3

    if not os.path.exists(cache):
        return {}
    try:
        connection = sqlite3.connect(cache, timeout=1)
    except sqlite3.Error:  # a real run says what is in the way
        return {}
    try:
        return dict(connection.execute("SELECT name, value FROM fact"))
    except sqlite3.Error:
        return {}
    finally:
        connection.close()
