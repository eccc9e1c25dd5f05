"""Who gets to see a post, in the words of every generator; whatever is in doubt is not shown."""

from collections.abc import Iterator
from typing import NamedTuple

from publisher.content.keys import Keys

# Pelican's words, and those of exports from WordPress and Ghost
_PUBLIC = ("published", "publish", "public")
_HIDDEN = ("hidden", "unlisted")
_DRAFT = ("draft", "private", "pending", "skip", "trash", "auto-draft", "password", "protected", "members", "paid")
_YES, _NO = {"true", "yes", "on"}, {"false", "no", "off"}


class Visibility(NamedTuple):
    """A `draft` goes nowhere. What is not `in_lists` has a page and no more; what is not `in_feeds` is in no feed."""

    draft: bool
    in_lists: bool
    in_feeds: bool


def read(keys: Keys, *, in_drafts: bool) -> Visibility:
    """What the front matter says; a word that was likely meant to hide a post and is misspelt becomes a problem."""
    _complain_of_slips(keys)
    if "expirydate" in keys.head.values:
        keys.warn_at(keys.head.lines["expirydate"], "'expiryDate' is not kept here: take the post away when it is over")
    words = {_word(keys, "status"), _word(keys, "visibility"), *_of_hugo(keys)}
    has_no_page = str(keys.anything("permalink")).lower() in _NO  # Eleventy's `permalink: false`
    is_draft = _is_any(keys, "draft", "private", "headless") or not words.isdisjoint(_DRAFT) or _is_withdrawn(keys)
    is_hidden = _is_any(keys, "unlisted", "hidden", "excluded") or not words.isdisjoint(_HIDDEN)
    # a theme's settings of feeds may stand under the same name
    in_feeds = isinstance(keys.anything("feed"), dict) or keys.flag("feed", otherwise=True)
    return Visibility(
        draft=is_draft or in_drafts or has_no_page,
        in_lists=not is_hidden,
        in_feeds=in_feeds and not is_hidden,
    )


def _complain_of_slips(keys: Keys) -> None:
    if other := keys.misspelt("draft"):
        keys.complain("draft", f"unknown key {other!r}; did you mean 'draft'?")
    for key, words in (("published", _NO), ("visibility", {*_HIDDEN, *_DRAFT})):
        if (other := keys.misspelt(key)) and str(keys.head.values[other]).lower() in words:
            keys.complain(key, f"unknown key {other!r}; did you mean {key!r}?")


def _is_any(keys: Keys, *names: str) -> bool:
    """Whether one of them is true; every one is read, so that each slip is told."""
    return True in [keys.flag(name) for name in names]


def _is_withdrawn(keys: Keys) -> bool:
    """Whether `published: false` is said; the same key may hold a date."""
    written = [keys.head.values[name] for name in ("published", "publish") if name in keys.head.values]
    return any(str(value).lower() in _NO for value in written)


def _word(keys: Keys, key: str) -> str:
    """The word under the key, `""` for one that says nothing of who may see the post."""
    value = keys.anything(key)
    word = value.strip().lower() if isinstance(value, str) else ""
    known = (*_DRAFT, *_HIDDEN)
    if word in known or word in _PUBLIC or not word:
        return word
    from difflib import get_close_matches

    if meant := get_close_matches(word, known, n=1, cutoff=0.7):
        keys.complain(key, f"unknown {key} {word!r}; did you mean {meant[0]!r}?")
    elif key == "visibility":  # any word may stand under `status`, as `evergreen`
        keys.complain(key, f"unknown visibility {word!r}; known are public, unlisted and private")
    return ""


def _of_hugo(keys: Keys) -> Iterator[str]:
    """What Hugo's tables say: pages that are not rendered, or that no list shows; a theme's own word for a draft."""
    build = _table(keys, "build") or _table(keys, "_build")
    if build.get("render") in ("never", "false", "link") or _table(keys, "params").get("draft") in _YES:
        yield "draft"
    if build.get("list") in ("never", "false", "local"):
        yield "hidden"


def _table(keys: Keys, name: str) -> dict[str, str]:
    table = keys.head.values.get(name)
    return {str(key).lower(): str(value).lower() for key, value in table.items()} if isinstance(table, dict) else {}
