"""Addresses: made absolute and plain ASCII, permanent ids, and links that share a post."""

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

# Never percent-encoded twice: "%" stays when it already begins an escape (RFC 3986 section 2.4).
_PATH_SAFE = "/:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?"
# Parameters that tell the owner of a page which person followed a link; services add them to what is copied.
PERSONAL = frozenset(
    "fbclid gclid dclid msclkid yclid twclid ttclid igshid mc_eid mkt_tok vero_id oly_anon_id oly_enc_id _hsenc _hsmi "
    "hsctatracking wickedid ml_subscriber ml_subscriber_hash s_cid rb_clickid".split()
)
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def to_uri(address: str) -> str:
    """The address as a URI (RFC 3986): percent-encoded, host in punycode, never encoded a second time.

    Feeds and mail need it: the W3C validator calls a raw `ñ` an error, in Atom too.
    Raises `ValueError` for an address that cannot be parsed, such as `http://[oops/`.
    """
    parts = urlsplit(address.strip())
    return urlunsplit(
        (
            parts.scheme.lower(),
            _ascii_authority(parts.netloc),
            _escape(parts.path, _PATH_SAFE),
            _escape(parts.query, _QUERY_SAFE),
            _escape(parts.fragment, _QUERY_SAFE),
        )
    )


def absolute(base: str, reference: str) -> str:
    """`reference` as seen from the page `base`, as an absolute URI; `//host` gets the base's scheme."""
    return to_uri(urljoin(base, reference.strip()))


def impersonal(address: str, *, keeps_campaign: bool) -> str:
    """The address without the parameters in `PERSONAL`, and without a campaign's (`utm_…`) unless they are to stay.

    Nothing else of it changes.
    """
    before, mark, query = address.partition("?")
    query, hash_mark, fragment = query.partition("#")
    if not query or "#" in before:
        return address
    kept = [part for part in query.split("&") if not _tells(part.partition("=")[0].lower(), keeps_campaign)]
    return f"{before}{mark if kept else ''}{'&'.join(kept)}{hash_mark}{fragment}"


def _tells(parameter: str, keeps_campaign: bool) -> bool:
    return parameter in PERSONAL or (parameter.startswith("utm_") and not keeps_campaign)


def permalink(site_url: str, slug: str) -> str:
    """The address of a post's page: a folder of its own below the site's address."""
    return to_uri(f"{site_url}{quote(slug)}/")


def site_address(text: str) -> str:
    """The site's address, checked once at the start: absolute http(s), no query, ending in one slash."""
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("needs a full address with a scheme, for example https://blog.example.com/")
    if parts.query or parts.fragment:
        raise ValueError("must not have a query or a fragment")
    return to_uri(text.strip().rstrip("/") + "/")


def tag_uri(site_url: str, first_published: date, name: str) -> str:
    """A permanent id that is no address (RFC 4151): `tag:host,date:name`."""
    return f"tag:{urlsplit(site_url).hostname},{first_published.isoformat()}:{quote(name)}"


def share_link(network: str, *, title: str, text: str, url: str, picture: str = "") -> str:
    """An address that opens the network's own share form; no script, no tracking, nothing asked of us.

    `text` is the whole share text, with the post's address in it; `title` is one line, `picture` an address. A form
    that takes an address alone gets `url`, a mail also gets `title` as its subject. Every value is percent-encoded with
    `%20`, and a mail's line breaks are `%0D%0A` (RFC 6068). A network without a form raises `KeyError`.
    """
    return SHARE_FORMS[network].address.format_map(share_values(title=title, text=text, url=url, picture=picture))


def share_values(**values: str) -> dict[str, str]:
    """What the forms are filled with; made once for all of them where they get the same text."""
    quoted = {name: quote(value, safe="") for name, value in values.items()}
    return quoted | {"mail_text": quoted["text"].replace("%0A", "%0D%0A")}


class ShareForm(NamedTuple):
    """A network's share form: its `title` as people write it, and its address with places to be filled."""

    title: str
    address: str


# Checked 2026-11: parameter names are the networks' to change, so they stand in one table.
SHARE_FORMS = {
    "x": ShareForm("X", "https://x.com/intent/post?text={text}"),
    "bluesky": ShareForm("Bluesky", "https://bsky.app/intent/compose?text={text}"),
    "mastodon": ShareForm("Mastodon", "https://share.joinmastodon.org/#text={text}"),
    "threads": ShareForm("Threads", "https://www.threads.com/intent/post?text={text}"),
    "linkedin": ShareForm("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    "facebook": ShareForm("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    "pinterest": ShareForm(
        "Pinterest", "https://www.pinterest.com/pin/create/button/?url={url}&media={picture}&description={text}"
    ),
    "reddit": ShareForm("Reddit", "https://www.reddit.com/submit?url={url}&title={title}"),
    "telegram": ShareForm("Telegram", "https://t.me/share/url?url={url}&text={title}"),
    "whatsapp": ShareForm("WhatsApp", "https://wa.me/?text={text}"),
    "sms": ShareForm("Text message", "sms:?body={text}"),  # RFC 5724
    "email": ShareForm("E-mail", "mailto:?subject={title}&body={mail_text}"),
}


def _escape(part: str, safe: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", part), safe=safe + "%")


def _ascii_authority(netloc: str) -> str:
    if netloc.isascii():
        return netloc.lower() if "@" not in netloc else netloc
    userinfo, at, host_port = netloc.rpartition("@")
    host, colon, port = host_port.partition(":")
    return userinfo + at + host.encode("idna").decode("ascii") + colon + port
