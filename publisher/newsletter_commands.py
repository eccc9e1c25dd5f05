"""What the commands `publisher newsletter …` do."""

from typing import TYPE_CHECKING

from publisher.commands import NEEDS_A_PERSON, beside, locked, now_utc, rehearsed, tell_run
from publisher.errors import UsageError
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


def send(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Send an issue now, once its number of readers was said by who asks for it."""
    from publisher.workflows.early import audience
    from publisher.workflows.run import run

    with locked(options) as app:
        now = now_utc()
        _require_consent(options, terminal, audience(app, options.issue, now, terminal.progress))
        return tell_run(run(app, now, terminal.progress, early=options.issue), app, options, terminal)


def _require_consent(options: "argparse.Namespace", terminal: Terminal, count: int) -> None:
    """Raises `UsageError` unless somebody said how many readers the issue goes to, on the command line or now."""
    if options.expect is not None and options.expect != count:
        raise UsageError(f"{options.issue} goes to {count} readers, not {options.expect}; nothing was sent")
    if options.yes and options.expect is not None:
        return
    said = terminal.ask(f"{options.issue} goes to {count} readers, now. Type their number to send it:")
    if said is None:
        raise UsageError(f"nobody is at a terminal to ask; to send {options.issue}, say --yes --expect {count}")
    if said != str(count):
        raise UsageError("that is not the number; nothing was sent")


def test(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Send the next letter to one address."""
    from publisher.workflows.early import send_test

    with locked(options) as app:
        subject = send_test(app, options.newsletter, options.address, options.name, now_utc(), terminal.progress)
    terminal.always(f"sent: {subject}")
    return 0


def dkim(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Make a key, and print the records of DNS; what is to be done with them goes where it disturbs no pipe."""
    from publisher.workflows.signing import new_selector

    with beside(options) as app:
        records = new_selector(app, options.selector, is_rsa=not options.ed25519)
        is_used = options.selector in app.settings.delivery.dkim
    for record in records:
        terminal.always(str(record))
    if not is_used:
        terminal.complain(
            f"Publish this, wait until it is seen, then add {options.selector!r} to 'dkim' in [delivery]."
        )
    return 0


def resolve(options: "argparse.Namespace", terminal: Terminal) -> int:
    """List what is in doubt, or settle it."""
    from publisher.workflows.settling import doubts, resolve

    if not (options.sent or options.again):
        if options.reader:
            raise UsageError("say what became of them: --sent, or --again to send it once more")
        with rehearsed(options) as app:
            found = doubts(app, options.issue)
        for issue, those in found.items():
            for doubt in those:
                terminal.always(f"{issue}  {doubt.subscriber}  {doubt.message_id}")
        if not found:
            terminal.say("nothing is in doubt")
        return NEEDS_A_PERSON if found else 0
    if not options.issue:
        raise UsageError("name the issue: publisher newsletter resolve ISSUE --sent, or --again")
    with locked(options) as app:
        count = resolve(app, options.issue, options.reader, now_utc(), resend=options.again)
    what = "the next run sends them once more" if options.again else "taken for sent"
    terminal.always(f"{options.issue}: {count} settled; {what}")
    return 0


def pause(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Let an issue rest, also while another process sends it."""
    from publisher.workflows.settling import pause

    with beside(options) as app:
        pause(app, options.issue, f"paused by a person{f': {options.reason}' if options.reason else ''}")
    terminal.always(f"{options.issue} rests; 'publisher newsletter resume {options.issue}' lets it go on")
    return 0


def resume(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Let an issue go on that rests."""
    from publisher.workflows.settling import pause

    with locked(options) as app:
        pause(app, options.issue, "")
        app.cache.set_facts(calm_until="")
    terminal.always(f"{options.issue} goes on with the next run")
    return 0
