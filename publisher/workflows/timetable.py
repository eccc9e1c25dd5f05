"""When letters go out: the next moments of each newsletter, and what has a machine ask for them."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from publisher.app import App, mailboxes
from publisher.layout import OUT_FOLDER, STATE_FOLDER
from publisher.schedule.timetable import Slot, upcoming
from publisher.workflows.letters import rules

_EVERY_MINUTES = 10


class Timetable(NamedTuple):
    """A newsletter, its rule as the settings say it, and its next slots."""

    newsletter: str
    rule: str
    slots: list[Slot]


def timetables(app: App, now: datetime, count: int) -> list[Timetable]:
    """The next `count` slots of each newsletter; raises `SettingsError` for schedules that cannot be read."""
    return [Timetable(name, rule.text, upcoming(rule, now, count)) for name, rule in rules(app).items()]


def crontab(app: App, command: Path) -> str:
    """A line for `crontab -e` that runs `command` often enough; it prints nothing unless a person is needed."""
    return (
        "# publisher: cron mails you what it prints, and it prints only what you should act on\n"
        f"*/{_EVERY_MINUTES} * * * * {_cron_word(command)} --site {_cron_word(app.root.resolve())} run\n"
    )


def systemd(app: App, command: Path, user: str) -> str:
    """A service and its timer as systemd reads them, one after the other, each below a line with its file's name.

    The service may write where it has to, and nowhere else.
    """
    site = app.root.resolve()
    writable = [site / STATE_FOLDER, site / OUT_FOLDER, *(path.resolve() for path in mailboxes(app))]
    paths = " ".join(_unit_word(path) for path in writable)
    return _UNITS.format(
        command=_unit_word(command), site=_unit_word(site), paths=paths, user=user, minutes=_EVERY_MINUTES
    )


def _cron_word(path: Path) -> str:
    """A path for cron's shell; cron itself takes a percent sign for the end of the line."""
    import shlex

    return shlex.quote(str(path)).replace("%", "\\%")


def _unit_word(path: Path) -> str:
    """A path for a unit file, where a percent sign and a backslash mean something, and blanks end a word."""
    escaped = str(path).replace("\\", "\\\\").replace("%", "%%").replace('"', '\\"')
    return f'"{escaped}"' if any(sign in escaped for sign in " \t'\\\"") else escaped


_UNITS = """\
# /etc/systemd/system/publisher.service
[Unit]
Description=Publish what is new, and send the letters that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={user}
ExecStart={command} --site {site} run
# another run at work is no failure
SuccessExitStatus=75
# secrets, as files that only root can read:
#LoadCredential=smtp_password:/etc/publisher/smtp_password
#LoadCredential=key:/etc/publisher/key
# these folders must be there: run it once by hand first
ReadWritePaths={paths}
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
SystemCallFilter=@system-service
LimitCORE=0

# /etc/systemd/system/publisher.timer
[Unit]
Description=Ask every {minutes} minutes whether anything is due

[Timer]
OnCalendar=*:0/{minutes}
Persistent=yes

[Install]
WantedBy=timers.target

# then: systemctl daemon-reload && systemctl enable --now publisher.timer
"""
