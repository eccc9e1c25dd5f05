"""HTML as Markdown; only import of markdownify."""

from typing import Any

from publisher.content.importers.escaping import hashes_kept, literal
from publisher.errors import ImporterError

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def to_markdown(name: str, html: str) -> str:
    """The HTML of an article as Markdown: headings with hashes, `-` for points, one paragraph a line.

    `name` stands in the `ImporterError` for a page that is nested too deep.
    """
    try:
        markdown: str = _converter().convert(html)
    except RecursionError as error:
        raise ImporterError(f"{name}: the page is nested too deep; paste its text into a .txt file instead") from error
    return markdown.strip("\n")


def _converter() -> Any:
    from markdownify import ATX, BACKSLASH, MarkdownConverter

    class Converter(MarkdownConverter):
        """Escapes all that Markdown reads as markup; markdownify's own escapes are too few or too many."""

        def escape(self, text: str, parent_tags: set[str]) -> str:
            escaped = literal(text)
            if parent_tags & {"td", "th"}:
                return escaped.replace("|", r"\|")
            return hashes_kept(escaped) if parent_tags & _HEADINGS else escaped

    return Converter(
        heading_style=ATX,
        bullets="-",
        newline_style=BACKSLASH,  # two spaces at the end of a line are lost in many editors
        wrap=True,  # joins the lines of the source …
        wrap_width=None,  # … and makes no new ones
    )
