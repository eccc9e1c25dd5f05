"""What every output looks like to the rest: its options and a function from a publication to files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from publisher.model import Artifact, Publication

Options = TypeVar("Options")


@dataclass(frozen=True)
class Output(Generic[Options]):
    """One kind of output. `render` is pure: the same publication and options give the same bytes, paths below out/."""

    options: type[Options]
    render: Callable[[Publication, Options], list[Artifact]]
