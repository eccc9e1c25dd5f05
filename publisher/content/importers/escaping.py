"""Plain text as Markdown that reads as exactly that text."""

import re

# what begins markup wherever it stands; "_" inside a word and a lone "&" do not (CommonMark 0.31, 6.2 and 2.5)
_ANYWHERE = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
# what makes a block of a line that begins with it: heading, quote, list, rule, underline, table row
_AT_START = re.compile(r"#{1,6}(?=\s|$)|[>|]|[-+](?=\s|$|[-:|])|=+\s*$|:(?=\s*-)", re.ASCII)
_NUMBER_AT_START = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_HASHES_AT_END = re.compile(r"(?<!\\)#(?=#*\s*$)")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)'’»\]*]")


def literal(text: str) -> str:
    """The text, of any number of lines, with everything escaped that Markdown would take as markup."""
    return "\n".join(map(_line, text.split("\n")))


def literal_with_links(text: str) -> str:
    """The same, but web addresses in it become links that show themselves."""
    parts: list[str] = []
    end = 0
    for address in _ADDRESS.finditer(text):
        parts += [_inline(text[end : address.start()]), f"<{address.group()}>"]
        end = address.end()
    return _start("".join([*parts, _inline(text[end:])]))


def hashes_kept(heading: str) -> str:
    """The Markdown of a heading with the hashes at its end escaped, which would be dropped otherwise."""
    return _HASHES_AT_END.sub(r"\\#", heading)


def _line(text: str) -> str:
    return _start(_inline(text))


def _inline(text: str) -> str:
    return _ANYWHERE.sub(r"\\\g<0>", text)


def _start(line: str) -> str:
    bare = line.lstrip(" ")
    indent = line[: len(line) - len(bare)]
    if _AT_START.match(bare):
        return f"{indent}\\{bare}"
    return indent + _NUMBER_AT_START.sub(r"\1\\\2", bare, count=1) if _NUMBER_AT_START.match(bare) else line
