"""Links of a letter are asked for only when somebody wants it, and named where they do not answer."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from publisher.workflows.check import check
from publisher.workflows.progress import silent
from tests.conftest import SiteFolder

MAY = datetime(2024, 5, 1, tzinfo=UTC)


class _Answers(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response({"/there": 200, "/bot": 403}.get(self.path, 404))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay quiet."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """A web server on loopback that notes what it is asked for."""
    _Answers.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_dead_link_is_named_with_its_line(site_folder: SiteFolder, server: ThreadingHTTPServer) -> None:
    """What answers is fine; what refuses programs alone may be fine for people."""
    here = f"http://127.0.0.1:{server.server_port}"
    site_folder.change_settings("https://blog.example.com/", f"{here}/there?")
    site_folder.change_settings(f"{here}/there?", f"{here}/blog/")
    site_folder.post("rest", body=f"[a]({here}/there) and\n[b]({here}/gone) and [c]({here}/bot)")
    report = check(site_folder.root, MAY, silent, online=True)
    dead = [problem for problem in report.problems if f"{here}/gone" in problem.text]
    assert [(problem.source, problem.line) for problem in dead] == [("posts/rest.md", 7)]
    assert "answers 404" in dead[0].text
    assert f"{here}/bot" in [problem.text.split()[0] for problem in report.warnings]
    assert set(_Answers.asked) == {"/there", "/gone", "/bot", "/blog/rest/"}


def test_nothing_is_asked_for_without_the_word(site_folder: SiteFolder, server: ThreadingHTTPServer) -> None:
    """A check leaves the machine only when it is told to."""
    site_folder.post("rest", body=f"[b](http://127.0.0.1:{server.server_port}/gone)")
    assert check(site_folder.root, MAY, silent).problems == ()
    assert _Answers.asked == []
