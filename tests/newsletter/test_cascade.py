"""Another inliner judges ours: css-inline, which shares no code with premailer, on letters of every kind."""

import re
from collections.abc import Mapping

import css_inline
import pytest
from lxml import html as lxml_html

from publisher.content.posts import read
from publisher.model import Note, Post
from publisher.newsletter import render
from publisher.newsletter.inline import inline
from publisher.newsletter.issue import compose
from publisher.theme import Theme
from tests.conftest import make_site
from tests.newsletter.conftest import BUNDLED, make_options

BODIES = {
    "words": "Rest *well*.\n\n## Sleep\n\nA [link](/a/).\n\n### Warm feet\n\n> A quote.\n>\n> > Another.",
    "lists": "- a\n  - b\n    - c\n      - d\n        - e\n\n1. x\n\n   y\n\n- [x] done\n- [ ] open",
    "table": "| a | b |\n|:--|--:|\n| 1 | [2](/b/) |\n\n| a | b | c | d | e |\n|-|-|-|-|-|\n| 1 | 2 | 3 | 4 | 5 |",
    "code": "Some `code`.\n\n```python\nprint(1)\n```\n\n- in a list\n\n  ```\n  x\n  ```",
    "pictures": '![Scarf](/a.jpg)\n\n<figure><img src="/b.jpg" alt="b"><figcaption>c</figcaption></figure>',
    "notes": "Rest[^1].\n\n---\n\nH<sub>2</sub>O\n\n[^1]: Half an hour.",
}
NOTE = Note(source="posts/newsletters/monthly/2024-03.md", intro="<p>Dear all.</p>", closing="<p>Bye.</p>")
_HEX = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3\b")


def _post(name: str, body: str, language: str) -> Post:
    head = f"---\ntitle: About {name}\ndate: 2024-03-04\nlanguage: {language}\n---\n\n"
    return read(f"posts/{name}.md", f"{head}{body}\n".encode(), make_site()).post


def _styles(page: str) -> list[tuple[str, Mapping[str, str]]]:
    """Each element of the body with its declarations, written in one way; `tbody` is added by parsers of HTML 5."""
    body = next(lxml_html.document_fromstring(page).iter("body"))
    elements = (element for element in body.iter("*") if element.tag != "tbody")
    return [(str(element.tag), _declarations(element.get("style", ""))) for element in elements]


def _declarations(style: str) -> Mapping[str, str]:
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    return {name.strip().lower(): _value(value) for name, _, value in pairs}


def _value(written: str) -> str:
    """`#ffffff`, `"Times New Roman"` and `0px` are written in several ways."""
    value = re.sub(r"\s*,\s*", ", ", " ".join(written.lower().replace("'", '"').split()))
    return re.sub(r"(?<![\d.])0px\b", "0", _HEX.sub(r"#\1\2\3", value))


@pytest.fixture
def inlined(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Every page that is inlined, with its sheet, and what became of it."""
    seen = list[tuple[str, str, str]]()

    def noted(page: str, css: str) -> str:
        seen.append((page, css, inline(page, css)))
        return seen[-1][2]

    monkeypatch.setattr(render, "inline", noted)
    return seen


@pytest.mark.parametrize("bodies", [tuple(BODIES.values()), ()], ids=["posts", "note alone"])
@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("template", ["digest", "single"])
def test_no_element_differs(
    inlined: list[tuple[str, str, str]], template: str, language: str, bodies: tuple[str, ...]
) -> None:
    """Each element has the declarations that the cascade gives it: by weight, by order and by its own style."""
    posts = [_post("everything", "\n\n".join(bodies), language), _post("little", "Rest.", "en")]
    chosen = make_options(template=template, without_posts="note")
    issue = compose("monthly", "2024-03", chosen, posts[: bool(bodies) * (2 if template == "digest" else 1)], NOTE)
    assert issue is not None
    render.render(issue, site=make_site(language=language), theme=Theme(), options=chosen, template_folders=[BUNDLED])
    ((page, css, ours),) = inlined
    theirs = css_inline.inline(page, extra_css=css, load_remote_stylesheets=False, inline_style_tags=False)
    assert len(_styles(ours)) > (100 if bodies else 20)
    assert [pair for pair in zip(_styles(ours), _styles(theirs), strict=True) if pair[0] != pair[1]] == []
