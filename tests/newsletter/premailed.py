"""Pages for the inliner, and what premailer by itself makes of them."""

from typing import Any


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html>\n<html><head><title>x</title>{head}</head><body>{body}</body></html>"


def premailed(html: str, **settings: Any) -> str:
    """What premailer does by itself, network forbidden, with the fetcher that cssutils brings along."""
    import cssutils
    import premailer
    import premailer.cache

    cssutils.util._defaultFetcher = cssutils._fetch._defaultFetcher
    premailer.cache.cache.clear()
    chosen = {"allow_network": False, "cssutils_logging_level": 60, **settings}
    return str(premailer.Premailer(html, **chosen).transform())


IMPORTS = [
    "@import url({});",
    "@\\69mport '{}';",
    "/**/@import url({});",
    "@IMPORT url({});",
]

LOST = {
    "font face": "@font-face { font-family: x }",
    "supports": "@supports (display: grid) { p { color: red } }",
    "keyframes": "@keyframes k { from { top: 0 } }",
    "not": "p:not(.a, .b) { color: red }",
    "star": "* { color: red }",
    "attribute holding": "p[class*=x] { color: red }",
    "nothing matches now": "[data-ogsc] p { color: red }",
    "nothing follows now": "u + .body p { color: red }",
}
