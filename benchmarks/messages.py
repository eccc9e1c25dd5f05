"""How many messages a second one core makes of a letter: ours beside the standard library's EmailMessage.

    .venv/bin/python benchmarks/messages.py [--messages 2000] [--rounds 5]

Each message has its reader's own greeting, address, Message-ID and way out. "from scratch" builds an EmailMessage for
every reader; "copied" keeps one message and exchanges in a copy of it what is a reader's own, as careful loops do.
All three are read back by the standard library's parser before anything is measured: same subject, text and html.
Rounds run everybody once, in turn; a ratio is taken within its round, and the table shows median and range.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from statistics import median
from zoneinfo import ZoneInfo

from publisher.model import Newsletter, Site, Slot, Subscriber
from publisher.newsletter.message import Mailing
from publisher.newsletter.options import Options
from publisher.newsletter.slots import mailto, own_parts

SITE = Site(
    title="A Quiet Clinic",
    url="https://blog.example.com/",
    description="Notes on acupuncture.",
    author="Dr. Ada",
    language="en",
    zone=ZoneInfo("UTC"),
    postal_address="1 Main Street, Springfield",
    disclaimer="This letter is information, not medical advice.",
)
OPTIONS = Options(
    title="The Quiet Letter",
    sender="letter@news.example.com",
    reply_to="ada@example.com",
    schedule="monthly on day 1 at 09:00",
    greeting="Dear {name},",
    unsubscribe_url="https://blog.example.com/unsubscribe?t=",
    unsubscribe_mail="leave@example.com",
)
DATE = datetime(2026, 11, 2, 9, tzinfo=UTC)
LENGTHS = (5_000, 30_000)  # bytes of a message, about: a short note, and a monthly letter
Maker = Callable[[Subscriber, str, str], bytes]


def letter(length: int) -> Newsletter:
    """A letter whose message has about so many bytes, a fifth of them the text part."""
    words = "Rest well, drink something warm, and come back when it is quiet \N{EM DASH} für Ruhe. "
    html = f"<!DOCTYPE html>\n<p>HELLO</p>\n<p>{words}</p>\n" + f'<p style="margin:0 0 20px">{words}</p>\n' * (
        length // 150
    )
    text = "HELLO\n\n" + f"{words}\n" * (length // 500)
    slots = (
        Slot(name="greeting", mark="HELLO", in_html=1, in_text=1),
        Slot(name="unsubscribe", mark="LEAVE", in_html=1, in_text=1),
    )
    return Newsletter(
        issue_id="monthly-2026-11",
        subject="Rest",
        html=f'{html}<a href="LEAVE">x</a>',
        text=f"{text}LEAVE\n",
        slots=slots,
    )


def ours(letter: Newsletter) -> Maker:
    """The publisher's own way."""
    mailing = Mailing(letter, "monthly", site=SITE, options=OPTIONS, date=DATE)
    return lambda to, token, message_id: mailing.message(to, token=token, message_id=message_id)


def from_scratch(letter: Newsletter) -> Maker:
    """A message built anew for every reader."""
    return lambda *own: _addressed(EmailMessage(), letter, *own).as_bytes(policy=_SMTP)


def copied(letter: Newsletter) -> Maker:
    """One message, of which each reader gets a copy with other headers and contents."""
    model = EmailMessage()
    model["From"], model["Reply-To"], model["Subject"] = "letter@news.example.com", "ada@example.com", letter.subject
    return lambda *own: _addressed(deepcopy(model), letter, *own).as_bytes(policy=_SMTP)


_SMTP = policy.SMTP.clone(max_line_length=76)


def _addressed(mail: EmailMessage, letter: Newsletter, to: Subscriber, token: str, message_id: str) -> EmailMessage:
    if not mail["From"]:
        mail["From"], mail["Reply-To"], mail["Subject"] = "letter@news.example.com", "ada@example.com", letter.subject
    mail["To"], mail["Message-ID"], mail["Date"] = f"{to.name} <{to.address}>", message_id, DATE
    mail["List-Unsubscribe"] = f"<{OPTIONS.unsubscribe_url}{token}>, <{mailto(OPTIONS.unsubscribe_mail, token)}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text, html = _filled(letter, own_parts(OPTIONS, to, token))
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    return mail


def _filled(letter: Newsletter, parts: Mapping[str, str]) -> tuple[str, str]:
    text, html = letter.text, letter.html
    for slot in letter.slots:
        text, html = text.replace(slot.mark, parts[slot.name]), html.replace(slot.mark, escape(parts[slot.name]))
    return text, html


WAYS: Mapping[str, Callable[[Newsletter], Maker]] = {
    "publisher": ours,
    "EmailMessage, from scratch": from_scratch,
    "EmailMessage, copied": copied,
}


def contents(written: bytes) -> tuple[str, ...]:
    """Subject, text and html, as a mail program reads them."""
    mail = message_from_bytes(written, policy=policy.default)
    parts = mail.iter_parts() if isinstance(mail, EmailMessage) else ()
    return (str(mail["Subject"]), *("\n".join(part.get_content().split()) for part in parts))


def measured(make: Maker, messages: int) -> float:
    """CPU microseconds a message."""
    begun = time.process_time()
    for number in range(messages):
        to = Subscriber(id=f"s_{number}", address=f"reader{number}@example.org", name=f"Reader {number}")
        make(to, f"token{number:020}", f"<{number:026}@news.example.com>")
    return (time.process_time() - begun) / messages * 1e6


def rows(messages: int, rounds: int) -> Iterator[str]:
    """A row a length and way, with its share of the others' time."""
    yield "| letter | who | µs CPU a message | messages a second | our time / its |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for length in LENGTHS:
        makers = {name: way(letter(length)) for name, way in WAYS.items()}
        maya = Subscriber(id="s_maya", address="maya@example.org", name="Maya")
        samples = {name: make(maya, "token", "<a@news.example.com>") for name, make in makers.items()}
        if len({contents(sample) for sample in samples.values()}) != 1:
            raise SystemExit("they do not make the same letter, so there is nothing to compare")
        # the slow ones make a tenth: their figures are steady long before
        counts = {name: messages if name == "publisher" else max(1, messages // 10) for name in makers}
        runs = [{name: measured(make, counts[name]) for name, make in makers.items()} for _ in range(rounds)]
        for name in makers:
            shares = [run["publisher"] / run[name] for run in runs]
            cost = median(run[name] for run in runs)
            said = "" if name == "publisher" else f"{median(shares):.3g} ({min(shares):.3g} to {max(shares):.3g})"
            yield f"| {len(samples[name]):,} bytes | {name} | {cost:.1f} | {1e6 / cost:,.0f} | {said} |"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=2_000, help="of ours in a round (default: 2000)")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    for row in rows(options.messages, options.rounds):
        print(row, flush=True)


if __name__ == "__main__":
    main()
