"""The states of a coaching: each can be reached, each can be left for an end, and nothing is written in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.followup.actions import coaching as actions
from clearbar.web.followup.actions import coaching_agree as agreeing
from clearbar.web.followup.actions import coaching_notes as noting
from clearbar.web.followup.actions.coaching import Refused
from clearbar.web.followup.actions.coaching_agree import Promise
from clearbar.web.followup.coaching_turns import FINAL, TURNS, WHOSE
from clearbar.web.followup.models.coaching import Coaching, CoachingNote, Commitment
from clearbar.web.ledger.models import Happened
from clearbar.web.people.days import house_today
from clearbar.web.people.scope import Scope
from tests.web.conftest import NOW
from tests.web.followup.coachings import STANDARD, scope

pytestmark = pytest.mark.django_db
ACTORS = ("finn", "cora", "lea", "gwen")
AFTER = {"before": None, "after": {"value": 0.9, "low": 0.5, "high": 1.0, "n": 10}, "turned": "rose", "fresh": 10}


def test_every_state_is_in_the_table_and_every_act_has_somebody() -> None:
    assert set(TURNS) == {"", *Coaching.State}
    assert {act for acts in TURNS.values() for act in acts} == set(WHOSE)
    assert all(whose for whose in WHOSE.values())


def test_every_state_can_be_reached_and_every_state_can_be_left_for_an_end() -> None:
    def reach(start: str) -> set[str]:
        found, ahead = set[str](), [start]
        while ahead:
            for after in TURNS[ahead.pop()].values():
                if after not in found:
                    found.add(after)
                    ahead.append(after)
        return found

    assert reach("") == set(Coaching.State)
    assert all(reach(state) & FINAL for state in TURNS if state not in FINAL)
    assert frozenset({"closed", "declined", "called off"}) == FINAL


def test_the_person_alone_can_end_it_from_every_state(book: Version) -> None:
    """Also where the coach is gone: nobody is kept in a coaching."""
    for state in TURNS:
        if state and state not in FINAL:
            assert "call off" in TURNS[state] and "person" in WHOSE["call off"]


class Two(RuleBasedStateMachine):
    """Finn and Cora, and two who have nothing to do with it, do whatever they like, in any order."""

    one: Coaching | None = None
    state = ""
    at = NOW

    @initialize(asked=st.booleans(), look=st.booleans())
    def somebody_begins(self, asked: bool, look: bool) -> None:
        self.ask("finn") if asked else self.begin("cora", look)

    @rule(data=st.data())
    def goes_on(self, data: st.DataObject) -> None:
        """What comes next by the table, done by who may do it."""
        acts = [act for act in TURNS[self.state] if act not in {"call off", "looked"}]
        if not acts:
            return
        act = data.draw(st.sampled_from(acts))
        who = "finn" if "person" in WHOSE[act] else "cora"
        if act == "agree":
            who = "finn" if Coaching.objects.get().proposed_by == "cora" else "cora"
        simple = {"accept", "decline", "rate", "share"}
        further: dict[str, Callable[[], None]] = {
            "propose": lambda: self.propose(data.draw(st.sampled_from(["finn", "cora"])), stale=False, past=False),
            "agree": lambda: self.agree(who, stale=False),
            "keep": lambda: self.keep(who),
            "extend": lambda: self.extend(who, 5),
            "close": lambda: self.close(who, known=True),
        }
        self.simple(who, act) if act in simple else further[act]()

    @rule()
    def all_the_way(self) -> None:
        """From wherever they are, by the straight road to what changed."""
        straight: dict[str, Callable[[], None]] = {
            "asked": lambda: self.simple("cora", "accept"),
            "begun": lambda: self.simple("finn", "rate"),
            "rated": lambda: self.simple("finn", "share"),
            "shared": lambda: self.propose("cora", stale=False, past=False),
            "proposed": lambda: self.agree(
                "finn" if Coaching.objects.get().proposed_by == "cora" else "cora", stale=False
            ),
            "agreed": lambda: self.close("finn", known=True),
        }
        while self.state in straight:
            straight[self.state]()

    go_on = goes_on
    and_on = goes_on

    def _do(self, act: str, who: str, do: Callable[[Scope], Any], *, may: bool) -> None:
        before, lines = self._written(), Line.objects.count()
        allowed = act in TURNS[self.state] and may
        try:
            with transaction.atomic():
                do(scope(who))
        except (Refused, PermissionDenied):
            assert not allowed, f"{who} could not {act} in state {self.state!r}"
            assert self._written() == before and Line.objects.count() == lines, "what was refused changed something"
            return
        assert allowed, f"{who} could {act} in state {self.state!r}"
        assert Line.objects.count() > lines, f"{act} left no line"
        self.state = TURNS[self.state][act]

    @staticmethod
    def _written() -> list[Any]:
        return [
            list(each.objects.order_by("pk").values_list()) for each in (Coaching, Commitment, CoachingNote, Happened)
        ]

    def _is(self, who: str, act: str) -> bool:
        part = {"finn": "person", "cora": "coach"}.get(who, "")
        return part in WHOSE[act]

    @rule(who=st.sampled_from(ACTORS), look=st.booleans())
    def begin(self, who: str, look: bool) -> None:
        if self.state:
            return
        kind = Coaching.Kind.LOOK if look else Coaching.Kind.COACHING

        def do(by: Scope) -> None:
            self.one = actions.begin(scope=by, person="finn", standard=STANDARD, prepared={}, at=self.at, kind=kind)

        self._do("begin", who, do, may=who == "cora")

    @rule(who=st.sampled_from(ACTORS))
    def ask(self, who: str) -> None:
        if self.state or who == "gwen":
            return

        def do(by: Scope) -> None:
            coach = "cora" if who == "finn" else "rita"
            self.one = actions.ask(scope=by, coach=coach, standard=STANDARD, reason="", at=self.at)

        self._do("ask", who, do, may=who == "finn")

    @rule(who=st.sampled_from(ACTORS), act=st.sampled_from(["accept", "decline", "rate", "share", "call off"]))
    def simple(self, who: str, act: str) -> None:
        if self.one is None:
            return
        its: dict[str, Any] = {"coaching": self.one, "at": self.at}
        does: dict[str, Callable[[Scope], Any]] = {
            "accept": lambda by: actions.accept(scope=by, prepared={}, **its),
            "decline": lambda by: actions.decline(scope=by, reason="Not now.", **its),
            "rate": lambda by: actions.rate(scope=by, level=3, words="", **its),
            "share": lambda by: actions.share(scope=by, **its),
            "call off": lambda by: actions.call_off(scope=by, **its),
        }
        self._do(act, who, does[act], may=self._is(who, act))

    @rule(who=st.sampled_from(ACTORS))
    def looked(self, who: str) -> None:
        if self.one is not None:
            held = self.one
            may = self._is(who, "looked") and held.kind == Coaching.Kind.LOOK
            self._do("looked", who, lambda by: actions.looked(scope=by, coaching=held, at=self.at), may=may)

    @rule(who=st.sampled_from(ACTORS), stale=st.booleans(), past=st.booleans())
    def propose(self, who: str, stale: bool, past: bool) -> None:
        if self.one is None:
            return
        held = self.one
        seen = Coaching.objects.get().changed - stale
        day = house_today(self.at) + timedelta(days=-1 if past else 7)

        def do(by: Scope) -> None:
            agreeing.propose(
                scope=by, coaching=held, promises=[Promise("Ask first", "person", day)],
                check_on=house_today(self.at) + timedelta(days=28), seen=seen, at=self.at,
            )  # fmt: skip

        self._do("propose", who, do, may=self._is(who, "propose") and not stale and not past)

    @rule(who=st.sampled_from(ACTORS), stale=st.booleans())
    def agree(self, who: str, stale: bool) -> None:
        if self.one is None:
            return
        held, now = self.one, Coaching.objects.get()
        may = who in {"finn", "cora"} and now.proposed_by != who and not stale
        seen = now.changed - stale
        self._do("agree", who, lambda by: agreeing.agree(scope=by, coaching=held, seen=seen, at=self.at), may=may)

    @rule(who=st.sampled_from(ACTORS))
    def keep(self, who: str) -> None:
        promised = Commitment.objects.first()
        if promised is not None:
            may = self._is(who, "keep")
            self._do("keep", who, lambda by: agreeing.keep(scope=by, commitment=promised, at=self.at), may=may)

    @rule(who=st.sampled_from(ACTORS), days=st.integers(-2, 200))
    def extend(self, who: str, days: int) -> None:
        if self.one is not None:
            held, day = self.one, house_today(self.at) + timedelta(days=days)
            may = self._is(who, "extend") and 0 <= days <= 180
            self._do(
                "extend", who, lambda by: agreeing.extend(scope=by, coaching=held, check_on=day, at=self.at), may=may
            )

    @rule(who=st.sampled_from(ACTORS), known=st.booleans())
    def close(self, who: str, known: bool) -> None:
        if self.one is None:
            return
        held, now = Coaching.objects.get(), self.at
        outcome = AFTER if known else {"after": None, "turned": "cannot tell yet", "fresh": 0}
        due = held.check_on is None or held.check_on <= house_today(now)
        may = self._is(who, "close") and (known or due)
        self._do("close", who, lambda by: agreeing.close(scope=by, coaching=held, outcome=outcome, at=now), may=may)

    @rule(who=st.sampled_from(ACTORS))
    def note(self, who: str) -> None:
        if self.one is None:
            return
        held, lines, notes = self.one, Line.objects.count(), CoachingNote.objects.count()
        try:
            with transaction.atomic():
                noting.note(scope=scope(who), coaching=held, text="A word", form=f"{notes}", at=self.at)
        except PermissionDenied:
            assert who not in {"finn", "cora"} and (Line.objects.count(), CoachingNote.objects.count()) == (
                lines,
                notes,
            )
        else:
            assert who in {"finn", "cora"} and Line.objects.count() == lines + 1

    @rule(days=st.integers(1, 20))
    def time_goes_by(self, days: int) -> None:
        self.at += timedelta(days=days)

    @invariant()
    def what_is_kept_fits_the_state(self) -> None:
        held = Coaching.objects.first()
        if held is None:
            assert self.state == ""
            return
        assert held.state == self.state
        assert (held.ended_at is not None) == (held.state in FINAL)
        assert Happened.objects.filter(kind="coached").exists() == (held.agreed_at is not None)
        if held.agreed_at is not None:
            assert 1 <= held.commitments.count() <= 2


@contextmanager
def _clean() -> Iterator[None]:
    """A world of its own, of which nothing is left."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def test_whatever_they_do_it_goes_by_the_table(book: Version) -> None:
    class Fresh(Two):
        def __init__(self) -> None:
            super().__init__()
            self._world = _clean()
            self._world.__enter__()

        def teardown(self) -> None:
            self._world.__exit__(None, None, None)

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Fresh,
        settings=settings(max_examples=60, stateful_step_count=40, suppress_health_check=list(HealthCheck)),
    )


def test_every_state_is_reached_by_real_acts(book: Version) -> None:
    """The shortest way to each state, by what the two really do."""
    finn, cora = scope("finn"), scope("cora")
    seen = {""}
    one = actions.ask(scope=finn, coach="cora", standard=STANDARD, reason="", at=NOW)
    seen.add(one.state)
    seen.add(actions.decline(scope=cora, coaching=one, reason="No.", at=NOW).state)
    one = actions.begin(scope=cora, person="finn", standard=STANDARD, prepared={}, at=NOW)
    seen.add(one.state)
    seen.add(actions.rate(scope=finn, coaching=one, level=3, words="", at=NOW).state)
    one = actions.share(scope=finn, coaching=one, at=NOW)
    seen.add(one.state)
    promises = [Promise("Ask first", "person", NOW.date())]
    one = agreeing.propose(scope=finn, coaching=one, promises=promises, check_on=NOW.date(), seen=one.changed, at=NOW)
    seen.add(one.state)
    one = agreeing.agree(scope=cora, coaching=one, seen=one.changed, at=NOW)
    seen.add(one.state)
    seen.add(agreeing.close(scope=finn, coaching=one, outcome=AFTER, at=NOW).state)
    again = actions.begin(scope=cora, person="finn", standard=STANDARD, prepared={}, at=NOW)
    seen.add(actions.call_off(scope=finn, coaching=again, at=NOW).state)
    assert seen == set(TURNS)
