"""A case as a machine: real actions on the real database, in any order, by anybody.

Every state is reached, from every state that is not final a final one can be, what is refused changes nothing, and no
change is without an audit line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from clearbar.web.audit.models import Line
from clearbar.web.followup.actions import recovery_change, recovery_close, recovery_offers
from clearbar.web.followup.actions.recovery import TURNS, Refused, Turn, came_back, customer_said, open_case
from clearbar.web.followup.actions.recovery_after import rated_again
from clearbar.web.followup.actions.recovery_messages import Letter, answer
from clearbar.web.followup.models.arriving import Arrival
from clearbar.web.followup.models.recovery import OVER, Case, CaseMessage, CaseOffer, CaseTurn, State
from clearbar.web.followup.models.recovery_rules import Cause, OfferKind
from clearbar.web.followup.queries.arriving import keyed
from clearbar.web.ledger.models import Rating
from clearbar.web.people.scope import Scope, scope_of
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
PEOPLE = ("lea", "hugo", "ada", "finn", "olga")
MAY = {"lea", "hugo", "ada"}
"""Who owns it, and who leads; Finn only when it was handed to him, Olga never."""
REACHED: set[str] = set()
TURNED: set[str] = set()
who = st.sampled_from(("hugo", "lea", "hugo", "lea", *PEOPLE))
stale = st.integers(0, 11).map(lambda n: n == 11)

WAYS = st.sampled_from(["phone", "person", "phone", "person", "mail", "smoke"])
WORDS = st.sampled_from(["Sorry.", "We are sorry.", " "])


def test_the_table_reaches_every_state_and_leaves_every_state() -> None:
    def reach(start: State) -> set[State]:
        found, waiting = {start}, deque([start])
        while waiting:
            for one in TURNS[waiting.popleft()].values():
                if one not in found:
                    found.add(one)
                    waiting.append(one)
        return found

    assert set(TURNS) == set(State)
    assert reach(State.OPEN) == set(State)
    for state in State:
        assert reach(state) & OVER, f"{state} can never be closed"
        assert State.OPEN in reach(state), f"{state} can never be opened again"


class CaseMachine(RuleBasedStateMachine):
    scopes: dict[str, Scope]
    kind: OfferKind
    cause: Cause

    @initialize()
    def open(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.at = NOW
        self.case = open_case(
            at=NOW, actor="system", came_by="mail", words="It was cold.", contact="anna@customer.example", team="north",
            person="finn",
        )  # fmt: skip
        self.lines, self.heard = Line.objects.count(), 0

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def act(self, name: str, old: bool, action: Callable[..., Any], /, **told: Any) -> bool:
        """Does it, or is refused and changes nothing."""
        self.at += timedelta(minutes=1)
        was, lines = Case.objects.values().get(pk=self.case.pk), Line.objects.count()
        turns = CaseTurn.objects.count()
        version = was["version"] - 1 if old else was["version"]
        try:
            with transaction.atomic():
                action(scope=self.scopes[name], version=version, at=self.at, **told)
        except (Refused, PermissionDenied):
            assert Case.objects.values().get(pk=self.case.pk) == was
            assert (Line.objects.count(), CaseTurn.objects.count()) == (lines, turns)
            return False
        assert not old
        assert name in MAY or was["owner"] == name
        self.changed(lines, turns)
        return True

    def changed(self, lines: int, turns: int) -> None:
        assert Line.objects.count() > lines
        assert CaseTurn.objects.count() == turns + 1
        self.case = Case.objects.get(pk=self.case.pk)
        last = CaseTurn.objects.filter(case=self.case).latest("number")
        assert (last.state, last.number) == (self.case.state, self.case.version)
        TURNED.add(last.turn)

    @rule(
        name=who,
        old=stale,
        way=st.sampled_from(["phone", "person", "mail", "smoke"]),
        words=st.sampled_from(["Sorry.", " "]),
    )
    def answers(self, name: str, old: bool, way: str, words: str) -> None:
        letter = Letter(way, words)
        if self.act(name, old, answer, case=self.case, letter=letter):
            assert words.strip() and way in ("phone", "person")  # no mail server was named
            assert not self.case.owed

    @rule(name=who, old=stale)
    def closes(self, name: str, old: bool) -> None:
        if self.act(name, old, recovery_close.close, case=self.case, cause=None):
            assert self.case.messages.filter(ours=True).exists()
            assert not self.case.offers.filter(state="asked").exists()

    @rule()
    def is_answered_and_closed(self) -> None:
        """What happens most often, so that it happens here too."""
        self.act("hugo", False, answer, case=self.case, letter=Letter("phone", "Sorry."))
        self.act("hugo", False, recovery_close.close, case=self.case, cause=self.cause)

    @rule(agrees=st.booleans())
    def is_given_up(self, agrees: bool) -> None:
        """What takes two."""
        told = {"case": self.case, "reason": "The number does not exist."}
        self.act("lea", False, recovery_close.no_way, **told)
        self.act("ada", False, recovery_close.agree, agrees=agrees, **told)

    @rule(name=who, old=stale, reason=st.sampled_from(["Nobody picks up.", ""]))
    def finds_no_way(self, name: str, old: bool, reason: str) -> None:
        if self.act(name, old, recovery_close.no_way, case=self.case, reason=reason):
            assert reason and self.case.silent_by == name

    @rule(name=who, old=stale, agrees=st.booleans(), reason=st.sampled_from(["By letter.", ""]))
    def agrees(self, name: str, old: bool, agrees: bool, reason: str) -> None:
        asked = self.case.silent_by
        if self.act(name, old, recovery_close.agree, case=self.case, agrees=agrees, reason=reason):
            assert name != asked and name in MAY

    @rule(name=who, old=stale)
    def opens_again(self, name: str, old: bool) -> None:
        self.act(name, old, recovery_close.reopen_case, case=self.case, reason="It broke again.")

    @rule()
    def customer_writes(self) -> None:
        self.at += timedelta(minutes=1)
        self.heard += 1
        lines, turns = Line.objects.count(), CaseTurn.objects.count()
        for _ in range(2):  # the same mail twice
            customer_said(
                case=self.case, words="Still cold.", at=self.at, message_id=f"<m{self.heard}@customer.example>"
            )
        self.changed(lines, turns)
        assert self.case.state == State.OPEN

    @rule(again=st.booleans())
    def an_answer_comes_back(self, again: bool) -> None:
        """One by mail, which a report of the mail server follows; `again` lets another report follow."""
        with override_settings(EMAIL_HOST="localhost"):
            if not self.act("hugo", False, answer, case=self.case, letter=Letter("mail", "Sorry.")):
                return
        letter = CaseMessage.objects.filter(case=self.case, ours=True).latest("number")
        others = CaseMessage.objects.filter(case=self.case, ours=True).exclude(message_id=None)
        lost = set(Arrival.objects.filter(case=self.case).values_list("mail", flat=True))
        told = [one for one in others if keyed("message", one.message_id or "") not in lost]
        spoken = CaseMessage.objects.filter(case=self.case, ours=True, message_id=None).exists()
        is_only = not spoken and told == [letter]
        lines, turns = Line.objects.count(), CaseTurn.objects.count()
        for number in range(1 + again):
            Arrival.objects.create(
                way="mail", at=self.at, state="apart", why=Arrival.Why.BOUNCE, case=self.case,
                subject=f"report-{number}", mail=keyed("message", letter.message_id or ""),
            )  # fmt: skip
            came_back(case=self.case, letter=f"{letter.pk}", at=self.at)
        if is_only:
            self.changed(lines, turns)
            assert self.case.state == State.OPEN and self.case.in_time is None
        else:
            assert CaseTurn.objects.count() == turns

    @rule(level=st.integers(1, 5))
    def customer_rates(self, level: int) -> None:
        was = self.case.state
        response = f"response-{level}-{self.at.timestamp():.0f}"
        Rating.objects.get_or_create(
            rating=response,
            defaults={
                "response": response, "standard": "overall", "edition": "e", "source": "customer", "level": level,
                "week": 202647, "interaction": f"case-{self.case.pk:016x}",
            },
        )  # fmt: skip
        before = Case.objects.get(pk=self.case.pk).after
        rated_again(case=self.case, response=response, at=self.at)
        self.case = Case.objects.get(pk=self.case.pk)
        assert self.case.after == (level if before is None else before)
        opened = before is None and level < 4 and was in OVER
        assert self.case.state == (State.OPEN if opened else was)

    @rule(name=who, old=stale, owner=st.sampled_from([*PEOPLE, "bot", "nobody-at-all"]))
    def hands_over(self, name: str, old: bool, owner: str) -> None:
        if self.act(name, old, recovery_change.hand_over, case=self.case, owner=owner, reason=""):
            assert self.case.owner == owner in PEOPLE

    @rule(name=who, old=stale, severity=st.sampled_from(["ordinary", "serious", "grave", "huge"]))
    def weighs(self, name: str, old: bool, severity: str) -> None:
        self.act(name, old, recovery_change.weigh, case=self.case, severity=severity, reason="They told more.")

    @rule(name=who, old=stale)
    def sorts(self, name: str, old: bool) -> None:
        self.act(name, old, recovery_change.sort, case=self.case, cause=self.cause)

    @rule(name=who, old=stale, amount=st.sampled_from([5, 30, 300]))
    def offers(self, name: str, old: bool, amount: int) -> None:
        if self.act(name, old, recovery_offers.offer, case=self.case, kind=self.kind, amount=amount):
            made = self.case.offers.latest("at")
            most = {"lea": 50, "hugo": 10**6, "ada": 10**6}.get(name, 10)
            before = self.case.offers.filter(state="made").exclude(pk=made.pk).values_list("amount", flat=True)
            assert made.state == ("made" if amount + sum(before) <= most else "asked")

    @rule(name=who, agrees=st.booleans())
    def decides(self, name: str, agrees: bool) -> None:
        waiting = CaseOffer.objects.filter(case=self.case).order_by("-at").first()
        if waiting is None:
            return
        was = waiting.state

        def decide(*, scope: Scope, version: int, at: Any) -> None:
            del version
            recovery_offers.decide(scope=scope, offer=waiting, agrees=agrees, reason="Rather a new one.", at=at)

        if self.act(name, False, decide):
            assert was == "asked" and waiting.by != name and name in MAY

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        lines, turns = Line.objects.count(), CaseTurn.objects.count()
        if recovery_change.tell_late(case=self.case, at=self.at):
            self.changed(lines, turns)
            assert self.case.due is not None and self.case.due <= self.at
        else:
            assert (Line.objects.count(), CaseTurn.objects.count()) == (lines, turns)
        assert not recovery_change.tell_late(case=self.case, at=self.at)
        self.case = Case.objects.get(pk=self.case.pk)

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "case"):
            return
        REACHED.add(self.case.state)
        over = self.case.state in OVER
        assert over == (self.case.due is None) == (self.case.closed_at is not None)
        assert self.case.owner
        assert (self.case.look_at is None) <= (over or self.case.told == 2)
        if not over:
            assert self.case.due == (self.case.answer_due if self.case.owed else self.case.solve_due)
        if self.case.state == State.CLOSED:
            assert CaseMessage.objects.filter(case=self.case, ours=True).exists()
        if self.case.state == State.UNREACHED:
            assert self.case.approved_by and self.case.approved_by != self.case.silent_by
        assert Line.objects.filter(thing=str(self.case.pk), verb__startswith="case").count() >= self.case.version


def test_a_case_goes_only_the_ways_of_its_table(cast: Any) -> None:
    CaseMachine.scopes = {name: scope_of(cast[name], NOW.date()) for name in PEOPLE}
    limits = {"frontline": "10", "leader": "50"}
    CaseMachine.kind = OfferKind.objects.create(name="Voucher", currency="EUR", limits=limits)
    CaseMachine.cause = Cause.objects.create(name="Too few at the counter")
    REACHED.clear()
    TURNED.clear()
    run_state_machine_as_test(
        CaseMachine,
        settings=settings(
            max_examples=80, stateful_step_count=30, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert not connection.needs_rollback
    assert set(State) == REACHED
    assert {turn.value for turn in Turn} - {Turn.GIVE_UP.value, Turn.OPEN.value} <= TURNED
