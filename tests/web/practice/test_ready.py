"""Readiness: the rule proposes, a person decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.model.readiness import Rule
from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Happened
from clearbar.web.people.actions.persons import leave
from clearbar.web.people.models import Grant, Person, Role, Site
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import ready as actions
from clearbar.web.practice.actions import sign as signing
from clearbar.web.practice.models.duties import Duty
from clearbar.web.practice.models.ready import Became, HeldBack, ReadyRule
from clearbar.web.practice.models.sign import Signature
from clearbar.web.practice.queries import readiness as queries
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
Log = Callable[[str], Client]
SIGNED_ONLY = Rule(signed=True, learned=False, times=0, scenarios=0)
NOTHING = Rule(signed=False, learned=False, times=0, scenarios=0)


def rule(by: Person, asked: Rule, journey: str = "", role: str = "") -> ReadyRule:
    return actions.write_rule(scope=scope_of(by, TODAY), journey=journey, role=role, rule=asked, at=NOW)


def sign_all(person: Person, book: Version) -> None:
    editions = [edition for standard, edition in book.editions.items() if standard != "overall"]
    signing.sign(scope=scope_of(person, TODAY), version=book, editions=editions, at=NOW, today=TODAY)


def standing(person: str, journey: str) -> queries.Standing:
    found = queries.standings(None, TODAY, persons=[person])
    return next(one for one in found if one.journey.id == journey)


def hold(log_in: Log, by: str, person: str = "finn", until: date = TODAY + timedelta(days=7)) -> int:
    said = {"reason": "First beside Gwen for a week.", "until": f"{until}"}
    return log_in(by).post(f"/practice/ready/{person}/put-right/hold/", said).status_code


def test_without_a_rule_everybody_is_asked_to_sign_learn_and_rehearse(book: Version) -> None:
    lacks = [one.lack.value for one in standing("finn", "put-right").readiness.missing]
    assert lacks == ["signature", "learning", "rehearsal"]
    assert standing("finn", "put-right").may_perform


def test_who_signed_all_fulfils_a_rule_that_asks_no_more(book: Version, cast: dict[str, Person]) -> None:
    rule(cast["ada"], SIGNED_ONLY)
    assert not standing("finn", "put-right").readiness.ready
    sign_all(cast["finn"], book)
    assert standing("finn", "put-right").readiness.ready
    assert not standing("gwen", "put-right").readiness.ready


def test_the_nearest_rule_holds_and_two_roles_keep_the_stricter(book: Version, cast: dict[str, Person]) -> None:
    rule(cast["ada"], NOTHING)
    rule(cast["ada"], SIGNED_ONLY, journey="put-right")
    assert standing("finn", "choose-glasses").readiness.ready
    assert not standing("finn", "put-right").readiness.ready
    rule(cast["ada"], Rule(False, False, 3, 1), role=Role.COACH)
    rule(cast["ada"], NOTHING, journey="put-right", role=Role.COACH)
    assert standing("cora", "put-right").readiness.ready
    assert [one.says for one in standing("cora", "choose-glasses").readiness.missing] == [
        "3 more rehearsals at the bar"
    ]
    Grant.objects.create(person=cast["cora"], role=Role.LEADER, team_id="north")
    assert not standing("cora", "put-right").readiness.ready


def test_only_what_a_team_performs_is_asked_of_it(book: Version, log_in: Log, now: datetime) -> None:
    sent = log_in("hugo").post("/practice/ready/duties/put-right/", {"teams": ["south"]})
    assert sent.status_code == 302
    assert {one.journey.id for one in queries.standings(None, TODAY, persons=["finn"])} == {
        "choose-glasses", "collect-glasses",
    }  # fmt: skip
    assert log_in("hugo").post("/practice/ready/duties/put-right/", {}).status_code == 302
    assert Duty.objects.count() == 0


def test_somebody_is_held_back_by_a_person_with_a_reason_and_a_day(book: Version, log_in: Log, now: datetime) -> None:
    assert hold(log_in, "lea") == 302
    assert not standing("finn", "put-right").may_perform
    assert "First beside Gwen" in log_in("lea").get("/practice/ready/").content.decode()
    assert log_in("lea").post("/practice/ready/finn/put-right/let/").status_code == 302
    assert standing("finn", "put-right").may_perform
    kept = HeldBack.objects.get()
    assert (kept.by, kept.ended_by) == ("lea", "lea")
    assert {"held back", "let perform"} <= set(Line.objects.values_list("verb", flat=True))


def test_holding_back_ends_by_itself_on_its_day(book: Version, log_in: Log, now: datetime) -> None:
    assert hold(log_in, "lea", until=TODAY + timedelta(days=2)) == 302
    found = queries.standings(None, TODAY + timedelta(days=3), persons=["finn"])
    assert all(one.may_perform for one in found)


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=91)])
def test_a_day_that_is_past_or_far_away_is_refused_and_what_was_typed_is_kept(
    book: Version, log_in: Log, now: datetime, until: date
) -> None:
    said = {"reason": "First beside Gwen for a week.", "until": f"{until}"}
    page = log_in("lea").post("/practice/ready/finn/put-right/hold/", said)
    assert page.status_code == 422 and "First beside Gwen" in page.content.decode()
    assert HeldBack.objects.count() == 0


def test_who_is_ready_cannot_be_held_back(book: Version, cast: dict[str, Person], log_in: Log, now: datetime) -> None:
    rule(cast["ada"], NOTHING)
    assert hold(log_in, "lea") == 422 and HeldBack.objects.count() == 0


@pytest.mark.parametrize(("name", "status"), [
    ("finn", 403), ("gwen", 403), ("otto", 403), ("rita", 403), ("cora", 403), ("ada", 403), ("olga", 404),
    ("lea", 302), ("hugo", 302),
])  # fmt: skip
def test_only_who_leads_somebody_holds_them_back(
    book: Version, log_in: Log, now: datetime, name: str, status: int
) -> None:
    assert hold(log_in, name) == status
    assert HeldBack.objects.exists() == (status == 302)


def test_nobody_decides_of_themself(book: Version, cast: dict[str, Person], log_in: Log, now: datetime) -> None:
    assert hold(log_in, "lea", "lea") == 404
    with pytest.raises(PermissionDenied):
        actions.hold_back(
            scope=scope_of(cast["lea"], TODAY), standing=standing("lea", "put-right"), reason="x",
            until=TODAY + timedelta(days=1), at=NOW, today=TODAY,
        )  # fmt: skip


@pytest.mark.parametrize(("name", "sees"), [
    ("lea", {"Finn"}), ("cora", {"Finn"}), ("olga", {"Otto"}), ("hugo", {"Finn", "Otto"}), ("ada", {"Finn", "Otto"}),
])  # fmt: skip
def test_the_board_shows_ones_own_people(book: Version, log_in: Log, now: datetime, name: str, sees: set[str]) -> None:
    page = log_in(name).get("/practice/ready/").content.decode()
    assert {one for one in ("Finn", "Otto") if f"{one} " in page} == sees
    assert "Bo the agent" not in page


@pytest.mark.parametrize("name", ["finn", "otto", "rita"])
def test_the_board_is_for_those_who_answer_for_others(book: Version, log_in: Log, now: datetime, name: str) -> None:
    assert log_in(name).get("/practice/ready/").status_code == 403


def test_becoming_ready_is_noted_once_with_its_event_and_ends_when_a_signature_does(
    book: Version, cast: dict[str, Person]
) -> None:
    rule(cast["ada"], SIGNED_ONLY)
    sign_all(cast["finn"], book)
    assert actions.look_who_is_ready(at=NOW, today=TODAY) == 3
    assert actions.look_who_is_ready(at=NOW, today=TODAY) == 0
    assert Became.objects.filter(person="finn", until=None).count() == 3
    ready = Happened.objects.filter(kind="ready", person="finn")
    assert set(ready.values_list("standard", flat=True)) == set(book.editions) - {"overall"}
    Signature.objects.filter(person="finn").update(until=TODAY)
    later = TODAY + timedelta(days=1)
    assert actions.look_who_is_ready(at=NOW + timedelta(days=1), today=later) == 3
    assert set(Became.objects.values_list("until", flat=True)) == {later}


def test_who_becomes_ready_is_held_back_no_more(
    book: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    rule(cast["ada"], SIGNED_ONLY)
    assert hold(log_in, "lea") == 302
    sign_all(cast["finn"], book)
    actions.look_who_is_ready(at=NOW, today=TODAY)
    assert standing("finn", "put-right").may_perform


def test_rules_are_written_by_who_leads_the_house(book: Version, log_in: Log, now: datetime) -> None:
    said = {"journey": "put-right", "role": "", "signed": "on", "times": "4", "scenarios": "2"}
    for name, status in (("finn", 403), ("cora", 403), ("lea", 403), ("olga", 403), ("hugo", 302), ("ada", 302)):
        assert log_in(name).post("/practice/ready/rules/", said).status_code == status
    kept = ReadyRule.objects.get()
    assert kept.rule == Rule(True, False, 4, 2)
    wrong = log_in("hugo").post("/practice/ready/rules/", {**said, "scenarios": "5"})
    assert wrong.status_code == 422 and "more scenarios than rehearsals" in wrong.content.decode()
    assert log_in("hugo").post(f"/practice/ready/rules/{kept.pk}/drop/").status_code == 302
    assert not ReadyRule.objects.exists()


def test_the_page_of_what_training_was_worth_opens_before_anything_was_heard(
    book: Version, log_in: Log, now: datetime
) -> None:
    assert "it stands here whether it showed" in log_in("lea").get("/practice/worth/").content.decode()
    assert log_in("finn").get("/practice/worth/").status_code == 403


def test_who_leaves_soon_stays_on_the_boards_until_their_last_day(book: Version, cast: dict[str, Person]) -> None:
    last = TODAY + timedelta(days=7)
    rule(cast["ada"], NOTHING)
    actions.look_who_is_ready(at=NOW, today=TODAY)
    leave(scope=scope_of(cast["ada"], TODAY), person=cast["finn"], day=last, at=NOW)
    for day in (TODAY, last):
        actions.look_who_is_ready(at=NOW, today=day)
        assert Became.objects.filter(person="finn", until=None).exists()
        assert "finn" in {one.performer.person for one in queries.standings(None, day)}
    assert "finn" not in {one.performer.person for one in queries.standings(None, last + timedelta(days=1))}


def test_signing_and_becoming_ready_happen_on_the_day_of_the_site(book: Version, cast: dict[str, Person]) -> None:
    Site.objects.filter(pk="s-north").update(timezone="Pacific/Auckland")
    rule(cast["ada"], SIGNED_ONLY)
    late = NOW.replace(hour=20)  # the next morning there
    editions = [edition for standard, edition in book.editions.items() if standard != "overall"]
    signing.sign(scope=scope_of(cast["finn"], TODAY), version=book, editions=editions, at=late, today=TODAY)
    actions.look_who_is_ready(at=late, today=TODAY, persons=["finn"])
    days = Happened.objects.filter(person="finn").values_list("kind", "day").distinct().order_by("kind")
    tomorrow = int(f"{TODAY + timedelta(days=1):%Y%m%d}")
    assert list(days) == [("ready", tomorrow), ("signed", tomorrow)]
