"""Maps: what the columns of somebody's table mean, and every fault of one at its place."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from clearbar.intake.tables import map_schema
from clearbar.intake.tables.shape import TARGETS, bands, level_of
from clearbar.model.errors import InputFault
from clearbar.text.tree import parse
from tests.intake.tables_samples import as_csv, as_map, good, one, read, why


def faults(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(InputFault) as told:
        as_map(text)
    assert {fault.file for fault in told.value.faults} == {"map.yaml"}
    assert all(fault.message for fault in told.value.faults)
    return [(fault.line, fault.column, fault.code) for fault in told.value.faults]


def test_a_map_renames_columns_and_says_what_holds_for_all_rows() -> None:
    constants = "{source: reviewer, setting: rehearsal, instrument: form-2}"
    how = f"columns: {{level: Score, person: Agent}}\nconstants: {constants}\n"
    given_row = {name: value for name, value in good(Score="4", Agent="p-1").items() if name not in {"level", "source"}}
    row = one(given_row, how)
    assert [row[name] for name in ("level", "person", "source", "setting", "instrument")] == [
        4, "p-1", "reviewer", "rehearsal", "form-2",
    ]  # fmt: skip


def test_a_map_stands_before_the_columns_own_names() -> None:
    row = one(good(level="1", Score="5", source="self"), "columns: {level: Score}\nconstants: {source: customer}\n")
    assert (row["level"], row["source"]) == (5, "customer")


ZERO_TO_TEN = {0: 1, 1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 7: 4, 8: 4, 9: 5, 10: 5}
ONE_TO_SEVEN = {1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 4, 7: 5}


@pytest.mark.parametrize(
    ("scale", "table"),
    [
        ("0..10", ZERO_TO_TEN),
        ("1..7", ONE_TO_SEVEN),
        ("7..1", {8 - value: level for value, level in ONE_TO_SEVEN.items()}),
        ("1..5", {level: level for level in range(1, 6)}),
        ("1..3", {1: 1, 2: 3, 3: 5}),
        ("1..2", {1: 1, 2: 5}),
        ("1..4", {1: 1, 2: 2, 3: 4, 4: 5}),
        ("1..9", {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 7: 4, 8: 4, 9: 5}),
        ("-1..1", {-1: 1, 0: 3, 1: 5}),
    ],
)
def test_a_scale_becomes_levels_by_the_tables_of_the_manual(scale: str, table: dict[int, int]) -> None:
    for value, level in table.items():
        assert one(good(level=str(value), expected=f"{value}.0"), f"levels: {{from: {scale}}}\n")["level"] == level
    assert why(good(level="11"), f"levels: {{from: {scale}}}\n") == [("level", "CI002")]


@given(st.integers(-500, 500), st.integers(1, 500))
def test_a_scale_keeps_its_order_its_ends_its_middle_and_its_symmetry(worst: int, span: int) -> None:
    table = bands(worst, worst + span)
    levels = [table[str(worst + i)] for i in range(span + 1)]
    assert levels == sorted(levels) and levels[0] == 1 and levels[-1] == 5
    assert [6 - level for level in reversed(levels)] == levels
    assert list(bands(worst + span, worst).values()) == levels
    assert all(abs(level - (1 + Fraction(4 * i, span))) <= Fraction(1, 2) for i, level in enumerate(levels))


def test_the_middle_is_average() -> None:
    assert [level_of(Fraction(i, 8)) for i in range(9)] == [1, 2, 2, 3, 3, 3, 4, 4, 5]


@pytest.mark.parametrize(("text", "level"), [("good", 4), ("BAD", 2), ("9", 5), ("9.0", 5), ("😀", 5)])
def test_words_become_levels(text: str, level: int) -> None:
    assert one(good(level=text), 'levels: {"good": good, Bad: 2, "9": exemplary, "😀": 5}\n')["level"] == level


def test_where_a_map_says_what_levels_are_nothing_else_is_one() -> None:
    assert why(good(level="4"), "levels: {good: 4, bad: 2}\n") == [("level", "CI002")]


@pytest.mark.parametrize(
    ("unit", "text", "millis"),
    [
        ("ms", "1500", 1500), ("s", "1.5", 1500), ("s", "1,5", 1500), ("min", "2", 120_000), ("h", "0.5", 1_800_000),
        ("s", "0:02:05", 125_000), ("ms", "1:00:00.5", 3_600_500), ("mm:ss", "2:05", 125_000),
        ("mm:ss", "1:02:05", 3_725_000),
    ],
)  # fmt: skip
def test_measured_times_become_milliseconds(unit: str, text: str, millis: int) -> None:
    assert one(good(Wait=text), f"columns: {{millis: Wait}}\nunit: '{unit}'\n")["millis"] == millis


@pytest.mark.parametrize(("unit", "text"), [("s", "2:05"), ("mm:ss", "125"), ("s", "-3"), ("s", "1 min"), ("h", "1e9")])
def test_a_measured_time_that_is_none_is_refused(unit: str, text: str) -> None:
    assert why(good(Wait=text), f"columns: {{millis: Wait}}\nunit: '{unit}'\n") == [("Wait", "CI015")]


def test_a_map_says_what_means_that_there_is_nothing() -> None:
    row = one(good(expected="N/A", site="-", rater=" n/a"), 'missing: ["N/A", "-"]\n')
    assert (row["expected"], row["site"], row["rater"]) == (None, None, "n/a")
    assert why(good(level="N/A"), 'missing: ["N/A"]\n') == [("level", "CI001")]


WIDE = """
columns: {interaction: Ticket, rated_at: End}
constants: {source: customer}
standards:
  return.no-blame: {level: Q1, expected: Q1_exp}
  return.label: {level: Q2, levels: {ja: 4, nee: 2}}
  overall: Q9
levels: {from: 0..10}
"""


def wide(**more: str) -> dict[str, str]:
    return {"Ticket": "t-1", "End": "2026-03-02T10:00:00Z", "Q1": "7", "Q1_exp": "5", "Q2": "ja", "Q9": "10"} | more


def test_a_row_of_several_questions_becomes_several_ratings_of_one_response() -> None:
    rows, refused, _ = read(as_csv([wide(), wide(Ticket="t-2", Q1="", Q1_exp="")]), how=WIDE)
    assert not refused
    assert [(row["interaction"], row["standard"], row["level"], row["expected"]) for row in rows] == [
        ("t-1", "return.no-blame", 4, 3),
        ("t-1", "return.label", 4, None), ("t-2", "return.label", 4, None),
        ("t-1", "overall", 5, None), ("t-2", "overall", 5, None),
    ]  # fmt: skip
    responses = {row["interaction"]: set[str]() for row in rows}
    for row in rows:
        responses[row["interaction"]].add(row["response"])
    assert [len(found) for found in responses.values()] == [1, 1] and responses["t-1"] != responses["t-2"]


def test_one_bad_answer_costs_that_answer_and_a_bad_row_is_told_once() -> None:
    rows, refused, _ = read(as_csv([wide(Q1="99"), wide(Ticket="t-2", End="soon", Q2="x")]), how=WIDE)
    assert [(row["interaction"], row["standard"]) for row in rows] == [("t-1", "return.label"), ("t-1", "overall")]
    assert [(one.row, one.column, one.code) for one in refused] == [(1, "Q1", "CI002"), (2, "End", "CI007")]


def test_the_id_of_a_row_of_several_questions_is_joined_with_each_standard() -> None:
    how = WIDE.replace("interaction: Ticket", "rating: Ticket")
    rows, refused, _ = read(as_csv([wide()]), how=how)
    assert not refused and [row["rating"] for row in rows] == ["t-1:return.no-blame", "t-1:return.label", "t-1:overall"]
    hidden, _, _ = read(as_csv([wide()]), how=how.replace("customer}", "customer, anonymous: yes}"))
    assert len({row["rating"] for row in hidden}) == 3 and all("t-1" not in row["rating"] for row in hidden)


def test_a_column_that_a_map_names_and_the_table_lacks_is_told_at_its_place() -> None:
    how = as_map("columns:\n  level: Scor\n  person: Agent\n")
    with pytest.raises(InputFault) as told:
        read(as_csv([good(Score="4")]), how=how)
    assert [(one.line, one.column, one.code) for one in told.value.faults] == [(2, 10, "CI032"), (3, 11, "CI032")]
    assert told.value.faults[0].hint == "did you mean `Score`?"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("colums: {level: Q}\n", (1, 1, "CB005")),
        ("columns: {levl: Q}\n", (1, 11, "CB007")),
        ("constants: {level: Q}\n", (1, 13, "CB007")),
        ("constants: {source: boss}\n", (1, 12, "CB007")),
        ("levels: {from: 0-10}\n", (1, 9, "CB007")),
        ("levels: {from: 3..3}\n", (1, 9, "CB007")),
        ("levels: {from: 0..100000}\n", (1, 9, "CB007")),
        ("levels: {good: 6}\n", (1, 9, "CB007")),
        ("levels: 5\n", (1, 9, "CB007")),
        ("unit: days\n", (1, 7, "CB007")),
        ("zone: Mars/Olympus\n", (1, 7, "CB007")),
        ("date_order: dym\n", (1, 13, "CB007")),
        ("time_numbers: unix\n", (1, 15, "CB007")),
        ("encoding: klingon\n", (1, 11, "CB007")),
        ("encoding: rot13\n", (1, 11, "CB007")),
        ("delimiter: ab\n", (1, 12, "CB007")),
        ("header_rows: 0\n", (1, 14, "CB007")),
        ("format: pdf\n", (1, 9, "CB007")),
        ("standards: {overall: {levl: Q}}\n", (1, 23, "CB005")),
        ("columns: {level: Q}\nlevels: &a {good: 4}\n", (2, 9, "CB002")),
        ("columns: {source: Q}\nconstants: {source: self}\n", (2, 21, "CI033")),
        ("standards: {overall: Q}\ncolumns: {level: Q}\n", (2, 18, "CI033")),
        ("", (1, 1, "CB006")),
        ("- a\n", (1, 1, "CB007")),
    ],
)
def test_a_fault_of_a_map_is_told_at_its_place(text: str, place: tuple[int, int, str]) -> None:
    assert place in faults(text)


def test_all_faults_of_a_map_are_told_at_once() -> None:
    assert [line for line, _, _ in faults("unit: days\nzone: Nowhere\nheader_rows: x\nextra: 1\n")] == [1, 2, 3, 4]


@pytest.mark.parametrize("delimiter", ["tab", '"\\t"', "semicolon", '";"', '"~"'])
def test_delimiters_can_be_named(delimiter: str) -> None:
    sign = {"tab": "\t", '"\\t"': "\t", "semicolon": ";", '";"': ";", '"~"': "~"}[delimiter]
    rows, refused, _ = read(as_csv([good()], sign), how=f"delimiter: {delimiter}\n")
    assert len(rows) == 1 and not refused


def test_the_schema_takes_the_maps_that_the_reader_takes() -> None:
    schema = map_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    node, _ = parse("map.yaml", WIDE.encode())
    assert node is not None
    data = node.data()
    data["standards"]["return.label"]["levels"] = {"ja": 4, "nee": 2}
    assert list(validator.iter_errors(data)) == []
    assert list(validator.iter_errors({"colums": {}})) and list(validator.iter_errors({"unit": "days"}))
    assert set(TARGETS) == set(schema["properties"]["columns"]["propertyNames"]["enum"])
