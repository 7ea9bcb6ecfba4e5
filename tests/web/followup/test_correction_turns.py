"""A file of corrective action, whatever is done to it in whatever order: no state that cannot be reached or left, no
write without an audit line, and nothing that a refused act changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.followup.actions import correction as actions
from clearbar.web.followup.actions import correction_said as said
from clearbar.web.followup.actions.correction import Guarded, Opening, Refused, Taken
from clearbar.web.followup.models.correction import (
    TURNS,
    Correction,
    CorrectionAnswer,
    CorrectionObjection,
    CorrectionStep,
)
from clearbar.web.people.days import house_today
from tests.web.conftest import NOW
from tests.web.followup.correcting import STANDARD, house, rated, scope
from tests.web.turns import reachable

pytestmark = pytest.mark.django_db(transaction=False)
FINAL = {state for state, turns in TURNS.items() if not turns}
THEN = {state: set(turns.values()) for state, turns in TURNS.items()}
REACHED: set[str] = set()
TAKEN: set[tuple[str, str]] = set()


def test_every_state_of_a_file_is_reached_and_none_is_a_trap() -> None:
    assert reachable("", THEN) == set(TURNS) == {"", *Correction.State.values}
    for state in TURNS:
        assert reachable(state, THEN) & FINAL, state


def seen() -> tuple[Any, ...]:
    """All that is kept of files."""
    models = (Correction, CorrectionStep, CorrectionAnswer, CorrectionObjection)
    return tuple(sorted(repr(sorted(row.items())) for row in model.objects.values()) for model in models)


class Files(RuleBasedStateMachine):
    """lea and hugo lead finn; everything that anybody can ask for, allowed or not."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        house()
        self.at: datetime = NOW
        self.count, self.acts = 0, 0
        self.before, self.lines = seen(), Line.objects.count()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    @property
    def file(self) -> Correction | None:
        return Correction.objects.select_related("person").order_by("opened_at", "changed").last()

    def do(self, act: str, call: Any) -> None:
        """Does an act; a refused one changes nothing but that it may leave a line."""
        self.at += timedelta(minutes=1)
        self.acts += 1
        was, self.before = (self.file.state if self.file else ""), seen()
        self.lines = Line.objects.count()
        try:
            with transaction.atomic():
                call()
        except (Refused, Guarded, PermissionDenied):
            assert seen() == self.before
            return
        now = self.file.state if self.file else ""
        if seen() != self.before:
            assert Line.objects.count() > self.lines, act
        if was in TURNS and act in TURNS[was] and seen() != self.before:
            assert now == TURNS[was][act], (was, act, now)
            TAKEN.add((was, act))
        REACHED.add(now)

    @initialize(outside=st.sampled_from(["", "safety"]))
    def begin(self, outside: str) -> None:
        self.open("lea", outside)

    @rule(who=st.sampled_from(["lea", "hugo", "finn", "cora", "olga"]), outside=st.sampled_from(["", "safety"]))
    def open(self, who: str, outside: str) -> None:
        if self.file and self.file.state not in FINAL:
            return
        about = Opening("finn", "why", () if outside else (STANDARD,), outside, "because")
        self.do("open", lambda: actions.open_file(scope=scope(who, self.at), opening=about, at=self.at))

    @precondition(lambda self: self.file)
    @rule(who=st.sampled_from(["lea", "hugo", "hugo", "finn"]), fresh=st.booleans(), agreed=st.integers(0, 20))
    def take(self, who: str, fresh: bool, agreed: int) -> None:
        file = self.file
        assert file
        self.count += 1
        rows = rated([2], last=self.at, name=f"more-{self.count}") if fresh else []
        day = house_today(self.at)
        taken = Taken(day, day + timedelta(days=agreed), tuple(one.rating for one in rows), "agreed", facts="facts")
        self.do("take", lambda: actions.take(scope=scope(who, self.at), file=file, taken=taken, at=self.at))

    @precondition(lambda self: self.file)
    @rule(who=st.sampled_from(["finn", "finn", "lea"]), on_step=st.booleans())
    def object_to(self, who: str, on_step: bool) -> None:
        file = self.file
        assert file
        step = file.steps.last() if on_step else None
        self.do("object", lambda: said.object_to(scope=scope(who), file=file, step=step, words="no", at=self.at))

    def waiting(self) -> CorrectionObjection | None:
        return CorrectionObjection.objects.filter(correction=self.file).order_by("at", "key").last()

    @precondition(lambda self: self.waiting())
    @rule(who=st.sampled_from(["lea", "finn"]))
    def withdraw(self, who: str) -> None:
        one = self.waiting()
        assert one
        self.do("withdraw", lambda: said.withdraw(scope=scope(who), objection=one, at=self.at))

    @precondition(lambda self: self.waiting())
    @rule(who=st.sampled_from(["lea", "hugo", "olga"]), stays=st.booleans())
    def settle(self, who: str, stays: bool) -> None:
        one = self.waiting()
        assert one
        act = "settle" if stays or one.step else "annul"
        self.do(act, lambda: said.settle(scope=scope(who), objection=one, stays=stays, words="so", at=self.at))

    @precondition(lambda self: self.file and self.acts > 6)  # a file that ends at once shows little
    @rule(who=st.sampled_from(["lea", "lea", "finn"]), kept=st.booleans())
    def end(self, who: str, kept: bool) -> None:
        file = self.file
        assert file
        act = "close" if kept else "drop"
        self.do(act, lambda: actions.end(scope=scope(who), file=file, kept=kept, words="so", at=self.at))

    @precondition(lambda self: self.file)
    @rule(who=st.sampled_from(["lea", "finn"]), words=st.sampled_from(["a", "b"]))
    def answer(self, who: str, words: str) -> None:
        file = self.file
        assert file
        self.do("", lambda: said.answer(scope=scope(who), file=file, step=None, words=words, at=self.at))

    @rule(days=st.sampled_from([1, 15, 30]))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)

    @invariant()
    def at_most_one_objection_waits_and_only_where_the_state_says_so(self) -> None:
        for file in Correction.objects.all():
            waits = file.objections.filter(state=CorrectionObjection.State.WAITING).count()
            assert waits == (1 if file.state == Correction.State.OBJECTED else 0)

    @invariant()
    def steps_that_stand_are_those_of_the_ladder_in_order(self) -> None:
        for file in Correction.objects.all():
            stand = [one.number for one in file.steps.filter(state=CorrectionStep.State.TAKEN)]
            assert stand == list(range(len(stand)))

    @invariant()
    def nobody_decides_of_themself(self) -> None:
        assert not CorrectionStep.objects.filter(by="finn").exists()


def test_whatever_is_done_to_a_file_its_states_follow_the_table(book: Version) -> None:
    del book
    REACHED.clear()
    TAKEN.clear()
    run_state_machine_as_test(
        Files,
        settings=settings(
            max_examples=40, stateful_step_count=25, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    for road in ROADS:
        walked = Files()
        walked.open("lea", "safety")
        for rule_, told in road:
            rule_(walked, **told)
        walked.teardown()
    assert set(Correction.State.values) <= REACHED
    assert {(state, act) for state, turns in TURNS.items() for act in turns} <= TAKEN


TAKE, OBJECT = (
    (Files.take, {"who": "hugo", "fresh": True, "agreed": 5}),
    (Files.object_to, {"who": "finn", "on_step": False}),
)
ROADS: list[list[tuple[Any, dict[str, Any]]]] = [
    [TAKE, (Files.end, {"who": "lea", "kept": True})],
    [(Files.end, {"who": "lea", "kept": False})],
    [OBJECT, TAKE, (Files.settle, {"who": "hugo", "stays": False})],
    [OBJECT, (Files.settle, {"who": "hugo", "stays": True})],
    [OBJECT, (Files.withdraw, {"who": "finn"})],
    [OBJECT, (Files.end, {"who": "lea", "kept": True})],
    [OBJECT, (Files.end, {"who": "lea", "kept": False})],
]
"""Each turn of the table at least once, should chance miss one."""
