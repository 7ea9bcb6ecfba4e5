"""A server that is asked over HTTP: one question at a time, with patience, and with nothing told to strangers."""

from __future__ import annotations

import ipaddress
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from clearbar.intake.request_tracker import BrokenAnswer, ServerFault

SECONDS_TO_ANSWER = 60.0
LONGEST_PAUSE = 300.0
"""Seconds. A server that asks to be left alone for longer is told of, not waited for."""

E = TypeVar("E", bound=BaseException)

_MOST_REDIRECTS = 5
_BUSY = frozenset({429, 500, 502, 503, 504})
_AGAIN = "\n    hint: what was fetched until now is kept; the same command goes on from there"


@dataclass(frozen=True, repr=False)
class Login:
    """What an account is known by: a token, or a user with a password. It is shown in no message."""

    token: str = ""
    user: str = ""
    password: str = ""

    def header(self) -> str:
        """The value of the header `Authorization`."""
        if self.token:
            return f"token {self.token}"
        return "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode()


def address_of(url: str, *, insecure_http: bool = False) -> str:
    """The address of a Request Tracker, without what follows it in REST 2.0. Raises ServerFault."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        parsed = httpx.URL("")
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ServerFault("this is no address of a server\n    hint: such as https://help.example.org/rt")
    if parsed.userinfo:
        raise ServerFault("an address holds no password\n    hint: give user and password in a file: --login-file")
    if parsed.scheme == "http" and not _is_here(parsed.host) and not insecure_http:
        raise ServerFault(
            f"http:// would send the account's secret to {parsed.host} for everybody on the way to read\n"
            "    hint: https://, or --insecure-http if you know that nobody listens"
        )
    path = parsed.path.rstrip("/").removesuffix("/REST/2.0").rstrip("/")
    return str(parsed.copy_with(path=path or "/", query=None, fragment=None)).rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Server:
    """REST 2.0 of a Request Tracker. Asks again after faults that pass: no answer, status 429, 500, 502 to 504.

    `patience` is how often a question is asked again; `sleep` waits so many seconds. `now` is the server's own clock
    as of its last answer.
    """

    def __init__(
        self, address: str, login: Login, *, patience: int = 4, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.address = address
        self.patience = patience
        self.sleep = sleep
        self._ahead = 0.0
        self._host = httpx.URL(address).host
        self._client = httpx.Client(
            headers={"Authorization": login.header(), "Accept": "application/json", "User-Agent": "clearbar"},
            timeout=SECONDS_TO_ANSWER,
            follow_redirects=False,
            trust_env=not _is_here(self._host),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def now(self) -> datetime:
        """The time on the server's clock; on ours, if it never told."""
        return datetime.fromtimestamp(time.time() + self._ahead, UTC)

    def get(self, path: str, question: Mapping[str, str]) -> Any:
        """The JSON that answers a question; None where there is no such thing. Raises ServerFault."""
        for attempt in range(self.patience + 1):
            last = attempt == self.patience
            try:
                answer = self._ask(f"{self.address}/REST/2.0/{path}", question)
            except httpx.RequestError as error:
                self._tell(error, attempt + 1, last=last)
                self.sleep(2.0**attempt)
                continue
            if answer.status_code not in _BUSY or last:
                return self._read(answer, path, attempt + 1)
            self.sleep(self._pause(answer, attempt))
        raise AssertionError("the last attempt returns or raises")  # pragma: no cover

    def _ask(self, url: str, question: Mapping[str, str]) -> httpx.Response:
        """One answer. A redirect is followed within the server and nowhere else: the account's secret goes with it."""
        request = self._client.build_request("GET", url, params=question)
        for _ in range(_MOST_REDIRECTS):
            answer = self._client.send(request)
            self._set_clock(answer)
            if answer.next_request is None:
                return answer
            if _origin(answer.next_request.url) != _origin(request.url):
                raise ServerFault(
                    f"{self._host} sends us on to {_named(answer.next_request.url)}, and the account's secret is not "
                    "taken there\n    hint: give that address if it is the right one"
                )
            request = answer.next_request
        raise ServerFault(f"{self._host} sends us round in circles")

    def _set_clock(self, answer: httpx.Response) -> None:
        with suppress(KeyError, ValueError):
            self._ahead = parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time()

    def _tell(self, error: httpx.RequestError, attempts: int, *, last: bool) -> None:
        """Raises what cannot pass, or has not passed often enough."""
        if isinstance(error, (httpx.UnsupportedProtocol, httpx.LocalProtocolError)):
            raise ServerFault(
                f"{self._host} cannot be asked so: is the address or the account's secret mistyped?"
            ) from None
        broken = _cause(error, ssl.SSLError)
        if broken is not None:
            reason = getattr(broken, "verify_message", "") or broken.reason or "the handshake failed"
            raise ServerFault(
                f"there is no safe connection to {self._host}: {reason}\n"
                "    hint: the variable SSL_CERT_FILE may name the certificate of an authority of your own"
            ) from None
        if last:
            raise ServerFault(f"{self._why(error)}, asked {_times(attempts)}{_AGAIN}") from None

    def _why(self, error: httpx.RequestError) -> str:
        if isinstance(error, httpx.TimeoutException):
            return f"{self._host} did not answer within {SECONDS_TO_ANSWER:.0f} s"
        if isinstance(error, httpx.ConnectError):
            refused = _cause(error, ConnectionRefusedError)
            return f"{self._host} cannot be reached" + (": it refuses the connection" if refused else "")
        return f"{self._host} broke the connection off"

    def _pause(self, answer: httpx.Response, attempt: int) -> float:
        """Seconds until the next attempt: what the server asks for, else twice as long each time."""
        asked = answer.headers.get("Retry-After", "")
        try:
            seconds = (
                float(asked)
                if asked.strip().isdigit()
                else parsedate_to_datetime(asked).timestamp() - self.now().timestamp()
            )
        except ValueError:
            return 2.0**attempt
        if seconds > LONGEST_PAUSE:
            raise ServerFault(f"{self._host} asks to be left alone for {seconds:.0f} s{_AGAIN}")
        return max(0.0, seconds)

    def _read(self, answer: httpx.Response, path: str, attempts: int) -> Any:
        status = answer.status_code
        if status == 404:
            return None
        if status == 401:
            raise ServerFault(f"{self._host} does not know this account, or its secret is wrong (401){_AGAIN}")
        if status == 403:
            raise ServerFault(f"{self._host} does not let this account read `{path.split('/')[0]}` (403){_AGAIN}")
        if status == 400:
            raise ServerFault(f"{self._host} does not understand the question (400): {_message(answer)}")
        if status in _BUSY:
            kind = BrokenAnswer if status == 500 else ServerFault
            raise kind(f"{self._host} answers with status {status}, asked {_times(attempts)}{_AGAIN}")
        try:
            return answer.json() if status == 200 else _nothing()
        except ValueError:
            raise ServerFault(
                f"{self._host} does not answer as REST 2.0 of Request Tracker does (status {status})\n"
                "    hint: is the address right?"
            ) from None


def _nothing() -> Any:
    raise ValueError


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)


def _named(url: httpx.URL) -> str:
    """A server as people write it, without the path, which may hold a secret of its own."""
    return f"{url.scheme}://{url.netloc.decode()}"


def _cause(error: BaseException, kind: type[E]) -> E | None:
    """The error of this kind among those that led to another."""
    one: BaseException | None = error
    while one is not None and not isinstance(one, kind):
        one = one.__cause__ or one.__context__
    return one


def _message(answer: httpx.Response) -> str:
    """What the server says of a question that it does not understand: one line, without the place in its code."""
    try:
        said = str(answer.json()["message"])
    except (ValueError, KeyError, TypeError):
        return "it does not say why"
    line = said.strip().split("\n")[0].split(" at /")[0][:200]
    return "".join(one for one in line if one.isprintable())


def _times(attempts: int) -> str:
    return "once" if attempts == 1 else f"{attempts} times"
