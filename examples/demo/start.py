"""`python -m examples.demo.start DATA`: starts the application on the invented company and leaves it running.

`python -m examples.demo.start DATA --stop` ends it.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

WAIT_SECONDS, STOP_SECONDS = 60, 15


def main() -> None:
    """Start, wait until it answers, and say where it is; or stop."""
    parser = argparse.ArgumentParser(prog="python -m examples.demo.start", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA", help="the application's data folder")
    parser.add_argument("--stop", action="store_true", help="end the one that was started before")
    asked = parser.parse_args()
    stop(asked.data)
    if not asked.stop:
        start(asked.data)


def stop(data: Path) -> None:
    """Ends what an earlier start left running, if it still does, and waits until it has: it writes to its folder."""
    file = data / "serve.pid"
    if file.exists():
        group, end = int(file.read_text()), monotonic() + STOP_SECONDS
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGTERM)
            while monotonic() < end:
                os.killpg(group, 0)
                sleep(0.1)
        file.unlink()


def start(data: Path) -> None:
    """Starts `clearbar serve` as a program of its own, which goes on after this one ends."""
    port = _free_port()
    log = data / "serve.log"
    with log.open("w") as said:
        served = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "clearbar.web", "serve", "--data", str(data), "--port", str(port)],
            stdout=said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    (data / "serve.pid").write_text(str(served.pid))
    if not _answers(port, served):
        sys.exit(f"The application did not start; {log} says why.")
    (data / "address").write_text(f"http://localhost:{port}")
    print(f"\nThe application runs on the invented company: http://localhost:{port}/")
    print((data / "log-ins.txt").read_text(encoding="utf-8"), end="")
    print("`make stop` ends it.")


def _free_port() -> int:
    """8000, or the next port that nobody listens on."""
    for port in range(8000, 8100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
    sys.exit("All ports from 8000 to 8099 are taken.")


def _answers(port: int, served: subprocess.Popen[bytes]) -> bool:
    end = monotonic() + WAIT_SECONDS
    while monotonic() < end and served.poll() is None:
        try:
            with urlopen(f"http://localhost:{port}/alive/", timeout=5):
                return True
        except (URLError, OSError):
            sleep(0.2)
    return False


if __name__ == "__main__":
    main()
