"""The composition root: a site's folder becomes its settings and the parts that work on them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from publisher import __version__
from publisher.bundled import bundled
from publisher.content.options import Options as ContentOptions
from publisher.delivery.options import Options as DeliveryOptions
from publisher.errors import Problem, SettingsError, StateError, UsageError
from publisher.feeds.options import Options as FeedOptions
from publisher.idle import inputs_look
from publisher.layout import OUT_FOLDER, SETTINGS_FILE, STATE_FOLDER, THEME_FILE
from publisher.model import Site
from publisher.newsletter.options import CheckOptions
from publisher.newsletter.options import Options as NewsletterOptions
from publisher.options import option
from publisher.pages.options import Options as PageOptions
from publisher.settings import load
from publisher.sitefacts import SiteFacts
from publisher.social.options import Options as SocialOptions
from publisher.state.cache import Cache, open_cache, open_cache_in_memory
from publisher.state.database import LazyConnection, copy_database, open_database, open_in_memory
from publisher.state.driver import KEY_VARIABLE
from publisher.state.identities import Identities
from publisher.state.key import has_key, signing_key
from publisher.state.ledger import Ledger
from publisher.state.secret import credential, secret
from publisher.state.subscribers import Subscribers
from publisher.tables import parse
from publisher.theme import Theme
from publisher.tokens import address_digest

_THIS_MACHINE = ("", "localhost", "127.0.0.1", "[::1]")
_NEWSLETTER_NAME = r"[a-z0-9][a-z0-9-]{0,39}"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything in config/publisher.toml."""

    site: SiteFacts = option("Facts about the blog.")
    content: ContentOptions = option("How posts and texts from elsewhere are read.", default=ContentOptions())
    feeds: FeedOptions = option("The feeds.", default=FeedOptions())
    pages: PageOptions = option("The web pages.", default=PageOptions())
    social: SocialOptions = option("The share text.", default=SocialOptions())
    checks: CheckOptions = option("What is looked for before a letter goes out.", default=CheckOptions())
    delivery: DeliveryOptions = option("How letters leave.", default=DeliveryOptions())
    newsletter: Mapping[str, NewsletterOptions] = option("The newsletters, by name.", default=MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class App:
    """The parts of one site, wired.

    `inputs` is a digest of all that outputs are made from besides the posts: settings, templates, the publisher itself;
    `inputs_look` says how these looked before they were read, and `packages` is where the libraries are
    installed. Compiled templates are kept in the folder `compiled`. Only where it `may_send` does anything leave this
    machine: a rehearsal mails nobody.
    The databases open, and the signing key is made, when first asked for; so is the mail server's password.
    `dkim_file` is where the DKIM key of a selector lies; with a `state_key` the state is encrypted.
    """

    root: Path
    state: Path
    out: Path
    settings: Settings
    site: Site
    theme: Theme
    template_folders: tuple[Path, ...]
    inputs: str
    inputs_look: Mapping[str, str]
    packages: str
    compiled: Path | None
    may_send: bool
    connection: LazyConnection = field(repr=False)
    cache_connection: LazyConnection = field(repr=False)
    key: Callable[[], bytes] = field(repr=False)
    state_key: str = field(repr=False, default="")
    password: Callable[[], str] = field(repr=False, default=str)
    dkim_file: Callable[[str], Path] = field(repr=False, default=Path)

    def digest(self, address: str) -> str:
        """What is remembered of an address that gets no letter any more."""
        return address_digest(self.key(), address)

    @property
    def cache(self) -> Cache:
        """What was seen, what it became, and what was made of it."""
        return Cache(self.cache_connection())

    @property
    def identities(self) -> Identities:
        """Which ids were given out."""
        return Identities(self.connection())

    def close(self) -> None:
        """Close the databases that were opened."""
        self.connection.close()
        self.cache_connection.close()

    @property
    def subscribers(self) -> Subscribers:
        """Who gets which newsletter."""
        return Subscribers(self.connection())

    @property
    def ledger(self) -> Ledger:
        """What was mailed to whom."""
        return Ledger(self.connection())


def open_app(
    root: Path, *, environment: Mapping[str, str], random_bytes: Callable[[int], bytes], scratch: Path | None = None
) -> App:
    """The site in the folder `root`; raises `SettingsError` with every problem of its settings.

    With `scratch`, state and output are a copy's, in that folder: nothing in the site changes.
    """
    packages = _packages()
    before = inputs_look(str(root), packages)
    settings, theme = _settings(root)
    state_key = secret(environment, KEY_VARIABLE, "the key of the state")
    state = (scratch or root) / STATE_FOLDER
    if scratch:
        copy_database(root / STATE_FOLDER, state, state_key)
    folders = (root / "templates", bundled("templates"))
    connection = LazyConnection(lambda: open_database(state, state_key))
    # a rehearsal signs with the site's own key: its readers are known by it
    keys = (root / STATE_FOLDER, state)
    return App(
        root=root,
        state=state,
        out=(scratch or root) / OUT_FOLDER,
        settings=settings,
        site=settings.site.site(),
        theme=theme,
        template_folders=tuple(folder for folder in folders if folder.is_dir()),
        inputs=_digest(root, folders, packages),
        inputs_look=before,
        packages=packages,
        compiled=state / "templates",
        may_send=scratch is None,
        connection=connection,
        cache_connection=LazyConnection(lambda: open_cache(state)),
        key=cache(lambda: _key(keys, environment, random_bytes, connection)),
        state_key=state_key,
        password=lambda: secret(environment, "PUBLISHER_SMTP_PASSWORD", "the mail server's password"),
        dkim_file=lambda selector: _dkim_file(root / STATE_FOLDER, selector, environment),
    )


def _key(
    folders: tuple[Path, Path],
    environment: Mapping[str, str],
    random_bytes: Callable[[int], bytes],
    connection: LazyConnection,
) -> bytes:
    """The key in the first of the folders that has one; a first one is made in the last, while nothing was signed."""
    folder = next((folder for folder in folders if has_key(folder, environment)), folders[-1])
    if not has_key(folder, environment) and Ledger(connection()).issues():
        raise StateError(
            f"{folder}: the signing key is missing, but letters were sent whose unsubscribe links it signed. "
            "Put a backup of it back; with another key these links would no longer be known."
        )
    return signing_key(folder, environment, random_bytes)


def _dkim_file(folder: Path, selector: str, environment: Mapping[str, str]) -> Path:
    """A credential of the service, or a file beside the state: a rehearsal signs as the site does."""
    return credential(environment, f"dkim_{selector}") or folder / "dkim" / f"{selector}.pem"


def without_traces(app: App) -> App:
    """The same site with a copy of its state in memory and a key of its own: for checks that must write nothing."""
    return replace(
        app,
        connection=LazyConnection(lambda: open_in_memory(app.state, app.state_key)),
        cache_connection=LazyConnection(open_cache_in_memory),
        compiled=None,
        may_send=False,
        key=_key_for_checks,
    )


def settings_line(root: Path, *key: str) -> int:
    """The line of a key in the settings, for a complaint that is found out later than by reading them."""
    return parse((root / SETTINGS_FILE).read_text("utf-8-sig")).line(*key)


def mailboxes(app: App) -> list[Path]:
    """Where failures and unsubscribe mails arrive, each once."""
    named = {options.mailbox for options in app.settings.newsletter.values() if options.mailbox}
    return sorted((app.root / SETTINGS_FILE).parent / name for name in named)


def stand_in(root: Path) -> App:
    """The site in `root` without its settings and without traces: enough to read its posts all the same."""
    facts = SiteFacts(title="-", url="https://example.com/", author="-", postal_address="-")
    return App(
        root=root,
        state=root / STATE_FOLDER,
        out=root / OUT_FOLDER,
        settings=Settings(site=facts),
        site=facts.site(),
        theme=Theme(),
        template_folders=(),
        inputs="",
        inputs_look={},
        packages="",
        compiled=None,
        may_send=False,
        connection=LazyConnection(open_in_memory),
        cache_connection=LazyConnection(open_cache_in_memory),
        key=_key_for_checks,
    )


def _key_for_checks() -> bytes:
    return b"for checks only, signs nothing real"


def _settings(root: Path) -> tuple[Settings, Theme]:
    if not (root / SETTINGS_FILE).exists():
        raise UsageError(
            f"there is no site in {root.resolve()} ({SETTINGS_FILE} is missing). Go to the site's folder, name it with "
            "--site, or make one with 'publisher init'."
        )
    problems: list[Problem] = []
    settings, theme = None, Theme()
    try:
        settings = load(root / SETTINGS_FILE, Settings, source=SETTINGS_FILE)
        problems += [*_bad_names(root, settings), *_bad_delivery(root, settings.delivery), *_no_way_out(root, settings)]
    except SettingsError as error:
        problems += error.problems
    try:
        if (root / THEME_FILE).exists():
            theme = load(root / THEME_FILE, Theme, source=THEME_FILE)
    except SettingsError as error:
        problems += error.problems
    if settings is None or problems:
        raise SettingsError(problems)
    return settings, theme


def _bad_names(root: Path, settings: Settings) -> Iterator[Problem]:
    for name in settings.newsletter:
        if not re.fullmatch(_NEWSLETTER_NAME, name):  # it becomes a file name and part of the List-ID
            text = f"[newsletter.{name}] must be named with a-z, 0-9 and hyphens, for example [newsletter.monthly]"
            yield Problem(source=SETTINGS_FILE, line=settings_line(root, "newsletter", name), text=text)


def _bad_delivery(root: Path, options: DeliveryOptions) -> Iterator[Problem]:
    if options.transport != "smtp":
        return
    if not options.host:
        text = "[delivery] needs 'host' for transport = \"smtp\": the name of the mail server"
        yield Problem(source=SETTINGS_FILE, line=settings_line(root, "delivery", "transport"), text=text)
    if options.security == "none" and options.host not in _THIS_MACHINE:
        text = "'security' may be \"none\" only for a server on this machine: who reads your letter is seen on the way"
        yield Problem(source=SETTINGS_FILE, line=settings_line(root, "delivery", "security"), text=text)


def _no_way_out(root: Path, settings: Settings) -> Iterator[Problem]:
    """A letter whose unsubscribe mails nobody would read must not leave; one click does not need them."""
    for name, options in settings.newsletter.items():
        if settings.delivery.transport == "smtp" and not options.unsubscribe_url and not options.mailbox:
            text = (
                f"[newsletter.{name}] has no way out: set 'mailbox' to where mails to 'unsubscribe_mail' arrive, or "
                "'unsubscribe_url' to an address that takes readers off the list"
            )
            yield Problem(source=SETTINGS_FILE, line=settings_line(root, "newsletter", name), text=text)


def _packages() -> str:
    """The folder in which the renderer is installed, `""` where it has none; asking for versions would import them."""
    renderer = find_spec("nh3")
    return str(Path(renderer.origin).parent.parent) if renderer and renderer.origin else ""


def _digest(root: Path, template_folders: tuple[Path, ...], packages: str) -> str:
    """Changes with the bytes of settings and templates, and when a package is installed or updated."""
    installed = Path(packages).stat().st_mtime_ns if packages else 0
    digest = blake2b(f"{__version__} {installed}".encode(), digest_size=16)
    files = [root / SETTINGS_FILE, root / THEME_FILE]
    for folder in template_folders:
        files += sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        if path.exists():
            digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()
