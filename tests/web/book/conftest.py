"""What the tests of the book have in common: a draft, and what a browser sends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clearbar.web.book.actions import drafts
from clearbar.web.book.models import Draft, Version
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from tests.web.conftest import NOW

LogIn = Callable[[str], Client]


def form_of(client: Client, address: str) -> dict[str, object]:
    """What a browser would send if nothing was typed."""
    form = client.get(address).context["form"]
    return {bound.html_name: bound.value() if bound.value() is not None else "" for bound in form}


def said(client: Client, address: str) -> str:
    """The page at an address."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def hugo(log_in: LogIn) -> Client:
    """The leader of the whole house, logged in."""
    return log_in("hugo")


@pytest.fixture
def draft(book: Version, cast: dict[str, Person]) -> Draft:
    """A draft of the demo's book, as it was published."""
    scope = scope_of(cast["hugo"], NOW.date())
    return drafts.begin(scope=scope, files=book.files, at=NOW, begun_from=book, how="version")
