"""Findings as people, programs, code hosts and editors read them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from clearbar.model.lint import Finding, Linted, Rule, Test
from clearbar.reports.findings import FORMATS, github, sarif

RULES = {
    "CB121": Rule("CB121", "no-owner", Test.ENFORCEABLE, "A standard names who answers for it.", "Somebody answers."),
    "CB111": Rule("CB111", "vague-word", Test.ONE_READING, "No word has a second reading.", "One reading."),
}
FOUND = Finding("journeys/shop.yaml", 9, 13, "CB121", "nobody answers for this", "write `owner:`", "shop.one")
STRANGE = Finding("journeys/a,b.yaml", 2, 1, "CB111", "100 % of `it`: how?\nsay it", "", "shop.two")
ALLOWED = Finding("book.yaml", 1, 1, "CB111", "vague", "", "", "the law's own word")
LINTED = Linted((FOUND, STRANGE), (ALLOWED,))

# What SARIF 2.1.0 asks of the parts that are written here (OASIS, 2020, sections 3.13, 3.14, 3.19, 3.27, 3.35, 3.49).
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": {"type": "object", "required": ["text"]},
                                                "help": {"type": "object", "required": ["text"]},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "locations"],
                            "properties": {
                                "message": {"type": "object", "required": ["text"]},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "suppressions": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["kind"],
                                        "properties": {"kind": {"enum": ["inSource", "external"]}},
                                    },
                                },
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "type": "object",
                                                "required": ["artifactLocation", "region"],
                                                "properties": {
                                                    "region": {
                                                        "type": "object",
                                                        "properties": {
                                                            "startLine": {"type": "integer", "minimum": 1},
                                                            "startColumn": {"type": "integer", "minimum": 1},
                                                        },
                                                    }
                                                },
                                            }
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_text_is_one_line_a_finding_with_its_hint_below_and_a_count() -> None:
    said = FORMATS["text"](LINTED, RULES, "book/").splitlines()
    assert said[0] == "book/journeys/shop.yaml:9:13 CB121 nobody answers for this"
    assert said[1] == "    hint: write `owner:`"
    assert said[-1] == "2 findings in 2 standards; 1 allowed with a reason."


def test_nothing_found_is_said() -> None:
    assert FORMATS["text"](Linted(()), RULES, "") == "No findings."
    assert FORMATS["text"](Linted((FOUND,)), RULES, "").endswith("\n1 finding.")


def test_json_has_every_finding_whole_and_what_was_let_stand_with_its_reason() -> None:
    told = json.loads(FORMATS["json"](LINTED, RULES, "book/"))
    assert told["format"] == "clearbar.lint/1"
    assert told["findings"][0] == {
        "file": "book/journeys/shop.yaml",
        "line": 9,
        "column": 13,
        "code": "CB121",
        "rule": "no-owner",
        "test": "enforceable",
        "standard": "shop.one",
        "message": "nobody answers for this",
        "hint": "write `owner:`",
    }
    assert told["allowed"][0]["reason"] == "the law's own word"


@pytest.mark.parametrize("linted", [LINTED, Linted(()), Linted((), (ALLOWED,))])
def test_sarif_is_what_the_standard_asks_for(linted: Linted) -> None:
    told = json.loads(sarif(linted, RULES, ""))
    Draft202012Validator(SARIF).validate(told)
    rules = told["runs"][0]["tool"]["driver"]["rules"]
    for result in told["runs"][0]["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


@pytest.mark.parametrize(
    ("root", "uri"),
    [("", "journeys/shop.yaml"), ("my büch/", "my%20b%C3%BCch/journeys/shop.yaml"),
     ("/srv/a b/", "file:///srv/a%20b/journeys/shop.yaml"), ("c:#?/", "c%3A%23%3F/journeys/shop.yaml")],
)  # fmt: skip
def test_sarif_names_files_by_uri(root: str, uri: str) -> None:
    (first, *_) = json.loads(sarif(LINTED, RULES, root))["runs"][0]["results"]
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_suppresses_what_was_let_stand() -> None:
    results = json.loads(sarif(LINTED, RULES, ""))["runs"][0]["results"]
    assert [bool(one.get("suppressions")) for one in results] == [False, False, True]
    assert results[2]["suppressions"][0]["justification"] == "the law's own word"


def test_a_workflow_command_stays_on_its_line_and_keeps_its_commas_apart() -> None:
    said = github(LINTED, RULES, "").splitlines()
    assert said[0] == (
        "::warning file=journeys/shop.yaml,line=9,col=13,title=CB121 no-owner::nobody answers for this. write `owner:`"
    )
    assert said[1].startswith("::warning file=journeys/a%2Cb.yaml,line=2,col=1,")
    assert said[1].endswith("::100 %25 of `it`: how?%0Asay it")
    assert len(said) == 3
