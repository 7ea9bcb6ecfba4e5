"""A dispute, whatever is done to it in whatever order: its states follow the table, a rating waits exactly as long as
one is open, no write is without its audit line, and a refused act changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from clearbar.web.audit.models import Line
from clearbar.web.ledger.models import Rating, Revision
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.reviews.actions import disputes
from clearbar.web.reviews.actions.cards import Refused
from clearbar.web.reviews.models import Choice, Dispute
from clearbar.web.reviews.turns import TURNS
from tests.web.conftest import NOW
from tests.web.reviews.conftest import Done
from tests.web.turns import reachable

pytestmark = pytest.mark.django_db
TAKEN: set[tuple[str, str]] = set()
THEN = {state: set(turns.values()) for state, turns in TURNS.items()}
FINAL = {"upheld", "changed"}
"""States that nobody leaves; one that was withdrawn may be disputed again."""
EVERYBODY = ["finn", "lea", "finn", "hugo", "rita", "cora", "olga", "ada"]
PERSON, LEADERS = ["finn", "finn", "finn", "lea"], ["lea", "hugo", "finn"]


def test_from_every_state_of_a_dispute_a_final_one_can_be_reached() -> None:
    assert {state for state, turns in TURNS.items() if not turns} == FINAL
    assert reachable("", THEN) == set(TURNS)
    assert all(reachable(state, THEN) & FINAL for state in TURNS)


def seen() -> tuple[Any, ...]:
    """All that a dispute can change."""
    rows = (model.objects.values() for model in (Dispute, Rating, Revision))
    return tuple(sorted(repr(sorted(row.items())) for row in found) for found in rows)


class Disputes(RuleBasedStateMachine):
    """rita rated finn; everybody tries everything."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.at: datetime = NOW

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    @property
    def rating(self) -> Rating:
        return Rating.objects.get(standard="right.choice")

    @property
    def dispute(self) -> Dispute | None:
        return Dispute.objects.order_by("opened_at").last()

    def do(self, act: str, call: Any) -> None:
        self.at += timedelta(minutes=1)
        was = self.dispute.state if self.dispute else ""
        before, lines = seen(), Line.objects.count()
        try:
            with transaction.atomic():
                call()
        except (Refused, PermissionDenied):
            assert (seen(), Line.objects.count()) == (before, lines)
            return
        assert seen() != before and Line.objects.count() > lines
        assert self.dispute and self.dispute.state == TURNS[was][act]
        TAKEN.add((was, act))

    def scope(self, who: str) -> Any:
        return scope_of(Person.objects.get(pk=who), house_today(self.at))

    @rule(who=st.sampled_from(PERSON), level=st.integers(1, 5))
    def open(self, who: str, level: int) -> None:
        self.do("open", lambda: disputes.open_dispute(
            scope=self.scope(who), rating=self.rating, level=level, reason="r", at=self.at
        ))  # fmt: skip

    @precondition(lambda self: self.dispute)
    @rule(who=st.sampled_from(LEADERS + EVERYBODY), level=st.sampled_from([3, 5]))
    def decide(self, who: str, level: int) -> None:
        one = self.dispute
        assert one
        act = "uphold" if level == one.was else "change"
        self.do(act, lambda: disputes.decide(scope=self.scope(who), dispute=one, level=level, answer="a", at=self.at))

    @precondition(lambda self: self.dispute)
    @rule(who=st.sampled_from(PERSON))
    def withdraw(self, who: str) -> None:
        one = self.dispute
        assert one
        self.do("withdraw", lambda: disputes.withdraw(scope=self.scope(who), dispute=one, at=self.at))

    @rule(days=st.sampled_from([1, 2, 31]))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)

    @invariant()
    def a_rating_waits_exactly_as_long_as_its_dispute_is_open(self) -> None:
        waits = Dispute.objects.filter(state="open").count()
        assert waits <= 1
        assert self.rating.disputed is bool(waits)

    @invariant()
    def only_who_did_not_rate_has_decided(self) -> None:
        assert not Dispute.objects.filter(decided_by__in=("rita", "olga")).exists()
        assert not Dispute.objects.filter(decided_by="finn").exclude(state="withdrawn").exists()


def test_whatever_is_done_to_a_dispute_its_states_follow_the_table(done: Done) -> None:
    done()
    Choice.the()  # made at first use, whoever comes first
    TAKEN.clear()
    run_state_machine_as_test(
        Disputes,
        settings=settings(
            max_examples=50, stateful_step_count=20, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    for road in ROADS:
        walked = Disputes()
        walked.open("finn", 5)
        for rule_, told in road:
            rule_(walked, **told)
        walked.teardown()
    assert {(state, act) for state, turns in TURNS.items() for act in turns} <= TAKEN


ROADS: list[list[tuple[Any, dict[str, Any]]]] = [
    [(Disputes.withdraw, {"who": "finn"}), (Disputes.open, {"who": "finn", "level": 4})],
    [(Disputes.decide, {"who": "lea", "level": 3})],
    [(Disputes.decide, {"who": "hugo", "level": 5})],
]
"""Each turn of the table at least once, should chance miss one."""
