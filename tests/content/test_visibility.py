"""Whatever hides a post elsewhere hides it here, and a slip of the hand publishes nothing."""

import pytest

from publisher.content.frontmatter import split
from publisher.content.keys import Keys
from publisher.content.visibility import Visibility, read

PUBLIC = Visibility(draft=False, in_lists=True, in_feeds=True)
DRAFT = Visibility(draft=True, in_lists=True, in_feeds=True)
HIDDEN = Visibility(draft=False, in_lists=False, in_feeds=False)
NO_FEED = Visibility(draft=False, in_lists=True, in_feeds=False)


def seen(head: str, *, in_drafts: bool = False) -> tuple[Visibility, list[str]]:
    keys = Keys(split("posts/rest.md", f"---\n{head}\n---\n"), "posts/rest.md")
    return read(keys, in_drafts=in_drafts), [str(one) for one in (*keys.problems, *keys.warnings)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("title: Rest", PUBLIC),
        ("draft: true", DRAFT),
        ("draft: false", PUBLIC),
        ("published: false", DRAFT),
        ("published: true", PUBLIC),
        ("published: 2024-03-04", PUBLIC),
        ("publish: no", DRAFT),
        ("Status: draft", DRAFT),
        ("status: private", DRAFT),
        ("status: published", PUBLIC),
        ("status: evergreen", PUBLIC),
        ("status: hidden", HIDDEN),
        ("unlisted: true", HIDDEN),
        ("eleventyExcludeFromCollections: true", HIDDEN),
        ("permalink: false", DRAFT),
        ("feed: false", NO_FEED),
        ("feed: true", PUBLIC),
        ("feed: {excerpt_only: true}", PUBLIC),
        ("build: {render: never}", DRAFT),
        ("_build: {list: never}", HIDDEN),
        ("build: {list: always}", PUBLIC),
        ("headless: true", DRAFT),
        ("params: {draft: true}", DRAFT),
        ("params: {Draft: yes}", DRAFT),
        ("params: {draft: false}", PUBLIC),
        ("visibility: private", DRAFT),
        ("visibility: Members", DRAFT),
        ("visibility: unlisted", HIDDEN),
        ("visibility: public", PUBLIC),
        ("private: true", DRAFT),
        ("hidden: true", HIDDEN),
    ],
)
def test_the_words_of_every_generator(head: str, expected: Visibility) -> None:
    """Drafts go nowhere, unlisted posts have a page alone. (hostile input 16; R23)"""
    assert seen(head) == (expected, [])


def test_jekylls_folder_of_drafts() -> None:
    """What lies in `_drafts` is one, whatever it says. (R23)"""
    assert seen("title: Rest", in_drafts=True) == (DRAFT, [])


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("drafft: true", "unknown key 'drafft'; did you mean 'draft'?"),
        ("darft: true", "unknown key 'darft'; did you mean 'draft'?"),
        ("publised: false", "unknown key 'publised'; did you mean 'published'?"),
        ("status: drfat", "unknown status 'drfat'; did you mean 'draft'?"),
        ("draft: maybe", "'draft' must be true or false"),
        ("unlisted: maybe", "'unlisted' must be true or false"),
        ("visibility: privat", "unknown visibility 'privat'; did you mean 'private'?"),
        ("visibility: team", "unknown visibility 'team'; known are public, unlisted and private"),
        ("visiblity: private", "unknown key 'visiblity'; did you mean 'visibility'?"),
    ],
)
def test_a_slip_publishes_nothing(head: str, problem: str) -> None:
    """A misspelt word that was to hide a post is a problem, so the post stays where it is. (R23)"""
    assert [text.partition(": ")[2] for text in seen(head)[1]] == [problem]


@pytest.mark.parametrize("head", ["publisher: Rest & Co", "published_at: 2024-01-01", "layout: draft"])
def test_other_keys_are_left_alone(head: str) -> None:
    """What only sounds alike is no slip."""
    assert seen(head) == (PUBLIC, [])


def test_a_day_of_expiry_is_not_kept() -> None:
    """What Hugo would take away by itself is named."""
    assert seen("expiryDate: 2025-01-01")[1] == [
        "posts/rest.md:2: warning: 'expiryDate' is not kept here: take the post away when it is over"
    ]
