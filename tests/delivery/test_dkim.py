"""Signatures that another implementation verifies, over what must not be changed on the way."""

import re
import subprocess
import sys
from typing import NamedTuple

import dkim
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.delivery.dkim import Signer, dns_record, new_key, signed, signer
from publisher.errors import DeliveryError

DOMAIN, SELECTOR = "news.example.com", "letter2026"
LETTER = b"""From: A Quiet Clinic <letter@news.example.com>
To: Maya <maya@example.org>
Subject: A quiet letter:
 rest
Date: Mon, 03 Jun 2024 13:00:00 +0000
Message-ID: <abc@news.example.com>
Reply-To: ada@example.com
List-ID: A quiet letter <monthly.news.example.com>
List-Unsubscribe: <https://example.com/leave/token>,
 <mailto:leave@example.com?subject=unsubscribe%20token>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Feedback-ID: monthly-2024-06:monthly:newsletter:0123456789ab
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Rest well.
""".replace(b"\n", b"\r\n")


class Keys(NamedTuple):
    """A private key and what DNS says of it."""

    pem: str
    record: str

    def signer(self) -> Signer:
        """It, at work."""
        return signer(DOMAIN, SELECTOR, self.pem)

    def verifies(self, message: bytes) -> bool:
        """What dkimpy says of the message's first signature."""

        def dns(name: bytes, timeout: float = 5) -> bytes:  # noqa: ARG001 dkimpy gives it
            assert name == f"{SELECTOR}._domainkey.{DOMAIN}.".encode()
            return self.record.encode()

        return bool(dkim.verify(message, dnsfunc=dns))


@pytest.fixture(scope="module", params=["rsa", "ed25519"])
def keys(request: pytest.FixtureRequest) -> Keys:
    """A new key of each kind."""
    pem = new_key(is_rsa=request.param == "rsa")
    return Keys(pem, dns_record(SELECTOR, pem))


def test_signature_is_verified_by_another_implementation(keys: Keys) -> None:
    """As a receiver would."""
    message = signed(LETTER, [keys.signer()])
    assert message.endswith(LETTER)
    assert keys.verifies(message)
    assert max(len(line) for line in message.split(b"\r\n")) <= 200


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Rest well", b"Rest ill"),
        (b"leave/token", b"leave/other"),
        (b"One-Click", b"Two-Clicks"),
        (b"maya@", b"noor@"),
        (b"A Quiet Clinic", b"A Loud Clinic"),
        (b"rest\r\n", b"haste\r\n"),
        (b"monthly.news", b"weekly.news"),
        (b"0123456789ab", b"ba9876543210"),
        (b"text/plain", b"text/html"),
        (b"\r\n\r\nRest", b"\r\nContent-Type: text/html\r\n\r\nRest"),
        (b"From: A", b"From: other@example.org\r\nFrom: A"),
        (b"\r\nSubject: A", b"\r\nSubject: B\r\nSubject: A"),
    ],
)
def test_what_is_changed_on_the_way_is_noticed(keys: Keys, old: bytes, new: bytes) -> None:
    """M8: the words, who it is from, and every way out; a header that is added, too."""
    assert LETTER.count(old) == 1
    assert not keys.verifies(signed(LETTER, [keys.signer()]).replace(old, new))


def test_what_servers_may_change_is_not(keys: Keys) -> None:
    """Other blanks, other folds, headers before it, a line more at the end."""
    message = signed(LETTER, [keys.signer()])
    refolded = message.replace(b"letter:\r\n rest", b"letter:   rest").replace(b"Reply-To: ", b"reply-to:\t")
    assert keys.verifies(b"Received: from here\r\n" + refolded + b"\r\n\r\n")


def test_same_letter_has_the_same_signature(keys: Keys) -> None:
    """A letter that is tried again is the same letter."""
    assert keys.signer().header(LETTER) == keys.signer().header(LETTER)


def test_two_signatures_stand_side_by_side() -> None:
    """Each is right by itself: who does not know ed25519 reads the other."""
    pems = {name: new_key(is_rsa=name == "rsa") for name in ("rsa", "ed")}
    message = signed(LETTER, [signer(DOMAIN, name, pem) for name, pem in pems.items()])

    def dns(name: bytes, timeout: float = 5) -> bytes:  # noqa: ARG001 dkimpy gives it
        selector = name.decode().split(".")[0]
        return dns_record(selector, pems[selector]).encode()

    judge = dkim.DKIM(message)
    assert [judge.verify(index, dnsfunc=dns) for index in (0, 1)] == [True, True]
    assert re.findall(rb"a=(\S+);", message) == [b"rsa-sha256", b"ed25519-sha256"]


WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40).map(str.strip)
LINES = st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS.filter(bool), LINES)
def test_any_letter_is_verified(keys: Keys, subject: str, lines: list[str]) -> None:
    """Whatever stands in it, empty bodies and blanks at ends among them."""
    head, _, _ = LETTER.partition(b"\r\n\r\n")
    letter = head.replace(b"A quiet letter:\r\n rest", subject.encode()) + b"\r\n\r\n" + "\r\n".join(lines).encode()
    assert keys.verifies(signed(letter, [keys.signer()]))


def test_address_beyond_ascii_is_signed(keys: Keys) -> None:
    """RFC 6532: a header may hold any letters."""
    assert keys.verifies(signed(LETTER.replace(b"maya@", "mäya@".encode()), [keys.signer()]))


@pytest.mark.parametrize(
    ("pem", "said"),
    [("no key", "no private key as PEM"), ("", "no private key as PEM")],
)
def test_key_that_cannot_be_used_is_named_and_not_shown(pem: str, said: str) -> None:
    """By its selector."""
    with pytest.raises(DeliveryError, match=said) as caught:
        signer(DOMAIN, SELECTOR, pem)
    assert SELECTOR in str(caught.value)
    assert "no key" not in str(caught.value)


def test_small_and_strange_keys_are_refused() -> None:
    """RFC 8301: receivers ignore them."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    def pem(key: "rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey") -> str:
        form = serialization.PrivateFormat.TraditionalOpenSSL
        return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()

    with pytest.raises(DeliveryError, match="has 1024 bits; 2048 are the fewest"):
        signer(DOMAIN, SELECTOR, pem(rsa.generate_private_key(65537, 1024)))  # noqa: S505 too small on purpose
    with pytest.raises(DeliveryError, match="neither RSA nor ed25519"):
        signer(DOMAIN, SELECTOR, pem(ec.generate_private_key(ec.SECP256R1())))


def test_missing_library_is_named() -> None:
    """It is an extra: who lets the server sign does not need it."""
    code = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from publisher.delivery.dkim import signer\n"
        "from publisher.errors import DeliveryError\n"
        "try: signer('example.com', 's', '')\n"
        "except DeliveryError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "pip install 'publisher[dkim]'" in said
