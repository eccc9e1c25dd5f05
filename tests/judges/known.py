"""What judges may not hold against a letter, each with its reason, and what they find today and waits to be mended."""

from collections.abc import Mapping

from tests.judges.letters import LETTERS

# Errors of the Nu checker that every letter may have.
ALLOWED_BY_NU = (
    # Outlook alone reads it, and would show the line beside the subject once more in the letter
    "CSS: “mso-hide”: Property “mso-hide” doesn't exist.",
)
# SpamAssassin's rules that a letter may break, with the points that they give.
ALLOWED_BY_SPAMASSASSIN: Mapping[str, Mapping[str, float]] = {
    # takes Russian for Latin letters in disguise wherever more than twenty Latin ones stand beside it
    "cyrillic": {"MIXED_ES": 1.0},
}

_STEPS = "an author who leaves out a level of headings leaves it out in the letter"
# Judge, letter, cause: these tests fail. Whoever mends a cause takes its rows from here; a row too many fails as well.
KNOWN: Mapping[str, Mapping[str, str]] = {
    "nu": dict.fromkeys(LETTERS, "the property supported-color-schemes is no CSS"),
    "caniemail": dict.fromkeys(LETTERS, "33 errors and 118 warnings before the first post"),
    "axe": {
        "code": "the ground of an inline code inside a frame of its own",
        "hebrew": _STEPS,
        "note-only": "no h2 stands between the letter's title and the note's own headings",
        "long-address": "the long title stands out over the letter",
        "quotes": _STEPS,
        "headings": _STEPS,
    },
    "overflow": {
        "many-images": "a refused picture is as wide as its attribute says",
        "long-address": "a title does not break inside a word",
        "html-of-authors": "a refused picture is as wide as its attribute says",
    },
    "contrast": {"html-of-authors": "a mark has a ground of the browser's own"},
}
