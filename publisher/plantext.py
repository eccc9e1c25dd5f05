"""What comes next, in words and as JSON: the plan of the issues, and how well their colours can be read."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from publisher.app import App
from publisher.terminal import moment

if TYPE_CHECKING:
    from publisher.contrast import Pair
    from publisher.workflows.plan import IssuePlan, Place

_EXAMPLES = 5  # of posts that stay out for one and the same reason


def plan_text(plans: "Sequence[IssuePlan]", app: App) -> str:
    """Each issue in some lines; of many posts that stay out for one reason the first few."""
    return "\n\n".join("\n".join(_lines(one, moment(one.turn.slot, app.site.zone))) for one in plans)


def theme_text(pairs: "Sequence[Pair]") -> str:
    """A line for each pair of colours: how well one can be read on the other."""
    width = max(len(f"{pair.ink} on {pair.ground}") for pair in pairs)
    return "\n".join(
        f"{pair.mode:<16}  {f'{pair.ink} on {pair.ground}':<{width}}  {pair.ratio:4.1f}  "
        f"{'' if pair.is_enough else f'below {pair.needed:g}'}".rstrip()
        for pair in pairs
    )


def theme_json(pairs: "Sequence[Pair]") -> str:
    """`[{"mode", "ink", "ground", "ratio", "needed", "enough"}]`, a ratio of 1 to 21."""
    facts = [{**pair._asdict(), "ratio": round(pair.ratio, 2), "enough": pair.is_enough} for pair in pairs]
    return json.dumps(facts, indent=2)


def _lines(one: "IssuePlan", when: str) -> Iterator[str]:
    yield f"{one.newsletter}: {one.id or 'nothing to send'}, {'due since' if one.turn.is_due else 'due'} {when}"
    if one.subject:
        yield f"  subject: {one.subject}"
    if one.note:
        yield f"  note: {one.note}"
    if one.size:
        yield f"  size: {one.size:,} bytes of html (mail programs cut at 102,400)"
    for place in one.included:
        yield f"  in   {place.source}: {place.title} ({place.words})"
    kinds = defaultdict[str, list["Place"]](list)
    for place in one.left_out:
        kinds[place.words].append(place)
    for why, places in kinds.items():
        yield from (f"  out  {place.source}: {place.title} ({why})" for place in places[:_EXAMPLES])
        if len(places) > _EXAMPLES:
            yield f"  out  and {len(places) - _EXAMPLES:,} more ({why}); --json lists them all"


def plan_json(plans: "Sequence[IssuePlan]") -> str:
    """`[{"newsletter", "issue", "period", "slot", "due", "subject", "note", "size", "in", "out", "problems", …}]`."""
    return json.dumps([_facts(one) for one in plans], ensure_ascii=False, indent=2)


def _facts(one: "IssuePlan") -> dict[str, object]:
    return {
        "newsletter": one.newsletter,
        "issue": one.id,
        "period": one.turn.period,
        "slot": one.turn.slot.isoformat(),
        "due": one.turn.is_due,
        "subject": one.subject,
        "note": one.note,
        "size": one.size,
        "in": [{"source": place.source, "title": place.title, "form": place.words} for place in one.included],
        "out": [{"source": place.source, "title": place.title, "why": place.words} for place in one.left_out],
        "problems": [
            {"source": problem.source, "line": problem.line, "text": problem.text, "warning": problem.is_warning}
            for problem in one.problems
        ],
    }
