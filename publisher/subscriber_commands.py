"""What the commands `publisher subscribers …` do; addresses are shown only where they were asked for."""

import json
import sys
from typing import TYPE_CHECKING

from publisher.commands import NEEDS_A_PERSON, beside, now_utc
from publisher.errors import UsageError
from publisher.terminal import Terminal

if TYPE_CHECKING:
    import argparse


def add(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Put one person on a list."""
    from publisher.workflows import subscribing

    with beside(options) as app:
        newsletter = subscribing.newsletter_named(app, options.newsletter)
        consent = subscribing.consent_from(options.consent, options.wording)
        who = subscribing.add(app, _who(options), options.name, newsletter, consent, now_utc(), lift=options.lift)
    terminal.always(f"{who} gets {newsletter}")
    return 0


def bring(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Look at a list line by line, or bring those who are new."""
    from publisher.workflows import subscribing

    with beside(options) as app:
        newsletter = subscribing.newsletter_named(app, options.newsletter)
        consent = subscribing.consent_from(options.consent, options.wording)
        if options.apply:
            look = options.apply, consent, now_utc(), terminal.progress
            plan = subscribing.apply_import(app, options.file, newsletter, *look)
        else:
            plan = subscribing.plan_import(app, options.file, newsletter, terminal.progress)
    bad = [verdict for verdict in plan.verdicts if verdict.kind == subscribing.INVALID]
    if options.json:
        lines = [{"line": verdict.line, "kind": verdict.kind, "words": verdict.words} for verdict in plan.verdicts]
        terminal.always(json.dumps({"digest": plan.digest, "counts": plan.counts, "lines": lines}, indent=2))
        return NEEDS_A_PERSON if bad else 0
    for verdict in plan.verdicts:
        if verdict.kind not in (subscribing.NEW, subscribing.SUBSCRIBED):
            say = terminal.complain if verdict in bad else terminal.always
            say(f"{options.file}:{verdict.line}: {verdict.words}")
    told = ", ".join(f"{count} {kind}" for kind, count in plan.counts.items()) or "nobody in it"
    terminal.always(f"{newsletter}: {told}")
    if not options.apply and plan.counts.get(subscribing.NEW):
        terminal.always(f"Nothing was written. To bring those who are new, say the same with --apply {plan.digest}")
    return NEEDS_A_PERSON if bad else 0


def list_all(options: "argparse.Namespace", terminal: Terminal) -> int:
    """List who is and was on the lists."""
    from publisher.workflows.subscribing import member_lines

    with beside(options) as app:
        if options.json:
            members = [
                {
                    "id": member.subscriber.id,
                    "newsletter": member.newsletter,
                    "state": member.state,
                    "since": member.changed_at.isoformat(),
                    "consent_at": member.consent_at,
                    "consent_source": member.consent_source,
                }
                | ({"address": member.subscriber.address, "name": member.subscriber.name} if options.addresses else {})
                for member in app.subscribers.members(options.newsletter)
            ]
            terminal.always(json.dumps(members, ensure_ascii=False, indent=2))
        else:
            for line in member_lines(app.subscribers, options.newsletter, addresses=options.addresses):
                terminal.always(line)
    return 0


def show(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Show all that is kept of one person, who may ask for it."""
    from publisher.workflows.subscribing import person

    with beside(options) as app:
        who = person(app, _who(options))
        history = app.subscribers.history(who)
    names = {
        "subscriptions": ("newsletter", "state", "since"),
        "consents": ("at", "event", "newsletter", "source", "wording", "wording_digest"),
        "deliveries": ("issue", "state", "at"),
    }
    told = {
        name: [dict(zip(columns, row, strict=True)) for row in getattr(history, name)]
        for name, columns in names.items()
    }
    facts = {"id": who.id, "address": who.address, "name": who.name} | told
    terminal.always(json.dumps(facts, ensure_ascii=False, indent=2))
    return 0


def export(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Write the lists into a file."""
    from publisher.workflows.subscribing import export

    with beside(options) as app:
        count = export(app.subscribers, options.file, options.newsletter, raw=options.raw)
    terminal.always(f"{options.file}: {count} rows; keep it private")
    return 0


def remove(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Take somebody off a list, or off all."""
    from publisher.workflows.subscribing import person

    with beside(options) as app:
        who = person(app, _who(options))
        left = app.subscribers.leave(who, options.newsletter, options.reason, now_utc())
    terminal.always(f"{who.id} left {', '.join(left)}" if left else f"{who.id} was on no such list any more")
    return 0


def suppress(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Never mail somebody again."""
    from publisher.workflows.subscribing import suppress

    with beside(options) as app:
        suppress(app, _who(options), options.reason, now_utc())
    terminal.always("suppressed: no list brings this address back")
    return 0


def erase(options: "argparse.Namespace", terminal: Terminal) -> int:
    """Forget somebody."""
    from publisher.workflows.subscribing import erase

    if not options.yes:
        raise UsageError("this cannot be undone: say --yes, too")
    with beside(options) as app:
        erase(app, _who(options), now_utc())
    terminal.always("erased, but for a digest that keeps any list from bringing this address back")
    terminal.say("Backups that were made before still hold this person, until you remove them.")
    return 0


def _who(options: "argparse.Namespace") -> str:
    """The address or id of the command line; `-` reads it from standard input, where no other user sees it."""
    return sys.stdin.readline().strip() if options.who == "-" else str(options.who)
