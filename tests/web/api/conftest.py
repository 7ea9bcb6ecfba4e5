"""Programs that call the API: a token for each way of acting."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from clearbar.web.api.models import ApiToken
from clearbar.web.api.rights import Right
from clearbar.web.audit.tokens import hash_of, new_token
from clearbar.web.people.models import Person
from tests.web.conftest import NOW

ALL = tuple(right.value for right in Right)


class Program:
    """A client with a token."""

    def __init__(self, token: ApiToken, text: str) -> None:
        self.token, self.text, self.client = token, text, Client()

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers={"Authorization": f"Bearer {self.text}"})

    def post(self, path: str, body: Any, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.text}"} | ({"Idempotency-Key": key} if key else {})
        sent = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self.client.post(f"/api/v1{path}", sent, content_type="application/json", headers=headers)


@pytest.fixture(autouse=True)
def no_counts() -> Iterator[None]:
    """Each test begins with a minute in which nobody called."""
    cache.clear()
    yield


@pytest.fixture
def program(cast: dict[str, Person]) -> Callable[..., Program]:
    """A program with a token: of the house, or in the scope of one of the cast."""

    def made(name: str = "", rights: tuple[str, ...] = ALL, **further: Any) -> Program:
        text = new_token()
        token = ApiToken.objects.create(
            hash=hash_of(text), name=f"for {name or 'the house'}", made_by="ada", made_at=NOW,
            person=cast[name] if name else None, rights=list(rights), **further,
        )  # fmt: skip
        return Program(token, text)

    return made
