"""Names that are safe in an address and in a file name."""

import re
import unicodedata
from hashlib import blake2b

_LIMIT = 80
_RUN = re.compile(r"[^a-z0-9]+")


def slugify(text: str) -> str:
    """A slug of `a-z`, `0-9` and single hyphens, 1 to 80 characters, from any text.

    Accents fall off (`Où` gives `ou`); a text in another script gets a short digest of itself, so that it still has an
    address of its own and the same one in every build.
    """
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    slug = _RUN.sub("-", plain.replace("'", "")).strip("-")
    if len(slug) > _LIMIT:
        slug = slug[:_LIMIT].rsplit("-", 1)[0]
    return (
        slug
        or "post-"
        + blake2b(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    )
