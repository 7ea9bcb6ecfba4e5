"""What a blended score looks like: its sentence, its rows, the same numbers as a table."""

from __future__ import annotations

from typing import Any

import pytest

from clearbar.model.estimate import Answer, Estimates, Unit, Verdict
from clearbar.reports.pictures import section

VERDICTS = [Verdict.CLEARS, Verdict.FALLS_SHORT, Verdict.CANNOT_TELL]


def answer(many: int = 3, of: str = "", by: tuple[str, ...] = ("standard",)) -> Answer:
    value = [0.9, 0.6, 0.8][:many] if not of else [4.1, 3.2, 3.9][:many]
    score = Estimates(value, [x - 0.05 for x in value], [x + 0.05 for x in value], [80, 40, 20][:many])
    facts: dict[str, Any] = {
        "checked": [x - 0.1 for x in value], "checks": [900] * many, "weight": [0.7] * many, "gain": [1.4] * many,
        "rests_on": ["checks and reviews", "checks and reviews", "reviews alone"][:many],
    }  # fmt: skip
    facts |= {} if of else {"target": [0.8] * many, "verdict": VERDICTS[:many]}
    keys: dict[str, list[Any]] = {name: ["choose.warm", "collect.fit", "right.way"][:many] for name in by}
    units = {} if of else dict.fromkeys(("blend", "reviewed", "checked", "target"), Unit.SHARE)
    return Answer("blend", by, keys, {"blend": score, "reviewed": score}, facts, ("A note.",), (), units)


def panel(one: Answer) -> Any:
    found = section(one, {"choose.warm": "A warm welcome"})
    assert found is not None
    return found.first[0]


def test_the_sentence_says_how_many_clear_their_target() -> None:
    title = panel(answer()).title
    assert title == "Of 3 standards, one clears the target; one falls short; of one it cannot be told yet"
    assert panel(answer(1)).title == "Were all interactions reviewed, about 90 of 100 would clear the bar"
    assert "for 3 standards" in panel(answer(of="level")).title
    assert "3 groups" in panel(answer(by=("site", "standard"))).title


def test_the_subtitle_says_what_was_counted() -> None:
    subtitle = panel(answer()).subtitle
    assert "2,700 checked, 140 of them reviewed" in subtitle
    assert "target" in subtitle
    assert "target" not in panel(answer(of="level")).subtitle


def test_every_row_stands_in_the_picture_and_in_the_table() -> None:
    found = panel(answer())
    drawn = str(found.drawing.wide)
    for words in ("A warm welcome", "▲ 90 % (85–95 %)", "▼ 60 %", "◇ 80 %"):
        assert words in drawn
    assert [row[0] for row in found.table.rows] == ["A warm welcome", "Collect fit", "Right way"]
    assert found.table.rows[0][1:] == ("90 % (85–95 %)", "90 % (85–95 %)", "80 %", "80", "900")
    assert "from reviews alone" in found.table.rows[2][1]
    assert found.remarks == ("A note",)


@pytest.mark.parametrize("of", ["", "level"])
def test_dots_lie_on_the_scale_of_what_is_told(of: str) -> None:
    spec = panel(answer(of=of)).drawing.spec
    ends = [
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in spec["layer"]
        if "scale" in layer["encoding"].get("x", {})
    ]
    assert ends[0] == ([1, 5] if of else [0, 1])


def test_nothing_is_no_picture() -> None:
    none = Estimates((), (), (), ())
    assert section(Answer("blend", ("standard",), {"standard": []}, {"blend": none, "reviewed": none}, {}), {}) is None
