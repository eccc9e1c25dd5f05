"""The table [delivery] of the settings: how letters leave this machine."""

import re
from dataclasses import dataclass
from typing import Literal

from publisher.options import option

_HOST = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\]"


def host_name(text: str) -> str:
    """The name or address of a machine, or nothing; raises `ValueError` otherwise."""
    if text and not re.fullmatch(_HOST, text):
        raise ValueError("must be the name of a machine, such as smtp.example.com")
    return text


def port_number(number: int) -> int:
    """The port; raises `ValueError` for one that there is not."""
    if not 1 <= number <= 65_535:
        raise ValueError("must be a number from 1 to 65535")
    return number


def one_to_ten(number: int) -> int:
    """The number; raises `ValueError` for fewer or more connections than a relay would like."""
    if not 1 <= number <= 10:
        raise ValueError("must be a number from 1 to 10")
    return number


def at_least_one(number: int) -> int:
    """The number; raises `ValueError` for none."""
    if number < 1:
        raise ValueError("must be 1 or more")
    return number


def none_or_more(number: int) -> int:
    """The number; raises `ValueError` below 0."""
    if number < 0:
        raise ValueError("must be 0 (for no limit) or more")
    return number


def one_line(text: str) -> str:
    """The text; raises `ValueError` for what no command of SMTP can hold."""
    if not text.isprintable():
        raise ValueError("must be one line without control characters")
    return text


def selector_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names; raises `ValueError` for one that no label of DNS can be (RFC 6376, 3.1), or that stands twice."""
    if len(set(names)) < len(names) or not all(
        re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", name) for name in names
    ):
        raise ValueError("must be named with a-z, 0-9 and hyphens, each once, for example letter2026")
    return names


@dataclass(frozen=True, kw_only=True)
class Options:
    """Where messages go, and how fast."""

    transport: Literal["folder", "smtp"] = option(
        "'folder': messages become files in out/mail/, for another program to take; 'smtp': a mail server gets them.",
        default="folder",
    )
    host: str = option("Name of the mail server, such as smtp.example.com.", default="", convert=host_name)
    port: int = option("Its port: 587 as a rule; 465 goes with security = 'tls'.", default=587, convert=port_number)
    security: Literal["starttls", "tls", "none"] = option(
        "How the connection is secured; the server's certificate is always checked. 'none' for this machine itself.",
        default="starttls",
    )
    certificates: str = option(
        "File beside this one with the certificates to trust, for a server with one of its own.", default=""
    )
    user: str = option("Name to log in with; the password comes from the environment.", default="", convert=one_line)
    login: Literal["auto", "plain", "login", "xoauth2"] = option(
        "How to log in; 'xoauth2' takes an access token for a password.", default="auto"
    )
    dkim: tuple[str, ...] = option(
        "Selectors whose keys sign each letter (DKIM); none where the mail server signs.",
        default=(),
        convert=selector_names,
    )
    pipelining: Literal["full", "group", "off"] = option(
        "How much is sent before an answer is waited for; less where a server errs.", default="full"
    )
    connections: int = option("How many connections at once, 10 at most.", default=4, convert=one_to_ten)
    messages_per_connection: int = option(
        "How many messages before a connection is made anew.", default=100, convert=at_least_one
    )
    per_minute: int = option("How many messages a minute, 0 for no limit.", default=0, convert=none_or_more)
    per_minute_and_domain: int = option(
        "How many messages a minute to one domain, 0 for no limit.", default=0, convert=none_or_more
    )
    in_doubt: Literal["hold", "resend", "assume_sent"] = option(
        "What becomes of messages that may have arrived when a run was cut off: 'hold' them for a person, 'resend' "
        "them (a reader may get two) or 'assume_sent' (a reader may get none).",
        default="hold",
    )
