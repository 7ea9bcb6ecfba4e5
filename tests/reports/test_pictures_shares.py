"""Clearance, delight, met, gap and nonresponse as pictures: what their sentences say, and what is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from clearbar.model.estimate import Answer, Estimate, Estimates, Unit, Verdict
from clearbar.reports.charts import parts, rows
from clearbar.reports.pictures import section
from clearbar.stats.intervals import wilson

NAMES = {"warm": "A warm welcome", "fast": "Seen at once", "right": "What was ordered"}


def estimates(*of: tuple[float, float, float, int]) -> Estimates:
    value, low, high, n = zip(*of, strict=True)
    return Estimates(value, low, high, n, None, tuple(round(v * m) for v, m in zip(value, n, strict=True)))


def shares(hits: list[int], n: int = 100) -> Estimates:
    low, high = wilson(hits, n)
    return estimates(*((x / n, float(a), float(b), n) for x, a, b in zip(hits, low, high, strict=True)))


def clearance(hits: list[int], verdicts: list[Verdict | None], by: str = "standard") -> Answer:
    keys = {by: list(NAMES)[: len(hits)]}
    facts = {"target": [0.8 if verdict else None for verdict in verdicts], "verdict": verdicts,
             "more": [None] * len(hits)}  # fmt: skip
    return Answer("clearance", (by,), keys, {"clearance": shares(hits)}, facts, units={"clearance": Unit.SHARE})


ALL_THREE = clearance([96, 60, 82], [Verdict.CLEARS, Verdict.FALLS_SHORT, Verdict.CANNOT_TELL])


def panel(answer: Answer, at: int = 0) -> Any:
    found = section(answer, NAMES)
    assert found
    return found.first[at]


def test_the_sentence_counts_verdicts_and_names_the_few_that_fall_short() -> None:
    shown = panel(ALL_THREE)
    assert shown.title == (
        "Of 3 standards, one clears the target, one falls short (Seen at once) and of one it cannot be told yet"
    )
    assert "300 ratings; ink line: the target" in shown.subtitle
    assert [row[1:] for row in shown.table.rows] == [
        ("96 of 100 (90–98 %)", "80 %", "clears"),
        ("60 of 100 (50–69 %)", "80 %", "falls short"),
        ("82 of 100 (73–88 %)", "80 %", "cannot tell yet"),
    ]


def test_verdicts_stand_as_marks_and_the_dot_is_hollow_while_we_cannot_tell() -> None:
    drawn = [row for rows_ in panel(ALL_THREE).drawing.spec["datasets"].values() for row in rows_ if "hollow" in row]
    assert [row["hollow"] for row in drawn[:3]] == [False, False, True]
    assert [row["target"] for row in drawn[:3]] == [0.8] * 3
    said = {
        row["says"] for rows_ in panel(ALL_THREE).drawing.spec["datasets"].values() for row in rows_ if "says" in row
    }
    assert {"▲ 96 % (90–98 %)", "▼ 60 % (50–69 %)", "◇ 82 % (73–88 %)"} <= said


def test_without_targets_the_ends_are_named_only_if_they_can_be_told_apart() -> None:
    assert panel(clearance([96, 60, 82], [None] * 3)).title == (
        "Clearance reaches from 60 % (Seen at once) to 96 % (A warm welcome)"
    )
    assert panel(clearance([80, 78, 82], [None] * 3)).title == (
        "Clearance of 3 standards: no two can be told apart by their ranges"
    )


def test_people_are_never_named_in_a_sentence() -> None:
    for verdicts in ([None] * 3, [Verdict.FALLS_SHORT] * 3):
        title = panel(clearance([96, 60, 82], verdicts, by="person")).title
        assert "3 people" in title and not {"warm", "fast", "right"} & set(title.split())


def test_all_together_is_one_sentence_and_nothing_is_no_picture() -> None:
    whole = Answer("met", (), {}, {"met": shares([70])}, {}, units={"met": Unit.SHARE})
    assert panel(whole).title == "70 of 100 ratings are at what was expected or above"
    assert len(panel(whole).table.heads) == 2
    assert section(Answer("delight", (), {}, {"delight": Estimates((), (), (), ())}, {}), NAMES) is None


GAP = Answer(
    "gap", ("standard",), {"standard": list(NAMES)},
    {
        "experienced": estimates((4.5, 4.4, 4.6, 90), (3.0, 2.8, 3.2, 80), (4.0, 3.9, 4.1, 70)),
        "expected": estimates((4.0, 3.9, 4.1, 90), (4.0, 3.9, 4.1, 80), (4.0, 3.9, 4.1, 70)),
        "gap": estimates((0.5, 0.3, 0.7, 90), (-1.0, -1.2, -0.8, 80), (0.0, -0.2, 0.2, 70)),
    },
    {},
)  # fmt: skip
ZONE = Answer(
    "zone", ("standard",), {"standard": ["warm"]},
    {
        "below": shares([20]), "inside": shares([5]), "above": shares([75]),
        "adequate": estimates((0.5, 0.4, 0.6, 100)), "superior": estimates((-0.2, -0.3, -0.1, 100)),
    },
    {},
)  # fmt: skip


def test_a_gap_is_a_dumbbell_with_its_groups_in_words() -> None:
    shown = panel(GAP)
    assert shown.title == "People got more than expected in A warm welcome and less in Seen at once, of 3 standards"
    drawn = [row for rows_ in shown.drawing.spec["datasets"].values() for row in rows_ if "hollow" in row][:3]
    assert [(row["other"], row["dot"]) for row in drawn] == [(4.0, 4.5), (4.0, 3.0), (4.0, 4.0)]
    assert len(section(GAP, NAMES).first) == 1  # type: ignore[union-attr]


def test_the_zone_stands_below_as_bars_of_three_parts() -> None:
    shown = panel(replace(GAP, parts=(ZONE,)), 1)
    assert shown.title == "75 % of ratings reach what people wished for, 20 % lie below what they expected"
    assert shown.table.rows[0][1:4] == ("20 % (13–29 %)", "5 % (2–11 %)", "75 % (66–82 %)")
    said = {row["says"] for rows_ in shown.drawing.spec["datasets"].values() for row in rows_ if "part" in row}
    assert {"20 %", "75 %"} <= said


def test_parts_too_small_for_words_have_none_and_all_parts_add_up() -> None:
    bar = parts.Parts("a", (0.9, 0.04, 0.06), ("90 %", "4 %", "6 %"), "tip")
    spec = parts.spec([bar], ("below", "inside", "above"), 680)
    sets = spec["datasets"]
    words = [layer["data"]["name"] for layer in spec["layer"] if layer["mark"].get("type") == "text"]
    inside = [row["says"] for name in words for row in sets[name] if "part" in row]
    assert inside == ["90 %"]
    pieces = next(rows_ for rows_ in sets.values() if len(rows_) == 3 and "high" in rows_[0])
    assert [round(piece["high"] - piece["low"], 4) for piece in pieces] == [0.9, 0.04, 0.06]


def one(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, low, high, 100, 20)


def silent(targets: list[float | None]) -> Answer:
    names = list(NAMES)[: len(targets)]
    count = len(targets)
    weighted = Answer(
        "weighted", ("standard",), {"standard": names},
        {
            "answered": shares([90] * count), "raked": estimates(*[(0.88, 0.8, 0.93, 100)] * count),
            "everybody": estimates(*[(0.88, 0.74, 0.99, 100)] * count),
        },
        {"deff": [1.1] * count, "cut": [0] * count, "target": targets, "turns": [0.9 if t else None for t in targets]},
    )  # fmt: skip
    rates = {"rate": estimates((0.4, 0.37, 0.43, 1000))}
    return Answer("nonresponse", (), {}, rates, {}, ("Who was never asked is in none of these figures.",),
                  parts=(weighted,))  # fmt: skip


def test_nonresponse_says_how_many_answered_and_whether_the_silent_may_turn_a_verdict() -> None:
    rates, story = section(silent([0.8, 0.7, 0.995]), NAMES).first  # type: ignore[union-attr]
    assert rates.title == "400 of 1,000 who were asked answered"
    assert story.title == "Of 3 standards, those who were silent may decide on which side of the target one lies"
    assert story.table.rows[0] == ("A warm welcome", "90 of 100 (83–94 %)", "88 % (80–93 %)", "88 % (74–99 %)", "80 %",
                                   "90 %")  # fmt: skip


def test_where_no_band_holds_a_target_the_silent_change_nothing() -> None:
    assert section(silent([0.7, 0.6]), NAMES).first[1].title == (  # type: ignore[union-attr]
        "Those who were silent would not change the verdict on any of 2 standards"
    )
    assert "moves by 2.0 points at most" in section(silent([None]), NAMES).first[1].title  # type: ignore[union-attr]


def test_nobody_asked_is_no_picture() -> None:
    empty = Answer("nonresponse", (), {}, {"rate": Estimates((), (), (), ())}, {}, ("Nobody was asked.",))
    assert section(empty, NAMES) is None


def test_a_row_has_its_own_target_or_that_of_the_scale() -> None:
    scale = rows.Scale(0, 1, ((0.0, "0 %"), (1.0, "100 %")), 0.5)
    lines = [rows.Line("a", "", "", 0.1, 0.2, 0.15, target=0.9), rows.Line("b", "", "", 0.1, 0.2, 0.15)]
    found = [
        row for each in rows.spec(lines, scale, 680)["datasets"].values() for row in each if set(row) == {"y", "target"}
    ]
    assert [row["target"] for row in found] == [0.9, 0.5]
