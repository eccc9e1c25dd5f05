"""No letter is larger than mail programs show."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from publisher.errors import LetterError
from publisher.model import Form, Issue, Newsletter, Post, Slot
from publisher.newsletter.budget import BUDGET, LIMIT, size, within_budget
from publisher.newsletter.excerpt import shown

PARAGRAPH = "<p>" + "Rest well. " * 50 + "</p>"


def laid_out(issue: Issue) -> Newsletter:
    """Twice the words, as styles on every element make it."""
    html = "".join(shown(*entry) * 2 for entry in issue.entries)
    return Newsletter(issue_id=issue.id, subject="", html=html, text="", slots=())


def an_issue(*posts: Post, forms: tuple[Form, ...] = ()) -> Issue:
    return Issue(id="monthly-2024-03", newsletter="monthly", period="2024-03", subject="s", posts=posts, forms=forms)


def test_letter_that_fits_stays_as_it_is(post: Callable[..., Post]) -> None:
    """Nothing is shortened without need."""
    issue = an_issue(post(html=PARAGRAPH * 10), post(html=PARAGRAPH * 60))
    assert within_budget(issue, laid_out) == (issue, laid_out(issue))


def test_longest_post_is_shortened_first(post: Callable[..., Post]) -> None:
    """And only as many as are needed: the others stay whole."""
    issue = an_issue(post(html=PARAGRAPH * 10), post(html=PARAGRAPH * 60), post(html=PARAGRAPH * 50))
    shortened, letter = within_budget(issue, laid_out)
    assert shortened.forms == (Form.FULL, Form.EXCERPT, Form.FULL)
    assert len(letter.html) <= BUDGET


def test_excerpts_become_summaries_when_they_are_too_many(post: Callable[..., Post]) -> None:
    """A letter of hundreds of posts is a list of them."""
    posts = [post(slug=str(number), html=PARAGRAPH * 5) for number in range(150)]
    shortened, letter = within_budget(an_issue(*posts), laid_out)
    assert set(shortened.forms) == {Form.EXCERPT, Form.SUMMARY}
    assert len(letter.html) <= BUDGET


def test_what_is_a_summary_stays_one(post: Callable[..., Post]) -> None:
    """Shortening never makes a post longer."""
    posts = [post(slug=str(number), html=PARAGRAPH * 30) for number in range(5)]
    forms = (Form.FULL, Form.FULL, Form.FULL, Form.SUMMARY, Form.SUMMARY)
    shortened, _ = within_budget(an_issue(*posts, forms=forms), laid_out)
    assert shortened.forms[3:] == (Form.SUMMARY, Form.SUMMARY)


def test_letter_that_cannot_be_shortened_is_refused(post: Callable[..., Post]) -> None:
    """Mail programs would cut it off above the way out of the list (H14, row 1)."""
    posts = [post(slug=str(number), summary="Rest well. " * 30) for number in range(200)]
    with pytest.raises(LetterError, match=r"has 1\d\d,\d{3} bytes .* cut it at 102,400; shorten the note"):
        within_budget(an_issue(*posts), lambda issue: _padded(laid_out(issue), LIMIT + 1))


def test_letter_between_budget_and_limit_goes_out(post: Callable[..., Post]) -> None:
    """It is shown whole, if only just; the check warns."""
    issue = an_issue(post())
    _, letter = within_budget(issue, lambda issue: _padded(laid_out(issue), LIMIT))
    assert len(letter.html) == LIMIT


def test_readers_own_parts_count(post: Callable[..., Post]) -> None:
    """A signed address is longer than the mark that stands for it, and the letter must be whole for everybody."""
    letter = laid_out(an_issue(post()))
    slot = Slot(name="unsubscribe", mark="SLOT", in_html=2, in_text=1)
    assert size(replace(letter, slots=(slot,))) == size(letter) + 2 * (400 - 4)


def test_whole_blog_is_not_laid_out_to_be_shortened(post: Callable[..., Post]) -> None:
    """What is too large before it has styles is not given to the inliner, which takes seconds for it."""
    posts = [post(slug=str(number), html=PARAGRAPH * 100) for number in range(20)]
    sizes = list[int]()

    def counted(issue: Issue) -> Newsletter:
        letter = laid_out(issue)
        sizes.append(len(letter.html))
        return letter

    within_budget(an_issue(*posts), counted)
    assert max(sizes) <= 2 * LIMIT
    assert len(sizes) < 8


def _padded(letter: Newsletter, size: int) -> Newsletter:
    return Newsletter(**(vars(letter) | {"html": letter.html.ljust(size)}))
