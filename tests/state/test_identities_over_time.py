"""Whatever happens to a folder of posts, step by step: no id changes, none is given twice."""

import random
from pathlib import Path
from typing import NamedTuple

import pytest

from publisher.errors import IdentityError
from publisher.state.database import open_in_memory
from publisher.state.identities import Identities
from publisher.state.identity import Claim
from tests.state.claiming import LATER, claim

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
        self._identities = Identities(open_in_memory())
        self._posts: dict[int, Kept] = {}
        self._changed: set[int] = set()
        self._given: dict[str, int] = {}
        self.asked = 0

    def step(self) -> None:
        """A few changes to different posts, a build, and a look at what came of it."""
        changes = [self._rename, self._edit_title, self._edit_date, self._edit_words, self._delete, self._swap]
        self._changed = set()
        for _ in range(self._random.choice([1, 1, 1, 2, 3])):
            if len(self._posts) < 4 or self._random.random() < 0.3:
                self._add()
            else:
                self._random.choice(changes)()
        self._build()

    def move_to_another_machine(self, path: Path) -> None:
        """Only what is in git comes along: the posts and config/ids.toml; every post is read anew."""
        path.write_bytes(self._identities.save())
        self._identities = Identities(open_in_memory())
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
        for number in self._changed & self._posts.keys():
            self._look_at(number, ids[self._posts[number].post.source])

    def _look_at(self, number: int, post_id: str) -> None:
        kept = self._posts[number]
        assert kept.post_id in ("", post_id), f"{kept} became {post_id}"
        assert self._given.setdefault(post_id, number) == number, f"{post_id} was given before"
        self._posts[number] = kept._replace(post_id=post_id)

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
            self._posts[number] = kept._replace(post=kept.post._replace(**changes))  # type: ignore[arg-type]
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

    def _rename(self) -> None:
        """A new file name, and so a new address; every third time the words are touched in one go."""
        self._count += 1
        name = f"renamed-{self._count}"
        url = f"https://blog.example.com/{name}/"
        more = {"words": f"digest {self._count}"} if self._count % 3 == 0 else {}
        self._edit(source=f"posts/{name}.md", url=url, id=url, slug=name, **more)

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
            del self._posts[self._random.choice(free)]


def _at_the_place_of(post: Claim, other: Claim) -> Claim:
    return post._replace(source=other.source, url=other.url, slug=other.slug, id=other.id)


@pytest.mark.parametrize("seed", range(30))
def test_no_id_changes_and_none_is_given_twice(
    seed: int, tmp_path: Path
) -> None:  # feed practice B1; hostile inputs 20 and 33
    """Over 80 builds of renames, edits, exchanges, deletions and additions, with two changes of the machine.

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
