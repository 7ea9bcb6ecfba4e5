"""Tables of permissions, written by hand: read, and visited cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from clearbar.web.audit.models import Line
from clearbar.web.people.models import Person

OPEN, CLOSED, LOG_IN, AGAIN, UNKNOWN = "+", "-", ">", "~", "!"
_PLACES = {
    "/accounts/login/": LOG_IN,
    "/accounts/reauthenticate/": AGAIN,
    "/accounts/2fa/reauthenticate/": AGAIN,
}


@dataclass(frozen=True)
class Row:
    """One line of a table: what it is about, in which ways, and a sign for each column."""

    line: int
    name: str
    ways: tuple[str, ...]
    signs: dict[str, str]


def table(file: Path, head: str) -> list[Row]:
    """The rows beneath the line that begins with `head`; lines that begin with # say why."""
    columns: list[str] = []
    rows = []
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        first, *rest = text.split() or [""]
        if text.startswith("#") or not first:
            continue
        if first == head or (columns and len(rest) == 1 + len(columns) and rest[1:] == columns):
            columns = rest[1:] if first == head else []
        elif columns:
            assert len(rest) == 1 + len(columns), f"{file.name}, line {number}: {len(rest) - 1} signs for {columns}"
            rows.append(Row(number, first, tuple(rest[0].split(",")), dict(zip(columns, rest[1:], strict=True))))
    return rows


def addresses() -> list[tuple[str, str]]:
    """Every address of the application: its name, or its path where it has none, and what it looks like."""
    return list(_walk(get_resolver(), "", "/"))


def _walk(resolver: URLResolver, space: str, path: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        here = path + str(one.pattern)
        if isinstance(one, URLPattern):
            yield (space + one.name if one.name else here), here
        else:
            yield from _walk(one, f"{space}{one.namespace}:" if one.namespace else space, here)


@dataclass
class Visitors:
    """Clients of the cast, and what their cookies were before the first visit."""

    clients: dict[str, Client] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, cast: dict[str, Person]) -> Visitors:
        """Everybody with a log-in is logged in, once; `nobody` is not."""
        made = cls()
        for name in ("nobody", *(name for name, person in cast.items() if person.kind == Person.Kind.HUMAN)):
            client = made.clients[name] = Client()
            if name != "nobody":
                client.force_login(cast[name].user, backend=settings.AUTHENTICATION_BACKENDS[1])
                made.cookies[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return made

    def fill(
        self, who: str, path: str, typed: Mapping[str, Any], cookies: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """What somebody would send who opens a page and types."""
        return filled(self.visit(who, "get", path, cookies, follow=True).body, path, typed)

    def visit(self, who: str, method: str, path: str, cookies: dict[str, str] | None = None, **more: Any) -> Any:
        """The answer to one request, with its body read. What it wrote is taken back, so that no visit changes the
        world for the next."""
        client, session = self.clients[who], self.cookies.get(who)
        client.cookies = SimpleCookie((cookies or {}) | ({settings.SESSION_COOKIE_NAME: session} if session else {}))
        cache.clear()
        with transaction.atomic():
            lines = Line.objects.count()
            answer = getattr(client, method)(path, **more)
            answer.body = body_of(answer)
            answer.wrote = Line.objects.count() - lines
            transaction.set_rollback(True)
        return answer


class _Forms(HTMLParser):
    """The forms of a page: where each goes, and what it holds as it stands, as a browser would send it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str | None, dict[str, list[str]]]] = []
        self._select, self._area = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "form":
            self.forms.append((told.get("action"), {}))
        elif not self.forms:
            return
        elif tag == "input" and name and (told.get("type") not in {"radio", "checkbox"} or "checked" in told):
            self._hold(name, told.get("value", "on" if told.get("type") == "checkbox" else ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in told or self._select not in self.forms[-1][1]):
            self.forms[-1][1][self._select] = [told.get("value", "")]
        elif tag == "textarea":
            self._area = name
            self._hold(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "form"}:
            self._select = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            held = self.forms[-1][1][self._area]
            held[-1] = (held[-1] + data).removeprefix("\n")

    def _hold(self, name: str, value: str) -> None:
        self.forms[-1][1].setdefault(name, []).append(value)


def filled(page: str, path: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The form of a page that goes to `path`, with what was typed: the one that knows most of the typed names."""
    reader = _Forms()
    reader.feed(page)
    plain = path.partition("?")[0].rstrip("/")
    ours = [held for to, held in reader.forms if to is None or to.partition("?")[0].rstrip("/") in {"", plain}]
    best = max(ours, key=lambda held: len(typed.keys() & held.keys()), default={})
    return {**best, **typed}


def fields(page: str) -> list[str]:
    """The names of all that can be typed or chosen on a page, in their order."""
    return list(dict.fromkeys(re.findall(r'\bname="([^"]+)"', page)))


def body_of(answer: Any) -> str:
    """The text of an answer."""
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(whole.decode(errors="replace"))


def sign_of(answer: HttpResponse) -> str:
    """How an answer stands in a table; its status where no table has a sign for it."""
    if answer.status_code in {403, 404}:
        return CLOSED
    if answer.status_code == 401:
        return UNKNOWN
    if answer.status_code in {301, 302, 303}:
        return _PLACES.get(answer["Location"].partition("?")[0], OPEN)
    return str(answer.status_code) if answer.status_code == 405 or answer.status_code >= 500 else OPEN
