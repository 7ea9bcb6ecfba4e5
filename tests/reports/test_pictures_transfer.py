"""The picture of rehearsal: standard by standard, and nobody by name."""

from __future__ import annotations

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.reports.pictures import section
from tests.reports.test_pictures_effect import effect, estimates


def transfer(*parts: Answer) -> Answer:
    figures = {
        "slope": estimates((0.08, 0.01, 0.15), (0.02, -0.1, 0.14)),
        "association": estimates((0.4, 0, 1), (0, -1, 1)),
    }
    facts = {"people": [40, 40]}
    keys = {"standard": ["greet.smile", "overall"]}
    return Answer("transfer", ("standard",), keys, figures, facts, ("Careful.",), (), {"slope": Unit.POINTS}, parts)


def test_each_standard_has_a_row_and_the_title_names_those_that_can_be_told() -> None:
    after = effect((0.2, 0.1, 0.3), (0.0, -0.1, 0.1), by=("standard",))
    changed = Answer("before and after", after.by, after.keys, after.figures, after.facts, (), (), after.units)
    found = section(transfer(changed), {"greet.smile": "They greet first"})
    assert found
    level, change = found.rest
    assert level.title == "Who was rated higher in rehearsal clears they greet first more often live"
    assert change.title.startswith("Once rehearsed, people clear")
    assert level.drawing and "+8 (+1 to +15)" in level.drawing.wide
    assert level.table and level.table.rows[1][0] == "The whole interaction"
    assert found.closing == ("Careful",)


def test_a_wait_list_is_never_drawn() -> None:
    names = Answer("wait-list", ("person",), {"person": ["p-1"]}, {"clearance": estimates((0.5, 0.2, 0.8))}, {})
    found = section(transfer(names), {})
    assert found
    assert len(found.first) == 1 and "p-1" not in str(found)


def test_nothing_told_is_nothing_drawn() -> None:
    none = Estimates((), (), (), ())
    assert section(Answer("transfer", ("standard",), {"standard": []}, {"slope": none}, {}), {}) is None
