"""What is held of who walked: handed out to them, erased so that nothing leads to them, forgotten in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from clearbar.text.zones import day_and_week
from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Rating
from clearbar.web.people.holding import Subject, SubjectKind
from clearbar.web.walks.holding_walk import Walks
from clearbar.web.walks.models.plans import Assignment
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.models.walk import Walk, WalkStep
from clearbar.web.walks.queries.walk_own import own_walks
from tests.web.conftest import NOW
from tests.web.walks.phones import body, item, send
from tests.web.walks.test_plans import form
from tests.web.walks.test_shopping import take_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("book", "now")]
LogIn = Callable[[str], Client]
FINN = Subject(SubjectKind.PERSON, "finn")


@pytest.fixture
def walked(log_in: LogIn, book: Version, now: datetime) -> None:
    del book, now
    log_in("lea").post("/walks/plans/new/", form())
    send(log_in("finn"), item(body()))
    send(log_in("gwen"), item(body()), user="gwen")


@pytest.mark.usefixtures("walked")
def test_one_gets_ones_own_walks_and_no_others() -> None:
    told = Walks().own(FINN)
    assert [one["steps"][0]["note"] for one in told["walks as a customer"]] == ["nobody looked up from the counter"]
    assert len(told["walks that you are asked for"]) == 3
    assert Walks().own(Subject(SubjectKind.CUSTOMER, "finn")) == {} == Walks().own(Subject(SubjectKind.PERSON, "otto"))


@pytest.mark.usefixtures("walked")
def test_erased_nothing_leads_to_them_and_the_times_stay() -> None:
    assert Walks().stays(FINN, NOW) and not Walks().stays(Subject(SubjectKind.PERSON, "otto"), NOW)
    assert Walks().erase(FINN, NOW) > 0
    assert own_walks("finn") == [] and len(own_walks("gwen")) == 1
    assert WalkStep.objects.filter(note__isnull=False).count() == 1, "gwen's"
    assert Walk.objects.count() == 2 and Rating.objects.count() == 4
    assert not Assignment.objects.filter(person="finn").exists()
    assert Walks().erase(FINN, NOW) == 0


@pytest.mark.usefixtures("walked")
def test_walks_and_shoppers_are_forgotten_in_time(log_in: LogIn) -> None:
    take_up(log_in("lea"))
    for kind in Walks.kinds:
        assert Walks().forget(kind, NOW) == 0, kind
    later = NOW + timedelta(days=400)
    assert Walks().forget("walk assignments", later) == 6
    assert Walks().forget("walks", later) == 2 and not Rating.objects.exists()
    assert Walks().forget("shoppers", later) == 1 and not Shopper.objects.exists()


@pytest.mark.usefixtures("walked")
def test_what_is_forgotten_in_time_is_told_of_on_the_day_it_went(
    log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_up(log_in("lea"))
    today = NOW + timedelta(days=1500)
    monkeypatch.setattr("django.utils.timezone.now", lambda: today)
    Walks().forget("walks", today - timedelta(days=1095))
    Walks().forget("shoppers", today - timedelta(days=180))
    lines = Line.objects.filter(verb__in=["erased", "forgot"])
    assert lines.count() == 3 and {one.week for one in lines} == {day_and_week(today, "UTC")[1]}
    assert {one.at for one in lines} == {None, today}, "of a walk its week only"
