"""`python -m tests.judges FOLDER`: pictures of every letter and every kind of page, for people to look at."""

import sys
import tempfile
from pathlib import Path

from tests.judges import bench, website
from tests.judges.letters import LETTERS, make

if __name__ == "__main__":
    screens = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        bench.write_pages({name: make(recipe) for name, recipe in LETTERS.items()}, Path(folder))
        bench.photograph(Path(folder), screens)
    with tempfile.TemporaryDirectory() as folder:
        bench.photograph_website(website.build(Path(folder) / "site"), website.ORIGIN, screens / "pages")
