"""Which posts go into the next issue of a newsletter, why others do not, and under which subject."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from publisher.errors import Problem
from publisher.model import Form, Issue, Listing, Note, Post, Site
from publisher.newsletter.options import Options

MOST = (
    200  # posts of an issue: even as summaries, more than these never fit into a letter that mail programs show whole
)
_LATE = timedelta(days=92)  # a post dated back further than that was not late: it comes from an archive
_SUBJECT_LIMIT = 150  # longer subjects are cut at a word; readers show about 60 characters


class News(NamedTuple):
    """What tells new posts from old ones, for one newsletter.

    `mailed_with` gives the id of the issue that carried a post, or `""`. Posts dated from `since` on are new; without
    it, or dated earlier, those that were first public after the newsletter's first run: `came_later` has these moments,
    by id.
    """

    mailed_with: Callable[[Listing], str]
    since: datetime | None
    came_later: Mapping[str, datetime]

    def objection(self, post: Listing) -> str:
        """Why the post is not for the newsletter any more, or `""`: it is new."""
        if not post.in_lists:
            return "stands in no list"
        if objection := self._old(post):
            return objection
        issue = self.mailed_with(post)
        return f"was mailed with {issue}" if issue else ""

    def _old(self, post: Listing) -> str:
        if self.since and post.published_s >= self.since.timestamp():
            return ""
        first_seen = self.came_later.get(post.id)
        if first_seen is None:
            return (
                f"is from before {self.since:%Y-%m-%d} ('since')" if self.since else "was public before the first run"
            )
        if first_seen - post.published > _LATE:
            # an archive that is brought over must not reach everybody; the post may still be chosen
            return f"is dated {post.published:%Y-%m-%d}, long before it was first seen here; a note can choose it"
        return ""


class Choice(NamedTuple):
    """The posts of the next issue, the newest first or as its note orders them; why new ones are not among them; and
    what is wrong with the note's choice.
    """

    posts: tuple[Listing, ...]
    left_out: tuple[tuple[Listing, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def choose(posts: Sequence[Listing], news: News, options: Options, note: Note | None) -> Choice:
    """Which of the public posts (newest first) the next issue carries.

    All that are new; of a newsletter of single posts the oldest of them. A note may choose instead, old posts too, but
    none that was mailed: a post is mailed at most once per newsletter.
    """
    new = [post for post in posts if not news.objection(post)]
    if note and note.posts:
        return _chosen(note, posts, new, news, options)
    if options.template == "single":
        return Choice(tuple(new[-1:]), tuple((post, "waits: one post an issue") for post in new[:-1]))
    return Choice(tuple(new))


def _chosen(note: Note, posts: Sequence[Listing], new: Sequence[Listing], news: News, options: Options) -> Choice:
    by_name = {name: post for post in reversed(posts) for name in (post.slug, post.url, post.source, _file(post))}
    chosen, problems = list[Listing](), list[str]()
    for name in note.posts:
        post = by_name.get(name.strip("/")) or by_name.get(name)
        if post is None:
            problems.append(f"chooses {name!r}, which is no public post; write its slug, file or address")
        elif issue := news.mailed_with(post):
            problems.append(f"chooses {name!r}, which was mailed with {issue}; no post is mailed twice")
        elif post not in chosen:
            chosen.append(post)
    if options.template == "single" and len(chosen) > 1:
        problems.append(f"chooses {len(chosen)} posts, but this newsletter carries one an issue ('template')")
    waiting = tuple((post, f"is not chosen by {note.source}") for post in new if post not in chosen)
    return Choice(tuple(chosen), waiting, tuple(Problem(source=note.source, text=text) for text in problems))


def _file(post: Listing) -> str:
    return post.source.rpartition("/")[2]


def issue_id(newsletter: str, period: str) -> str:
    """The name of an issue, from stable facts alone."""
    return f"{newsletter}-{period}"


def address(issue_id: str, site: Site) -> str:
    """Where the issue and its pictures are on the web, once it was opened."""
    return f"{site.url}newsletters/{issue_id}/"


def compose(
    newsletter: str, period: str, options: Options, posts: Sequence[Post], note: Note | None = None
) -> Issue | None:
    """The issue of one period with the posts given, in their order; `None` when there is nothing to send.

    Without posts an editor's note is sent alone where the newsletter wants that.
    """
    if not posts and not (note and note.intro and options.without_posts == "note"):
        return None
    first = posts[0].title if posts else period
    subject = options.subject.format(title=options.title, period=period, first=first)
    return Issue(
        id=issue_id(newsletter, period),
        newsletter=newsletter,
        period=period,
        subject=_shortened(" ".join(((note and note.subject) or subject).split())),
        posts=tuple(posts),
        forms=tuple(Form.FULL if place < options.in_full else Form.SUMMARY for place in range(len(posts))),
        preheader=note.preheader if note else "",
        note=note,
    )


def _shortened(subject: str) -> str:
    if len(subject) <= _SUBJECT_LIMIT:
        return subject
    return subject[: _SUBJECT_LIMIT - 1].rsplit(" ", 1)[0] + "…"
