"""Each rule of a scenario passes and fails its own cases, and has its page."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from clearbar.model.errors import ScenarioFault
from clearbar.model.lint import Finding
from clearbar.practice.scenarios import RULES, lint
from clearbar.practice.scenarios.play import exemplary_talk
from clearbar.practice.scenarios.rules import CHECKS
from clearbar.practice.scenarios.shape import ScenarioShape
from tests.practice.scenarios.samples import at, book, files, found

CASES = Path(__file__).with_name("cases")
SOURCES = Path(__file__).parents[3] / "src" / "clearbar" / "practice" / "scenarios" / "rules"


def cases(kind: str) -> list[Any]:
    given = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(CASES.glob("*.yaml"))}
    return [
        pytest.param(code, case, id=f"{code}: {case['says']}") for code, told in given.items() for case in told[kind]
    ]


def told_of(code: str, case: dict[str, Any]) -> list[Finding]:
    """What a rule tells: findings, or the faults that they are where they cannot stand."""
    try:
        return list(found(case.get("change", {}), code).findings)
    except ScenarioFault as fault:
        assert {one.code for one in fault.faults} <= {code}, str(fault)
        return [Finding(one.file, one.line, one.column, one.code, one.message, one.hint) for one in fault.faults]


def test_the_scenario_that_cases_are_laid_over_breaks_no_rule() -> None:
    linted = found({})
    assert not linted.findings, "\n".join(map(str, linted.findings))


@pytest.mark.parametrize(("code", "case"), cases("passes"))
def test_a_rule_is_silent_where_it_is_kept(code: str, case: dict[str, Any]) -> None:
    told = told_of(code, case)
    assert not told, "\n".join(map(str, told))


@pytest.mark.parametrize(("code", "case"), cases("fails"))
def test_a_rule_tells_what_breaks_it_at_its_place(code: str, case: dict[str, Any]) -> None:
    told, content = told_of(code, case), files(case.get("change", {}))
    assert len(told) == len(case["at"]), "\n".join(map(str, told))
    for finding, there in zip(told, case["at"], strict=True):
        assert at(finding, content).startswith(there), f"{finding} stands at {at(finding, content)!r}"
        assert finding.code == code and finding.hint
        assert case.get("message", "") in finding.message


def test_one_rule_is_one_file_and_one_file_of_cases() -> None:
    assert sorted(file.stem for file in CASES.glob("*.yaml")) == sorted(RULES) == sorted(CHECKS)
    written = [file.stem for file in sorted(SOURCES.glob("cb*.py"))]
    assert written == [f"{rule.code.lower()}_{rule.name.replace('-', '_')}" for rule in RULES.values()]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_page_says_what_is_missed_and_what_is_met(rule: Any) -> None:
    assert rule.page.split("\n")[0] == rule.summary
    assert "**Missed by**" in rule.page and "**Met by**" in rule.page and len(rule.page) > 200
    assert len(rule.summary) < 100 and len(rule.name) <= 24


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_what_a_page_shows_is_yaml_with_keys_that_a_scenario_has(rule: Any) -> None:
    shown = re.findall(r"\*\*(?:Missed|Met) by\*\*\n\n((?:    .*\n|\n)+)", rule.page + "\n")
    assert len(shown) == 2
    keys = set(re.findall(r'"([a-z_]+)":', str(ScenarioShape.model_json_schema()).replace("'", '"')))
    for block in shown:
        assert yaml.safe_load(dedent(block))
        for key in re.findall(r"^\s*(?:- \{?)?([a-z_]+):", dedent(block), re.MULTILINE):
            assert key in keys or "-" in key or key in {"counter", "desk", "apologise", "leaves", "stays", "staff"}, key


def test_without_a_player_the_rules_about_played_talks_are_silent() -> None:
    changes = {"exemplary/3/staff": "Do you like snow?"}
    assert {one.code for one in found(changes).findings} == {"CB333", "CB334"}
    assert not lint(files(changes), book()).findings
    assert lint(files(changes), book(), play=exemplary_talk).findings
