"""Whatever happens to a folder of posts, step by step: no id changes, none is given twice, and no letter either."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from publisher.errors import IdentityError
from publisher.state.database import open_in_memory
from publisher.state.identities import Identities
from publisher.state.identity import Claim
from publisher.state.ledger import Ledger
from tests.conftest import make_post
from tests.state.claiming import LATER, claim, listed
from tests.state.opened import open_issue

TITLES = [f"Title {number}" for number in range(6)]  # few, so that posts share them
DAYS = [86400 * number for number in range(6)]


class Kept(NamedTuple):
    """A post as its author knows it: `number` is what makes it this post; its id once it was public."""

    number: int
    post: Claim
    post_id: str = ""


class Folder:
    """Posts in a folder, the changes that an author makes, and a person who settles what a build asks about."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same story every time
        self._count = 0
        self._connection = open_in_memory()
        self._identities = Identities(self._connection)
        self._posts: dict[int, Kept] = {}
        self._changed: set[int] = set()
        self._deleted: list[Kept] = []  # since the last build
        self._gone: list[Kept] = []  # before it: a build saw that they were gone
        self._given: dict[str, int] = {}
        self._mailed: set[int] = set()
        self.asked = 0

    def step(self) -> None:
        """A few changes to different posts, a build, and a look at what came of it."""
        changes = [self._rename, self._edit_title, self._edit_date, self._edit_words, self._delete, self._swap]
        changes += [
            self._hide,
            self._show,
            self._rewrite,
            self._fix_id,
            self._fix_id_and_rewrite,
            self._rename_and_fix_id,
        ]
        changes += [self._write_in_the_place_of_a_gone_one, self._put_back]
        self._changed = set()
        for _ in range(self._random.choice([1, 1, 1, 2, 3])):
            if len(self._posts) < 4 or self._random.random() < 0.3:
                self._add()
            else:
                self._random.choice(changes)()
        self._build()

    def move_to_another_machine(self, path: Path) -> None:
        """Only what is in git comes along: the posts and config/ids.toml; every post is read anew, and mailed anew."""
        path.write_bytes(self._identities.save())
        self._mailed = set()
        self._connection = open_in_memory()
        self._identities = Identities(self._connection)
        self._identities.take_in(path, lambda _: True)
        assert self._identities.save() == path.read_bytes()
        self._changed = set(self._posts)
        self._build()

    def _build(self) -> None:
        claims = [self._posts[number].post for number in self._changed & self._posts.keys()]
        self._random.shuffle(claims)
        present = {kept.post.source for kept in self._posts.values()}
        try:
            ids = self._identities.settle(claims, present, LATER)
        except IdentityError as error:
            self._answer(error)
            ids = self._identities.settle(claims, present, LATER)
        self._identities.note_gone(present)
        self._gone, self._deleted = self._gone + self._deleted, []
        assert ids.keys() == {one.source for one in claims if one.is_public}
        for number, kept in self._posts.items():
            if kept.post.source in ids:
                self._look_at(number, ids[kept.post.source])
        self._mail()

    def _look_at(self, number: int, post_id: str) -> None:
        """The id that the author fixed, or else the one it had."""
        kept = self._posts[number]
        expected = kept.post.id if kept.post.has_own_id else kept.post_id
        assert expected in ("", post_id), f"{kept} became {post_id}"
        assert self._given.setdefault(post_id, number) == number, f"{post_id} was given before"
        self._posts[number] = kept._replace(post_id=post_id)

    def _mail(self) -> None:
        """A letter with each public post that the ledger takes for news; it is right about every one of them."""
        ledger = Ledger(self._connection)
        mailed = ledger.mailed("monthly")
        for number, (_, post, post_id) in self._posts.items():
            if not post.is_public:
                continue
            facts = {"id": post_id, "title": post.title}
            is_news = not mailed.carried(listed(published_s=post.published_s, **facts))
            assert is_news == (number not in self._mailed), f"{post} is {'' if is_news else 'not '}mailed"
            if is_news:
                at = datetime.fromtimestamp(post.published_s, UTC)
                letter = make_post(published=at, updated=at, **facts)
                open_issue(ledger, [], posts=[letter], period=f"{number} {self._count}")
                self._mailed.add(number)

    def _answer(self, error: IdentityError) -> None:
        """A person knows which post each file is, and says so for every file that the build names."""
        by_source = {kept.post.source: kept for kept in self._posts.values()}
        for problem in error.problems:
            self.asked += 1
            assert f"publisher ids {problem.source} --was " in problem.text
            self._identities.rule(problem.source, by_source[problem.source].post_id)

    def _add(self) -> None:
        self._count += 1
        name = f"post-{self._count}"
        title, day = self._free_heading()
        words = self._random.choice([f"Words of {name}.", f"Words of {name}.", ""])
        self._posts[self._count] = Kept(self._count, claim(name, title=title, published_s=day, text=words))
        self._changed.add(self._count)

    def _free_heading(self) -> tuple[str, int]:
        """A title and a date that no post had together, though others had either: one of the two is new."""
        if self._random.random() < 0.5:
            return self._random.choice(TITLES), 10**9 + self._count
        return f"First title no. {self._count}", self._random.choice(DAYS)

    def _edit(self, **changes: object) -> None:
        if free := sorted(self._posts.keys() - self._changed):
            number = self._random.choice(free)
            kept = self._posts[number]
            post = kept.post._replace(**changes)  # type: ignore[arg-type]
            if kept.post.has_own_id and "has_own_id" not in changes:
                post = post._replace(id=kept.post.id)
            self._posts[number] = kept._replace(post=post)
            self._changed.add(number)

    def _edit_title(self) -> None:
        self._count += 1
        self._edit(title=f"Title no. {self._count}")

    def _edit_date(self) -> None:
        self._count += 1
        self._edit(published_s=2 * 10**9 + self._count)

    def _edit_words(self) -> None:
        self._count += 1
        self._edit(words=f"digest {self._count}")

    def _rewrite(self) -> None:
        """All but the place."""
        self._count += 1
        self._edit(**_anew(self._count))

    def _hide(self) -> None:
        self._edit(is_public=False)

    def _show(self) -> None:
        self._edit(is_public=True)

    def _fix_id(self) -> None:
        self._count += 1
        self._edit(**_own_id(self._count))

    def _fix_id_and_rewrite(self) -> None:
        self._count += 1
        self._edit(**_own_id(self._count), **_anew(self._count))

    def _rename(self) -> None:
        """A new file name, and so a new address; every third time the words are touched in one go."""
        self._count += 1
        more = {"words": f"digest {self._count}"} if self._count % 3 == 0 else {}
        self._edit(**_place(f"renamed-{self._count}"), **more)

    def _rename_and_fix_id(self) -> None:
        self._count += 1
        self._edit(**(_place(f"renamed-{self._count}") | _own_id(self._count)))

    def _swap(self) -> None:
        free = sorted(self._posts.keys() - self._changed)
        if len(free) > 1:
            one, two = self._random.sample(free, 2)
            first, second = self._posts[one], self._posts[two]
            self._posts[one] = first._replace(post=_at_the_place_of(first.post, second.post))
            self._posts[two] = second._replace(post=_at_the_place_of(second.post, first.post))
            self._changed |= {one, two}

    def _delete(self) -> None:
        if free := sorted(self._posts.keys() - self._changed):
            self._deleted.append(self._posts.pop(self._random.choice(free)))

    def _write_in_the_place_of_a_gone_one(self) -> None:
        if self._gone:
            gone = self._gone.pop(self._random.randrange(len(self._gone)))
            self._add()
            new = self._posts[self._count]
            self._posts[self._count] = new._replace(post=_at_the_place_of(new.post, gone.post))

    def _put_back(self) -> None:
        """A post that was taken away comes back, under another title; a picture without words could not be known."""
        if back := [one for one in self._gone if one.post.words]:
            one = self._random.choice(back)
            self._gone.remove(one)
            self._count += 1
            post = one.post._replace(title=f"Title no. {self._count}")
            self._posts[one.number] = one._replace(post=post)
            self._changed.add(one.number)


def _place(name: str) -> dict[str, object]:
    url = f"https://blog.example.com/{name}/"
    return {"source": f"posts/{name}.md", "url": url, "id": url, "slug": name}


def _own_id(number: int) -> dict[str, object]:
    return {"id": f"tag:example.com,2024:{number}", "has_own_id": True}


def _anew(number: int) -> dict[str, object]:
    return {"title": f"Title no. {number}", "published_s": 2 * 10**9 + number, "words": f"digest {number}"}


def _at_the_place_of(post: Claim, other: Claim) -> Claim:
    post_id = post.id if post.has_own_id else other.url
    return post._replace(source=other.source, url=other.url, slug=other.slug, id=post_id)


@pytest.mark.parametrize("seed", range(30))
def test_no_id_changes_and_none_is_given_twice_and_each_post_is_mailed_once(
    seed: int, tmp_path: Path
) -> None:  # feed practice B1; hostile inputs 20 and 33
    """Over 80 builds of renames, edits, exchanges, deletions and additions, of drafts, ids fixed by hand and posts put
    back, with two changes of the machine.

    Where the build stops and asks, the answer that it asks for settles it.
    """
    folder = Folder(seed)
    for number in range(80):
        folder.step()
        if number % 30 == 29:
            folder.move_to_another_machine(tmp_path / "ids.toml")


def test_builds_do_ask_in_these_stories() -> None:
    """Otherwise the stories above would show less than they seem to; and most builds need nobody."""
    folders = [Folder(seed) for seed in range(10)]
    for folder in folders:
        for _ in range(80):
            folder.step()
    assert 10 < sum(folder.asked for folder in folders) < 200
