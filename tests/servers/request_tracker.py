"""A real Request Tracker for tests: started in a folder of its own, filled through its own REST 2.0, stopped again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

SCRIPT = Path(__file__).with_suffix(".sh")
PASSWORD = "invented-password"
_RIGHTS = """
use RT -init;
my $group = RT::Group->new(RT->SystemUser);
$group->LoadSystemInternalGroup('Privileged');
$group->PrincipalObj->GrantRight(Right => $_, Object => RT->System) for qw(ShowTicket ShowTicketComments SeeQueue);
"""
_TOKEN = """
my $user = RT::User->new(RT->SystemUser);
$user->Load('%s');
my (undef, undef, $token) = RT::AuthToken->new(RT->SystemUser)->Create(Owner => $user->id, Description => 'tests');
print $token;
"""


@dataclass
class RequestTracker:
    """A running server. Root may do everything; `token` is that of an account which may only read."""

    folder: Path
    url: str
    process: subprocess.Popen[bytes]
    token: str = ""
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        rest = f"{self.url}/REST/2.0"
        self.client = httpx.Client(base_url=rest, auth=("root", PASSWORD), trust_env=False, timeout=60)

    def ask(self, path: str, **question: str) -> Any:
        return self._answer(self.client.get(path, params=question))

    def post(self, path: str, content: Any) -> Any:
        return self._answer(self.client.post(path, json=content))

    def put(self, path: str, content: Any) -> Any:
        return self._answer(self.client.put(path, json=content))

    def _answer(self, response: httpx.Response) -> Any:
        assert response.status_code < 300, (str(response.url), response.status_code, response.text)
        return response.json()

    def queue(self, name: str) -> None:
        self.post("queue", {"Name": name})

    def user(self, name: str, *, staff: bool = False, **more: Any) -> int:
        self.post("user", {"Name": name, "Privileged": int(staff), "Password": PASSWORD, **more})
        return int(self.ask(f"user/{name}")["id"])

    def ticket(self, text: str = "It broke.", *, by: str = "root", requestor: str = "", **more: Any) -> int:
        """A new ticket; written by `by`, who must be staff, unless it is a customer's own: then by mail."""
        content = {"Queue": "General", "Subject": "Invented", "Content": text, "ContentType": "text/plain", **more}
        made = self.as_(by).post("ticket", json={**content, "Requestor": requestor or by})
        return int(self._answer(made)["id"])

    def say(self, ticket: int, text: str, *, by: str = "root", kind: str = "correspond", html: bool = False) -> None:
        content = {"Content": text, "ContentType": "text/html" if html else "text/plain"}
        self._answer(self.as_(by).post(f"ticket/{ticket}/{kind}", json=content))

    def set(self, ticket: int, **values: Any) -> None:
        self.put(f"ticket/{ticket}", values)

    def as_(self, user: str) -> httpx.Client:
        self.client.auth = httpx.BasicAuth(user, PASSWORD)
        return self.client

    def root(self) -> RequestTracker:
        self.as_("root")
        return self

    def perl(self, program: str) -> str:
        """Runs Perl against the database, for what REST 2.0 has no way to do."""
        (self.folder / "program.pl").write_text(f"use RT -init;\n{program}")
        command = [str(SCRIPT), "perl", str(self.folder), str(self.folder / "program.pl")]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout

    def token_of(self, user: str) -> str:
        return self.perl(_TOKEN % user)

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(httpx.TransportError):
                if self.client.get("rt").status_code in (200, 401):
                    return
            time.sleep(0.1)
        logs = [file.read_text(errors="replace")[-2000:] for file in self.folder.glob("*.log")]
        raise AssertionError(f"Request Tracker did not start: {logs}")

    def stop(self) -> None:
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def installed() -> bool:
    return subprocess.run([str(SCRIPT), "installed"], check=False).returncode == 0


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(folder: Path, **env: str) -> Iterator[RequestTracker]:
    """A server with an empty database in `folder`, and an account `reader` that may see all and change nothing."""
    port = free_port()
    server = RequestTracker(folder, f"http://127.0.0.1:{port}", start(folder, port, env))
    try:
        server.wait()
        server.perl(_RIGHTS)
        server.user("reader", staff=True)
        server.token = server.token_of("reader")
        yield server
    finally:
        server.stop()


def start(folder: Path, port: int, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen([str(SCRIPT), "start", str(folder), str(port)], env={**os.environ, **(env or {})})
