"""What a post is about, in a few sentences."""

from publisher.content.titles import shortened
from publisher.sentences import one_by_one
from publisher.textblocks import paragraphs, text

SUMMARY_LIMIT = 220  # characters; about what feed readers and search pages show
_LEAD_LIMIT = 600  # characters; an author's own lead may be a paragraph


def of_html(html: str, language: str) -> str:
    """The first whole sentences that fit; a text without any is shortened at a word. No further one is looked for."""
    summary = ""
    for sentence in one_by_one(paragraphs(html), language):
        if len(summary) + len(sentence) > SUMMARY_LIMIT and summary:
            break
        summary = f"{summary} {sentence}".strip()
        if len(summary) >= SUMMARY_LIMIT:
            break
    return summary or shortened(" ".join(text(html).split()), SUMMARY_LIMIT)


def of_lead(lead: str) -> str:
    """What stands before `<!-- more -->`, up to a paragraph's length."""
    return shortened(lead, _LEAD_LIMIT)
