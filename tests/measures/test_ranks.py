"""Ranks and funnels count what shrinkage counts, and never of people."""

from __future__ import annotations

import pytest

from clearbar import measures
from clearbar.model.errors import QuestionFault
from clearbar.model.question import Question


@pytest.mark.parametrize("measure", [measures.ranks, measures.funnel])
@pytest.mark.parametrize("by", [("person",), ("site", "person"), ("rater",), ("standard", "rater")])
def test_people_are_never_put_in_an_order(measure: object, by: tuple[str, ...]) -> None:
    with pytest.raises(QuestionFault, match="never compares people") as refused:
        measure.query(Question(by))  # type: ignore[attr-defined]
    assert [fault.code for fault in refused.value.faults] == ["CQ008"]
    assert all(fault.hint for fault in refused.value.faults)


@pytest.mark.parametrize("measure", [measures.ranks, measures.funnel])
def test_groups_must_be_named(measure: object) -> None:
    with pytest.raises(QuestionFault, match="needs groups to compare"):
        measure.query(Question())  # type: ignore[attr-defined]


@pytest.mark.parametrize("by", [("site",), ("standard", "team"), ("person", "standard")])
def test_the_sums_are_those_of_shrinkage(by: tuple[str, ...]) -> None:
    asked = Question(by, measures.parse_where("week >= 202601"))
    assert measures.ranks.query(asked) == measures.funnel.query(asked) == measures.shrinkage.query(asked)
    means = Question(by, of="gap")
    assert measures.ranks.query(means) == measures.shrinkage.query(means)
