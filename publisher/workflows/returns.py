"""Read the mailbox of a newsletter: who unsubscribes by mail, whose address is dead, who called a letter spam."""

import mailbox
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from publisher.app import App, mailboxes
from publisher.delivery.returned import Returned, read
from publisher.errors import StateError
from publisher.state.subscribers import COMPLAINT
from publisher.tokens import issue_tag, read_bounce_tag, read_unsubscribe_token

_UNSUBSCRIBE = "unsubscribe"


def read_mailboxes(app: App, now: datetime) -> Mapping[str, int]:
    """Act on every mail that is new in the mailboxes of the settings, and say how many of each kind there were.

    What nobody of us signed changes nothing. A mail that was acted on is marked as seen, all others stay as they are,
    for a person. Raises `StateError` for a mailbox that cannot be read.
    """
    counts = Counter[str]()
    for path in mailboxes(app):
        counts += _read_mailbox(app, path, now)
    return counts


def _read_mailbox(app: App, path: Path, now: datetime) -> Counter[str]:
    try:
        box = mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
        with closing(box):
            return _act_on_all(app, box, now)
    except (OSError, mailbox.Error) as error:
        raise StateError(f"{path}: the mailbox cannot be read: {type(error).__name__}") from error


def _act_on_all(app: App, box: "mailbox.Maildir | mailbox.mbox", now: datetime) -> Counter[str]:
    counts = Counter[str]()
    box.lock()
    try:
        for key in list(box.keys()):  # iterating over a mailbox gives its mails
            mail = box[key]
            if _is_seen(mail):
                continue
            returned = read(box.get_bytes(key))
            if returned and _act(app, returned, now):
                counts[returned.kind] += 1
                _mark_seen(mail)
                box[key] = mail
        box.flush()
    finally:
        box.unlock()
    return counts


def _is_seen(mail: "mailbox.MaildirMessage | mailbox.mboxMessage") -> bool:
    return ("S" if isinstance(mail, mailbox.MaildirMessage) else "R") in mail.get_flags()


def _mark_seen(mail: "mailbox.MaildirMessage | mailbox.mboxMessage") -> None:
    if isinstance(mail, mailbox.MaildirMessage):
        mail.set_subdir("cur")
        mail.add_flag("S")
    else:
        mail.add_flag("R")


def _act(app: App, returned: Returned, now: datetime) -> bool:
    """Do what the mail asks for, if it carries our signature; whether it did."""
    if returned.kind == _UNSUBSCRIBE:
        return _unsubscribe(app, returned.token, now)
    named = read_bounce_tag(app.key(), returned.token)
    if returned.kind == COMPLAINT and not named:
        return _complain(app, returned.token, now)
    person = app.subscribers.find(named[0]) if named else None
    issue = next((one.id for one in app.ledger.issues() if named and issue_tag(one.id) == named[1]), "")
    if person is None or not issue:
        return False
    app.subscribers.note_return(person, issue, returned.kind, returned.status, app.digest(person.address), now)
    return True


def _complain(app: App, token: str, now: datetime) -> bool:
    """A report of spam that names no issue, only the way out of the letter it quotes."""
    named = read_unsubscribe_token(app.key(), token)
    person = app.subscribers.find(named[0]) if named else None
    if person:
        app.subscribers.suppress(person, app.digest(person.address), COMPLAINT, now)
    return person is not None


def _unsubscribe(app: App, token: str, now: datetime) -> bool:
    named = read_unsubscribe_token(app.key(), token)
    person = app.subscribers.find(named[0]) if named else None
    if named is None or person is None:
        return False
    app.subscribers.leave(person, named[1], "unsubscribed by mail", now)
    return True
