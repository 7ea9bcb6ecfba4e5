"""The pages of the rules: made from the rules themselves, one page a rule."""

from __future__ import annotations

import re

from clearbar.flow.lint import RULES
from clearbar.model.lint import Rule
from tests.docs.pages import ROOT

_MENU = re.compile(r"(?<=      # the rules, written by python -m tests.docs\n).*?(?=      # end of the rules\n)", re.S)


def pages() -> dict[str, str]:
    """Each page by its path under docs, and the page that lists them."""
    return {"rules/index.md": _index(), **{f"rules/{rule.code}.md": _page(rule) for rule in RULES.values()}}


def _page(rule: Rule) -> str:
    told = [f"Test: **{rule.test.value}**."]
    if rule.languages:
        told.append(f"Reads {', '.join(f'`{tag}`' for tag in sorted(rule.languages))}; silent elsewhere.")
    if rule.fault:
        told.append("A fault: a scenario that has it is not played.")
    if rule.measured:
        told.append("Needs evidence (`--evidence`).")
    return f"# {rule.code} {rule.name}\n\n{rule.summary} {' '.join(told)}\n\n{rule.page}\n"


def _index() -> str:
    """What stands above the marker is written by hand; the tables below it are made."""
    file = ROOT / "docs" / "rules" / "index.md"
    head = file.read_text(encoding="utf-8").partition("<!-- rules -->\n")[0]
    tests = dict.fromkeys(rule.test for rule in RULES.values())
    parts = [f"## {str(test.value).capitalize()}\n\n{_table(test.value)}" for test in tests]
    return f"{head}<!-- rules -->\n\n" + "\n".join(parts)


def _table(test: str) -> str:
    rows = [
        f"| [{rule.code}]({rule.code}.md) | `{rule.name}` | {rule.summary} |\n"
        for rule in RULES.values()
        if rule.test.value == test
    ]
    return "| code | name | what it asks for |\n|---|---|---|\n" + "".join(rows)


def menu(text: str) -> str:
    """The menu of the documentation with a line for each rule."""
    lines = [f"      - {rule.code} {rule.name}: rules/{rule.code}.md\n" for rule in RULES.values()]
    return _MENU.sub("".join(lines), text)
