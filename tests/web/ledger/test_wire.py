"""A call goes to the one address that it was judged by, and to nothing else."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from clearbar.web.ledger.wire import Wire, WireFault, is_private, place_of

Talk = Callable[[socket.socket, bytes], None]


class Server:
    """A real server on this computer that reads one request a connection and answers as it is told."""

    def __init__(
        self, talk: Talk, host: str = "127.0.0.1", port: int = 0, context: ssl.SSLContext | None = None
    ) -> None:
        self.heard: list[bytes] = []
        self.names: list[str | None] = []
        self._talk, self._context = talk, context
        if context:
            context.sni_callback = lambda _sock, name, _context: self.names.append(name)  # type: ignore[assignment]
        self._listens = socket.create_server((host, port))
        self.port = self._listens.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._listens.accept()
            except OSError:
                return
            try:
                self._one(sock)
            except OSError:
                continue

    def _one(self, sock: socket.socket) -> None:
        with self._context.wrap_socket(sock, server_side=True) if self._context else sock as told:
            told.settimeout(5)
            heard = b""
            while b"\r\n\r\n" not in heard or len(heard) < self._length(heard):
                heard += told.recv(65536)
            self.heard.append(heard)
            self._talk(told, heard)

    @staticmethod
    def _length(heard: bytes) -> int:
        head, _, _ = heard.partition(b"\r\n\r\n")
        lines = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        return len(head) + 4 + int(lines.get(b"content-length", b"0"))

    def close(self) -> None:
        self._listens.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    made: list[Server] = []

    def serving(talk: Talk | bytes, **further: object) -> Server:
        answers = talk if callable(talk) else lambda sock, _: sock.sendall(talk)
        made.append(Server(answers, **further))  # type: ignore[arg-type]
        return made[-1]

    yield serving
    for one in made:
        one.close()


FINE = b"HTTP/1.1 204 No Content\r\n\r\n"


def here(*_: object) -> list[str]:
    return ["127.0.0.1"]


def test_a_call_reaches_a_host_that_is_allowed_with_its_name_and_body(serve: Callable[..., Server]) -> None:
    server = serve(FINE)
    wire = Wire(["hooks.example"], resolve=here)
    assert wire.post(f"http://hooks.example:{server.port}/in?x=1", b'{"a":1}', {"Clearbar-Signature": "s"}) == 204
    [heard] = server.heard
    assert heard.startswith(b"POST /in?x=1 HTTP/1.1\r\n") and heard.endswith(b'\r\n\r\n{"a":1}')
    assert f"Host: hooks.example:{server.port}\r\n".encode() in heard and b"Clearbar-Signature: s\r\n" in heard


PRIVATE = (
    "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "0.0.0.0", "224.0.0.1", "239.255.255.255", "255.255.255.255", "192.0.2.1",
    "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1",
    "fe80::1%eth0", "fec0::1", "nonsense",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_never_called(address: str) -> None:
    assert is_private(address)
    asked: list[object] = []
    wire = Wire(resolve=lambda *_: [address], connect=lambda *told: asked.append(told) or socket.socket())  # type: ignore[arg-type,func-returns-value,return-value]
    with pytest.raises(WireFault, match="private"):
        wire.post("https://hooks.example/in", b"{}", {})
    assert asked == []


def test_one_private_address_among_others_is_enough_to_refuse() -> None:
    with pytest.raises(WireFault, match="private"):
        Wire(resolve=lambda *_: ["93.184.215.14", "10.0.0.1"]).post("https://hooks.example/", b"{}", {})


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])
def test_an_address_of_the_open_internet_is_none_of_these(address: str) -> None:
    assert not is_private(address)


def test_a_name_that_changes_its_answer_is_asked_once_and_called_where_it_was_judged() -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    called: list[tuple[str, int]] = []

    def connect(place: tuple[str, int], seconds: float) -> socket.socket:
        del seconds
        called.append(place)
        raise ConnectionRefusedError

    with pytest.raises(WireFault, match="refused the connection"):
        Wire(resolve=lambda *_: next(answers), connect=connect).post("https://rebind.example/", b"{}", {})
    assert called == [("93.184.215.14", 443)] and next(answers) == ["127.0.0.1"]


def test_two_servers_one_name_and_the_first_answer_holds(serve: Callable[..., Server]) -> None:
    first = serve(FINE)
    second = serve(b"HTTP/1.1 500 No\r\n\r\n", host="127.0.0.2", port=first.port)
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    wire = Wire(["rebind.example"], resolve=lambda *_: next(answers))
    assert wire.post(f"http://rebind.example:{first.port}/", b"{}", {}) == 204
    assert len(first.heard) == 1 and second.heard == []


def test_a_redirect_is_not_followed(serve: Callable[..., Server]) -> None:
    inside = serve(FINE)
    said = f"HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:{inside.port}/secret\r\nContent-Length: 0\r\n\r\n"
    outside = serve(said.encode())
    assert Wire(["a.example"], resolve=here).post(f"http://a.example:{outside.port}/", b"{}", {}) == 307
    assert inside.heard == []


def test_ten_megabytes_of_an_answer_are_not_read(serve: Callable[..., Server]) -> None:
    sent: list[int] = []
    over = threading.Event()

    def much(sock: socket.socket, _: bytes) -> None:
        try:
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n")
            for _round in range(100):
                sock.sendall(b"x" * 100_000)
                sent.append(100_000)
        finally:
            over.set()

    server = serve(much)
    assert Wire(["a.example"], resolve=here).post(f"http://a.example:{server.port}/", b"{}", {}) == 200
    assert over.wait(60)
    assert sum(sent) < 10_000_000, "who sends goes on only as far as the buffers of the system reach"


def test_headers_without_end_are_no_answer(serve: Callable[..., Server]) -> None:
    server = serve(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"y" * 1000) for i in range(500)))
    with pytest.raises(WireFault):
        Wire(["a.example"], resolve=here).post(f"http://a.example:{server.port}/", b"{}", {})


def drip(sock: socket.socket, _: bytes) -> None:
    """One letter every 50 ms: no single wait is ever long."""
    for letter in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 400:
        sock.sendall(bytes([letter]))
        time.sleep(0.05)


def silence(sock: socket.socket, _: bytes) -> None:
    """Nothing, until the caller has left."""
    sock.settimeout(60)
    if sock.recv(1) == b"":
        raise ConnectionError


@pytest.mark.parametrize("talk", [drip, silence])
def test_a_slow_answer_ends_with_the_time_of_the_whole_call(serve: Callable[..., Server], talk: Talk) -> None:
    ends: list[str] = []
    over = threading.Event()

    def told(sock: socket.socket, heard: bytes) -> None:
        try:
            talk(sock, heard)
            ends.append("all was said")
        except TimeoutError:
            ends.append("the caller stayed")
        except OSError:
            ends.append("the caller left")
        finally:
            over.set()

    server = serve(told)
    began = time.monotonic()
    with pytest.raises(WireFault):
        Wire(["a.example"], resolve=here, seconds=0.4).post(f"http://a.example:{server.port}/", b"{}", {})
    assert time.monotonic() - began > 0.3
    assert over.wait(90) and ends == ["the caller left"]


SAID = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"a": true}'


@pytest.mark.parametrize(
    ("answer", "status", "body"),
    [
        (SAID, 200, b'{"a": true}'),
        (SAID.replace(b"200 OK", b"429 Busy"), 429, b'{"a": true}'),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 200, b"{}"),
        (b"HTTP/1.1 200 OK\r\n\r\nto the end", 200, b"to the end"),
        (FINE, 204, b""),
    ],
)
def test_a_body_is_read_where_one_is_asked_for(
    serve: Callable[..., Server], answer: bytes, status: int, body: bytes
) -> None:
    server = serve(answer)
    wire = Wire(["a.example"], resolve=here)
    assert wire.ask(f"http://a.example:{server.port}/", b"{}", {}, most=100) == (status, body)
    assert wire.ask(f"http://a.example:{server.port}/", b"{}", {}) == (status, b"")


@pytest.mark.parametrize("length", [b"Content-Length: 10000000\r\n", b""])
def test_of_ten_megabytes_no_more_is_read_than_was_asked_for_and_a_part_is_none(
    serve: Callable[..., Server], length: bytes
) -> None:
    sent: list[int] = []

    def much(sock: socket.socket, _: bytes) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n")
        for _round in range(100):
            sock.sendall(b"x" * 100_000)
            sent.append(100_000)

    server = serve(much)
    with pytest.raises(WireFault, match="longer than 1,000 bytes"):
        Wire(["a.example"], resolve=here).ask(f"http://a.example:{server.port}/", b"{}", {}, most=1000)
    time.sleep(0.2)
    assert sum(sent) < 10_000_000


def test_a_body_of_just_the_length_is_whole_and_one_more_is_not(serve: Callable[..., Server]) -> None:
    server, wire = serve(SAID), Wire(["a.example"], resolve=here)
    assert wire.ask(f"http://a.example:{server.port}/", b"{}", {}, most=11)[1] == b'{"a": true}'
    with pytest.raises(WireFault, match="longer than 10 bytes"):
        wire.ask(f"http://a.example:{server.port}/", b"{}", {}, most=10)


@pytest.mark.parametrize("head", [b"Content-Length: 800\r\n", b""])
def test_a_body_that_drips_ends_with_the_time_of_the_call_and_no_part_is_taken_for_all(
    serve: Callable[..., Server], head: bytes
) -> None:
    def dripping(sock: socket.socket, _: bytes) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        for _round in range(800):
            sock.sendall(b"y")
            time.sleep(0.05)

    server = serve(dripping)
    began = time.monotonic()
    with pytest.raises(WireFault):
        Wire(["a.example"], resolve=here, seconds=0.4).ask(f"http://a.example:{server.port}/", b"{}", {}, most=1000)
    assert 0.3 < time.monotonic() - began < 15


@pytest.mark.parametrize(
    "answer",
    [
        b'HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{"half": ',
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}",
    ],
)
def test_half_a_body_is_none(serve: Callable[..., Server], answer: bytes) -> None:
    server = serve(answer)
    with pytest.raises(WireFault):
        Wire(["a.example"], resolve=here).ask(f"http://a.example:{server.port}/", b"{}", {}, most=1000)


def test_the_body_of_a_redirect_is_its_own_and_nothing_is_followed(serve: Callable[..., Server]) -> None:
    inside = serve(SAID)
    said = f"HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1:{inside.port}/\r\nContent-Length: 2\r\n\r\nno"
    outside = serve(said.encode())
    found = Wire(["a.example"], resolve=here).ask(f"http://a.example:{outside.port}/", b"{}", {}, most=100)
    assert found == (302, b"no") and inside.heard == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
def test_a_body_is_asked_of_no_private_address_either(address: str) -> None:
    with pytest.raises(WireFault, match="private"):
        Wire(resolve=lambda *_: [address]).ask("https://a.example/", b"{}", {}, most=100)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for hooks.example, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def test_over_tls_the_name_is_told_and_the_certificate_must_be_for_it(
    serve: Callable[..., Server], certificate: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = serve(FINE, context=context)
    trust = ssl.create_default_context(cafile=str(certificate))
    good = Wire(["hooks.example", "other.example"], resolve=here, trust=trust)
    assert good.post(f"https://hooks.example:{server.port}/", b"{}", {}) == 204
    assert server.names == ["hooks.example"]
    with pytest.raises(WireFault, match="certificate"):
        good.post(f"https://other.example:{server.port}/", b"{}", {})
    with pytest.raises(WireFault, match="certificate"):
        Wire(["hooks.example"], resolve=here).post(f"https://hooks.example:{server.port}/", b"{}", {})
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/", "ftp://hooks.example/", "file:///etc/passwd", "https://", "https://a:b@hooks.example/",
        "https://hooks.example:99999/", "https://hooks.example/a b", "https://hooks.example/\r\nX: y", "gopher://x/",
        "https://[::1", "//hooks.example/",
    ],
)  # fmt: skip
def test_an_address_that_is_no_plain_https_is_refused(url: str) -> None:
    with pytest.raises(WireFault):
        place_of(url, ())


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "017700000001", "localhost", "127.1"])
def test_odd_ways_of_writing_this_computer_are_found_out_by_their_address(host: str) -> None:
    with pytest.raises(WireFault, match=r"private|unknown"):
        Wire().post(f"https://{host}/", b"{}", {})
