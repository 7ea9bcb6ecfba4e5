"""Rounds are drawn by chance with exact probabilities, and everybody keeps away from what is their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from math import comb, sqrt
from typing import Any

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from clearbar.web.ledger import jobs
from clearbar.web.people.models import Grant, Person, Role
from clearbar.web.people.scope import scope_of
from clearbar.web.reviews import drawing
from clearbar.web.reviews.actions import cycles
from clearbar.web.reviews.models import Assignment, Card, Choice, Conflict, Cycle
from clearbar.web.reviews.tasks import draw_rounds, remind
from tests.web.conftest import NOW
from tests.web.reviews.conftest import FULL, Assigned, LogIn, happened, settled

MONDAY = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
Begin = Callable[..., Cycle]


@pytest.fixture
def begin(cast: dict[str, Person]) -> Begin:
    """A cycle of team north."""

    def with_(**chosen: Any) -> Cycle:
        known: dict[str, Any] = {
            "name": "two each", "every": "week", "per": "person", "quota": 2, "teams": ["north"],
            "reviewers": ["rita", "cora"], "overlap": 0.0, "days": 7, "since": date(2026, 11, 1),
        }  # fmt: skip
        return cycles.begin_cycle(scope=scope_of(cast["lea"], NOW.date()), at=NOW, **(known | chosen))

    return with_


def week_of(**persons: int) -> None:
    for person, count in persons.items():
        for number in range(count):
            happened(f"{person}-{number}", person=person, at=MONDAY + timedelta(hours=number % 100))


@given(
    st.dictionaries(st.text(min_size=1, max_size=4), st.sets(st.text(max_size=5), max_size=12), max_size=4),
    st.integers(1, 9),
    st.text(max_size=6),
)
def test_each_stratum_gives_its_quota_and_says_with_which_probability(
    eligible: dict[str, set[str]], quota: int, seed: str
) -> None:
    for part in drawing.strata(eligible, quota, seed):
        own = eligible[part.name]
        assert set(part.order) == own and len(part.order) == len(own)
        assert len(part.drawn) == min(quota, len(own))
        assert part.inclusion() == (min(quota / len(own), 1.0) if own else 0.0)
    assert drawing.strata(eligible, quota, seed) == drawing.strata(eligible, quota, seed)


def test_over_many_seeds_every_pair_is_drawn_as_often_as_any_other() -> None:
    names, times = [f"i{n}" for n in range(6)], 1500
    seen = Counter(frozenset(drawing.strata({"x": names}, 2, f"seed {n}")[0].drawn) for n in range(times))
    each = times / comb(6, 2)
    assert len(seen) == comb(6, 2)
    assert max(abs(count - each) for count in seen.values()) < 4.5 * sqrt(each)


@pytest.mark.django_db
def test_a_round_stores_quota_over_eligible_and_can_be_drawn_again_from_its_seed(begin: Begin) -> None:
    week_of(finn=8, gwen=1)
    happened("old", at=MONDAY - timedelta(days=2))
    happened("late", at=MONDAY + timedelta(days=7))
    happened("elsewhere", team="south", person="otto")
    happened("seen", source="watched")
    drawn = cycles.draw(cycle=begin(), at=NOW)
    assert drawn
    told = {(one.person, one.inclusion) for one in drawn.assignments.all()}
    assert told == {("finn", 2 / 8), ("gwen", 1.0)}
    by_hand = sorted(
        (f"finn-{n}" for n in range(8)), key=lambda name: sha256(f"{drawn.seed}:draw:finn:{name}".encode()).digest()
    )[:2]
    assert set(drawn.assignments.filter(person="finn").values_list("interaction", flat=True)) == set(by_hand)


@pytest.mark.django_db
def test_a_team_is_drawn_from_as_one_where_the_quota_is_for_teams(begin: Begin) -> None:
    week_of(finn=6, gwen=4)
    drawn = cycles.draw(cycle=begin(per="team", quota=3), at=NOW)
    assert drawn
    assert {(one.stratum, one.inclusion) for one in drawn.assignments.all()} == {("north", 0.3)}
    assert drawn.assignments.count() == 3


@pytest.mark.django_db
def test_a_month_is_drawn_when_it_is_over(begin: Begin) -> None:
    happened("october", at=datetime(2026, 10, 31, 22, 30, tzinfo=UTC))  # half past eleven in Berlin
    happened("november", at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))  # half past midnight in Berlin
    drawn = cycles.draw(cycle=begin(every="month", since=date(2026, 10, 1)), at=NOW)
    assert drawn
    assert (drawn.first, drawn.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert [one.interaction for one in drawn.assignments.all()] == ["october"]


@pytest.mark.django_db
def test_the_job_draws_each_round_once_and_tells_the_reviewers(begin: Begin, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.test"
    week_of(finn=3)
    begin()
    draw_rounds(now=NOW)
    draw_rounds(now=NOW + timedelta(hours=1))
    assert Assignment.objects.count() == 2
    jobs.settle(lambda: NOW)
    assert {one.to[0] for one in mail.outbox} == {
        f"{who}@example.test" for who in set(Assignment.objects.values_list("reviewer", flat=True))
    }
    assert all("finn" not in one.body.lower() for one in mail.outbox)


@pytest.mark.django_db
def test_planned_overlap_goes_to_two_reviewers_and_neither_is_told(
    begin: Begin, log_in: LogIn, now: datetime, book: Any
) -> None:
    del now, book
    week_of(finn=10)
    drawn = cycles.draw(cycle=begin(quota=4, overlap=0.5), at=NOW)
    assert drawn
    looks = Counter(drawn.assignments.values_list("interaction", flat=True))
    assert sorted(looks.values()) == [1, 1, 2, 2]
    for name in (name for name, count in looks.items() if count == 2):
        assert set(drawn.assignments.filter(interaction=name).values_list("reviewer", flat=True)) == {"rita", "cora"}
    shown: dict[str, set[str]] = {}
    for one in drawn.assignments.all():
        page = log_in(one.reviewer).get(f"/reviews/{one.pk}/").content.decode()
        own = r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+|Rita Reviewer|Cora Coach'
        told = re.sub(own, "", page[page.index("<main") :].replace(str(one.pk), "key"))
        shown.setdefault(one.interaction, set()).add(told)
    assert {len(pages) for pages in shown.values()} == {1}  # the first look and the second are the same page


@pytest.mark.django_db
def test_nobody_is_given_their_own_interactions_and_who_nobody_may_look_at_is_told(begin: Begin) -> None:
    week_of(cora=3)
    drawn = cycles.draw(cycle=begin(reviewers=["cora"]), at=NOW)
    assert drawn
    assert not drawn.assignments.exists()
    assert drawn.notes == ["2 of those drawn may be reviewed by none of the reviewers: name another reviewer."]


@pytest.mark.django_db
@pytest.mark.parametrize(("pay", "given"), [(None, 0), (True, 0), (False, 2)])
def test_leads_are_given_reviews_of_their_team_only_where_no_pay_hangs_on_them(
    begin: Begin, pay: bool | None, given: int
) -> None:
    Choice.objects.create(pk=1, pay=pay)
    week_of(finn=4)
    drawn = cycles.draw(cycle=begin(reviewers=["lea"]), at=NOW)
    assert drawn and drawn.assignments.count() == given


@pytest.mark.django_db
def test_a_conflict_keeps_a_reviewer_away_without_changing_what_is_drawn(begin: Begin) -> None:
    week_of(finn=6, gwen=6)
    Conflict.objects.create(reviewer="rita", person="finn", reason="siblings", by="lea", at=NOW)
    drawn = cycles.draw(cycle=begin(), at=NOW)
    assert drawn
    assert set(drawn.assignments.filter(person="finn").values_list("reviewer", flat=True)) == {"cora"}
    assert {one.inclusion for one in drawn.assignments.all()} == {2 / 6}


@pytest.mark.django_db
def test_another_is_drawn_for_a_reason_only_and_the_replaced_one_stays_counted(
    begin: Begin, log_in: LogIn, now: datetime, book: Any
) -> None:
    del now, book
    week_of(finn=5)
    cycle = begin(reviewers=["rita"])
    drawn = cycles.draw(cycle=cycle, at=NOW)
    assert drawn
    first = drawn.assignments.order_by("pk").first()
    assert first
    order = drawn.strata[0]["order"]
    client = log_in("rita")
    client.get(f"/reviews/{first.pk}/")
    assert client.post(f"/reviews/{first.pk}/replace/", {"reason": " "}).status_code == 200
    assert Assignment.objects.count() == 2
    assert client.post(f"/reviews/{first.pk}/replace/", {"reason": "an empty chat"}).status_code == 302
    first.refresh_from_db()
    assert (first.state, first.reason) == ("replaced", "an empty chat")
    assert (first.replacement.interaction, first.replacement.inclusion) == (order[2], 3 / 5)
    assert not Card.objects.filter(assignment=first).exists()
    assert client.post(f"/reviews/{first.pk}/replace/", {"reason": "again"}).status_code == 404
    assert client.post(f"/reviews/{first.pk}/", FULL).status_code == 404
    page = log_in("lea").get(f"/reviews/cycles/{cycle.pk}/").content.decode()
    assert "an empty chat" in page


@pytest.mark.django_db
def test_where_all_were_drawn_nothing_takes_the_place(begin: Begin, log_in: LogIn, now: datetime) -> None:
    del now
    week_of(finn=1)
    drawn = cycles.draw(cycle=begin(reviewers=["rita"]), at=NOW)
    assert drawn
    answer = log_in("rita").post(
        f"/reviews/{drawn.assignments.get().pk}/replace/", {"reason": "test call"}, follow=True
    )
    assert "There was no other one left to draw." in answer.content.decode()


@pytest.mark.django_db
def test_the_queue_tells_what_is_due_overdue_and_begun_with_one_next_act(
    assigned: Assigned, log_in: LogIn, now: datetime
) -> None:
    begun, late = assigned(id_="i1"), assigned(id_="i2")
    Assignment.objects.filter(pk=late.pk).update(due=now - timedelta(days=1))
    client = log_in("rita")
    client.get(f"/reviews/{begun.pk}/")
    page = client.get("/reviews/").content.decode()
    assert "You have 2 reviews to do, 1 of them overdue" in page
    assert "draft of 18 November" in page
    assert page.count('class="button"') == 1
    assert f'<a class="button" href="/reviews/{late.pk}/">' in page


@pytest.mark.django_db
def test_reminders_come_a_day_before_and_then_once_a_week(assigned: Assigned, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.test"
    assigned(id_="i1")
    assigned(id_="i2")
    sent = []
    for hours in range(-48, 24 * 16, 6):
        at = NOW + timedelta(days=7, hours=hours)
        remind(now=at)
        settled(at)
        if mail.outbox:
            sent.append((hours, len(mail.outbox)))
            mail.outbox.clear()
    assert sent == [(-24, 1), (144, 1), (312, 1)]


@pytest.mark.django_db
def test_leads_begin_cycles_for_their_own_teams_only(log_in: LogIn, now: datetime) -> None:
    del now
    sent = {
        "name": "two", "every": "week", "quota": "2", "per": "person", "reviewers": ["rita"], "overlap": "10",
        "days": "7", "since": "2026-11-01",
    }  # fmt: skip
    assert log_in("olga").post("/reviews/cycles/new/", sent | {"teams": ["north"]}).status_code == 422
    assert log_in("rita").get("/reviews/cycles/").status_code == 403
    assert log_in("lea").post("/reviews/cycles/new/", sent | {"teams": ["north"]}).status_code == 302
    made = Cycle.objects.get()
    assert (made.overlap, made.by) == (0.1, "lea")
    for who in ("olga",):
        assert log_in(who).get(f"/reviews/cycles/{made.pk}/").status_code == 404
        assert log_in(who).post(f"/reviews/cycles/{made.pk}/end/").status_code == 404
    assert log_in("ada").post(f"/reviews/cycles/{made.pk}/end/").status_code == 302
    assert cycles.draw(cycle=Cycle.objects.get(), at=NOW) is None


@pytest.mark.django_db
def test_a_leader_of_two_roles_is_still_kept_from_their_own_team(cast: dict[str, Person], begin: Begin) -> None:
    Grant.objects.create(person=cast["lea"], role=Role.COACH, team_id="north")
    Choice.objects.create(pk=1, pay=True)
    week_of(finn=4)
    drawn = cycles.draw(cycle=begin(reviewers=["lea"]), at=NOW)
    assert drawn and not drawn.assignments.exists()


@pytest.mark.django_db
def test_the_queue_asks_as_much_for_many_as_for_few(
    assigned: Assigned, log_in: LogIn, now: datetime, django_assert_max_num_queries: Any
) -> None:
    del now
    for number in range(30):
        assigned(id_=f"i{number}")
    client = log_in("rita")
    with django_assert_max_num_queries(30):
        page = client.get("/reviews/").content.decode()
    assert "You have 30 reviews to do" in page
