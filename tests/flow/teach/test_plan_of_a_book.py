"""A book and what is known of it become a plan: each standard once, for each duty, with intervals of Wilson."""

from __future__ import annotations

import pytest

from clearbar.flow.teach.plan import OFTEN, proposals, share_of
from clearbar.model.book import OVERALL
from clearbar.model.lesson import Duty, Known, Medium
from tests.practice.lessons.books import demo


@pytest.mark.parametrize("duty", Duty)
def test_each_standard_has_a_proposal_and_the_verdict_on_the_whole_is_not_taught(duty: Duty) -> None:
    found = proposals(demo(), {}, duty)
    assert set(found) == {one.standard.id for one in demo().placed()} - {OVERALL}
    assert all(one.media and one.every in OFTEN for one in found.values())


def test_what_is_known_of_one_standard_changes_its_proposal_alone() -> None:
    before = proposals(demo(), {}, Duty.PERFORMS)
    wrong = {"collect.fit": Known("collect.fit", wrong=share_of(90, 100))}
    after = proposals(demo(), wrong, Duty.PERFORMS)
    assert {id for id in before if before[id] != after[id]} == {"collect.fit"}
    assert after["collect.fit"].media[:2] == (Medium.PAGE, Medium.QUIZ)


def test_a_share_has_its_interval_and_none_of_none() -> None:
    found = share_of(8, 10)
    assert found and (found.hits, found.n) == (8, 10)
    assert (round(found.low, 3), round(found.high, 3)) == (0.490, 0.943)  # Wilson 1927
    assert share_of(0, 0) is None
