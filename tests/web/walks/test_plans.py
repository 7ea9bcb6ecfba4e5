"""Walk plans: drawn evenly, asked of those whom one may ask, and of what an employee walked only the count stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.notices.models import Notice
from clearbar.web.people.models import Person, Site
from clearbar.web.people.scope import scope_of
from clearbar.web.walks.actions import plans as actions
from clearbar.web.walks.models.plans import Assignment, Place, WalkPlan
from clearbar.web.walks.models.walk import Walk
from clearbar.web.walks.queries.walk_acts import acts
from tests.web.conftest import NOW
from tests.web.walks.phones import JOURNEY, body, item, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("book", "now")]
LogIn = Callable[[str], Client]
TODAY = NOW.date()


def form(**further: Any) -> dict[str, Any]:
    return {
        "name": "Before the holidays",
        "journey": JOURNEY,
        "sites": ["s-north"],
        "conditions": ["", "with a pram", "by phone"],
        "persons": ["finn", "gwen"],
        "count": "6",
        "first": "2026-11-20",
        "last": "2026-12-17",
    } | further


def make(client: Client, **further: Any) -> WalkPlan:
    answer = client.post("/walks/plans/new/", form(**further))
    assert answer.status_code == 302, answer.content.decode()
    return WalkPlan.objects.get()


def test_a_plan_draws_each_condition_equally_often_and_tells_who_is_asked(
    log_in: LogIn, cast: dict[str, Person]
) -> None:
    plan = make(log_in("lea"))
    asked = list(Assignment.objects.select_related("place"))
    assert Counter(one.place.condition for one in asked) == {"": 2, "with a pram": 2, "by phone": 2}
    assert Counter(one.person_id for one in asked) == {"finn": 3, "gwen": 3}
    assert all(plan.first <= one.due <= plan.last for one in asked)
    assert set(Notice.objects.values_list("person", flat=True)) == {"finn", "gwen"}
    words = " ".join(one.subject + one.text for one in Notice.objects.all())
    assert "pram" not in words and "Finn" not in words
    page = log_in("lea").get(f"/walks/plans/{plan.pk}/").content.decode()
    assert "Finn Frontline" in page and "under no special condition" in page
    assert len(acts(scope_of(cast["finn"], TODAY), NOW)) == 3


def test_a_plan_that_is_sent_twice_is_one(log_in: LogIn) -> None:
    lea = log_in("lea")
    plan = make(lea)
    assert lea.post("/walks/plans/new/", form())["Location"] == f"/walks/plans/{plan.pk}/"
    assert (WalkPlan.objects.count(), Assignment.objects.count(), Notice.objects.count()) == (1, 6, 2)
    for other in ({"name": "After them"}, {"conditions": ["by phone"]}, {"last": "2026-12-18"}):
        lea.post("/walks/plans/new/", form(**other))
    log_in("hugo").post("/walks/plans/new/", form())
    assert WalkPlan.objects.count() == 5
    WalkPlan.objects.update(at=NOW - timedelta(minutes=2))
    lea.post("/walks/plans/new/", form())
    assert WalkPlan.objects.count() == 6


def test_what_an_employee_walked_is_only_counted(log_in: LogIn, cast: dict[str, Person]) -> None:
    """An assignment beside the walk of that week would say who walked it."""
    plan = make(log_in("lea"))
    finn = log_in("finn")
    mine = Assignment.objects.filter(person="finn").select_related("place").first()
    assert mine is not None
    told = body(assignment=mine.pk, conditions=[mine.place.condition])
    once = item(told)
    for _ in range(2):
        assert send(finn, once)["results"][0]["state"] == "kept"
    assert not Assignment.objects.filter(pk=mine.pk).exists()
    assert Place.objects.get(pk=mine.place_id).walked == 1
    assert sum(Place.objects.values_list("walked", flat=True)) == 1
    assert len(acts(scope_of(cast["finn"], TODAY), NOW)) == 2
    for line in Line.objects.filter(kind__in=["walk place", "walk plan"]):
        text = serializers.serialize("json", [line])
        assert '"finn"' not in text, text
    page = log_in("lea").get(f"/walks/plans/{plan.pk}/").content.decode()
    assert page.count("Finn Frontline:") == 2


@pytest.mark.parametrize(
    "told", [{"assignment": 10**6}, {"assignment": "1"}, {"assignment": True}, {"site": "s-south"}]
)
def test_a_walk_of_something_else_is_kept_and_counts_at_no_place(log_in: LogIn, told: dict[str, Any]) -> None:
    make(log_in("lea"))
    mine = Assignment.objects.filter(person="finn").first()
    assert mine is not None
    whole = body(**({"assignment": mine.pk} | told))
    assert send(log_in("finn"), item(whole))["results"][0]["state"] == "kept" and Walk.objects.count() == 1
    assert Assignment.objects.filter(pk=mine.pk).exists() and not sum(Place.objects.values_list("walked", flat=True))


def test_nobody_does_the_assignment_of_another(log_in: LogIn) -> None:
    make(log_in("lea"))
    theirs = Assignment.objects.filter(person="gwen").first()
    assert theirs is not None
    send(log_in("finn"), item(body(assignment=theirs.pk)))
    assert Assignment.objects.filter(pk=theirs.pk).exists()


def test_more_walks_go_where_fewest_were_walked(log_in: LogIn) -> None:
    lea = log_in("lea")
    plan = make(lea, count="3")
    Place.objects.filter(condition="with a pram").update(walked=4)
    answer = lea.post(
        f"/walks/plans/{plan.pk}/",
        {"persons": ["finn"], "count": "6", "first": "2026-12-01", "last": "2026-12-20"},
    )
    assert answer.status_code == 302
    asked = Counter(one.place.condition for one in Assignment.objects.select_related("place"))
    assert asked == {"with a pram": 1, "": 4, "by phone": 4}


def test_a_plan_ends_and_its_walks_are_asked_for_no_more(log_in: LogIn, cast: dict[str, Person]) -> None:
    lea, plan = log_in("lea"), make(log_in("lea"))
    for _ in range(2):
        assert lea.post(f"/walks/plans/{plan.pk}/end/").status_code == 302
    assert not Assignment.objects.exists() and acts(scope_of(cast["finn"], TODAY), NOW) == []
    assert Line.objects.filter(kind="walk plan", verb="ended").count() == 1
    more = {"persons": ["finn"], "count": "6", "first": "2026-12-01", "last": "2026-12-20"}
    assert "has ended" in lea.post(f"/walks/plans/{plan.pk}/", more, follow=True).content.decode()


def test_a_walk_is_taken_back_once(log_in: LogIn) -> None:
    lea, plan = log_in("lea"), make(log_in("lea"))
    one = Assignment.objects.first()
    assert one is not None
    assert lea.post(f"/walks/asked/{one.pk}/back/")["Location"] == f"/walks/plans/{plan.pk}/"
    assert "meanwhile" in lea.post(f"/walks/asked/{one.pk}/back/", follow=True).content.decode()
    assert Assignment.objects.count() == 5


def test_asked_again_after_a_walk_was_taken_back_they_are_told_again(
    log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = make(log_in("lea"), persons=["finn"], count="1")
    log_in("lea").post(f"/walks/asked/{Assignment.objects.get().pk}/back/")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(minutes=5))
    again = {"persons": ["finn"], "count": "1", "first": "2026-12-01", "last": "2026-12-17"}
    assert log_in("lea").post(f"/walks/plans/{plan.pk}/", again).status_code == 302
    assert Assignment.objects.count() == 1 and Notice.objects.filter(person="finn").count() == 2


def test_a_plan_at_a_site_of_others_too_is_no_plan_of_who_leads_one_of_them(
    log_in: LogIn, cast: dict[str, Person]
) -> None:
    """It names people of a team that they do not lead, and ends for that site as well."""
    plan = make(log_in("hugo"), sites=["s-north", "s-south"], persons=["otto"])
    lea = log_in("lea")
    assert plan.name not in lea.get("/walks/plans/").content.decode()
    assert lea.get(f"/walks/plans/{plan.pk}/").status_code == 404
    asked = Assignment.objects.order_by("pk")[0]
    assert lea.post(f"/walks/asked/{asked.pk}/back/").status_code == 403
    for act in (actions.end, lambda scope, plan, at: actions.take_back(scope=scope, assignment=asked, at=at)):
        with pytest.raises(PermissionDenied):
            act(scope=scope_of(cast["lea"], TODAY), plan=plan, at=NOW)
    assert Assignment.objects.count() == 6


def test_only_who_leads_there_plans(log_in: LogIn, cast: dict[str, Person]) -> None:
    plan = make(log_in("lea"))
    for name in ("finn", "cora", "rita"):
        for address in (
            "/walks/plans/",
            "/walks/plans/new/",
            f"/walks/plans/{plan.pk}/",
            f"/walks/plans/{plan.pk}/end/",
        ):
            assert log_in(name).get(address).status_code == 403
    olga = log_in("olga")
    assert olga.get(f"/walks/plans/{plan.pk}/").status_code == 404
    assert "Before the holidays" not in olga.get("/walks/plans/").content.decode()
    for name in ("hugo", "ada"):
        assert log_in(name).get(f"/walks/plans/{plan.pk}/").status_code == 200
    wanted = actions.Wanted("x", JOURNEY, list(Site.objects.filter(pk="s-north")), [], TODAY, TODAY)
    with pytest.raises(PermissionDenied):
        actions.make(
            scope=scope_of(cast["olga"], TODAY), wanted=wanted, walkers=actions.Walkers([], []), count=1, seed=1, at=NOW
        )
    with pytest.raises(PermissionDenied):  # somebody of another team
        actions.ask(
            scope=scope_of(cast["lea"], TODAY), plan=plan, walkers=actions.Walkers([cast["otto"]], []), count=1,
            days=(TODAY, TODAY), at=NOW,
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        actions.end(scope=scope_of(cast["olga"], TODAY), plan=plan, at=NOW)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"persons": []}, "at least one who walks"),
        ({"last": "2026-11-01"}, "before the first"),
        ({"last": "2029-11-01"}, "a year at most"),
        ({"persons": ["otto"]}, "otto"),
        ({"sites": ["s-south"]}, "s-south"),
        ({"count": "0"}, "greater than or equal to 1"),
    ],
)
def test_wrong_input_keeps_what_was_typed(log_in: LogIn, wrong: dict[str, Any], says: str) -> None:
    answer = log_in("lea").post("/walks/plans/new/", form(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page and "Before the holidays" in page
    assert not WalkPlan.objects.exists()


def test_who_has_left_is_not_asked(log_in: LogIn, cast: dict[str, Person]) -> None:
    Person.objects.filter(pk="finn").update(left_on=TODAY - timedelta(days=1))
    assert log_in("lea").post("/walks/plans/new/", form()).status_code == 422
