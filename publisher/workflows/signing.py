"""The keys that letters are signed with (DKIM): made once, kept beside the state, published by a person."""

from collections.abc import Callable
from typing import NamedTuple

from publisher.app import App
from publisher.errors import DeliveryError, UsageError
from publisher.files import PRIVATE_FILE, private_folder, write
from publisher.newsletter.message import sender_domain
from publisher.newsletter.options import Options
from publisher.state.secret import private_text

_WHAT = "a DKIM key"
_STRING, _JOINT = 255, '" "'


class Record(NamedTuple):
    """A TXT record of DNS that has to be there before letters are signed."""

    name: str
    text: str

    def __str__(self) -> str:
        """As a zone file has it: in strings of at most 255 characters (RFC 1035 section 3.3.14)."""
        pieces = [self.text[first : first + _STRING] for first in range(0, len(self.text), _STRING)]
        return f'{self.name}. IN TXT "{_JOINT.join(pieces)}"'


def signature(app: App, options: Options) -> Callable[[bytes], bytes]:
    """What signs a message as [delivery] says; raises `DeliveryError` or `StateError` for a key that cannot be used."""
    selectors = app.settings.delivery.dkim
    if not selectors:
        return lambda message: message
    from publisher.delivery.dkim import signed, signer

    signers = [signer(sender_domain(options), selector, _key(app, selector)) for selector in selectors]
    return lambda message: signed(message, signers)


def _key(app: App, selector: str) -> str:
    file = app.dkim_file(selector)
    if not file.exists():
        raise DeliveryError(f"DKIM: there is no key {file}; to make one: publisher newsletter dkim {selector}")
    return private_text(file, _WHAT)


def new_selector(app: App, selector: str, *, is_rsa: bool) -> list[Record]:
    """The records to publish for a selector, one for each domain that letters come from; its key is made where there
    is none yet. Raises `UsageError` for a name that no selector has, `DeliveryError` where the library is missing.
    """
    from publisher.delivery.dkim import dns_record, new_key
    from publisher.delivery.options import selector_names

    try:
        selector_names((selector,))
    except ValueError as error:
        raise UsageError(f"a selector {error}") from error
    file = app.dkim_file(selector)
    if not file.exists():
        private_folder(private_folder(app.state) / file.parent.name)
        write(file, new_key(is_rsa=is_rsa).encode(), mode=PRIVATE_FILE)
    text = dns_record(selector, private_text(file, _WHAT))
    domains = sorted({sender_domain(options) for options in app.settings.newsletter.values()})
    return [Record(f"{selector}._domainkey.{domain}", text) for domain in domains]
