"""The wire: one call to another computer, whose address an administrator typed, so that it reaches nothing else.

name → its addresses, asked for once → none of them private → a connection to that very address → status

No redirect is followed and no proxy of the environment used. Of the answer's body nothing is read, or as much as was
asked for and no more. A whole call takes at most `SECONDS`, however slowly the other side answers.
"""

from __future__ import annotations

import hmac
import socket
import ssl
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Event, Timer
from typing import Any
from urllib.parse import urlsplit

SECONDS = 10.0
LATE = "it did not answer in time"

Resolve = Callable[[str, int], Sequence[str]]
"""A host and port → its addresses."""
Connect = Callable[[tuple[str, int], float], socket.socket]

_REFUSED = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
)  # fmt: skip
"""Loopback, private, shared by carriers, link-local, for documents and tests, multicast, reserved; and of IPv6 what
carries an address of IPv4 within."""
_GLOBAL = ip_network("2000::/3")
"""The addresses of IPv6 that are anybody's at all."""


class WireFault(Exception):
    """A call that was not made, or not answered. Its words hold neither the address's path nor what was sent."""


@dataclass(frozen=True)
class Wire:
    """How calls are made. `allowed` are hosts that may be private, and be called without encryption."""

    allowed: Collection[str] = ()
    resolve: Resolve | None = None
    connect: Connect | None = None
    trust: ssl.SSLContext | None = None
    seconds: float = SECONDS

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of the answer. Raises WireFault."""
        return self.ask(url, body, headers)[0]

    def ask(self, url: str, body: bytes, headers: Mapping[str, str], most: int = 0) -> tuple[int, bytes]:
        """The status of the answer, and its body where `most` bytes of one are asked for. Raises WireFault, also for an
        answer that is longer: a part of it is none."""
        place = place_of(url, self.allowed)
        addresses = self._addresses(place)
        held: list[socket.socket] = []
        connection = self._connection(place, addresses, held)
        late = Event()
        stop = Timer(self.seconds, _cut, (held, late))
        stop.daemon = True
        stop.start()
        try:
            connection.request("POST", place.path, body, dict(headers))
            with connection.getresponse() as answer:
                said = answer.read(most + 1) if most else b""
                if len(said) > most:
                    raise WireFault(f"its answer is longer than {most:,} bytes")
                if most and (answer.length or late.is_set()):
                    raise WireFault("it did not finish its answer in time")
                return answer.status, said
        except (OSError, HTTPException) as fault:
            raise WireFault(LATE if late.is_set() else _say(fault)) from None
        finally:
            stop.cancel()
            connection.close()
            for one in held:
                one.close()

    def _addresses(self, place: Place) -> list[str]:
        try:
            found = list((self.resolve or resolve)(place.host, place.port))
        except OSError:
            raise WireFault("its name is unknown") from None
        if not found:
            raise WireFault("its name is unknown")
        if not place.allowed and any(is_private(one) for one in found):
            raise WireFault("its address is private; an administrator may allow the host")
        return found

    def _connection(self, place: Place, addresses: list[str], held: list[socket.socket]) -> HTTPConnection:
        """A connection to the first of these addresses that takes it; the name is not asked for again. `held` gets a
        second hold of its socket."""
        made: Any = HTTPConnection(place.host, place.port, timeout=self.seconds)
        if place.is_secure:
            trust = self.trust or ssl.create_default_context()
            made = HTTPSConnection(place.host, place.port, timeout=self.seconds, context=trust)

        def pinned(*_: object) -> socket.socket:
            sock = self._reach(addresses, place.port)
            held.append(sock.dup())
            return sock

        made._create_connection = pinned
        connection: HTTPConnection = made
        return connection

    def _reach(self, addresses: list[str], port: int) -> socket.socket:
        connect, fault = self.connect or _connect, OSError("no address")
        for address in addresses:
            try:
                return connect((address, port), self.seconds)
            except OSError as this:
                fault = this
        raise fault


@dataclass(frozen=True)
class Place:
    """Where a call goes."""

    is_secure: bool
    host: str
    port: int
    path: str
    allowed: bool


def place_of(url: str, allowed: Collection[str]) -> Place:
    """The parts of an address that may be called. Raises WireFault for any other."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    except ValueError:
        raise WireFault("this is no address") from None
    if parts.scheme not in {"https", "http"} or not host:
        raise WireFault("the address must begin with https://")
    if parts.username is not None or parts.password is not None:
        raise WireFault("the address must hold no password")
    is_allowed = host in {one.lower() for one in allowed}
    if parts.scheme == "http" and not is_allowed:
        raise WireFault("the address must begin with https://, unless an administrator allows the host")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or not path.isprintable() or " " in path:
        raise WireFault("the address holds letters that it cannot hold")
    secure = parts.scheme == "https"
    return Place(secure, host, port or (443 if secure else 80), path, is_allowed)


def is_private(address: str) -> bool:
    """Whether an address is not one of the open internet."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return is_private(str(found.ipv4_mapped))
        if found not in _GLOBAL:
            return True
    return not found.is_global or any(found in one for one in _REFUSED if one.version == found.version)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as this computer knows them."""
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _connect(place: tuple[str, int], seconds: float) -> socket.socket:
    return socket.create_connection(place, seconds)


def _cut(held: list[socket.socket], late: Event) -> None:
    """Ends a call that takes too long, whichever side it waits for."""
    late.set()
    for sock in held:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _say(fault: Exception) -> str:
    if isinstance(fault, TimeoutError):
        return LATE
    if isinstance(fault, ssl.SSLError):
        return "its certificate is not trusted"
    if isinstance(fault, ConnectionError):
        return "it refused the connection, or ended it"
    return f"it could not be reached ({type(fault).__name__})"


def sign(secret: str, body: bytes, at: int) -> str:
    """The signature of a body that is sent at a time, in seconds: who has the secret can tell that we sent it then."""
    told = hmac.new(secret.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
    return f"t={at},v1={told}"


@dataclass(frozen=True)
class Told:
    """What came of a signed call: whether it was heard, and what was said, or why nothing was."""

    heard: bool
    said: str


def tell(wire: Wire, url: str, body: bytes, *, secret: str, event: str, at: int) -> Told:
    """Posts JSON with its signature; `event` is the same when the same comes again. It was heard if the other side
    answered with a status of 200 to 299."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Clearbar",
        "Clearbar-Event": event,
        "Clearbar-Signature": sign(secret, body, at),
    }
    try:
        status = wire.post(url, body, headers)
    except WireFault as fault:
        return Told(False, str(fault))
    return Told(200 <= status < 300, f"answered {status}")
