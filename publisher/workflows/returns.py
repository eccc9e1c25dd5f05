"""Read the mailbox of a newsletter: who unsubscribes by mail, whose address is dead, who called a letter spam."""

import mailbox
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from publisher.app import App, mailboxes
from publisher.delivery.returned import Returned, read
from publisher.errors import StateError
from publisher.state.subscribers import COMPLAINT
from publisher.tokens import issue_tag, read_bounce_tag, read_unsubscribe_token

_Mail = tuple[bytes, Callable[[], object]]  # and what marks it as seen
_UNSUBSCRIBE = "unsubscribe"
_SEEN, _READ = "S", "R"  # in a Maildir, in an mbox


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
    counts = Counter[str]()
    try:
        for content, mark_seen in _in_maildir(path) if path.is_dir() else _in_mbox(path):
            returned = read(content)
            if returned and _act(app, returned, now):
                counts[returned.kind] += 1
                mark_seen()
    except (OSError, mailbox.Error) as error:
        raise StateError(f"{path}: the mailbox cannot be read: {type(error).__name__}") from error
    return counts


def _in_maildir(path: Path) -> Iterator[_Mail]:
    """By renaming alone: a file that is written anew, as the standard library does, would lose its owner and mode."""
    for file in [*sorted((path / "new").iterdir()), *sorted((path / "cur").iterdir())]:
        name, _, flags = file.name.partition(":2,")
        if _SEEN not in flags:
            seen = path / "cur" / f"{name}:2,{''.join(sorted({*flags, _SEEN}))}"
            with suppress(FileNotFoundError):  # another program may have moved it a moment ago
                yield file.read_bytes(), partial(_move, file, seen)


def _move(file: Path, to: Path) -> None:
    with suppress(FileNotFoundError):  # then it is looked at again, which does nothing more
        file.rename(to)


def _in_mbox(path: Path) -> Iterator[_Mail]:
    with closing(mailbox.mbox(path, create=False)) as box:
        box.lock()
        try:
            for key in list(box.keys()):  # iterating over a mailbox gives its mails
                mail = box[key]
                if _READ not in mail.get_flags():
                    yield box.get_bytes(key), partial(_mark_read, box, key, mail)
            box.flush()
        finally:
            box.unlock()


def _mark_read(box: mailbox.mbox, key: str, mail: mailbox.mboxMessage) -> None:
    mail.add_flag(_READ)
    box[key] = mail


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
