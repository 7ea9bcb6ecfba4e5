"""An invented model behind HTTP that speaks the chat-completions protocol, well or badly."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Handler = BaseHTTPRequestHandler
Fault = Callable[[Handler], None]
Speaks = Callable[[dict[str, Any]], str]
"""The body that was sent → the words of the answer."""


@dataclass
class Model:
    """What answers, and what it has heard. `faults` are given first, one for each call; None answers well."""

    speaks: Speaks = lambda body: "Of course."
    faults: list[Fault | None] = field(default_factory=list)
    always: Fault | None = None
    """Given to each call when `faults` are used up."""
    url: str = ""
    heard: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    """Set at the end: what hangs may go."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, handler: Handler) -> None:
        """Answers one call."""
        body = json.loads(handler.rfile.read(int(handler.headers.get("Content-Length", 0))))
        with self._lock:
            self.heard.append(body)
            self.heads.append(dict(handler.headers.items()))
            self.paths.append(handler.path)
            fault = self.faults.pop(0) if self.faults else self.always
        if fault:
            fault(handler)
        else:
            send(handler, 200, json.dumps(spoken(self.speaks(body))).encode())


def spoken(text: str | None, **message: Any) -> dict[str, Any]:
    """An answer as the protocol has it."""
    return {
        "id": "c-1", "object": "chat.completion", "model": "invented", "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text, **message}}
        ],
        "usage": {"prompt_tokens": 60, "completion_tokens": 40, "total_tokens": 100},
    }  # fmt: skip


def send(handler: Handler, status: int, body: bytes, **head: str) -> None:
    """Answers with a status and a body."""
    handler.send_response_only(status)
    for name, value in head.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def says(status: int, body: bytes | Mapping[str, Any] = b"{}", **head: str) -> Fault:
    """Answers so."""
    told = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda handler: send(handler, status, told, **head)


def hangs(model: Model) -> Fault:
    """Never answers."""
    return lambda handler: (model.released.wait(30), None)[1]


def drips(model: Model, head: bool = True) -> Fault:
    """A letter now and then: no single wait is ever long. Of the head, or of a body whose length is not told."""

    def fault(handler: Handler) -> None:
        start = b"HTTP/1.1 200 OK\r\n" + (b"X: " if head else b"\r\n")
        handler.close_connection = True
        for letter in start + b"y" * 2000:
            if model.released.wait(0.02):
                return
            try:
                handler.wfile.write(bytes([letter]))
            except OSError:
                return

    return fault


def pours(size: int = 10_000_000, length: bool = True) -> Fault:
    """An answer that is far too long."""

    def fault(handler: Handler) -> None:
        handler.send_response_only(200)
        if length:
            handler.send_header("Content-Length", str(size))
        handler.end_headers()
        handler.close_connection = True
        try:
            for _ in range(size // 100_000):
                handler.wfile.write(b"x" * 100_000)
        except OSError:
            return

    return fault


def dies(handler: Handler) -> None:
    """Hangs up in the middle of its answer."""
    handler.send_response_only(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [{"message"')
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def lines_of(talks: Mapping[str, Sequence[str]]) -> Speaks:
    """An agent that knows its lines: by how the customer opened, what to say first, second and so on; its last line
    again and again after that."""

    def speak(body: dict[str, Any]) -> str:
        said = body["messages"]
        opening = next(one["content"] for one in said if one["role"] == "user")
        number = sum(one["role"] == "assistant" for one in said)
        lines = next(lines for begins, lines in talks.items() if begins in opening)
        return lines[min(number, len(lines) - 1)]

    return speak


@contextmanager
def served(model: Model, certificate: Path | None = None) -> Iterator[Model]:
    """The model, reachable at `model.url`."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            model.answer(self)

        def log_message(self, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *arguments: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Answers)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    model.url = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        model.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
