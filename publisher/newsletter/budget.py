"""A letter that no mail program cuts: over a budget the longest posts are shortened, by rule."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace

from publisher.errors import LetterError
from publisher.model import Form, Issue, Newsletter
from publisher.newsletter.excerpt import shown

BUDGET = 90_000  # bytes of html; above it posts are shortened
_LONGEST_OWN = 400  # bytes of a greeting or of a signed address, escaped; most are far shorter
LIMIT = 102_400  # bytes, from which on Gmail shows the beginning alone, and no way out of the list


def within_budget(issue: Issue, render: Callable[[Issue], Newsletter]) -> tuple[Issue, Newsletter]:
    """The issue with as few posts shortened as keep its letter within 90,000 bytes of html, and that letter.

    The longest post becomes an excerpt first, then the next; when all are, the longest excerpt a summary. A letter that
    is larger all the same goes out up to 102,400 bytes; beyond, `LetterError`.
    """
    steps = [issue, *_shortened(issue)]
    letters = dict[int, Newsletter]()

    def is_within(step: int) -> bool:
        if sum(len(shown(*entry)) for entry in steps[step].entries) > LIMIT:
            return False  # styles only add to it: not worth laying out, perhaps a whole blog
        letters[step] = render(steps[step])
        return size(letters[step]) <= BUDGET

    # nearly every letter fits as it is; every step makes it smaller, so the first that fits is found by halving
    step = 0 if is_within(0) else min(bisect_left(range(len(steps)), True, lo=1, key=is_within), len(steps) - 1)
    letter = letters.get(step) or render(steps[step])
    if (length := size(letter)) > LIMIT:
        raise LetterError(
            f"its letter has {length:,} bytes of html with every post as a summary, and programs cut it at {LIMIT:,}; "
            "shorten the note, or have fewer posts in it"
        )
    return steps[step], letter


def size(letter: Newsletter) -> int:
    """Bytes of the letter's html, as a reader's program counts them: decoded, with the reader's own parts in it."""
    room = sum(slot.in_html * (_LONGEST_OWN - len(slot.mark)) for slot in letter.slots)
    return len(letter.html.encode()) + room


def _shortened(issue: Issue) -> Iterator[Issue]:
    """The issue with one post more shortened each time."""
    forms = [form for _, form in issue.entries]
    longest = sorted(range(len(forms)), key=lambda place: len(issue.posts[place].html), reverse=True)
    for shorter in (Form.EXCERPT, Form.SUMMARY):
        for place in longest:
            if forms[place] not in (Form.SUMMARY, shorter):
                forms[place] = shorter
                yield replace(issue, forms=tuple(forms))
