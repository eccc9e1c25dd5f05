"""Three letters as they were agreed on, byte for byte; `python -m tests.judges.test_golden` writes them anew."""

from pathlib import Path

import pytest

from tests.judges.letters import LETTERS, Letter, make

GOLDEN = Path(__file__).parents[1] / "golden" / "letters"
NAMES = ("short", "hebrew", "note-around-posts")


def files(name: str, letter: Letter) -> dict[str, bytes]:
    """What a reader gets: the page, the text, and the whole message."""
    return {
        f"{name}.html": letter.html.encode(),
        f"{name}.txt": letter.text.encode(),
        f"{name}.eml": letter.message,
    }


@pytest.mark.parametrize("name", NAMES)
def test_letter_looks_as_we_agreed_on(name: str) -> None:
    """A change here is a change for every reader: look at it before it is taken over."""
    assert files(name, make(LETTERS[name])) == {
        path.name: path.read_bytes() for path in sorted(GOLDEN.glob(f"{name}.*"))
    }


if __name__ == "__main__":
    for name in NAMES:
        for path, content in files(name, make(LETTERS[name])).items():
            (GOLDEN / path).write_bytes(content)
