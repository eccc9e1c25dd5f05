"""One way in for the tests: a file's name and text, and what is known of the site."""

from collections.abc import Callable
from typing import Any

import pytest

from publisher.content.importers import Imported, read


@pytest.fixture(scope="session")
def bring() -> Callable[..., Imported]:
    """Import a text as a file of the name; name only what matters of the site."""

    def imported(name: str, text: str, **changes: Any) -> Imported:
        return read(name, text.encode(), **({"site_title": "Harbour Notes"} | changes))

    return imported
