"""Ways to take something from a good feed, or to give it something twice, one at a time."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

Mutated = Iterator[tuple[str, bytes]]


def short(content: bytes) -> "etree._Element":
    """The feed with its first two posts: what holds for them holds for all."""
    root = etree.fromstring(content)
    items = [element for element in root.iter() if _name(element) in ("item", "entry")]
    for item in items[2:]:
        parent = item.getparent()
        assert parent is not None
        parent.remove(item)
    return root


def short_json(content: bytes) -> Any:
    """The feed with its first two posts."""
    document = json.loads(content)
    del document["items"][2:]
    return document


def _written(root: "etree._Element") -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _name(element: "etree._Element") -> str:
    return etree.QName(element).localname


def _place(element: "etree._Element") -> str:
    """Its name below the feed or the post it belongs to, with the rel of a link."""
    names = [_name(element)]
    for parent in element.iterancestors():
        if names[0] not in ("item", "entry", "feed", "channel"):
            names.insert(0, _name(parent))
    rel = element.get("rel")
    return "/".join(names) + (f" rel={rel}" if rel else "")


def _positions(root: "etree._Element") -> range:
    return range(1, len([*root.iter()]))


def without_one_element(root: "etree._Element") -> Mutated:
    """The feed without each of its elements in turn, by the name of the one that is missing."""
    for position in _positions(root):
        changed = copy.deepcopy(root)
        element = [*changed.iter()][position]
        parent = element.getparent()
        assert parent is not None
        name = _place(element)
        parent.remove(element)
        yield name, _written(changed)


def with_one_element_twice(root: "etree._Element") -> Mutated:
    """The feed with each of its elements twice in turn."""
    for position in _positions(root):
        changed = copy.deepcopy(root)
        element = [*changed.iter()][position]
        element.addnext(copy.deepcopy(element))
        yield _place(element), _written(changed)


def without_one_attribute(root: "etree._Element") -> Mutated:
    """The feed without each of its attributes in turn."""
    for position in range(len([*root.iter()])):
        for attribute in [*root.iter()][position].attrib:
            changed = copy.deepcopy(root)
            element = [*changed.iter()][position]
            rel = element.get("rel")
            del element.attrib[attribute]
            name = f"{_name(element)}@{etree.QName(str(attribute)).localname}"
            yield name + (f" rel={rel}" if rel else ""), _written(changed)


def _values(document: Any, place: str = "feed") -> Iterator[tuple[str, list[Any]]]:
    """Every value by its place, with the keys that lead to it."""
    pairs = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in pairs:
        own = "item" if place == "feed/items" else f"{place}/{'one' if isinstance(key, int) else key}"
        yield own, [key]
        if isinstance(value, dict | list):
            for below, keys in _values(value, own):
                yield below, [key, *keys]


def _encoded(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def without_one_value(document: Any) -> Mutated:
    """The document without each of its values in turn."""
    for place, (*keys, last) in _values(document):
        changed = copy.deepcopy(document)
        parent = changed
        for key in keys:
            parent = parent[key]
        del parent[last]
        yield place, _encoded(changed)


def with_another_value(document: Any, wrong: Any) -> Mutated:
    """The document with each value of another type than `wrong` replaced by it."""
    for place, (*keys, last) in _values(document):
        changed = copy.deepcopy(document)
        parent = changed
        for key in keys:
            parent = parent[key]
        if type(parent[last]) is not type(wrong):
            parent[last] = wrong
            yield place, _encoded(changed)
