"""Remember how everything looked when a run left nothing to do, so that the next one can find out in a moment."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from publisher.app import App, mailboxes
from publisher.idle import out_look, state_look
from publisher.look import digest
from publisher.state.database import finish_writing
from publisher.workflows.build import BuildReport
from publisher.workflows.reading import settled


def rest(app: App, built: BuildReport, mail: Mapping[str, str], now: datetime) -> None:
    """Let runs rest until the next moment that something is due, unless something is left to do.

    What is remembered is how things looked before they were read, `mail` among them: what changed since then will be
    seen to differ.
    """
    looks = [*app.inputs_look.items(), *mail.items()]
    if app.ledger.deliveries.unfinished() or not app.cache.fact("built") or not _is_settled(app, looks, now):
        return
    finish_writing(app.connection())
    app.cache.set_facts(
        calm_since=str(now.timestamp()),
        calm_until=str(_next_moment(app, now)),
        calm_state=state_look(str(app.root)),
        calm_out=out_look(str(app.out)),
        calm_inputs=digest(dict(app.inputs_look)),
        calm_mail=digest(dict(mail)) if mail else "",
        mailboxes="\n".join(map(str, mailboxes(app))),
        calm_posts=digest(dict(built.looks)),
        packages=app.packages,
        folder=app.settings.content.folder,
    )


def _is_settled(app: App, looks: Iterable[tuple[str, str]], now: datetime) -> bool:
    """Whether nothing was saved so lately that it could change once more without its times showing it."""
    inputs = [look for name, look in looks if look and name != "program"]
    return app.cache.is_settled() and all(settled(look, now.timestamp() * 1e9) for look in inputs)


def _next_moment(app: App, now: datetime) -> float:
    """When a newsletter is due or a waiting post becomes public, in unix seconds; far away when neither will be."""
    standings = [app.ledger.standing(name) for name in app.settings.newsletter]
    moments = [standing.next_due.timestamp() for standing in standings if standing]
    waiting = app.cache.next_publication(now)
    return min([*moments, *([waiting.timestamp()] if waiting else [])], default=float("inf"))
