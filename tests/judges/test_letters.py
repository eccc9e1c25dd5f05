"""Other people's judges on every letter; each judge runs once for all, each letter is a test."""

import email
import re
from collections.abc import Callable, Mapping
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest

from tests.judges.bench import Score
from tests.judges.known import ALLOWED_BY_NU, ALLOWED_BY_SPAMASSASSIN, KNOWN
from tests.judges.letters import LETTERS, Letter

Findings = Mapping[str, list[str]]
Letters = Mapping[str, Letter]

# each pair of a feature and a client counts; the best public collection has 22 and 105, its median letter 74 and 146
MOST_ERRORS, MOST_WARNINGS = 20, 105
HEADERS = sorted(
    "from to reply-to subject date message-id list-id list-unsubscribe list-unsubscribe-post feedback-id precedence "
    "mime-version content-type".split()
)


def each_letter(judge: str) -> Callable[..., Any]:
    """One test a letter; what is known to fail says its cause."""
    known = KNOWN.get(judge, {})

    def marked(name: str) -> Any:
        # a judge that breaks down is no known failure
        fails = pytest.mark.xfail(raises=AssertionError, strict=True, reason=known.get(name, ""))
        return pytest.param(name, marks=[fails] if name in known else [])

    return pytest.mark.parametrize("name", [marked(name) for name in LETTERS])


@each_letter("nu")
def test_html_is_valid(nu: Findings, name: str) -> None:
    """The Nu checker (W3C) finds no error."""
    assert not wrong_for_nu(nu[name]), lines(wrong_for_nu(nu[name]))


@each_letter("axe")
def test_everybody_can_read_it(browser: Mapping[str, Findings], name: str) -> None:
    """axe finds no violation, light and dark, and nothing that it could not judge."""
    assert not browser[name]["axe"], lines(browser[name]["axe"])


@each_letter("overflow")
def test_nothing_stands_out(browser: Mapping[str, Findings], name: str) -> None:
    """At 320, 600 and 1200 pixels, with head styles and without, with images and without."""
    assert not browser[name]["overflow"], lines(browser[name]["overflow"])


@each_letter("contrast")
def test_words_stand_out_from_their_ground(browser: Mapping[str, Findings], name: str) -> None:
    """4.5 to 1, large words 3 to 1, as written and as programs recolour it (WCAG 1.4.3)."""
    assert not browser[name]["contrast"], lines(browser[name]["contrast"])


@each_letter("styles")
def test_inlining_changes_nothing(browser: Mapping[str, Findings], name: str) -> None:
    """Each element looks as it does with the sheet in the head."""
    assert not browser[name]["styles"], lines(browser[name]["styles"])


@each_letter("caniemail")
def test_programs_know_what_it_is_made_of(caniemail: Mapping[str, Findings], name: str) -> None:
    """Without head styles there are few features that a mail program does not know."""
    found = caniemail[name]
    assert len(found["errors"]) <= MOST_ERRORS, lines(found["errors"])
    assert len(found["warnings"]) <= MOST_WARNINGS, lines(found["warnings"])


@each_letter("spamassassin")
def test_it_does_not_look_like_spam(spamassassin: Mapping[str, Score], name: str) -> None:
    """A mailing list's letter, and nothing else about it."""
    score, allowed = spamassassin[name], ALLOWED_BY_SPAMASSASSIN.get(name, {})
    assert set(allowed) <= set(score.rules)  # an exception that is not needed goes
    assert score.points - sum(allowed.values()) <= -1.0, score.rules


@each_letter("email")
def test_python_reads_the_message_back(letters: Letters, name: str) -> None:
    """The standard library finds the same words and no defect."""
    assert told_apart(letters[name]) == []


@each_letter("postal-mime")
def test_another_parser_reads_the_message_back(
    letters: Letters, postal_mime: Mapping[str, Mapping[str, Any]], name: str
) -> None:
    """postal-mime, which shares no code with Python's parser, finds the same words."""
    assert read_differently(letters[name], postal_mime[name]) == []


def lines(findings: list[str]) -> str:
    """All of them: pytest would show the first few."""
    return "\n".join((f"{len(findings)}:", *findings))


def wrong_for_nu(errors: list[str]) -> list[str]:
    return [error for error in errors if not any(error.startswith(allowed) for allowed in ALLOWED_BY_NU)]


def told_apart(letter: Letter) -> list[str]:
    """What the standard library finds in the message that was not put in."""
    read = email.message_from_bytes(letter.message, policy=policy.default)
    parts = {part.get_content_type(): part for part in read.walk()}
    held = {kind: part.get_content() for kind, part in parts.items() if kind != "multipart/alternative"}
    wanted = {"text/plain": _lines(letter.text), "text/html": _lines(letter.html)}
    defects = [str(defect) for part in parts.values() for defect in (*part.defects, *_header_defects(part))]
    found = {
        "defects": defects == [],
        "headers": sorted(map(str.lower, read)) == HEADERS,
        "subject": read["Subject"] == letter.newsletter.subject,
        "way out": bool(re.match(r"<https://\S+>, *<mailto:\S+>$", _raw_header(letter, "List-Unsubscribe"))),
        "parts": [*parts] == ["multipart/alternative", *wanted],
        "words": {kind: _lines(words) for kind, words in held.items()} == wanted,
    }
    return [*defects, *(name for name, is_right in found.items() if not is_right)]


def read_differently(letter: Letter, read: Mapping[str, Any]) -> list[str]:
    found = {
        "headers": sorted(read["headers"]) == HEADERS,
        "subject": read["subject"] == letter.newsletter.subject,
        "html": _lines(read.get("html", "")) == _lines(letter.html),
        "text": _lines(read.get("text", "")) == _lines(letter.text),
        "attachments": read["attachments"] == 0,
        "from": read["from"]["address"] == "letter@news.example.com",
        "to": [to["address"] for to in read["to"]] == ["maya@example.org"],
    }
    return [name for name, is_right in found.items() if not is_right]


def _header_defects(part: EmailMessage) -> list[Any]:
    return [defect for value in part.values() for defect in getattr(value, "defects", ())]


def _raw_header(letter: Letter, name: str) -> str:
    """The header as it stands in the message, unfolded and not decoded."""
    head = letter.message.partition(b"\r\n\r\n")[0].decode("ascii").replace("\r\n ", " ")
    return next((line.partition(": ")[2] for line in head.split("\r\n") if line.startswith(f"{name}: ")), "")


def _lines(words: str) -> list[str]:
    """Lines without the end of the last, which a part of a mail may lose or gain."""
    return words.rstrip().splitlines()
