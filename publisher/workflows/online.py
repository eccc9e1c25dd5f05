"""Ask for every link and picture of a letter, as its readers will; only import of urllib.request."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

from publisher import __version__
from publisher.app import App
from publisher.errors import Problem
from publisher.workflows.findings import line_finder
from publisher.workflows.progress import Progress, watched
from publisher.workflows.proofs import Letter

_PATIENCE_S = 15.0
_AT_A_TIME = 8
_REFUSED_TO_PROGRAMS = (401, 403, 405, 406, 429, 451, 503, 999)  # what a person in front of a browser may well see


def unreachable(app: App, letter: Letter, progress: Progress) -> Iterator[Problem]:
    """A problem for every address of the letter that does not answer, a warning where only programs may be refused."""
    from publisher.newsletter.checks import addresses

    line_of = line_finder(app.root)
    found = {url: source for source, url in addresses(letter.issue) if url.startswith(("http://", "https://"))}
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        answers = pool.map(_answer, found)
        for (url, source), (code, reason) in watched(
            "asking for addresses", list(zip(found.items(), answers, strict=True)), progress
        ):
            if code >= 400 or not code:
                yield Problem(
                    source=source,
                    line=line_of(source, url),
                    text=f"{url} answers {reason}; mend or remove the link",
                    is_warning=code in _REFUSED_TO_PROGRAMS,
                )


def _answer(url: str) -> tuple[int, str]:
    """The status code, 0 where there is none, and how to say it."""
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    headers = {"User-Agent": f"publisher/{__version__} (link check)"}
    try:
        # GET, because many servers answer HEAD wrongly; the body is not read
        with urlopen(Request(url, headers=headers), timeout=_PATIENCE_S) as answer:  # noqa: S310
            return answer.status, ""
    except HTTPError as error:
        return error.code, f"{error.code} ({error.reason})"
    except (OSError, HTTPException, ValueError) as error:
        return 0, f"nothing ({getattr(error, 'reason', error)})"
