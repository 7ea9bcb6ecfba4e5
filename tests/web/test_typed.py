"""What is typed into the forms of follow-up, walks, privacy and notices: kept on the page when something else is wrong,
and in clear in no line, notice, job, announcement or log."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import serializers
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from clearbar.web.audit.models import Line
from clearbar.web.ledger.models import Job
from clearbar.web.notices.models import Announced, Notice
from tests.web import matrix, world
from tests.web.matrix import OPEN, Row
from tests.web.test_permissions import ROWS

MARK = "zinnia-coloured-sentence"
TELLING = (Line, Notice, Job, Announced)
"""What is read by others than whom it is about, or goes out of the house."""
PUBLIC = {"case-rule-new", "case-rule", "walk-choices"}
"""Forms of which the words are the organisation's: texts for customers, names of conditions."""
_AREA = re.compile(r'<textarea[^>]*\bname="([^"]+)"')

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[world.World]:
    """The world, with what its building wrote into logs in `told["log"]`."""
    del django_db_setup
    heard = _Heard()
    logging.getLogger().addHandler(heard)
    with world.standing(django_db_blocker, tmp_path_factory.mktemp("data")) as made:
        logging.getLogger().removeHandler(heard)
        made.told["log"] = "\n".join(heard.said)
        yield made


@pytest.fixture(scope="module")
def visitors(house: world.World) -> matrix.Visitors:
    """Everybody, logged in."""
    return matrix.Visitors.of(house.cast)


@pytest.fixture(autouse=True)
def own_data_folder(house: world.World) -> None:
    """The folder of data is the world's, in each test."""
    del house


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _told() -> str:
    """All that stands in what others read, as it lies in the tables."""
    found = [serializers.serialize("json", model._default_manager.all()) for model in TELLING]  # type: ignore[attr-defined]
    return json.dumps([json.loads(one) for one in found], ensure_ascii=False)


def _with_words(house: world.World, visitors: matrix.Visitors) -> Iterator[tuple[Row, str, dict[str, Any], list[str]]]:
    """Each form that holds room for words: its row, who sends it, what they send, and the names of that room."""
    for row in ROWS:
        plain, path = row.name.partition("@")[0], house.path(row.name) if "send" in row.ways else ""
        if not path.startswith(("/followup/", "/walks/", "/privacy/", "/notices/")) or plain in PUBLIC:
            continue
        who = next(one for one, sign in reversed(row.signs.items()) if sign == OPEN)
        page = visitors.visit(who, "get", path, follow=True).body
        sent = matrix.filled(page, path, house.typed.get(row.name, {}))
        if room := [name for name in _AREA.findall(page) if name in sent]:
            yield row, who, sent, room


def test_what_was_typed_stays_on_the_page_when_something_else_is_wrong(
    house: world.World, visitors: matrix.Visitors
) -> None:
    forms, faults = 0, []
    for row, who, sent, room in _with_words(house, visitors):
        words = {name: f"{MARK} {place}" for place, name in enumerate(room)}
        kept = {name: value for name, value in sent.items() if name in {"act", "version", "do", "form", "once", "seen"}}
        answer = visitors.visit(who, "post", house.path(row.name), data=kept | words)
        forms += 1
        lost = [one for one in words.values() if one not in answer.body]
        if not answer.wrote and (answer.status_code not in {409, 422} or lost):
            faults.append(f"{row.name} as {who}: {answer.status_code}, lost {lost}")
    assert faults == [], "\n".join(faults)
    assert forms > 25


def test_no_word_that_is_typed_stands_in_clear_in_what_others_read(
    house: world.World, visitors: matrix.Visitors, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    forms, faults = 0, []
    for row, who, sent, room in _with_words(house, visitors):
        words = {name: MARK for name in room}
        with transaction.atomic():
            lines = Line.objects.count()
            visitors.clients[who].cookies[django_settings.SESSION_COOKIE_NAME] = visitors.cookies.get(who, "")
            visitors.clients[who].post(house.path(row.name), sent | words)
            forms += Line.objects.count() > lines
            if MARK in _told():
                faults.append(f"{row.name} as {who}")
            transaction.set_rollback(True)
    assert faults == [], "words in clear"
    assert MARK not in caplog.text
    assert forms > 25


def test_no_private_word_of_the_house_stands_in_clear_in_what_others_read(house: world.World) -> None:
    told = _told()
    names = {"name-of-finn", "name-of-gwen", "name-of-agent", "id-of-finn", "id-of-talk"}
    public = {"quiz-of-finn", "hidden-by-the-customer", *names}
    private = {name: words for name, words in world.WORDS.items() if name not in public}
    assert [name for name, words in private.items() if words in told] == []
    assert [name for name, words in private.items() if words in house.told["log"]] == []
