from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.intake.exports.reading import SAMPLES, convert, inline, sample

MAP: dict[str, Any] = {
    "survey": "282267",
    "version": "2",
    "timezone": "Europe/Amsterdam",
    "site": {"field": "SHOP"},
    "ratings": [{"standard": "overall", "level": "SAT", "expected": "EXP"}],
}
REST: dict[str, Any] = {
    **MAP,
    "site": {"field": "43"},
    "levels": {"A1": 1, "A2": 2, "A3": 3, "A4": 4, "A5": 5},
    "ratings": [{"standard": "overall", "level": "282267X5X41", "expected": "42"}],
}


def test_columns_of_a_csv_become_ratings() -> None:
    outcome = convert("limesurvey", sample("limesurvey", "export.csv"), {**MAP, "unknown_time": "2026-03-15T12:00:00Z"})
    first, second, third = (one.ratings[0] for one in outcome.conversations.values())
    assert (first.level, first.expected, first.instrument) == (4, 5, "survey:282267:2:en")
    assert first.at is not None and first.at.isoformat() == "2026-03-02T09:00:00+00:00"  # ten in Amsterdam
    assert (second.level, second.expected, second.instrument) == (2, None, "survey:282267:2:de")
    assert second.at is not None and second.at.isoformat() == "2026-03-02T10:01:00+00:00"
    assert third.at is not None and third.at.isoformat() == "2026-03-15T12:00:00+00:00"
    assert [one.site for one in outcome.conversations.values()] == ["s02", "s03", "s02\r\nannex"]
    assert not outcome.rejections


def test_the_placeholder_of_an_anonymised_survey_is_no_time() -> None:
    outcome = convert("limesurvey", sample("limesurvey", "export.csv"), MAP)
    assert outcome.codes == ["CX009"] and "unknown_time" in outcome.told
    assert [one.line for one in outcome.rejections] == [4]


def test_a_clock_without_a_zone_needs_the_map() -> None:
    without = {key: value for key, value in MAP.items() if key != "timezone"}
    assert convert("limesurvey", sample("limesurvey", "export.csv"), without).codes[:2] == ["CX010", "CX010"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_is_read(separator: str) -> None:
    text = '"id";"submitdate";"SAT";"EXP"\n"7";"2026-03-02T10:00:00Z";"4";"3"\n'.replace(";", separator)
    (one,) = convert("limesurvey", inline(text), MAP).conversations.values()
    assert (one.ratings[0].level, one.ratings[0].expected) == (4, 3)


def test_rest_answers_are_found_by_key_or_number() -> None:
    outcome = convert("limesurvey", sample("limesurvey", "rest.json"), REST)
    first, second = outcome.conversations.values()
    assert [(r.level, r.expected) for r in (*first.ratings, *second.ratings)] == [(4, 5), (2, None)]
    assert first.site == "s02" and second.ratings[0].instrument == "survey:282267:2:nl"
    assert outcome.left["unfinished responses, of which the given answers are kept"] == 1


@pytest.mark.parametrize("partial", ["keep", "drop"])
def test_unfinished_responses_are_kept_or_dropped_as_the_map_says(partial: str) -> None:
    outcome = convert("limesurvey", sample("limesurvey", "rest.json"), {**REST, "partial": partial})
    assert len(outcome.conversations) == (2 if partial == "keep" else 1)


OLD = {
    "responses": [{"1": {"id": "1", "submitdate": "2026-03-02 10:00:00", "startlanguage": "en", "SAT": "4", "EXP": ""}}]
}
NEW = {"responses": [{"id": "1", "submitdate": "2026-03-02 10:00:00", "startlanguage": "en", "SAT": "4", "EXP": ""}]}


@pytest.mark.parametrize("export", [OLD, NEW])
@pytest.mark.parametrize("packed", [False, True])
def test_remote_control_is_read_old_new_and_as_it_arrives(export: dict[str, Any], packed: bool) -> None:
    text = json.dumps(export)
    if packed:
        text = json.dumps({"id": 1, "result": base64.b64encode(text.encode()).decode(), "error": None})
    (one,) = convert("limesurvey", inline(text), MAP).conversations.values()
    assert one.interaction == "282267:1" and one.ratings[0].level == 4 and one.ratings[0].expected is None


def test_a_csv_in_base64_is_read() -> None:
    content = base64.b64encode((SAMPLES / "limesurvey" / "export.csv").read_bytes()).decode()
    assert len(convert("limesurvey", inline(json.dumps({"id": 1, "result": content})), MAP).conversations) == 2


def test_a_question_that_is_not_in_the_export_is_told_once() -> None:
    given = {**MAP, "ratings": [{"standard": "overall", "level": "NOPE"}]}
    assert convert("limesurvey", sample("limesurvey", "export.csv"), given).codes == ["CX008"]


def test_a_file_cut_in_the_middle_of_a_row_keeps_the_rows_before() -> None:
    text = (SAMPLES / "limesurvey" / "export.csv").read_bytes()[:-40]
    outcome = convert("limesurvey", inline(text), MAP)
    assert len(outcome.conversations) == 2 and outcome.codes == ["CX005"]


def test_an_anonymous_survey_says_so_in_each_rating() -> None:
    outcome = convert("limesurvey", sample("limesurvey", "rest.json"), {**REST, "anonymous": True})
    assert all(rating.anonymous for one in outcome.conversations.values() for rating in one.ratings)


def test_a_stray_quote_costs_its_row_and_never_those_after_it() -> None:
    text = "id,submitdate,SAT,EXP,why\n" + "".join(
        f"{i},2026-03-02 10:00:00,4,4,{why}\n"
        for i, why in enumerate(['"open', "x", '"nice"', "y", 'z,"', "w", 'v,"'], 1)
    )
    outcome = convert("limesurvey", inline(text), MAP)
    assert list(outcome.conversations) == [f"282267:{i}" for i in (2, 3, 4, 6)]
    assert [(one.line, code) for one, code in zip(outcome.rejections, outcome.codes, strict=True)] == [
        (2, "CX005"), (6, "CX005"), (8, "CX005"),
    ]  # fmt: skip


def test_an_empty_file_is_told() -> None:
    assert convert("limesurvey", inline(""), MAP).codes == ["CX005"]


def test_a_prefix_keeps_responses_of_two_surveys_apart() -> None:
    text = "id,submitdate,SAT,EXP\n1,2026-03-02 10:00:00,4,4\n"
    one, other = (convert("limesurvey", inline(text), MAP | {"prefix": prefix}).raw[0] for prefix in ("a-", "b-"))
    ids = [(raw["interaction"], raw["ratings"][0]["rating"], raw["ratings"][0]["response"]) for raw in (one, other)]
    assert ids == [(f"{p}282267:1", f"{p}282267:1:overall", f"{p}282267:1") for p in ("a-", "b-")]
