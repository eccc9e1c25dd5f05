"""What every page says, in the site's language, ready for templates."""

from typing import TYPE_CHECKING

from publisher.templates import own_html
from publisher.words import Phrase, Words

if TYPE_CHECKING:
    from markupsafe import Markup


class Saying:
    """The fixed words of pages by name, their places filled in."""

    def __init__(self, words: Words) -> None:
        self._phrases = words.phrases
        self._ready: dict[str, Markup] = {}  # a page asks for a dozen of them, and they stay the same

    def plain(self, name: str, **fields: object) -> str:
        """The words as text, for an attribute or a title."""
        return self._phrases[name].text.format(**fields)

    def html(self, name: str, **fields: object) -> "Markup":
        """The words for a page; those that stand in for a missing language say which one they are in."""
        if fields:
            return _marked(self._phrases[name], self.plain(name, **fields))
        if name not in self._ready:
            self._ready[name] = _marked(self._phrases[name], self.plain(name))
        return self._ready[name]


def _marked(phrase: Phrase, text: str) -> "Markup":
    from markupsafe import escape

    if not phrase.language:
        return escape(text)
    return own_html(f'<span lang="{phrase.language}" dir="{phrase.direction}">{escape(text)}</span>')
