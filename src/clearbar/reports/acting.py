"""Findings that deserve an act, as text for a terminal and as data for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from clearbar.model.estimate import Estimate
from clearbar.model.finding import Finding
from clearbar.reports.names import plain

FORMAT = "clearbar.findings/1"
"""Name and version of the JSON document. The number rises when a key goes or changes its meaning."""
NONE = "Nothing deserves an act by what was heard so far. That is no praise: too few may have been heard to tell."


def findings_text(found: Sequence[Finding], notes: Sequence[str] = (), width: int = 80) -> str:
    """One block a finding: what, where, what was seen, how sure, and the one act with its owner and day."""
    blocks = [_block(one, width) for one in found] or [textwrap.fill(NONE, width)]
    said = [textwrap.fill(plain(note), width) for note in notes]
    return "\n\n".join([*blocks, *said])


def _block(one: Finding, width: int) -> str:
    where = ", ".join(f"{name} {plain(value)}" for name, value in _where(one).items())
    head = f"{one.kind.value.capitalize()}{': ' + where if where else ''}"
    act = f"{one.says} By {one.due.isoformat()}: {owner_in_words(one)}."
    lines = [plain(one.seen), plain(one.sure.says), plain(act)]
    body = [textwrap.fill(line, width, initial_indent="  ", subsequent_indent="  ") for line in lines]
    return "\n".join([head, *body])


def _where(one: Finding) -> dict[str, str]:
    names = ("standard", "site", "team", "person", "rater")
    return {name: getattr(one.place, name) for name in names if getattr(one.place, name)}


def owner_in_words(one: Finding) -> str:
    """Whose act it is: the role that the book names, else the duty."""
    return f"the {plain(one.owner.role or one.owner.duty.value)}"


def findings_document(found: Sequence[Finding], notes: Sequence[str] = ()) -> dict[str, Any]:
    """A document with stable keys."""
    return {"format": FORMAT, "findings": [finding_document(one) for one in found], "notes": list(notes)}


def finding_document(one: Finding) -> dict[str, Any]:
    """One finding as plain JSON data."""
    sure = one.sure
    return {
        "key": one.key,
        "kind": one.kind.value,
        **_where(one),
        "seen": one.seen,
        "sure": {
            "basis": sure.basis.value,
            "verdict": sure.verdict,
            "says": sure.says,
            "times": sure.times,
            **_figure(sure.figure),
        },
        "rests": [{"kind": rest.kind, "id": rest.id, "says": rest.says} for rest in one.rests],
        "act": {
            "kind": one.act.value,
            "says": one.says,
            "owner": one.owner.duty.value,
            "role": one.owner.role,
            "due": one.due.isoformat(),
        },
    }


def _figure(figure: Estimate | None) -> Mapping[str, Any]:
    if figure is None:
        return {}
    told = {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n}
    return told | ({"hits": figure.hits} if figure.hits is not None else {})
