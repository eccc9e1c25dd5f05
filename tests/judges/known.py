"""What judges may not hold against a letter, each with its reason, and what they find today and waits to be mended."""

from collections.abc import Mapping

# Errors of the Nu checker that every letter may have.
ALLOWED_BY_NU = (
    # Outlook alone reads it, and would show the line beside the subject once more in the letter
    "CSS: “mso-hide”: Property “mso-hide” doesn't exist.",
)
# SpamAssassin's rules that a letter may break, with the points that they give.
ALLOWED_BY_SPAMASSASSIN: Mapping[str, Mapping[str, float]] = {
    # takes a link inside a sentence for a word cut in two wherever a language has no spaces
    "chinese-and-japanese": {"HTML_OBFUSCATE_05_10": 0.6},
}

# Judge, letter, cause: these tests fail. Whoever mends a cause takes its rows from here; a row too many fails as well.
KNOWN: Mapping[str, Mapping[str, str]] = {}
