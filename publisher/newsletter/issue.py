"""Which posts go into the next issue of a newsletter, and under which subject."""

from collections.abc import Iterable, Sequence

from publisher.model import Issue, Post
from publisher.newsletter.options import Options

LONGEST = 1_000_000  # characters of a letter's page: premailer drops texts over 10 MB, and nobody reads as much
_AROUND_A_POST = 500  # characters of the letter at least, beside the post's own
_SUBJECT_LIMIT = 150  # longer subjects are cut at a word; readers show about 60 characters


def compose(newsletter: str, period: str, options: Options, posts: Sequence[Post]) -> Issue | None:
    """The issue of one period with the posts given (newest first); `None` when there is nothing to send."""
    if not posts:
        return None
    subject = options.subject.format(title=options.title, period=period, first=posts[0].title)
    return Issue(
        id=f"{newsletter}-{period}",
        newsletter=newsletter,
        period=period,
        subject=_shortened(" ".join(subject.split())),
        posts=tuple(posts),
    )


def fitting(posts: Iterable[Post]) -> list[Post]:
    """The first of the posts, as many as one letter has room for; no more than one beyond these is taken."""
    fitting, length = list[Post](), 0
    for post in posts:
        length += len(post.html) + _AROUND_A_POST
        if length > LONGEST and fitting:  # a single post that is too long is for its letter to refuse
            break
        fitting.append(post)
    return fitting


def _shortened(subject: str) -> str:
    if len(subject) <= _SUBJECT_LIMIT:
        return subject
    return subject[: _SUBJECT_LIMIT - 1].rsplit(" ", 1)[0] + "…"
