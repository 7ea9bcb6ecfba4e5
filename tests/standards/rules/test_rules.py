"""Each rule passes and fails its own cases, and has its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from clearbar import checks
from clearbar.standards import RULES, lint
from tests.standards.rules.book import at, files, found

CASES = Path(__file__).with_name("cases")
SOURCES = Path(__file__).parents[3] / "src" / "clearbar" / "standards" / "rules"


def cases(kind: str) -> list[Any]:
    given = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(CASES.glob("*.yaml"))}
    return [
        pytest.param(code, case, id=f"{code}: {case['says']}") for code, told in given.items() for case in told[kind]
    ]


def test_the_book_that_cases_are_laid_over_breaks_no_rule() -> None:
    linted = lint(files({}), checks.kinds())
    assert not linted.findings, "\n".join(map(str, linted.findings))


@pytest.mark.parametrize(("code", "case"), cases("passes"))
def test_a_rule_is_silent_where_it_is_kept(code: str, case: dict[str, Any]) -> None:
    told = found(code, case).findings
    assert not told, "\n".join(map(str, told))


@pytest.mark.parametrize(("code", "case"), cases("fails"))
def test_a_rule_tells_what_breaks_it_at_its_place(code: str, case: dict[str, Any]) -> None:
    told, texts = found(code, case).findings, files(case)
    assert len(told) == len(case["at"]), "\n".join(map(str, told))
    for finding, there in zip(told, case["at"], strict=True):
        assert at(finding, texts).startswith(there), f"{finding} stands at {at(finding, texts)!r}"
        assert finding.message and case.get("message", "") in finding.message


def test_one_rule_is_one_file_and_one_file_of_cases() -> None:
    assert sorted(file.stem for file in CASES.glob("*.yaml")) == sorted(RULES)
    written = [file.stem for file in sorted(SOURCES.glob("cb*.py"))]
    assert written == [f"{rule.code.lower()}_{rule.name.replace('-', '_')}" for rule in RULES.values()]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_page_says_what_is_missed_and_what_is_met(rule: Any) -> None:
    first = rule.page.split("\n")[0]
    assert first.endswith(".") and len(rule.page) > 200
    assert "**Missed by**" in rule.page and "**Met by**" in rule.page
    assert rule.summary.endswith(".") and len(rule.summary) < 100
