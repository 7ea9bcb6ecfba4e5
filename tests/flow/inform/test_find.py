"""From evidence to findings: what was planted is found, a house that is well is left alone, and every finding says what
was seen, how sure, on what it rests, and one act for one owner by one day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from clearbar.flow.assess import sights
from clearbar.flow.inform import find, find_events, findings_document, findings_text, reasons_against
from clearbar.model.book import Source
from clearbar.model.finding import ActKind, Basis, Duty, Failed, Finding, FindingKind, Missed, Seen
from tests.flow.inform import house

K = FindingKind


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return house.keep(tmp_path_factory.mktemp("faulty"), 1, faulty=True)


@pytest.fixture(scope="module")
def seen(faulty: Path) -> Seen:
    return sights(house.book(), faulty)


@pytest.fixture(scope="module")
def found(seen: Seen) -> tuple[Finding, ...]:
    return find(seen, today=house.TODAY)


def places(found: tuple[Finding, ...], kind: FindingKind) -> set[tuple[str, str, str, str]]:
    return {(o.place.standard, o.place.site, o.place.person, o.place.rater) for o in found if o.kind is kind}


def test_a_site_that_falls_short_is_found(found: tuple[Finding, ...]) -> None:
    assert ("right", "s1", "", "") in places(found, K.SITE)
    assert not any(site == "s0" for _, site, _, _ in places(found, K.SITE))


def test_a_person_who_falls_short_is_found_with_a_verdict(found: tuple[Finding, ...]) -> None:
    assert ("warm", "", "p-13", "") in places(found, K.PERSON)
    one = next(o for o in found if o.place.person == "p-13" and o.kind is K.PERSON)
    assert one.sure.basis is Basis.VERDICT
    assert one.sure.verdict == "falls short"
    assert one.act is ActKind.COACH
    assert one.owner.duty is Duty.COACH
    assert re.search(r"\d+ of \d+ \(\d+–\d+ %\)", one.seen)


def test_a_vague_standard_and_a_harsh_rater_are_told_apart(found: tuple[Finding, ...]) -> None:
    assert places(found, K.VAGUE) == {("safe", "", "", "")}
    assert places(found, K.HARSH) == {("right", "", "", "v-3")}


def test_a_sinking_bar_is_found(found: tuple[Finding, ...]) -> None:
    assert ("named", "", "", "") in places(found, K.SINKING)


def test_speed_bought_with_quality_is_found_where_it_is(found: tuple[Finding, ...]) -> None:
    assert places(found, K.SPEED) == {("", "s2", "", "")}
    one = next(o for o in found if o.kind is K.SPEED)
    assert "courtesy" in one.seen  # a time never stands alone


def test_a_standard_never_taught_is_found(found: tuple[Finding, ...]) -> None:
    assert places(found, K.UNTAUGHT) == {("named", "", "", "")}


def test_delight_worth_repeating_is_found(found: tuple[Finding, ...]) -> None:
    assert ("safe", "s3", "", "") in places(found, K.DELIGHT)
    assert {site for _, site, person, _ in places(found, K.DELIGHT) if not person} == {"s3"}


def test_each_says_what_was_seen_how_sure_on_what_it_rests_and_one_act(found: tuple[Finding, ...]) -> None:
    assert len({one.key for one in found}) == len(found)
    for one in found:
        assert one.seen
        assert one.sure.says
        assert one.rests
        assert one.says
        assert one.due > house.TODAY
        assert not reasons_against(one)
        assert one.act is not ActKind.CORRECT
        assert not re.search(r"p-\d\d|v-\d", one.seen + one.says + one.sure.says)  # no sentence names anybody


@pytest.mark.parametrize("seed", range(3))
def test_a_house_that_is_well_is_left_alone(tmp_path: Path, seed: int) -> None:
    told = find(sights(house.book(), house.keep(tmp_path, seed + 50, faulty=False)), today=house.TODAY)
    assert not [one for one in told if one.kind is not K.DELIGHT]
    assert len(told) <= 1


def test_without_persons_nobody_is_asked_about(faulty: Path) -> None:
    told = find(sights(house.book(), faulty, persons=False, critical={"warm": "x"}), today=house.TODAY)
    assert told
    assert not any(one.place.person or one.place.rater for one in told)
    assert "p-" not in str(findings_document(told))


def test_old_ratings_are_no_reason_to_act(faulty: Path) -> None:
    lately = sights(house.book(), faulty, weeks=4)
    assert lately.weeks[1] - lately.weeks[0] == 3
    assert max(line.clearance.n for line in lately.lines if line.clearance) == 24 * 5 * 4


def test_a_site_with_one_person_is_nobodys_to_see(tmp_path: Path) -> None:
    alone = [
        replace(one, site="lonely", person="p-99", level=1)
        for one in house.ratings(3, faulty=False)
        if one.person == "p-05" and one.source == "customer"
    ]
    kept = house.keep(tmp_path, 3, faulty=False)
    from clearbar.engines import Evidence

    Evidence(kept).keep([replace(one, rating=f"x-{one.rating}") for one in alone], house.rows())
    told = find(sights(house.book(), kept), today=house.TODAY)
    assert {one.place.person for one in told if one.kind is K.PERSON} == {"p-99"}
    assert not any(one.place.site == "lonely" for one in told)


def test_where_the_whole_house_falls_short_no_person_is_told_for_it(tmp_path: Path) -> None:
    kept = house.keep(tmp_path, 5, faulty=False)
    book = house.book()
    step = book.journeys[0].steps[0]
    from clearbar.engines import Evidence

    # The same ratings against a target that nobody reaches: told of the standard, not of 24 people.
    hard = tuple(replace(one, target=0.95, edition=f"h-{one.id}") for one in step.standards)
    asked = replace(book, journeys=(replace(book.journeys[0], steps=(replace(step, standards=hard),)),))
    again = [
        replace(one, rating=f"h-{one.rating}", edition=f"h-{one.standard}")
        for one in house.ratings(5, faulty=False)
        if one.source == "customer"
    ]
    rows = [replace(one, target=0.95, edition=f"h-{one.standard}") for one in house.rows()]
    Evidence(kept).keep(again, rows)
    told = find(sights(asked, kept), today=house.TODAY)
    assert {one.place.standard for one in told if one.kind is K.STANDARD} == set(house.IDS)
    assert len([one for one in told if one.kind is K.PERSON]) <= 2
    assert not [one for one in told if one.kind is K.SITE]


def missed(**of: str) -> Missed:
    return Missed("m-1", "warm", 2, Source.CUSTOMER, date(2026, 6, 30), "i-1", "r-1", "p-1", "t0", "s0", **of)


def test_one_event_prompts_a_conversation_and_says_nothing_of_the_person(seen: Seen) -> None:
    two = replace(missed(why="Somebody was left alone."), rating="m-2", source=Source.REVIEWER, response="r-2")
    (one,) = find_events(replace(seen, missed=(missed(), two)), today=house.TODAY)
    assert one.kind is K.CRITICAL
    assert one.act is ActKind.TALK
    assert one.sure.basis is Basis.EVENT
    assert one.due == house.TODAY + timedelta(days=3)
    assert {rest.id for rest in one.rests} == {"r-1", "r-2"}  # two who saw the same are one finding


def test_a_quiz_failed_again_prompts_a_conversation(seen: Seen) -> None:
    (one,) = find_events(seen, today=house.TODAY, failed=[Failed("p-3", "warm", 2, house.TODAY)])
    assert one.act is ActKind.TALK
    assert one.owner.duty is Duty.COACH
    assert one.sure.times == 2


def test_critical_misses_of_the_evidence_are_told_one_by_one(faulty: Path) -> None:
    told = find(sights(house.book(), faulty, weeks=1, critical={"safe": "It hurts."}), today=house.TODAY)
    events = [one for one in told if one.kind is K.CRITICAL]
    assert events
    assert all(one.act is ActKind.TALK and one.sure.basis is Basis.EVENT for one in events)
    assert all("It hurts" in one.seen for one in events)


def test_findings_are_told_as_text_and_as_data(found: tuple[Finding, ...]) -> None:
    text = findings_text(found, ["A note."])
    assert "Site falls short: standard right, site s1" in text
    assert "the leader of the site" in text
    assert text.endswith("A note.")
    document = findings_document(found)
    assert document["format"] == "clearbar.findings/1"
    assert {one["key"] for one in document["findings"]} == {one.key for one in found}
    assert "Nothing deserves an act" in findings_text(())
