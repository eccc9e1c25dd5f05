"""What the commands `publisher newsletter …` do."""

from typing import TYPE_CHECKING

from publisher.commands import NEEDS_A_PERSON, now_utc, rehearsed
from publisher.terminal import Terminal

if TYPE_CHECKING:
    import argparse


def plan(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Tell what the next letters will be; the site stays as it is."""
    from publisher import plantext
    from publisher.errors import parted
    from publisher.workflows.plan import plan

    with rehearsed(options) as app:
        plans = plan(app, options.newsletter, now_utc(), terminal.progress)
        terminal.always(plantext.plan_json(plans) if options.json else plantext.plan_text(plans, app))
    found = sorted({problem for one in plans for problem in one.problems})
    terminal.problems(found)
    return NEEDS_A_PERSON if parted(found)[0] else 0
