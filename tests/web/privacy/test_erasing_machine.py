"""An erasure as a machine: asked for, confirmed, withdrawn, lapsed and swept in any order, by anybody.

Every state is reached, every state but the last ones leads to a last one, what is refused changes nothing, no change is
without an audit line, and nobody confirms what they asked for while there is somebody else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

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
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Grant, Person, Role
from clearbar.web.people.scope import scope_of
from clearbar.web.privacy.actions import erasing as actions
from clearbar.web.privacy.actions.erasing import TURNS, Refused
from clearbar.web.privacy.models.erasing import Erasure
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
State = Erasure.State
WHO = "c-machine-customer-3321"
REACHED: set[str] = set()
LAST = {State.SWEPT, State.WITHDRAWN, State.LAPSED}
who = st.sampled_from(["ada", "hugo", "ada", "hugo", "lea", "finn"])


def test_every_state_but_the_last_ones_leads_to_a_last_one() -> None:
    assert set(TURNS) == set(State)
    assert {one for one in State if not TURNS[one]} == LAST
    assert all(TURNS[one] & (LAST | {State.DONE}) for one in set(State) - LAST)


class ErasureMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.at, self.asker = NOW, ""
        self.erasure: Erasure | None = None
        Interaction.objects.create(id="i-machine", customer=WHO, at=NOW)
        self.seen = self.look()

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def look(self) -> tuple[object, int, bool]:
        rows = tuple(Erasure.objects.order_by("asked_at", "key").values_list("key", "state", "subject", "confirmed_by"))
        return rows, Line.objects.count(), Interaction.objects.filter(customer=WHO).exists()

    def tries(self, act: Callable[[], object]) -> bool:
        """Whether something could be done; what could not has changed nothing."""
        before = self.look()
        try:
            with transaction.atomic():
                act()
        except (Refused, PermissionDenied):
            assert self.look() == before
            return False
        return True

    def scope(self, name: str) -> object:
        return scope_of(Person.objects.get(pk=name), house_today(self.at))

    @rule(name=who)
    def ask(self, name: str) -> None:
        waits = Erasure.objects.filter(state=State.ASKED).exists()
        done = self.tries(lambda: self._ask(name))
        assert done == (name in ("ada", "hugo") and not waits)
        if done:
            self.asker = name

    def _ask(self, name: str) -> None:
        self.erasure = actions.ask(
            scope=self.scope(name), kind="customer", id=WHO, reason="by letter", at=self.at  # type: ignore[arg-type]
        )  # fmt: skip

    @precondition(lambda self: self.erasure is not None)
    @rule(name=who)
    def confirm(self, name: str) -> None:
        kept = Erasure.objects.get(pk=self.erasure.pk)  # type: ignore[union-attr]
        waits = kept.state == State.ASKED and kept.until >= self.at
        done = self.tries(lambda: actions.confirm(scope=self.scope(name), erasure=kept, at=self.at))  # type: ignore[arg-type]
        assert done == (waits and name in ("ada", "hugo") and name != self.asker)
        assert not done or not self.look()[2]

    @precondition(lambda self: self.erasure is not None)
    @rule(name=who)
    def withdraw(self, name: str) -> None:
        kept = Erasure.objects.get(pk=self.erasure.pk)  # type: ignore[union-attr]
        waits = kept.state == State.ASKED and kept.until >= self.at
        done = self.tries(lambda: actions.withdraw(scope=self.scope(name), erasure=kept, at=self.at))  # type: ignore[arg-type]
        assert done == (waits and name in ("ada", "hugo"))

    @rule(days=st.integers(1, 15))
    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule()
    def lapse(self) -> None:
        over = Erasure.objects.filter(state=State.ASKED, until__lt=self.at).count()
        assert actions.lapse(at=self.at) == over

    @precondition(lambda self: self.erasure is not None)
    @rule()
    def sweep(self) -> None:
        actions.swept(erasures=[self.erasure.pk], at=self.at)  # type: ignore[union-attr]

    @invariant()
    def no_change_is_without_a_line_and_only_who_waits_is_named(self) -> None:
        if not hasattr(self, "seen"):
            return
        now = self.look()
        if now[0] != self.seen[0]:
            assert now[1] > self.seen[1]
        self.seen = now
        for one in Erasure.objects.all():
            REACHED.add(one.state)
            assert bool(one.subject) == (one.state == State.ASKED) == (one.reason is not None)
            assert one.state != State.SWEPT or one.done_at


def test_an_erasure_goes_only_where_its_table_says(cast: dict[str, Person], now: object) -> None:
    Grant.objects.create(person=cast["hugo"], role=Role.ADMINISTRATOR)
    REACHED.clear()
    kept = settings(
        max_examples=60, stateful_step_count=25, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(ErasureMachine, settings=kept)
    assert set(State) <= REACHED
