"""The mailboxes of a site during one run: looked into at its start, and again while letters go out."""

from collections.abc import Mapping
from datetime import datetime

from publisher.app import App, mailboxes
from publisher.idle import mail_looks


class Mail:
    """`looks` is how the mailboxes looked before they were read last; empty for a site that has none."""

    def __init__(self, app: App, now: datetime) -> None:
        self._app, self._now = app, now
        self._mailboxes = "\n".join(map(str, mailboxes(app)))
        self.looks: Mapping[str, str] = {}

    def look_in(self) -> None:
        """Act on what is new, if there is anything; raises as `read_mailboxes`."""
        looks = mail_looks(self._mailboxes)
        if self._mailboxes and (not self.looks or looks != self.looks):
            from publisher.workflows.returns import read_mailboxes  # who reads no mail does not import its parser

            read_mailboxes(self._app, self._now)
            self.looks = looks
