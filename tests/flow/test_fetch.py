"""Fetching over HTTP: what is on disk after each kind of end, and what a server may not make us do."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from clearbar.flow.fetch import Fetched, Login, Server, ServerFault, Wishes, address_of, fetch_tickets
from clearbar.flow.fetch import server as door
from clearbar.flow.fetch.kept import Kept
from clearbar.intake.request_tracker import BrokenAnswer
from clearbar.intake.request_tracker_pages import Mark
from clearbar.model.errors import EvidenceFault
from tests.intake.tracker import Tracker

Answer = tuple[int, dict[str, str], bytes]
SECRET = "1-14-0123456789abcdef"


@dataclass
class Desk:
    """An invented Request Tracker behind HTTP. `faults` are given first, one for each question."""

    tracker: Tracker = field(default_factory=Tracker)
    faults: list[Answer | Callable[[BaseHTTPRequestHandler], None] | None] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.heads.append(dict(handler.headers.items()))
        parts = urlsplit(handler.path)
        self.paths.append(parts.path)
        fault = self.faults.pop(0) if self.faults else None
        if callable(fault):
            fault(handler)
            return
        found = fault or self.real(parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)))
        handler.send_response_only(found[0])
        for name, value in {"Date": handler.date_time_string(), **found[1]}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(found[2])))
        handler.end_headers()
        handler.wfile.write(found[2])

    def real(self, path: str, question: dict[str, str]) -> Answer:
        said = self.tracker.get(path.removeprefix("/rt/REST/2.0/"), question)
        return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()


@contextmanager
def served(desk: Desk, certificate: Path | None = None) -> Iterator[Desk]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            desk.answer(self)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    desk.url = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}/rt"
    try:
        yield desk
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Five tickets behind HTTP."""
    tracker = Tracker()
    for i in range(5):
        tracker.new(f"text {i}")
    with served(Desk(tracker)) as running:
        yield running


@dataclass
class Fetching:
    """Fetches into one file; `slept` are the pauses that were asked for."""

    output: Path
    slept: list[float] = field(default_factory=list)

    def __call__(self, desk: Desk, *, patience: int = 2, secret: str = SECRET, **wishes: Any) -> Fetched:
        with Server(address_of(desk.url), Login(secret), patience=patience, sleep=self.slept.append) as server:
            return fetch_tickets(server, Wishes(**{"per_page": 2, **wishes}), self.output)

    def texts(self) -> dict[str, list[str]]:
        read = [json.loads(line) for line in self.output.read_text(encoding="utf-8").split("\n") if line]
        assert len({one["interaction"] for one in read}) == len(read)
        return {one["interaction"]: [said["text"] for said in one["messages"]] for one in read}


@pytest.fixture
def fetching(tmp_path: Path) -> Fetching:
    return Fetching(tmp_path / "out.jsonl")


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def fault(status: int, body: bytes = b"{}", **head: str) -> Answer:
    return status, {name.replace("_", "-"): value for name, value in head.items()}, body


def test_a_first_fetch_and_a_second(desk: Desk, fetching: Fetching) -> None:
    assert fetching(desk) == Fetched(read=5, gone=0, broken=0, held=5)
    assert fetching.texts() == desk.tracker.truth(None)
    desk.tracker.say(2, "more")
    desk.tracker.change(3, status="deleted")
    assert fetching(desk) == Fetched(read=1, gone=1, broken=0, held=4)
    assert fetching.texts() == desk.tracker.truth(None)
    assert sorted(file.name for file in fetching.output.parent.iterdir() if not file.name.endswith(".lock")) == [
        "out.jsonl", "out.jsonl.state",
    ]  # fmt: skip


@pytest.mark.parametrize("after", [0, 1, 2, 3, 7, 10, 14, 16])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (fault(502), "status 502, asked 2 times"),
        (fault(401), r"\(401\)"),
        (fault(403), r"\(403\)"),
        (fault(200, b"<html>log in</html>"), "does not answer as REST 2.0"),
        (hang_up, "broke the connection off|cannot be reached"),
    ],
    ids=["502", "401", "403", "html", "cut"],
)
def test_an_end_anywhere_keeps_what_was_read_and_the_next_time_goes_on(
    desk: Desk, fetching: Fetching, given: Any, said: str, after: int
) -> None:
    desk.faults = [None] * after + [given] * 2
    with pytest.raises(ServerFault, match=said) as told:
        fetching(desk, patience=1)
    assert SECRET not in str(told.value)
    read = len(fetching.texts()) if fetching.output.exists() else 0
    desk.faults = []
    assert fetching(desk).read <= 5 - read + 1
    assert fetching.texts() == desk.tracker.truth(None)


def test_faults_that_pass_are_waited_for_longer_each_time(desk: Desk, fetching: Fetching) -> None:
    desk.faults = [fault(502), fault(503), fault(504), None, fault(429, Retry_After="7"), fault(500)]
    assert fetching(desk, patience=3).read == 5
    assert fetching.slept == [1, 2, 4, 7, 2]


def test_a_server_may_name_the_time_at_which_to_come_again(desk: Desk, fetching: Fetching) -> None:
    head = {"Date": "Mon, 02 Mar 2026 10:00:00 GMT", "Retry-After": "Mon, 02 Mar 2026 10:00:30 GMT"}
    desk.faults = [(429, head, b"")]
    assert fetching(desk).read == 5 and 28 < fetching.slept[0] <= 30
    desk.faults = [fault(429, Retry_After="soon"), fault(503, Retry_After="9999")]
    with pytest.raises(ServerFault, match="left alone for 9999 s"):
        fetching(desk)


def test_a_conversation_was_seen_by_the_clock_of_the_server(desk: Desk, fetching: Fetching) -> None:
    fetching(desk)
    assert not fetching.output.read_text().count("2031-")
    desk.tracker.say(1, "more")
    handler = BaseHTTPRequestHandler.date_time_string
    try:
        BaseHTTPRequestHandler.date_time_string = lambda *_: "Mon, 03 Mar 2031 10:00:00 GMT"  # type: ignore[method-assign]
        fetching(desk)
    finally:
        BaseHTTPRequestHandler.date_time_string = handler  # type: ignore[method-assign]
    assert fetching.output.read_text().count('"seen_at": "2031-03-03T10:00:0') == 1


def test_a_server_that_does_not_answer_is_not_waited_for_without_end(
    desk: Desk, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "SECONDS_TO_ANSWER", 0.2)
    hanging = threading.Event()
    desk.faults = [lambda handler: hanging.wait(5) and None] * 2
    with pytest.raises(ServerFault, match="did not answer within 0 s, asked 2 times"):
        fetching(desk, patience=1)
    hanging.set()


def test_a_server_that_is_not_there_is_told(fetching: Fetching) -> None:
    with served(Desk()) as gone:
        pass
    with pytest.raises(ServerFault, match=r"127\.0\.0\.1 cannot be reached: it refuses the connection, asked once"):
        fetching(gone, patience=0)
    assert list(fetching.output.parent.glob("out.jsonl*")) in ([], [fetching.output.with_name("out.jsonl.lock")])


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(tmp_path: Path, fetching: Fetching) -> None:
    certificate = tmp_path / "own.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "1",
         "-keyout", certificate.with_suffix(".key"), "-out", certificate], capture_output=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    certificate.write_bytes(certificate.read_bytes() + certificate.with_suffix(".key").read_bytes())
    with served(Desk(), certificate) as desk, pytest.raises(ServerFault, match=r"no safe connection.*self-signed"):
        fetching(desk)
    assert desk.paths == [] and fetching.slept == []


def test_a_secret_goes_to_no_other_server(desk: Desk, fetching: Fetching) -> None:
    with served(Desk(Tracker())) as other:
        desk.faults = [fault(302, Location=f"{other.url}/REST/2.0/rt?secret=1")]
        with pytest.raises(ServerFault, match=r"sends us on to http://127\.0\.0\.1:") as told:
            fetching(desk)
        assert other.paths == [] and "secret=1" not in str(told.value)
    desk.faults = [fault(302, Location="/rt/REST/2.0/rt")]
    assert fetching(desk).read == 5
    assert {head["Authorization"] for head in desk.heads} == {f"token {SECRET}"}
    desk.faults = [fault(302, Location="/rt/REST/2.0/rt")] * 9
    with pytest.raises(ServerFault, match="in circles"):
        fetching(desk)


def test_one_ticket_that_fails_does_not_stop_the_others(desk: Desk, fetching: Fetching) -> None:
    real = desk.real

    def ill(path: str, question: dict[str, str]) -> Answer:
        try:
            return real(path, question)
        except BrokenAnswer:
            return fault(500)

    desk.real = ill  # type: ignore[method-assign]
    desk.tracker.ill = {3}
    assert fetching(desk) == Fetched(read=4, gone=0, broken=1, held=4)
    desk.tracker.ill = set()
    assert fetching(desk) == Fetched(read=1, gone=0, broken=0, held=5)
    assert fetching.texts() == desk.tracker.truth(None)


def test_no_secret_is_written_and_nobody_else_may_read_what_is(desk: Desk, fetching: Fetching) -> None:
    fetching(desk)
    for file in fetching.output.parent.iterdir():
        assert SECRET not in file.read_text()
        assert file.name.endswith(".lock") or file.stat().st_mode & 0o077 == 0
    fetching.output.chmod(0o644)
    desk.tracker.say(1, "more")
    fetching(desk)
    assert fetching.output.stat().st_mode & 0o777 == 0o644
    assert SECRET not in repr(Login(SECRET))


def test_a_file_that_was_not_fetched_is_left_alone(desk: Desk, fetching: Fetching) -> None:
    fetching.output.write_text("mine\n")
    with pytest.raises(EvidenceFault, match="was not written by fetching"):
        fetching(desk)
    assert fetching.output.read_text() == "mine\n" and desk.paths == []


@pytest.mark.parametrize(
    "other", [{"query": "Queue = 'b'"}, {"prefix": "x"}, {"queue": "site"}, {"with_rejected": True}]
)
def test_another_question_is_not_mixed_with_the_first(desk: Desk, fetching: Fetching, other: dict[str, Any]) -> None:
    fetching(desk)
    before = fetching.output.read_bytes()
    with pytest.raises(EvidenceFault, match="another server, query or option"):
        fetching(desk, **other)
    assert fetching.output.read_bytes() == before
    assert fetching(desk, per_page=50).held == 5


@pytest.mark.parametrize("broken", [b"", b"{}", b"[1]", b'{"version": 1', b"\xff"])
def test_a_state_that_cannot_be_read_is_told(desk: Desk, fetching: Fetching, broken: bytes) -> None:
    fetching(desk)
    before = fetching.output.read_bytes()
    fetching.output.with_name("out.jsonl.state").write_bytes(broken)
    with pytest.raises(EvidenceFault, match=r"state cannot be read(.|\n)*remove out\.jsonl and out\.jsonl\.state"):
        fetching(desk)
    assert fetching.output.read_bytes() == before


def test_changes_without_the_file_that_they_are_of_are_not_fetched(desk: Desk, fetching: Fetching) -> None:
    fetching(desk)
    fetching.output.unlink()
    with pytest.raises(EvidenceFault, match="is gone"):
        fetching(desk)


def test_two_at_a_time_do_not_write_one_file(desk: Desk, fetching: Fetching) -> None:
    def second(handler: BaseHTTPRequestHandler) -> None:
        with pytest.raises(EvidenceFault, match="another fetch"):
            Fetching(fetching.output)(desk)
        refused.append(True)
        desk.answer(handler)

    refused: list[bool] = []
    desk.faults = [second]
    assert fetching(desk).held == 5 and refused == [True]


def test_words_that_are_no_text_do_not_stop_the_others(desk: Desk, fetching: Fetching) -> None:
    desk.tracker.say(1, 'half a pair \ud800, a line end \u2028, a nought \x00 and "quotes"\n{}')
    fetching(desk)
    lines = fetching.output.read_bytes().split(b"\n")
    assert len(lines) == 6 and lines[-1] == b""
    assert fetching.texts()["rt-1"][1] == 'half a pair ?, a line end \u2028, a nought \x00 and "quotes"\n{}'


ADDRESSES = {
    "https://help.example.org/rt/": "https://help.example.org/rt",
    "https://help.example.org": "https://help.example.org",
    "https://help.example.org/REST/2.0/": "https://help.example.org",
    "https://help.example.org/rt/REST/2.0?x=1#y": "https://help.example.org/rt",
    "http://127.0.0.1:8089": "http://127.0.0.1:8089",
    "http://localhost/rt": "http://localhost/rt",
    "http://[::1]:80": "http://[::1]",
}


@pytest.mark.parametrize(("given", "address"), ADDRESSES.items())
def test_an_address_is_that_of_the_server(given: str, address: str) -> None:
    assert address_of(given) == address


@pytest.mark.parametrize("given", ["", "help", "ftp://help.example.org", "https://", "file:///etc/passwd", "http://"])
def test_what_is_no_address_is_told(given: str) -> None:
    with pytest.raises(ServerFault, match="no address"):
        address_of(given)


@pytest.mark.parametrize("host", ["help.example.org", "10.0.0.1", "localhost.example.org", "127.0.0.1.example.org"])
def test_a_secret_is_not_sent_in_the_open_unless_that_is_wanted(host: str) -> None:
    with pytest.raises(ServerFault, match="--insecure-http"):
        address_of(f"http://{host}/rt")
    assert address_of(f"http://{host}/rt", insecure_http=True) == f"http://{host}/rt"


def test_a_password_does_not_stand_in_an_address() -> None:
    with pytest.raises(ServerFault, match="--login-file") as told:
        address_of("https://root:hidden@help.example.org")
    assert "hidden" not in str(told.value)


def test_what_was_being_written_when_the_power_went_is_written_again(tmp_path: Path) -> None:
    def line(number: int, text: str) -> dict[str, Any]:
        return {"interaction": f"rt-{number}", "text": text}

    output, wish = tmp_path / "out.jsonl", ("here",)
    with Kept.opened(output, wish) as kept:
        kept.add([line(1, "one"), line(2, "two")], [], Mark(listed=2))
    for rest in (b'{"interaction": "rt-4", "te', b'{"interaction": "rt-1", "text": "of no page"}\n'):
        with output.with_name("out.jsonl.new").open("ab") as stream:
            stream.write(rest)
        with Kept.opened(output, wish) as kept:
            assert kept.mark == Mark(listed=2)
    with Kept.opened(output, wish) as kept:
        kept.add([line(3, "three"), line(2, "newer")], ["rt-9"], Mark(listed=None))
        assert kept.settle() == (0, 3)
    held = [json.loads(one) for one in output.read_text().splitlines()]
    assert held == [line(1, "one"), line(3, "three"), line(2, "newer")]
    with Kept.opened(output, wish) as kept:
        kept.add([line(1, "last")], ["rt-3"], Mark(listed=None))
        assert kept.settle() == (1, 2)
        assert kept.settle() == (0, 2)
