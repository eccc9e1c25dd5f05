"""The letter as files for the author to look at before anybody gets it."""

import hashlib
from datetime import datetime

from publisher.model import Artifact, Issue, Newsletter, Site, Subscriber
from publisher.newsletter.message import Mailing, sender_domain
from publisher.newsletter.options import Options
from publisher.newsletter.slots import fill, own_parts

_NOBODY = "proof"  # stands where a token stands; a signed one is longer, so this takes no reader off a list


def proof(issue: Issue, newsletter: Newsletter, site: Site, options: Options, date: datetime) -> list[Artifact]:
    """The letter as html, as text and as a whole message, below `newsletters/<issue id>/`.

    Addressed to the newsletter's own reply address and dated `date`, when the issue is due: no secret and no reader is
    in it, and the same issue gives the same bytes.
    """
    reader = Subscriber(id="proof", address=options.reply_to)
    html, text = fill(newsletter, own_parts(options, reader, _NOBODY))
    named = hashlib.sha256(issue.id.encode()).hexdigest()[:26]
    message = Mailing(newsletter, issue.newsletter, site=site, options=options, date=date).message(
        reader, token=_NOBODY, message_id=f"<proof-{named}@{sender_domain(options)}>"
    )
    return [
        _artifact(issue, "letter.html", "text/html", html.encode()),
        _artifact(issue, "letter.txt", "text/plain", text.encode()),
        _artifact(issue, "letter.eml", "message/rfc822", message),
    ]


def _artifact(issue: Issue, name: str, media_type: str, content: bytes) -> Artifact:
    return Artifact(path=f"newsletters/{issue.id}/{name}", media_type=media_type, content=content)
