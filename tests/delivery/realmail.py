"""Postfix and Dovecot on free ports of loopback, in a folder of their own: what a small clinic mails with."""

import imaplib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from pwd import getpwnam
from typing import NamedTuple

from tests.delivery import certificate

PASSWORD = "quiet-2026"  # noqa: S105 for this server alone
_READY_S = 30.0
_SERVICES = """
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
at-the-door unix - - n - - trivial-rewrite -o transport_maps=
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def reason_not_to() -> str:
    """Why this cannot run here; empty where it can."""
    if os.geteuid() != 0:
        return "only root may start a mail server"
    tools = ("postfix", "dovecot", "doveadm", "openssl")
    missing = [tool for tool in tools if not (shutil.which(tool) or Path("/usr/sbin", tool).exists())]
    return f"{', '.join(missing)} not installed (apt-get install postfix dovecot-imapd)" if missing else ""


class RealMail(NamedTuple):
    """A server that is up: it wants TLS and a login, knows its users, and bounces what it cannot keep."""

    folder: Path
    port: int
    imap_port: int
    certificates: certificate.Files

    def box(self, user: str) -> Path:
        """The Maildir of a user."""
        return self.folder / "mail" / user

    def letters(self, user: str, *, at_least: int = 0) -> list[EmailMessage]:
        """What the user finds over IMAP, once it is so many."""
        end = time.monotonic() + _READY_S
        while len(found := self._fetched(user)) < at_least and time.monotonic() < end:
            time.sleep(0.2)
        return found

    def _fetched(self, user: str) -> list[EmailMessage]:
        with imaplib.IMAP4("127.0.0.1", self.imap_port) as imap:
            imap.starttls(self.certificates.client())
            imap.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
            imap.select("INBOX", readonly=True)
            (numbers,) = imap.search(None, "ALL")[1]
            parts = [imap.fetch(number, "(RFC822)")[1][0] for number in numbers.split()]
            letters = [message_from_bytes(part[1], policy=policy.default) for part in parts if isinstance(part, tuple)]
            return [letter for letter in letters if isinstance(letter, EmailMessage)]


@contextmanager
def running(folder: Path, users: Sequence[str], bouncing: Mapping[str, str]) -> Iterator[RealMail]:
    """A server with these users; a mail to one of `bouncing` is taken, and comes back with that status and words."""
    folder.chmod(0o755)
    submission, imap, auth = _free_ports(3)
    server = RealMail(folder, submission, imap, certificate.make(folder))
    _write_dovecot(folder, server.certificates, imap, auth)
    _write_postfix(folder, server.certificates, submission, auth, [*users, *bouncing], bouncing)
    commands = (["dovecot", "-c", str(folder / "dovecot.conf")], ["postfix", "-c", str(folder / "etc"), "start"])
    try:
        for command in commands:
            _do(folder, *command)
        for port in (submission, imap, auth):
            _wait_for(port)
        yield server
    finally:
        _do(folder, "postfix", "-c", str(folder / "etc"), "stop", check=False)
        _do(folder, "doveadm", "-c", str(folder / "dovecot.conf"), "stop", check=False)


def _write_dovecot(folder: Path, files: certificate.Files, imap: int, auth: int) -> None:
    mail = folder / "mail"
    mail.mkdir()
    shutil.chown(mail, "nobody", "nogroup")
    (folder / "dovecot.conf").write_text(f"""
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{files.certificate}
ssl_key = <{files.key}
mail_location = maildir:{mail}/%u
first_valid_uid = 1
auth_username_chars =
auth_mechanisms = plain login
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={mail}/%u allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service auth {{
  inet_listener {{
    port = {auth}
  }}
}}
""")


def _write_postfix(
    folder: Path,
    files: certificate.Files,
    port: int,
    auth: int,
    users: Sequence[str],
    bouncing: Mapping[str, str],
) -> None:
    for name in ("etc", "queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    (folder / "users").write_text("".join(f"{user} {user}/\n" for user in users))
    (folder / "transport").write_text("".join(f"{user} error:{status}\n" for user, status in bouncing.items()))
    facts = {
        "compatibility_level": "3.6",
        "queue_directory": folder / "queue",
        "data_directory": folder / "data",
        "command_directory": "/usr/sbin",
        "daemon_directory": "/usr/lib/postfix/sbin",
        "mail_owner": "postfix",
        "setgid_group": "postdrop",
        "maillog_file": folder / "mail.log",
        "maillog_file_prefixes": folder,
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "myhostname": "mx.example.com",
        "mydestination": "",
        "alias_maps": "",
        "alias_database": "",
        "default_transport": "error:5.4.4 nothing leaves this machine",
        "recipient_delimiter": "+",
        "virtual_mailbox_domains": "example.org, example.net, example.com",
        "virtual_mailbox_maps": f"texthash:{folder / 'users'}",
        "virtual_mailbox_base": folder / "mail",
        "virtual_uid_maps": f"static:{getpwnam('nobody').pw_uid}",
        "virtual_gid_maps": f"static:{getpwnam('nobody').pw_gid}",
        "transport_maps": f"texthash:{folder / 'transport'}",
        "smtpd_tls_cert_file": files.certificate,
        "smtpd_tls_key_file": files.key,
        "smtpd_tls_security_level": "encrypt",
        "smtpd_tls_auth_only": "yes",
        "smtpd_sasl_auth_enable": "yes",
        "smtpd_sasl_type": "dovecot",
        "smtpd_sasl_path": f"inet:127.0.0.1:{auth}",
        "smtpd_relay_restrictions": "permit_sasl_authenticated, reject",
        "smtputf8_enable": "yes",
    }
    (folder / "etc/main.cf").write_text("".join(f"{name} = {value}\n" for name, value in facts.items()))
    (folder / "etc/master.cf").write_text(f"{port} inet n - n - - smtpd -o rewrite_service_name=at-the-door{_SERVICES}")


def _do(folder: Path, *command: str, check: bool = True) -> None:
    # into a file: what goes on in the background would hold a pipe open
    with (folder / "commands.log").open("ab") as log:
        path = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"}
        subprocess.run(command, check=check, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=path)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [found.getsockname()[1] for found in sockets]
    for found in sockets:
        found.close()
    return ports


def _wait_for(port: int) -> None:
    end = time.monotonic() + _READY_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return
