"""A number stands in one place, or is the same in all.

A promise of five minutes that is checked at two, or rated good at ten, is three standards. Customers hold you to the
promise, raters to the level, the program to its setting, and staff to whichever they read last.

**Missed by**

    promise: Somebody answers you within five minutes.
    check: {kind: first_response, within: 2 min}

**Met by**

    promise: Somebody answers you within two minutes.
    check: {kind: first_response, within: 2 min}

What is compared is the limit that the promise names, the one that the level at the bar names, and the `within` of the
check: each where it is the only one of its unit. "Two days" and "two working days" are two limits. A number alone ("two
messages") is no limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf

from clearbar.model.lint import Finding, Test
from clearbar.standards.quantities import Range, level_ranges, only_ranges, ranges
from clearbar.standards.quantity_words import DAY
from clearbar.standards.written import Passage, Written, WrittenStandard

CODE = "CB116"
NAME = "thresholds-contradict"
TEST = Test.ONE_READING
SUMMARY = "Promise, levels and check name the same limit."


def check(written: Written) -> Iterator[Finding]:
    """Limits of a promise or of the level at its bar that differ from each other or from the check's."""
    for standard in written.standards:
        for tag in dict.fromkeys(one.language for one in standard.passages):
            yield from _contradictions(standard, tag)


def _contradictions(standard: WrittenStandard, tag: str) -> Iterator[Finding]:
    promised = [(one, found) for one in standard.said(tag, "promise") for found in only_ranges(one.text, tag)]
    bar = f"levels.{standard.standard.bar.name.lower()}"
    at_bar = [(one, found) for one, found in level_ranges(standard.said(tag, "levels"), tag) if one.key == bar]
    within = _within(standard)
    for one, found in [*promised, *at_bar]:
        if within is not None and _differ(found, within):
            call = standard.standard.check
            setting = call.settings["within"] if call else ""
            yield _finding(one, found, f"the check allows `{setting}`")
    if within is None:
        for one, found in at_bar:
            for _, other in promised:
                if _differ(found, other) or _other_days(found, other):
                    promise = promised[0][0].text[other.start : other.end]
                    yield _finding(one, found, f"the promise says `{promise}`")


def _within(standard: WrittenStandard) -> Range | None:
    """The limit of its check."""
    call = standard.standard.check
    found = ranges(f"≤ {call.settings['within']}", "") if call and "within" in call.settings else []
    return found[0] if found else None


def _differ(one: Range, other: Range) -> bool:
    """Whether both have an upper end, or both only a lower one, in the same unit, and not the same one."""
    if one.unit != other.unit or isinf(one.high) != isinf(other.high):
        return False
    return one.low != other.low if isinf(one.high) else one.high != other.high


def _other_days(one: Range, other: Range) -> bool:
    """Whether one counts working days and the other one any days."""
    days = [each for each in (one, other) if each.unit == "time" and each.step == DAY]
    return len(days) == 1 and {one.unit, other.unit} == {"time", "working day"}


def _finding(one: Passage, found: Range, against: str) -> Finding:
    what = "promise" if one.key == "promise" else one.key.removeprefix("levels.")
    message = f"`{one.text[found.start : found.end]}` ({what}) is another limit than elsewhere: {against}"
    return one.finding(CODE, message, "decide which one holds", at=found.start, length=found.end - found.start)
