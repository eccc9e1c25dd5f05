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


def theme(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Tell how well the colours can be read."""
    from publisher import plantext
    from publisher.app import open_app
    from publisher.contrast import pairs, problems
    from publisher.errors import parted
    from publisher.workflows.findings import line_finder

    app = open_app(options.site, environment={}, random_bytes=bytes)
    found = list(pairs(app.theme))
    terminal.always(plantext.theme_json(found) if options.json else plantext.theme_text(found))
    faults, warnings = parted(problems(app.theme, line_finder(app.root)))
    terminal.problems((*faults, *warnings))
    return NEEDS_A_PERSON if options.check and (faults or warnings) else 0
