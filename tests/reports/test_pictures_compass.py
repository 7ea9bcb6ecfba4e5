"""What a compass looks like: sources without persons, and persons only for whoever asks for them."""

from __future__ import annotations

from typing import Any

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.seeing import Sees
from clearbar.reports.pictures import section

SIGNED = {"difference": Unit.SIGNED, "shrunk": Unit.SIGNED}


def counted(value: list[float]) -> Answer:
    difference = Estimates(value, [x - 0.1 for x in value], [x + 0.1 for x in value], [500, 200], [30, 6])
    facts: dict[str, Any] = {"persons": [30, 6], "higher": [2, 0], "lower": [1, 0], "alike": [20, 1],
                             "cannot_tell": [7, 5], "spread": [0.1, 0.2]}  # fmt: skip
    keys = {"source": ["customer", "peer"]}
    return Answer("compass", ("source",), keys, {"difference": difference}, facts, ("A note.",), (), SIGNED)


def persons() -> Answer:
    def of(value: list[float], n: list[int]) -> Estimates:
        return Estimates(value, [x - 0.3 for x in value], [x + 0.3 for x in value], n)

    figures = {"own": of([4.5, 3.9], [10, 9]), "others": of([3.5, 4.0], [20, 30]),
               "difference": of([1.0, -0.1], [30, 39]), "shrunk": of([0.8, 0.0], [30, 39])}  # fmt: skip
    keys = {"person": ["anna", "bela"], "source": ["customer", "customer"]}
    facts = {"sees": [Sees.HIGHER, Sees.CANNOT_TELL]}
    return Answer("compass", ("person", "source"), keys, figures, facts, (), (), SIGNED)


def panel(one: Answer) -> Any:
    found = section(one, {})
    assert found is not None
    return found.first[0]


def test_the_sentence_says_beside_whom_people_differ() -> None:
    assert panel(counted([0.3, 0.05])).title == "On average, people see themselves higher than customers do"
    both = panel(counted([0.3, -0.4])).title
    assert both == "On average, people see themselves higher than customers do and lower than peers do"
    assert panel(counted([0.0, 0.05])).title.startswith("People see themselves about as others do")


def test_sources_are_counted_and_nobody_is_named() -> None:
    found = panel(counted([0.3, 0.05]))
    drawn = str(found.drawing.wide)
    assert "two higher and one lower, of 30" in drawn
    assert "nobody told apart, of 6" in drawn
    assert "700 ratings" in found.subtitle
    assert found.table.rows[0] == ("Customers", "+0.30 (+0.20 to +0.40)", "30", "2", "1", "20", "7")
    assert found.drawing.key == "compass-sources"


def test_persons_stand_by_name_where_asked_for_each_with_both_sides() -> None:
    found = panel(persons())
    assert [row[0] for row in found.table.rows] == ["Anna · customers", "Bela · customers"]
    assert found.title == "One of two comparisons can be told apart"
    drawn = str(found.drawing.narrow)
    assert "sees themselves higher" in drawn
    assert "cannot tell" in drawn
    assert found.table.rows[0][3] == "+1.00 (+0.70 to +1.30)"


def test_nobody_is_no_picture() -> None:
    none = Estimates((), (), (), ())
    assert section(Answer("compass", ("source",), {"source": []}, {"difference": none}, {}), {}) is None
