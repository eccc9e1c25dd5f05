"""Who gets to see a post, in the words of every generator; whatever is in doubt is not shown."""

from typing import Any, NamedTuple

from publisher.content.keys import Keys

# Pelican's words, and those of a WordPress export
_PUBLIC = ("published", "publish", "public")
_HIDDEN = ("hidden", "unlisted")
_DRAFT = ("draft", "private", "pending", "skip", "trash", "auto-draft")
_NO = {"false", "no", "off"}


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
    status, by_hugo = _status(keys), _build_options(keys)
    has_no_page = str(keys.anything("permalink")).lower() in _NO  # Eleventy's `permalink: false`
    is_draft = keys.flag("draft") or status in _DRAFT or by_hugo == "draft" or _is_withdrawn(keys)
    is_hidden = keys.flag("unlisted") or keys.flag("excluded") or status in _HIDDEN or by_hugo == "hidden"
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
    if (other := keys.misspelt("published")) and str(keys.head.values[other]).lower() in _NO:
        keys.complain("published", f"unknown key {other!r}; did you mean 'published'?")


def _is_withdrawn(keys: Keys) -> bool:
    """Whether `published: false` is said; the same key may hold a date."""
    written = [keys.head.values[name] for name in ("published", "publish") if name in keys.head.values]
    return any(str(value).lower() in _NO for value in written)


def _status(keys: Keys) -> str:
    """The word under `status`, `""` for one that says nothing of who may see the post."""
    value = keys.anything("status")
    word = value.strip().lower() if isinstance(value, str) else ""
    known = (*_DRAFT, *_HIDDEN)
    if word in known or word in _PUBLIC or not word:
        return word
    from difflib import get_close_matches

    if meant := get_close_matches(word, known, n=1, cutoff=0.7):
        keys.complain("status", f"unknown status {word!r}; did you mean {meant[0]!r}?")
    return ""


def _build_options(keys: Keys) -> str:
    """Hugo's table `build`: pages that are not rendered, or that no list shows."""
    table: Any = keys.head.values.get("build", keys.head.values.get("_build"))
    if not isinstance(table, dict):
        return ""
    said = {str(name).lower(): str(value).lower() for name, value in table.items()}
    if said.get("render") in ("never", "false", "link"):
        return "draft"
    return "hidden" if said.get("list") in ("never", "false", "local") else ""
