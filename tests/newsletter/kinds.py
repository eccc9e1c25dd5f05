"""A letter of every kind, made once: what each of them must hold is asked of all."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from publisher.content.addresses import Addresses
from publisher.content.nearby import Files
from publisher.content.prose import render as prose
from publisher.model import Form, Issue, Newsletter, Note, Post
from publisher.newsletter.render import render, web_page
from publisher.newsletter.slots import fill
from publisher.theme import Theme
from tests.conftest import make_post, make_site
from tests.newsletter.conftest import BUNDLED, make_options

MARKDOWN = """\
A paragraph with *emphasis*, `code`, a [link](../other/) and a note[^1], H<sub>2</sub>O, <mark>marked</mark>,
<kbd>Ctrl</kbd> and <small>small</small>.

## A heading

1. one
2. two
   - deeper

> quoted

| a | b |
|---|--:|
| 1 | 2 |

![A scarf](/scarf.jpg)

```
pre
```

- [x] done

---

#### Smaller

<dl><dt>Qi</dt><dd>Breath</dd></dl>

[^1]: Noted.
"""
HEBREW = "> ציטוט\n\n- מים\n\n| א | ב |\n|---|---|\n| ג | ד |"
OWN = {"unsubscribe": "https://blog.example.com/u?t=x", "greeting": "Dear Maya,"}
_LOGO = Theme(logo="https://blog.example.com/logo.png", logo_width=180)


def html_of(markdown: str, slug: str = "rest") -> str:
    """A post's html as the publisher makes it."""
    url = f"https://blog.example.com/{slug}/"
    return prose(markdown, Addresses(url=url, prefix=f"{slug}-", files=Files(home=url))).html


def _posts() -> tuple[Post, ...]:
    """One with every kind of block, one in Hebrew, and one that is long."""
    return (
        make_post(html=html_of(MARKDOWN)),
        make_post(slug="he", title="מנוחה", language="he", html=html_of(HEBREW, "he")),
        make_post(slug="long", title="A longer post", paragraphs=["Words of a longer post. " * 30] * 3),
    )


_FULL, _CUT, _SUMMARY = Form.FULL, Form.EXCERPT, Form.SUMMARY
_NOTE = Note(
    source="posts/newsletters/monthly/2024-03.md",
    subject="We are closed for a week",
    intro=html_of("The clinic is closed.\n\n## When we are back\n\nFrom Monday on.", "note"),
    closing=html_of("Yours, Ada", "note"),
)


def _issue(*posts: Post, forms: tuple[Form, ...] = (), note: Note | None = None, subject: str = "") -> Issue:
    subject = subject or (posts[0].title if posts else "A note")
    return Issue(
        id="monthly-2024-03",
        newsletter="monthly",
        period="2024-03",
        subject=subject,
        posts=posts,
        forms=forms,
        note=note,
    )


_Kind = tuple[Issue, Mapping[str, Any], Mapping[str, Any], Theme]  # with changes of the site's facts, of the options


def _kinds() -> dict[str, _Kind]:
    rich, hebrew, long = _posts()
    greeted = {"greeting": "Dear {name},"}
    finnish = {"language": "fi", "title": "Hiljainen klinikka", "disclaimer": "Ei lääkärin neuvo."}
    hebrew_site = {"language": "he", "title": "המרפאה", "disclaimer": "מידע כללי."}
    single = {"template": "single"}
    return {
        "digest": (_issue(rich, hebrew, long, forms=(_FULL, _FULL, _SUMMARY)), {}, {}, Theme()),
        "digest with a note": (_issue(rich, long, forms=(_FULL, _CUT), note=_NOTE), {}, greeted, Theme()),
        "digest of one": (_issue(long, forms=(_CUT,)), {}, greeted, _LOGO),
        "single": (_issue(rich), {}, single, Theme()),
        "single, cut": (_issue(long, forms=(_CUT,), note=_NOTE), {}, single, Theme()),
        "single in Hebrew": (_issue(hebrew), {}, single, Theme()),
        "note alone": (_issue(note=_NOTE, subject=_NOTE.subject), {}, greeted, Theme()),
        "Hebrew letter": (_issue(hebrew, hebrew), hebrew_site, {"title": "מכתב"}, Theme()),
        "Finnish letter": (_issue(*_in_finnish(rich, long), forms=(_FULL, _CUT)), finnish, {"title": "Kirje"}, Theme()),
    }


def _in_finnish(*posts: Post) -> tuple[Post, ...]:
    return tuple(replace(post, language="fi") for post in posts)


KINDS = tuple(_kinds())


@cache
def made(kind: str) -> Newsletter:
    """The letter of that kind."""
    issue, facts = _facts(kind)
    return render(issue, **facts)


@cache
def page(kind: str) -> str:
    """The same letter for everybody, on the web."""
    issue, facts = _facts(kind)
    return web_page(issue, **facts)


def filled(kind: str) -> tuple[str, str]:
    """Html and text as a reader gets them."""
    return fill(made(kind), OWN)


def _facts(kind: str) -> tuple[Issue, dict[str, Any]]:
    issue, site, options, theme = _kinds()[kind]
    return issue, {
        "site": make_site(postal_address="1 Main Street\nSpringfield", **site),
        "theme": theme,
        "options": make_options(**options),
        "template_folders": [BUNDLED],
    }
