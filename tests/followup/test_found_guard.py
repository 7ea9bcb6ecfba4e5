"""One event may prompt a conversation or a recovery; a statement about a person needs a verdict; a formal step needs
both and a human decision. Safety and misconduct lie outside this guard."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clearbar.followup.found import against
from clearbar.followup.found.guard import is_enough
from clearbar.model.estimate import Estimate, Verdict
from clearbar.model.finding import ActKind, Basis, Duty, Finding, FindingKind, Owner, Place, Rest, Sure

EVENTS = {Basis.EVENT, Basis.AGAIN}
MILD = {ActKind.TALK, ActKind.RECOVER}


@st.composite
def figures(draw: st.DrawFn) -> Estimate | None:
    if draw(st.booleans()):
        return None
    n = draw(st.integers(1, 60))
    hits = draw(st.one_of(st.none(), st.integers(0, n)))
    value = 0.5 if hits is None else hits / n
    return Estimate(value, max(0.0, value - 0.2), min(1.0, value + 0.2), n, hits=hits)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    basis = draw(st.sampled_from(Basis))
    verdict = draw(st.sampled_from(["", Verdict.FALLS_SHORT.value, "one rater harsh"]))
    place = Place(person=draw(st.sampled_from(["", "p-1"])), rater=draw(st.sampled_from(["", "p-2"])))
    rests = draw(st.lists(st.sampled_from(["interaction", "response", "ratings", "events"]), max_size=2))
    return Finding(
        draw(st.sampled_from(FindingKind)), place, "Seen.", Sure(basis, "Sure.", verdict, draw(figures())),
        tuple(Rest(kind, "x", "x") for kind in rests), draw(st.sampled_from(ActKind)), "Do.", Owner(Duty.COACH),
        date(2026, 1, 1),
    )  # fmt: skip


@given(findings(), st.booleans())
def test_after_events_alone_nothing_but_a_conversation_or_a_recovery_passes(one: Finding, decided: bool) -> None:
    if one.sure.basis in EVENTS and not against(one, decided=decided):
        assert one.act in MILD


@given(findings(), st.booleans())
def test_no_statement_about_a_person_passes_without_a_verdict_on_enough(one: Finding, decided: bool) -> None:
    says = one.kind in {FindingKind.PERSON, FindingKind.HARSH, FindingKind.DELIGHT} or one.act not in MILD
    if (one.place.person or one.place.rater) and says and not against(one, decided=decided):
        assert one.sure.basis is Basis.VERDICT
        assert one.sure.verdict
        assert one.sure.figure is not None
        assert one.sure.figure.n >= 5


@given(findings())
def test_a_formal_step_never_passes_without_a_human_decision(one: Finding) -> None:
    if one.act is ActKind.CORRECT:
        assert against(one)


@given(findings())
def test_a_decided_formal_step_needs_events_and_a_verdict(one: Finding) -> None:
    if one.act is ActKind.CORRECT and not against(one, decided=True):
        assert {rest.kind for rest in one.rests} & {"interaction", "response", "ratings"}
        assert one.sure.basis is Basis.VERDICT
        assert one.sure.verdict
        assert is_enough(one.sure)


@given(findings(), st.booleans())
def test_safety_and_misconduct_lie_outside(one: Finding, decided: bool) -> None:
    assert against(one, decided=decided, outside=True) == ()


@given(findings())
def test_what_rests_on_nothing_never_passes(one: Finding) -> None:
    if not one.rests:
        assert against(one)


def of(act: ActKind, basis: Basis, verdict: str = "", figure: Estimate | None = None) -> Finding:
    sure = Sure(basis, "Sure.", verdict, figure)
    rests = (Rest("response", "r-1", "the review"),)
    place, day = Place("s", person="p"), date(2026, 1, 1)
    return Finding(FindingKind.CRITICAL, place, "Seen.", sure, rests, act, "Do.", Owner(Duty.COACH), day)


ENOUGH = Estimate(0.5, 0.3, 0.7, 40, hits=20)


def test_what_may_pass_does() -> None:
    assert against(of(ActKind.TALK, Basis.EVENT)) == ()
    assert against(of(ActKind.RECOVER, Basis.EVENT)) == ()
    assert against(of(ActKind.COACH, Basis.VERDICT, "falls short", ENOUGH)) == ()
    assert against(of(ActKind.CORRECT, Basis.VERDICT, "falls short", ENOUGH), decided=True) == ()


def test_every_reason_is_told_at_once() -> None:
    assert len(against(of(ActKind.CORRECT, Basis.EVENT))) == 3
    assert len(against(of(ActKind.COACH, Basis.EVENT))) == 3


def test_a_single_miss_is_no_verdict_on_a_person_even_where_all_must_be_met() -> None:
    def short(n: int, hits: int, worse: int = -1) -> Sure:
        return Sure(Basis.VERDICT, "Sure.", "falls short", Estimate(hits / n, 0.1, 0.95, n, hits=hits), worse)

    assert not is_enough(short(5, 4))
    assert is_enough(short(5, 3))
    assert not is_enough(short(4, 2))
    assert not is_enough(short(20, 1, worse=1))
    assert is_enough(short(20, 2, worse=1))
