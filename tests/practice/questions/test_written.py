"""Questions that people write: read from YAML or the fields of a form, with every fault told at its place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from clearbar.flow.teach import quiz
from clearbar.model.errors import QuizFault
from clearbar.model.quiz import Kind, Question
from clearbar.practice.questions import from_data, to_data, written
from tests.practice.questions.samples import answer, desk

STANDARD = "incident.plain-words"
GOOD: dict[str, dict[str, Any]] = {
    "single": {
        "ask": "Which line would your neighbour in accounts understand?",
        "options": [
            {"text": "The cable was loose.", "right": "yes", "because": "No word in it needs looking up."},
            {"text": "The PHY lost its carrier."},
            {"text": "We had a layer 1 event."},
        ],
        "because": "Say it as they would.",
    },
    "multiple": {
        "ask": "Which words do you leave out?",
        "options": [{"text": "DHCP", "right": "yes"}, {"text": "VLAN", "right": "yes"}, {"text": "cable"}],
    },
    "order": {"ask": "In which order?", "steps": ["Read it", "Answer it", "Ask whether it is clear"]},
    "deviation": {
        "ask": "Where did we lose them?",
        "conversation": [
            {"customer": "It is broken, write to ann@example.org."},
            {"staff": "Your DHCP lease expired.", "deviates": "a word that they do not use"},
            {"staff": "It works again now."},
        ],
    },
    "level": {
        "ask": "How plain is this?",
        "conversation": [{"customer": "It is broken."}, {"staff": "Your DHCP lease expired."}],
        "levels": [2, 2, 1],
    },
    "situation": {
        "ask": "They do not understand you for the second time. What do you do?",
        "options": [
            {"text": "Ask what they see on their screen", "ratings": [5, 5, 4]},
            {"text": "Say it again, slowly", "ratings": [3, 2, 3]},
            {"text": "Close the ticket", "ratings": [1, 1, 1]},
        ],
    },
}


def fields(kind: str, **changed: Any) -> dict[str, Any]:
    return {"standard": STANDARD, "kind": kind, **GOOD[kind], **changed}


def text(*questions: dict[str, Any], **head: Any) -> str:
    plain = json.loads(json.dumps({**head, "questions": questions}))  # each part its own, so that no anchor is written
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)


def read(*questions: dict[str, Any], **head: Any) -> tuple[Question, ...]:
    return quiz.read_questions({"ours.yaml": text(*questions, **head)}, desk())


def faults(*questions: dict[str, Any]) -> list[str]:
    with pytest.raises(QuizFault) as told:
        read(*questions)
    assert all(one.file == "ours.yaml" and one.line > 0 for one in told.value.faults)
    return [one.code for one in told.value.faults]


def key(question: Question) -> list[str]:
    if question.kind is Kind.ORDER:
        return [one.id for one in question.options]
    return [one.id for one in question.options if one.worth >= 1]


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_each_kind_is_read_from_a_file_and_from_fields_and_its_key_is_worth_all(kind: str) -> None:
    (question,) = read(fields(kind))
    assert question == quiz.question_of(fields(kind), desk()) and question.written
    shown = quiz.variant(question, "s")
    assert quiz.grade(question, answer(shown, key(question))).right
    placed = desk().find(STANDARD)
    assert placed and placed.standard.promise in question.explanation and question.edition == placed.standard.edition
    assert from_data(to_data(question)) == question


def test_what_people_write_is_redacted_and_told_with_their_reason() -> None:
    (question,) = read(fields("deviation"))
    assert "ann@" not in question.lines[0].text
    (single,) = read(fields("single"))
    assert single.explanation.startswith("Say it as they would. ")
    assert single.options[0].says == "No word in it needs looking up."


def test_ids_follow_what_is_asked_and_not_how_it_is_typed() -> None:
    (first,), (second,) = read(fields("single")), read(fields("single", ask="  Which line would your neighbour in"
                                                                            " accounts understand? "))  # fmt: skip
    (other,) = read(fields("single", ask="Which?"))
    assert first.id == second.id != other.id


def test_a_situation_is_keyed_by_experts_or_by_its_author() -> None:
    (rated,) = read(fields("situation"))
    assert [round(one.worth, 3) for one in rated.options] == [1, 0.455, 0]
    written = [{"text": "a", "worth": "100%"}, {"text": "b", "worth": "40%"}, {"text": "c", "worth": 0}]
    (authored,) = read(fields("situation", options=written))
    assert [one.worth for one in authored.options] == [1, 0.4, 0]


OPTIONS = GOOD["single"]["options"]
WRONG = [
    ({**fields("single"), "standard": "incident.plain-word"}, ["QZ001"]),
    ({**fields("single"), "kind": "singel"}, ["CB007"]),
    (fields("single", asks="x"), ["CB005"]),
    ({"standard": STANDARD, "kind": "single"}, ["CB006"]),
    ({"standard": STANDARD, "kind": "single", "ask": "x"}, ["QZ002"]),
    (fields("single", steps=["a", "b", "c"]), ["QZ002"]),
    (fields("single", options=OPTIONS[:2]), ["QZ003"]),
    (fields("single", options=[*OPTIONS[1:], {"text": "x"}]), ["QZ003"]),
    (fields("single", options=[*OPTIONS, {"text": "y", "right": "yes"}]), ["QZ003"]),
    (fields("single", options=[*OPTIONS, {"text": "the  CABLE was loose."}]), ["QZ004"]),
    (fields("single", options=[*OPTIONS, {"text": "y", "worth": "50%"}]), ["QZ002"]),
    (fields("multiple", options=[{"text": one, "right": "yes"} for one in "abc"]), ["QZ003"]),
    (fields("order", steps=["a", "b"]), ["QZ003"]),
    (fields("order", steps=["a", "b", "b"]), ["QZ004"]),
    (fields("deviation", conversation=[{"customer": "a"}, {"customer": "b"}]), ["QZ006"]),
    (fields("deviation", conversation=[{"customer": "a", "staff": "b"}, {"staff": "c"}]), ["QZ006"]),
    (fields("deviation", conversation=[{"customer": "a", "deviates": "x"}, {"staff": "c"}]), ["QZ002"]),
    (fields("level", levels=[1, 5]), ["QZ005"]),
    (fields("level", levels=[7, 7]), ["CB007", "CB007"]),
    (fields("situation", options=[{"text": "a", "ratings": [1, 5]}, *GOOD["situation"]["options"]]), ["QZ005"]),
    (fields("situation", options=[{"text": one, "ratings": [3, 3]} for one in "abc"]), ["QZ005"]),
    (fields("situation", options=[{"text": one, "worth": 0.5} for one in "abc"]), ["QZ003"]),
    (fields("situation", options=[{"text": "a", "worth": 1}, *GOOD["situation"]["options"][1:]]), ["QZ002"]),
    (fields("situation", options=[{"text": one} for one in "abc"]), ["QZ002"] * 3),
]


@pytest.mark.parametrize(("wrong", "codes"), WRONG, ids=lambda value: str(value)[:60])
def test_what_is_wrong_is_told_at_its_place(wrong: dict[str, Any], codes: list[str]) -> None:
    assert faults(wrong) == codes


def test_all_faults_are_told_at_once_and_the_same_question_twice_is_one() -> None:
    assert faults({**fields("single"), "standard": "x"}, fields("order", steps=["a", "b"])) == ["QZ001", "QZ003"]
    assert faults(fields("single"), fields("order"), fields("single")) == ["QZ007"]


def test_faults_of_a_form_have_no_line_and_name_the_field() -> None:
    with pytest.raises(QuizFault) as told:
        quiz.question_of(fields("single", options=OPTIONS[:2]), desk())
    assert [(one.line, one.code) for one in told.value.faults] == [(0, "QZ003")]
    with pytest.raises(QuizFault, match="`ask`"):
        quiz.question_of(fields("single", ask=""), desk())


@pytest.mark.parametrize(
    "content", ["", "- a", "questions: []", "questions: {a: 1}", "a: &x [*x]", "questions:\n - \t"]
)
def test_a_file_that_is_none_is_told_and_not_a_traceback(content: str) -> None:
    with pytest.raises(QuizFault):
        quiz.read_questions({"ours.yaml": content}, desk())


def test_plain_data_that_is_no_question_is_refused() -> None:
    for data in ({}, {"id": "x"}, {**to_data(read(fields("single"))[0]), "kind": "x"}, {"more": 1}):
        with pytest.raises(ValueError, match="no question"):
            from_data(data)


def test_the_example_of_the_page_is_read_and_the_page_names_every_code() -> None:
    page = (Path(__file__).parents[3] / "docs" / "questions.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert len(quiz.read_questions({"page.yaml": example}, desk())) == 4
    codes = set(re.findall(r"QZ\d+", written.__doc__ or ""))
    assert codes == set(re.findall(r"\| (QZ\d+)", page)) and len(codes) == 7
