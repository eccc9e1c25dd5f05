"""The finished file of an imported post: its name, and its text with front matter."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from publisher.content.importers.imported import Imported

_PLAIN_KEY = re.compile(r"[a-z][a-z0-9_-]*")
_YAML_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}  # YAML 1.1 takes these keys for values
# what YAML forbids or folds inside quotes and JSON leaves as it is
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def file_name(imported: Imported) -> str:
    """The name that a posts folder sorts by: day and slug, or the slug alone where no date is known."""
    if imported.published is None:
        return f"{imported.slug}.md"
    return f"{imported.published.isoformat()[:10]}-{imported.slug}.md"


def file_text(imported: Imported) -> str:
    """YAML front matter with quoted texts, an empty line and the body; LF line ends, one at the end."""
    head = "".join(f"{_key(name)}: {_value(value)}\n" for name, value in _front_matter(imported).items())
    body = imported.body.strip("\n")
    return f"---\n{head}---\n\n{body}\n"


def _front_matter(imported: Imported) -> Mapping[str, Any]:
    own = {
        "title": imported.title,
        "date": imported.published,
        "author": _one_or_many(imported.authors),
        "tags": list(imported.tags),
        "summary": imported.summary,
    }
    return {name: value for name, value in own.items() if value} | {
        name: value for name, value in imported.extra.items() if name not in own
    }


def _one_or_many(texts: tuple[str, ...]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else list(texts)


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) and name not in _YAML_WORDS else _quoted(name)


def _value(value: Any) -> str:
    """The value in YAML's flow style, on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return _moment(value)
        case Mapping():
            return "{" + ", ".join(f"{_quoted(str(name))}: {_value(item)}" for name, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
    return _quoted(str(value))


def _moment(moment: date) -> str:
    return moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def _quoted(text: str) -> str:
    # a JSON text is a double-quoted YAML text, but for the characters that YAML is stricter about
    return _UNPRINTABLE.sub(lambda char: f"\\u{ord(char.group()):04x}", json.dumps(text, ensure_ascii=False))
