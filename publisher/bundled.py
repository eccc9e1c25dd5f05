"""What comes with the publisher: templates, and the sample site that `publisher init` starts from."""

from pathlib import Path


def bundled(name: str) -> Path:
    """The folder `templates`, `config` or `posts` that came with the publisher.

    An installed copy carries them inside the package; in a checkout they stand at the top level.
    """
    package = Path(__file__).parent
    inside = package / "site" / name
    return inside if inside.is_dir() else package.parent / name
