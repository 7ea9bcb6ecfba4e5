"""The JSON document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clearbar.model.report import Report
from clearbar.reports import document
from tests.reports.samples import almost_empty, nasty, shop, star

TOP = [
    "format",
    "organisation",
    "value",
    "language",
    "headline",
    "next",
    "period",
    "heard",
    "standards",
    "journeys",
    "comparisons",
    "consistency",
    "expectation",
    "delight_by_week",
    "voices",
    "funnels",
    "agreement",
    "answers",
    "findings",
    "notes",
    "book",
    "evidence",
]
DOCS = Path(__file__).parents[2] / "docs" / "report.md"


@pytest.mark.parametrize("sample", [shop, star, almost_empty, nasty])
def test_the_document_is_strict_json_with_the_same_keys_always(sample: Callable[[], Report]) -> None:
    made = document(sample())
    assert list(made) == TOP
    assert json.loads(json.dumps(made, allow_nan=False)) == made


def test_a_standard_carries_its_figures_and_its_sentence() -> None:
    greeting = document(shop())["standards"][0]
    assert greeting["clearance"]["hits"] == 288
    assert greeting["clearance"]["n"] == 400
    assert greeting["clearance"]["value"] == 0.72
    assert greeting["verdict"] == "falls short"
    assert greeting["bar"] == 4
    assert greeting["gap"]["gap"]["value"] == -0.3
    assert [voice["source"] for voice in greeting["voices"]] == ["customer", "reviewer"]
    assert greeting["says"].startswith("Greeting falls short of its target of 80 %; 288 of 400 (67–76 %)")


def test_a_standard_without_a_figure_has_no_verdict() -> None:
    silent = document(shop())["standards"][8]
    assert (silent["clearance"], silent["verdict"], silent["standing"]) == (None, None, "not asked yet")


def test_days_are_iso_and_open_ends_are_null() -> None:
    assert document(shop())["period"] == {"first": "2026-03-01", "last": "2026-05-31"}
    endless = next(each for each in document(nasty())["standards"] if each["standard"] == "endless")
    assert (endless["clearance"]["low"], endless["clearance"]["high"]) == (None, None)


def test_people_carry_no_probability_and_sites_do() -> None:
    sites, _, people = document(shop())["comparisons"]
    assert {group["clears"] for group in people["groups"]} == {None}
    assert None not in {group["clears"] for group in sites["groups"]}


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for each in value.values() for key in keys(each)}
    if isinstance(value, list):
        return {key for each in value for key in keys(each)}
    return set()


def test_every_key_is_explained_in_the_manual() -> None:
    sources = {"customer", "reviewer", "check"}
    explained = set(re.findall(r"`([a-z_0-9]+)`", DOCS.read_text(encoding="utf-8")))
    assert keys(document(shop())) - sources <= explained


def test_the_three_sentences_stand_in_it_with_their_reasons() -> None:
    told = document(shop())["next"]
    assert [each["reason"] for each in told] == ["shortfall", "vague", "settle"]
    assert [each["standard"] for each in told] == ["greeting", "advice", "overall"]
    assert told[0]["says"].startswith("Work on greeting first")


def test_charts_stand_in_it_as_numbers() -> None:
    made = document(shop())
    greeting, overall = made["delight_by_week"]
    assert len(greeting["weeks"]) == 13 and greeting["weeks"][0]["week"] == 202601
    assert [week["share"] is None for week in overall["weeks"]].count(True) == 2
    assert made["voices"][0]["apart"][0]["higher"] == "self"
    trier = next(site for site in made["funnels"][0]["sites"] if site["name"] == "Ulm")
    assert trier["outside"] == -2 and trier["limits"]["low_998"] > trier["adjusted"]
    assert [each["verdict"] for each in made["agreement"]][:3] == ["raters agree", "standard vague", "one rater harsh"]
    assert made["agreement"][2]["lean"] == "harsh"
    assert made["standards"][0]["gap"]["met"] is None
    assert [each["code"] for each in made["findings"]] == ["CB103", "CB121"]


def test_a_person_never_has_a_funnel() -> None:
    assert {key for each in document(shop())["funnels"] for key in each} & {"persons", "groups"} == set()
