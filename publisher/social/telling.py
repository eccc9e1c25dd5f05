"""What a post has to tell: its sentences worth repeating, looked for once however many networks ask."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from publisher.model import Post
from publisher.sentences import one_by_one
from publisher.social.wording import clean
from publisher.textblocks import blocks, paragraphs

_FEWEST_WORDS = 4  # less is a pointer ("Read on.") or a call ("Share this post!"), not a statement
# Scripts that put no space between words: each character is taken for a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")


# A call, and Google takes texts with one down; an address with numbers in it is none.
_TELEPHONE = re.compile(r"(?<![\w/.=&-])\+?(?:\(?\d{2,5}\)?[ .-]?){2,5}\d{2,4}(?![\w/])")
_FEWEST_DIGITS = 7


class Telling:
    """The sentences of a post for share texts, cleaned, in order: not the title again, no mere pointer, no telephone
    number, no second link. They are those of the summary if its author wrote one, else those of the running text.

    A paragraph is cut when its sentences are asked for, because most networks have room for few of a long post's.
    """

    def __init__(self, post: Post) -> None:
        self._coming = _worth_telling(post)
        self._known: list[str] = []

    def first(self, count: int) -> list[str]:
        """The first so many of them; fewer when there are no more."""
        self._known += islice(self._coming, max(0, count - len(self._known)))
        return self._known[:count]


def cleaned_sentences(post: Post) -> Iterator[str]:
    """The post's sentences, cleaned, without those of which nothing is left."""
    return filter(None, map(clean, one_by_one(paragraphs(post.html), post.language)))


def _worth_telling(post: Post) -> Iterator[str]:
    for place, sentence in enumerate(_summary(post) or cleaned_sentences(post)):
        repeats_title = place == 0 and _letters(sentence) == _letters(post.title)
        if not repeats_title and _tells(sentence) and post.url not in sentence:
            yield sentence


def _summary(post: Post) -> list[str]:
    """The sentences of a summary that its author wrote; the whole of one that is no sentence."""
    summary = clean(post.summary)
    letters = _letters(summary)
    taken_of = (cleaned_sentences(post), (block.text for block in blocks(post.html)))
    if letters == _letters(post.title) or any(_begins_with(letters, texts) for texts in taken_of):
        return []
    return [*one_by_one([summary], post.language)] or [summary]


def _begins_with(letters: str, texts: Iterable[str]) -> bool:
    found = ""
    for text in texts:
        if len(found) >= len(letters):
            break
        found += _letters(text)
    return found.startswith(letters)


def _tells(sentence: str) -> bool:
    if any(sum(map(str.isdigit, number)) >= _FEWEST_DIGITS for number in _TELEPHONE.findall(sentence)):
        return False
    found = 0
    for word in sentence.split():
        found += 1 if word.isascii() and word.isalnum() else _words_in(word)
        if found >= _FEWEST_WORDS:
            return True
    return False


def _words_in(piece: str) -> int:
    return len(_UNSPACED.findall(piece)) or any(map(str.isalnum, piece))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, clean(text).casefold()))
