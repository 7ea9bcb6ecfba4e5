"""Mystery shoppers: nobody of the house, a link to their own walks, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.web.ledger.models import Happened, Rating
from clearbar.web.people.models import Person, Site
from clearbar.web.people.scope import scope_of
from clearbar.web.walks.actions import shopping as actions
from clearbar.web.walks.actions.walk import Refused
from clearbar.web.walks.models.plans import Assignment, Place
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.models.walk import Walk
from tests.web.conftest import NOW
from tests.web.walks.phones import JOURNEY, body, item, send
from tests.web.walks.test_plans import form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("book", "now")]
LogIn = Callable[[str], Client]
TODAY = NOW.date()


def take_up(client: Client, name: str = "Blue Umbrella", site: str = "s-north") -> tuple[Shopper, str]:
    """A shopper, and the path of their link."""
    answer = client.post("/walks/shoppers/new/", {"name": name, "sites": [site], "is_adult": "on"})
    assert answer.status_code == 302, answer.content.decode()
    shopper = Shopper.objects.get(name=name)
    page = client.post(f"/walks/shoppers/{shopper.pk}/").content.decode()
    found = re.search(r"http://testserver(/walks/shop/[^/<]+/)", page)
    assert found
    return shopper, found[1]


@pytest.fixture
def shop(log_in: LogIn) -> tuple[Shopper, str]:
    """A shopper with two walks to do, who has agreed."""
    lea = log_in("lea")
    shopper, path = take_up(lea)
    lea.post("/walks/plans/new/", form(persons=["finn"], shoppers=[shopper.pk], count="4"))
    Client().post(path, {"adult": "yes"})
    shopper.refresh_from_db()
    return shopper, path


def shopped(shopper: Shopper, **further: Any) -> dict[str, Any]:
    """A walk of their first assignment."""
    mine = shopper.assignments.select_related("place").order_by("pk")[0]
    return item(body(assignment=mine.pk, conditions=[mine.place.condition], **further), kind="shop")


def test_a_shopper_confirms_to_be_an_adult_before_anything_is_shown(log_in: LogIn) -> None:
    shopper, path = take_up(log_in("lea"))
    log_in("lea").post("/walks/plans/new/", form(shoppers=[shopper.pk], count="4"))
    nobody = Client()
    first = nobody.get(path)
    assert "18 or older" in first.content.decode() and "North shop" not in first.content.decode()
    assert nobody.get(f"{path}data/").json()["assignments"] == []
    answer = send(nobody, shopped(shopper), user=shopper.subject, address=f"{path}sync/")
    assert answer["results"][0]["state"] == "refused"
    assert nobody.post(path, {}).status_code == 422
    assert nobody.post(path, {"adult": "yes"}).status_code == 302
    assert "North shop" in nobody.get(path).content.decode()
    shopper.refresh_from_db()
    assert shopper.adult_at == NOW


def test_without_a_confirmed_adult_nobody_is_taken_up(log_in: LogIn, cast: dict[str, Person]) -> None:
    answer = log_in("lea").post("/walks/shoppers/new/", {"name": "Blue Umbrella", "sites": ["s-north"]})
    assert answer.status_code == 422 and "adult" in answer.content.decode() and not Shopper.objects.exists()
    with pytest.raises(Refused):
        actions.take_up(
            scope=scope_of(cast["lea"], TODAY), name="x", sites=list(Site.objects.filter(pk="s-north")),
            is_adult=False, at=NOW,
        )  # fmt: skip


def test_they_see_their_own_walks_and_nothing_else(shop: tuple[Shopper, str], log_in: LogIn) -> None:
    shopper, path = shop
    other, others = take_up(log_in("lea"), "Red Scarf")
    Client().post(others, {"adult": "yes"})
    nobody = Client()
    told = nobody.get(f"{path}data/").json()
    assert [one["id"] for one in told["assignments"]] == list(shopper.assignments.values_list("pk", flat=True))
    assert [one["id"] for one in told["journeys"]] == [JOURNEY] and [one["id"] for one in told["sites"]] == ["s-north"]
    assert told["free"] is False and told["conditions"] == []
    everything = json.dumps(told) + "".join(nobody.get(f"{path}{part}").content.decode() for part in ("", "shell/"))
    for hidden in ("Finn", "finn", "Red Scarf", "Lea", "South", "Before the holidays", other.subject):
        assert hidden not in everything, hidden
    assert nobody.get(f"{others}data/").json()["assignments"] == []
    for address in ("/walks/", "/walks/go/", "/walks/go/data/", "/walks/mine/", "/walks/plans/", "/practice/sync/"):
        assert nobody.get(address)["Location"].startswith("/accounts/login/"), address
    shell = nobody.get(f"{path}shell/").content.decode()
    assert "Blue Umbrella" not in shell and shopper.subject not in shell


def test_a_walk_comes_once_and_is_nobodys(shop: tuple[Shopper, str]) -> None:
    shopper, path = shop
    once = shopped(shopper)
    for _ in range(2):
        answer = send(Client(), once, user=shopper.subject, address=f"{path}sync/")
        assert answer["results"][0]["state"] == "kept"
    walk = Walk.objects.get()
    assert walk.by == "shopper" and walk.week == 202647
    assert set(Rating.objects.values_list("source", "setting", "rater", "day")) == {("shopper", "walk", None, None)}
    done = Assignment.objects.get(done_on__isnull=False)
    assert done.done_on == TODAY and Place.objects.get(pk=done.place_id).walked == 1
    assert not Happened.objects.exists(), "a shopper is no person"
    assert len(Client().get(f"{path}data/").json()["assignments"]) == 1


def test_only_what_was_asked_of_them_is_taken(shop: tuple[Shopper, str]) -> None:
    shopper, path = shop
    finns = Assignment.objects.filter(person="finn").first()
    assert finns is not None
    for told in (body(), body(assignment=finns.pk), body(assignment=shopper.assignments.first().pk, site="s-south")):  # type: ignore[union-attr]
        answer = send(Client(), item(told, kind="shop"), user=shopper.subject, address=f"{path}sync/")
        assert answer["results"][0]["state"] == "refused"
    for kind in ("walk", "review", "nothing"):
        assert send(Client(), item(body(), kind=kind), user=shopper.subject, address=f"{path}sync/").status_code == 422
    assert send(Client(), shopped(shopper), user="finn", address=f"{path}sync/").status_code == 409
    assert not Walk.objects.exists()


def test_somebody_of_the_house_cannot_walk_as_a_shopper(shop: tuple[Shopper, str], log_in: LogIn) -> None:
    shopper, _ = shop
    assert send(log_in("finn"), shopped(shopper))["results"][0]["state"] == "refused"


def test_a_link_ends(shop: tuple[Shopper, str], log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    shopper, path = shop
    lea = log_in("lea")
    assert "/walks/shop/" not in lea.get(f"/walks/shoppers/{shopper.pk}/").content.decode(), "it is told once"
    assert path.split("/")[3] not in {shopper.hash, ""}
    page = lea.post(f"/walks/shoppers/{shopper.pk}/").content.decode()
    newer = re.search(r"(/walks/shop/[^/<]+/)", page)
    assert newer and Client().get(newer[1]).status_code == 200
    assert Client().get(path).status_code == 403, "an earlier one opens nothing any more"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=61))
    assert Client().get(newer[1]).status_code == 403
    assert Client().post(f"{newer[1]}sync/", "{}", content_type="application/json").status_code == 403
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    lea = log_in("lea")
    assert lea.post(f"/walks/shoppers/{shopper.pk}/revoke/").status_code == 302
    assert Client().get(newer[1]).status_code == 403
    assert not Assignment.objects.filter(shopper=shopper).exists()


def test_a_shoppers_page_tells_nobody_where_it_was_opened_from(shop: tuple[Shopper, str]) -> None:
    for address in (shop[1], f"{shop[1]}data/", "/walks/shop/no-such-token-at-all/"):
        answer = Client().get(address)
        assert answer["Referrer-Policy"] == "no-referrer" and answer["Cache-Control"] == "no-store"
        assert "sessionid" not in answer.cookies


def test_a_shopper_is_forgotten_and_the_walks_stay(shop: tuple[Shopper, str], log_in: LogIn) -> None:
    shopper, path = shop
    send(Client(), shopped(shopper), user=shopper.subject, address=f"{path}sync/")
    assert log_in("lea").post(f"/walks/shoppers/{shopper.pk}/forget/").status_code == 302
    assert not Shopper.objects.exists() and Walk.objects.count() == 1 and Rating.objects.count() == 2
    assert Client().get(path).status_code == 403


def test_only_who_leads_there_knows_of_them(shop: tuple[Shopper, str], log_in: LogIn, cast: dict[str, Person]) -> None:
    shopper, _ = shop
    for name in ("finn", "cora", "rita"):
        for address in ("/walks/shoppers/", "/walks/shoppers/new/", f"/walks/shoppers/{shopper.pk}/"):
            assert log_in(name).get(address).status_code == 403
    olga = log_in("olga")
    assert olga.post(f"/walks/shoppers/{shopper.pk}/").status_code == 404
    assert "Blue Umbrella" not in olga.get("/walks/shoppers/").content.decode()
    scope = scope_of(cast["olga"], TODAY)
    for act in (actions.new_link, actions.revoke, actions.forget):
        with pytest.raises(PermissionDenied):
            act(scope=scope, shopper=shopper, at=NOW)


def test_a_shopper_of_other_sites_too_is_not_theirs_who_leads_one_of_them(
    log_in: LogIn, cast: dict[str, Person]
) -> None:
    hugo = log_in("hugo")
    hugo.post("/walks/shoppers/new/", {"name": "Red Hat", "sites": ["s-north", "s-south"], "is_adult": "on"})
    shopper, lea = Shopper.objects.get(), log_in("lea")
    assert "Red Hat" not in lea.get("/walks/shoppers/").content.decode()
    assert "Red Hat" not in lea.get("/walks/plans/new/").content.decode()
    assert lea.post(f"/walks/shoppers/{shopper.pk}/").status_code == 404
    for act in (actions.new_link, actions.revoke, actions.forget):
        with pytest.raises(PermissionDenied):
            act(scope=scope_of(cast["lea"], TODAY), shopper=shopper, at=NOW)
    assert "Red Hat" in hugo.get("/walks/shoppers/").content.decode()


def test_who_may_not_be_asked_any_more_is_not_offered(shop: tuple[Shopper, str], log_in: LogIn) -> None:
    shopper, _ = shop
    log_in("lea").post(f"/walks/shoppers/{shopper.pk}/revoke/")
    assert "Blue Umbrella" not in log_in("lea").get("/walks/plans/new/").content.decode()
