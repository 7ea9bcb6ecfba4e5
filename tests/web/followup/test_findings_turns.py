"""The states of a finding, driven at random through the real actions on the real database: each state is reached, an
end can be reached from each, nothing is written without an audit line, and a refused turn changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from clearbar.web.audit.models import Line
from clearbar.web.followup.actions import findings as actions
from clearbar.web.followup.actions.findings import Refused
from clearbar.web.followup.actions.findings_bring import FADES, bring
from clearbar.web.followup.models.findings import TURNS, FindingRow, FindingState
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope, scope_of
from tests.web.conftest import NOW
from tests.web.followup.test_findings import finding
from tests.web.turns import reachable

pytestmark = pytest.mark.django_db
S = FindingState
ENDS = {S.DISMISSED, S.SETTLED}
REACHED: set[str] = set()
WHO = st.sampled_from(["cora", "finn", "lea"])
ACT = st.sampled_from(["take", "back", "snooze", "dismiss", "finish"])
LEADS = {"take": S.TAKEN, "back": S.OPEN, "snooze": S.SNOOZED, "dismiss": S.DISMISSED, "finish": S.SETTLED}


def test_an_end_can_be_reached_from_every_state_and_every_state_from_the_first() -> None:
    assert set(TURNS) == set(S.values)
    for state in TURNS:
        assert reachable(state, TURNS) & ENDS
    assert reachable(S.OPEN, TURNS) == set(S)


class Findings(RuleBasedStateMachine):
    """One finding about Finn, for Cora to act on."""

    def __init__(self) -> None:
        super().__init__()
        FindingRow.objects.all().delete()
        self.at = NOW
        bring(findings=[finding(hits=20)], at=self.at, today=house_today(self.at))
        self.lines, self.known = Line.objects.count(), self.row()

    def row(self) -> FindingRow:
        return FindingRow.objects.get(pk=finding().key)

    def scope(self, who: str) -> Scope:
        return scope_of(Person.objects.get(pk=who), NOW.date())

    @rule(who=WHO, act=ACT, stale=st.booleans())
    def somebody_decides(self, who: str, act: str, stale: bool) -> None:
        """Somebody turns it, perhaps from a page that is out of date."""
        self.decide(who, act, stale=stale)

    def decide(self, who: str, act: str, *, stale: bool) -> None:
        held = self.row()
        if stale:
            held.state = S.TAKEN if held.state == S.OPEN else S.OPEN
        before, may = self.row(), who == "cora" and not stale and LEADS[act] in TURNS[held.state]
        try:
            with transaction.atomic():
                self._do(act, self.scope(who), held)
        except (Refused, PermissionDenied):
            assert not may
            assert _plain(self.row()) == _plain(before)
            assert Line.objects.count() == self.lines
        else:
            assert may
            assert self.row().state == LEADS[act]
            assert self.row().by == who
            assert Line.objects.count() == self.lines + 1

    @rule(act=ACT)
    def goes_on(self, act: str) -> None:
        """What may be done is done by who may do it."""
        self.decide("cora", act, stale=False)

    go_on = goes_on

    def _do(self, act: str, scope: Scope, held: FindingRow) -> None:
        today = house_today(self.at)
        does: dict[str, Callable[[], object]] = {
            "take": lambda: actions.take_on(scope=scope, finding=held, at=self.at),
            "back": lambda: actions.put_back(scope=scope, finding=held, at=self.at),
            "snooze": lambda: actions.snooze(
                scope=scope, finding=held, until=today + timedelta(days=5), today=today, at=self.at
            ),
            "dismiss": lambda: actions.dismiss(scope=scope, finding=held, reason="So it is.", at=self.at),
            "finish": lambda: actions.finish(scope=scope, finding=held, at=self.at),
        }
        does[act]()

    @rule(hits=st.sampled_from([3, 18, 20, 24]), days=st.integers(0, 8))
    def comes_again(self, hits: int, days: int) -> None:
        """A night passes and it is seen again."""
        self.at += timedelta(days=days)
        before = self.row()
        bring(findings=[finding(hits=hits)], at=self.at, today=house_today(self.at), whole=True)
        after = self.row()
        assert Line.objects.count() > self.lines
        if after.state != before.state:
            assert after.state == S.REOPENED
            assert S.REOPENED in TURNS[before.state]

    @rule()
    def is_not_seen_any_more(self) -> None:
        """A month passes without it."""
        self.at += FADES
        before = self.row()
        bring(findings=[], at=self.at, today=house_today(self.at), whole=True)
        after = self.row()
        if before.state == S.TAKEN:
            assert after.state == S.TAKEN  # what somebody took on is theirs to end
        if after.state != before.state:
            assert after.state == S.SETTLED

    @rule()
    def settled_elsewhere(self) -> None:
        """The act was done on another page."""
        was = self.row().state
        assert actions.settle(finding=finding().key, at=self.at, by="cora") == (S.SETTLED in TURNS[was])

    @invariant()
    def every_change_has_its_line(self) -> None:
        """Whatever changed, somebody or the house is on record for it."""
        now, lines = self.row(), Line.objects.count()
        REACHED.add(now.state)
        if (now.state, now.turned_at, now.by) != (self.known.state, self.known.turned_at, self.known.by):
            assert lines > self.lines
        assert FindingRow.objects.count() == 1
        assert (now.until is not None) == (now.state == S.SNOOZED)
        self.known, self.lines = now, lines


def _plain(row: FindingRow) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


@pytest.mark.usefixtures("cast")
def test_a_finding_goes_its_ways() -> None:
    REACHED.clear()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Findings, settings=settings(max_examples=40, stateful_step_count=15, derandomize=True)
    )
    assert set(S.values) == REACHED
