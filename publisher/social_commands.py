"""What the commands `publisher social …` do."""

from typing import TYPE_CHECKING

from publisher.commands import locked, now_utc, rehearsed
from publisher.errors import UsageError
from publisher.terminal import Terminal

if TYPE_CHECKING:
    import argparse


def show(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Show the share texts of a post; the site stays as it is."""
    from publisher import sharetelling
    from publisher.workflows.sharing import share

    with rehearsed(options) as app:
        shared = share(app, options.post, now_utc(), terminal.progress)
    if options.json:
        terminal.always(sharetelling.share_json(shared))
    elif options.network:
        terminal.always(_of(options.network, {one.network.name: one.text for one in shared.shares}))
    else:
        terminal.always(sharetelling.share_text(shared))
    for warning in shared.warnings:
        terminal.complain(f"{shared.post.source}: {warning}")
    return 0


def _of(network: str, texts: dict[str, str]) -> str:
    if network not in texts:
        raise UsageError(f"there is no share text for {network!r}; there is one for {', '.join(texts)}")
    return texts[network]


def head(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Print the head tags of a post's page; the site stays as it is."""
    from publisher.workflows.sharing import head

    with rehearsed(options) as app:
        terminal.always("\n".join(head(app, options.post, now_utc(), terminal.progress)))
    return 0


def card(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Have the next build draw a share card for a post."""
    from publisher.workflows.sharing import ask_for_card

    with locked(options) as app:
        path = ask_for_card(app, options.post, now_utc(), terminal.progress)
    terminal.always(f"the next build draws {path}")
    return 0
