"""Calls over HTTP for the command line: one question to the address that was typed, with patience and with an end.

A whole call takes at most `seconds`, however slowly the other side answers; of the answer at most MOST_BYTES are read;
no redirect is followed, since the key would go with it; nothing is unpacked.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Event, Timer
from types import TracebackType
from typing import Any, Self

import httpx

from clearbar.flow.rehearse.protocol import MOST_BYTES, EndpointFault, refused

CONNECT_SECONDS = 10.0
LONGEST_PAUSE = 60.0
"""Seconds. An endpoint that asks to be left alone for longer is told of, not waited for."""
_BUSY = frozenset({429, 503})


def address_of(url: str, *, insecure_http: bool = False) -> str:
    """The address as it may be called. Raises EndpointFault for one that may not."""
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError):
        parsed = httpx.URL("")
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise EndpointFault("this is no address\n    hint: such as http://localhost:8000/v1", is_dead=True)
    if parsed.userinfo:
        raise EndpointFault(
            "an address holds no password\n    hint: give the key in CLEARBAR_AGENT_KEY or --key-file", is_dead=True
        )
    if parsed.scheme == "http" and not is_here(parsed.host) and not insecure_http:
        raise EndpointFault(
            f"http:// would send the key and all that is said to {parsed.host} for everybody on the way to read\n"
            "    hint: https://, or --insecure-http if you know that nobody listens",
            is_dead=True,
        )
    return str(parsed.copy_with(fragment=None))


def is_here(host: str) -> bool:
    """Whether a host is this computer."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class Caller:
    """Posts to one host. After status 429 or 503 it asks again, up to `patience` times; `sleep` waits so many seconds.

    May be used by several threads at once.
    """

    def __init__(
        self,
        address: str,
        *,
        seconds: float = 120.0,
        patience: int = 4,
        sleep: Callable[[float], None] = time.sleep,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.seconds, self.patience, self.sleep = seconds, patience, sleep
        host = httpx.URL(address).host
        self._client = httpx.Client(
            timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
            follow_redirects=False,
            trust_env=not is_here(host),
            verify=trust or True,
            limits=httpx.Limits(max_keepalive_connections=0),  # so that each call has a connection that can be cut
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The body of the answer. Raises EndpointFault where there is none with status 200."""
        status, answered, asked = self._once(url, body, headers)
        for attempt in range(self.patience):
            if status not in _BUSY:
                break
            self.sleep(_pause(asked, attempt))
            status, answered, asked = self._once(url, body, headers)
        if status != 200:
            raise refused(status, answered, headers.get("Authorization", "").removeprefix("Bearer "))
        return answered

    def _once(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes, str]:
        """One call: status, body, and how long the endpoint asks to be left alone."""
        held: list[socket.socket] = []
        is_late = Event()
        stop = Timer(self.seconds, _cut, (held, is_late))
        stop.daemon = True
        stop.start()
        extensions = {"trace": _holding(held)}
        told = {**headers, "Accept-Encoding": "identity"}
        try:
            with self._client.stream("POST", url, content=body, headers=told, extensions=extensions) as answer:
                answered = _read(answer)
                if is_late.is_set():  # an answer without a length ends where its connection does
                    raise httpx.ReadTimeout("late")
                return answer.status_code, answered, answer.headers.get("Retry-After", "")
        except httpx.RequestError as error:
            raise self._told(error, is_late=is_late.is_set()) from None
        finally:
            stop.cancel()

    def _told(self, error: httpx.RequestError, *, is_late: bool) -> EndpointFault:
        if isinstance(error, httpx.ConnectError):
            return EndpointFault(f"it cannot be reached: {_reason(error)}", is_dead=True)
        if isinstance(error, httpx.ConnectTimeout):
            return EndpointFault("it cannot be reached: nobody takes the connection", is_dead=True)
        if is_late or isinstance(error, httpx.TimeoutException):
            return EndpointFault(f"it did not answer within {self.seconds:g} s")
        if isinstance(error, (httpx.UnsupportedProtocol, httpx.LocalProtocolError)):
            return EndpointFault("it cannot be asked so: is the address or the key mistyped?", is_dead=True)
        return EndpointFault("it broke the connection off")


def _read(answer: httpx.Response) -> bytes:
    """The body as it was sent, unless it is too long or packed."""
    if answer.headers.get("Content-Encoding", "identity").lower() not in ("identity", ""):
        raise EndpointFault("it packs its answer, which it was asked not to do")
    parts, size = [], 0
    for part in answer.iter_raw():
        size += len(part)
        if size > MOST_BYTES:
            raise EndpointFault(f"its answer is longer than {MOST_BYTES:,} bytes")
        parts.append(part)
    return b"".join(parts)


def _holding(held: list[socket.socket]) -> Callable[[str, Mapping[str, Any]], None]:
    """Keeps a hold of the sockets of a call, so that it can be ended from outside."""

    def trace(event: str, info: Mapping[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            sock = info["return_value"].get_extra_info("socket")
            if sock is not None:
                held.append(sock)

    return trace


def _cut(held: list[socket.socket], is_late: Event) -> None:
    is_late.set()
    for sock in held:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _pause(asked: str, attempt: int) -> float:
    """Seconds until the next attempt: what the endpoint asks for, else twice as long each time."""
    try:
        seconds = (
            float(asked)
            if asked.strip().isdigit()
            else (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()
        )
    except (ValueError, TypeError):
        return min(2.0**attempt, LONGEST_PAUSE)
    if seconds > LONGEST_PAUSE:
        raise EndpointFault(f"it asks to be left alone for {seconds:.0f} s", is_dead=True)
    return max(0.0, seconds)


def _reason(error: httpx.ConnectError) -> str:
    one: BaseException | None = error
    while one is not None:
        if isinstance(one, ssl.SSLError):
            return getattr(one, "verify_message", "") or "there is no safe connection"
        if isinstance(one, ConnectionRefusedError):
            return "it refuses the connection"
        if isinstance(one, socket.gaierror):
            return "its name is unknown"
        one = one.__cause__ or one.__context__
    return "no connection"
