"""The inliner, and the faults of its libraries that are mended around it: when one is gone, its mend may go too."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from publisher.errors import LetterError
from publisher.newsletter.inline import inline


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html>\n<html><head><title>x</title>{head}</head><body>{body}</body></html>"


class Listener(HTTPServer):
    """A web server on loopback that counts who asks."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/a.css"


class _Answer(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/css")
        self.end_headers()
        self.wfile.write(b"p { color: red }")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def premailed(html: str, **settings: Any) -> str:
    """What premailer does by itself, network forbidden, with the fetcher that cssutils brings along."""
    import cssutils
    import premailer

    cssutils.util._defaultFetcher = cssutils._fetch._defaultFetcher
    return str(premailer.Premailer(html, allow_network=False, cssutils_logging_level=60, **settings).transform())


def test_styles_stand_on_the_elements() -> None:
    """A class outweighs an element, and a style attribute outweighs both."""
    html = inline(
        page('<p class="a" style="margin:0">x</p>'), "p { color: #000000; margin: 4px } .a { color: #ffffff }"
    )
    assert '<p class="a" style="color:#fff; margin:0">x</p>' in html


def test_marked_style_block_is_left_alone() -> None:
    """Media queries keep their `!important`, byte for byte; only the mark goes."""
    rules = "@media (max-width: 480px) { p { color: red !important; } } [data-ogsc] p > b { x: y }"
    assert f"<style>{rules}</style>" in inline(page("<p>x</p>", f'<style data-premailer="ignore">{rules}</style>'), "")


def test_sizes_and_colours_do_not_become_attributes() -> None:
    """`width="600"` on an image stays: Outlook would take `100%` for the picture's own size."""
    css = "img { width: 100%; height: auto } td { background-color: #ffffff; text-align: left; vertical-align: top }"
    html = inline(page('<table><tr><td><img width="600" alt=""></td></tr></table>'), css)
    assert 'width="600"' in html
    assert not any(f"{name}=" in html for name in ("height", "bgcolor", "align", "valign"))


def test_conditional_comments_survive() -> None:
    """What only Outlook reads, and what only Outlook skips."""
    body = "<!--[if mso]><v:rect></v:rect><![endif]--><!--[if !mso]><!--><p>x</p><!--<![endif]-->"
    assert body in inline(page(body), "b { color: #000000 }")


IMPORTS = ["<style>@import url({});</style>", "<style>@\\69mport '{}';</style>", "<style>/**/@IMPORT url({});</style>"]


@pytest.mark.parametrize("style", [*IMPORTS, '<link rel="stylesheet" href="{}">'])
def test_nothing_is_fetched_from_the_page(listener: Listener, style: str) -> None:
    """An import or a link that found its way into the page asks nobody."""
    inline(page("<p>x</p>", style.format(listener.address)), "p { color: #000000 }")
    assert listener.asked == []


def test_nothing_is_fetched_from_the_sheet(listener: Listener) -> None:
    """An import in the sheet is refused before anybody reads it."""
    with pytest.raises(LetterError):
        inline(page("<p>x</p>"), f"@import url({listener.address}); p {{ color: #000000 }}")
    assert listener.asked == []


def test_premailer_alone_would_fetch(listener: Listener) -> None:
    """The fault that the fetcher is replaced for: forbidding the network does not reach imports."""
    premailed(page("<p>x</p>", IMPORTS[0].format(listener.address)))
    assert listener.asked == ["/a.css"]


def test_no_file_is_read(tmp_path: Path) -> None:
    """An import of a file brings nothing of it into the letter."""
    (tmp_path / "a.css").write_text("p { color: #123456 }")
    assert "123456" not in inline(page("<p>x</p>", f"<style>@import url(file://{tmp_path}/a.css);</style>"), "")


def test_style_that_looks_like_a_selector_is_refused() -> None:
    """`style="h6"` beside a rule for h6 would crash premailer: a clear error says so instead."""
    with pytest.raises(LetterError, match="style attribute"):
        inline(page('<h6>x</h6><p style="h6">x</p>'), "h6 { color: #000000 } p { color: #000000 }")


def test_premailer_alone_would_crash() -> None:
    """The fault that such a style is refused for: three functions share one cache."""
    with pytest.raises(TypeError):
        premailed(page('<p style="h6">x</p><h6>x</h6>'), css_text="p { margin: 0 } h6 { color: #000000; margin: 0 }")


def test_an_earlier_page_cannot_spoil_a_later_one() -> None:
    """What stands in premailer's cache is gone before each letter."""
    from premailer.merge_style import csstext_to_pairs

    csstext_to_pairs("h5")
    assert '<h5 style="color:#000">' in inline(page("<h5>x</h5>"), "h5 { color: #000000 }")


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """Properties that cssutils does not know leave no warning on stderr."""
    inline(page('<p style="mso-x: y; &">x</p>', "<style>p {{ : }</style>"), "p { mso-hide: all; zoom: bar(1) }")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<div>" * 110 + "x" + "</div>" * 110, "nested deeper"),
        ("<div>" * 5000 + "x" + "</div>" * 5000, "nested deeper"),
        ("<p>" + "x" * 1_000_001 + "</p>", "characters"),
        ("<p>\x00</p>", "U\\+0000"),
        ("<p>\x85</p>", "U\\+0085"),
        ("<p>\ud800</p>", "U\\+D800"),
    ],
    ids=["deep", "very deep", "long", "NUL", "C1", "surrogate"],
)
def test_what_would_come_out_damaged_is_refused(body: str, problem: str) -> None:
    """The libraries below drop such things, and what follows them, without a word."""
    with pytest.raises(LetterError, match=problem):
        inline(page(body), "p { color: #000000 }")


def test_a_page_without_doctype_is_refused() -> None:
    """Without it browsers and webmail lay out in the manner of 1998."""
    with pytest.raises(LetterError, match="DOCTYPE"):
        inline("<p>x</p>", "")


def test_threads_write_the_same_bytes() -> None:
    """Letters made side by side are those made one after the other."""
    css = "p { color: #000000 } .a { margin: 0 } b { font-weight: bold }"
    pages = [page(f'<p class="a">{number} <b>x</b></p>') for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda html: inline(html, css), pages)) == [inline(html, css) for html in pages]
