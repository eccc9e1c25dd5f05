"""`python -m tests.judges FOLDER`: pictures of every letter, for people to look at."""

import sys
import tempfile
from pathlib import Path

from tests.judges import bench
from tests.judges.letters import LETTERS, make

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        bench.write_pages({name: make(recipe) for name, recipe in LETTERS.items()}, Path(folder))
        bench.photograph(Path(folder), Path(sys.argv[1]).resolve())
