"""Surveys of the cast's house, and what somebody who answers does."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from clearbar.web.book.models import Version
from clearbar.web.surveys.actions import Ask, Invited, invite
from clearbar.web.surveys.models import Survey, Way
from tests.web.conftest import NOW

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def survey(book: Version) -> Survey:
    """A survey of customers at the northern shop, about choosing glasses."""
    del book
    return Survey.objects.create(
        name="Choosing glasses", journey="choose-glasses", site_id="s-north", team_id="north",
        languages=["en", "de", "es"], standards=["choose.seen", "choose.listened", "choose.price-whole"],
    )  # fmt: skip


@pytest.fixture
def quiet(survey: Survey) -> Survey:
    """The same, anonymous."""
    survey.anonymous = True
    survey.save()
    return survey


def ask(survey: Survey, **about: object) -> Invited:
    """Somebody is asked by the system."""
    return invite(scope=None, survey=survey, ask=Ask(**about), now=NOW)  # type: ignore[arg-type]


def path_of(invited: Invited) -> str:
    """The path of the link."""
    return "/s/" + invited.link.rpartition("/s/")[2]


def way(survey: Survey, kind: Way.Kind, **further: object) -> Way:
    """A way in, made as an administrator would."""
    return Way.objects.create(survey=survey, kind=kind, name=kind.label, address=f"a-{kind.value}", **further)


def hidden(page: bytes) -> dict[str, str]:
    """The hidden fields of a page."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page.decode())}


def send(path: str, marks: dict[str, str], client: Client | None = None) -> Any:
    """Opens a page and sends it with these marks."""
    client = client or Client()
    fields = hidden(client.get(path).content)
    return client.post(path, fields | marks)


WELL = {"g0": "5", "e0": "4", "g1": "4", "e1": "4", "visit": "first", "recommended": "yes", "words": "It was fine."}
BADLY = {"g0": "2", "e0": "4", "g1": "4", "e1": "5", "visit": "again", "words": "I waited."}
