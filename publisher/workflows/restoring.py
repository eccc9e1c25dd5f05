"""Come back from a backup without mailing anybody twice: what may have been sent since is taken for sent."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from publisher.app import App
from publisher.state.backup import put_back
from publisher.workflows.build import prepare
from publisher.workflows.progress import Progress
from publisher.workflows.stock import take_stock


class Restored(NamedTuple):
    """What was done to be safe: deliveries that are in doubt now, and posts that no newsletter will mail any more."""

    in_doubt: int
    posts: int


def restore(app: App, backup: Path, restored_at: datetime, progress: Progress) -> Restored:
    """Put the backup back as the site's state.

    Nobody knows what was sent between the backup and `restored_at`. So deliveries that waited are in doubt, slots of
    newsletters until then are settled, and every post that was public then counts as mailed: a letter that is lost can
    be sent by hand, one that was sent twice cannot be taken back.
    """
    put_back(backup, app.state, app.state_key)
    stock = take_stock(app, restored_at, progress)
    posts = prepare(app, stock, restored_at).publication.posts
    return Restored(*app.ledger.settle_restored(tuple(app.settings.newsletter), posts, restored_at))
