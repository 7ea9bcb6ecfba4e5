"""A book that breaks no rule, and cases laid over it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import yaml

from clearbar import checks
from clearbar.model.estimate import Estimate
from clearbar.model.lint import Finding, Heard, Linted
from clearbar.standards import lint

BOOK: dict[str, Any] = {
    "organisation": "Larch & Daughters (invented)",
    "value": "You leave with what you came for.",
    "language": "en",
    "overall": {"promise": "You would come back.", "target": "85%"},
}
STANDARD: dict[str, Any] = {
    "id": "shop.heard",
    "dimension": "courtesy",
    "promise": "You say what you need once, and hear it back before anybody fetches a thing.",
    "do": "Look up, let the customer finish, and say back in one sentence what you heard.",
    "levels": {
        "good": "You said it once and it was said back to you.",
        "underperforming": "You said it twice, or nobody said it back.",
    },
    "target": "80%",
    "owner": "shop manager",
    "self_check": "Could I write down what this customer wants?",
    "measured_by": ["customer", "reviewer"],
    "teach": ["page", "rehearsal"],
}
OTHERS: list[dict[str, Any]] = [
    {
        "id": "shop.found",
        "dimension": "outcome",
        "promise": "You leave with the thing that you asked for.",
        "do": "Fetch the thing, lay it into the customer's hand, and wait for a yes.",
        "levels": {
            "good": "You left with the thing that you asked for.",
            "underperforming": "You left with another thing, or with none.",
        },
        "target": "80%",
        "owner": "shop manager",
        "self_check": "Did this customer say yes with the thing in hand?",
        "measured_by": ["customer", "reviewer"],
        "teach": ["page", "rehearsal"],
    },
    {
        "id": "shop.seen",
        "dimension": "promptness",
        "promise": "Somebody greets you within two minutes.",
        "do": "Look at the door when it opens, and greet before you finish what you hold.",
        "levels": {
            "good": "Somebody greeted you within two minutes.",
            "underperforming": "Nobody greeted you within two minutes.",
        },
        "target": "80%",
        "owner": "shop manager",
        "self_check": "Who came in last, and have I greeted them?",
        "measured_by": ["customer", "shopper"],
        "pairs_with": "shop.heard",
        "teach": ["page", "rehearsal"],
    },
]
JOURNEY: dict[str, Any] = {
    "journey": "shop",
    "title": "Buy one thing",
    "customer_wants": "I want one thing, and no tour of the shop.",
    "quote": "(invented) She had it in her hand before I had found the word for it.",
}
STEP: dict[str, Any] = {"step": "ask", "title": "Asking for it"}


def files(case: dict[str, Any]) -> dict[str, bytes]:
    """The files of the book with a case laid over it. `files` of the case replaces whole files by their text;
    `text` is lines of the journey's file, each written in place of the line with the same key."""
    standard, step = _laid(STANDARD, case.get("standard")), _laid(STEP, case.get("step"))
    step.setdefault("standards", [standard, *deepcopy(OTHERS), *case.get("more", [])])
    journey = _laid({**JOURNEY, "steps": [step]}, case.get("journey"))
    text = yaml.safe_dump(journey, sort_keys=False, allow_unicode=True, width=10_000)
    text = _written_over(text, case.get("text", ""))
    book = yaml.safe_dump(_laid(BOOK, case.get("book")), sort_keys=False, allow_unicode=True, width=10_000)
    found = {"book.yaml": book, "journeys/shop.yaml": text, **case.get("files", {})}
    return {name: content.encode() for name, content in found.items()}


def found(code: str, case: dict[str, Any]) -> Linted:
    """What the rule `code` finds in a case. Rules about suppressions see what the others found."""
    wanted = {code} if not code.startswith("CB19") else None
    linted = lint(files(case), checks.kinds(), _heard(case.get("heard")), wanted=wanted)
    return Linted(tuple(one for one in linted.findings if one.code == code), linted.allowed)


def at(finding: Finding, texts: dict[str, bytes]) -> str:
    """What stands at a finding, to the end of its line."""
    return texts[finding.file].decode().split("\n")[finding.line - 1][finding.column - 1 :]


def _laid(under: dict[str, Any], over: dict[str, Any] | None) -> dict[str, Any]:
    merged = {**deepcopy(under), **(over or {})}
    return {key: value for key, value in merged.items() if value is not None}


def _written_over(text: str, lines: str) -> str:
    for line in lines.splitlines():
        if line.lstrip().startswith("#"):
            text = f"{line}\n{text}"
            continue
        key = line.partition(":")[0]
        text = "\n".join(line if old.startswith(f"{key}:") else old for old in text.split("\n"))
    return text


def _heard(given: dict[str, Any] | None) -> dict[str, Heard] | None:
    """Figures are written as [value, low, high, n]."""
    if given is None:
        return None
    figures = {"agreement", "top", "difference"}
    return {
        standard: Heard(**{key: Estimate(*value) if key in figures and value else value for key, value in told.items()})
        for standard, told in given.items()
    }
