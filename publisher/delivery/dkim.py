"""Sign letters (DKIM, RFC 6376; ed25519 as RFC 8463 has it), where the mail server does not."""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from publisher.errors import DeliveryError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

# What may not be changed on the way. Those of the second line are named once more than they stand there: nobody can add
# another one (RFC 6376 section 8.15).
_SIGNED = ("Reply-To", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "List-ID", "Feedback-ID")
_SIGNED_ONCE = ("From", "To", "Subject", "Date", "MIME-Version", "Content-Type")
_FEWEST_BITS = 2048  # RFC 8301 section 3.2
_COLUMNS = 72
_BLANKS = re.compile(rb"[ \t\r\n]+")


class Signer(NamedTuple):
    """A key that signs for a domain, under the selector where its public half is found in DNS."""

    domain: str
    selector: str
    algorithm: str
    sign: Callable[[bytes], bytes]

    def header(self, message: bytes) -> bytes:
        """The DKIM-Signature of a message (CRLF), itself not a part of it yet; the same each time for the same one."""
        head, _, body = message.partition(b"\r\n\r\n")
        fields = _fields(head)
        signed = [name for name in _SIGNED if name.lower().encode() in fields]
        names = [*signed, *_SIGNED_ONCE, *_SIGNED_ONCE]
        tags = (
            *("v=1", f"a={self.algorithm}", "c=relaxed/simple", f"d={self.domain}", f"s={self.selector}"),
            *(f"h={':'.join(names)}", f"bh={_base64(hashlib.sha256(_simple(body)).digest())}", "b="),
        )
        unsigned = "DKIM-Signature: " + ";\r\n ".join(tags)
        canonical = [fields[name] for name in dict.fromkeys(name.lower().encode() for name in names) if name in fields]
        data = b"".join(line + b"\r\n" for line in canonical) + _relaxed(unsigned.encode())
        value = _base64(self.sign(data))
        folded = "\r\n ".join(value[first : first + _COLUMNS] for first in range(0, len(value), _COLUMNS))
        return f"{unsigned}{folded}\r\n".encode()


def signed(message: bytes, signers: Sequence[Signer]) -> bytes:
    """The message behind the signature of each signer."""
    return b"".join([*(signer.header(message) for signer in signers), message])


def signer(domain: str, selector: str, pem: str) -> Signer:
    """Sign with a private key (PEM, PKCS #8 or PKCS #1, RSA or ed25519).

    Raises `DeliveryError`, which shows nothing of it, for one that cannot be used, and where the library is missing.
    """
    key = _loaded(selector, pem)
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256

    if isinstance(key, RSAPrivateKey):
        if key.key_size < _FEWEST_BITS:
            raise DeliveryError(f"DKIM: the key of {selector!r} has {key.key_size} bits; {_FEWEST_BITS} are the fewest")
        return Signer(domain, selector, "rsa-sha256", lambda data: key.sign(data, PKCS1v15(), SHA256()))
    return Signer(domain, selector, "ed25519-sha256", lambda data: key.sign(hashlib.sha256(data).digest()))


def new_key(*, is_rsa: bool) -> str:
    """A new private key as PEM: RSA with 2048 bits, or ed25519. Raises `DeliveryError` where the library is missing."""
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
    except ImportError as error:
        raise _missing() from error
    key = rsa.generate_private_key(65537, _FEWEST_BITS) if is_rsa else ed25519.Ed25519PrivateKey.generate()
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return written.decode("ascii")


def dns_record(selector: str, pem: str) -> str:
    """What has to stand in DNS as TXT, at `SELECTOR._domainkey.DOMAIN`; raises as `signer`."""
    key = _loaded(selector, pem)
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if isinstance(key, RSAPrivateKey):
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return f"v=DKIM1; k=rsa; p={_base64(public)}"
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return f"v=DKIM1; k=ed25519; p={_base64(public)}"


def _loaded(selector: str, pem: str) -> "RSAPrivateKey | Ed25519PrivateKey":
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise _missing() from error
    try:
        key = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError) as error:
        raise DeliveryError(f"DKIM: the key of {selector!r} is no private key as PEM without a pass phrase") from error
    if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
        raise DeliveryError(f"DKIM: the key of {selector!r} is neither RSA nor ed25519")
    return key


def _missing() -> DeliveryError:
    return DeliveryError("DKIM: signing needs a library more: pip install 'publisher[dkim]'; or leave it to the server")


def _fields(head: bytes) -> dict[bytes, bytes]:
    """The header fields by their names in small letters, in canonical form; of two with one name the last."""
    lines = re.split(rb"\r\n(?![ \t])", head)
    return {line.partition(b":")[0].strip().lower(): _relaxed(line) for line in lines}


def _relaxed(line: bytes) -> bytes:
    """A header field in the canonical form "relaxed" (RFC 6376 section 3.4.2), without the end of its line."""
    name, _, value = line.partition(b":")
    return name.strip().lower() + b":" + _BLANKS.sub(b" ", value).strip()


def _simple(body: bytes) -> bytes:
    """A body in the canonical form "simple": one line end at its end (section 3.4.3)."""
    while body.endswith(b"\r\n"):
        body = body[:-2]
    return body + b"\r\n"


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
