"""A real server or worker of the application, started as people start it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

CLEARBAR = Path(sys.executable).with_name("clearbar")
PATIENCE_SECONDS = 120.0
"""How long something is waited for before it is missing: no test asks how fast anything is."""
_OURS = re.compile(r"CLEARBAR_|DJANGO_")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def environment(**further: str) -> dict[str, str]:
    """That of these tests, without what they set for themselves."""
    kept = {name: value for name, value in os.environ.items() if not _OURS.match(name)}
    return kept | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"} | further


@dataclass
class Served:
    """A running program, the leader of a group of its own."""

    process: subprocess.Popen[str]
    port: int
    log: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def said(self) -> str:
        """What it printed, on both streams."""
        return self.log.read_text(encoding="utf-8")

    def first_link(self) -> str:
        """The path of the first administrator's link."""
        found = re.search(r"/people/welcome/\S+", self.said())
        assert found, self.said()
        return found[0]

    def stop(self, how: int = signal.SIGTERM, seconds: float = PATIENCE_SECONDS) -> int:
        """Sends the signal to this process alone, and waits; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(seconds)

    def kill(self) -> None:
        """kill -9, this process and what it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            assert self.process.poll() is None, self.said()
            try:
                if httpx.get(f"{self.address}/alive/", timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.02)
        raise AssertionError(self.said())


def start(command: str, data: Path, *options: str, port: int = 0, **env: str) -> Served:
    """`clearbar serve` or `clearbar worker` on a data folder, not waited for."""
    log = data.with_name(f"{data.name}-{command}-{time.monotonic_ns()}.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    words = [str(CLEARBAR), command, str(data), *(["--port", str(port)] if port else []), *options]
    with log.open("w") as out:
        process = subprocess.Popen(
            words, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, env=environment(**env),
            start_new_session=True,
        )  # fmt: skip
    return Served(process, port, log)


@contextmanager
def serving(data: Path, *options: str, port: int = 0, **env: str) -> Iterator[Served]:
    """`clearbar serve`, waited for, and ended in the end."""
    served = start("serve", data, *options, port=port or free_port(), **env)
    try:
        served.wait()
        yield served
    finally:
        if served.process.poll() is None:
            served.kill()


def group(served: Served) -> list[int]:
    """The processes of its group that are alive."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                after = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if after[2] == str(served.process.pid) and after[0] not in {"Z", "X"}:
                found.append(int(entry.name))
    return found
