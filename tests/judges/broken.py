"""Letters with one fault each, which its judge must find: a judge that finds nothing anywhere judges nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.judges.letters import LETTERS, Letter, make


def _html(old: str, new: str) -> Callable[[Letter], Letter]:
    """Another piece of html in place of the first that reads `old`."""

    def harm(letter: Letter) -> Letter:
        assert old in letter.html, old
        return replace(letter, html=letter.html.replace(old, new, 1), sheet="")

    return harm


def _mail(old: bytes, new: bytes) -> Callable[[Letter], Letter]:
    """Other bytes of the message."""

    def harm(letter: Letter) -> Letter:
        assert old in letter.message, old
        return replace(letter, message=letter.message.replace(old, new, 1))

    return harm


def _sheet(letter: Letter) -> Letter:
    return replace(letter, sheet=f"{letter.sheet}\np {{ letter-spacing: 1px; }}")


_POST = "The clinic is closed this Friday."
_WAY_OUT = b"List-Unsubscribe: <https://"
_COLOUR = '<p><span style="color:{}">Pale words.</span></p>'

PAGES: Mapping[str, Callable[[Letter], Letter]] = {
    "not-closed": _html(_POST, f"<em>{_POST}"),
    "without-alt": _html(_POST, '<img src="https://blog.example.com/a-20x20.png" width="20">'),
    "empty-link": _html(_POST, '<a href="https://blog.example.com/"></a>'),
    "pale": _html(_POST, _COLOUR.format("#999999")),
    # as a client sees it that reads no style block and turns what is dark: grey on grey
    "pale-when-turned": _html(_POST, '<p style="background:#777777; color:#000000">Grey behind.</p>'),
    "pale-in-the-dark": _html(_POST, '<p style="background:#ffffff">White behind.</p>'),
    "over-a-picture": _html(_POST, '<p style="background:linear-gradient(#fff, #eee)">On a slope.</p>'),
    "wide": _html(_POST, '<table width="900" style="width:900px"><tr><td>Wide.</td></tr></table>'),
    "wide-picture": _html(_POST, '<img alt="Hills" src="https://blog.example.com/hills-1600x900.png">'),
    "cut-at-the-left": _html(_POST, '<p style="margin-left:-90px">Out.</p>'),
    "modern": _html(
        _POST,
        '<div style="display:grid; gap:4px; aspect-ratio:1">x</div><video src="https://blog.example.com/x.mp4"></video>',
    ),
    "other-sheet": _sheet,
}
MESSAGES: Mapping[str, Callable[[Letter], Letter]] = {
    "shouting": _mail(b"Subject: ", b"Subject: FREE MONEY, ACT NOW, 100% GUARANTEED CURE "),
    "way-out-encoded": _mail(_WAY_OUT, b"List-Unsubscribe: =?utf-8?q?=3Chttps=3A?= <https://"),
    "two-subjects": _mail(b"Subject: ", b"Subject: Another\r\nSubject: "),
    "part-cut": _mail(b"\r\n--=_", b"\r\n--=x"),
}


def broken(faults: Mapping[str, Callable[[Letter], Letter]]) -> dict[str, Letter]:
    """Every fault in the shortest of letters, by its name."""
    letter = make(LETTERS["short"])
    return {f"broken-{name}": harm(letter) for name, harm in faults.items()}
