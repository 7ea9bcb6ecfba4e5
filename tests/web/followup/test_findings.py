"""Findings in the house: who may see which, what becomes of them, and how they come."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.model.book import Source
from clearbar.model.estimate import Estimate
from clearbar.model.finding import ActKind, Basis, Duty, Finding, FindingKind, Owner, Place, Rest, Sure
from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.followup.actions import findings as actions
from clearbar.web.followup.actions.findings import Refused
from clearbar.web.followup.actions.findings_bring import FADES, RENEWED, bring
from clearbar.web.followup.holding_findings import Findings
from clearbar.web.followup.models.findings import FindingRow, FindingState
from clearbar.web.followup.queries import findings as queries
from clearbar.web.followup.queries import findings_acts
from clearbar.web.ledger.actions import keep_answer
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.jobs import publish, settle
from clearbar.web.ledger.models import Job
from clearbar.web.notices.models import Notice
from clearbar.web.people.days import house_today
from clearbar.web.people.holding import Subject, SubjectKind
from clearbar.web.people.models import Grant, Organisation, Person, Role
from clearbar.web.people.scope import scope_of
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
Log = Callable[[str], Client]
S = FindingState


def share(hits: int = 10, n: int = 40, half: float = 0.12) -> Estimate:
    return Estimate(hits / n, max(0.0, hits / n - half), min(1.0, hits / n + half), n, hits=hits)


def finding(kind: FindingKind = FindingKind.PERSON, hits: int = 10, **of: str) -> Finding:
    place = Place(**({"standard": "right.choice", "person": "finn"} | of if kind is FindingKind.PERSON else of))
    duty = Duty.COACH if place.person else Duty.SITE if place.site else Duty.HOUSE
    act = ActKind.COACH if place.person else ActKind.LOOK
    return Finding(
        kind, place, f"Cleared in {hits} of 40 ({hits}–{hits + 20} %).",
        Sure(Basis.VERDICT, "The whole range lies below that.", "falls short", share(hits)),
        (Rest("ratings", "x", "the single ratings"),), act, "Look together, and agree on one thing.", Owner(duty),
        TODAY + timedelta(days=14),
    )  # fmt: skip


def critical(event: str = "i-1", person: str = "finn") -> Finding:
    return Finding(
        FindingKind.CRITICAL, Place("right.choice", "s-north", "north", person, event=event), "Missed once.",
        Sure(Basis.EVENT, "One interaction.", times=1), (Rest("response", "r-1", "the rating"),), ActKind.TALK,
        "Look at it together.", Owner(Duty.COACH), TODAY + timedelta(days=3),
    )  # fmt: skip


ABOUT = {
    "person": finding(),
    "rater": finding(FindingKind.HARSH, standard="right.choice", rater="rita"),
    "site": finding(FindingKind.SITE, standard="right.choice", site="s-north"),
    "standard": finding(FindingKind.VAGUE, standard="right.choice"),
}
"""One of each, by what it is about."""

READS = {
    "person": {"finn", "cora"},
    "rater": {"rita", "hugo", "ada"},
    "site": {"hugo", "ada", "lea"},
    "standard": {"hugo", "ada"},
}
"""Who may open it, written by hand. Lea leads every team of the northern site."""
DECIDES = {"person": {"cora"}, "rater": {"hugo", "ada"}, "site": {"hugo", "ada", "lea"}, "standard": {"hugo", "ada"}}
OWNER = {"person": "cora", "rater": "hugo", "site": "lea", "standard": "hugo"}
EVERYBODY = ("ada", "lea", "hugo", "cora", "rita", "finn", "gwen", "otto", "olga")


def brought(*found: Finding, at: datetime = NOW, whole: bool = False) -> int:
    return bring(findings=found, at=at, today=house_today(at), whole=whole)


def row(one: Finding) -> FindingRow:
    return FindingRow.objects.get(pk=one.key)


def scope(person: str) -> object:
    return scope_of(Person.objects.get(pk=person), TODAY)


def turned(one: Finding, to: S, by: str = "cora", at: datetime = NOW) -> FindingRow:
    held, who = row(one), scope_of(Person.objects.get(pk=by), TODAY)
    if to is S.TAKEN:
        return actions.take_on(scope=who, finding=held, at=at)
    if to is S.SNOOZED:
        today = house_today(at)
        return actions.snooze(scope=who, finding=held, until=today + timedelta(days=7), today=today, at=at)
    if to is S.DISMISSED:
        return actions.dismiss(scope=who, finding=held, reason="We know why.", at=at)
    return actions.finish(scope=who, finding=held, at=at)


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("about", ABOUT)
def test_each_finding_is_read_by_those_it_is_for_and_nobody_else(log_in: Log, book: Version, about: str) -> None:
    one = ABOUT[about]
    brought(*ABOUT.values())
    opened = {who for who in EVERYBODY if log_in(who).get(f"/followup/findings/{one.key}/").status_code == 200}
    assert opened == READS[about]
    listed = {who for who in EVERYBODY if one.key in log_in(who).get("/followup/findings/").content.decode()}
    assert listed == READS[about]


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("about", ABOUT)
def test_only_those_whose_duty_it_is_decide(log_in: Log, book: Version, about: str) -> None:
    one = ABOUT[about]
    brought(*ABOUT.values())
    assert row(one).owner == OWNER[about]
    for who in EVERYBODY:
        client = log_in(who)
        statuses = {
            client.post(f"/followup/findings/{one.key}/{act}/", {"state": "open"}).status_code
            for act in ("take-on", "done", "put-back")
        }
        may = who in DECIDES[about]
        assert statuses == {302} if may else statuses <= {403, 404}, who
        FindingRow.objects.filter(pk=one.key).update(state=S.OPEN)
    assert log_in("nobody").get(f"/followup/findings/{one.key}/").status_code == 302


@pytest.mark.usefixtures("book")
def test_the_switch_lets_leaders_of_the_house_read_and_not_decide(log_in: Log) -> None:
    brought(finding())
    Organisation.objects.update(individual_view=True)
    assert log_in("hugo").get(f"/followup/findings/{finding().key}/").status_code == 200
    assert log_in("lea").get(f"/followup/findings/{finding().key}/").status_code == 200
    assert log_in("olga").get(f"/followup/findings/{finding().key}/").status_code == 404
    assert not queries.acts_on(scope("hugo"), row(finding()))  # type: ignore[arg-type]


@pytest.mark.usefixtures("cast")
def test_who_has_no_coach_is_given_their_own_finding(cast: dict[str, Person]) -> None:
    brought(finding(person="otto"))
    assert row(finding(person="otto")).owner == "otto"
    assert queries.acts_on(scope_of(cast["otto"], TODAY), row(finding(person="otto")))
    brought(finding(person="cora"))  # a coach is not their own coach
    assert row(finding(person="cora")).owner == "cora"


@pytest.mark.usefixtures("cast")
def test_a_site_of_two_leaders_is_for_the_house() -> None:
    from clearbar.web.people.models import Team

    Team.objects.create(id="north-two", name="Second", site_id="s-north")
    brought(ABOUT["site"])
    assert row(ABOUT["site"]).owner == "hugo"
    assert not queries.readable(scope("lea")).exists()  # type: ignore[arg-type]


@pytest.mark.usefixtures("cast")
def test_the_same_again_is_the_same_row_with_its_newest_figures() -> None:
    assert brought(finding(hits=10)) == 1
    assert brought(finding(hits=12), at=NOW + timedelta(days=1)) == 0
    held = row(finding())
    assert (held.state, held.times, held.sure["hits"]) == (S.OPEN, 2, 12)
    assert held.due == TODAY + timedelta(days=14)  # the day does not run away
    assert held.found_at == NOW


@pytest.mark.usefixtures("cast")
def test_put_off_it_comes_again_on_its_day_and_not_before() -> None:
    brought(finding())
    turned(finding(), S.SNOOZED)
    brought(finding(), at=NOW + timedelta(days=6))
    assert row(finding()).state == S.SNOOZED
    assert brought(finding(), at=NOW + timedelta(days=7)) == 1
    assert row(finding()).state == S.REOPENED


@pytest.mark.parametrize("ended", [S.DISMISSED, S.SETTLED])
@pytest.mark.usefixtures("cast")
def test_what_was_decided_comes_again_only_with_much_worse_evidence(ended: S) -> None:
    brought(finding(hits=20))
    turned(finding(), ended)
    brought(finding(hits=18), at=NOW + timedelta(days=30))
    assert row(finding()).state == ended
    assert row(finding()).sure["hits"] == 20  # what was decided on keeps the figures it was decided by
    assert brought(finding(hits=5), at=NOW + timedelta(days=31)) == 1
    assert row(finding()).state == S.REOPENED


@pytest.mark.usefixtures("cast")
def test_when_all_evidence_is_new_it_may_come_again() -> None:
    brought(finding())
    turned(finding(), S.DISMISSED)
    assert brought(finding(), at=NOW + RENEWED) == 1


@pytest.mark.usefixtures("cast")
def test_much_worse_wakes_what_was_put_off() -> None:
    brought(finding(hits=20))
    turned(finding(), S.SNOOZED)
    assert brought(finding(hits=5), at=NOW + timedelta(days=1)) == 1
    assert row(finding()).state == S.REOPENED


@pytest.mark.usefixtures("cast")
def test_what_is_not_seen_any_more_settles_by_itself_and_events_do_not() -> None:
    brought(finding(), critical())
    later = NOW + FADES
    brought(at=later - timedelta(days=1), whole=True)
    assert row(finding()).state == S.OPEN
    brought(at=later, whole=True)
    assert row(finding()).state == S.SETTLED
    assert row(critical()).state == S.OPEN


@pytest.mark.usefixtures("cast")
def test_an_event_that_was_put_off_waits_again_on_its_day() -> None:
    brought(critical())
    turned(critical(), S.SNOOZED)
    brought(at=NOW + timedelta(days=7), whole=True)
    assert row(critical()).state == S.REOPENED


@pytest.mark.usefixtures("cast")
def test_two_people_at_once_the_second_is_told_and_nothing_is_doubled() -> None:
    brought(ABOUT["standard"])
    seen_by_ada = row(ABOUT["standard"])
    turned(ABOUT["standard"], S.TAKEN, by="hugo")
    lines = Line.objects.count()
    with pytest.raises(Refused, match="meanwhile"):
        actions.dismiss(scope=scope("ada"), finding=seen_by_ada, reason="No.", at=NOW)  # type: ignore[arg-type]
    assert row(ABOUT["standard"]).state == S.TAKEN
    assert row(ABOUT["standard"]).by == "hugo"
    assert Line.objects.count() == lines


@pytest.mark.usefixtures("now")
def test_sent_twice_it_is_done_once_and_the_second_is_told(log_in: Log, book: Version) -> None:
    brought(finding())
    client, address = log_in("cora"), f"/followup/findings/{finding().key}/take-on/"
    first = client.post(address, {"state": "open"}, follow=True).content.decode()
    second = client.post(address, {"state": "open"}, follow=True).content.decode()
    assert "You took it on." in first
    assert "meanwhile" in second
    assert Line.objects.filter(verb="took on").count() == 1


@pytest.mark.usefixtures("now")
def test_a_reason_is_sealed_and_read_by_those_who_decide(log_in: Log, book: Version) -> None:
    brought(finding())
    said = "Two of these were rated on a day of fire alarm."
    log_in("cora").post(f"/followup/findings/{finding().key}/dismiss/", {"state": "open", "dismiss-reason": said})
    held = row(finding())
    assert held.state == S.DISMISSED
    assert said.encode() not in bytes(held.reason or b"")
    assert said in log_in("cora").get(f"/followup/findings/{held.pk}/").content.decode()
    assert said not in log_in("finn").get(f"/followup/findings/{held.pk}/").content.decode()
    line = Line.objects.get(verb="dismissed")
    assert said.encode() not in bytes(line.sealed or b"")
    assert said not in f"{line.fields} {line.verb} {line.thing}"


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize(
    ("act", "sent", "says"),
    [
        ("dismiss", {"dismiss-reason": " "}, "This field is required"),
        ("snooze", {"snooze-until": "2026-11-18", "snooze-reason": "Kept words."}, "from tomorrow on"),
        ("snooze", {"snooze-until": "2027-11-18", "snooze-reason": "Kept words."}, "at most half a year"),
        ("snooze", {"snooze-until": "soon", "snooze-reason": "Kept words."}, "valid date"),
    ],
)
def test_wrong_input_keeps_what_was_typed(
    log_in: Log, book: Version, act: str, sent: dict[str, str], says: str
) -> None:
    brought(finding())
    answer = log_in("cora").post(f"/followup/findings/{finding().key}/{act}/", {"state": "open", **sent})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Kept words." in page or act == "dismiss"
    assert row(finding()).state == S.OPEN


@pytest.mark.usefixtures("cast")
def test_an_act_done_elsewhere_settles_what_proposed_it_once() -> None:
    brought(finding())
    assert actions.settle(finding=finding().key, at=NOW, by="cora")
    assert not actions.settle(finding=finding().key, at=NOW, by="cora")
    assert not actions.settle(finding="", at=NOW, by="cora")
    assert not actions.settle(finding="never-heard-of", at=NOW, by="cora")
    assert row(finding()).state == S.SETTLED
    assert Line.objects.filter(verb="settled").count() == 1


@pytest.mark.usefixtures("cast")
def test_nobody_decides_on_what_is_not_theirs() -> None:
    brought(finding())
    for who in ("lea", "hugo", "ada", "finn", "gwen", "otto"):
        with pytest.raises(PermissionDenied):
            actions.dismiss(scope=scope(who), finding=row(finding()), reason="No.", at=NOW)  # type: ignore[arg-type]


@pytest.mark.usefixtures("cast")
def test_owners_are_told_once_a_day_and_no_notice_names_anybody() -> None:
    brought(finding(), finding(person="gwen"))
    brought(critical())
    told = Notice.objects.filter(person="cora")
    assert told.count() == 1
    assert "Finn" not in told[0].text + told[0].subject
    brought(critical("i-2"), at=NOW + timedelta(days=1))
    assert told.count() == 2


@pytest.mark.usefixtures("cast")
def test_what_waits_is_an_act_for_its_owner_alone() -> None:
    assert findings_acts.acts(scope("cora"), NOW) == []  # type: ignore[arg-type]
    brought(finding(), critical())
    turned(critical(), S.TAKEN)
    (act,) = findings_acts.acts(scope("cora"), NOW + timedelta(days=4))  # type: ignore[arg-type]
    assert act.says == "2 findings wait for you to act on: 1 of them taken on, 1 beyond the day."
    assert findings_acts.acts(scope("finn"), NOW) == []  # type: ignore[arg-type]


@pytest.mark.usefixtures("cast")
def test_findings_left_lying_are_counted_for_managers() -> None:
    brought(finding(), finding(person="gwen"), critical())
    turned(finding(person="gwen"), S.TAKEN)
    assert queries.lying(["cora", "lea"], TODAY + timedelta(days=15)) == {"cora": 2}
    assert queries.lying(["cora"], TODAY) == {}


@pytest.mark.usefixtures("cast")
def test_own_data_holds_what_is_said_of_me_and_erasure_takes_it_out() -> None:
    brought(*ABOUT.values())
    turned(finding(), S.DISMISSED)
    (told,) = Findings().own(Subject(SubjectKind.PERSON, "finn"))["findings about me"]
    assert told["reason"] == "We know why."
    assert Findings().own(Subject(SubjectKind.CUSTOMER, "finn")) == {}
    assert Findings().erase(Subject(SubjectKind.PERSON, "finn"), NOW) == 1
    assert Findings().erase(Subject(SubjectKind.PERSON, "rita"), NOW) == 1
    assert Findings().erase(Subject(SubjectKind.PERSON, "hugo"), NOW) == 1  # the owner's id alone
    assert set(FindingRow.objects.values_list("kind", flat=True)) == {
        FindingKind.SITE.value, FindingKind.VAGUE.value
    }  # fmt: skip


@pytest.mark.usefixtures("cast")
def test_what_ended_long_ago_is_forgotten() -> None:
    brought(*ABOUT.values())
    turned(finding(), S.SETTLED)
    assert Findings().forget("findings", NOW) == 0
    assert Findings().forget("findings", NOW + timedelta(days=1)) == 1
    assert FindingRow.objects.count() == 3


# How they come


def reviewed(level: int, standard: str = "right.choice", person: str | None = "finn") -> str:
    edition = Version.objects.get().editions[standard]
    answer = Answer(
        Source.REVIEWER, NOW, "Europe/Berlin", "card", interaction="i-7", rater="rita", person=person, team="north",
        site="s-north",
    )  # fmt: skip
    return keep_answer(answer=answer, marks=[Mark(standard, edition, level)], actor="rita")


def mark_critical(why: str) -> None:
    publish("standard critical", name=f"x{why}", at=NOW, standard="right.choice", why=why)
    settle(lambda: NOW)


@pytest.mark.usefixtures("book")
def test_a_critical_standard_missed_once_prompts_a_conversation_with_the_coach_at_once(log_in: Log) -> None:
    mark_critical("Somebody gets glasses that hurt.")
    response = reviewed(2)
    settle(lambda: NOW)
    held = FindingRow.objects.get()
    assert (held.kind, held.act, held.owner, held.person) == (FindingKind.CRITICAL.value, "talk", "cora", "finn")
    assert held.sure["basis"] == "one event"
    assert "Somebody gets glasses that hurt" in held.seen
    assert held.rests == [{"kind": "response", "id": response, "says": "the rating"}]
    assert f"/reviews/of/{response}/" in log_in("cora").get(f"/followup/findings/{held.pk}/").content.decode()


@pytest.mark.usefixtures("book")
def test_what_cleared_its_bar_or_is_not_critical_prompts_nothing() -> None:
    reviewed(2)
    settle(lambda: NOW)
    mark_critical("It hurts.")
    reviewed(4)
    settle(lambda: NOW)
    mark_critical("")
    reviewed(1)
    settle(lambda: NOW)
    assert not FindingRow.objects.exists()


@pytest.mark.usefixtures("book")
def test_where_nobody_is_known_to_have_served_it_is_for_who_leads_the_site() -> None:
    mark_critical("It hurts.")
    reviewed(2, person=None)
    settle(lambda: NOW)
    held = FindingRow.objects.get()
    assert (held.person, held.site, held.owner) == ("", "s-north", "lea")


@pytest.mark.usefixtures("book")
def test_a_job_done_twice_brings_one_finding() -> None:
    mark_critical("It hurts.")
    reviewed(2)
    settle(lambda: NOW)
    Job.objects.filter(task="findings of an answer").update(done_at=None, due=NOW)
    settle(lambda: NOW)
    assert FindingRow.objects.count() == 1


@pytest.mark.usefixtures("book")
def test_a_failed_quiz_prompts_a_conversation() -> None:
    publish("quiz failed", name="a:right.choice", at=NOW, person="finn", standard="right.choice", times=3)
    settle(lambda: NOW)
    held = FindingRow.objects.get()
    assert (held.kind, held.act, held.owner) == (FindingKind.QUIZ.value, "talk", "cora")
    assert "3 times" in held.seen


def test_the_hub_shows_what_waits(log_in: Log, book: Version, now: datetime) -> None:
    assert "wait for you to act on" not in log_in("cora").get("/followup/").content.decode()
    brought(finding())
    assert "1 finding waits for you to act on" in log_in("cora").get("/followup/").content.decode()
    del now, book


@pytest.mark.usefixtures("book", "now")
@pytest.mark.parametrize("who", EVERYBODY)
def test_whatever_the_hub_offers_opens(log_in: Log, who: str) -> None:
    client = log_in(who)
    page = client.get("/followup/").content.decode().partition('id="main"')[2]
    offered = set(re.findall(r'href="(/followup/[^"]+)"', page))
    assert "/followup/findings/" in offered
    assert {path: client.get(path, follow=True).status_code for path in offered} == dict.fromkeys(offered, 200)


@pytest.mark.usefixtures("book", "now")
def test_the_page_of_a_finding_leads_to_its_act(log_in: Log) -> None:
    brought(finding(), critical())
    for one in (finding(), critical()):
        page = log_in("cora").get(f"/followup/findings/{one.key}/").content.decode()
        (address,) = re.findall(r'class="button" href="([^"]+)"', page)
        opened = log_in("cora").get(address.replace("&amp;", "&"))
        assert opened.status_code == 200
        assert one.key in address


@pytest.mark.parametrize("about", ["person", "site", "standard"])
def test_what_waits_goes_to_the_next_when_its_owner_has_the_duty_no_more(cast: dict[str, Person], about: str) -> None:
    del cast
    one, was = ABOUT[about], OWNER[about]
    brought(one)
    Grant.objects.filter(person=was).delete()
    brought(one, at=NOW + timedelta(days=1))
    assert row(one).owner == {"person": "finn", "site": "hugo", "standard": "ada"}[about]


def test_an_event_goes_to_the_next_too_and_they_are_told(cast: dict[str, Person]) -> None:
    del cast
    one = critical()
    brought(one)
    assert row(one).owner == "cora"
    Grant.objects.filter(person="cora").delete()
    Grant.objects.create(person=Person.objects.get(pk="gwen"), role=Role.COACH, team_id="north")
    later = NOW + timedelta(days=1)
    brought(finding(), at=later, whole=True)
    assert row(one).owner == "gwen"
    assert Notice.objects.filter(person="gwen", path="/followup/findings/").exists()
    turned(one, S.TAKEN, by="gwen", at=later)
    Grant.objects.filter(person="gwen").delete()
    brought(at=later + timedelta(days=1), whole=True)
    assert row(one).owner == "gwen"


def test_who_put_it_back_stays_its_owner_as_long_as_they_have_the_duty(cast: dict[str, Person]) -> None:
    del cast
    one = ABOUT["standard"]
    brought(one)
    turned(one, S.TAKEN, by="ada")
    actions.put_back(scope=scope_of(Person.objects.get(pk="ada"), TODAY), finding=row(one), at=NOW)
    brought(one, at=NOW + timedelta(days=1))
    assert row(one).owner == "ada"


def test_a_leader_of_the_house_who_left_owns_nothing_new(cast: dict[str, Person]) -> None:
    Person.objects.filter(pk="hugo").update(left_on=date(2026, 11, 1))
    brought(ABOUT["standard"])
    assert row(ABOUT["standard"]).owner == "ada"
    Grant.objects.all().delete()
    brought(replace(ABOUT["standard"], place=Place("right.mended")))
    assert row(replace(ABOUT["standard"], place=Place("right.mended"))).owner == ""
    del cast
