"""Names of files and folders by tag, author or language: one for spellings of one thing, never one for two things."""

import re
import unicodedata
from hashlib import blake2b

from publisher.readable import shown

_LIMIT = 60
_PLAIN = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")
_DIGEST = re.compile(r"(.* )?[0-9a-f]{10}")  # looks like a digest of ours, so it must not stand as a name of its own
_RUN = re.compile(r"[^a-z0-9]+")
# names that Windows keeps for devices, with any ending (learn.microsoft.com, "Naming Files, Paths, and Namespaces")
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")

# Each in its own words, because whoever reads it looks for that.
_LANGUAGES = dict(
    pair.split("=")
    for line in (
        "ar=العربية, bg=Български, ca=Català, cs=Čeština, da=Dansk, de=Deutsch, el=Ελληνικά, en=English, es=Español",
        "et=Eesti, eu=Euskara, fa=فارسی, fi=Suomi, fr=Français, ga=Gaeilge, he=עברית, hi=हिन्दी, hr=Hrvatski",
        "hu=Magyar, id=Bahasa Indonesia, is=Íslenska, it=Italiano, ja=日本語, ko=한국어, lt=Lietuvių, lv=Latviešu",
        "nb=Norsk bokmål, nl=Nederlands, pl=Polski, pt=Português, ro=Română, ru=Русский, sk=Slovenčina, sl=Slovenščina",
        "sr=Српски, sv=Svenska, th=ไทย, tr=Türkçe, uk=Українська, vi=Tiếng Việt, zh=中文",
    )
    for pair in line.split(", ")
)


def same_name(name: str) -> str:
    """What two spellings of one tag or person have in common: `Rest` and `rest`, composed and decomposed accents.

    Not casefold: to it `Busse` and `Buße` are one word.
    """
    return unicodedata.normalize("NFC", shown(name).lower())


def file_name(name: str) -> str:
    """The name of a file or folder, without an ending: `a-z`, `0-9` and hyphens, at most 71 of them.

    Words of plain letters become themselves, `chinese medicine` being `chinese-medicine`. Anything else also gets a
    digest of itself, so that `C`, `C++` and `C#` are three. It depends on no other name and is the same in every build.
    """
    key = same_name(name)
    if _PLAIN.fullmatch(key) and len(key) <= _LIMIT and not _DIGEST.fullmatch(key) and not _DEVICES.fullmatch(key):
        return key.replace(" ", "-")
    ascii_letters = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    words = _RUN.sub("-", ascii_letters)[:_LIMIT].strip("-")
    digest = blake2b(key.encode(), digest_size=5).hexdigest()
    return f"{words}-{digest}" if words else digest


def language_name(language: str) -> str:
    """A language (BCP 47) as those who speak it call it: `Deutsch`, `Deutsch (CH)`; its code where we know no name."""
    first, _, rest = language.partition("-")
    name = _LANGUAGES.get(first.lower(), "")
    return f"{name} ({rest})" if name and rest else name or language
