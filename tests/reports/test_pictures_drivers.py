"""What a reader is shown of drivers: what comes first as far as it is known, and what a miss costs."""

from __future__ import annotations

import pytest

from clearbar.model.driving import Kind
from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.reports.panels import Section
from clearbar.reports.pictures import section

NAMES = {"warm": "Customers feel welcome", "fast": "Nobody waits"}
Figure = tuple[float, float, float]


def estimates(figures: list[Figure], n: int = 400) -> Estimates:
    return Estimates(*(list(each) for each in zip(*figures, strict=True)), n=[n] * len(figures))


def answer(shares: list[tuple[str, Figure, int, int]], by: tuple[str, ...] = ()) -> Answer:
    names = [name for name, *_ in shares]
    keys = {**{name: ["customer"] * len(shares) for name in by}, "standard": names}
    whole = Answer(
        "explained", by, {name: ["customer"] for name in by}, {"explained": estimates([(0.5, 0.4, 0.6)])}, {}
    )
    costs = Answer(
        "penalty-reward", by, {name: column[:1] for name, column in keys.items()},
        {name: estimates([(0.9, 0.6, 1.2)]) for name in ("penalty", "reward", "contrast")}, {"kind": [Kind.MUST_BE]},
        units={"penalty": Unit.SIGNED},
    )  # fmt: skip
    figures = {"explains": estimates([figure for _, figure, *_ in shares])}
    facts = {"rank_from": [first for *_, first, _ in shares], "rank_to": [last for *_, last in shares]}
    return Answer("drivers", by, keys, figures, facts, ("Halo.",), units={"explains": Unit.SHARE}, parts=(whole, costs))


def shown(shares: list[tuple[str, Figure, int, int]], by: tuple[str, ...] = ()) -> Section:
    found = section(answer(shares, by), NAMES)
    assert found
    return found


A, B, C = (0.3, 0.25, 0.35), (0.15, 0.1, 0.2), (0.05, 0.0, 0.1)


@pytest.mark.parametrize(
    ("shares", "title"),
    [
        ([("warm", A, 1, 1), ("fast", B, 2, 3), ("x", C, 2, 3)], "Customers feel welcome goes with the verdict most"),
        ([("warm", A, 1, 2), ("fast", B, 1, 2)], "Which of two standards matters most cannot be told yet"),
        (
            [("warm", A, 1, 2), ("fast", B, 1, 2), ("x", C, 3, 3)],
            "Customers feel welcome and Nobody waits go with the verdict most; "
            "which of them comes first cannot be told yet",
        ),
        ([("warm", A, 1, 1)], "Only Customers feel welcome was rated beside the verdict"),
    ],
)
def test_the_sentence_says_no_more_than_is_known(shares: list[tuple[str, Figure, int, int]], title: str) -> None:
    assert shown(shares).first[0].title == title


def test_each_standard_has_its_share_its_rank_and_what_a_miss_costs() -> None:
    found = shown([("warm", A, 1, 1), ("fast", B, 2, 3), ("x", C, 2, 3)])
    (panel,) = found.first
    assert panel.table and [row[:3] for row in panel.table.rows] == [
        ("Customers feel welcome", "30 % (25–35 %)", "first"),
        ("Nobody waits", "15 % (10–20 %)", "second to third"),
        ("X", "5 % (0–10 %)", "second to third"),
    ]
    assert panel.table.rows[0][3] == "+0.90 (+0.60 to +1.20)" and "must be" in panel.table.rows[0][5]
    assert panel.table.rows[1][3] == "not known"
    assert panel.drawing and "30 % · first" in panel.drawing.wide and "second to third" in panel.drawing.narrow
    assert "400 responses" in panel.subtitle and "40–60 %" in panel.subtitle and found.closing == ("Halo",)


def test_each_group_has_a_chart_of_its_own() -> None:
    found = shown([("warm", A, 1, 1), ("fast", B, 2, 2)], ("source",))
    assert [drawing.key for drawing in found.drawings] == ["drivers-customer"]
    assert found.first[0].subtitle.startswith("Customer: ")


def test_where_nothing_was_told_there_is_nothing_to_see() -> None:
    none = Estimates((), (), (), ())
    empty = Answer("drivers", (), {"standard": []}, {"explains": none}, {"rank_from": [], "rank_to": []})
    assert section(empty, NAMES) is None
