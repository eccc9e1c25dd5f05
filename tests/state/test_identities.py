"""A post's id is decided once, and belongs to one post for ever."""

from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from publisher.errors import IdentityError, SettingsError
from publisher.state import database
from publisher.state.database import open_database, open_in_memory, transaction
from publisher.state.identities import Identities
from publisher.state.identity import Claim
from publisher.state.ledger import Ledger
from tests.conftest import make_post
from tests.state.claiming import FIRST, LATER, REST_ID, after, claim, ids, opened, other, settle
from tests.state.opened import open_issue, people

OWN = "tag:example.com,2020:rest"


def test_first_id_is_the_address() -> None:  # feed practice B1
    """A new post is known by where it is."""
    assert ids(opened(), claim()) == ["https://blog.example.com/rest/"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"title": "Rest well"}, id="title"),
        pytest.param({"slug": "pause"}, id="slug"),
        pytest.param({"published_s": 1}, id="date"),
        pytest.param({"text": "Sleep."}, id="words"),
        pytest.param({"url": "https://clinic.example.org/rest/"}, id="domain"),
        pytest.param({"url": "http://blog.example.com/rest/"}, id="https"),
        pytest.param({"source": "posts/2024/rest.md"}, id="file name, same address and words"),
        pytest.param({"source": "posts/2024/rest.md", "text": "Sleep."}, id="file name, same address"),
        pytest.param({"name": "pause", "title": "Pause"}, id="file name, address and title, same words"),
        pytest.param({"name": "pause", "text": "Sleep."}, id="file name, address and words, same title and date"),
        pytest.param(
            {"source": "posts/2024/rest.md", "url": "https://clinic.example.org/rest/", "title": "Pause"},
            id="file name, domain and title, same words",
        ),
        pytest.param(
            {"slug": "pause", "title": "Pause", "text": "Sleep.", "published_s": 1},
            id="all but the file name",
        ),
    ],
)
def test_id_outlives_a_change(changes: dict[str, Any]) -> None:  # hostile input 20; fault: deleted, renamed, ...
    """A reader's feed program sees the same post, and nobody is mailed it again."""
    assert ids(after(claim(), other("sleep")), claim(**changes), also_there=["posts/sleep.md"]) == [REST_ID]


def test_id_outlives_one_change_after_the_other() -> None:
    """What counts is how the post was last seen, not how it began."""
    identities = after(claim())
    settle(identities, claim("pause"))
    assert ids(identities, claim("pause", source="posts/new.md", text="Sleep.", title="Pause")) == [REST_ID]


def test_only_changed_posts_have_to_claim() -> None:
    """What does not claim keeps what it has, as long as its file is there."""
    identities = after(claim(), other("sleep"))
    copy = claim("copy", published_s=1, title="Copy")
    assert ids(identities, copy, also_there=["posts/rest.md", "posts/sleep.md"]) == [copy.url]


def test_own_id_wins() -> None:
    """What the author fixed by hand holds, whatever was remembered of the file."""
    assert ids(after(claim()), claim(own_id=OWN)) == [OWN]


def test_own_id_is_kept_when_its_line_is_removed() -> None:
    """The post was known by it last, so it still is."""
    identities = after(claim())
    settle(identities, claim(own_id=OWN))
    assert ids(identities, claim(title="Rest well")) == [OWN]


def test_own_id_of_an_older_post_is_not_given_to_its_successor() -> None:
    """The author moved a post with its id by hand; the new one in its file, at its address, is another post."""
    moved = claim("pause", own_id=REST_ID)
    successor = other("sleep", source="posts/rest.md", slug="rest")
    settled = settle(after(claim()), moved, successor)
    assert settled[moved.source] == REST_ID
    assert settled[successor.source].startswith("tag:blog.example.com,")


def test_own_id_of_a_post_that_stays_where_it_was_is_refused() -> None:
    """A copied file with the id of the original: which of the two it belongs to is not decided by chance."""
    with pytest.raises(IdentityError) as caught:
        settle(after(claim()), claim(), claim("copy", own_id=REST_ID))
    (problem,) = caught.value.problems
    assert (problem.source, "same id as posts/rest.md" in problem.text) == ("posts/copy.md", True)


def test_two_posts_with_one_own_id_are_refused() -> None:  # hostile input 19
    """A copied front matter; both files are named, and the key to change; nothing is remembered."""
    identities = opened()
    with pytest.raises(IdentityError) as caught:
        settle(identities, claim("a", own_id=OWN), claim("b", own_id=OWN))
    (problem,) = caught.value.problems
    assert problem.source == "posts/b.md"
    assert "same id as posts/a.md" in problem.text
    assert "'id'" in problem.text
    assert identities.all() == []


def test_id_fixed_later_leaves_the_first_one_taken() -> None:
    """Nobody else may have what readers once knew a post by."""
    identities = after(claim())
    settle(identities, claim(own_id=OWN))
    newcomer = other("new", slug="rest")
    assert ids(identities, newcomer, also_there=["posts/rest.md"])[0].startswith("tag:")


def test_post_with_an_id_of_its_own_in_an_old_file_is_another_post() -> None:
    """The old one moved on, and takes its id along."""
    new = other("sleep", source="posts/rest.md", own_id=OWN)
    moved = claim("pause")
    assert ids(after(claim()), new, moved) == [OWN, REST_ID]


def test_id_fixed_while_all_else_is_rewritten_belongs_to_the_same_post() -> None:
    """The file is the same, so the post is: it is as old as before, and nobody else gets its first id."""
    identities = after(claim())
    assert ids(identities, other("sleep", source="posts/rest.md", own_id=OWN)) == [OWN]
    assert identities.first_public([OWN]) == {OWN: FIRST}
    assert identities.moved() == [(REST_ID, other("sleep").url)]


def test_id_fixed_in_a_renamed_file_leaves_no_row_behind() -> None:
    """The post is found under its new name first; then its author's id takes the place of the one before."""
    identities = after(claim())
    assert ids(identities, claim("pause", own_id=OWN, title="Pause")) == [OWN]
    assert identities.first_public([OWN]) == {OWN: FIRST}
    assert [one.post_id for one in identities.all() if one.url] == [OWN]


def test_files_that_changed_names_keep_their_posts_when_one_gets_an_id_too() -> None:
    """The words say which post each file is, whatever id its author fixes now."""
    one, two = other("one"), other("two")
    identities = after(one, two)
    swapped = [other("two", source=one.source, own_id=OWN), other("one", source=two.source)]
    assert ids(identities, *swapped) == [OWN, one.url]
    assert identities.first_public([OWN]) == {OWN: FIRST}


def test_first_id_fixed_again_is_the_same_post() -> None:
    """An author who gives up an id of his own for the one that readers knew first, and rewrites all, mails nothing."""
    identities = after(claim())
    settle(identities, claim(own_id=OWN))
    assert ids(identities, other("sleep", source="posts/rest.md", own_id=REST_ID)) == [REST_ID]
    assert identities.first_public([REST_ID]) == {REST_ID: FIRST}


def test_deleted_posts_id_is_not_given_to_another_post() -> None:  # hostile input 33
    """A new post in a new file, with nothing in common, is new."""
    new = other("sleep")
    assert ids(after(claim()), new) == [new.url]


@pytest.mark.parametrize("name", ["rest", "new"], ids=["same file", "same address"])
def test_deleted_posts_id_is_not_given_to_another_post_in_its_place(name: str) -> None:
    """A build saw that it was gone: what comes later in its file or at its address is new."""
    identities = after(claim(), other("sleep"))
    settle(identities, other("sleep"))
    identities.note_gone({"posts/sleep.md"})
    new = other("walk", source=f"posts/{name}.md", slug="rest", url=REST_ID, id=REST_ID)
    assert ids(identities, new, also_there=["posts/sleep.md"])[0].startswith("tag:")
    assert identities.first_public([REST_ID]) == {REST_ID: FIRST}


@pytest.mark.parametrize(
    "changes", [{"title": "x", "published_s": 1}, {"text": "Other words."}], ids=["words", "heading"]
)
def test_post_that_was_away_is_known_again(changes: dict[str, Any]) -> None:
    """Its file was taken out and put back later: by its words, or its title and date."""
    identities = after(claim())
    identities.note_gone(())
    assert ids(identities, claim(**changes)) == [REST_ID]
    assert identities.of_file("posts/rest.md") == identities.of_id(REST_ID)


def test_post_that_may_have_been_put_back_is_asked_about() -> None:
    """The same file and the same title: a person says whether it is the old post, by the name of the file."""
    identities = after(claim())
    identities.note_gone(())
    back = other("walk", source="posts/rest.md", slug="rest", url=REST_ID, title=claim().title)
    assert lost(identities, back) == [
        (
            "posts/rest.md",
            "may be posts/rest.md put back: it has the same title, but not its words. If it is, run "
            "'publisher ids posts/rest.md --was posts/rest.md', and readers see the same post; "
            "if it is a new post, run 'publisher ids posts/rest.md --new'",
        )
    ]
    identities.rule("posts/rest.md", "posts/rest.md")
    assert ids(identities, back) == [REST_ID]


def test_file_belongs_to_its_present_post_alone() -> None:
    """One post after the other was deleted from it; each is known again by its words, wherever it turns up."""
    identities = after(claim())
    identities.note_gone(())
    settle(identities, other("walk", source="posts/rest.md"))
    identities.note_gone(())
    assert [one.path for one in identities.all()] == ["", "posts/rest.md"]
    assert identities.of_file("posts/rest.md") is None
    assert ids(identities, claim("a"), other("b", text="All on walk.")) == [REST_ID, other("walk").url]


def test_noting_the_same_again_writes_nothing() -> None:
    """What is gone, is gone."""
    connection = open_in_memory()
    identities = Identities(connection)
    settle(identities, claim())
    identities.note_gone(())
    before = connection.total_changes
    identities.note_gone(())
    assert connection.total_changes == before


def test_posts_without_words_are_not_taken_for_each_other() -> None:
    """Two pictures have the same text, none; a new one does not inherit a deleted one's id."""
    new = other("moxa", text="\n")
    assert ids(after(claim("needles", text="\n")), new) == [new.url]


def test_file_that_is_still_there_keeps_its_id_to_itself() -> None:
    """A copy of a post is another post: the original is not gone, though it may be a draft at the moment."""
    copy = claim("copy")
    assert ids(after(claim()), copy, also_there=["posts/rest.md"]) == [copy.url]


def test_of_two_copies_of_a_gone_post_one_has_its_id() -> None:
    """Both cannot have it, and an error would help nobody: the first by its name has it, in any order."""
    copies = [claim("copy-b"), claim("copy-a")]
    assert ids(after(claim()), *copies) == [copies[0].url, REST_ID]


@pytest.mark.parametrize("turned", [False, True], ids=["address first", "words first"])
def test_address_is_a_stronger_claim_than_words(turned: bool) -> None:
    """Of two new files the one at the old address has the id, whichever comes first."""
    same_address = claim(source="posts/new.md", text="Sleep.")
    same_words = claim("copy")
    claims = [same_words, same_address] if turned else [same_address, same_words]
    assert settle(after(claim()), *claims) == {"posts/new.md": REST_ID, "posts/copy.md": same_words.url}


def test_more_marks_are_a_stronger_claim_than_one() -> None:
    """Words, title and date in another file against the address alone, which came from the file's name."""
    moved = claim("pause")
    namesake = other("new", slug="rest")
    settled = settle(after(claim()), namesake, moved)
    assert (settled[moved.source], settled[namesake.source][:4]) == (REST_ID, "tag:")


def test_each_of_many_moved_posts_is_recognised_by_what_it_alone_has() -> None:
    """Posts of the same few words are told apart by title and date."""
    before = [other(slug, text="See the picture.") for slug in ("a", "b", "c")]
    moved = [one._replace(source=f"blog/{one.slug}.md", url=f"{one.url}moved/") for one in before]
    assert ids(after(*before), *reversed(moved)) == [one.url for one in reversed(before)]


def test_files_that_changed_names_keep_their_posts_ids() -> None:
    """A reader follows the post, not the file."""
    one, two = other("one"), other("two")
    swapped = [other("two", source=one.source), other("one", source=two.source)]
    assert ids(after(one, two), *swapped) == [two.url, one.url]


def test_swapped_files_are_followed_when_one_is_edited_too() -> None:
    """Its words are enough."""
    one, two = other("one"), other("two")
    swapped = [other("two", source=one.source, title="New"), other("one", source=two.source)]
    assert ids(after(one, two), *swapped) == [two.url, one.url]


def test_post_that_moved_is_followed_when_another_took_its_file() -> None:
    """`mv rest.md new.md`, a new title in it, and another post written in rest.md: the words show which is which."""
    moved = other("new", text="All on rest.", title="Rest, revised")
    successor = other("sleep", source="posts/rest.md", slug="rest")
    settled = settle(after(other("rest")), moved, successor)
    assert (settled[moved.source], settled[successor.source][:4]) == (other("rest").url, "tag:")


def test_of_two_lost_posts_with_the_same_words_the_first_is_found() -> None:
    """By the name of its file; any rule will do that is the same in every build."""
    lost_posts = [other("b", text="See the picture."), other("a", text="See the picture.")]
    assert ids(after(*lost_posts), other("new", text="See the picture.")) == [other("a").url]


def test_post_that_takes_over_the_file_of_another_keeps_its_id() -> None:
    """`mv pause.md rest.md`: the post in it is the one that moved; the other is gone."""
    rest, pause = other("rest"), other("pause")
    assert ids(after(rest, pause), other("pause", source=rest.source, url=rest.url)) == [pause.url]


def test_post_that_lost_its_file_comes_back_as_itself() -> None:
    """Its file was overwritten, and is restored later under a new name."""
    rest, pause = other("rest"), other("pause")
    identities = after(rest, pause)
    settle(identities, other("pause", source=rest.source, url=rest.url))
    assert ids(identities, other("rest", source="posts/again.md"), also_there=[rest.source]) == [rest.url]


def test_address_that_once_meant_another_post_is_no_id() -> None:
    """The older post moved away and took the id along; its successor gets a name at the same host and day."""
    moved = claim("pause", source="posts/rest.md")
    successor = claim(source="posts/new.md", text="Sleep.", title="Sleep")
    assert ids(after(claim()), moved, successor) == [REST_ID, "tag:blog.example.com,2024-03-04:rest"]


def test_third_post_at_an_address_has_an_id_of_its_own() -> None:
    """The name at the host and day may be taken too, also by a post that is gone."""
    moved = claim("pause", source="posts/rest.md")
    second = other("away", own_id="tag:blog.example.com,2024-03-04:rest")
    third = claim(source="posts/third.md", text="Sleep.", title="Sleep")
    assert ids(after(claim(), second), moved, third)[1] == "tag:blog.example.com,2024-03-04:rest-2"


def test_address_that_is_anothers_own_id_is_no_id() -> None:
    """Nor is one that another new post has just got as its id: what is wrong with that is told afterwards."""
    settled = settle(opened(), other("a", own_id=other("b").url), other("b"), other("c"), other("d", slug="c"))
    assert settled["posts/b.md"].startswith("tag:")
    assert settled["posts/c.md"] == other("c").url != settled["posts/d.md"]


def test_own_id_of_a_lost_post_is_not_given_to_a_copy_too() -> None:
    """The author moved it by hand; a copy of its words is another post."""
    identities = after(claim())
    assert ids(identities, claim("moved", own_id=REST_ID), claim("copy")) == [REST_ID, claim("copy").url]
    assert identities.first_public([REST_ID]) == {REST_ID: FIRST}
    assert identities.moved() == [(REST_ID, claim("moved").url)]


def test_many_posts_with_one_time_stamp_have_ids_of_their_own() -> None:  # hostile input 18
    """An import gave all of them the same second; the ids come from the addresses, in every order the same."""
    posts = [other(f"post-{number}", published_s=0) for number in range(200)]
    assert ids(opened(), *reversed(posts)) == [one.url for one in reversed(posts)]


def test_id_survives_a_time_as_draft() -> None:
    """A post that was taken back and returns, changed all over, is the same post, and as old."""
    identities = after(claim())
    settle(identities, other("sleep"), also_there=["posts/rest.md"])
    assert ids(identities, other("pause", source="posts/rest.md"), also_there=["posts/sleep.md"]) == [REST_ID]
    assert identities.first_public([REST_ID]) == {REST_ID: FIRST}


def test_withdrawn_post_is_followed() -> None:
    """Renamed, then rewritten while nobody sees it: each step is seen, none is public, no id is given."""
    identities = after(claim())
    for step in (claim("pause"), other("pause"), other("nap", text="All on pause.")):
        assert settle(identities, step._replace(is_public=False)) == {}
        identities.note_gone({step.source})
    assert ids(identities, other("walk", source="posts/nap.md")) == [REST_ID]
    assert identities.first_public([REST_ID]) == {REST_ID: FIRST}


def test_draft_that_was_never_public_is_not_remembered() -> None:
    """Nobody is asked what it was either; that is asked when it becomes public."""
    identities = after(claim())
    draft = other("new", title=claim().title)
    assert settle(identities, draft._replace(is_public=False)) == {}
    assert [one.post_id for one in identities.all()] == [REST_ID]
    assert lost(identities, draft)


def test_draft_with_a_copied_id_is_in_nobodys_way() -> None:
    """What a post fixes by hand holds once it is public."""
    identities = after(claim(own_id=OWN))
    draft = other("new", own_id=OWN)._replace(is_public=False)
    assert ids(identities, claim(own_id=OWN, text="x"), also_there=[draft.source]) == [OWN]
    settled = settle(identities, claim(own_id=OWN, text="y"), draft)
    assert settled == {"posts/rest.md": OWN}


def test_id_moved_by_hand_leaves_the_old_file_as_a_draft() -> None:
    """The author keeps the former version for himself: that is no second post of this id."""
    moved = claim("pause", own_id=REST_ID)
    settled = settle(after(claim()), claim()._replace(is_public=False), moved)
    assert settled == {"posts/pause.md": REST_ID}


def test_public_post_is_a_stronger_claim_than_a_draft() -> None:
    """Of two copies of a lost post the one that readers see has its id, whatever their names."""
    draft, public = claim("copy-a")._replace(is_public=False), claim("copy-b")
    assert settle(after(claim()), draft, public) == {"posts/copy-b.md": REST_ID}


def test_address_of_a_draft_still_leads_to_its_present_post() -> None:
    """A redirect from there stays until the draft is public."""
    identities = after(claim())
    settle(identities, claim("pause", source="posts/rest.md"))
    settle(identities, other("new", slug="rest")._replace(is_public=False), also_there=["posts/rest.md"])
    assert identities.moved() == [(REST_ID, "https://blog.example.com/pause/")]


def test_first_public_never_changes() -> None:
    """Whether readers have seen a post is decided by the first time, not by the last."""
    identities = after(claim())
    settle(identities, claim(text="Sleep."))
    settle(identities, claim(text="Sleep.", own_id=OWN))
    assert identities.first_public([OWN, "https://example.com/never/"]) == {OWN: FIRST}


def test_posts_first_public_after_a_moment() -> None:
    """What is news to a reader who has had everything up to then; that very second is not."""
    identities = after(claim())
    settle(identities, other("sleep"), also_there=["posts/rest.md"], now=LATER)
    assert identities.first_public_after(FIRST - timedelta(seconds=1)) == {REST_ID: FIRST, other("sleep").url: LATER}
    assert identities.first_public_after(FIRST) == {other("sleep").url: LATER}
    assert identities.first_public_after(LATER.astimezone(timezone(timedelta(hours=9)))) == {}


def test_settling_the_same_again_writes_nothing(tmp_path: Path) -> None:
    """A build without news costs no durable commit."""
    connection = open_database(tmp_path)
    identities = Identities(connection)
    settle(identities, claim(), other("sleep"))
    before = connection.total_changes
    assert settle(identities, claim(), other("sleep")).keys() == {"posts/rest.md", "posts/sleep.md"}
    assert identities.settle([], set(), LATER) == {}
    assert connection.total_changes == before


def test_settling_joins_the_callers_transaction() -> None:
    """Who finds out afterwards that two posts have one address takes everything back."""
    connection = open_in_memory()
    identities = Identities(connection)
    with pytest.raises(RuntimeError), transaction(connection):  # noqa: PT012 - the block is the point
        settle(identities, claim())
        raise RuntimeError
    assert identities.all() == []


def test_one_changed_post_costs_the_same_among_many() -> None:
    """A known post is found by its file: no other identity is looked at."""
    counted = []
    for count in (10, 1000):
        connection = open_in_memory()
        identities = Identities(connection)
        posts = [other(f"post-{number}") for number in range(count)]
        settle(identities, *posts)
        counted.append(_steps(connection, lambda: settle(identities, posts[3]._replace(title="New"))))  # noqa: B023
    assert counted[1] < 2 * counted[0] + 100


def _steps(connection: Any, act: Callable[[], object]) -> int:
    """How many instructions SQLite ran, in tens."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.set_progress_handler(count, 10)
    act()
    connection.set_progress_handler(None, 0)
    return steps


# A post that may have got another name, and only a person can tell (feed practice B1)


def lost(identities: Identities, *claims: Claim) -> list[tuple[str, str]]:
    """What the build says when it stops: files and texts."""
    with pytest.raises(IdentityError) as caught:
        settle(identities, *claims)
    return [(problem.source, problem.text) for problem in caught.value.problems]


SAME_TITLE = other("new", title="Rest is part of the treatment")
SAME_DATE = other("new", published_s=claim().published_s)


@pytest.mark.parametrize(("new", "shared"), [(SAME_TITLE, "title"), (SAME_DATE, "date")], ids=["title", "date"])
def test_rename_that_would_lose_an_id_stops_the_build(new: Claim, shared: str) -> None:
    """Both files are named, and the one command that settles it; nothing is remembered."""
    identities = after(claim())
    before = identities.all()
    assert lost(identities, new) == [
        (
            "posts/new.md",
            f"may be posts/rest.md under another name: it has the same {shared}, but neither its address nor its "
            "words. If it is, run 'publisher ids posts/new.md --was posts/rest.md', and readers see the same post; "
            "if it is a new post, run 'publisher ids posts/new.md --new'",
        )
    ]
    assert identities.all() == before


def test_renamed_post_with_a_new_id_of_its_own_is_asked_about_too() -> None:
    """An id says nothing about which post it was: it might be mailed again."""
    new = SAME_TITLE._replace(id=OWN, has_own_id=True)
    identities = after(claim())
    assert "--was posts/rest.md" in lost(identities, new)[0][1]
    identities.rule("posts/new.md", "posts/rest.md")
    assert ids(identities, new) == [OWN]
    assert identities.first_public([OWN]) == {OWN: FIRST}


def test_ruling_keeps_the_id() -> None:
    """The person said that it is the same post, so it is, from then on."""
    identities = after(claim())
    identities.rule("posts/new.md", "posts/rest.md")
    assert ids(identities, SAME_TITLE) == [REST_ID]
    assert ids(identities, SAME_TITLE._replace(title="x", words="y")) == [REST_ID]


def test_ruling_makes_a_new_post() -> None:
    """The person said that it is another post; the same is not asked about the next one."""
    identities = after(claim())
    identities.rule("posts/new.md", "")
    assert ids(identities, SAME_TITLE) == [SAME_TITLE.url]
    third = other("third", title=SAME_TITLE.title)
    assert ids(identities, third, also_there=["posts/new.md"]) == [third.url]


def test_post_that_was_let_go_is_not_asked_about_again() -> None:
    """Not for its date either; but it is still known by its words."""
    identities = after(claim())
    identities.rule("posts/new.md", "")
    settle(identities, SAME_DATE)
    third = other("third", published_s=SAME_DATE.published_s)
    assert ids(identities, third, also_there=["posts/new.md"]) == [third.url]
    back = other("back", text="Needles come out after half an hour.")
    assert ids(identities, back, also_there=["posts/new.md", "posts/third.md"]) == [REST_ID]


def test_answer_that_it_is_new_is_used_once() -> None:
    """The file moved on; another one of its name later is another question."""
    identities = after(claim(), other("sleep"))
    identities.rule("posts/new.md", "")
    settle(identities, SAME_TITLE, also_there=["posts/sleep.md"])
    settle(identities, other("moved", text="All on new."), also_there=["posts/sleep.md"])
    assert lost(identities, other("new", title="About sleep", text="Other words."))[0][0] == "posts/new.md"


def test_ruling_is_used_once() -> None:
    """A file of that name later is another question."""
    identities = after(claim(), other("sleep"))
    identities.rule("posts/new.md", "posts/rest.md")
    settle(identities, SAME_TITLE, also_there=["posts/sleep.md"])
    settle(identities, other("moved", title=SAME_TITLE.title, text="All on new."), also_there=["posts/sleep.md"])
    assert lost(identities, other("new", title="About sleep", text="Other words."))[0][0] == "posts/new.md"


def test_ruling_may_name_the_id() -> None:
    """A post whose file was overwritten has no file to name."""
    identities = after(claim())
    identities.rule("posts/new.md", REST_ID)
    assert ids(identities, SAME_TITLE) == [REST_ID]


def test_ruling_about_a_file_that_is_there_again_does_not_count() -> None:
    """The post it speaks of is not lost, and keeps its id to itself; the new file is judged as any other."""
    identities = after(claim(), other("sleep"))
    identities.rule("posts/new.md", "posts/rest.md")
    new = other("new", title=claim().title, text="All on sleep.")
    assert ids(identities, new, also_there=["posts/rest.md"]) == [other("sleep").url]


def test_ruling_is_stronger_than_any_mark() -> None:
    """Two copies of a lost post: the person says which of them it is."""
    identities = after(claim())
    identities.rule("posts/copy-a.md", "")
    assert ids(identities, claim("copy-a"), claim("copy-b"))[1] == REST_ID


def test_all_that_is_doubtful_is_told_together() -> None:
    """Several new files, several lost ones: each new file with those it may be, the likeliest first."""
    gone = [other(f"gone-{n}", published_s=7 if n else 8) for n in range(5)]
    new = [other("b", published_s=7), other("a", published_s=8, title="About gone-3")]
    (file_a, text_a), (file_b, text_b) = lost(after(*gone), *new)
    assert (file_a, file_b) == ("posts/a.md", "posts/b.md")
    assert "may be posts/gone-3.md or posts/gone-0.md under" in text_a
    assert "--was posts/gone-3.md'" in text_a
    assert "may be posts/gone-1.md or posts/gone-2.md or posts/gone-3.md or 1 more under" in text_b


def test_posts_that_are_recognised_raise_no_question() -> None:
    """A whole folder moved, all posts of one date: each is known by its words, and nobody is asked anything."""
    before = [other(slug, published_s=7) for slug in ("a", "b", "c")]
    moved = [one._replace(source=f"blog/{one.slug}.md", url=f"{one.url}x/") for one in before]
    assert ids(after(*before), *moved) == [one.url for one in before]


def test_command_can_be_pasted_into_a_shell() -> None:
    """A name with a space or a quote is one word of the command."""
    old = claim(source="posts/it's rest.md")
    (_, text), *_ = lost(after(old), SAME_TITLE._replace(source="posts/new post.md"))
    assert """publisher ids 'posts/new post.md' --was 'posts/it'"'"'s rest.md'""" in text


# Addresses that posts had before


def test_former_address_leads_to_the_present_one() -> None:  # feed practice E5
    """An old link finds the post, over any number of moves."""
    identities = after(claim())
    settle(identities, claim("pause", source="posts/rest.md"))
    settle(identities, claim("break", source="posts/rest.md"))
    new = "https://blog.example.com/break/"
    assert identities.moved() == [("https://blog.example.com/pause/", new), (REST_ID, new)]


def test_address_in_use_is_no_former_one() -> None:
    """Who asks for it gets the post that is there now."""
    identities = after(claim())
    settle(identities, claim("pause", source="posts/rest.md"))
    settle(identities, other("new", slug="rest"), also_there=["posts/rest.md"])
    assert identities.moved() == []


def test_swapped_addresses_leave_no_former_one() -> None:
    """Both are in use."""
    one, two = other("one"), other("two")
    identities = after(one, two)
    settle(identities, one._replace(url=two.url), two._replace(url=one.url))
    assert identities.moved() == []


def test_former_address_follows_an_id_fixed_later() -> None:
    """It is the same post."""
    identities = after(claim())
    settle(identities, claim("pause", source="posts/rest.md"))
    settle(identities, claim("pause", source="posts/rest.md", own_id=OWN))
    assert identities.moved() == [(REST_ID, "https://blog.example.com/pause/")]


def test_mailed_post_stays_mailed_under_its_new_id() -> None:
    """It is no news to anybody, even when its title changes later."""
    connection = open_in_memory()
    identities, ledger = Identities(connection), Ledger(connection)
    settle(identities, claim())
    post = make_post()
    open_issue(ledger, people(1), posts=[post])
    settle(identities, claim(own_id=OWN))
    assert ledger.mailed("monthly").by_id.keys() == {REST_ID, OWN}


def test_archives_begin_where_they_began() -> None:
    """In the order of time; what is put replaces what was there, and the same again writes nothing."""
    connection = open_in_memory()
    identities = Identities(connection)
    identities.put_archive_starts([(1, 5, "x")])
    identities.put_archive_starts([(1, 30, "c"), (2, 20, "b"), (3, 10, "a")])
    before = connection.total_changes
    identities.put_archive_starts([(3, 10, "a"), (2, 20, "b"), (1, 30, "c")])
    assert identities.archive_starts() == [(3, 10, "a"), (2, 20, "b"), (1, 30, "c")]
    assert connection.total_changes == before


def test_archive_follows_the_id_of_its_first_post() -> None:
    """An id fixed later moves no archive."""
    identities = after(claim())
    identities.put_archive_starts([(1, 5, REST_ID)])
    settle(identities, claim(own_id=OWN))
    assert identities.archive_starts() == [(1, 5, OWN)]


# config/ids.toml


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The file of a book with a moved post, a deleted one, an id that was given up, and an archive."""
    identities = after(claim(), other("sleep"), other("fixed"))
    settle(identities, claim("pause", source="posts/rest.md"), other("fixed", own_id=OWN))
    identities.put_archive_starts([(1, 5, REST_ID)])
    path = tmp_path / "ids.toml"
    path.write_bytes(identities.save())
    return path


def everything(_: str) -> bool:
    """Every post is where it was."""
    return True


def nothing(_: str) -> bool:
    """No post is where it was."""
    return False


def test_fresh_checkout_takes_ids_from_the_file(saved: Path) -> None:
    """All that the state knew comes back: ids, first publication, former addresses, archives, the same bytes again."""
    fresh = opened()
    fresh.take_in(saved, everything)
    assert ids(fresh, claim("pause", source="posts/rest.md"), other("fixed")) == [REST_ID, OWN]
    assert fresh.first_public([REST_ID]) == {REST_ID: FIRST}
    assert fresh.moved() == [(REST_ID, "https://blog.example.com/pause/")]
    assert fresh.archive_starts() == [(1, 5, REST_ID)]
    assert fresh.save() == saved.read_bytes()


def test_renamed_post_is_recognised_in_a_fresh_checkout(saved: Path) -> None:
    """The file keeps the marks of each post, not its id alone."""
    fresh = opened()
    fresh.take_in(saved, everything)
    assert ids(fresh, other("slumber", text="All on sleep.")) == ["https://blog.example.com/sleep/"]


def test_id_in_the_file_is_taken(saved: Path) -> None:
    """A deleted post's id, or one that was given up, is never given to another in a fresh checkout either."""
    fresh = opened()
    fresh.take_in(saved, everything)
    newcomer = other("new", slug="fixed")
    assert ids(fresh, newcomer, also_there=["posts/fixed.md"])[0].startswith("tag:")


def test_own_id_beats_the_file(saved: Path) -> None:
    """What stands in the post itself holds."""
    fresh = opened()
    fresh.take_in(saved, everything)
    assert ids(fresh, claim("pause", source="posts/rest.md", own_id="tag:example.com,2021:p")) == [
        "tag:example.com,2021:p"
    ]


def test_state_beats_the_file(saved: Path) -> None:
    """What readers of this site were shown is not changed by a file from elsewhere; the file's id stays taken."""
    here = opened()
    settle(here, claim("pause", source="posts/rest.md"), now=LATER)
    here.take_in(saved, everything)
    assert ids(here, claim("pause", source="posts/rest.md", title="x")) == ["https://blog.example.com/pause/"]
    taken = here.of_id(REST_ID)
    assert (taken and taken.path, here.moved()) == ("", [])


def test_deleted_posts_place_is_free_in_a_fresh_checkout(tmp_path: Path) -> None:
    """The file says that the post has no file any more."""
    identities = after(claim())
    identities.note_gone(())
    (tmp_path / "ids.toml").write_bytes(identities.save())
    fresh = opened()
    fresh.take_in(tmp_path / "ids.toml", everything)
    assert ids(fresh, other("walk", source="posts/rest.md", slug="rest"))[0].startswith("tag:")


@pytest.mark.parametrize(
    "stranger",
    [
        pytest.param(other("pause", text="Needles come out after half an hour."), id="words"),
        pytest.param(other("pause", title=claim().title, published_s=claim().published_s), id="title and date"),
        pytest.param(other("pause", slug="rest"), id="address"),
    ],
)
def test_id_given_here_is_not_replaced_by_a_checkout_that_never_saw_the_post(stranger: Claim, tmp_path: Path) -> None:
    """It met the post under its new name only: what readers of this site know it by stays, the other id is taken."""
    (tmp_path / "ids.toml").write_bytes(after(stranger).save())
    here = after(claim())
    here.take_in(tmp_path / "ids.toml", nothing)
    assert ids(here, stranger) == [REST_ID]
    given_up = here.of_id(stranger.url)
    assert stranger.url == REST_ID or (given_up and not given_up.url)


def test_rename_that_a_checkout_never_saw_is_asked_about(tmp_path: Path) -> None:
    """Its line is no answer: with the title alone in common a person says which post it is."""
    new = other("pause", title=claim().title)
    (tmp_path / "ids.toml").write_bytes(after(new).save())
    here = after(claim())
    here.take_in(tmp_path / "ids.toml", nothing)
    assert "--was posts/rest.md" in lost(here, new)[0][1]
    here.rule("posts/pause.md", "posts/rest.md")
    assert ids(here, new) == [REST_ID]


def test_id_from_a_checkout_that_knew_the_deleted_post_is_taken_over(tmp_path: Path) -> None:
    """It has seen both, so the new one is no rename; nobody is asked twice."""
    there = after(claim())
    there.rule("posts/pause.md", "")
    new = other("pause", title=claim().title)
    settle(there, new)
    (tmp_path / "ids.toml").write_bytes(there.save())
    here = after(claim())
    here.take_in(tmp_path / "ids.toml", nothing)
    assert ids(here, new) == [new.url]


def test_post_that_another_checkout_followed_is_known_again(tmp_path: Path) -> None:
    """It was renamed there, then rewritten, in two builds; here both come at once, with the file that says so."""
    identities = after(claim())
    settle(identities, claim("pause"))
    rewritten = other("walk", source="posts/pause.md")
    settle(identities, rewritten)
    (tmp_path / "ids.toml").write_bytes(identities.save())
    here = opened()
    settle(here, claim(), now=LATER)
    here.take_in(tmp_path / "ids.toml", {"posts/pause.md"}.__contains__)
    assert ids(here, rewritten) == [REST_ID]
    assert here.first_public([REST_ID]) == {REST_ID: LATER}


def test_id_of_a_post_that_only_looks_alike_is_taken_over(tmp_path: Path) -> None:
    """The post that we know is where it was, so the other one is another."""
    copy = claim("copy")
    (tmp_path / "ids.toml").write_bytes(after(copy).save())
    here = after(claim())
    here.take_in(tmp_path / "ids.toml", everything)
    assert ids(here, copy, also_there=["posts/rest.md"]) == [copy.url]


def test_post_without_a_file_is_taken_in_with_its_marks(tmp_path: Path) -> None:
    """Its file was overwritten on both machines; it is recognised when it comes back."""
    books = []
    for name in ("one", "two"):
        identities = after(other(name), other("pause"))
        settle(identities, other("pause", source=f"posts/{name}.md", slug=name))
        books.append(identities)
    (tmp_path / "ids.toml").write_bytes(books[0].save())
    books[1].take_in(tmp_path / "ids.toml", everything)
    back = other("again", text="All on one.")
    assert ids(books[1], back, also_there=["posts/one.md", "posts/two.md"]) == [other("one").url]


def test_former_address_that_a_gone_post_had_too_comes_along(tmp_path: Path) -> None:
    """One post was deleted there, the next one moved on: who follows an old link finds it, in any checkout."""
    identities = after(claim())
    identities.note_gone(())
    settle(identities, other("walk", source="posts/rest.md", slug="rest"))
    settle(identities, other("walk", source="posts/rest.md"))
    (tmp_path / "ids.toml").write_bytes(identities.save())
    fresh = opened()
    fresh.take_in(tmp_path / "ids.toml", everything)
    assert fresh.moved() == identities.moved() == [(REST_ID, other("walk").url)]


def test_present_address_beats_a_former_one_from_the_file(saved: Path) -> None:
    """A post stands there: nobody is sent elsewhere. What is known of archives here stays, too."""
    here = opened()
    settle(here, other("new", slug="rest", own_id="tag:example.com,2024:new"))
    here.put_archive_starts([(7, 7, "x")])
    here.take_in(saved, everything)
    assert here.moved() == []
    assert here.archive_starts() == [(7, 7, "x")]


def test_file_that_was_just_saved_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing new in it."""
    identities = after(claim())
    (tmp_path / "ids.toml").write_bytes(identities.save())
    monkeypatch.setattr("publisher.state.idsfile.loads", lambda _: pytest.fail("read"))
    identities.take_in(tmp_path / "ids.toml", everything)


def test_unchanged_file_is_not_read_twice(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build with news but the old file costs a digest."""
    fresh = opened()
    fresh.take_in(saved, everything)
    monkeypatch.setattr("publisher.state.idsfile.loads", lambda _: pytest.fail("read again"))
    fresh.take_in(saved, everything)


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder in its place, for example; nothing is guessed."""
    with pytest.raises(SettingsError, match=r"config/ids\.toml: cannot be read: Is a directory"):
        opened().take_in(tmp_path, everything)


def test_missing_file_is_no_problem(tmp_path: Path) -> None:
    """Most sites have none."""
    identities = opened()
    identities.take_in(tmp_path / "ids.toml", everything)
    assert identities.all() == []


# Ids from elsewhere


def test_adopted_ids_replace_those_given_here() -> None:
    """What readers know from the old blog counts; the ids given here stay taken, and everything follows."""
    identities = after(claim(), other("sleep"))
    settle(identities, claim("pause", source="posts/rest.md"), also_there=["posts/sleep.md"])
    identities.put_archive_starts([(1, 5, REST_ID)])
    rest = identities.of_file("posts/rest.md")
    assert rest
    identities.adopt([rest._replace(post_id="https://old.example.com/?p=1")])
    assert ids(identities, claim("pause", source="posts/rest.md", title="x"), also_there=["posts/sleep.md"]) == [
        "https://old.example.com/?p=1"
    ]
    assert identities.moved() == [(REST_ID, "https://blog.example.com/pause/")]
    assert identities.archive_starts() == [(1, 5, "https://old.example.com/?p=1")]
    assert identities.first_public(["https://old.example.com/?p=1"]) == {"https://old.example.com/?p=1": FIRST}
    newcomer = other("new", slug="rest")
    assert ids(identities, newcomer, also_there=["posts/rest.md", "posts/sleep.md"])[0].startswith("tag:")


def test_posts_may_exchange_their_ids() -> None:
    """Each has the other's, none is given up."""
    identities = after(other("one"), other("two"))
    one, two = identities.of_file("posts/one.md"), identities.of_file("posts/two.md")
    assert one
    assert two
    identities.adopt([one._replace(post_id=two.post_id), two._replace(post_id=one.post_id)])
    assert ids(identities, other("one"), other("two")) == [two.post_id, one.post_id]


def test_database_of_the_first_form_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids given out before keep their posts; where an author fixed one later, that one counts."""
    steps = database._migrations()
    monkeypatch.setattr(database, "_migrations", lambda: steps[:1])
    connection = open_in_memory()
    rows = [
        (REST_ID, "posts/rest.md", REST_ID, "w1", "h1", FIRST.isoformat()),
        ("https://a.example.com/", "posts/rest.md", REST_ID, "w1", "h1", FIRST.isoformat()),
        ("https://blog.example.com/gone/", "posts/gone.md", "https://blog.example.com/gone/", "w2", "h2", "2024-01-01"),
    ]
    connection.executemany("INSERT INTO identity VALUES (?, ?, ?, ?, ?, ?)", rows)
    monkeypatch.setattr(database, "_migrations", lambda: steps)
    database._migrate(connection, Path(":memory:"))
    identities = Identities(connection)
    assert ids(identities, claim(), claim("back", slug="gone", title="x", published_s=1)) == [rows[1][0], rows[2][0]]
    assert identities.first_public([rows[1][0]]) == {rows[1][0]: FIRST}
    taken = identities.of_id(REST_ID)
    assert taken
    assert taken.path == taken.url == taken.words == ""
