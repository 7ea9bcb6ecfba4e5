from __future__ import annotations

import pytest

from clearbar.intake.exports import CODES, SYSTEMS, read_map
from clearbar.intake.exports.maps import From, HelpdeskMap, MailMap, Map, SurveyMap
from clearbar.model.errors import InputFault

SURVEY = "ratings:\n  - standard: overall\n    level: Q1\n"


def faults(text: str, shape: type[Map]) -> list[tuple[int, int, str, str]]:
    with pytest.raises(InputFault) as caught:
        read_map("m.yaml", text.encode(), shape)
    return [(one.line, one.column, one.code, f"{one.message} ({one.hint})") for one in caught.value.faults]


def test_a_map_may_be_empty_where_nothing_is_needed() -> None:
    assert read_map("m.yaml", b"", HelpdeskMap) == HelpdeskMap()
    assert read_map("m.yaml", b"# nothing\n", Map) == Map()


def test_values_are_read_by_their_field() -> None:
    text = "levels: {Good: 4, bad: poor, 3: true}\ntopic: {field: type}\nsite: s01\ninclusion: 0.5\nbots: [7]\n"
    given = read_map("m.yaml", text.encode(), HelpdeskMap)
    assert given.levels == {"good": 4, "bad": 1, "3": 4}
    assert (given.topic, given.site, given.inclusion, given.bots) == (From(field="type"), From("s01"), 0.5, ("7",))


@pytest.mark.parametrize(
    ("text", "shape", "place", "said"),
    [
        ("levels: [1\n", HelpdeskMap, (2, 1, "CX001"), "not YAML"),
        ("a: &x 1\n", Map, (1, 4, "CX001"), "anchors"),
        ("prefix: a\nchanel: b\n", Map, (2, 1, "CX002"), "did you mean `channel`?"),
        ("quoted: strip\n", MailMap, (1, 1, "CX003"), "`ours` is missing"),
        ("ours: []\n", MailMap, (1, 7, "CX004"), "ours"),
        ("ours: [x]\nquoted: never\n", MailMap, (2, 9, "CX004"), "'strip' or 'keep'"),
        ("levels:\n  good: great\n", HelpdeskMap, (2, 9, "CX004"), "poor to exemplary"),
        ("timezone: Mars\n", Map, (1, 11, "CX004"), "Europe/Amsterdam"),
        ("inclusion: 0\n", Map, (1, 12, "CX004"), "greater than 0"),
        ("site: {column: x}\n", Map, (1, 7, "CX004"), "{field: NAME}"),
        ("exported_at: 2026-03-02T10:00:00\n", HelpdeskMap, (1, 14, "CX004"), "offset"),
        ("ratings: Q1\n", SurveyMap, (1, 10, "CX004"), "list"),
        ("ratings:\n  - level: Q1\n", SurveyMap, (2, 5, "CX003"), "`standard` is missing"),
        ("ratings:\n  - standard: overall\n    level: Q1\n    expect: Q2\n", SurveyMap, (4, 5, "CX002"), "`expected`"),
        (SURVEY + "source: cat\n", SurveyMap, (4, 9, "CX004"), "customer"),
        (SURVEY + "anonymous: maybe\n", SurveyMap, (4, 12, "CX004"), "anonymous"),
    ],
)
def test_each_fault_of_a_map_is_told_with_its_place(
    text: str, shape: type[Map], place: tuple[int, int, str], said: str
) -> None:
    (fault,) = faults(text, shape)
    assert fault[:3] == place and said in fault[3]


def test_all_faults_are_told_at_once() -> None:
    assert [one[2] for one in faults("timezone: Mars\nchanel: b\nlevels: 3\n", HelpdeskMap)] == [
        "CX004",
        "CX002",
        "CX004",
    ]


def test_every_key_of_every_map_has_words() -> None:
    for system in SYSTEMS.values():
        assert all(info.description for info in system.shape.model_fields.values())
    assert list(CODES) == [f"CX{i:03}" for i in range(1, len(CODES) + 1)]
