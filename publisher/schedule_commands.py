"""What the command `publisher schedule` does."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.commands import at_site, now_utc
from publisher.terminal import Terminal, moment

if TYPE_CHECKING:
    import argparse

    from publisher.app import App
    from publisher.workflows.timetable import Timetable


def schedule(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Tell when letters go out, or what to give to cron or systemd."""
    import getpass

    from publisher.workflows import timetable

    app, command = at_site(options), Path(sys.executable).with_name("publisher")
    if options.crontab:
        terminal.always(timetable.crontab(app, command).rstrip())
    elif options.systemd:
        terminal.always(timetable.systemd(app, command, getpass.getuser()).rstrip())
    else:
        found = timetable.timetables(app, now_utc(), options.count)
        terminal.always(_json(found) if options.json else "\n".join(_lines(found, app)))
    return 0


def _lines(timetables: "list[Timetable]", app: "App") -> list[str]:
    lines = []
    for one in timetables:
        lines.append(f"{one.newsletter}: {one.rule}")
        for slot in one.slots:
            note = f"  ({slot.note})" if slot.note else ""
            lines.append(f"  {slot.period}  {moment(slot.at, app.site.zone)}{note}")
    return lines or ["no newsletter in the settings"]


def _json(timetables: "list[Timetable]") -> str:
    facts = [
        {
            "newsletter": one.newsletter,
            "rule": one.rule,
            "slots": [{"at": slot.at.isoformat(), "period": slot.period, "note": slot.note} for slot in one.slots],
        }
        for one in timetables
    ]
    return json.dumps(facts, ensure_ascii=False, indent=2)
