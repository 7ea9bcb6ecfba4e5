"""The rehearsal of an AI agent for a terminal, and as a document for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from clearbar.model.estimate import Estimate
from clearbar.model.rehearsal import PassK, Rehearsed, Tries
from clearbar.model.report import BarLine
from clearbar.reports.names import inline, plain
from clearbar.reports.opening import headline_of
from clearbar.reports.summary import NARROWEST, row_of, wrapped
from clearbar.reports.verdicts import more
from clearbar.reports.words import interval, listing, plural, rounded

PASSES = "A talk passes where it ends well for the customer and no standard that it showed was missed."
GOES_ON = "The same command goes on from there."
_MOST_NAMED = 12
_MOST_LINES = 8
"""Of more values of pass^k those of 1, 2, 4, 8, … and the last are shown; the document has all."""
_BOLD, _OFF = "\x1b[1m", "\x1b[0m"


def rehearsed_text(found: Rehearsed, width: int = 80, colour: bool = False) -> str:
    """What it came to as plain text of at most `width` columns (60 at least); `colour` adds bold."""
    width = max(NARROWEST, width)
    blocks = [
        _title(found, width, colour),
        [line for one in found.lines for line in _standard(one, width, colour)],
        _reliability(found, width),
        [line for said in _scenarios(found.tries) for line in wrapped(said, width)],
        [line for said in _broken(found) for line in wrapped(said, width)],
        [line for said in _notes(found) for line in wrapped(said, width)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _title(found: Rehearsed, width: int, colour: bool) -> list[str]:
    held = f"{plural(found.talks, 'talk')} in {plural(len(found.tries), 'scenario')}"
    first = wrapped(f"The AI agent {inline(found.agent)}, rehearsed in {held}", width)
    told = headline_of(found.lines) if found.lines else "No talk showed a standard yet"
    return [*first, *(f"{_BOLD}{line}{_OFF}" if colour else line for line in wrapped(f"{told}.", width))]


def _standard(line: BarLine, width: int, colour: bool) -> list[str]:
    said = more(line)
    remark = [f"    {each}" for each in wrapped(f"{said[:1].upper()}{said[1:]}.", width - 4)] if said else []
    return [row_of(line, width, colour), *remark]


def _reliability(found: Rehearsed, width: int) -> list[str]:
    """pass^k, a line each."""
    last = len(found.pass_k)
    shown = [one for one in found.pass_k if last <= _MOST_LINES or one.k == last or one.k.bit_count() == 1]
    told = [f"{f'pass^{one.k}':<9} {_share(one.estimate):<22} {_of(one)}" for one in shown]
    return [*wrapped("How likely all of so many talks with the same customer pass:", width), *told] if told else []


def _share(estimate: Estimate) -> str:
    return f"{rounded(estimate.value, estimate.n)} % ({interval(estimate)})"


def _of(one: PassK) -> str:
    left_out = f", {one.left_out} not talked with so often" if one.left_out else ""
    return f"{plural(one.scenarios, 'scenario')}{left_out}"


def _scenarios(tries: Sequence[Tries]) -> Iterator[str]:
    """Which scenarios always pass, which never, and which sometimes."""
    tried = [one for one in tries if one.tried]
    for said, which in (
        ("Always passed", [one for one in tried if one.passed == one.tried]),
        ("Passed at times", [one for one in tried if 0 < one.passed < one.tried]),
        ("Never passed", [one for one in tried if not one.passed]),
        ("Not talked through yet", [one for one in tries if not one.tried]),
    ):
        if which:
            yield f"{said}: {listing([_told(one) for one in which[:_MOST_NAMED]])}{_rest(which)}."


def _told(one: Tries) -> str:
    count = f" ({one.passed} of {one.tried})" if one.tried else ""
    return f"“{inline(one.title or one.scenario)}”{count}"


def _rest(which: Sequence[Tries]) -> str:
    return f" and {len(which) - _MOST_NAMED} more" if len(which) > _MOST_NAMED else ""


def _broken(found: Rehearsed) -> Iterator[str]:
    if found.broken:
        reasons = "; ".join(f"{plain(why)} ({count})" for why, count in found.faults)
        broke = f"{plural(found.broken, 'talk')} broke off and {'counts' if found.broken == 1 else 'count'} for nothing"
        yield f"{broke}: {reasons}. The same command holds {'it' if found.broken == 1 else 'them'} again."
    if found.left:
        why = f", because {plain(found.stopped)}" if found.stopped else ""
        yield f"{plural(found.left, 'talk')} {'was' if found.left == 1 else 'were'} not held{why}. {GOES_ON}"


def _notes(found: Rehearsed) -> Iterator[str]:
    if found.talks:
        yield PASSES
    if found.unseen:
        yield f"At stake, and shown in no talk: {listing([inline(one) for one in found.unseen])}. People judge those."
    for note in found.clearance.notes:
        yield plain(note)


def rehearsed_document(found: Rehearsed) -> str:
    """The same as JSON."""
    data: dict[str, Any] = {
        "agent": found.agent,
        "talks": found.talks,
        "broke_off": found.broken,
        "not_held": found.left,
        "stopped": found.stopped,
        "clearance": found.clearance.document(),
        "pass_k": [
            {
                "k": one.k,
                "value": one.estimate.value,
                "low": one.estimate.low,
                "high": one.estimate.high,
                "n": one.estimate.n,
                "scenarios": one.scenarios,
                "left_out": one.left_out,
            }
            for one in found.pass_k
        ],
        "scenarios": [asdict(one) for one in found.tries],
        "faults": [{"fault": why, "talks": count} for why, count in found.faults],
        "not_shown": list(found.unseen),
        "passes": PASSES,
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
