"""Whether styles may be inlined: plain selectors and plain values, nothing that an inliner loses or fetches."""

import re

from publisher.errors import LetterError

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_COMPOUND = r"(?:[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][\w-]*)*|(?:\.[A-Za-z][\w-]*)+)"
# Types, classes, descendants and children: for all else the inliner miscounts the weight or drops the rule.
_SELECTOR = re.compile(rf"{_COMPOUND}(?:\s*[ >]\s*{_COMPOUND})*")
_PROPERTY = re.compile(r"-?[a-z]+(?:-[a-z]+)*")
_ADDRESS = re.compile(r"url\(\s*['\"]?(?!https://)")
_REFUSED_VALUES = {
    "!": "'!important' loses to an inline style; use it in responsive.css alone",
    "var(": "mail programs do not know variables; write the value",
    "@": "a value cannot hold '@'",
}


def require_inlineable(css: str) -> None:
    """Return when every rule of the sheet can stand in a style attribute.

    Raises `LetterError` with the place in the sheet and what to write instead. At-rules, pseudo classes and attribute
    selectors belong into the two style blocks of the letter's head.
    """
    if "\\" in css:
        raise LetterError("newsletter style sheet: a backslash can hide an '@import'; write the character itself")
    sheet = _COMMENT.sub(" ", css)
    if remainder := _RULE.sub("", sheet).strip():
        raise LetterError(f"newsletter style sheet: cannot be read as 'selector {{ … }}' near {_excerpt(remainder)}")
    for selectors, declarations in _RULE.findall(sheet):
        _require_plain_selectors(selectors)
        _require_plain_declarations(f"style sheet: {selectors.strip()}", declarations)


def require_plain_style(style: str) -> None:
    """Return when a style attribute keeps its meaning beside what is inlined; raises `LetterError` otherwise."""
    _require_plain_declarations("template: a style attribute", style)


def _require_plain_selectors(selectors: str) -> None:
    for selector in selectors.split(","):
        if not _SELECTOR.fullmatch(selector.strip()):
            raise LetterError(
                f"newsletter style sheet: {_excerpt(selector)} cannot be inlined; "
                "use element names and classes, or move the rule to the letter's head"
            )


def _require_plain_declarations(where: str, declarations: str) -> None:
    seen: set[str] = set()
    for declaration in filter(str.strip, declarations.split(";")):
        name, colon, value = declaration.partition(":")
        problem = _problem(name.strip(), value.strip().lower() if colon else "")
        if name.strip() in seen:
            problem = "stands twice in one rule, and inlining keeps only the last"
        if problem:
            raise LetterError(f"newsletter {where}: {_excerpt(declaration)}: {problem}")
        seen.add(name.strip())


def _problem(name: str, value: str) -> str:
    """What is wrong with one declaration, or nothing."""
    if not _PROPERTY.fullmatch(name) or not value:
        return "is not 'property: value'"
    if _ADDRESS.search(value):
        return "only https addresses can be shown in a mail"
    return next((problem for mark, problem in _REFUSED_VALUES.items() if mark in value), "")


def _excerpt(text: str) -> str:
    return repr(" ".join(text.split())[:60])
