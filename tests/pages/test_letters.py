"""The archive of newsletters."""

from collections.abc import Callable

from publisher.model import Post
from publisher.pages.letters import LetterLink
from tests.pages.built import SITE, build, page

MakePost = Callable[..., Post]

MAY, JUNE = 1714741200, 1717419600
LETTERS = (
    LetterLink("Rest & sleep", f"{SITE}newsletters/monthly-2024-06/", "A quiet letter", JUNE),
    LetterLink("New: tea", f"{SITE}newsletters/new-tea/", "News", MAY),
    LetterLink("Spring", f"{SITE}newsletters/monthly-2024-05/", "A quiet letter", MAY),
)


def test_letters_stand_under_their_newsletter(post: MakePost) -> None:
    """Each with its day and subject, newest first, and a way to it."""
    tree = page(build(post(), letters=LETTERS), "public/newsletters/index.html")
    assert [heading.text for heading in tree.iter("h2")] == ["A quiet letter", "News"]
    rows = [" ".join(str(row.text_content()).split()) for row in tree.xpath("//main//li")]
    assert rows == ["3 June 2024 Rest & sleep", "3 May 2024 Spring", "3 May 2024 New: tea"]
    assert tree.xpath("//main//li/a/@href")[0] == "../newsletters/monthly-2024-06/"


def test_a_site_with_newsletters_leads_there(post: MakePost) -> None:
    """From every page, also before the first letter; a site without has no such page."""
    files = build(post(), letters=())
    assert "No newsletters yet." in files["public/newsletters/index.html"]
    assert '<a href="../newsletters/">Newsletters</a>' in files["public/rest/index.html"]
    assert not [path for path, text in build(post()).items() if "newsletters" in path + text]


def test_the_day_alone_is_told(post: MakePost) -> None:
    """Two runs that open the same issue at another second of a day write the same page."""
    later = tuple(letter._replace(opened_s=letter.opened_s + 7) for letter in LETTERS)
    assert build(post(), letters=LETTERS) == build(post(), letters=later)
