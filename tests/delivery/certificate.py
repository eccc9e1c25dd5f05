"""Certificates for servers of tests, made with openssl; without it the tests that need one are skipped."""

import shutil
import ssl
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest


class Files(NamedTuple):
    """A certificate that signs itself, for `localhost`, and its key."""

    certificate: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        """What a server needs."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context

    def client(self) -> ssl.SSLContext:
        """Trusts this certificate and no other."""
        return ssl.create_default_context(cafile=str(self.certificate))


def make(folder: Path) -> Files:
    """A new one."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl, so no certificate for a server")
    files = Files(folder / "certificate.pem", folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "3650"]
    out = ["-keyout", str(files.key), "-out", str(files.certificate)]
    subprocess.run([*command, *names, *out], check=True, capture_output=True)
    return files
