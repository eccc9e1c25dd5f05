"""What the commands `publisher backup` and `publisher restore` do."""

from typing import TYPE_CHECKING

from publisher.commands import locked, moment_of, now_utc
from publisher.layout import STATE_FOLDER
from publisher.terminal import Terminal

if TYPE_CHECKING:
    import argparse


def backup(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Copy the state into a file."""
    from publisher.state.backup import back_up

    with locked(options) as app:
        back_up(options.site / STATE_FOLDER, options.file, app.state_key)
    terminal.always(str(options.file))
    terminal.say("Keep it private, and the signing key (.publisher/key) in another place.")
    return 0


def encrypt(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Change the form of the state."""
    from publisher.state.encryption import recode

    with locked(options) as app:
        path = recode(options.site / STATE_FOLDER, app.state_key, encrypted=not options.undo)
    terminal.always(f"{path} is {'in the clear' if options.undo else 'encrypted'} now")
    if not options.undo:
        terminal.say("Keep the key apart from the backups: without it nobody can read either.")
    return 0


def restore(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Put a backup back, and be sure that nobody is mailed twice."""
    from publisher.workflows.restoring import restore

    with locked(options) as app:
        at = moment_of(options.restored_at, "--restored-at", options) if options.restored_at else now_utc()
        restored = restore(app, options.backup, at, terminal.progress)
    terminal.always(f"restored; {restored.posts} posts count as mailed, {restored.in_doubt} deliveries are in doubt")
    terminal.say("Who left or was suppressed since the backup is not known: look at your list before the next letter.")
    return 0
