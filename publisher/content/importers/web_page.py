"""A post from a saved HTML page: its main content, without menus, forms and comments."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from publisher.content import lazy
from publisher.content.importers import byline, moments, page_facts
from publisher.content.importers.byline import Byline
from publisher.content.importers.decoding import decoded_page
from publisher.content.importers.escaping import literal
from publisher.content.importers.imported import Imported, fitting_body, fitting_title, one_line
from publisher.content.importers.moments import Moment
from publisher.content.importers.origin import Origin, same_words
from publisher.content.importers.page_facts import PageFacts
from publisher.content.importers.to_markdown import to_markdown
from publisher.content.slugs import slugify
from publisher.errors import ImporterError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CONTENT = ("//article", "//main", "//*[@role='main']", "//body")
_LEFT_OUT = (
    "//nav|//aside|//form|//script|//style|//noscript|//template|//iframe|//object|//embed|//button|//svg|//canvas|"
    "//dialog|//footer[not(ancestor::blockquote)]|//*[@hidden]|//*[@role='navigation']"
)
# What widely used themes call the parts around a post.
_PAGE_PARTS = frozenset(
    "comments comment-respond comments-area respond disqus_thread sharedaddy share-buttons social-share post-share "
    "addtoany_share_save_container related-posts jp-relatedposts breadcrumb breadcrumbs post-navigation sidebar "
    "author-box newsletter-signup screen-reader-text".split()
)
_BYLINE_LIMIT = 120  # characters; a longer paragraph begins the text
_IN_ADDRESS = "/:@!$&'*+,;=~-._?#%[]"  # all that an address may hold but brackets, which would end a Markdown link


def read(name: str, content: bytes, origin: Origin) -> Imported:
    """The post in an HTML page; author, date, tags and summary come from its head, else from a byline.

    Raises `ImporterError` for bytes that do not fit the page's encoding and a page without title or text.
    """
    tree = _tree(name, decoded_page(name, content))
    facts = page_facts.read(tree)
    _clear_page_parts(tree)
    main, notes = _main(name, tree)
    title = _title(name, tree, main, facts, origin)
    line = _cleared(main, title, origin)
    notes += _tidied(main)
    by_line = Moment(value=line.day, notes=line.notes)
    published = moments.read(facts.published, origin) if facts.published else by_line
    return Imported(
        title=title,
        slug=slugify(title),
        body=fitting_body(name, title, to_markdown(name, _html(main))),
        authors=facts.authors or line.authors,
        published=published.value,
        tags=facts.tags,
        summary=facts.summary,
        notes=published.notes + notes,
    )


def _tree(name: str, text: str) -> "HtmlElement":
    import lxml.html
    from lxml.etree import ParserError

    # huge_tree: the parser would otherwise drop what is nested deeper than 255 elements, silently
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return lxml.html.document_fromstring(text.encode(), parser=parser)
    except ParserError as error:
        raise ImporterError(f"{name}: nothing was found in the page; save it again as HTML") from error


def _html(main: "HtmlElement") -> str:
    from lxml.etree import tostring

    return str(tostring(main, encoding="unicode", method="html", with_tail=False))


def _clear_page_parts(tree: "HtmlElement") -> None:
    for element in tree.xpath(_LEFT_OUT):
        _drop(element)
    for element in list(tree.body.iterdescendants()) if tree.body is not None else ():
        if _PAGE_PARTS & {*element.get("class", "").split(), element.get("id", "")}:
            _drop(element)


def _main(name: str, tree: "HtmlElement") -> tuple["HtmlElement", tuple[str, ...]]:
    """The element with the most text of the first kind that has any, and a note where it was chosen among several."""
    for path in _CONTENT:
        found = [element for element in tree.xpath(path) if _text(element)]
        if found:
            main = max(found, key=lambda element: len(_text(element)))
            others = [element for element in found if element is not main and main not in element.iterancestors()]
            note = f"The page has {len(others) + 1} articles; the longest was taken."
            return main, (note,) if others else ()
    raise ImporterError(f"{name}: there is no text in the page; save it again when it is fully loaded")


def _title(name: str, tree: "HtmlElement", main: "HtmlElement", facts: PageFacts, origin: Origin) -> str:
    headings = (_text(heading) for heading in (*main.xpath(".//h1"), *tree.xpath("//h1")))
    own = (origin, replace(origin, site_title=facts.site_name, tagline=""))
    for candidate in (*headings, *facts.titles):
        if candidate and not any(site.owns(candidate) for site in own):
            return fitting_title(name, own[1].without_site_title(own[0].without_site_title(candidate)))
    raise ImporterError(f"{name}: the page has no title; give it a <title> or an <h1> and import it again")


def _cleared(main: "HtmlElement", title: str, origin: Origin) -> Byline:
    """Take the title, its header and the byline out of the content; gives what the byline said."""
    lines = [*_take_bylines(main, origin)]
    for header in main.xpath(".//header[not(ancestor::section)]"):
        _drop(header)
    repeated = (heading for heading in main.iter("h1", "h2") if same_words(_text(heading), title))
    heading = next(repeated, None)
    if heading is not None:
        _drop(heading)
    return Byline(
        authors=next((line.authors for line in lines if line.authors), ()),
        day=next((line.day for line in lines if line.day), None),
        notes=tuple(note for line in lines for note in line.notes),
    )


def _take_bylines(main: "HtmlElement", origin: Origin) -> Iterator[Byline]:
    """Take out the bylines above the text, which begins with the first long paragraph."""
    for element in list(main.iterdescendants("p", "div", "address")):
        text = _text(element)
        if len(text) > _BYLINE_LIMIT and next(element.iterdescendants("p", "div"), None) is None:
            return
        if found := byline.read(text, origin.date_order):
            yield found
            _drop(element)


def _tidied(main: "HtmlElement") -> tuple[str, ...]:
    """Write addresses and descriptions so that they survive in Markdown; notes on pictures."""
    for element in main.iter("dl", "dt", "dd"):
        element.tag = "div" if element.tag == "dl" else "p"  # Markdown has no lists of definitions
    for link in main.iterdescendants("a"):
        if link.get("href"):
            link.set("href", quote(link.get("href").strip(), safe=_IN_ADDRESS))
    pictures = list(main.iterdescendants("img"))
    for picture in pictures:
        picture.set("src", lazy.address(picture.attrib))
    shown = [picture for picture in pictures if _has_address(picture)]
    for picture in shown:
        picture.set("src", quote(picture.get("src").strip(), safe=_IN_ADDRESS))
        picture.set("alt", literal(one_line(picture.get("alt", ""))))
    for picture in pictures:
        if not _has_address(picture):
            _drop(picture)
    return _picture_notes(len(shown), len(pictures) - len(shown))


def _has_address(picture: "HtmlElement") -> bool:
    return bool(picture.get("src")) and not picture.get("src").lower().startswith("data:")


def _picture_notes(shown: int, inlaid: int) -> tuple[str, ...]:
    stay = f"Pictures stay at their old address ({shown}); copy them beside the post if that will go away."
    gone = f"Pictures inside the page itself were left out ({inlaid}); save them as files and add them by hand."
    return (stay,) * bool(shown) + (gone,) * bool(inlaid)


def _drop(element: "HtmlElement") -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _text(element: "HtmlElement") -> str:
    return one_line(str(element.text_content()))
