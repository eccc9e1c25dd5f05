"""An item of an old feed is the post it was, or nobody guesses."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from publisher.feeds.rules.seen import SeenItem
from publisher.model import Listing
from publisher.workflows.adoption import Adoption, last_name, match, plain_title
from tests.state.claiming import listed

NEW_YORK = ZoneInfo("America/New_York")


def item(**changes: Any) -> SeenItem:
    """An item that is like no post."""
    facts: dict[str, Any] = {
        "place": "item 1",
        "id": "https://old.example.org/?p=123",
        "url": "https://old.example.org/2009/x/",
        "title": "Something else",
        "summary": "",
        "html": "",
        "published": None,
        "updated": None,
        "authors": (),
        "tags": (),
        "files": (),
        "language": None,
    }
    return SeenItem(**(facts | changes))


def found(items: list[SeenItem], *posts: Listing) -> Adoption:
    return match(items, posts, NEW_YORK)


REST = listed("rest", title="“Rest” is part of the treatment—always")


@pytest.mark.parametrize(
    ("changes", "known_by"),
    [
        pytest.param({"url": "https://blog.example.com/rest/"}, "address", id="address"),
        pytest.param({"url": "http://www.blog.example.com/rest"}, "address", id="http, www, no slash"),
        pytest.param(
            {"url": "https://blog.example.com/rest/index.html?utm_source=rss"}, "address", id="index, counted"
        ),
        pytest.param({"url": "https://old.example.org/2024/03/rest/"}, "name", id="WordPress"),
        pytest.param({"url": "https://old.example.org/notes/2024-03-04-rest.html"}, "name", id="Jekyll"),
        pytest.param(
            {"title": "“Rest” is part of the treatment—always", "published": datetime(2024, 3, 4, 12, tzinfo=UTC)},
            "title and day",
            id="title and day",
        ),
        pytest.param({"title": '"Rest" is part of the treatment -- ALWAYS'}, "title", id="straight signs"),
        pytest.param({"title": "“Rest” is part of the\n treatment—always"}, "title", id="spaces"),
        pytest.param(
            {"title": "&#8220;Rest&#8221; is part of the treatment&#8212;always"}, "title", id="escaped twice"
        ),
    ],
)
def test_item_is_known_as_the_post_it_was(changes: dict[str, Any], known_by: str) -> None:
    """By its address, the last part of that, its title on that day, or its title alone."""
    (pair,) = found([item(**changes)], listed("sleep", title="Sleep"), REST).pairs
    assert (pair.post, pair.known_by) == (REST, known_by)


def test_item_of_no_post_is_a_stranger() -> None:
    """And the posts that the feed does not have are told as well."""
    adoption = found([item()], REST)
    assert (adoption.pairs, adoption.strangers, adoption.missing) == ((), (item(),), (REST,))


def test_day_is_the_sites_day() -> None:
    """Midnight in New York is five in the morning of the feed's clock; two posts of one title are told apart."""
    monday = listed("a", title="Notes", published_s=int(datetime(2024, 3, 4, 5, tzinfo=UTC).timestamp()))
    sunday = listed("b", title="Notes", published_s=int(datetime(2024, 3, 4, 4, tzinfo=UTC).timestamp()))
    late = item(title="Notes", published=datetime(2024, 3, 5, 4, 59, tzinfo=UTC))
    (pair,) = found([late], monday, sunday).pairs
    assert pair.post == monday


def test_surest_way_comes_first() -> None:
    """An address decides before a name, and a name before a title, for all items."""
    named = item(id="1", url="https://old.example.org/rest/", title=REST.title)
    placed = item(id="2", url=REST.url)
    titled = item(id="3", title="Sleep")
    pairs = found([titled, named, placed], REST, listed("sleep", title="Sleep")).pairs
    assert [(pair.item.id, pair.post.slug, pair.known_by) for pair in pairs] == [
        ("2", "rest", "address"),
        ("3", "sleep", "title"),
    ]


def test_item_that_could_be_two_posts_is_in_doubt() -> None:
    """Both are named, none is guessed."""
    adoption = found([item(title="Notes")], listed("b", title="Notes"), listed("a", title="Notes"))
    ((doubtful, posts),) = adoption.doubts
    assert (doubtful.title, [post.slug for post in posts]) == ("Notes", ["a", "b"])
    assert (adoption.pairs, adoption.strangers) == ((), ())


def test_two_items_that_could_be_one_post_are_in_doubt() -> None:
    """Neither has it, unless a surer way tells them apart."""
    twins = [item(id="1", title="Notes"), item(id="2", title="Notes")]
    assert len(found(twins, listed("a", title="Notes")).doubts) == 2


def test_doubt_ends_when_another_way_decides() -> None:
    """Two posts of one name in two folders; the titles differ."""
    posts = [listed("a/rest", title="One"), listed("b/rest", title="Two")]
    adoption = found([item(url="https://old.example.org/rest/", title="Two")], *posts)
    assert [pair.post.slug for pair in adoption.pairs] == ["b/rest"]
    assert adoption.doubts == ()


def test_post_that_found_its_item_is_no_candidate_any_more() -> None:
    """Of the two posts that an item could be, one was another item; the other is named, and still not guessed."""
    posts = [listed("a/rest", title="One"), listed("b/rest", title="Two")]
    adoption = found([item(id="1", url="https://old.example.org/rest/"), item(id="2", title="One")], *posts)
    assert [pair.item.id for pair in adoption.pairs] == ["2"]
    assert [[post.slug for post in doubt.posts] for doubt in adoption.doubts] == [["b/rest"]]


def test_of_two_items_with_one_id_the_first_counts() -> None:
    """As in feed readers; the second adds no doubt."""
    items = [item(url=REST.url), item(url=listed("sleep").url)]
    adoption = found(items, REST, listed("sleep"))
    assert ([pair.post.slug for pair in adoption.pairs], adoption.strangers) == (["rest"], ())


def test_item_without_an_id_is_passed_over() -> None:
    """There is nothing to take over."""
    assert found([item(id="", url=REST.url)], REST).pairs == ()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://old.example.org/2024/05/2024-05-01-Rest.html", "rest"),
        ("https://old.example.org/caf%C3%A9/", "café"),
        ("https://old.example.org/blog/?p=123", ""),
        ("https://old.example.org/", ""),
        ("http://[oops/rest", ""),
        ("", ""),
    ],
)
def test_name_is_the_last_part_of_an_address(url: str, name: str) -> None:
    """Without ending and date; none where a number in the query tells the pages apart."""
    assert last_name(url) == name


def test_signs_that_matter_stay_in_titles() -> None:
    """Only what tools set differently is made equal."""
    assert plain_title("C++") != plain_title("C#")
