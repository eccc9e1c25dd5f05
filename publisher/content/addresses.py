"""Every address in a post, made absolute."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from publisher.content.mediatypes import media_type
from publisher.content.nearby import Files, without_pelican
from publisher.links import absolute, impersonal

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# An address without a query that `absolute` would give back as it is: most are, and asking costs twenty times as much.
_SAFE = r"(?:[A-Za-z0-9/:@!$&'()*+,=~._-]|%[0-9A-Fa-f]{2})"
_ABSOLUTE = re.compile(rf"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]+)?(?:/{_SAFE}*)?(?:#(?:{_SAFE}|\?)+)?")
_HOST = r"\A(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*"
_ESCAPED_LETTERS = r"(?:%[89A-Fa-f][0-9A-Fa-f])+"
_MARKDOWN = r"(?i)(?![A-Za-z][A-Za-z0-9+.-]*:|//)([^?#]*\.(?:md|markdown))(#.*)?"
# pixels alone: a drawing could hold a script
_SMALL_PICTURE = r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]{1,43000}={0,2}"


def no_post(_: str) -> tuple[str, str] | None:
    """A look that knows no other post."""
    return None


@dataclass(kw_only=True)
class Addresses:
    """The addresses of one post, as they are asked for; keeps what was found of them.

    `url` is the post's own address, and `prefix` begins every id in it. `post_at` gives the address of the post in
    another source file, and the prefix of its ids. Parameters that tell who follows a link are left out, those of a
    campaign too unless it `keeps_campaigns`. `unknown_posts` are links to posts that it did not know; `dropped_data`
    counts pictures inside the text that were left out.
    """

    url: str
    prefix: str
    files: Files
    post_at: Callable[[str], tuple[str, str] | None] = no_post
    allows_data: bool = False
    keeps_campaigns: bool = False
    unknown_posts: dict[str, None] = field(default_factory=dict)
    dropped_data: int = 0
    _known: dict[tuple[bool, str], str | None] = field(default_factory=dict)

    def link(self, reference: str) -> str | None:
        """The absolute address that a link leads to; `None` for one that has no business in a post."""
        return reference if _ABSOLUTE.fullmatch(reference) else self._once(False, reference.strip())

    def picture(self, reference: str) -> str | None:
        """The same of a picture to be shown."""
        return reference if _ABSOLUTE.fullmatch(reference) else self._once(True, reference.strip())

    def _once(self, is_shown: bool, reference: str) -> str | None:
        if (is_shown, reference) not in self._known:
            self._known[is_shown, reference] = self._shown(reference) if is_shown else self._linked(reference)
        return self._known[is_shown, reference]

    def _linked(self, reference: str) -> str | None:
        if not reference:  # what led elsewhere by code that was dropped would lead to the post itself
            return None
        if other := re.fullmatch(_MARKDOWN, reference):
            return self._other_post(*other.groups(default=""))
        bare = reference.partition("#")[0].partition("?")[0]
        if media_type(bare):
            if found := self.files.find(reference):
                return found[1]
            if name := self.files.expected(reference):
                self.files.absent[name] = None
        return self._absolute(self.url, reference)

    def _shown(self, reference: str) -> str | None:
        if reference[:5].lower() == "data:":
            is_kept = self.allows_data and bool(re.fullmatch(_SMALL_PICTURE, reference))
            self.dropped_data += not is_kept
            return reference if is_kept else None
        if found := self.files.find(reference):
            self.files.publish_stand_in(reference)
            return found[1]
        self.files.miss(reference)
        return self._absolute(self.files.home, reference)

    def _other_post(self, path: str, fragment: str) -> str | None:
        bare = without_pelican(path)
        other = self.post_at(posixpath.normpath(posixpath.join(posixpath.dirname(self.files.source), unquote(bare))))
        if other is None:
            self.unknown_posts[path] = None
            return self._absolute(self.url, bare + fragment)
        address, prefix = other
        return absolute(address, f"#{prefix}{fragment[1:]}") if fragment[1:] else address

    def _absolute(self, base: str, reference: str) -> str | None:
        """The address made absolute; `None` for one that cannot be parsed or has a scheme of no use in a post."""
        reference = re.sub(_HOST, _unescaped_host, reference)
        if reference[:1] == "#" != reference:
            reference = f"#{self.prefix}{reference[1:]}"
        try:
            # a site of today answers at https, whatever the address of this one begins with
            address = absolute(base, f"https:{reference}" if reference.startswith("//") else reference)
        except ValueError:
            return None
        # nh3 looks at the scheme before us: behind a no-break space it sees a relative link, and we have cut that
        return impersonal(address, keeps_campaign=self.keeps_campaigns) if urlsplit(address).scheme in SCHEMES else None


def _unescaped_host(start: re.Match[str]) -> str:
    """The host in its own letters: comrak percent-encodes them, where only punycode may stand."""
    return re.sub(_ESCAPED_LETTERS, lambda letters: unquote(letters.group()), start.group())
