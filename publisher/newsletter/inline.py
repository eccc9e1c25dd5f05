"""Styles moved onto elements, as mail programs need them; only import of premailer and cssutils."""

import logging
import re
import threading
from typing import Any

from publisher.errors import LetterError
from publisher.newsletter.sheet import require_inlineable, require_plain_style
from publisher.newsletter.tree import require_shallow

_LONGEST = 1_000_000  # characters: premailer drops texts over 10 MB, and nobody reads as much
# premailer drops, without a word, what is nested 255 deep; far below that nobody reads any more.
_DEEPEST = 100  # a post may have half of it
# A lone surrogate cuts its paragraph; C1 controls make Gmail show a short letter as "clipped".
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# premailer and cssutils share caches, log levels and fetchers between threads; their author advises against it.
_ONE_AT_A_TIME = threading.Lock()


def inline(html: str, css: str) -> str:
    """The whole page with the sheet's declarations in style attributes; nothing is fetched, read or printed.

    `html` is a full document beginning with `<!DOCTYPE html>`. Its blocks `<style data-premailer="ignore">` come out
    as they went in, without the mark. Raises `LetterError` for a sheet or a style attribute that cannot be inlined (see
    `sheet`), and for a page that would come out damaged: deeper than 100 elements, over 1 MB, with control characters,
    a linked style sheet or a condition that only Outlook reads outside of a comment.
    """
    require_inlineable(css)
    _require_whole(html)
    with _ONE_AT_A_TIME:
        return _premailed(html, css)


class _NoNetwork:
    """Stands where premailer expects an HTTP session."""

    def get(self, *_: Any, **__: Any) -> Any:
        raise LetterError("newsletter: a style sheet was to be fetched; put its rules into letter.css")


def _premailed(html: str, css: str) -> str:
    import cssutils
    import premailer
    import premailer.cache

    # allow_network=False does not reach `@import`: cssutils fetches that by itself, files included
    cssutils.util._defaultFetcher = lambda _: None
    # one cache for three functions, keyed by their arguments alone: an earlier letter could crash this one
    premailer.cache.cache.clear()
    page = premailer.Premailer(
        html,
        css_text=css,  # no <link>, so no file is read
        allow_network=False,
        allow_loading_external_files=False,
        session=_NoNetwork(),
        strip_important=False,  # True takes !important from media queries too, and phones then get the wide page
        keep_style_tags=False,  # what should stay in the head is marked data-premailer="ignore"
        # as attributes, sizes would break Outlook's ("100%" for "600") and colours validators: the template writes them
        disable_basic_attributes=["width", "height", "align", "valign", "bgcolor"],
        align_floating_images=False,  # parses every style again, outside any lock; our sheet floats nothing
        disable_validation=True,  # cssutils knows the CSS of 2011
        cssutils_logging_level=logging.CRITICAL,  # keeps stderr clean
        include_star_selectors=False,
        remove_classes=False,  # media queries need them
        exclude_pseudoclasses=True,  # False writes ":hover{}" into style attributes
        base_url=None,  # links are absolute already; one that is malformed would stop the letter
        preserve_handlebar_syntax=False,
        capitalize_float_margin=False,
        disable_leftover_css=False,
        method="html",
    )
    return str(page.transform(pretty_print=False))  # True adds white space between words


def _require_whole(html: str) -> None:
    if not html.startswith("<!DOCTYPE html>"):
        raise LetterError("newsletter template: must begin with <!DOCTYPE html>")
    if len(html) > _LONGEST:
        raise LetterError(f"newsletter: the letter has {len(html)} characters, more than {_LONGEST}; leave a post out")
    if found := _UNSAFE.search(html):
        name = f"U+{ord(found.group()):04X}"
        raise LetterError(f"newsletter: the letter holds the control character {name}; delete it from its post")
    if "<![if" in html.lower():
        raise LetterError("newsletter template: '<![if …]>' would become a comment; write '<!--[if !mso]><!-->' for it")
    _require_well_formed(html)


def _require_well_formed(html: str) -> None:
    from lxml.etree import HTMLParser, fromstring

    tree = fromstring(html, HTMLParser(huge_tree=True))
    require_shallow(tree, _DEEPEST, "page")
    if tree.xpath("//link[contains(@rel, 'stylesheet')]"):
        raise LetterError("newsletter template: a linked style sheet is not read; put its rules into letter.css")
    # taken for the selector of the same name, `style="h6"` would crash premailer through its cache
    for style in {element.get("style", "") for element in tree.iter("*")}:
        require_plain_style(style)
