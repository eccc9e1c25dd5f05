"""Code of other tools in a post: shown as text or left out, never evaluated."""

import re
from collections.abc import Callable
from typing import NamedTuple

from publisher.content.codemask import CodeMask
from publisher.content.foreigncode import HTML, foreign_code, may_hold_code

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_PAIRS = {name: rf"\{{%-?\s*end{name}\s*-?%\}}" for name in ("raw", "highlight", "comment")}
_HUGO_END = r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}"
# the site's own address, as links have it: {{ site.baseurl }}/rest/, {{ '/rest/' | url }}
_SITE = r"\{\{-?\s*(?:site\.(?:baseurl|url)|\.Site\.BaseURL)\s*-?\}\}"
_PATH_OF_SITE = (
    r"\{\{-?\s*([\"'])(/[^\"'{}|\s]*)\1\s*\|\s*(?:url|relative_url|absolute_url|relURL|absURL|prepend:\s*site\.\w+)"
    r"\s*-?\}\}"
)
_BEFORE_AN_ADDRESS = ("](", "(<", '="', "='", "]: ")
_ADDRESS_BEFORE = r"\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}(?=\{%-?\s*(?:post_url|link)\s)"
_NAMED = 3  # as many are named in the warning; a post may hold hundreds


class Cleared(NamedTuple):
    """The Markdown without code of other tools, and what was shown or left out: each with its line, from 0."""

    markdown: str
    found: list[tuple[int, str]]


def cleared(
    markdown: str, *, drop: bool, everywhere: bool, post_at: Callable[[str], str | None], site_url: str = ""
) -> Cleared:
    """Markdown in which code of other tools is text, or, with `drop`, is gone; code blocks are left as they are.

    Links to other posts (`post_url`, `link`, `ref`) become the address that `post_at` gives for the name in them, and
    `highlight` becomes a block of code; comments go. Words for the site's own address at the begin of a link become
    `site_url`, by plain substitution. What stands in `raw` is kept; `everywhere` says that `raw` works inside blocks
    of code too, as it does in Jekyll.
    """
    if not may_hold_code(markdown):
        return Cleared(markdown, [])
    return _Clearing(markdown, drop, everywhere, post_at, site_url).run()


def warning(found: list[tuple[int, str]], first_line: int, *, drop: bool) -> str:
    """What is told to the person: the first pieces with their lines."""
    named = [f"{' '.join(text.split())[:60]} (line {first_line + line})" for line, text in found[:_NAMED]]
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    fate = "was left out" if drop else 'is shown as text; with [content] shortcodes = "drop" it is left out'
    return f"code of another tool {fate}: {', '.join(named)}{more}"


class _Clearing:
    """One walk through a post."""

    def __init__(
        self, markdown: str, drop: bool, everywhere: bool, post_at: Callable[[str], str | None], site_url: str
    ) -> None:
        self._markdown = re.sub(_ADDRESS_BEFORE, "", markdown)
        self._drop = drop
        self._everywhere = everywhere
        self._post_at = post_at
        self._site_url = site_url
        self._end_of_site = -1  # where the last word for the site's address ended
        self._mask = CodeMask(self._markdown)
        self._parts: list[str] = []
        self._found: list[tuple[int, str]] = []
        self._never_closed: set[str] = set()
        self._line, self._counted = 0, 0

    def run(self) -> Cleared:
        text, place = self._markdown, 0
        pattern = foreign_code()
        while code := pattern.search(text, place):
            self._parts.append(text[place : code.start()])
            if (end := self._mask.end_of_code(code.start())) and not self._works_in_code(code):
                self._parts.append(text[code.start() : end])
                place = end
            else:
                place = self._take(code)
        return Cleared("".join(self._parts) + text[place:], self._found)

    def _works_in_code(self, code: re.Match[str]) -> bool:
        return self._everywhere and bool(code["tag"]) and code["words"].split()[:1] == ["raw"]

    def _take(self, code: re.Match[str]) -> int:
        """Put what stands for a piece of code; gives the place to go on from."""
        if code["tag"]:
            return self._tag(code)
        if code["hugo"]:
            return self._hugo(code)
        if code["component"] and code["name"].lower() in HTML:
            self._parts.append(code.group())
        elif not code["comment"] and not (code["value"] and self._own_address(code)):
            self._foreign(code)
        return code.end()

    def _own_address(self, code: re.Match[str]) -> bool:
        """Put the site's address for a word that means it, if a link begins there; else there is nothing to put."""
        start, again = code.start(), code.start() == self._end_of_site
        if not self._site_url or not (again or self._markdown[max(start - 3, 0) : start].endswith(_BEFORE_AN_ADDRESS)):
            return False
        path = re.fullmatch(_PATH_OF_SITE, code.group())
        if not path and not re.fullmatch(_SITE, code.group()):
            return False
        # {{ site.url }}{{ site.baseurl }} is one address
        self._parts.append(("" if again else self._site_url.rstrip("/")) + (path.group(2) if path else ""))
        self._end_of_site = code.end()
        return True

    def _tag(self, code: re.Match[str]) -> int:
        name, _, argument = code["words"].strip().partition(" ")
        if name.startswith("#"):  # Liquid's comment on one line
            return code.end()
        if name in _PAIRS and (end := self._end(name, _PAIRS[name], code.end())):
            inside = self._markdown[code.end() : end.start()]
            self._parts.append({"raw": inside, "highlight": _fenced(inside, argument)}.get(name, ""))
            return end.end()
        is_post = name == "post_url" or (name == "link" and argument.strip().endswith((".md", ".markdown")))
        address = self._post_at(argument.strip()) if is_post else None
        if address is None:
            self._foreign(code)
        else:
            self._parts.append(address)
        return code.end()

    def _hugo(self, code: re.Match[str]) -> int:
        call = code["call"].strip()
        if call.startswith("/*") and call.endswith("*/"):  # how Hugo's own manual shows a shortcode
            mark = code["mark"]
            self._parts.append(_as_text(f"{{{{{mark}{call[2:-2]}{'>' if mark == '<' else '%'}}}}}"))
            return code.end()
        name, _, argument = call.partition(" ")
        if name == "highlight" and (end := self._end("hugo", _HUGO_END, code.end())):
            self._parts.append(_fenced(self._markdown[code.end() : end.start()], argument))
            return end.end()
        address = self._post_at(argument.strip().strip("\"'`")) if name in ("ref", "relref") else None
        if address is None:
            self._foreign(code)
        else:
            self._parts.append(address)
        return code.end()

    def _end(self, name: str, pattern: str, start: int) -> re.Match[str] | None:
        """The end of a pair; once there is none, there is none behind it either."""
        end = None if name in self._never_closed else re.compile(pattern).search(self._markdown, start)
        if end is None:
            self._never_closed.add(name)
        return end

    def _foreign(self, code: re.Match[str]) -> None:
        self._line += self._markdown.count("\n", self._counted, code.start())
        self._counted = code.start()
        self._found.append((self._line, code.group()))
        self._parts.append("" if self._drop else _as_text(code.group()))


def _as_text(code: str) -> str:
    """Markdown, and HTML, that shows the code as it stands."""
    return re.sub(_PUNCTUATION, lambda mark: f"&#{ord(mark.group())};", code)


def _fenced(code: str, language: str) -> str:
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    word = re.match(r"[\w+#-]*", language.strip().strip("\"'"))
    return f"\n{fence}{word.group() if word else ''}\n" + code.strip("\n") + f"\n{fence}\n"
