"""A newsletter's options and its letter: a test names only what it is about."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from publisher.model import Newsletter, Post, Site, Subscriber
from publisher.newsletter.issue import compose
from publisher.newsletter.message import Mailing
from publisher.newsletter.options import Options
from publisher.newsletter.render import render
from publisher.theme import Theme

BUNDLED = Path(__file__).parents[2] / "templates"


def make_options(**changes: Any) -> Options:
    facts: dict[str, Any] = {
        "title": "The Quiet Letter",
        "sender": "letter@news.example.com",
        "reply_to": "ada@example.com",
        "schedule": "monthly on the first Monday at 09:00",
        "unsubscribe_url": "https://blog.example.com/unsubscribe?t=",
        "unsubscribe_mail": "leave@example.com",
    }
    return Options(**(facts | changes))


@pytest.fixture
def options() -> Callable[..., Options]:
    """Make a newsletter's options; name what matters."""
    return make_options


@pytest.fixture
def template_folders() -> tuple[Path, ...]:
    """The bundled templates alone."""
    return (BUNDLED,)


@pytest.fixture
def letter(site: Callable[..., Site], post: Callable[..., Post]) -> Callable[..., Newsletter]:
    """Render a letter of the posts given, or of the usual one."""

    def make(
        *posts: Post, own_templates: Path | None = None, theme: Theme | None = None, **site_changes: Any
    ) -> Newsletter:
        issue = compose("monthly", "2024-03", make_options(), posts or (post(),))
        assert issue is not None
        return render(
            issue,
            site=site(**site_changes),
            theme=theme or Theme(),
            options=make_options(),
            template_folders=[*filter(None, [own_templates]), BUNDLED],
        )

    return make


MAYA = Subscriber(id="s_maya", address="maya@example.org", name="Maya")
MARCH = datetime(2024, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def mailed(site: Callable[..., Site]) -> Callable[..., bytes]:
    """The message of one reader; name what matters, options of the newsletter among it."""

    def make(
        letter: Newsletter,
        *,
        to: Subscriber = MAYA,
        token: str = "abc234",  # noqa: S107
        message_id: str = "<abc@news.example.com>",
        date: datetime = MARCH,
        site_title: str = "A Quiet Clinic",
        **option_changes: Any,
    ) -> bytes:
        facts: dict[str, Any] = {"site": site(title=site_title), "options": make_options(**option_changes)}
        return Mailing(letter, "monthly", date=date, **facts).message(to, token=token, message_id=message_id)

    return make


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
    """A server that nobody should ask."""
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
