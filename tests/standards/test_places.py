"""Findings and faults speak of a field, and a form shows them there."""

from __future__ import annotations

from typing import Any

import pytest

from clearbar import checks
from clearbar.model.errors import BookFault
from clearbar.standards import fields_of, place_of, read_book
from tests.standards.rules.book import files, found
from tests.standards.rules.test_rules import cases
from tests.standards.samples import HEAD, RETURN, changed

OF_STANDARD = {
    "CB117": "levels",
    "CB121": "owner",
    "CB122": "measured_by",
    "CB123": "target",
    "CB124": "measured_by",
    "CB131": "self_check",
    "CB132": "self_check",
    "CB141": "promise",
    "CB144": "measured_by",
    "CB165": "teach",
    "CB172": "dimension",
    "CB173": "pairs_with",
    "CB201": "id",
    "CB202": "id",
    "CB203": "id",
    "CB204": "id",
}
"""The field that each of these rules is about, whatever the case."""
OF_OTHERS = {"CB143": ("journey", "quote"), "CB161": ("journey", "id"), "CB162": ("journey", "id"),
             "CB163": ("journey", "id"), "CB164": ("step", "standards"), "CB166": ("journey", "id")}  # fmt: skip


@pytest.mark.parametrize(("code", "case"), cases("fails"))
def test_each_finding_has_a_field_of_a_thing_that_there_is(code: str, case: dict[str, Any]) -> None:
    texts = {name: content.decode() for name, content in files(case).items()}
    for finding in found(code, case).findings:
        spot = place_of(texts, finding)
        fields = fields_of(texts, spot.kind, spot.id)  # raises where there is no such thing
        assert spot.field in {"id", "standards"} or spot.field.partition(".")[0] in fields, spot
        if finding.standard:
            assert (spot.kind, spot.id) == ("standard", finding.standard)
        if code in OF_STANDARD:
            assert spot.field == OF_STANDARD[code]
        if code in OF_OTHERS:
            assert (spot.kind, spot.field) == OF_OTHERS[code]


TITLE, LEVELS = "    title: Telling what is wrong\n", "levels: {good: answered in time, underperforming: not in time}"
FAULTS = [
    ("bar: exemplary", "bar: excellent", ("standard", "return.no-blame", "bar")),
    ("target: 90%", "target: 900%", ("standard", "return.no-blame", "target")),
    ("promise: Nobody asks whose fault it is.", "promise: ''", ("standard", "return.no-blame", "promise")),
    ("        promise: Nobody asks whose fault it is.\n", "", ("standard", "return.no-blame", "promise")),
    ("poor: You were accused.", "poor: ''", ("standard", "return.no-blame", "levels.poor")),
    (LEVELS, "levels: {good: in time}", ("standard", "return.at-once", "levels")),
    (TITLE, "", ("step", "return/ask", "title")),
    (TITLE, "    title: {nl: Vertellen}\n", ("step", "return/ask", "title")),
    ("stage: back", "stage: side", ("step", "return/refund", "stage")),
    ("title: Return something\n", "", ("journey", "return", "title")),
    ("for: customer", "for: customers", ("journey", "return", "for")),
    ("within: 2 min", "within: soon", ("standard", "return.at-once", "check.within")),
    (", within: 2 min", "", ("standard", "return.at-once", "check.within")),
    ("kind: first_response", "kind: fist", ("standard", "return.at-once", "check")),
    ("pairs_with: return.no-blame", "pairs_with: x", ("standard", "return.at-once", "pairs_with")),
    ("[customer, reviewer]", "[customer, nobody]", ("standard", "return.no-blame", "measured_by")),
    ("owner: shop manager", "owned: shop manager", ("standard", "return.no-blame", "owned")),
    ("id: return.paid", "id: return.at-once", ("standard", "return.at-once", "id")),
    ("      - id: return.paid\n        promise", "      - promise", ("step", "return/refund", "standards")),
    ("journey: return\n", "", ("file", "journeys/return.yaml", "id")),
    ("journey: return\n", "journey: [\n", ("file", "journeys/return.yaml", "id")),
]


@pytest.mark.parametrize(("old", "new", "spot"), FAULTS)
def test_a_fault_is_told_at_its_field(old: str, new: str, spot: tuple[str, str, str]) -> None:
    texts = {"book.yaml": HEAD, "journeys/return.yaml": changed(old, new)}
    assert spot in [place_of(texts, fault) for fault in faults(texts)]


@pytest.mark.parametrize(
    ("head", "field"),
    [
        (HEAD.replace("85%", "850%"), "overall.target"),
        (HEAD.replace("value: You leave lighter than you came\n", ""), "value"),
        (HEAD.replace("organisation: Harbour & Hill", "organisation: ''"), "organisation"),
        (HEAD + "levels: {good: ''}\n", "levels.good"),
    ],
)
def test_a_fault_of_the_head_is_told_at_the_book(head: str, field: str) -> None:
    texts = {"book.yaml": head, "journeys/return.yaml": RETURN}
    assert [place_of(texts, fault) for fault in faults(texts)] == [("book", "", field)]


def test_what_is_not_there_at_all_is_told_of_the_book() -> None:
    assert {place_of({}, fault) for fault in faults({})} == {("book", "", "id")}


def faults(texts: dict[str, str]) -> tuple[Any, ...]:
    with pytest.raises(BookFault) as told:
        read_book({name: text.encode() for name, text in texts.items()}, checks.kinds())
    return told.value.faults
