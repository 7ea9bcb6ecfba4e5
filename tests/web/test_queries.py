"""A page asks the database as often for thirty rows as for three."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from clearbar.web.api.actions import tokens
from clearbar.web.api.rights import Right
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from tests.web import rows_followup as followup
from tests.web import rows_practice as practice
from tests.web.conftest import NOW, move_in, publish_demo
from tests.web.rows import (
    FEW,
    TODAY,
    calibrations,
    calls,
    conflicts,
    cycles,
    disputed,
    disputed_by_finn,
    drawn,
    grants,
    heard,
    hooks,
    jobs,
    lines,
    marked,
    persons,
    places,
    programs,
    roll,
    rounds,
    said_of_finn,
    surveys,
    tablets,
    talks,
    versions,
    ways,
)

MANY, SPARE = 30, 2

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def cast(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Person]]:
    """The house of the cast with the demo's book, for all cases."""
    del django_db_setup
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("django.utils.timezone.now", lambda: NOW)
        patch.setattr(django_settings, "CLEARBAR_DATA", tmp_path_factory.mktemp("data"))
        people = move_in()
        publish_demo(people["ada"])
        yield people
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def own_data_folder(cast: dict[str, Person]) -> None:
    """One folder of data for all cases."""
    del cast


Make = Callable[[int], None]
PAGES: list[tuple[str, str, Make]] = [
    ("ada", "/people/", persons),
    ("lea", "/people/", persons),
    ("ada", "/people/places/", places),
    ("ada", "/people/person/finn/", grants),
    ("finn", "/people/me/", grants),
    ("ada", "/people/tablets/", tablets),
    ("ada", "/people/audit/", lines),
    ("ada", "/people/audit/lines.csv", lines),
    ("ada", "/people/import/roll/", roll),
    ("ada", "/setup/", jobs),
    ("ada", "/surveys/", surveys),
    ("ada", "/surveys/900/", ways),
    ("rita", "/reviews/", drawn),
    ("finn", "/reviews/", disputed_by_finn),
    ("lea", "/reviews/watched/", persons),
    ("lea", "/reviews/disputes/", disputed),
    ("finn", "/reviews/disputes/", disputed_by_finn),
    ("lea", "/reviews/cycles/", cycles),
    ("lea", "/reviews/cycles/new/", persons),
    ("lea", "/reviews/cycles/900/", rounds),
    ("lea", "/reviews/cycles/900/", drawn),
    ("rita", "/reviews/calibrations/", calibrations),
    ("lea", "/reviews/calibrations/new/", persons),
    ("lea", "/reviews/calibrations/900/", marked),
    ("lea", "/reviews/choices/", conflicts),
    ("ada", "/api/tokens/", programs),
    ("ada", "/api/hooks/", hooks),
    ("ada", "/api/hooks/h-0/", calls),
    ("cora", "/team/", persons),
    ("hugo", "/team/", places),
    ("finn", "/me/", said_of_finn),
    ("cora", "/ratings/", said_of_finn),
    ("lea", "/", disputed),
    ("rita", "/", drawn),
    ("ada", "/book/versions/", versions),
    ("ada", "/book/journeys/put-right/heard/", heard),
    ("finn", "/practice/", practice.asked),
    ("finn", "/me/", practice.asked),
    ("finn", "/practice/lessons/put-right/ask/", practice.clips),
    ("cora", "/practice/lessons/put-right/ask/films/", practice.clips),
    ("cora", "/practice/huddle/?team=north", persons),
    ("hugo", "/practice/huddle/", places),
    ("hugo", "/practice/plan/", places),
    ("finn", "/practice/sign/", practice.objections),
    ("lea", "/practice/aware/", practice.objections),
    ("lea", "/practice/ready/", persons),
    ("lea", "/practice/ready/", practice.held_back),
    ("hugo", "/practice/ready/rules/", practice.rules),
    ("hugo", "/practice/ready/duties/put-right/", places),
    ("cora", "/practice/learning/finn/", practice.attempts),
    ("finn", "/practice/learning/", practice.attempts),
    ("finn", "/practice/due/items/", practice.cards),
    ("cora", "/practice/questions/", practice.questions),
    ("cora", "/practice/questions/talks/?kind=deviation", practice.told_talks),
    ("finn", "/practice/rehearse/", practice.asked),
    ("finn", "/practice/rehearse/", practice.texts),
    ("finn", "/practice/rehearse/scenario/loose-hinge/", practice.rehearsals),
    ("finn", "/practice/talk/900/feedback/", practice.opinions),
    ("cora", "/practice/rehearse/of/finn/", practice.rehearsals),
    ("lea", "/practice/rehearse/texts/", practice.texts),
    ("ada", "/practice/rehearse/models/", practice.endpoints),
    ("hugo", "/practice/choosing/", practice.openings),
    ("lea", "/practice/choosing/900/", practice.candidates),
    ("cora", "/practice/interviews/", practice.candidates),
    ("cora", "/followup/", followup.findings),
    ("cora", "/", followup.findings),
    ("cora", "/followup/findings/", followup.findings),
    ("hugo", "/followup/findings/", followup.findings_of_sites),
    ("cora", "/followup/coaching/", followup.coachings),
    ("finn", "/followup/coaching/", followup.coachings),
    ("finn", "/followup/coaching/900/", followup.notes),
    ("lea", "/followup/correction/", followup.corrections),
    ("lea", "/followup/correction/new/", persons),
    ("finn", "/followup/correction/900/", followup.steps),
    ("lea", "/followup/correction/900/", followup.steps),
    ("finn", "/followup/peers/", followup.peers),
    ("finn", "/followup/peers/ask/", followup.peers),
    ("finn", "/followup/peers/recognise/", persons),
    ("finn", "/followup/own/", followup.own_ratings),
    ("hugo", "/followup/managers/", followup.managers),
    ("lea", "/followup/managers/lea/", persons),
    ("lea", "/followup/cases/", followup.cases),
    ("hugo", "/followup/cases/", followup.cases),
    ("lea", "/followup/", followup.cases),
    ("lea", "/followup/cases/900/", followup.letters_of_a_case),
    ("hugo", "/followup/cases/rules/", followup.rules),
    ("finn", "/followup/cases/offers/", followup.rules),
    ("lea", "/followup/cases/new/", places),
    ("hugo", "/followup/letters/", followup.letters),
    ("hugo", "/followup/raising/", followup.proposals),
    ("finn", "/walks/", followup.asked),
    ("finn", "/walks/mine/", followup.walks),
    ("lea", "/walks/picture/choose-glasses/", followup.walks),
    ("lea", "/walks/plans/", followup.plans),
    ("lea", "/walks/plans/900/", followup.asked),
    ("lea", "/walks/plans/new/", persons),
    ("lea", "/walks/shoppers/", followup.shoppers),
    ("finn", "/walks/go/data/", followup.asked),
    ("ada", "/privacy/erasures/", followup.erasures),
    ("finn", "/privacy/mine/", followup.peers),
    ("finn", "/notices/", followup.notices),
    ("finn", "/", followup.notices),
    ("ada", "/notices/channels/", followup.channels),
    ("ada", "/notices/channels/c-0/", followup.announced),
]
ASKED: list[tuple[str, Make]] = [
    ("persons", persons),
    ("interactions", talks),
    ("ratings", said_of_finn),
    ("surveys", surveys),
    ("book/versions", versions),
    ("readiness", persons),
]


def asked(client: Client, path: str, make: Make, count: int, headers: dict[str, str]) -> tuple[int, int]:
    """How often a page of so many rows asks, and how long it is."""
    cache.clear()
    with transaction.atomic():
        make(count)
        client.get(path, headers=headers)  # what is read once and remembered
        with CaptureQueriesContext(connection) as questions:
            answer = client.get(path, headers=headers)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    assert answer.status_code == 200, (answer.status_code, body[:300])
    return len(questions), len(body)


@pytest.mark.parametrize(("who", "path", "make"), PAGES, ids=lambda one: getattr(one, "__name__", one))
def test_a_page_asks_as_often_for_thirty_rows_as_for_three(
    who: str, path: str, make: Make, cast: dict[str, Person]
) -> None:
    client = Client()
    client.force_login(cast[who].user, backend=django_settings.AUTHENTICATION_BACKENDS[1])
    _compare(client, path, make, {})


@pytest.mark.parametrize(("path", "make"), ASKED, ids=lambda one: getattr(one, "__name__", one))
def test_a_list_of_the_api_asks_as_often_for_thirty_rows_as_for_three(
    path: str, make: Make, cast: dict[str, Person]
) -> None:
    rights = [right.value for right in Right]
    scope = scope_of(cast["ada"], TODAY)
    whose = {"person": cast["finn"]} if path == "ratings" else {"person": None}
    token, text = tokens.make(scope=scope, name="all", rights=rights, expires_on=None, at=NOW, **whose)
    text = text or tokens.take(scope=scope_of(cast["finn"], TODAY), token=token, at=NOW)
    _compare(Client(), f"/api/v1/{path}", make, {"Authorization": f"Bearer {text}"})


def _compare(client: Client, path: str, make: Make, headers: dict[str, str]) -> None:
    few, short = asked(client, path, make, FEW, headers)
    many, long = asked(client, path, make, MANY, headers)
    assert long > short or path == "/", "the rows are not on this page"  # home says how many, in three sentences
    assert many <= few + SPARE, f"{few} questions for {FEW} rows, {many} for {MANY}"
