"""The guard says every reason against a step, and stands against none that it should let pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.followup import guard
from clearbar.model.book import Source
from clearbar.model.correction import Against, Earlier, Proposed, Rated, Rung, Standing
from clearbar.model.estimate import Estimate, Verdict

TODAY = date(2026, 11, 18)
TAUGHT = date(2026, 9, 1)
RUNG = Rung("Plan", 28, 12)
SHARE = Estimate(0.25, 0.1, 0.5, 16, 16, 4)
NAMED = Standing("wait.named", "Wait is named", SHARE, 0.8, Verdict.FALLS_SHORT, Source.CUSTOMER, taught=TAUGHT)
QUICK = replace(NAMED, standard="wait.short", name="Wait is short", timed=True, pair="wait.named")
EVENT = Rated("r1", "wait.named", 2, 4, Source.CUSTOMER, date(2026, 11, 10), "i1")
SOUND = Proposed(TODAY, RUNG, 0, (NAMED,), (EVENT,))


def why(proposed: Proposed) -> set[Against]:
    return {one.why for one in guard.refusals(proposed)}


def test_a_step_with_a_verdict_and_an_event_on_a_standard_that_was_taught_may_be_decided() -> None:
    assert guard.refusals(SOUND) == ()
    assert guard.gone_on(SOUND) == ()


def with_event(**told: object) -> Proposed:
    return replace(SOUND, events=(replace(EVENT, **told),))  # type: ignore[arg-type]


def with_standing(**told: object) -> Proposed:
    return replace(SOUND, standings=(replace(NAMED, **told),))  # type: ignore[arg-type]


BREACHES: dict[str, tuple[Against, Callable[[], Proposed]]] = {
    "no verdict": (Against.EVIDENCE, lambda: with_standing(verdict=Verdict.CANNOT_TELL)),
    "it clears": (Against.EVIDENCE, lambda: with_standing(verdict=Verdict.CLEARS)),
    "no target": (Against.EVIDENCE, lambda: with_standing(verdict=None)),
    "fewer ratings than the step asks for": (
        Against.EVIDENCE, lambda: with_standing(share=replace(SHARE, n=11, clusters=11, hits=3))
    ),
    "nothing rated": (Against.EVIDENCE, lambda: with_standing(share=None, verdict=None)),
    "no standard": (Against.EVIDENCE, lambda: replace(SOUND, standings=())),
    "no event": (Against.EVIDENCE, lambda: replace(SOUND, events=())),
    "an event that was no miss": (Against.EVIDENCE, lambda: with_event(level=4)),
    "an event of another standard": (Against.EVIDENCE, lambda: with_event(standard="other")),
    "an event that an earlier step answered already": (
        Against.EVIDENCE,
        lambda: replace(SOUND, number=1, earlier=(Earlier("Talk", date(2026, 11, 10), date(2026, 11, 11)),),
                        rung=replace(RUNG, days=0)),
    ),
    "one standard of two does not fall short": (
        Against.EVIDENCE, lambda: replace(SOUND, standings=(NAMED, replace(NAMED, standard="b", verdict=None)))
    ),
    "a disputed rating": (Against.DISPUTED, lambda: with_event(disputed=date(2026, 1, 1))),
    "promptness only": (
        Against.TIME_ALONE,
        lambda: replace(SOUND, standings=(QUICK, replace(NAMED, beside=True, verdict=Verdict.CLEARS)),
                        events=(replace(EVENT, standard="wait.short"),)),
    ),
    "a time without its quality": (
        Against.TIME_ALONE,
        lambda: replace(SOUND, standings=(NAMED, replace(QUICK, pair="nobody.knows"))),
    ),
    "a time whose quality nobody rated": (
        Against.TIME_ALONE,
        lambda: replace(
            SOUND,
            standings=(replace(NAMED, standard="c"), QUICK, replace(NAMED, share=None, verdict=None, beside=True)),
            events=(replace(EVENT, standard="c"),),
        ),
    ),
    "never taught": (Against.NOT_TAUGHT, lambda: with_standing(taught=None)),
    "taught after it happened": (Against.NOT_TAUGHT, lambda: with_standing(taught=date(2026, 11, 12))),
    "taught on the very day": (Against.NOT_TAUGHT, lambda: with_standing(taught=EVENT.day)),
    "a rater with a conflict of interest": (Against.CONFLICT, lambda: with_event(conflict="they are married")),
    "an objection of this week": (Against.OBJECTION, lambda: replace(SOUND, objections=(date(2026, 11, 16),))),
    "a dispute of another rating": (Against.OBJECTION, lambda: replace(SOUND, disputes=(date(2026, 11, 16),))),
    "the step before was not taken": (Against.EARLIER, lambda: replace(SOUND, number=1)),
    "the time of the step before is not over": (
        Against.EARLIER,
        lambda: replace(SOUND, number=1, earlier=(Earlier("Talk", date(2026, 10, 1), TODAY),)),
    ),
    "too few days after the step before": (
        Against.EARLIER,
        lambda: replace(SOUND, number=1, earlier=(Earlier("Talk", date(2026, 11, 1), date(2026, 11, 2)),)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BREACHES)
def test_each_thing_that_must_not_be_is_refused_for_that_reason_alone(name: str) -> None:
    reason, proposed = BREACHES[name]
    assert why(proposed()) == {reason}
    assert all(one.says.endswith(".") for one in guard.refusals(proposed()))


def test_all_reasons_are_told_at_once() -> None:
    worst = Proposed(
        TODAY, RUNG, 1, (replace(QUICK, taught=None, verdict=None),),
        (replace(EVENT, standard="wait.short", disputed=TODAY, conflict="they are married"),), (), (), (TODAY,),
    )  # fmt: skip
    assert why(worst) == set(Against)


def test_a_time_that_falls_short_with_its_quality_may_be_decided_with_both_in_the_file() -> None:
    both = replace(SOUND, standings=(QUICK, replace(NAMED, beside=True)))
    assert guard.refusals(both) == ()
    assert {one.standard for one in guard.short(both)} == {"wait.short", "wait.named"}


@given(st.integers(0, 60))
def test_an_objection_delays_a_step_by_fourteen_days_and_not_by_one_more(days: int) -> None:
    since = TODAY - timedelta(days=days)
    for held in (replace(SOUND, objections=(since,)), replace(SOUND, disputes=(since,))):
        found = guard.refusals(held)
        assert bool(found) is (days < 14)
        assert [one.until for one in found] == ([since + timedelta(days=14)] if days < 14 else [])
        assert bool(guard.gone_on(held)) is (days >= 14)


def test_the_file_does_not_call_a_dispute_of_a_rating_an_objection() -> None:
    held = replace(SOUND, objections=(TODAY - timedelta(days=20),), disputes=(TODAY - timedelta(days=30),))
    dispute, objection = guard.gone_on(held)
    assert dispute.startswith("A dispute of a rating of ") and objection.startswith("An objection of ")


@given(st.dates(date(2026, 1, 1), TODAY), st.integers(0, 90), st.integers(0, 90))
def test_the_next_step_comes_when_what_was_agreed_is_over_and_the_least_days_have_passed(
    day: date, agreed: int, least: int
) -> None:
    until = day + timedelta(days=agreed)
    held = replace(SOUND, number=1, rung=replace(RUNG, days=least), earlier=(Earlier("Talk", day, until),))
    early = [one for one in guard.refusals(held) if one.why is Against.EARLIER]
    assert bool(early) is not (until < TODAY and (TODAY - day).days >= least)
    if early:
        assert early[0].until is not None
        later = replace(held, today=early[0].until)
        assert not [one for one in guard.refusals(later) if one.why is Against.EARLIER]


ANYTHING = st.builds(
    Proposed,
    st.just(TODAY), st.just(RUNG), st.integers(0, 2),
    st.lists(
        st.builds(
            replace, st.sampled_from([NAMED, QUICK]), verdict=st.sampled_from([None, *Verdict]),
            taught=st.sampled_from([None, TAUGHT, TODAY]), beside=st.booleans(), share=st.sampled_from([None, SHARE]),
        ), max_size=3,
    ).map(tuple),
    st.lists(
        st.builds(
            replace, st.just(EVENT), level=st.integers(1, 5), standard=st.sampled_from(["wait.named", "wait.short"]),
            disputed=st.sampled_from([None, TODAY]), conflict=st.sampled_from(["", "they are married"]),
        ), max_size=3,
    ).map(tuple),
    st.lists(st.just(Earlier("Talk", date(2026, 9, 1), date(2026, 9, 29))), max_size=2).map(tuple),
)  # fmt: skip


@given(ANYTHING)
def test_whatever_is_let_pass_has_a_verdict_and_an_event_and_no_flaw(held: Proposed) -> None:
    if guard.refusals(held):
        return
    surely = {
        one.standard for one in held.standings
        if one.verdict is Verdict.FALLS_SHORT and one.share and one.share.n >= RUNG.least
    }  # fmt: skip
    assert {one.standard for one in held.standings if not one.beside} <= surely
    assert any(one.level < one.bar and one.standard in surely for one in held.events)
    assert not any(one.disputed or one.conflict for one in held.events)
    assert any(not one.timed for one in held.standings if one.standard in surely)
    assert len(held.earlier) >= held.number
