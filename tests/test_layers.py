"""Imports go one way: the table of rooms holds, and each library stands in one room."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "publisher"

# From the ground up. A room may import from lower levels, and from itself; rooms on one level do not know each other,
# but for the first: its modules are values and pure functions that may build on one another.
LEVELS = (
    {
        *(
            "__init__",
            "alike",
            "bundled",
            "characters",
            "contrast",
            "durable",
            "errors",
            "files",
            "head",
            "languages",
            "idle",
            "layout",
            "links",
            "look",
            "model",
            "options",
            "output",
            "phrases",
            "names",
            "readable",
            "sentences",
            "settings",
        ),
        *("sitefacts", "tables", "templates", "textblocks", "theme", "tokens", "wording", "words"),
    },
    {"content", "feeds", "newsletter", "social", "pages", "state", "schedule"},
    {"delivery"},
    {"app"},
    {"workflows"},
    {"terminal"},
    {"telling", "plantext", "sharetelling"},
    {"commands"},
    {"newsletter_commands", "schedule_commands", "social_commands", "state_commands", "subscriber_commands"},
    {"arguments"},
    {"cli"},
    {"__main__"},
)
LIBRARY_ROOMS = {
    "apscheduler": {"schedule/rules.py"},
    "comrak": {"content/prose.py"},
    "cryptography": {"delivery/dkim.py"},
    "cssutils": {"newsletter/inline.py"},
    "email_validator": {"state/addresslist.py"},
    "feedgen": {"feeds/_feedgen.py"},
    "flufl": {"delivery/returned.py"},
    "jinja2": {"templates.py"},
    "markdown_it": {"content/prose.py"},
    "markdownify": {"content/importers/to_markdown.py"},
    "PIL": {"content/beside.py", "social/card.py"},
    "nh3": {"content/sanitise.py"},
    "premailer": {"newsletter/inline.py"},
    "regex": {"social/_regex.py"},
    "sentencex": {"sentences.py"},
    "sqlite3": {
        *(
            "idle.py",
            "state/backup.py",
            "state/cache.py",
            "state/database.py",
            "state/driver.py",
            "state/deliveries.py",
            "state/identities.py",
            "state/ledger.py",
            "state/statements.py",
            "state/subscribers.py",
        )
    },
    "sqlcipher3": {"state/driver.py"},
    "yaml": {"content/yamlhead.py"},
}
# what a run with nothing to do must not pay for
HEAVY = LIBRARY_ROOMS.keys() - {"sqlite3"} | {"lxml", "bs4", "asyncio"}

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def imports(module: str, *, at_top: bool = False) -> Iterator[str]:
    """The dotted names that a module imports; `at_top`: only those paid for when it is imported itself."""
    tree = ast.parse((PACKAGE / module).read_text("utf-8"))
    for node in tree.body if at_top else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ({f"{node.module}.{name.name}" for name in node.names} if node.module == "publisher" else ())
            yield from ((node.module,) if node.module and node.module != "publisher" else ())


def room(dotted: str) -> str:
    """The first name below the package, as the table has it."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and not parts[1].startswith("__version") else "__init__"


def level(name: str) -> int:
    return next(number for number, rooms in enumerate(LEVELS) if name in rooms)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    """No module knows a room above its own, or another room on its own level."""
    own = module.split("/")[0].removesuffix(".py")
    for dotted in imports(module):
        if dotted.split(".")[0] != "publisher":
            continue
        other = room(dotted)
        below = level(other) < level(own) or level(other) == level(own) == 0
        assert other == own or below, f"{module} imports {dotted}"


@pytest.mark.parametrize(("library", "rooms"), LIBRARY_ROOMS.items(), ids=LIBRARY_ROOMS.keys())
def test_library_stands_in_one_place(library: str, rooms: set[str]) -> None:
    """Replacing a library means rewriting the files named here, and no other."""
    users = {module for module in MODULES for dotted in imports(module) if dotted.split(".")[0] == library}
    type_only = {module for module in users - rooms if f"if TYPE_CHECKING:\n    import {library}" in text(module)}
    assert users - type_only == rooms


# They are an event loop's own, and imported when a round is sent over the network.
ASYNCHRONOUS = {"delivery/smtp.py": "asyncio", "delivery/relay.py": "asyncio"}


@pytest.mark.parametrize("module", MODULES)
def test_heavy_library_is_imported_late(module: str) -> None:
    """Importing any module of ours imports none of the libraries that only some work needs."""
    at_top = set(imports(module, at_top=True))
    assert not {dotted.split(".")[0] for dotted in at_top} & HEAVY - {ASYNCHRONOUS.get(module)}
    late = {f"publisher.{path.removesuffix('.py').replace('/', '.')}" for path in ASYNCHRONOUS}
    assert module in ASYNCHRONOUS or not at_top & late


EDGE = ("commands.py", "terminal.py", "__main__.py")


@pytest.mark.parametrize("module", [module for module in MODULES if module not in EDGE])
def test_clock_and_chance_stay_at_the_edge(module: str) -> None:
    """Below the edge `now` is an argument, and nothing is left to chance."""
    source = text(module)
    assert not [
        word
        for word in ("datetime.now(", "time.time(", "date.today(", "import random", "os.environ")
        if word in source.replace("environment=os.environ", "")
    ]


def text(module: str) -> str:
    return (PACKAGE / module).read_text("utf-8")
