"""A real IMAP server for tests: Dovecot with one user, over TLS with a certificate of its own."""

from __future__ import annotations

import datetime as dt
import imaplib
import shutil
import socket
import ssl
import subprocess
import time
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "complaints", "p:w/rd@ü7Zq"


def find() -> str | None:
    """The server's program; None where it is not installed."""
    return shutil.which("dovecot") or ("/usr/sbin/dovecot" if Path("/usr/sbin/dovecot").exists() else None)


@dataclass
class Dovecot:
    """A server that runs; `folder` holds all that is its own."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """What CLEARBAR_INBOX_URL says of it."""
        return f"imaps://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/INBOX"

    @property
    def certificate(self) -> Path:
        """What those who trust it trust."""
        return self.folder / "cert.pem"

    def client(self) -> imaplib.IMAP4_SSL:
        """Somebody who is logged in, as a mail program is."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        client = imaplib.IMAP4_SSL("127.0.0.1", self.port, ssl_context=context, timeout=20)
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        return client

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Puts mails into the folder, unread."""
        client = self.client()
        for one in mails:
            status, _ = client.append(folder, "", imaplib.Time2Internaldate(time.time()), one)
            assert status == "OK"
        client.logout()

    def unread(self) -> int:
        """How many mails look unread."""
        client = self.client()
        client.select("INBOX", readonly=True)
        _, found = client.search(None, "UNSEEN")
        client.logout()
        return len(found[0].split())

    def stop(self) -> None:
        """Ends it."""
        self.process.terminate()
        self.process.wait(20)


def start(folder: Path) -> Dovecot:
    """A server on a free port, with its files in a folder."""
    program = find()
    assert program is not None
    _certify(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "mail").mkdir()
    conf = folder / "dovecot.conf"
    conf.write_text(_configuration(folder, port), encoding="utf-8")
    folder.chmod(0o755)
    shutil.chown(folder / "mail", "nobody")
    process = subprocess.Popen(
        [program, "-F", "-c", str(conf)], stdout=subprocess.DEVNULL, stderr=(folder / "errors").open("wb")
    )
    server = Dovecot(folder, port, process)
    for _ in range(100):
        try:
            server.client().logout()
            return server
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.1)
    process.terminate()
    raise AssertionError((folder / "errors").read_text() + (folder / "log").read_text())


def _configuration(folder: Path, port: int) -> str:
    uid = subprocess.run(["id", "-u", "nobody"], capture_output=True, text=True, check=True).stdout.strip()
    gid = subprocess.run(["id", "-g", "nobody"], capture_output=True, text=True, check=True).stdout.strip()
    return f"""
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
}}
mail_location = maildir:{folder}/mail/box
first_valid_uid = 1
first_valid_gid = 1
mailbox_list_index = no
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    address = 127.0.0.1
    ssl = yes
  }}
}}
"""


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now).not_valid_after(now.replace(year=2120))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )  # fmt: skip
