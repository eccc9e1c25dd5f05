"""A post's html as a tree and back; what is too deep is refused, never dropped."""

from typing import TYPE_CHECKING

from publisher.errors import LetterError

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_DEEPEST = 50  # elements inside each other; a list six deep needs a dozen, and nobody reads what needs more


def parsed(html: str) -> "HtmlElement":
    """A `div` with the fragment in it; raises `LetterError` for a post nested deeper than 50 elements."""
    from lxml.html import HTMLParser, fragment_fromstring

    # huge_tree: the parser would otherwise drop what is nested deeper than 255 elements, silently
    tree = fragment_fromstring(html, create_parent="div", parser=HTMLParser(huge_tree=True))
    require_shallow(tree, _DEEPEST, "post")
    return tree


def require_shallow(tree: "_Element", deepest: int, what: str) -> None:
    """Return when no element has more than `deepest` others around it; raises `LetterError` about `what` otherwise."""
    from lxml.etree import iterwalk

    depth = -1
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > deepest:
            shape = f"nested deeper than {deepest} elements, too deep for a letter"
            raise LetterError(f"the {what} is {shape}; flatten its lists or quotes")


def written(tree: "HtmlElement") -> str:
    """The html inside the tree's outermost element."""
    outermost = written_alone(tree)
    return outermost.removeprefix("<div>").removesuffix("</div>")


def written_alone(element: "HtmlElement") -> str:
    """The element as html, without the words that follow it."""
    from lxml.html import tostring

    return str(tostring(element, encoding="unicode", with_tail=False))


def shown_words(page: str) -> str:
    """The words of a whole page's body, hidden ones included."""
    from lxml.html import document_fromstring

    return str(document_fromstring(page).xpath("string(//body)"))


def has_class(element: "HtmlElement", name: str) -> bool:
    """Whether the element carries the class."""
    return name in element.get("class", "").split()
