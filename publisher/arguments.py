"""What can be typed: every command, its options and its help."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from publisher import (
    __version__,
    commands,
    newsletter_commands,
    schedule_commands,
    social_commands,
    state_commands,
    subscriber_commands,
)

_ABOUT = "A folder of Markdown posts becomes feeds, an e-mail newsletter and share text, each exactly once."
_EXAMPLES = """\
exit codes:
  0    done
  1    something needs a person: posts or lists with problems (each named on standard error), messages that
       wait, deliveries in doubt; what could be built was built, and no letter was opened over a problem
  2    the command line was wrong, or asks for what is not here (no site in this folder, no time in --at)
  3    stopped: the message says why; nothing was half-written
  75   another publisher is at work on this site; nothing was changed
  130  interrupted; the same command goes on where it was

examples:
  publisher init my-blog --title "My blog" --url https://blog.example.org/
  publisher new "What a first visit is like"
  publisher check && publisher run
  */10 * * * *  publisher --site /srv/blog run          (a line for cron: quiet unless something is wrong)
"""


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line as values, its `command` among them; leaves the program with code 2 for one that is wrong."""
    return parser().parse_args(arguments)


def parser() -> argparse.ArgumentParser:
    """Everything that can be typed."""
    parser = argparse.ArgumentParser(
        prog="publisher", description=_ABOUT, epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"publisher {__version__}")
    _add_common(parser, site=Path(), verbose=False)
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_beginnings(verbs)
    _add_work(verbs)
    _add_newsletter(verbs)
    _add_subscribers(verbs)
    _add_social(verbs)
    _add_ids(verbs)
    _add_state(verbs)
    _add_schedule(verbs)
    for verb in verbs.choices.values():
        # they may stand behind the command, too; left out there, they must not undo what stands before it
        _add_common(verb, site=argparse.SUPPRESS, verbose=argparse.SUPPRESS)
    return parser


def _add_common(parser: argparse.ArgumentParser, *, site: Path | str, verbose: bool | str) -> None:
    parser.add_argument("--site", type=Path, default=site, metavar="DIR", help="folder of the site (default: here)")
    parser.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        default=verbose,
        help="say what was done, also when nobody is at a terminal",
    )


def _add_beginnings(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    init = verbs.add_parser("init", help="make a new site", description="Make a new site; nothing is overwritten.")
    init.add_argument("folder", type=Path, nargs="?", default=Path(), metavar="DIR", help="where (default: here)")
    for name, example in _INIT_ANSWERS.items():
        init.add_argument(f"--{name}", default="", metavar="TEXT", help=f"for example {example}")
    init.add_argument("--sample", action="store_true", help="bring the sample clinic's posts and readers along")
    init.set_defaults(command=commands.init)
    new = verbs.add_parser("new", help="begin a post", description="Begin a draft in posts/, dated now.")
    new.add_argument("title", metavar="TITLE")
    new.set_defaults(command=commands.new)
    bring = verbs.add_parser(
        "import",
        help="turn pasted text, Markdown or a web page into posts",
        description="Turn files (.txt pasted from a web page, .md, .html) into posts; nothing is overwritten.",
    )
    bring.add_argument("files", type=Path, nargs="+", metavar="FILE")
    bring.add_argument("--dry-run", action="store_true", help="show the posts, write nothing")
    bring.add_argument(
        "--date-order", choices=("month-first", "day-first"), help="how to read 3/4/2024 (default: as [content] says)"
    )
    bring.set_defaults(command=commands.bring)


_INIT_ANSWERS = {
    "title": '"My blog"',
    "url": "https://blog.example.org/",
    "author": '"Dr. Ada"',
    "address": '"1 Main Street, Springfield" (the law wants one in every letter)',
    "zone": "America/New_York",
}


def _add_work(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = verbs.add_parser(
        "check",
        help="name every problem of settings and posts",
        description="Name every problem of settings and posts at once; writes nothing.",
    )
    check.add_argument(
        "--feeds",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="judge feeds alone: these files, anybody's, or without a name the site's own as they were built",
    )
    check.add_argument(
        "--online", action="store_true", help="also ask for every link and picture of the letters that come next"
    )
    check.set_defaults(command=commands.check)
    build = verbs.add_parser(
        "build",
        help="make feeds, pages, share text and the next letter",
        description="Make feeds, pages, share text and the next letter below out/, and mend what is missing there.",
    )
    build.set_defaults(command=commands.build)
    run = verbs.add_parser(
        "run",
        help="build, and send what is due: the verb for cron",
        description="Build what changed, open the issues that are due, send what is open. Safe to call at any time.",
    )
    run.set_defaults(command=commands.run)
    for verb in (build, run):
        verb.add_argument(
            "--at", metavar="TIME", help="rehearse at another moment, in a scratch folder: 2024-05-06T09:00"
        )
    _add_status(verbs)
    for verb in (check, build, run):
        verb.add_argument("--json", action="store_true", help="report as JSON on standard output")


def _add_status(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    status = verbs.add_parser(
        "status",
        help="say what is public, what was sent and what comes next",
        description="Say what is public, what was sent and what comes next; exit code 1 when a person must act.",
    )
    status.add_argument("--json", action="store_true", help="report as JSON on standard output")
    status.set_defaults(command=commands.status)


_NEWSLETTER_EXAMPLES = """\
examples:
  publisher newsletter plan                  (what goes into the next letters, what stays out, and why)
  publisher newsletter plan monthly --json
  publisher newsletter theme --check         (whether everybody can read the colours, in light and dark)
  publisher newsletter test ada@example.com  (the next letter, to look at in a mail program)
  publisher newsletter send monthly-2026-12  (now, and not when it is due; asks for the number of readers)
  publisher newsletter resolve               (what may or may not have arrived)
"""


def _add_newsletter(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    newsletter = verbs.add_parser(
        "newsletter",
        help="look at the next letters, send one by hand, settle what is in doubt",
        description="Look at the next letters before they go, send one by hand, and settle what became of them.",
        epilog=_NEWSLETTER_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subjects = newsletter.add_subparsers(title="commands", metavar="COMMAND", required=True)
    plan = subjects.add_parser(
        "plan",
        help="say which posts go into the next issues, and why others stay out",
        description="Say which posts go into the next issues and how, which stay out, and why; nothing is written.",
    )
    plan.add_argument("newsletter", nargs="?", default="", metavar="NAME", help="one newsletter (default: all)")
    plan.set_defaults(command=newsletter_commands.plan)
    theme = subjects.add_parser(
        "theme",
        help="say how well the theme's colours can be read",
        description="Say how well the colours can be read in light, in dark, and where a program recolours a letter.",
    )
    theme.add_argument("--check", action="store_true", help="exit code 1 when some pair of colours cannot be read")
    theme.set_defaults(command=newsletter_commands.theme)
    for verb in (plan, theme):
        verb.add_argument("--json", action="store_true", help="report as JSON on standard output")
    _add_sending(subjects)
    _add_settling(subjects)
    dkim = subjects.add_parser(
        "dkim",
        help="make a key that signs letters, and say what to publish in DNS",
        description="Make a key that signs letters (DKIM), unless there is one, and say what to publish in DNS.",
    )
    dkim.add_argument("selector", metavar="SELECTOR", help="its name in DNS, such as letter2026")
    dkim.add_argument("--ed25519", action="store_true", help="for a second signature; RSA is what everybody reads")
    dkim.set_defaults(command=newsletter_commands.dkim)


def _add_sending(subjects: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    test = subjects.add_parser(
        "test",
        help="send the next letter to one address",
        description="Send the next letter to one address, as its reader would get it; leaves no trace.",
    )
    test.add_argument("address", metavar="ADDRESS", help="where to")
    test.add_argument("name", nargs="?", default="", metavar="NAME", help="the reader's name, for the greeting")
    test.add_argument("--newsletter", default="", metavar="NAME", help="which one, where there are several")
    test.set_defaults(command=newsletter_commands.test)
    send = subjects.add_parser(
        "send",
        help="send an issue now, before its time",
        description="Send an issue now: the next one before its time, or one that was not sent to everybody yet.",
    )
    send.add_argument("issue", metavar="ISSUE", help="such as monthly-2026-12; 'publisher newsletter plan' names it")
    send.add_argument("--yes", action="store_true", help="do not ask; only together with --expect")
    send.add_argument("--expect", type=int, metavar="N", help="to how many readers; another number sends nothing")
    send.add_argument("--json", action="store_true", help="report as JSON on standard output")
    send.set_defaults(command=newsletter_commands.send)


def _add_settling(subjects: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    resolve = subjects.add_parser(
        "resolve",
        help="list deliveries that are in doubt, or settle them",
        description="List deliveries that may or may not have arrived, with their Message-ID, or settle them.",
    )
    resolve.add_argument("issue", nargs="?", default="", metavar="ISSUE", help="one issue (default: all)")
    how = resolve.add_mutually_exclusive_group()
    how.add_argument("--sent", action="store_true", help="they arrived, or are to be taken for sent")
    how.add_argument("--again", action="store_true", help="they did not: the next run sends them once more")
    resolve.add_argument("--reader", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    resolve.set_defaults(command=newsletter_commands.resolve)
    pause = subjects.add_parser(
        "pause",
        help="let an issue rest, also while it is sent",
        description="Let an issue rest, also while it is sent.",
    )
    pause.add_argument("--reason", default="", metavar="TEXT", help="why, for whoever looks next")
    pause.set_defaults(command=newsletter_commands.pause)
    resume = subjects.add_parser("resume", help="let it go on", description="Let an issue go on that rests.")
    resume.set_defaults(command=newsletter_commands.resume)
    for verb in (pause, resume):
        verb.add_argument("issue", metavar="ISSUE", help="such as monthly-2026-12")


_SUBSCRIBERS_EXAMPLES = """\
examples:
  publisher subscribers import list.csv --consent "form at the front desk, 2026"     (a dry run, line by line)
  publisher subscribers import list.csv --consent "form at the front desk, 2026" --apply 4f2a91c07d3be586
  publisher subscribers add ada@example.com "Ada" --consent "asked at her visit"
  publisher subscribers remove ada@example.com --reason "asked by telephone"
"""


def _add_subscribers(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    subscribers = verbs.add_parser(
        "subscribers",
        help="keep the lists: who gets which newsletter, and why",
        description="Keep the lists. Nobody is mailed without proof of consent, and nobody who left is brought back.",
        epilog=_SUBSCRIBERS_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subjects = subscribers.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = _subject(subjects, "add", subscriber_commands.add, "put one person on a list")
    add.add_argument("who", metavar="ADDRESS", help="their address, '-' to read it from standard input")
    add.add_argument("name", nargs="?", default="", metavar="NAME", help="their name, for the greeting")
    add.add_argument("--lift", action="store_true", help="they asked for letters again: end their suppression")
    bring = _subject(subjects, "import", subscriber_commands.bring, "look at a list, and bring those who are new")
    bring.add_argument("file", type=Path, metavar="FILE", help="CSV with the columns address and name")
    bring.add_argument("--apply", default="", metavar="DIGEST", help="do it; the digest is what the dry run says")
    bring.add_argument("--json", action="store_true", help="report as JSON on standard output")
    for verb in (add, bring):
        verb.add_argument("--consent", required=True, metavar="WHERE", help="where they agreed to get letters")
        verb.add_argument("--wording", type=Path, metavar="FILE", help="the words they agreed to; a digest is kept")
    everybody = _subject(subjects, "list", subscriber_commands.list_all, "list who is and was on the lists")
    everybody.add_argument("--addresses", action="store_true", help="with their addresses")
    everybody.add_argument("--json", action="store_true", help="as JSON on standard output")
    export = _subject(subjects, "export", subscriber_commands.export, "write the lists into a CSV file, for you alone")
    export.add_argument("file", type=Path, metavar="FILE", help="a new file")
    export.add_argument("--raw", action="store_true", help="names as they are, also where a spreadsheet would run them")
    show = _subject(subjects, "show", subscriber_commands.show, "show all that is kept of one person, as JSON")
    remove = _subject(subjects, "remove", subscriber_commands.remove, "take somebody off a list (default: off all)")
    remove.add_argument("--reason", default="removed by hand", metavar="TEXT", help="how they asked for it")
    for verb in (add, bring, everybody, export, remove):
        verb.add_argument("--newsletter", default="", metavar="NAME", help="which one")
    suppress = _subject(subjects, "suppress", subscriber_commands.suppress, "never mail an address again")
    suppress.add_argument("--reason", required=True, metavar="TEXT", help="why, such as 'complaint'")
    erase = _subject(subjects, "erase", subscriber_commands.erase, "forget somebody, but for a digest of the address")
    erase.add_argument("--yes", action="store_true", help="it cannot be undone")
    for verb in (show, remove, suppress, erase):
        verb.add_argument("who", metavar="WHO", help="address or id, '-' to read it from standard input")


def _subject(
    subjects: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, command: Callable[..., int], about: str
) -> argparse.ArgumentParser:
    subject = subjects.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    subject.set_defaults(command=command)
    return subject


_SOCIAL_EXAMPLES = """\
examples:
  publisher social show first-visit                     (every network's text, with its count)
  publisher social show first-visit --network bluesky   (one text alone, to be piped)
  publisher social head first-visit                     (head tags for a blog that something else builds)
"""


def _add_social(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    social = verbs.add_parser(
        "social",
        help="show what is shared of a post: texts, head tags, card",
        description="Show what is shared of a post: its text for each network, the head tags of its page, its card.",
        epilog=_SOCIAL_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subjects = social.add_subparsers(title="commands", metavar="COMMAND", required=True)
    show = subjects.add_parser(
        "show",
        help="show the post's text for each network, with its count",
        description="Show the post's text for each network, with its count; any public post. Nothing is written.",
    )
    which = show.add_mutually_exclusive_group()
    which.add_argument("--network", metavar="NAME", help="the text for one network and nothing else")
    which.add_argument("--json", action="store_true", help="all variants, counts and links as JSON on standard output")
    show.set_defaults(command=social_commands.show)
    head = subjects.add_parser(
        "head",
        help="print the head tags of the post's page",
        description="Print the head tags of the post's page for a blog that something else builds; nothing is written.",
    )
    head.set_defaults(command=social_commands.head)
    card = subjects.add_parser(
        "card",
        help="have a share card drawn for an older post",
        description="Have the next build draw a share card for a post that the feeds do not show any more.",
    )
    card.set_defaults(command=social_commands.card)
    for verb in (show, head, card):
        verb.add_argument("post", metavar="POST", help="slug, address or file of a public post")


_SCHEDULE_EXAMPLES = """\
examples:
  publisher schedule                                      (the next turns of each newsletter)
  publisher schedule --crontab | crontab -                (for a machine whose crontab is empty)
  publisher schedule --systemd                            (a service and its timer, to be saved where they say)
"""


def _add_schedule(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    schedule = verbs.add_parser(
        "schedule",
        help="say when letters go out, and what to give to cron or systemd",
        description="Say when the next letters go out, in local time and UTC, with the changes of the clocks marked.",
        epilog=_SCHEDULE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    schedule.add_argument("--count", type=int, default=6, metavar="N", help="how many of each (default: 6)")
    how = schedule.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="as JSON on standard output")
    how.add_argument("--crontab", action="store_true", help="a line for cron instead")
    how.add_argument("--systemd", action="store_true", help="units for systemd instead")
    schedule.set_defaults(command=schedule_commands.schedule)


_STATE_EXAMPLES = """\
examples:
  publisher backup /srv/backups/blog-2026-11-23.db      (every night; never overwrites)
  publisher restore /srv/backups/blog-2026-11-23.db     (after .publisher/state.db was lost or damaged)
"""


def _add_state(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = verbs.add_parser(
        "backup",
        help="copy what must be remembered into a file",
        description="Copy what must be remembered (who had which letter, ids of posts) into a new file, for you alone.",
        epilog=_STATE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    backup.set_defaults(command=state_commands.backup)
    restore = verbs.add_parser(
        "restore",
        help="put such a copy back, without mailing anybody twice",
        description="Put a backup back. What may have been sent since it was made is taken for sent, or is in doubt.",
        epilog=_STATE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="the file that 'publisher backup' wrote")
    restore.add_argument(
        "--restored-at", default="", metavar="TIME", help="until when letters may have gone out (default: now)"
    )
    restore.set_defaults(command=state_commands.restore)
    encrypt = verbs.add_parser(
        "encrypt",
        help="encrypt what is kept of readers",
        description="Write the state anew, encrypted with the key in PUBLISHER_STATE_KEY; every command needs it then.",
    )
    encrypt.add_argument("--undo", action="store_true", help="write it in the clear again")
    encrypt.set_defaults(command=state_commands.encrypt)


_IDS_EXAMPLES = """\
examples:
  publisher ids --save                                      (and commit config/ids.toml)
  publisher ids posts/new-name.md --was posts/old-name.md   (a build asked: this is the old post)
  publisher ids posts/new-name.md --new                     (a build asked: this is another post)
"""
_IMPORT_EXAMPLES = """\
examples:
  publisher import-ids feed.xml --dry-run
  publisher import-ids feed.xml             (before the first build, if you can; then commit config/ids.toml)
"""


def _add_ids(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    ids = verbs.add_parser(
        "ids",
        help="list the permanent ids of posts, keep them in git, settle a lost one",
        description="List the permanent ids of posts, keep them in config/ids.toml, or say what a new file was before.",
        epilog=_IDS_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    ids.add_argument("post", type=str, nargs="?", metavar="POST", help="a new file that a build asked about")
    what = ids.add_mutually_exclusive_group()
    what.add_argument("--was", metavar="OLD", help="it is the post that was in this file, or had this id")
    what.add_argument("--new", action="store_true", help="it is a new post")
    what.add_argument("--save", action="store_true", help="write every id into config/ids.toml, to be kept in git")
    ids.add_argument("--json", action="store_true", help="the list as JSON on standard output")
    ids.set_defaults(command=commands.ids)
    adopt = verbs.add_parser(
        "import-ids",
        help="adopt the ids of an existing feed, so that no reader sees an old post as new",
        description="Adopt the ids of a feed (RSS, Atom, JSON) of the blog as it was; writes config/ids.toml.",
        epilog=_IMPORT_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    adopt.add_argument("feed", type=Path, metavar="FEED", help="the feed as a file")
    adopt.add_argument("--dry-run", action="store_true", help="say what fits what, write nothing")
    adopt.add_argument("--json", action="store_true", help="report as JSON on standard output")
    adopt.set_defaults(command=commands.import_ids)
