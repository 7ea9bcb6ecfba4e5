"""Schedules read who may perform what: a rule is a proposal, a person's decision is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from clearbar.web.book.models import Version
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import ready
from clearbar.web.practice.queries.readiness import standings
from tests.web.api.conftest import Program
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()

SEES = {
    "ada": {"ada", "lea", "cora", "rita", "finn", "gwen", "otto", "olga", "hugo"},
    "hugo": {"ada", "lea", "cora", "rita", "finn", "gwen", "otto", "olga", "hugo"},
    "lea": {"ada", "lea", "cora", "finn", "gwen"}, "cora": {"ada", "lea", "cora", "finn", "gwen"},
    "olga": {"rita", "otto", "olga"}, "rita": {"rita"}, "finn": {"finn"}, "gwen": {"gwen"}, "otto": {"otto"},
}  # fmt: skip
"""Written by hand: whose readiness each reads."""


def test_a_token_reads_the_readiness_of_those_its_person_answers_for(
    program: Callable[..., Program], book: Version, now: datetime
) -> None:
    for name, sees in SEES.items():
        answer = program(name).get("/readiness").json()
        assert {one["person"] for one in answer["items"]} == sees, name


def test_who_leaves_soon_is_told_of_until_their_last_day(
    program: Callable[..., Program], cast: dict[str, Person], book: Version, now: datetime
) -> None:
    for days, sees in ((0, True), (-1, False)):
        Person.objects.filter(pk="finn").update(left_on=TODAY + timedelta(days=days))
        told = {one["person"] for one in program("lea").get("/readiness").json()["items"]}
        assert ("finn" in told) is sees


def test_what_is_missing_is_a_proposal_and_only_a_persons_decision_holds_back(
    program: Callable[..., Program], cast: dict[str, Person], book: Version, now: datetime
) -> None:
    def told() -> dict[str, object]:
        items = program("lea").get("/readiness", journey="put-right", team="north").json()["items"]
        [journey] = next(one for one in items if one["person"] == "finn")["journeys"]
        return dict(journey)

    assert told() == {
        "journey": "put-right", "ready": False, "missing": ["signature", "learning", "rehearsal"],
        "may_perform": True, "held_until": None,
    }  # fmt: skip
    standing = next(one for one in standings(None, TODAY, persons=["finn"]) if one.journey.id == "put-right")
    until = TODAY + timedelta(days=7)
    ready.hold_back(
        scope=scope_of(cast["lea"], TODAY), standing=standing, reason="First beside Gwen.", until=until, at=NOW,
        today=TODAY,
    )  # fmt: skip
    assert (told()["may_perform"], told()["held_until"]) == (False, f"{until}")
    assert "Gwen" not in str(told())


def test_pages_hold_everybody_once(program: Callable[..., Program], book: Version, now: datetime) -> None:
    hugo, seen, cursor = program("hugo"), list[str](), ""
    while True:
        answer = hugo.get("/readiness", **{"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [one["person"] for one in answer["items"]]
        cursor = answer["next"]
        if not cursor:
            break
    assert sorted(seen) == sorted(SEES["hugo"])
