"""The top of a pasted page: its title, its byline, and where the text begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from publisher.content.importers import byline
from publisher.content.importers.byline import Byline
from publisher.content.importers.furniture import belongs_to_page
from publisher.content.importers.imported import fitting_title, listed
from publisher.content.importers.origin import Origin, same_words
from publisher.content.importers.pieces import ends_sentence

_HEAD = 12  # lines among which a byline or a repeated title is looked for
_FOOT = 3
_MENU_LIMIT = 400  # characters of menus and one tagline above a title; more, or a second sentence, is text
_TITLE_LIMIT = 120


@dataclass(frozen=True, kw_only=True)
class Top:
    """Title, authors and day, and the lines that are neither (`body`), with sentences on what was read how."""

    title: str
    authors: tuple[str, ...]
    day: date | None
    body: tuple[str, ...]
    notes: tuple[str, ...]


def read(name: str, lines: Sequence[str], origin: Origin) -> Top:
    """The top of a page; lines above its title are left out and named, every other line is in `body`.

    Raises `ImporterError` where no line can be the title.
    """
    # `shown` are the lines that can be title or byline, `places` where they stand among all
    places = [i for i, line in enumerate(lines) if line and not origin.owns(line) and not belongs_to_page(line)]
    shown = [lines[i] for i in places]
    bylines = _bylines(shown, origin)
    at = _title_place(shown, bylines, origin)
    title = fitting_title(name, origin.without_site_title(shown[at]) if at < len(shown) else "")
    taken = {places[k] for k in bylines}
    rest = ["" if i in taken else line for i, line in enumerate(lines)]
    above = tuple(line for line in rest[: places[at]] if line and not same_words(line, title))
    return Top(
        title=title,
        authors=next((found.authors for found in bylines.values() if found.authors), ()),
        day=next((found.day for found in bylines.values() if found.day), None),
        body=tuple(rest[places[at] + 1 :]),
        notes=_notes(above, tuple(bylines.values())),
    )


def _bylines(shown: Sequence[str], origin: Origin) -> dict[int, Byline]:
    """The bylines at the top by place, around a title if need be; without any there, one at the foot that says so."""
    first = next((k for k in range(len(shown[:_HEAD])) if _is_byline(shown, k, origin)), None)
    if first is None:
        foot = [k for k in range(max(_HEAD, len(shown) - _FOOT), len(shown)) if byline.is_explicit(shown[k])]
        return {k: found for k in foot if (found := byline.read(shown[k], origin.date_order))}
    run = _run(shown, first, origin)
    if first:
        return run
    # the run stands above the title; another one may follow it, at once or below a subtitle
    below = len(run) + 1
    return run | (_run(shown, below, origin) or _run(shown, below + 1, origin))


def _is_byline(shown: Sequence[str], k: int, origin: Origin) -> bool:
    """Whether the line is a byline and no text stands above it; "By Design" below a paragraph is a heading."""
    is_believed = _is_menu(shown[:k]) or byline.is_explicit(shown[k])
    return is_believed and byline.read(shown[k], origin.date_order) is not None


def _run(shown: Sequence[str], start: int, origin: Origin) -> dict[int, Byline]:
    run: dict[int, Byline] = {}
    for k in range(start, len(shown)):
        found = byline.read(shown[k], origin.date_order)
        if found is None:
            break
        run[k] = found
    return run


def _title_place(shown: Sequence[str], bylines: dict[int, Byline], origin: Origin) -> int:
    """Where the title stands: it is repeated, or right above the byline, or the first line."""
    head = min(bylines, default=_HEAD)
    if head == 0:
        return next(k for k in range(len(shown) + 1) if k not in bylines)
    repeated = [
        k for k in range(1, min(head, _HEAD, len(shown))) if same_words(shown[k], origin.without_site_title(shown[0]))
    ]
    if repeated and _is_menu(shown[1 : repeated[-1]]):
        return repeated[-1]
    above = head - 1
    if bylines and head < _HEAD and _is_title(shown[above]) and _is_menu(shown[:above]):
        return above
    return 0


def _is_menu(lines: Sequence[str]) -> bool:
    return sum(map(len, lines)) <= _MENU_LIMIT and sum(map(ends_sentence, lines)) <= 1


def _is_title(line: str) -> bool:
    return len(line) <= _TITLE_LIMIT and not line.endswith((".", "…", "。", ":", ",", ";"))


def _notes(above: tuple[str, ...], bylines: tuple[Byline, ...]) -> tuple[str, ...]:
    read = tuple(note for found in bylines for note in found.notes)
    asides = tuple(aside for found in bylines for aside in found.asides)
    left_out = (f"Left out above the title: {listed(above)}.",) if above else ()
    beside = (f"Left out beside the byline: {listed(asides)}.",) if asides else ()
    return read + left_out + beside
